"""The stages and steps of the funnels that report totals allow, with what each shortfall is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING

from ecreview.analyses.headlines import net_factors
from ecreview.analyses.insight.steps import Step, step_grade
from ecreview.analyses.trust import Trust, trust_in
from ecreview.model.grade import Grade
from ecreview.model.metrics import metric
from ecreview.model.section import Basis
from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.totals import Totals
    from ecreview.model.scope import Goals, Period

MIN_STAGES = 2
_NET = frozenset({"orders_kept", "kept_rate"})


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
        trust: what limits its stages and steps.
        net_trust: what limits those that move while refunds come in.
    """

    key: str
    unit: Text
    opening: Text
    counted: Text
    basis: Basis
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    trust: Trust
    net_trust: Trust

    def grade(self, key: str) -> Grade | None:
        """Return the grade of a stage or a step, its sample left out."""
        return (self.net_trust if key in _NET else self.trust).grade

    @property
    def pairs(self) -> list[tuple[Stage, Stage]]:
        """Return each stage with the last mandatory one before it, the first one with itself."""
        last, pairs = self.stages[0], []
        for stage in self.stages:
            pairs.append((stage, last))
            last = last if stage.is_optional else stage
        return pairs

    @property
    def leak(self) -> Step | None:
        """Return the step whose shortfall is worth most, None where none fell short on enough data."""
        short = [
            s
            for s in self.steps
            if (s.lost_cents or 0) > 0 and step_grade(s, self.grade(s.key)) is not Grade.D
        ]
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
    """

    key: str
    start: str
    end: str
    is_nested: bool = True
    unless: str = ""
    downstream: tuple[str, ...] = ()


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
ORDER_STEPS = (
    _StepOf("order_pay_rate", "orders_placed", "placed_paid"),
    _StepOf("kept_rate", "placed_paid", "orders_kept"),
)


def people_funnel(inputs: Inputs) -> Funnel | None:
    """Return the funnel of daily visitors, None where the traffic report does not tell two of its stages."""
    totals, stages = inputs.measures.totals(inputs.scope.period), _stages(inputs, PEOPLE_STAGES)
    if len(stages) < MIN_STAGES:
        return None
    has_payers = totals.pay_buyers is not None
    trust = trust_in(inputs, "traffic_daily", *(() if has_payers else ("orders",)))
    return Funnel(
        "people",
        Text(zh="人次", en="people"),
        Text(zh="100 个访客里 ", en="Of 100 visitors"),
        Text(zh="日报里各天人数之和", en="sum of the daily report's people"),
        Basis(time="day", unit="visitor"),
        stages,
        _steps(inputs, PEOPLE_STEPS, stages, totals.chain_buyers),
        trust,
        trust,
    )


def order_funnel(inputs: Inputs) -> Funnel | None:
    """Return the funnel of orders placed in the period, None where no orders are given."""
    totals, stages = inputs.measures.totals(inputs.scope.period), _stages(inputs, ORDER_STAGES)
    if len(stages) < MIN_STAGES:
        return None
    trust = trust_in(inputs, "orders")
    return Funnel(
        "orders",
        Text(zh="单", en="orders"),
        Text(zh="100 笔下单里 ", en="Of 100 orders"),
        Text(zh="期内下单的订单", en="orders placed in the period"),
        Basis(time="order", unit="order"),
        stages,
        _steps(inputs, ORDER_STEPS, stages, totals.orders_paid),
        trust,
        trust_in(inputs, "refunds").on(*trust.factors, *net_factors(inputs)),
    )


def _stages(inputs: Inputs, stages: tuple[_StageOf, ...]) -> tuple[Stage, ...]:
    """Return the known stages, nothing where the first one is unknown."""
    scope = inputs.scope
    now = inputs.measures.totals(scope.period)
    before = inputs.measures.totals(scope.baseline) if scope.baseline else None
    if stages[0].of(now) is None:
        return ()
    return tuple(
        Stage(
            stage.key,
            stage.title,
            stage.clause,
            value,
            stage.of(before) if before else None,
            _target(stage, inputs.goals, scope.period),
            stage.is_optional,
        )
        for stage in stages
        if (value := stage.of(now)) is not None
    )


def _target(stage: _StageOf, goals: Goals, period: Period) -> float | None:
    """Return the target of a stage: its own, else that of the visitors times that of its rate."""
    own = goals.target(stage.key, period)
    first = goals.target("uv", period)
    rate = goals.target(stage.rate, period) if stage.rate else None
    return own if own is not None or first is None or rate is None else first * rate


def _steps(
    inputs: Inputs, steps: tuple[_StepOf, ...], stages: tuple[Stage, ...], payers: int | None
) -> tuple[Step, ...]:
    """Return the steps between known stages, with what their shortfall is worth.

    The paid amount of the period was brought by that many buyers (or orders).
    """
    money = inputs.measures.totals(inputs.scope.period).gmv_pay
    spend = money / payers if money is not None and payers else None
    by_key = {s.key: s for s in stages}
    known = [s for s in steps if s.start in by_key and s.end in by_key]
    plain = {s.key: _plain_step(inputs, s, by_key[s.start], by_key[s.end]) for s in known}
    return tuple(
        plain[s.key] if s.unless in by_key else _valued(plain[s.key], _rates(s, plain), spend)
        for s in known
    )


def _plain_step(inputs: Inputs, of: _StepOf, start: Stage, end: Stage) -> Step:
    """Return a step with its counts."""
    before = None if start.before is None or end.before is None else (end.before, start.before)
    target = inputs.goals.target(of.key, inputs.scope.period)
    return Step(of.key, metric(of.key).title, end.value, start.value, before, target, of.is_nested)


def _rates(of: _StepOf, plain: dict[str, Step]) -> list[float | None]:
    """Return the reference rates of the steps after it."""
    return [plain[key].reference if key in plain else None for key in of.downstream]


def _valued(step: Step, rates: list[float | None], spend: float | None) -> Step:
    """Return the step with how many were lost, and what they would have brought at those rates and that spend."""
    if step.reference is None or step.rate is None:
        return step
    lost = (step.reference - step.rate) * step.whole
    known = [rate for rate in rates if rate is not None]
    if spend is None or len(known) < len(rates):
        return replace(step, lost=lost)
    return replace(step, lost=lost, lost_cents=round(lost * spend * prod(known)))
