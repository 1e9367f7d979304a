"""The columns of a file as the mapping form shows them; nothing of a person is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecreview.intake.formats.personal import is_personal
from ecreview.intake.header import normalise_header
from ecreview.intake.places import split_address
from ecreview.intake.rows import cells_at
from ecreview.intake.typed import shown
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
    rows = rows[:LOOKED_AT]
    cells = {name: _stripped(raw, name, rows) for name in raw.names if name not in hidden}
    fullest = _fullest(list(cells.values()))
    samples = {name: _samples(column, fullest) for name, column in cells.items()}
    return tuple(
        ColumnSample(name, samples.get(name, ()), *fields.get(name, (None, 0.0)))
        for name in raw.names
    )


def _stripped(raw: RawTable, name: str, rows: NDArray[np.int64]) -> list[str]:
    """Return the cells of a column without blanks around them."""
    return [(cell or "").strip() for cell in cells_at(raw, name, rows).to_pylist()]


def _fullest(columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the rows that hold most, in their order: one row of a sample is one row of the file."""
    held = [sum(map(bool, row)) for row in zip(*columns, strict=True)]
    best = sorted(range(len(held)), key=lambda row: (-held[row], row))[:SAMPLES]
    return sorted(best)


def _samples(cells: Sequence[str], rows: Sequence[int]) -> tuple[str, ...]:
    """Return the cells of these rows, none where a cell of the column looks like a person."""
    if any(_PERSON.search(cell) or _is_address(cell) for cell in dict.fromkeys(cells)):
        return ()
    return tuple(shown(cells[row]) for row in rows)


def _is_address(cell: str) -> bool:
    """Return whether a cell goes on after province and city."""
    return len(cell.split()) >= _ADDRESS_PARTS and split_address(cell)[0] is not None
