"""Rules on rates of the paid amount that rose: refunds, by where they will come to rest, and ads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.analyses.goals.rules import Facts, Firing, reference_of
from ecreview.analyses.maturity import final_refund_rate
from ecreview.model.text import Text, say_points, say_rate

if TYPE_CHECKING:
    from ecreview.model.section import Figure

REFUND_UP = 0.03
FEES_UP = 0.03


def more_refunds(facts: Facts) -> Firing | None:
    """Fire where the refund rate rose, or surely will have when all refunds are in."""
    seen = _risen(facts, "refund_rate_amt", "RE-24", REFUND_UP)
    figure, scope = facts.headline("refund_rate_amt"), facts.inputs.scope
    final = final_refund_rate(facts.inputs, scope.period)
    if figure is None or final is None or figure.target is not None or scope.baseline is None:
        return seen
    usual = final_refund_rate(facts.inputs, scope.baseline)
    if usual is None or final[1] - usual[0] < facts.threshold("RE-24", REFUND_UP):
        return None
    title = Text(zh="预计最终退款率", en="Expected final refund rate")
    return _rise(facts, figure, title, (usual[0], final[0]))


def more_ads(facts: Facts) -> Firing | None:
    """Fire where ads take a larger part of the paid amount."""
    return _risen(facts, "fee_ratio", "RE-30", FEES_UP)


def _risen(facts: Facts, key: str, rule: str, default: float) -> Firing | None:
    """Return the firing of a rate of the paid amount that rose by so many points."""
    figure = facts.headline(key)
    reference = reference_of(figure) if figure else None
    if figure is None or figure.value is None or reference is None:
        return None
    if figure.value - reference < facts.threshold(rule, default):
        return None
    return _rise(facts, figure, figure.title, (reference, figure.value))


def _rise(facts: Facts, figure: Figure, title: Text, rates: tuple[float, float]) -> Firing:
    """Return the firing of a rate of the paid amount that rose from what it should be."""
    reference, value = rates
    rise = value - reference
    cents = round(rise * (figure.denominator or 0))
    return Firing(
        Text(
            zh="{title} {value}，应为 {reference}（{points}）",
            en="{title} {value}, should be {reference} ({points})",
        ).fill(
            title=title,
            value=say_rate(value),
            reference=say_rate(reference),
            points=say_points(rise),
        ),
        (f"overview/{figure.key}",),
        facts.grade(figure),
        (("before", say_rate(value)), ("after", say_rate(reference))),
        baseline=value,
        target=reference,
        worth=(cents, cents, cents),
    )
