"""Campaign days against what was planned or what the same campaign brought last time, never against ordinary days.

expected = ordinary level within ±14 days, with its weekday effect, × planned multiplier;
flag: less than half or more than twice of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.risk.detector import MIN_WINDOW_DAYS, Measure, Signal, campaign_days, expect
from ecreview.model.calendar import CAMPAIGN_PHASES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.model.calendar import Campaign

    Floats = NDArray[np.float64]

LEVEL_DAYS = 14
MISSED, EXCEEDED = 0.5, 2.0


def ordinary_level(signal: Signal, phases: NDArray[np.int64]) -> Floats:
    """Return what each day would have been as an ordinary one, as a log; NaN where nobody can tell."""
    logs, is_campaign = signal.logs, campaign_days(phases)
    fit = ~np.isnan(logs) & ~is_campaign
    if fit.sum() < MIN_WINDOW_DAYS:
        return np.full(len(logs), np.nan)
    _, weekly = expect(logs, fit, signal.cycle)
    plain = np.where(fit & (phases == 0), logs - weekly, np.nan)
    level = np.full(len(logs), np.nan)
    for day in np.flatnonzero(is_campaign):
        near = plain[max(day - LEVEL_DAYS, 0) : day + LEVEL_DAYS + 1]
        if (~np.isnan(near)).any():
            level[day] = np.nanmedian(near)
    return level + weekly


def off_plan(signal: Signal, phases: NDArray[np.int64], plan: Floats) -> NDArray[np.int64]:
    """Return −1 or +1 on campaign days that missed or exceeded the plan by far, else 0.

    Args:
        signal: the series.
        phases: phase of each day.
        plan: planned multiple of an ordinary day; NaN = no plan.
    """
    ratio = np.exp(signal.logs - ordinary_level(signal, phases)) / plan
    is_campaign = campaign_days(phases)
    missed, exceeded = is_campaign & (ratio < MISSED), is_campaign & (ratio > EXCEEDED)
    return exceeded.astype(np.int64) - missed


def plan_from_last_time(
    signal: Signal, phases: NDArray[np.int64], calendar: Sequence[Campaign], start: date
) -> Floats:
    """Return the multiple that the same campaign reached when it was last in the data; NaN where it was not."""
    plan = np.full(len(phases), np.nan)
    if signal.measure is Measure.RATE:
        return plan
    ratio = np.exp(signal.logs - ordinary_level(signal, phases))
    last: dict[tuple[str, int], float] = {}
    campaigns = [c for c in calendar if c.phase in CAMPAIGN_PHASES]
    for campaign in sorted(campaigns, key=lambda c: c.start):
        days = slice(max((campaign.start - start).days, 0), max((campaign.end - start).days, 0))
        reached = ratio[days][campaign_days(phases[days])]
        if np.isnan(reached).all():
            continue
        key = (campaign.name.zh, campaign.phase)
        plan[days] = last.get(key, np.nan)
        last[key] = float(np.nanmedian(reached))
    return plan
