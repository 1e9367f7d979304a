"""What a row of an orders table means: whether it is paid, how much, and how much came back.

Paid is told by payment time and amount, not by the status word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import (
    TEXT,
    has,
    ints,
    known,
    mask,
    put,
    text_column,
)
from ecreview.intake.meaning import (
    Context,
    Meaning,
    close_by_payment,
    near_payments,
    pay_when_ordered,
    tell_basis,
    with_refund_state,
    with_status,
)
from ecreview.intake.statuses import (
    CLOSED_STATUSES,
    PAID_STATUSES,
)
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.intake.formats.base import PaidBasis
    from ecreview.model.findings import Finding

_UNPAID = ("created_unpaid", *CLOSED_STATUSES)


def settle_orders(table: pa.Table, context: Context) -> Meaning:
    """Return the orders with status, payment and refunds told.

    created_at, order_amount [, paid_at, paid_amount, refunded, status_raw, refund_state]
    → paid_at, paid_gross [, refunded, paid_net, status, refund_state]
    """
    basis, of_basis = tell_basis(
        table, context, paid="paid_amount", total="order_amount", refunded="refunded"
    )
    table, of_status = with_status(table, context)
    table, is_paid, of_time = _with_paid_at(table, context)
    table = close_by_payment(table, is_paid)
    table = _with_money(table, is_paid, basis)
    table, of_refund = with_refund_state(table, context, gross=ints(table, "paid_gross"))
    facts = {"paid_basis": basis} if basis and has(table, "refunded") else {}
    return Meaning(table, (*of_basis, *of_status, *of_time, *of_refund), facts)


def _with_paid_at(
    table: pa.Table, context: Context
) -> tuple[pa.Table, NDArray[np.bool_], tuple[Finding, ...]]:
    """Return the table with `paid_at`, which orders are paid, and what was odd about their times."""
    if has(table, "paid_at"):
        return _check_paid_at(table, context)
    back = ints(table, "refunded")
    says_unpaid = _has_status(table, _UNPAID) & (back == 0)
    has_money = (ints(table, "paid_amount") > 0) | (back > 0)
    is_paid = ~says_unpaid & (has_money | ~np.full(table.num_rows, has(table, "paid_amount")))
    never = pa.nulls(table.num_rows, pa.timestamp("s"))
    paid_at = pc.if_else(pa.array(is_paid), table["created_at"], never)
    return put(table, "paid_at", paid_at), is_paid, ()


def _check_paid_at(
    table: pa.Table, context: Context
) -> tuple[pa.Table, NDArray[np.bool_], tuple[Finding, ...]]:
    """Return the orders paid by their payment time.

    Where it is blank, but the status says paid and there is an amount, the order time stands in.
    """
    timed = known(table, "paid_at")
    table, of_far = near_payments(table, context)
    amount = ints(table, "paid_amount") + ints(table, "refunded")
    stands_in = ~timed & (amount > 0) & _has_status(table, PAID_STATUSES)
    table, of_blank = pay_when_ordered(table, context, stands_in)
    early = mask(pc.less(table["paid_at"], table["created_at"]))
    column = context.headers.get("paid_at", "paid_at")
    of_early = context.spot.finding(kinds.PAID_BEFORE_ORDERED, early, column)
    return table, timed | stands_in, (*of_far, *of_blank, *of_early)


def _has_status(table: pa.Table, statuses: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which orders have one of these statuses; none without a status."""
    return mask(pc.is_in(text_column(table, "status"), pa.array(statuses, TEXT)))


def _with_money(table: pa.Table, is_paid: NDArray[np.bool_], basis: PaidBasis | None) -> pa.Table:
    """Return the table with `paid_gross`, and `paid_net` where the file tells refunds.

    As it is where the file tells no amount at all: what was paid is unknown then, not 0.
    """
    if not (has(table, "order_amount") or has(table, "paid_amount")):
        return table
    back = ints(table, "refunded")
    paid = ints(table, "paid_amount")
    before = paid + back if basis == "net" else paid
    gross = np.where(known(table, "paid_amount"), before, ints(table, "order_amount"))
    gross = np.where(is_paid, gross, 0)
    table = put(table, "paid_gross", pa.array(gross))
    if not has(table, "refunded"):
        return table
    net = np.where(is_paid, gross - back, 0)
    return put(table, "paid_net", pa.array(net, mask=~known(table, "refunded")))
