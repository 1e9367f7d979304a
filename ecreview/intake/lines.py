"""What a row of an order-lines table means: its amount, and whether it is a return or a gift.

line_amount = as in the file, else quantity × unit price, rounded half up per line.
line_paid = before refunds: a column that has them taken off gets them back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, known, put
from ecreview.intake.duplicates import codes_of, first_of_group
from ecreview.intake.meaning import (
    Context,
    Meaning,
    close_by_payment,
    near_payments,
    tell_basis,
    with_refund_state,
    with_status,
)
from ecreview.intake.numerals import MAX_CENTS, to_cents
from ecreview.model import finding_kinds as kinds
from ecreview.model.money import allocate_groups

if TYPE_CHECKING:
    from ecreview.model.findings import Finding


def line_amounts(quantity: pa.Array, unit_price: pa.Array) -> pa.Array:
    """Return quantity × unit price in cents, null where either is unknown.

    Examples:
        >>> line_amounts(pa.array([3, 6, None]), pa.array([2.555, 0.001, 1.0])).to_pylist()
        [767, 1, None]
    """
    product = pc.multiply(quantity.cast(pa.float64()), unit_price)
    units = pc.fill_null(product, np.nan).to_numpy(zero_copy_only=False)
    fits = np.abs(np.nan_to_num(units, nan=np.inf)) < MAX_CENTS / 100
    cents, _ = to_cents(np.where(fits, units, 0.0))
    return pa.array(cents, mask=~fits)


def settle_lines(table: pa.Table, context: Context) -> Meaning:
    """Return the lines with amounts, status, returns and gifts told.

    quantity, line_amount [, line_paid, refunded, status_raw] → is_return, is_gift [, status, refund_state]
    """
    if context.order_amount_on in {"every_line", "first_line"}:
        table = _share_order_amounts(table)
    basis, findings = tell_basis(
        table, context, paid="line_paid", total="line_amount", refunded="refunded"
    )
    if basis == "net" and has(table, "line_paid") and has(table, "refunded"):
        gross = ints(table, "line_paid") + ints(table, "refunded")
        is_known = known(table, "line_paid") & known(table, "refunded")
        table = put(table, "line_paid", pa.array(gross, mask=~is_known))
    table, of_status = with_status(table, context)
    of_far: tuple[Finding, ...] = ()
    if has(table, "paid_at"):
        is_paid = known(table, "paid_at")
        table, of_far = near_payments(table, context)
        table = close_by_payment(table, is_paid)
    paid = ints(table, "line_paid") if has(table, "line_paid") else ints(table, "line_amount")
    table, of_refund = with_refund_state(table, context, gross=paid)
    amount, quantity = ints(table, "line_amount"), ints(table, "quantity")
    is_return = known(table, "quantity") & (quantity < 0)
    nothing = known(table, "line_amount") & (amount <= 0) & ~is_return
    table = put(table, "is_return", pa.array(is_return))
    table = put(table, "is_gift", pa.array(nothing & (amount == 0)))
    spot = context.spot
    findings = (
        *findings,
        *of_status,
        *of_far,
        *of_refund,
        *spot.finding(kinds.RETURN_LINES, is_return, context.headers.get("quantity")),
        *spot.finding(kinds.ZERO_LINES, nothing, context.headers.get("line_amount")),
    )
    facts = {"paid_basis": basis} if basis and has(table, "refunded") else {}
    return Meaning(table, findings, facts)


def _share_order_amounts(table: pa.Table) -> pa.Table:
    """Return the table with amounts of the order shared out over its lines by line amount.

    line_paid, refunded (of the order, on every line or the first) → line_paid, refunded (of the line)
    """
    orders = first_of_group(codes_of(table["order_id"]))
    weights = np.maximum(ints(table, "line_amount"), 0)
    for name in ("line_paid", "refunded"):
        if has(table, name):
            totals, is_known = ints(table, name), known(table, name)
            order_total = np.zeros_like(totals)
            order_known = np.zeros_like(is_known)
            written = np.flatnonzero(is_known)[::-1]  # the first written amount of an order wins
            order_total[orders[written]] = totals[written]
            order_known[orders[written]] = True
            shares = allocate_groups(order_total, weights, orders)
            table = put(table, name, pa.array(shares, mask=~order_known[orders]))
    return table
