"""The stages and steps of the funnels that report totals allow, with what each shortfall is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING

from ecreview.analyses.headlines import order_coverage
from ecreview.analyses.insight.steps import Step
from ecreview.model.grade import Grade, grade_day_coverage
from ecreview.model.metrics import metric
from ecreview.model.section import Basis
from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.totals import Totals
    from ecreview.model.scope import Goals, Period

MIN_STAGES = 2
_VISITORS = Basis(time="day", unit="visitor")
_ORDERS = Basis(time="order", unit="order")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a funnel.

    Attributes:
        before, target: of the baseline and the goal, None where unknown.
        clause: what so many of a hundred do, with `{n}`.
        is_optional: whether people may skip it, so that the next rate is not divided by it.
    """

    key: str
    title: Text
    clause: Text
    value: int
    before: int | None = None
    target: float | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """One funnel in one unit.

    Attributes:
        unit: word of the unit, e.g. 人次.
        opening: beginning of the sentence about a hundred of the first stage.
        counted: how its stages are counted.
        stages: in process order, at least two.
        steps: in process order.
    """

    key: str
    unit: Text
    opening: Text
    counted: Text
    basis: Basis
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    grade: Grade

    @property
    def leak(self) -> Step | None:
        """Return the step whose shortfall is worth most, None where none fell short."""
        short = [s for s in self.steps if (s.lost_cents or 0) > 0]
        return max(short, key=lambda s: (s.lost_cents or 0, s.key), default=None)


@dataclass(frozen=True, slots=True)
class _StageOf:
    """How a stage follows from the sums of a period; `rate` leads to it from the first stage's target."""

    key: str
    title: Text
    clause: Text
    of: Callable[[Totals], int | None]
    rate: str | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class _StepOf:
    """A step between two stages.

    Attributes:
        unless: a stage whose presence makes this an overall rate that finer steps already tell.
        downstream: steps that a lost one would still have had to take.
        spend: money and count that give what one of them brings.
    """

    key: str
    start: str
    end: str
    is_nested: bool = True
    unless: str = ""
    downstream: tuple[str, ...] = ()
    spend: Callable[[Totals], tuple[int | None, int | None]] = lambda t: (t.gmv_pay, t.chain_buyers)


PEOPLE_STAGES = (
    _StageOf("uv", Text(zh="访客", en="Visitors"), EMPTY, lambda t: t.uv),
    _StageOf(
        "fav_users",
        Text(zh="收藏", en="Favoured"),
        Text(zh="{n} 人收藏", en="{n} save an item"),
        lambda t: t.fav_users,
        "fav_rate",
        is_optional=True,
    ),
    _StageOf(
        "cart_users",
        Text(zh="加购", en="Cart"),
        Text(zh="{n} 人加购", en="{n} fill a cart"),
        lambda t: t.cart_users,
        "cart_rate",
        is_optional=True,
    ),
    _StageOf(
        "order_buyers",
        Text(zh="下单", en="Ordered"),
        Text(zh="{n} 人下单", en="{n} order"),
        lambda t: t.order_buyers,
        "order_cvr",
    ),
    _StageOf(
        "pay_buyers",
        Text(zh="支付", en="Paid"),
        Text(zh="{n} 人付款", en="{n} pay"),
        lambda t: t.chain_buyers,
        "pay_cvr",
    ),
)
PEOPLE_STEPS = (
    _StepOf("fav_rate", "uv", "fav_users", unless="uv"),
    _StepOf("cart_rate", "uv", "cart_users", downstream=("cart_order", "pay_rate")),
    _StepOf("cart_order", "cart_users", "order_buyers", is_nested=False, downstream=("pay_rate",)),
    _StepOf("order_cvr", "uv", "order_buyers", unless="cart_users", downstream=("pay_rate",)),
    _StepOf("pay_rate", "order_buyers", "pay_buyers"),
    _StepOf("pay_cvr", "uv", "pay_buyers", unless="order_buyers"),
)
ORDER_STAGES = (
    _StageOf("orders_placed", Text(zh="下单", en="Placed"), EMPTY, lambda t: t.orders_placed),
    _StageOf(
        "placed_paid",
        Text(zh="支付", en="Paid"),
        Text(zh="{n} 笔付款", en="{n} are paid"),
        lambda t: t.placed_paid,
    ),
    _StageOf(
        "orders_kept",
        Text(zh="未退款", en="Kept"),
        Text(zh="{n} 笔没有退款", en="{n} are not refunded"),
        lambda t: t.placed_kept,
    ),
)


def _by_order(totals: Totals) -> tuple[int | None, int | None]:
    """Return paid amount and paid orders."""
    return totals.gmv_pay, totals.orders_paid


