"""Gross profit and contribution as figures: a value, a range, or undefined with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecreview.analyses.costs import Profit, profit_of
from ecreview.analyses.headlines import profit_trust
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Reason

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.model.grade import Grade

_NET = Basis(refund="pay_cohort")
Ends = tuple[float, float] | tuple[None, None]


def contribution_figure(inputs: Inputs, profit: Profit | None) -> Figure:
    """Return the contribution; undefined where costs or fees are unknown."""
    baseline = inputs.scope.baseline
    before = profit_of(inputs, baseline) if baseline else None
    ends: Ends = (None, None)
    if profit is not None and profit.fees_cents is not None:
        low, high = profit.gross_range
        ends = (low - profit.fees_cents, high - profit.fees_cents)
    figure = _figure(
        "contrib",
        profit.contrib_cents if profit else None,
        grade=profit_trust(inputs, profit.coverage).grade if profit else None,
        reason=Reason.TABLE_MISSING if profit is None else Reason.COST_UNKNOWN,
        ends=ends,
    )
    return replace(
        figure,
        target=inputs.goals.target("contrib", inputs.scope.period),
        baseline=before.contrib_cents if before else None,
    )


def profit_figures(inputs: Inputs, profit: Profit) -> tuple[Figure, ...]:
    """Return cost of goods, gross profit, its margin and the cost coverage."""
    grade = profit_trust(inputs, profit.coverage).grade
    low, high = profit.gross_range
    net, gross = profit.net_cents, profit.gross_cents
    return (
        _figure(
            "cogs",
            profit.cogs_mean if profit.is_point else None,
            grade=grade,
            ends=(profit.cogs_low, profit.cogs_high),
        ),
        _figure("gross", gross, grade=grade, ends=(low, high)),
        _figure(
            "gross_margin",
            gross / net if gross is not None and net else None,
            grade=grade,
            reason=Reason.COST_UNKNOWN if net else Reason.ZERO_DENOMINATOR,
            ends=(low / net, high / net) if net else (None, None),
            counts=(gross, net),
        ),
        _figure("cost_cov", profit.coverage, counts=(profit.known_cents, profit.line_cents)),
    )


def _figure(
    key: str,
    value: float | None,
    *,
    grade: Grade | None = None,
    reason: Reason = Reason.COST_UNKNOWN,
    ends: Ends = (None, None),
    counts: tuple[int | None, int | None] = (None, None),
) -> Figure:
    """Return a figure of the metric dictionary on the net basis."""
    known = metric(key)
    return Figure(
        key,
        known.title,
        value,
        known.unit,
        numerator=counts[0],
        denominator=counts[1],
        basis=_NET,
        grade=grade,
        reason=None if value is not None else reason,
        low=ends[0],
        high=ends[1],
        better=known.better,
        definition=known.formula,
    )
