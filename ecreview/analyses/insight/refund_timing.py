"""Refunds on two bases side by side, and the bridge between them, order by order (G13). Used by `refunds`.

Unit of observation: the refund of an order. Definitions:
    by payment day: refunds so far of the orders paid in the period, whenever they came.
    by refund day: refunds that came in the period, whenever their order was paid.
    bridge: by payment day − those that came outside the period − those without a day + those of orders paid
        outside the period = by refund day, to the cent. Refunds that name no order count on their own day in both.
    without a day: what the orders say was refunded beyond their refunds with a time; negative where the orders
        say less than their refunds do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.measures import NEVER, day_number
from ecreview.model.money import sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import OrderFacts
    from ecreview.analyses.refund_events import RefundEvents
    from ecreview.model.scope import Period

OUTSIDE, UNDATED, EARLIER = "outside", "undated", "earlier"


@dataclass(frozen=True, slots=True, eq=False)
class RefundTiming:
    """Both totals of a period and what lies between them, in cents.

    Attributes:
        cohort_cents: by payment day.
        cash_cents: by refund day.
        outside_cents: of the period's orders, refunded before or after the period.
        undated_cents: of the period's orders, without a day.
        earlier_cents: refunded in the period, of orders paid outside of it.
        orders: every order of the bridge: order_id, paid (date), refunded (date of the last refund), step
            (outside | undated | earlier), cents (signed as it enters the bridge); largest first.
    """

    cohort_cents: int
    cash_cents: int
    outside_cents: int
    undated_cents: int
    earlier_cents: int
    orders: pd.DataFrame


def timing_of(inputs: Inputs, events: RefundEvents) -> RefundTiming | None:
    """Return both totals of the period with their bridge, None where orders tell no refunds or none has a time."""
    orders, period = inputs.measures.orders, inputs.scope.period
    whole = inputs.measures.totals(period).refunded
    if orders is None or whole is None or (events.day == NEVER).all():
        return None
    inside = _days_in(events.day, period)
    mine = (events.row >= 0) & orders.paid_in(period)[events.row]
    named = events.frame["order_id"].notna().to_numpy()
    dated = events.day != NEVER
    outside, earlier = mine & dated & ~inside, named & inside & ~mine
    gap = np.where(orders.paid_in(period), orders.refunded, 0) - _sums(events, mine & dated, orders)
    out, before, undated = (
        int(events.cents[outside].sum()),
        int(events.cents[earlier].sum()),
        int(gap.sum()),
    )
    rows = [
        _listed(events, orders, outside, OUTSIDE, sign=-1),
        _undated(orders, gap),
        _listed(events, orders, earlier, EARLIER, sign=1),
    ]
    listed = pd.concat([r for r in rows if len(r)] or rows[:1])
    listed = listed.iloc[np.lexsort((listed["order_id"], -listed["cents"].abs()))]
    return RefundTiming(
        whole, whole - out - undated + before, out, undated, before, listed.reset_index(drop=True)
    )


def daily_of(inputs: Inputs, events: RefundEvents | None) -> pd.DataFrame:
    """Return the refunds per day of the period on both bases, in cents: date, cohort, cash; NaN = not told."""
    measures, period = inputs.measures, inputs.scope.period
    series = measures.daily("refunded")
    cohort = series.between(period.start, period.days) if series else np.full(period.days, np.nan)
    cash = np.full(period.days, np.nan)
    reported = _reported(inputs)
    if events is not None and (events.day != NEVER).any():
        use = _days_in(events.day, period)
        at = events.day[use] - day_number(period.start)
        cash = sum_by(at, events.cents[use], period.days).astype(np.float64)
    elif reported is not None:
        cash = reported
    days = pd.date_range(period.start, periods=period.days, unit="s")
    return pd.DataFrame({"date": days, "cohort": cohort, "cash": cash})


def _reported(inputs: Inputs) -> NDArray[np.float64] | None:
    """Return the refunds of each day of the period as the daily report has them, None where it does not."""
    traffic, period = inputs.measures.traffic, inputs.scope.period
    if traffic is None or "refund_amount" not in traffic.columns:
        return None
    rows = traffic[_days_in(traffic["day"].to_numpy(), period) & traffic["refund_amount"].notna()]
    if rows.empty:
        return None
    at = rows["day"].to_numpy() - day_number(period.start)
    cents = sum_by(at, rows["refund_amount"].to_numpy(dtype=np.int64), period.days)
    seen = np.bincount(at, minlength=period.days) > 0
    return np.where(seen, cents.astype(np.float64), np.nan)


def _days_in(days: NDArray[np.int64], period: Period) -> NDArray[np.bool_]:
    """Return which day numbers lie in the period; NEVER lies in none."""
    return (days >= max(day_number(period.start), 0)) & (days < day_number(period.end))


def _sums(events: RefundEvents, use: NDArray[np.bool_], orders: OrderFacts) -> NDArray[np.int64]:
    """Return the refunds used per order."""
    return sum_by(events.row[use], events.cents[use], len(orders.gross))


def _listed(
    events: RefundEvents, orders: OrderFacts, use: NDArray[np.bool_], step: str, *, sign: int
) -> pd.DataFrame:
    """Return one row per order of these refunds."""
    row = events.row[use]
    paid = np.where(row >= 0, orders.paid_day[row], NEVER)
    frame = pd.DataFrame(
        {
            "order_id": events.frame["order_id"].to_numpy()[use],
            "paid": paid,
            "refunded": events.day[use],
            "cents": sign * events.cents[use],
        }
    )
    one = frame.groupby(["order_id", "paid"], as_index=False).agg(
        refunded=("refunded", "max"), cents=("cents", "sum")
    )
    return _dated(one.assign(step=step))


def _undated(orders: OrderFacts, gap: NDArray[np.int64]) -> pd.DataFrame:
    """Return one row per order whose refunds have no day, or that says another amount than its refunds."""
    at = np.flatnonzero(gap)
    frame = pd.DataFrame(
        {
            "order_id": orders.frame["order_id"].to_numpy()[at],
            "paid": orders.paid_day[at],
            "refunded": NEVER,
            "cents": -gap[at],
            "step": UNDATED,
        }
    )
    return _dated(frame)


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its day numbers as dates."""
    dates = {
        name: pd.to_datetime(frame[name].where(frame[name] != NEVER), unit="D").astype(
            "datetime64[s]"
        )
        for name in ("paid", "refunded")
    }
    return frame.assign(**dates)[["order_id", "paid", "refunded", "step", "cents"]]
