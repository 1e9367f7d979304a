"""What stands on one line of an order and holds for all of them: words are repeated, amounts shared out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import has, ints, known, mask, put
from ecreview.intake.duplicates import codes_of, first_of_group
from ecreview.intake.meaning import Context, Meaning, with_status
from ecreview.model.fields import Field, Kind
from ecreview.model.money import allocate_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Which column names the order that the lines of a table belong to.
ORDER_KEYS = {"order_lines": "order_id", "erp_orders": "order_id", "purchases": "po_id"}
_OF_ITEM = frozenset(
    {"line_id", "sku_code", "product_id", "platform_sku_id", "title", "spec", "category"}
)
_WORDS = frozenset({Kind.ID, Kind.KEY, Kind.TEXT, Kind.CATEGORY, Kind.TIME})


def speaks_for_order(field: Field) -> bool:
    """Return whether a cell of the field says something about the whole order, and no amount."""
    return field.kind in _WORDS and field.key not in _OF_ITEM


def say_for_orders(values: pa.Array, orders: NDArray[np.int64]) -> pa.Array:
    """Return the values, where blank that of the first line of the order that has one.

    Args:
        values: one per row.
        orders: per row, the first row of its order.
    """
    is_known = mask(values.is_valid())
    speaker = np.full(len(orders), -1)
    told = np.flatnonzero(is_known)[::-1]  # the first one wins
    speaker[orders[told]] = told
    at = np.where(is_known, np.arange(len(orders)), speaker[orders])
    return values.take(pa.array(at, mask=at < 0))


def share_amounts(table: pa.Table, key: str, shared: tuple[str, ...]) -> pa.Table:
    """Return the table with amounts of the order shared out over its lines by line amount.

    Where the lines of an order say different amounts, each is that of its own line and left alone.

    shared (of the order, on every line or the first) → shared (of the line)

    Args:
        table: lines with `line_amount`.
        key: the column that names the order.
        shared: names of the columns.
    """
    orders = first_of_group(codes_of(table[key]))
    weights = np.maximum(ints(table, "line_amount"), 0)
    for name in shared:
        if has(table, name):
            totals, is_known = ints(table, name), known(table, name)
            order_total = np.zeros_like(totals)
            order_known = np.zeros_like(is_known)
            says = totals != 0  # a 0 says nothing
            order_total[orders[says]] = totals[says]
            order_known[orders[is_known]] = True
            is_own = np.zeros_like(is_known)
            is_own[orders[says & (totals != order_total[orders])]] = True
            shares = allocate_groups(order_total, weights, orders)
            values = np.where(is_own[orders], totals, shares)
            told = np.where(is_own[orders], is_known, order_known[orders])
            table = put(table, name, pa.array(values, mask=~told))
    return table


def settle_purchases(table: pa.Table, context: Context) -> Meaning:
    """Return the purchased items with status told and amounts of the order shared out."""
    if context.order_amount_on in {"every_line", "first_line"} and has(table, "po_id"):
        table = share_amounts(table, "po_id", context.shared)
    return Meaning(*with_status(table, context))
