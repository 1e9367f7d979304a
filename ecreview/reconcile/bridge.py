"""The bridge from the ordered to the received amount (RC-5): every bar names its reason, the bars close.

Unit of observation: the orders paid in the period (unpaid ones: placed in it) with all their entries, and
the entries without an order that fall into it. Hence the bars "paid" and "refunded" are those of the review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecreview.model.money import sum_by
from ecreview.model.text import Text
from ecreview.reconcile.base import OPEN_STATES, State, Step, reason_text
from ecreview.reconcile.groups import STATE_CODE, group_sums

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.scope import Period
    from ecreview.reconcile.groups import Side, Verdicts

_NAMED = (State.NOT_DUE, State.REFUND_UNSETTLED, State.DUPLICATE_ENTRY, State.WITHIN_TOLERANCE)
_FEES_SHOWN = 3  # the largest by name, the rest together


def bridge(
    left: Side, right: Side, verdicts: Verdicts, period: Period, fees: pd.Series
) -> tuple[Step, ...]:
    """Return the steps of the period from ordered to received.

    `fees` is the subject of the entries that are fees, null for all others.
    """
    inside = _groups_in(left, right, len(verdicts.states), period)
    return (
        *_order_steps(left, inside[left.groups]),
        *_fee_steps(right.cents, fees, inside[right.groups]),
        *_state_steps(left, right, verdicts, inside),
        Step(
            "settled",
            Text(zh="到账", en="Received"),
            _received(right, verdicts, inside),
            is_total=True,
        ),
    )


def _groups_in(left: Side, right: Side, size: int, period: Period) -> NDArray[np.bool_]:
    """Return which groups belong to the period: by payment, else by order, else by entry."""
    day = np.full(size, np.iinfo(np.int64).min)
    np.maximum.at(day, right.groups, _seconds(right.frame["time"]))
    day[left.groups] = np.iinfo(np.int64).min
    paid = left.frame["paid_at"].fillna(left.frame["created_at"])
    np.maximum.at(day, left.groups, _seconds(paid))
    start, end = (np.datetime64(d, "s").astype(np.int64) for d in (period.start, period.end))
    return (day >= start) & (day < end)


def _seconds(times: pd.Series) -> NDArray[np.int64]:
    """Return seconds since 1970, the smallest number for null."""
    return times.to_numpy(dtype="datetime64[s]").astype(np.int64)


def _order_steps(left: Side, inside: NDArray[np.bool_]) -> list[Step]:
    """Return the steps that the orders tell: ordered, paid, owed."""
    orders = left.frame[inside]
    unpaid = orders["paid_at"].isna()
    ordered, paid = int(orders["order_amount"].sum()), int(orders["paid_gross"].sum())
    not_paid = int(orders.loc[unpaid, "order_amount"].sum())
    owed = int(left.cents[inside].sum())
    return [
        Step("gmv_order", Text(zh="下单", en="Ordered"), ordered, is_total=True),
        Step("unpaid", Text(zh="未付款", en="Unpaid"), -not_paid),
        *_some("repriced", Text(zh="改价与优惠", en="Repriced"), paid - ordered + not_paid),
        Step("gmv_pay", Text(zh="支付", en="Paid"), paid, is_total=True),
        Step("refunded", Text(zh="退款", en="Refunded"), owed - paid),
        Step("receivable", Text(zh="应收", en="Owed"), owed, is_total=True),
    ]


def _some(key: str, title: Text, cents: int) -> list[Step]:
    """Return the step, or nothing where it is 0."""
    return [Step(key, title, cents)] if cents else []


def _fee_steps(cents: NDArray[np.int64], fees: pd.Series, inside: NDArray[np.bool_]) -> list[Step]:
    """Return a step for each of the largest fees, and one for the others."""
    words = fees.cat.categories
    is_fee = inside & fees.notna().to_numpy()
    codes = fees.cat.codes.to_numpy().astype(np.int64)[is_fee]
    sums = zip(words, sum_by(codes, cents[is_fee], len(words)).tolist(), strict=True)
    named = sorted((pair for pair in sums if pair[1]), key=lambda pair: (-abs(pair[1]), pair[0]))
    rest = sum(amount for _, amount in named[_FEES_SHOWN:])
    return [
        *(Step(fee, reason_text(fee), amount) for fee, amount in named[:_FEES_SHOWN]),
        *_some("other_fees", Text(zh="其他费用", en="Other fees"), rest),
    ]


def _state_steps(
    left: Side, right: Side, verdicts: Verdicts, inside: NDArray[np.bool_]
) -> list[Step]:
    """Return the steps of what is not due, twice, nearly right or open."""
    size = len(verdicts.states)
    residual = np.where(inside, group_sums(left, size) - group_sums(right, size), 0)
    by_state = {
        state: -int(residual[verdicts.states == STATE_CODE[state]].sum())
        for state in (*_NAMED, *OPEN_STATES)
    }
    unexplained = sum(by_state[state] for state in OPEN_STATES)
    return [
        *(step for s in _NAMED for step in _some(s.value, s.text, by_state[s])),
        Step("unexplained", Text(zh="未解释", en="Unexplained"), unexplained),
    ]


def _received(right: Side, verdicts: Verdicts, inside: NDArray[np.bool_]) -> int:
    """Return the money of the entries, transfers left out."""
    counts = inside[right.groups] & (verdicts.states[right.groups] != STATE_CODE[State.TRANSFER])
    return int(right.cents[counts].sum())
