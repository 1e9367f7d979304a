"""The headline metrics: how each follows from the sums of a period, said once for all sections.

Unit of observation: the period. A headline is a sum (`part`) or a ratio (`part` ÷ `whole`); a ratio over
days is the ratio of the sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.intervals import is_enough, wilson
from ecreview.analyses.maturity import maturity_of
from ecreview.analyses.trust import (
    bill_factor,
    cost_factor,
    known_refunds_factor,
    maturity_factor,
    sample_factor,
    trust_in,
)
from ecreview.model.grade import MATURE_DAYS, Grade, grade_refund_maturity
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Reason
from ecreview.model.text import Text, join_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import Measures
    from ecreview.analyses.totals import Totals
    from ecreview.analyses.trust import Factor, Trust
    from ecreview.model.scope import Period

_ORDERS = Basis()
_PLACED = Basis(time="order")
_REFUNDS = Basis(refund="pay_cohort")
_BUYERS = Basis(unit="buyer")
_DAILY = Basis(time="day", unit="visitor")
_SPEND = Basis(time="day")


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline metric.

    Attributes:
        part, whole: from the sums of a period; no `whole` makes it a plain sum.
        basis: definition it stands on.
        daily: series whose ratio (or which alone) draws the sparkline.
        counts: for a rate of money that was sampled from orders, those counts.
        is_nested: whether the part is a count contained in the whole: it has an interval and a minimum sample.
        needs_refunds: whether it moves while refunds come in.
    """

    key: str
    part: Callable[[Totals], int | None]
    whole: Callable[[Totals], int | None] | None = None
    basis: Basis = _ORDERS
    daily: tuple[str, ...] = ()
    counts: Callable[[Totals], tuple[int | None, int | None]] | None = None
    is_nested: bool = False
    needs_refunds: bool = False

    def sides(self, totals: Totals) -> tuple[int | None, int | None]:
        """Return part and whole, None where the files do not tell or where there is no whole."""
        return self.part(totals), self.whole(totals) if self.whole else None

    def value(self, totals: Totals) -> float | None:
        """Return the value, None where it is undefined."""
        part, whole = self.sides(totals)
        if self.whole is None or part is None:
            return part
        return part / whole if whole else None


TILES: tuple[Headline, ...] = (
    Headline("gmv_pay", lambda t: t.gmv_pay, daily=("gmv_pay",)),
    Headline("gsv", lambda t: t.gsv, basis=_REFUNDS, needs_refunds=True, daily=("gsv",)),
    Headline("uv", lambda t: t.uv, basis=_DAILY, daily=("uv",)),
    Headline("pay_cvr", lambda t: t.chain_buyers, lambda t: t.uv, basis=_DAILY, is_nested=True,
             daily=("chain_buyers", "uv")),
    Headline("aov_buyer", lambda t: t.gmv_known, lambda t: t.buyers_paid, basis=_BUYERS,
             daily=("gmv_known", "buyers_paid")),
    Headline("refund_rate_amt", lambda t: t.refunded, lambda t: t.gmv_pay, basis=_REFUNDS, needs_refunds=True,
             daily=("refunded", "gmv_pay"), counts=lambda t: (t.orders_refunded, t.orders_paid)),
    Headline("fee_ratio", lambda t: t.ad_spend, lambda t: t.gmv_pay, basis=_SPEND,
             daily=("ad_spend", "gmv_pay")),
)  # fmt: skip