ORDER_STEPS = (
    _StepOf("order_pay_rate", "orders_placed", "placed_paid", spend=_by_order),
    _StepOf("kept_rate", "placed_paid", "orders_kept", spend=_by_order),
)


def people_funnel(inputs: Inputs) -> Funnel | None:
    """Return the funnel of daily visitors, None where the traffic report does not tell two of its stages."""
    totals = inputs.measures.totals(inputs.scope.period)
    return _funnel(
        inputs,
        Funnel(
            "people",
            Text(zh="人次", en="people"),
            Text(zh="100 个访客里 ", en="Of 100 visitors"),
            Text(zh="日报里各天人数之和", en="sum of the daily report's people"),
            _VISITORS,
            tuple(_stages(inputs, PEOPLE_STAGES)),
            (),
            grade_day_coverage(totals.traffic_days / totals.period.days),
        ),
        PEOPLE_STEPS,
    )


def order_funnel(inputs: Inputs) -> Funnel | None:
    """Return the funnel of orders placed in the period, None where no orders are given."""
    return _funnel(
        inputs,
        Funnel(
            "orders",
            Text(zh="单", en="orders"),
            Text(zh="100 笔下单里 ", en="Of 100 orders"),
            Text(zh="期内下单的订单", en="orders placed in the period"),
            _ORDERS,
            tuple(_stages(inputs, ORDER_STAGES)),
            (),
            grade_day_coverage(order_coverage(inputs.measures.totals(inputs.scope.period))),
        ),
        ORDER_STEPS,
    )


def _funnel(inputs: Inputs, frame: Funnel, steps: tuple[_StepOf, ...]) -> Funnel | None:
    """Return the funnel with its steps, None where fewer than two stages are known."""
    if len(frame.stages) < MIN_STAGES:
        return None
    spend = _spend(inputs.measures.totals(inputs.scope.period), steps)
    stages = {s.key: s for s in frame.stages}
    return replace(frame, steps=tuple(_steps(steps, stages, spend, inputs)))


def _stages(inputs: Inputs, stages: tuple[_StageOf, ...]) -> Iterator[Stage]:
    """Yield the known stages, nothing where the first one is unknown."""
    scope = inputs.scope
    now = inputs.measures.totals(scope.period)
    before = inputs.measures.totals(scope.baseline) if scope.baseline else None
    if stages[0].of(now) is None:
        return
    for stage in stages:
        value = stage.of(now)
        if value is not None:
            yield Stage(
                stage.key,
                stage.title,
                stage.clause,
                value,
                stage.of(before) if before else None,
                _target(stage, inputs.goals, scope.period),
                stage.is_optional,
            )


def _target(stage: _StageOf, goals: Goals, period: Period) -> float | None:
    """Return the target of a stage: its own, else that of the visitors times that of its rate."""
    own = goals.target(stage.key, period)
    first = goals.target("uv", period)
    rate = goals.target(stage.rate, period) if stage.rate else None
    return own if own is not None or first is None or rate is None else first * rate


def _spend(now: Totals, steps: tuple[_StepOf, ...]) -> float | None:
    """Return cents per buyer (or order) of the period: what a lost one would have brought."""
    money, count = steps[0].spend(now)
    return money / count if money is not None and count else None


def _steps(
    steps: tuple[_StepOf, ...],
    stages: dict[str, Stage],
    spend: float | None,
    inputs: Inputs,
) -> Iterator[Step]:
    """Yield the steps between known stages, with what their shortfall is worth."""
    plain = {
        s.key: _plain_step(
            s, stages[s.start], stages[s.end], inputs.goals.target(s.key, inputs.scope.period)
        )
        for s in steps
        if s.start in stages and s.end in stages
    }
    for of in steps:
        step = plain.get(of.key)
        if step is None:
            continue
        if of.unless in stages:
            yield step
            continue
        lost = _lost(step)
        rates = [plain[k].reference if k in plain else None for k in of.downstream]
        yield _valued(step, lost, rates, spend)


def _plain_step(of: _StepOf, start: Stage, end: Stage, target: float | None) -> Step:
    """Return a step with its counts."""
    before = None if start.before is None or end.before is None else (end.before, start.before)
    return Step(of.key, metric(of.key).title, end.value, start.value, before, target, of.is_nested)


def _lost(step: Step) -> float | None:
    """Return how many were lost against the reference (negative: won), None without a reference."""
    if step.reference is None or step.rate is None:
        return None
    return (step.reference - step.rate) * step.whole


def _valued(step: Step, lost: float | None, rates: list[float | None], spend: float | None) -> Step:
    """Return the step with the money that its shortfall stands for."""
    known = [rate for rate in rates if rate is not None]
    if lost is None or spend is None or len(known) < len(rates):
        return replace(step, lost=lost)
    return replace(step, lost=lost, lost_cents=round(lost * spend * prod(known)))
