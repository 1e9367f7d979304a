"""The analyses, in telling order; one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.analyses.goals import actions, gap, goals, overview
from ecreview.analyses.insight import cash, cohorts, event_funnel, funnel, profit, refunds
from ecreview.analyses.planned import PLANNED
from ecreview.analyses.quality import bridge, quality
from ecreview.analyses.risk import anomalies
from ecreview.analyses.strategy import clusters, rfm

if TYPE_CHECKING:
    from ecreview.analyses.base import Analysis

ANALYSES: tuple[Analysis, ...] = (
    overview.ANALYSIS,
    goals.ANALYSIS,
    gap.ANALYSIS,
    funnel.ANALYSIS,
    event_funnel.ANALYSIS,
    cohorts.ANALYSIS,
    profit.ANALYSIS,
    cash.ANALYSIS,
    refunds.ANALYSIS,
    rfm.ANALYSIS,
    clusters.ANALYSIS,
    anomalies.ANALYSIS,
    actions.ANALYSIS,
    quality.ANALYSIS,
    bridge.ANALYSIS,
)

__all__ = ["ANALYSES", "PLANNED"]