COUNTS: tuple[Headline, ...] = (
    Headline("fav_rate", lambda t: t.fav_users, lambda t: t.uv, basis=_DAILY, is_nested=True),
    Headline("cart_rate", lambda t: t.cart_users, lambda t: t.uv, basis=_DAILY, is_nested=True,
             daily=("cart_users", "uv")),
    Headline("cart_order", lambda t: t.order_buyers, lambda t: t.cart_users, basis=_DAILY),
    Headline("order_cvr", lambda t: t.order_buyers, lambda t: t.uv, basis=_DAILY, is_nested=True),
    Headline("pay_rate", lambda t: t.chain_buyers, lambda t: t.order_buyers, basis=_DAILY, is_nested=True,
             daily=("chain_buyers", "order_buyers")),
    Headline("gmv_order", lambda t: t.gmv_order, basis=_PLACED, daily=("gmv_order",)),
    Headline("refunded", lambda t: t.refunded, basis=_REFUNDS, needs_refunds=True),
    Headline("orders_placed", lambda t: t.orders_placed, basis=_PLACED, daily=("orders_placed",)),
    Headline("orders_paid", lambda t: t.orders_paid, daily=("orders_paid",)),
    Headline("orders_refunded", lambda t: t.orders_refunded, basis=_REFUNDS, needs_refunds=True),
    Headline("buyers_paid", lambda t: t.buyers_paid, basis=_BUYERS, daily=("buyers_paid",)),
    Headline("new_buyers", lambda t: t.new_buyers, basis=_BUYERS),
    Headline("buyers_unknown", lambda t: t.buyers_unknown),
    Headline("orders_known", lambda t: t.orders_known, basis=_BUYERS),
    Headline("gmv_known", lambda t: t.gmv_known, basis=_BUYERS, daily=("gmv_known",)),
    Headline("units_paid", lambda t: t.units_paid),
    Headline("order_pay_rate", lambda t: t.placed_paid, lambda t: t.orders_placed, basis=_PLACED, is_nested=True),
    Headline("refund_rate_ord", lambda t: t.orders_refunded, lambda t: t.orders_paid, basis=_REFUNDS,
             is_nested=True, needs_refunds=True),
    Headline("refund_rate_all", lambda t: t.placed_refunded, lambda t: t.orders_placed, basis=_PLACED,
             is_nested=True, needs_refunds=True),
    Headline("aov_order", lambda t: t.gmv_pay, lambda t: t.orders_priced),
    Headline("orders_per_buyer", lambda t: t.orders_known, lambda t: t.buyers_paid, basis=_BUYERS),
    Headline("upt", lambda t: t.units_paid, lambda t: t.orders_priced),
    Headline("asp", lambda t: t.gmv_pay, lambda t: t.units_paid),
    Headline("pv", lambda t: t.pv, basis=_DAILY, daily=("pv",)),
    Headline("depth", lambda t: t.pv, lambda t: t.uv, basis=_DAILY),
    Headline("uv_value", lambda t: t.gmv_pay, lambda t: t.uv, basis=_DAILY),
    Headline("cost", lambda t: t.ad_spend, basis=_SPEND, daily=("ad_spend",)),
)  # fmt: skip

HEADLINES: tuple[Headline, ...] = TILES + COUNTS
_OF_BOTH = frozenset(
    {"fee_ratio", "uv_value"}
)  # money of the orders beside what the daily report counts
_PAYERS = frozenset(
    {"pay_cvr", "pay_rate"}
)  # their buyers are those of the orders where the report has none
_BY_KEY = {headline.key: headline for headline in HEADLINES}


def headline(key: str) -> Headline:
    """Return the headline of that metric id.

    Raises:
        KeyError: the metric is no headline.
    """
    return _BY_KEY[key]


def headline_figure(of: Headline, inputs: Inputs) -> Figure:
    """Return the headline of the period as a figure, with target, baseline, grade and sparkline."""
    measures, scope = inputs.measures, inputs.scope
    totals = measures.totals(scope.period)
    known = metric(of.key)
    part, whole = of.sides(totals)
    sample = _sample(of, totals)
    value = of.value(totals)
    low, high = final_band(of.key, inputs)
    if of.is_nested and sample is not None:
        value = value if is_enough(*sample) else None
        low, high = wilson(*sample) or (None, None)
    reason = None if value is not None else _reason(of, inputs)
    is_told = reason in (None, Reason.BELOW_MIN_N)
    return Figure(
        of.key,
        known.title,
        value,
        known.unit,
        numerator=part if of.whole else None,
        denominator=whole,
        n=sample[1] if sample else totals.orders_paid,
        basis=of.basis,
        grade=headline_grade(of, inputs) if is_told else None,
        reason=reason,
        low=low,
        high=high,
        target=inputs.goals.target(of.key, scope.period),
        baseline=of.value(measures.totals(scope.baseline)) if scope.baseline else None,
        better=known.better,
        trend=sparkline(of, measures, scope.period),
        definition=join_texts([known.formula, _FINAL], zh="；", en="; ")
        if of.key in NET and high != low
        else known.formula,
    )


NET = ("refunded", "gsv", "refund_rate_amt")
_FINAL = Text(zh="区间是退款到齐后的值", en="the interval is the value once all refunds are in")


def headline_grade(of: Headline, inputs: Inputs) -> Grade:
    """Return the grade of the worst factor that applies to a headline, D where none does."""
    return headline_trust(of, inputs).grade or Grade.D


