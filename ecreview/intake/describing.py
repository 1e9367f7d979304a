"""The columns of a file as the mapping form shows them; nothing of a person is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecreview.intake.formats.personal import is_personal
from ecreview.intake.header import normalise_header
from ecreview.intake.places import split_address
from ecreview.intake.rows import cells_at
from ecreview.intake.values import shown
from ecreview.model.dataset import ColumnSample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ecreview.intake.raw import RawTable

SAMPLES = 3
LOOKED_AT = 200  # data rows searched for samples
# Chinese mobile and identity numbers, e-mail addresses: a person, whatever the header says.
_PERSON = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[^@\s]+@[^@\s]+\.\w+|\*{2}"
)
_ADDRESS_PARTS = 3  # province, city and more


def personal_columns(raw: RawTable, declared: Sequence[str] = ()) -> frozenset[str]:
    """Return the columns of the file that hold personal data: the declared ones and those named so."""
    own = set(map(normalise_header, declared))
    return frozenset(
        name for name in raw.names if normalise_header(name) in own or is_personal(name.strip())
    )


def describe_columns(
    raw: RawTable,
    rows: NDArray[np.int64],
    fields: Mapping[str, tuple[str, float]],
    *,
    hidden: frozenset[str],
) -> tuple[ColumnSample, ...]:
    """Return every column of the file with samples and the field it feeds.

    Args:
        raw: the table.
        rows: positions of its data rows.
        fields: per column, the field it feeds and how sure that is, 0..1.
        hidden: columns of which no cell is shown.
    """
    samples = {name: () if name in hidden else _samples(raw, name, rows) for name in raw.names}
    return tuple(
        ColumnSample(name, cells, *fields.get(name, (None, 0.0))) for name, cells in samples.items()
    )


def _samples(raw: RawTable, name: str, rows: NDArray[np.int64]) -> tuple[str, ...]:
    """Return the first distinct cells, none where one of them looks like a person."""
    cells = cells_at(raw, name, rows[:LOOKED_AT]).to_pylist()
    distinct = list(dict.fromkeys(cell.strip() for cell in cells if cell and cell.strip()))
    if any(_PERSON.search(cell) or _is_address(cell) for cell in distinct):
        return ()
    return tuple(shown(cell) for cell in distinct[:SAMPLES])


def _is_address(cell: str) -> bool:
    """Return whether a cell goes on after province and city."""
    return len(cell.split()) >= _ADDRESS_PARTS and split_address(cell)[0] is not None
