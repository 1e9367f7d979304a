"""How much of the refunds of a period is visible by now, and what they may come to (NEW-1).

Unit of observation: the orders paid in the period with their refunds, in cents. The delay curve
(`ecreview.analyses.delays`) rests on all orders of the files whose refunds have a time; before and after shipping
apart where the files know when orders were shipped and both have enough refunds. What is known of refunds ends
with the last refund that has a time. A refund without a time counts as seen and stays out of the curve.

Without a curve only the lower bound is known: what was refunded so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.delays import DelayCurve, Outlook, Starts, fit_delays, outlook
from ecreview.analyses.measures import day_number
from ecreview.analyses.refund_events import RefundEvents, refund_events
from ecreview.model.money import sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import OrderFacts
    from ecreview.model.scope import Period

MIN_REFUNDS = 200  # features NEW-1: below it only the lower bound
MIN_TIMED = 0.9  # part of the refunded amount that must have a time
MIN_SHIPPED = 0.95  # part of the orders that must say when they were shipped
SHIPPED_BY = 15  # days after which an order should have been
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Maturity:
    """How far the refunds of a period have come, in cents.

    Attributes:
        seen_cents: refunds so far of the orders paid in the period.
        expected_cents: expected final refunds; None where they cannot be estimated.
        low_cents, high_cents: 95 % band of the final refunds; high is None where only the lower bound is known.
        past_refunds: past refunds that the delay curve rests on, or would have rested on.
        age_days: days from the last day of the period to the data end.
    """

    seen_cents: int
    expected_cents: int | None
    low_cents: int
    high_cents: int | None
    past_refunds: int
    age_days: int

    @property
    def share(self) -> float | None:
        """Return seen ÷ expected final refunds, None where unknown."""
        if self.expected_cents is None:
            return None
        return self.seen_cents / self.expected_cents if self.expected_cents else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Delays:
    """The refunds one by one and their delay curves.

    Attributes:
        events: all refunds of the files.
        curves: key (`all`, or `pre_ship` and `post_ship`) → curve; empty where there is none.
        streams: what each curve was fitted on, in the same order.
        refunds: refunds that name an order and have a time.
        end: time of the last refund, NaT where none has a time.
    """

    events: RefundEvents
    curves: dict[str, DelayCurve]
    streams: tuple[Stream, ...]
    refunds: int
    end: np.datetime64


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Refunds of one kind, by the time their order started to count.

    Attributes:
        start: per order, NaT = has not started.
        gross: per order, cents that may be refunded.
        row, second, cents: per refund.
        end: the data end of the refunds.
    """

    start: NDArray[np.datetime64]
    gross: NDArray[np.int64]
    row: NDArray[np.int64]
    second: NDArray[np.datetime64]
    cents: NDArray[np.int64]
    end: np.datetime64

    def fit(self) -> DelayCurve | None:
        """Return the delay curve, None where there are too few refunds or it has not levelled off."""
        if len(self.row) < MIN_REFUNDS:
            return None
        age = self.age[self.row]
        since = _whole_days(self.second, self.end)
        known = age >= 0
        everyone = np.ones(len(self.gross), dtype=np.bool_)
        return fit_delays(age[known], since[known], self.cents[known], self.starts(everyone))

    @property
    def age(self) -> NDArray[np.int64]:
        """Return whole days from the start of each order to the data end, −1 where it has not started."""
        has_started = ~np.isnat(self.start) & (self.start <= self.end)
        return np.where(has_started, _whole_days(self.start, self.end), -1)

    def starts(self, use: NDArray[np.bool_]) -> Starts:
        """Return paid and refunded amounts of the orders used, by age."""
        age = self.age + 1
        size = int(age.max()) + 1
        mine = use[self.row]
        gross = sum_by(age[use], self.gross[use], size)
        seen = sum_by(age[self.row[mine]], self.cents[mine], size)
        return Starts(gross.astype(np.float64), seen.astype(np.float64))


def _whole_days(since: NDArray[np.datetime64], end: np.datetime64) -> NDArray[np.int64]:
    """Return whole days from each time to the end; of no meaning where the time is unknown."""
    return (end - since).astype("timedelta64[s]").astype(np.int64) // _DAY


def maturity_of(inputs: Inputs, period: Period) -> Maturity | None:
    """Return how far the refunds of the period have come, None where the files tell no refunds."""
    memo = inputs.measures.maturity_memo
    if period not in memo:
        memo[period] = _maturity(inputs, period)
    return memo[period]


def final_refund_rate(inputs: Inputs, period: Period) -> tuple[float, float, float] | None:
    """Return expected final refunds ÷ paid amount with its band, None where they cannot be estimated."""
    found, paid = maturity_of(inputs, period), inputs.measures.totals(period).gmv_pay
    if found is None or found.expected_cents is None or found.high_cents is None or not paid:
        return None
    return found.expected_cents / paid, found.low_cents / paid, found.high_cents / paid


