"""What a row of an order-lines table means: its amount, and whether it is a return or a gift.

line_amount = as in the file, else quantity × unit price, rounded half up per line, else what was paid.
line_paid = before refunds: a column that has them taken off gets them back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, has, ints, known, map_words, mask, put, text_column
from ecreview.intake.meaning import (
    Context,
    Meaning,
    close_by_payment,
    distinct,
    near_payments,
    pay_when_ordered,
    tell_basis,
    with_refund_state,
    with_status,
)
from ecreview.intake.numerals import MAX_CENTS, to_cents
from ecreview.intake.packed import split_orders, split_packed
from ecreview.intake.sharing import share_amounts
from ecreview.intake.statuses import PAID_STATUSES, REFUND_WORDS, read_status
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    """Return the lines with amounts, status, returns and gifts told; packed ones taken apart.

    quantity, line_amount [, line_paid, refunded, status_raw] → is_return, is_gift [, status, refund_state]
    """
    origin: NDArray[np.int64] | None = None
    of_packed: tuple[Finding, ...] = ()
    if context.order_amount_on == "packed":
        table, origin, of_packed = split_packed(table, context)
        context = replace(context, spot=context.spot.at(origin))
    table = _with_shares(table, context)
    basis, findings = tell_basis(
        table, context, paid="line_paid", total="line_amount", refunded="refunded"
    )
    if basis == "net" and has(table, "line_paid") and has(table, "refunded"):
        gross = ints(table, "line_paid") + ints(table, "refunded")
        is_known = known(table, "line_paid") & known(table, "refunded")
        table = put(table, "line_paid", pa.array(gross, mask=~is_known))
    if not has(table, "line_amount") and has(table, "line_paid"):
        table = put(table, "line_amount", table["line_paid"])
    table, of_status = with_status(table, context)
    of_far: tuple[Finding, ...] = ()
    if has(table, "paid_at"):
        table, of_far = near_payments(table, context)
        table, of_cod = _pay_on_delivery(table, context)
        of_far = (*of_far, *of_cod)
        table = close_by_payment(table, known(table, "paid_at"))
    paid = ints(table, "line_paid") if has(table, "line_paid") else ints(table, "line_amount")
    of_back: tuple[Finding, ...] = ()
    if context.refunds_in_full:
        table, of_back = _refund_in_full(table, context, paid)
    table, of_refund = with_refund_state(table, context, gross=paid)
    amount, quantity = ints(table, "line_amount"), ints(table, "quantity")
    is_return = known(table, "quantity") & (quantity < 0)
    nothing = known(table, "line_amount") & (amount <= 0) & ~is_return
    table = put(table, "is_return", pa.array(is_return))
    is_named = mask(table["is_gift"]) if has(table, "is_gift") else False
    table = put(table, "is_gift", pa.array(nothing & (amount == 0) | is_named))
    spot = context.spot
    findings = (
        *of_packed,
        *findings,
        *of_status,
        *of_far,
        *of_back,
        *of_refund,
        *spot.finding(kinds.RETURN_LINES, is_return, context.headers.get("quantity")),
        *spot.finding(kinds.ZERO_LINES, nothing, context.headers.get("line_amount")),
    )
    facts = {"paid_basis": basis} if basis and has(table, "refunded") else {}
    return Meaning(table, findings, facts, origin)


def settle_erp_lines(table: pa.Table, context: Context) -> Meaning:
    """Return the lines of an ERP settled like other lines, one per order where it ships several as one."""
    table = _with_shares(table, context)  # what holds for a merged order is that of all its lines
    table, origin, findings = split_orders(table, context)
    spot = context.spot.at(origin)
    settled = settle_lines(table, replace(context, spot=spot, order_amount_on="line"))
    return replace(settled, findings=(*findings, *settled.findings), origin=origin)


def _with_shares(table: pa.Table, context: Context) -> pa.Table:
    """Return the table with amounts that speak of the whole order shared out over its lines."""
    if context.order_amount_on in {"every_line", "first_line"}:
        return share_amounts(table, "order_id", context.shared)
    return table


def _refund_in_full(
    table: pa.Table, context: Context, paid: NDArray[np.int64]
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table in which lines that their words call refunded gave back all that was paid.

    status, refund_state (as in the file) → refunded
    """
    told = read_status(distinct(table, "refund_state"), context.refund_states, REFUND_WORDS)
    by_word = map_words(text_column(table, "refund_state"), told)
    is_back = mask(pc.equal(by_word, "full"))
    is_back |= mask(pc.equal(text_column(table, "status"), "closed_refunded"))
    is_back &= paid > 0
    findings = context.spot.finding(kinds.REFUND_IN_FULL, is_back)
    return put(table, "refunded", pa.array(np.where(is_back, paid, 0))), findings


def _pay_on_delivery(table: pa.Table, context: Context) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table in which lines sold, but without a payment time, count as paid when ordered.

    Cash on delivery has no payment time, and some exports leave it blank.

    created_at, paid_at, line_amount, status → paid_at
    """
    if not has(table, "created_at"):
        return table, ()
    status = text_column(table, "status")
    is_sold = mask(pc.is_in(status, pa.array(PAID_STATUSES, TEXT)))
    amount = ints(table, "line_paid") + ints(table, "refunded") + ints(table, "line_amount")
    return pay_when_ordered(table, context, is_sold & ~known(table, "paid_at") & (amount > 0))
