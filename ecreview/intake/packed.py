"""Several things packed into one row, their names joined by a sign: taken apart where they can be.

Items of one order (Douyin): a row of n items is split where its quantity says n; each then has the quantity 1,
and amounts are shared by unit price, evenly without one. Any other row stays one row: which item was bought
how often is not written anywhere.
Orders that an ERP ships as one: a row is split where each part looks like an order number. The file does not
tell what belongs to which order, so units and amounts are shared evenly. All sums stay to the cent and unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, known, mask, put, text_column
from ecreview.intake.operations import is_undone
from ecreview.model import finding_kinds as kinds
from ecreview.model.money import allocate_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecreview.intake.meaning import Context
    from ecreview.model.findings import Finding, FindingKind

    Split = tuple[pa.Table, NDArray[np.int64], tuple[Finding, ...]]

_ITEM_JOINTS = "[;；]"
# Fields that name an item: a `;` in any of them tells a packed row.
_NAMING = ("line_id", "product_id", "platform_sku_id", "sku_code")
_DESCRIBING = ("title", "spec")
_ORDER_JOINTS = "[,;|]"  # ids are narrow by now
# Long enough to be no thousands of 3,900,618; a + is that of 3.9E+18, which has lost its digits.
_NUMBER = r"\s*[^\s,;|+]{3,}\d[^\s,;|+]*\s*"
_ORDERS = f"^{_NUMBER}(?:{_ORDER_JOINTS}{_NUMBER})+$"
_OF_A_UNIT = "unit_cost"  # the only cents that are not those of the whole row


def split_packed(table: pa.Table, context: Context) -> Split:
    """Return one row per item, the row that each comes from, and what was done.

    line_id, product_id, sku_code, title, spec (joined by `;`), quantity, amounts → the same, per item
    """
    naming = [name for name in _NAMING if has(table, name)]
    names = (*naming, *(name for name in _DESCRIBING if has(table, name)))
    counts = (_count_parts(table, name, _ITEM_JOINTS) for name in naming)
    items = np.max([np.ones(len(table), dtype=np.int64), *counts], axis=0)
    packed = items > 1
    splits = packed & (ints(table, "quantity") == items)
    copies = np.where(splits, items, 1)
    column = context.headers.get("quantity")
    findings = (
        *_told(kinds.PACKED_SPLIT, copies, context, column),
        *context.spot.finding(kinds.PACKED_KEPT, packed & ~splits, column),
    )
    if any(is_undone(finding, context.undo) for finding in findings):
        copies = np.ones_like(copies)
    return *_take_apart(table, _Packing(copies, names, _ITEM_JOINTS), _by_price), findings


def split_orders(table: pa.Table, context: Context) -> Split:
    """Return one row per order, the row that each comes from, and what was done.

    order_id, line_id (joined by `,`, `;` or `|`), quantity, amounts → the same, per order
    """
    numbers = text_column(table, "order_id")
    is_merged = mask(pc.match_substring_regex(numbers, _ORDERS))
    copies = np.where(is_merged, _count_parts(table, "order_id", _ORDER_JOINTS), 1)
    findings = _told(kinds.PACKED_ORDERS, copies, context, context.headers.get("order_id"))
    if any(is_undone(finding, context.undo) for finding in findings):
        copies = np.ones_like(copies)
    names = tuple(name for name in ("order_id", "line_id") if has(table, name))
    return *_take_apart(table, _Packing(copies, names, _ORDER_JOINTS), _evenly), findings


def _told(
    kind: FindingKind, copies: NDArray[np.int64], context: Context, column: str | None
) -> tuple[Finding, ...]:
    """Return what becomes of the rows that are taken apart."""
    splits = copies > 1
    return context.spot.finding(kind, splits, column, lines=f"{int(copies[splits].sum()):,}")


def _count_parts(table: pa.Table, name: str, joints: str) -> NDArray[np.int64]:
    """Return how many parts each cell of a column has."""
    found = pc.count_substring_regex(pc.fill_null(text_column(table, name), ""), joints)
    return np.asarray(found.to_numpy(), dtype=np.int64) + 1


@dataclass(frozen=True, slots=True, eq=False)
class _Packing:
    """How rows are packed.

    Attributes:
        copies: how many rows each row becomes; 1 = it stays whole.
        names: columns whose cells hold one part per copy, where they have as many.
        joints: regular expression of what stands between the parts.
    """

    copies: NDArray[np.int64]
    names: tuple[str, ...]
    joints: str


def _take_apart(
    table: pa.Table, packing: _Packing, weigh: Callable[[pa.Table], NDArray[np.int64]]
) -> tuple[pa.Table, NDArray[np.int64]]:
    """Return the rows, those that hold several things once for each, and the row that each comes from.

    Args:
        table: the rows.
        packing: how they are packed.
        weigh: tells by what the amounts of a row are shared; its units are shared evenly.
    """
    copies = packing.copies
    origin = np.repeat(np.arange(len(table)), copies)
    if len(origin) == len(table):
        return table, origin
    place = np.arange(len(origin)) - np.r_[0, np.cumsum(copies)[:-1]][origin]
    rows, is_split = table.take(pa.array(origin)), copies[origin] > 1
    for name in packing.names:
        own = is_split & (_count_parts(table, name, packing.joints) == copies)[origin]
        lists = pc.split_pattern_regex(pc.fill_null(text_column(table, name), ""), packing.joints)
        first = lists.offsets.to_numpy()[:-1][origin]
        part = pc.utf8_trim_whitespace(lists.values.take(pa.array(first + np.where(own, place, 0))))
        rows = put(rows, name, pc.if_else(pa.array(own), part, text_column(rows, name)))
    weights = weigh(rows)
    whole = (n for n in table.column_names if pa.types.is_int64(table[n].type) and n != _OF_A_UNIT)
    for name in whole:
        by = _evenly(rows) if name == "quantity" else weights
        shares = allocate_groups(ints(table, name), by, origin)
        rows = put(rows, name, pa.array(shares, mask=~known(rows, name)))
    return rows, origin


def _evenly(rows: pa.Table) -> NDArray[np.int64]:
    """Return the same weight for all rows."""
    return np.ones(len(rows), dtype=np.int64)


def _by_price(rows: pa.Table) -> NDArray[np.int64]:
    """Return the unit price of each row as its weight, 1 where it has none."""
    if not has(rows, "unit_price"):
        return _evenly(rows)
    price = pc.fill_null(rows["unit_price"], 0.0).to_numpy()
    return np.where(price > 0, np.rint(price * 100), 1).astype(np.int64)