def _maturity(inputs: Inputs, period: Period) -> Maturity | None:
    """Return how far the refunds of the period have come."""
    measures, totals = inputs.measures, inputs.measures.totals(period)
    seen = totals.refunded
    if seen is None:
        return None
    delays = delays_of(inputs)
    last = day_number(measures.last_day)
    if delays is not None and delays.curves:
        last = int(delays.end.astype("datetime64[D]").astype(np.int64))
    age = max(last - day_number(period.last), 0)
    refunds = delays.refunds if delays else 0
    if delays is None or not delays.curves or measures.orders is None:
        return Maturity(seen, None, seen, None, refunds, age)
    rest = _rest(delays, measures.orders.paid_in(period))
    low, high = rest.band
    most = max(totals.gmv_pay or 0, seen)
    return Maturity(
        seen,
        min(seen + round(rest.cents), most),
        min(seen + floor(low), most),
        min(seen + ceil(high), most),
        refunds,
        age,
    )


def _rest(delays: Delays, use: NDArray[np.bool_]) -> Outlook:
    """Return what is still to come of the orders used, over all curves."""
    rest = Outlook(0.0, 0.0)
    for curve, stream in zip(delays.curves.values(), delays.streams, strict=True):
        rest += outlook(curve, stream.starts(use))
    return rest


def delays_of(inputs: Inputs) -> Delays | None:
    """Return the refunds with their delay curves, None where the files have no refunds table or no orders."""
    memo = inputs.measures.delays_memo
    if "delays" not in memo:
        orders, events = inputs.measures.orders, refund_events(inputs)
        memo["delays"] = _delays(orders, events) if orders and events else None
    return memo["delays"]


def _delays(orders: OrderFacts, events: RefundEvents) -> Delays:
    """Return the delay curves, before and after shipping apart where both can be told."""
    use = events.is_timed & orders.is_paid[events.row]
    if not use.any():
        return Delays(events, {}, (), 0, np.datetime64("NaT", "s"))
    end = events.second[events.is_timed].max()
    whole = int(orders.refunded.sum())
    streams: dict[str, Stream] = {}
    if int(events.cents[use].sum()) >= MIN_TIMED * whole:
        streams = _apart(orders, events, use, end) or {"all": _together(orders, events, use, end)}
    curves = {key: stream.fit() for key, stream in streams.items()}
    if len(curves) > 1 and None in curves.values():
        streams = {"all": _together(orders, events, use, end)}
        curves = {"all": streams["all"].fit()}
    told = {key: curve for key, curve in curves.items() if curve is not None}
    return Delays(events, told, tuple(streams[key] for key in told), int(use.sum()), end)


def _together(
    orders: OrderFacts, events: RefundEvents, use: NDArray[np.bool_], end: np.datetime64
) -> Stream:
    """Return all refunds by time since payment."""
    return Stream(
        orders.paid_second,
        orders.gross,
        events.row[use],
        events.second[use],
        events.cents[use],
        end,
    )


def is_before_shipping(orders: OrderFacts, events: RefundEvents) -> NDArray[np.bool_] | None:
    """Return which refunds came before their order was shipped, None where the files do not tell shipping.

    An order that was never shipped was refunded before shipping; a refund without order or time is neither.
    """
    if "shipped_at" not in orders.frame.columns or not orders.frame["shipped_at"].notna().any():
        return None
    shipped = orders.frame["shipped_at"].to_numpy(dtype="datetime64[s]")[events.row]
    return np.asarray(events.is_timed & (np.isnat(shipped) | (events.second < shipped)))


def _apart(
    orders: OrderFacts, events: RefundEvents, use: NDArray[np.bool_], end: np.datetime64
) -> dict[str, Stream] | None:
    """Return refunds before shipping by time since payment and those after by time since shipping."""
    is_before = is_before_shipping(orders, events)
    if is_before is None:
        return None
    before, after = use & is_before, use & ~is_before
    back = sum_by(events.row[before], events.cents[before], len(orders.gross))
    left = np.where(
        back < orders.gross, orders.gross, 0
    )  # what was refunded whole is never shipped
    shipped = orders.frame["shipped_at"].to_numpy(dtype="datetime64[s]")
    due = orders.is_paid & (left > 0) & (_whole_days(orders.paid_second, end) > SHIPPED_BY)
    if not due.any() or (~np.isnat(shipped[due])).mean() < MIN_SHIPPED:
        return None
    late = np.isnat(shipped) & due  # will not be shipped any more, or its time was lost
    return {
        "pre_ship": _together(orders, events, before, end),
        "post_ship": Stream(
            shipped, np.where(late, 0, left), events.row[after], events.second[after],
            events.cents[after], end,
        ),
    }  # fmt: skip
