"""Profit as figures: a value, a range, or undefined with the reason; the same ones in every section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecreview.analyses.headlines import profit_trust
from ecreview.analyses.margins.profit import Profit, Stage, profit_of
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Reason

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.model.grade import Grade

NET = Basis(refund="pay_cohort")


def contribution_figure(inputs: Inputs, profit: Profit | None) -> Figure:
    """Return the contribution with target and baseline; undefined where costs or fees are unknown."""
    baseline = inputs.scope.baseline
    before = profit_of(inputs, baseline) if baseline else None
    if profit is None:
        return _figure("contrib", None, reason=Reason.TABLE_MISSING)
    return replace(
        stage_figure("contrib", profit.contrib, profit, profit_grade(inputs, profit)),
        target=inputs.goals.target("contrib", inputs.scope.period),
        baseline=before.contrib.value if before else None,
    )


def profit_figures(inputs: Inputs, profit: Profit) -> tuple[Figure, ...]:
    """Return cost of goods, gross profit, its margin and the cost coverage; none without any known cost."""
    if not profit.is_costed:
        return ()
    grade = profit_grade(inputs, profit)
    cogs = Stage(profit.cogs_mid, profit.cogs_low, profit.cogs_high, profit.is_point)
    return (
        stage_figure("cogs", cogs, profit, grade),
        stage_figure("gross", profit.gross, profit, grade),
        margin_figure("gross_margin", profit.gross, profit, grade),
        replace(
            _figure(
                "cost_cov",
                profit.coverage if profit.line_cents else None,
                reason=Reason.ZERO_DENOMINATOR,
            ),
            numerator=profit.known_cents,
            denominator=profit.line_cents,
        ),
    )


def stage_figure(key: str, stage: Stage, profit: Profit, grade: Grade | None) -> Figure:
    """Return how much is left at a stage."""
    figure = _figure(key, stage.value, grade=grade, reason=_reason(profit, stage))
    return replace(figure, low=stage.low, high=stage.high)


def margin_figure(key: str, stage: Stage, profit: Profit, grade: Grade | None) -> Figure:
    """Return a stage as a share of net sales."""
    net = profit.net_cents
    if net <= 0:
        return _figure(key, None, grade=grade, reason=Reason.ZERO_DENOMINATOR)
    low, mid, high = (None if c is None else c / net for c in (stage.low, stage.value, stage.high))
    figure = _figure(key, mid, grade=grade, reason=_reason(profit, stage))
    return replace(figure, numerator=stage.value, denominator=net, low=low, high=high)


def amount_figure(key: str, cents: float | None, grade: Grade | None = None) -> Figure:
    """Return an amount that is a value or unknown."""
    return _figure(key, cents, grade=grade if cents is not None else None)


def ratio_figure(key: str, part: int, whole: int | None, grade: Grade | None) -> Figure:
    """Return part / whole, undefined where the whole is unknown or nothing is left of it."""
    if whole is None or whole <= 0:
        unknown = Reason.COST_UNKNOWN if whole is None else Reason.ZERO_DENOMINATOR
        return _figure(key, None, reason=unknown)
    return replace(_figure(key, part / whole, grade=grade), numerator=part, denominator=whole)


def profit_grade(inputs: Inputs, profit: Profit) -> Grade | None:
    """Return the worst of what limits profit numbers."""
    return profit_trust(inputs, profit.coverage).grade


def _reason(profit: Profit, stage: Stage) -> Reason:
    """Return why a stage has no value: no costs at all, or unknown ones."""
    is_bare = not profit.is_costed or not profit.knows_refunds
    return Reason.TABLE_MISSING if is_bare and stage.mid is None else Reason.COST_UNKNOWN


def _figure(
    key: str,
    value: float | None,
    *,
    grade: Grade | None = None,
    reason: Reason = Reason.COST_UNKNOWN,
) -> Figure:
    """Return a figure of the metric dictionary on the net basis."""
    known = metric(key)
    return Figure(
        key,
        known.title,
        value,
        known.unit,
        basis=NET,
        grade=grade,
        reason=None if value is not None else reason,
        better=known.better,
        definition=known.formula,
    )
