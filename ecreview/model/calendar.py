"""Campaigns whose peaks are planned: an editable table, since platforms and years differ.

The shipped rows are the customary main days; the user confirms or overrules them with a `calendar` table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ecreview.model.text import Text


class Phase(IntEnum):
    """What a day is to a campaign."""

    ORDINARY = 0
    WARM_UP = 1
    PEAK = 2
    LULL = 3
    ENCORE = 4
    AFTER_DIP = 5


SHOULDER_PHASES = frozenset({Phase.WARM_UP, Phase.LULL, Phase.AFTER_DIP})
CAMPAIGN_PHASES = frozenset({Phase.PEAK, Phase.ENCORE})


@dataclass(frozen=True, slots=True)
class Campaign:
    """One phase of one campaign, from `start` up to but without `end`."""

    name: Text
    phase: Phase
    start: date
    end: date


def _yearly(name: Text, first: tuple[int, int], last: tuple[int, int]) -> tuple[Campaign, ...]:
    """Return the peak days of a campaign that keeps its dates, for the years of the shipped table."""
    return tuple(
        Campaign(
            name,
            Phase.PEAK,
            date(year, *first),
            date.fromordinal(date(year, *last).toordinal() + 1),
        )
        for year in CALENDAR_YEARS
    )


CALENDAR_YEARS = range(2019, 2029)

CAMPAIGNS: tuple[Campaign, ...] = (
    *_yearly(Text(zh="38 节", en="Women's Day sale"), (3, 8), (3, 8)),
    *_yearly(Text(zh="618 大促", en="618 sale"), (6, 16), (6, 20)),
    *_yearly(Text(zh="99 大促", en="9.9 sale"), (9, 9), (9, 9)),
    *_yearly(Text(zh="双 11", en="Double 11"), (11, 11), (11, 11)),
    *_yearly(Text(zh="双 12", en="Double 12"), (12, 12), (12, 12)),
)
