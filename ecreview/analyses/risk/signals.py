"""The daily series that are watched, each ready for the detector and with what one unit of it is worth.

Unit of observation: the shop-day; the shop-week where a day has fewer than ten cases.

Definitions:
    orders_placed by order day; orders_paid, gmv_pay and refunded by payment day, on the days on which orders
        were placed at all; a day without any order row is missing, not zero.
    refunded: judged as a share of the amount paid that day, shown in money; the last 15 days are not judged,
        since their refunds are still coming in.
    pay_cvr: paying buyers / visitors of the traffic report.
    partial day: first or last day on which at least seven orders would be expected outside the hours seen
        (by chance fewer than one such day in a thousand has none).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.measures import day_number
from ecreview.analyses.quality.coverage import is_cut
from ecreview.analyses.risk.detector import MIN_DAYS, Measure, Signal, campaign_days
from ecreview.model.calendar import Phase, phases_of
from ecreview.model.grade import MATURE_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.analyses.measures import DailySeries, Measures, OrderFacts
    from ecreview.model.calendar import Campaign

    Floats = NDArray[np.float64]

LOW_LEVEL = 10  # fewer cases a day than that are judged by the week
WEEK = 7
MIN_WEEKS = 6
SECONDS_A_DAY = 86_400
MONDAY = 3  # day 0 was a Thursday


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """One series under watch.

    Attributes:
        key: metric id.
        signal: as the detector takes it, one entry per `step` days.
        phases: campaign phase of each entry.
        start: first day.
        step: 1, or 7 where entries are weeks.
        worth: cents that one unit of the series is worth, per entry; None where nobody can tell.
        scale: what observed and expected are multiplied with to be shown.
    """

    key: str
    signal: Signal
    phases: NDArray[np.int64]
    start: date
    step: int = 1
    worth: Floats | None = None
    scale: Floats | None = None

    @property
    def is_ordinary(self) -> NDArray[np.bool_]:
        """Return which entries are no campaign days."""
        return ~campaign_days(self.phases)

    @property
    def comparable(self) -> int:
        """Return how many entries are ordinary ones with data."""
        return int((~np.isnan(self.signal.logs) & self.is_ordinary).sum())

    @property
    def is_enough(self) -> bool:
        """Return whether there are enough entries to expect anything."""
        return self.comparable >= (MIN_DAYS if self.step == 1 else MIN_WEEKS)

    def day(self, entry: int) -> date:
        """Return the first day of an entry."""
        return self.start + timedelta(days=entry * self.step)

    def shown(self, values: Floats) -> Floats:
        """Return values of the signal as they are shown."""
        return values if self.scale is None else values * self.scale


def watch(measures: Measures, calendar: Sequence[Campaign]) -> tuple[Watched, ...]:
    """Return the series that the files tell, orders first; those of few cases by the week."""
    watched = [*_order_series(measures, calendar), *_traffic_series(measures, calendar)]
    return tuple(_by_week(w) if _is_low(w.signal) else w for w in watched)


def weekdays(start: date, days: int) -> NDArray[np.int64]:
    """Return the weekday of each of so many days from `start` on, Monday = 0."""
    return (day_number(start) + MONDAY + np.arange(days)) % WEEK


def _order_series(measures: Measures, calendar: Sequence[Campaign]) -> list[Watched]:
    """Return the series of the orders, over the days from the first to the last order placed."""
    placed, orders = measures.daily("orders_placed"), measures.orders
    if orders is None or placed is None:
        return _amounts_of_traffic(measures, calendar)
    first = day_number(placed.start)
    days = int(orders.ordered_day.max()) - first + 1
    seen = ~np.isnan(placed.values[:days])
    frame = _Frame(
        placed.start, phases_of(calendar, placed.start, days), seen, _whole(orders, first, days)
    )
    ordered = frame.watched("orders_placed", placed.values[:days])
    paid, gross = measures.daily("orders_paid"), measures.daily("gmv_pay")
    if paid is None or gross is None or not orders.is_paid.any():
        return [ordered]
    count, money = paid.values[:days], gross.values[:days]
    each = float(np.nansum(money)) / max(float(np.nansum(count)), 1)
    share = float(np.nansum(count)) / max(float(np.nansum(placed.values)), 1)
    found = [
        replace(ordered, worth=np.full(days, each * share)),
        frame.watched("orders_paid", count, worth=np.full(days, each)),
        frame.watched("gmv_pay", money, Measure.MONEY, base=count, worth=np.ones(days)),
    ]
    refunded = measures.daily("refunded")
    if refunded is not None and orders.refunded.any():
        found.append(_refunds(frame, refunded.values[:days], money, count))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """What the series of one source share."""

    start: date
    phases: NDArray[np.int64]
    seen: NDArray[np.bool_]
    whole: NDArray[np.bool_]

    def watched(
        self,
        key: str,
        values: Floats,
        measure: Measure = Measure.COUNT,
        *,
        base: Floats | None = None,
        worth: Floats | None = None,
    ) -> Watched:
        """Return a daily series of this source."""
        known = np.where(self.seen, values, np.nan)
        cycle = weekdays(self.start, len(self.phases))
        signal = Signal(known, measure, cycle, base=base, is_whole=self.whole)
        return Watched(key, signal, self.phases, self.start, worth=worth)


def _refunds(frame: _Frame, refunded: Floats, gross: Floats, orders: Floats) -> Watched:
    """Return refunds as a share of the amount paid on the same day, shown in money."""
    known = np.nan_to_num(gross)
    watched = frame.watched(
        "refunded", np.where(known > 0, refunded, np.nan), Measure.RATE, base=known, worth=-known
    )
    mature = np.arange(len(gross)) < len(gross) - MATURE_DAYS
    signal = replace(watched.signal, trials=np.nan_to_num(orders), is_whole=frame.whole & mature)
    return replace(watched, signal=signal, scale=known)


def _traffic_series(measures: Measures, calendar: Sequence[Campaign]) -> list[Watched]:
    """Return visitors and the payment conversion of the traffic report."""
    visitors = measures.daily("uv")
    if visitors is None:
        return []
    frame, each = _frame_of(visitors, calendar), _worth(measures, visitors)
    worth = None if each is None else np.full(len(visitors.values), each)
    found = [frame.watched("uv", visitors.values, worth=worth)]
    buyers = measures.daily("pay_buyers")  # of the same report, hence over the same days
    if buyers is None:
        return found
    each, base = _worth(measures, buyers), np.nan_to_num(visitors.values)
    values = np.where(base > 0, buyers.values, np.nan)
    worth = None if each is None else base * each
    return [*found, frame.watched("pay_cvr", values, Measure.RATE, base=base, worth=worth)]


def _amounts_of_traffic(measures: Measures, calendar: Sequence[Campaign]) -> list[Watched]:
    """Return the paid amount of the traffic report, where there are no orders."""
    money = measures.daily("gmv_pay")
    if money is None:
        return []
    frame = _frame_of(money, calendar)
    worth = np.ones(len(money.values))
    return [frame.watched("gmv_pay", money.values, Measure.MONEY, worth=worth)]


def _frame_of(series: DailySeries, calendar: Sequence[Campaign]) -> _Frame:
    """Return the days of a series of which every day is whole."""
    days = len(series.values)
    seen = ~np.isnan(series.values)
    return _Frame(
        series.start, phases_of(calendar, series.start, days), seen, np.ones(days, dtype=bool)
    )


def _worth(measures: Measures, series: DailySeries) -> float | None:
    """Return the paid amount per unit of the series, over the days that both tell; None where none is."""
    money = measures.daily("gmv_pay")
    if money is None:
        return None
    paid = dict(zip(money.days, money.values, strict=True))
    both = [(paid[d], v) for d, v in zip(series.days, series.values, strict=True) if d in paid]
    known = np.array([pair for pair in both if not np.isnan(pair).any()])
    if not len(known) or known[:, 1].sum() <= 0:
        return None
    return float(known[:, 0].sum() / known[:, 1].sum())


def _whole(orders: OrderFacts, first: int, days: int) -> NDArray[np.bool_]:
    """Return which days are over, judged by the hours at which orders come on the other days."""
    whole = np.ones(days, dtype=bool)
    seconds = orders.frame["created_at"].to_numpy(dtype="datetime64[s]").astype(np.int64)
    day, clock = seconds // SECONDS_A_DAY - first, seconds % SECONDS_A_DAY
    for edge in (0, days - 1):
        mine, others = clock[day == edge], clock[day != edge]
        if not len(mine) or not len(others):
            continue
        unseen = float((others < mine.min()).mean() if edge == 0 else (others > mine.max()).mean())
        whole[edge] = not is_cut(len(mine), unseen)
    return whole


def _is_low(signal: Signal) -> bool:
    """Return whether a usual day has too few cases to be judged alone."""
    counted = signal.values if signal.measure is not Measure.MONEY else signal.base
    cases = counted if signal.trials is None else signal.trials
    if cases is None or np.isnan(cases).all():
        return False
    return float(np.nanmedian(cases)) < LOW_LEVEL


def _by_week(watched: Watched) -> Watched:
    """Return the series as sums of whole weeks that end with the last whole day."""
    signal = watched.signal
    known = ~np.isnan(signal.logs)
    last = int(np.flatnonzero(known)[-1]) + 1 if known.any() else 0
    start, weeks = last % WEEK, last // WEEK

    def sums(values: Floats | NDArray[np.bool_]) -> Floats:
        by_week = values[start:last].reshape(weeks, WEEK)
        return np.asarray(np.nansum(by_week, axis=1), dtype=np.float64)

    def sums_if(values: Floats | None) -> Floats | None:
        return None if values is None else sums(values)

    is_whole = sums(known) >= len(np.unique(signal.cycle[known]))
    has_campaign = sums(campaign_days(watched.phases)) > 0
    worth = sums_if(watched.worth)
    if worth is not None and signal.measure is not Measure.RATE:
        worth = worth / WEEK
    return Watched(
        watched.key,
        Signal(
            np.where(is_whole, sums(signal.values), np.nan),
            signal.measure,
            np.zeros(weeks, dtype=np.int64),
            base=sums_if(signal.base),
            trials=sums_if(signal.trials),
        ),
        np.where(has_campaign, Phase.PEAK, Phase.ORDINARY),
        watched.start + timedelta(days=start),
        step=WEEK,
        worth=worth,
        scale=sums_if(watched.scale),
    )