def headline_trust(of: Headline, inputs: Inputs) -> Trust:
    """Return days and recognition of the tables behind it, its sample (rates), its refunds (net numbers)."""
    sample = _sample(of, inputs.measures.totals(inputs.scope.period))
    return trust_in(inputs, *_tables(of, inputs)).on(
        sample_factor(*sample) if sample else None,
        *(net_factors(inputs) if of.needs_refunds else ()),
    )


def net_factors(inputs: Inputs) -> tuple[Factor | None, ...]:
    """Return what limits numbers after refunds: of how much money they are told, and whether more will come."""
    grade = refund_grade(inputs, inputs.scope.period)
    return known_refunds_factor(inputs), maturity_factor(inputs, grade) if grade else None


def profit_trust(inputs: Inputs, coverage: float) -> Trust:
    """Return what limits profit numbers: their tables, reconciliation, refunds, and that share of costs known."""
    return trust_in(inputs, "orders", "order_lines", "product_costs", "payments").on(
        cost_factor(coverage), bill_factor(inputs), *net_factors(inputs)
    )


def _tables(of: Headline, inputs: Inputs) -> tuple[str, ...]:
    """Return the tables that a headline is made from."""
    orders = inputs.measures.orders
    if orders is None or (of.basis.unit == "buyer" and not orders.has_buyers):
        return ("traffic_daily",)
    if of.basis.time != "day":
        return ("orders", "refunds") if of.needs_refunds else ("orders",)
    has_payers = inputs.measures.totals(inputs.scope.period).pay_buyers is not None
    takes_orders = of.key in _OF_BOTH or (of.key in _PAYERS and not has_payers)
    return ("traffic_daily", "orders") if takes_orders else ("traffic_daily",)


def refund_grade(inputs: Inputs, period: Period) -> Grade | None:
    """Return the grade of net numbers by how much of the refunds is visible, None where none are told."""
    found = maturity_of(inputs, period)
    if found is None:
        return None
    told = inputs.measures.totals(period).orders_refunded or 0
    return grade_refund_maturity(found.share, max(found.past_refunds, told), found.age_days)


def final_band(key: str, inputs: Inputs) -> tuple[float | None, float | None]:
    """Return the ends between which a net number of the period will come to rest.

    An end that nothing can be said about is None. Both are where the number does not follow from the refunded
    amount, and where the period is old enough to be taken as it is.
    """
    totals = inputs.measures.totals(inputs.scope.period)
    found = maturity_of(inputs, totals.period)
    paid = totals.gmv_pay
    if found is None or paid is None or (found.share is None and found.age_days >= MATURE_DAYS):
        return None, None
    low, high = found.low_cents, found.high_cents
    match key:
        case "refunded":
            return low, high
        case "gsv":
            return None if high is None else paid - high, paid - low
        case "refund_rate_amt" if paid:
            return low / paid, None if high is None else high / paid
        case _:
            return None, None


def sparkline(of: Headline, measures: Measures, period: Period) -> tuple[float | None, ...]:
    """Return the daily values of the period, None on days that are missing or have nothing to divide by."""
    series = [measures.daily(key) for key in of.daily]
    days = [s.between(period.start, period.days) for s in series if s is not None]
    if not days or len(days) < len(series):
        return ()
    with np.errstate(divide="ignore", invalid="ignore"):
        values = days[0] / days[1] if of.whole else days[0]
    return tuple(float(value) if np.isfinite(value) else None for value in values)


def _sample(of: Headline, totals: Totals) -> tuple[int, int] | None:
    """Return the counts that a rate was sampled from, None for sums, plain ratios and unknown counts."""
    if of.counts is None and not of.is_nested:
        return None
    part, whole = of.counts(totals) if of.counts else of.sides(totals)
    return None if part is None or whole is None else (part, whole)


def _reason(of: Headline, inputs: Inputs) -> Reason:
    """Return why a headline is undefined."""
    totals = inputs.measures.totals(inputs.scope.period)
    if of.whole and of.whole(totals) == 0:
        return Reason.ZERO_DENOMINATOR
    if of.value(totals) is not None:
        return Reason.BELOW_MIN_N
    if of.basis.unit == "buyer" and inputs.measures.orders is not None:
        return Reason.NO_BUYER_KEY
    table = inputs.measures.traffic if of.basis.time == "day" else inputs.measures.orders
    return Reason.TABLE_MISSING if table is None else Reason.COLUMN_MISSING
