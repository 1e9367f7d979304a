"""Several items of an order packed into one row, joined by `;` (Douyin): taken apart where they can be.

A row of n items is split where its quantity says n: each item then has the quantity 1. The amounts are
shared by unit price, evenly without one, to the cent. Any other row stays one row: which item was bought how
often is not written anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, known, put, text_column
from ecreview.model import finding_kinds as kinds
from ecreview.model.money import allocate_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.intake.meaning import Context
    from ecreview.model.findings import Finding

_JOINTS = "[;；]"
# Fields that name an item: a `;` in any of them tells a packed row.
_NAMING = ("line_id", "product_id", "platform_sku_id", "sku_code")
_DESCRIBING = ("title", "spec")


def split_packed(
    table: pa.Table, context: Context
) -> tuple[pa.Table, NDArray[np.int64], tuple[Finding, ...]]:
    """Return one row per item, the row that each comes from, and what was done.

    line_id, product_id, sku_code, title, spec (joined by `;`), quantity, amounts → the same, per item
    """
    names = [name for name in (*_NAMING, *_DESCRIBING) if has(table, name)]
    parts = {name: _count_parts(table, name) for name in names}
    one = np.ones(len(table), dtype=np.int64)
    items = np.max([one, *(parts[name] for name in names if name in _NAMING)], axis=0)
    packed, quantity = items > 1, ints(table, "quantity")
    splits = packed & (quantity == items)
    column = context.headers.get("quantity")
    copies = np.where(splits, items, 1).astype(np.int64)
    findings = (
        *context.spot.finding(
            kinds.PACKED_SPLIT, splits, column, lines=f"{int(copies[splits].sum()):,}"
        ),
        *context.spot.finding(kinds.PACKED_KEPT, packed & ~splits, column),
    )
    origin = np.repeat(np.arange(len(table)), copies)
    if not splits.any():
        return table, origin, findings
    return _split(table, names, origin, parts), origin, findings


def _count_parts(table: pa.Table, name: str) -> NDArray[np.int64]:
    """Return how many parts each cell of a column has."""
    joints = pc.count_substring_regex(pc.fill_null(text_column(table, name), ""), _JOINTS)
    return np.asarray(joints.to_numpy(), dtype=np.int64) + 1


def _split(
    table: pa.Table,
    names: list[str],
    origin: NDArray[np.int64],
    parts: dict[str, NDArray[np.int64]],
) -> pa.Table:
    """Return the rows at `origin`, each with its own item of those that its cells hold."""
    copies = np.bincount(origin, minlength=len(table))
    place = np.arange(len(origin)) - np.r_[0, np.cumsum(copies)[:-1]][origin]
    rows, split = table.take(pa.array(origin)), copies[origin] > 1
    for name in names:
        own = split & (parts[name] == copies)[origin]
        rows = put(rows, name, _own_part(text_column(table, name), (origin, place), own))
    weights = _weights(rows)
    for name in (n for n in table.column_names if pa.types.is_int64(table[n].type)):
        shares = allocate_groups(ints(table, name), weights, origin)
        rows = put(rows, name, pa.array(shares, mask=~known(rows, name)))
    one = np.where(split, 1, ints(table, "quantity")[origin])
    return put(rows, "quantity", pa.array(one, mask=~known(rows, "quantity")))


def _own_part(
    cells: pa.Array, at: tuple[NDArray[np.int64], NDArray[np.int64]], own: NDArray[np.bool_]
) -> pa.Array:
    """Return the cell of each row: its own part where it has one, else the whole cell.

    Args:
        cells: of the packed rows.
        at: per row, which cell it comes from and which part of it is its own.
        own: whether it has a part of its own.
    """
    origin, place = at
    lists = pc.split_pattern_regex(pc.fill_null(cells, ""), _JOINTS)
    first = lists.offsets.to_numpy()[:-1][origin]
    part = lists.values.take(pa.array(first + np.where(own, place, 0)))
    return pc.if_else(pa.array(own), pc.utf8_trim_whitespace(part), cells.take(pa.array(origin)))


def _weights(rows: pa.Table) -> NDArray[np.int64]:
    """Return by what the amounts of a packed row are shared: its unit prices, else evenly."""
    even = np.ones(len(rows), dtype=np.int64)
    if not has(rows, "unit_price"):
        return even
    price = pc.fill_null(rows["unit_price"], 0.0).to_numpy()
    return np.where(price > 0, np.rint(price * 100), even).astype(np.int64)
