"""Repurchase: the named variants side by side, and how soon buyers come back.

Unit of observation: a buyer with a paid order; a visit is a day with a paid order. Used by `cohorts`.

Definitions:
    rep_user, rep_user_days, rep_txn: within the review period, see the metric dictionary.
    rep_30: second visit within 30 days / buyers observed for 30 days after their first one (whole file).
    curve: Kaplan–Meier share with a second visit t days after the first (whole file).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.insight.steps import INTERVAL
from ecreview.analyses.intervals import wilson
from ecreview.analyses.measures import day_number
from ecreview.analyses.survival import Survival, survive
from ecreview.analyses.trust import Trust, sample_factor, trust_in
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, BoxChart, Column, Figure, Grid, Reason, Tone
from ecreview.model.text import Text, Unit, say_rate

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.analyses.customers import Buyers
    from ecreview.model.scope import Period

REPEAT_DAYS = 30
CURVE_DAYS = (7, 14, 30, 60, 90, 180, 365)
CURVE_MIN_BUYERS, CURVE_MIN_EVENTS = 30, 10
CURVE_MIN_AT_RISK, CURVE_MIN_SHARE = 10, 0.05  # the curve is cut where fewer are left
FULL_HISTORY_DAYS = 365  # shorter: "new" cannot be told from "not seen for long"
VARIANTS = ("rep_30", "rep_user", "rep_user_days", "rep_txn", "interval")

_IN_FILE = Basis(time="file", unit="buyer")
_IN_PERIOD = Basis(unit="buyer")
_BASES = {"rep_30": _IN_FILE, "new_unverified": _IN_FILE, "rep_txn": Basis(unit="order")}


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often buyers bought within one period."""

    buyers: int
    orders: int
    twice: int
    twice_days: int


@dataclass(frozen=True, slots=True, eq=False)
class Repurchase:
    """Return behaviour of the buyers.

    Attributes:
        now, before: within the period and the baseline; None without a baseline.
        within: (returned, observed) for the 30-day rate.
        curve: None below the minimum sample.
        trust: what limits all of its numbers.
    """

    buyers: Buyers
    now: Repeats
    before: Repeats | None
    within: tuple[int, int]
    curve: Survival | None
    trust: Trust

    @property
    def reach(self) -> int:
        """Return the last day at which enough buyers are still at risk, −1 without a curve."""
        if self.curve is None:
            return -1
        need = max(CURVE_MIN_AT_RISK, CURVE_MIN_SHARE * len(self.buyers))
        return self.curve.last_day(at_least=need)

    @property
    def touch_day(self) -> int | None:
        """Return the day by which half of the returns seen on the curve had come, None without a curve."""
        if self.curve is None or self.reach < CURVE_DAYS[0]:
            return None
        came = 1 - self.curve.waiting[: self.reach + 1]
        return int(np.argmax(came >= came[-1] / 2))


def measure_repurchase(inputs: Inputs, buyers: Buyers) -> Repurchase:
    """Return the variants within period and baseline, and the curve over the whole file."""
    baseline = inputs.scope.baseline
    return Repurchase(
        buyers,
        _repeats(inputs, buyers, inputs.scope.period),
        _repeats(inputs, buyers, baseline) if baseline else None,
        _within_30_days(buyers),
        _curve(buyers),
        trust_in(inputs, "orders"),
    )


def _within_30_days(buyers: Buyers) -> tuple[int, int]:
    """Return how many came back within 30 days, and how many were observed that long."""
    observed = buyers.end_day - buyers.first_day >= REPEAT_DAYS
    returned = observed & buyers.is_repeater & (buyers.second_day - buyers.first_day <= REPEAT_DAYS)
    return int(returned.sum()), int(observed.sum())


def _repeats(inputs: Inputs, buyers: Buyers, period: Period) -> Repeats:
    """Return how often buyers bought in the period."""
    orders = inputs.measures.orders
    assert orders is not None  # noqa: S101 - there are buyers, so there are orders
    use = orders.paid_in(period) & (buyers.order_buyer >= 0)
    count = np.bincount(buyers.order_buyer[use])
    start, end = day_number(period.start), day_number(period.end)
    inside = (buyers.visit_day >= start) & (buyers.visit_day < end)
    days = np.bincount(buyers.visit_buyer[inside])
    return Repeats(
        int((count > 0).sum()), int(use.sum()), int((count > 1).sum()), int((days > 1).sum())
    )


def _curve(buyers: Buyers) -> Survival | None:
    """Return the time from first to second visit, None below the minimum sample."""
    came_back = buyers.is_repeater
    if len(buyers) < CURVE_MIN_BUYERS or came_back.sum() < CURVE_MIN_EVENTS:
        return None
    until = np.where(came_back, buyers.second_day, buyers.end_day)
    return survive(until - buyers.first_day, came_back)


