"""The canonical Arrow table of the kept rows, in the types that every other room relies on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import CATEGORY, TEXT, category, known_ints, put
from ecreview.model.fields import Kind
from ecreview.model.finding_kinds import ROW_FOLDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.intake.ledger import Aside
    from ecreview.intake.typed import TypedColumn
    from ecreview.model.tables import TableSpec

_TYPES = {
    Kind.ID: TEXT,
    Kind.TEXT: CATEGORY,  # titles, notes: many rows, few words
    Kind.KEY: CATEGORY,
    Kind.CATEGORY: CATEGORY,
    Kind.CENTS: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.RATE: pa.float64(),
    Kind.SECONDS: pa.float64(),
    Kind.TIME: pa.timestamp("s"),
    Kind.FLAG: pa.bool_(),
}
_CODED = (Kind.KEY, Kind.CATEGORY, Kind.TEXT)


def build_table(columns: Mapping[str, TypedColumn], kept: NDArray[np.int64], rows: int) -> pa.Table:
    """Return the kept rows of the typed columns.

    Args:
        columns: one per field.
        kept: positions of the kept rows among the data rows, ascending.
        rows: how many data rows there are.
    """
    everything = len(kept) == rows
    arrays: dict[str, pa.Array] = {}
    for key, column in columns.items():
        values, codes = column.values, column.text.codes
        if column.field.kind in _CODED:
            values = category(values)
        if codes is not None:
            values = values.take(pa.array(codes if everything else codes[kept]))
        elif not everything:
            values = values.take(pa.array(kept))
        arrays[key] = values
        if key == "order_id" and column.lossy is not None and column.lossy.any():
            arrays["is_id_lossy"] = pa.array(column.text.spread(column.lossy)[kept])
    return pa.table(arrays)


def fold_amounts(
    columns: Mapping[str, TypedColumn],
    table: pa.Table,
    kept: NDArray[np.int64],
    aside: tuple[Aside, ...],
) -> pa.Table:
    """Return the table with amounts and counts of folded rows added to the row that stands for them.

    Args:
        columns: one per field.
        table: the kept rows.
        kept: their positions among the data rows.
        aside: the rows that are not kept, folded or not.
    """
    folded = [
        (entry.row, entry.twin)
        for entry in aside
        if entry.twin is not None and entry.kind is ROW_FOLDED
    ]
    if not folded:
        return table
    rows = np.array([row for row, _ in folded])
    at = np.searchsorted(kept, [twin for _, twin in folded])
    is_summed = any(entry.is_counted for entry in aside)
    for key, column in columns.items():
        is_added = column.field.kind is Kind.COUNT or (
            column.field.kind is Kind.CENTS and is_summed
        )
        if is_added:
            amounts, known = known_ints(column.per_row())
            total, is_known = amounts[kept].copy(), known[kept].copy()
            np.add.at(total, at, amounts[rows])
            np.logical_or.at(is_known, at, known[rows])
            table = put(table, key, pa.array(total, mask=~is_known))
    return table


def conform(table: pa.Table, spec: TableSpec, rows: NDArray[np.int64]) -> pa.Table:
    """Return the fields of the spec that the table has, in their order and types, and `source_row`."""
    given = [field for field in spec.fields if field.key in table.column_names]
    columns = {field.key: table[field.key].cast(_TYPES[field.kind]) for field in given}
    return pa.table({**columns, "source_row": pa.array(rows, pa.int32())}).combine_chunks()
