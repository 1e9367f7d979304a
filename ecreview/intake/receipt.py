"""What a table of a file holds as it stands there: filled cells, formula errors, the sum of each money column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from ecreview.intake.columns import known_ints
from ecreview.intake.rows import cells_at
from ecreview.model.dataset import ColumnSum, Contents
from ecreview.model.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecreview.intake.raw import RawTable
    from ecreview.intake.typed import TypedColumn


def contents_of(raw: RawTable, sources: Iterable[TypedColumn] = ()) -> Contents:
    """Return what the table holds.

    Args:
        raw: the table.
        sources: the columns of the file that were read, each as it stands there before it is joined to another.
    """
    census = raw.sheet.census
    numbers = raw.sheet.rows[raw.body]
    return Contents(
        filled=_filled(raw),
        errors=int(np.isin([row for row, _ in census.errors], numbers).sum()),
        formulas_without_value=census.formulas_without_value,
        sums=_sums(sources),
    )


def _filled(raw: RawTable) -> int:
    """Return how many cells below the header are not empty."""
    columns = (cells_at(raw, name, raw.body) for name in raw.names)
    return sum(pc.sum(pc.not_equal(cells, "")).as_py() or 0 for cells in columns)


def _sums(sources: Iterable[TypedColumn]) -> tuple[ColumnSum, ...]:
    """Return the sum of each money column over all data rows; of one name the first is the file's own."""
    sums: dict[str, ColumnSum] = {}
    for column in sources:
        if column.field.kind is Kind.CENTS and column.name not in sums:
            cents, known = known_ints(column.per_row())
            sums[column.name] = ColumnSum(column.name, int(cents.sum()), int(known.sum()))
    return tuple(sums.values())