def repurchase_figures(found: Repurchase) -> tuple[Figure, ...]:
    """Return the variants side by side, each with its base, and how much of "new" cannot be verified."""
    now, was = found.now, found.before or Repeats(0, 0, 0, 0)
    buyers = found.buyers
    new = buyers.first_day - buyers.start_day < FULL_HISTORY_DAYS
    rates = {
        "rep_30": (found.within, (0, 0)),
        "rep_user": ((now.twice, now.buyers), (was.twice, was.buyers)),
        "rep_user_days": ((now.twice_days, now.buyers), (was.twice_days, was.buyers)),
        "rep_txn": ((now.orders - now.buyers, now.orders), (was.orders - was.buyers, was.orders)),
    }
    return (
        *(_rate(found, key, counts, before=before) for key, (counts, before) in rates.items()),
        _interval(found),
        _rate(found, "new_unverified", (int(new.sum()), len(buyers))),
    )


def undefined_figures() -> tuple[Figure, ...]:
    """Return the variants, all undefined for want of buyer ids."""
    why = Reason.NO_BUYER_KEY
    return tuple(
        Figure(key, metric(key).title, None, metric(key).unit, basis=_IN_FILE, reason=why)
        for key in VARIANTS
    )


def _rate(
    found: Repurchase, key: str, counts: tuple[int, int], *, before: tuple[int, int] = (0, 0)
) -> Figure:
    """Return a rate with its counts and interval; undefined where its base is empty."""
    part, whole = counts
    low, high = wilson(part, whole) or (None, None)
    reason = Reason.NOT_MATURE if key == "rep_30" else Reason.ZERO_DENOMINATOR
    return Figure(
        key,
        metric(key).title,
        part / whole if whole else None,
        Unit.RATE,
        part,
        whole,
        whole,
        _BASES.get(key, _IN_PERIOD),
        grade=found.trust.on(sample_factor(part, whole)).grade,
        reason=None if whole else reason,
        low=low,
        high=high,
        baseline=before[0] / before[1] if before[1] else None,
        better=metric(key).better,
    )


def _interval(found: Repurchase) -> Figure:
    """Return the median days to the second visit; only where half came back."""
    median = None if found.curve is None else found.curve.median()
    reason = Reason.BELOW_MIN_N if found.curve is None else Reason.NOT_OBSERVED
    return Figure(
        "interval",
        metric("interval").title,
        median,
        Unit.DAYS,
        n=len(found.buyers),
        basis=_IN_FILE,
        grade=found.trust.grade if median is not None else None,
        reason=reason if median is None else None,
        better="lower",
        definition=Text(
            zh="首单到第二个购买日的天数中位数（Kaplan–Meier，还在等的人也计入）；不到一半的人回来时没有中位数",
            en="median days from the first to the second purchase day (Kaplan–Meier, those still waiting are counted); none while fewer than half came back",
        ),
    )


def _curve_frame(found: Repurchase) -> pd.DataFrame:
    """Return the curve at the days people ask for, as far as it is reliable."""
    curve = found.curve
    assert curve is not None  # noqa: S101 - checked by the caller
    days = [d for d in CURVE_DAYS if d <= found.reach]
    return pd.DataFrame(
        {
            "days": days,
            "rate": 1 - curve.waiting[days],
            "low": 1 - curve.high[days],
            "high": 1 - curve.low[days],
            "at_risk": curve.at_risk[days],
        }
    )


def curve_grid(found: Repurchase) -> Grid:
    """Return the share back after 7, 14, 30 … days."""
    return Grid(
        "curve",
        Text(zh="首单后多少天回来", en="Days until the second purchase"),
        (
            Column("days", Text(zh="天数", en="Days"), Unit.COUNT),
            Column("rate", Text(zh="已回来", en="Back"), Unit.RATE),
            *INTERVAL,
            Column("at_risk", Text(zh="仍在观察", en="Still observed"), Unit.COUNT),
        ),
        _curve_frame(found),
        caption=Text(
            zh="Kaplan–Meier 估计，95% 区间；仍在观察的人不足 {n} 人或 5% 时不再往后算",
            en="Kaplan–Meier estimate with 95% interval; cut where fewer than {n} or 5% are still observed",
        ).fill(n=CURVE_MIN_AT_RISK),
    )


def curve_chart(found: Repurchase) -> BoxChart:
    """Return the share back after so many days, with its interval; needs a touch day."""
    frame = _curve_frame(found)
    last = frame.iloc[-1]
    title = Text(
        zh="首单后 {days} 天内有 {rate} 回来", en="{rate} came back within {days} days"
    ).fill(days=int(last["days"]), rate=say_rate(float(last["rate"])))
    caption = Text(
        zh="已回来的比例；横线 = 95% 区间（Kaplan–Meier）",
        en="share back; rule = 95% interval (Kaplan–Meier)",
    )
    bars = frame[["low", "high"]].assign(
        label=pd.Series([Text(zh=f"{d} 天", en=f"{d} days") for d in frame["days"]]),
        value=frame["rate"],
        tone=Tone.ACTUAL,
    )
    return BoxChart("curve", title, caption, title, Unit.RATE, bars)
