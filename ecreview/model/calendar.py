"""Campaigns whose peaks are planned: an editable table, since platforms and years differ.

The shipped rows are customary days; the user confirms or overrules them with a `calendar` table. A row of
the user's replaces the shipped rows around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from ecreview.model.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


class Phase(IntEnum):
    """What a day is to a campaign."""

    ORDINARY = 0
    WARM_UP = 1
    PEAK = 2
    LULL = 3
    ENCORE = 4
    AFTER_DIP = 5

    @property
    def text(self) -> Text:
        """Return the phase in words."""
        return _PHASES[self]


_PHASES = {
    Phase.ORDINARY: Text(zh="平日", en="ordinary day"),
    Phase.WARM_UP: Text(zh="预热", en="warm-up"),
    Phase.PEAK: Text(zh="爆发", en="peak"),
    Phase.LULL: Text(zh="间歇", en="lull"),
    Phase.ENCORE: Text(zh="返场", en="encore"),
    Phase.AFTER_DIP: Text(zh="回落", en="after-dip"),
}
# How else people write a phase in the calendar table.
_SYNONYMS = {
    "预售": Phase.WARM_UP,
    "蓄水": Phase.WARM_UP,
    "正式": Phase.PEAK,
    "高潮": Phase.PEAK,
    "平销": Phase.LULL,
    "余热": Phase.AFTER_DIP,
}

SHOULDER_PHASES = frozenset({Phase.WARM_UP, Phase.LULL, Phase.AFTER_DIP})
CAMPAIGN_PHASES = frozenset({Phase.PEAK, Phase.ENCORE})
# Where phases overlap, the later one in this order holds: a peak is never taken for a warm-up.
_STRENGTH = (Phase.AFTER_DIP, Phase.LULL, Phase.WARM_UP, Phase.ENCORE, Phase.PEAK)
OVERRULED_DAYS = 15  # shipped rows this near to a row of the user's are replaced by it


@dataclass(frozen=True, slots=True)
class Campaign:
    """One phase of one campaign, from `start` up to but without `end`."""

    name: Text
    phase: Phase
    start: date
    end: date


def read_phase(word: str) -> Phase:
    """Return the phase that a word of the calendar table means; an unknown word means a peak.

    Examples:
        >>> read_phase("预热期"), read_phase("after-dip"), read_phase("店庆")
        (<Phase.WARM_UP: 1>, <Phase.AFTER_DIP: 5>, <Phase.PEAK: 2>)
    """
    wanted = word.strip().lower().replace("_", "-").replace(" ", "-")
    words = {name: phase for phase, text in _PHASES.items() for name in (text.zh, text.en)}
    for name, phase in (words | _SYNONYMS).items():
        if name.replace(" ", "-") in wanted:
            return phase
    return Phase.PEAK


def campaigns_of(rows: Iterable[tuple[str, str, date, date]]) -> tuple[Campaign, ...]:
    """Return the campaigns of a calendar table, given as (name, phase word, first day, last day)."""
    return tuple(
        Campaign(same(name), read_phase(phase), first, last + timedelta(days=1))
        for name, phase, first, last in rows
        if first <= last
    )


def overrule(shipped: Sequence[Campaign], own: Sequence[Campaign]) -> tuple[Campaign, ...]:
    """Return the user's campaigns, and those shipped ones that are not within 15 days of any of them."""
    near = timedelta(days=OVERRULED_DAYS)
    kept = (
        c
        for c in shipped
        if not any(c.start < o.end + near and o.start < c.end + near for o in own)
    )
    return (*own, *kept)


def phases_of(calendar: Sequence[Campaign], start: date, days: int) -> NDArray[np.int64]:
    """Return the phase of each of so many days from `start` on."""
    phases = np.zeros(days, dtype=np.int64)
    for campaign in sorted(calendar, key=lambda c: _STRENGTH.index(c.phase)):
        low = max((campaign.start - start).days, 0)
        high = max((campaign.end - start).days, 0)
        phases[low:high] = campaign.phase
    return phases


def _yearly(
    zh: str, en: str, first: tuple[int, int], last: tuple[int, int], *, since: int = 2019
) -> tuple[Campaign, ...]:
    """Return the peak days of a campaign that keeps its dates, for the years of the shipped table."""
    day = timedelta(days=1)
    return tuple(
        Campaign(Text(zh=zh, en=en), Phase.PEAK, date(year, *first), date(year, *last) + day)
        for year in CALENDAR_YEARS
        if year >= since
    )


def _black_friday(year: int) -> Campaign:
    """Return Black Friday to Cyber Monday: the day after the fourth Thursday of November, four days."""
    first = date(year, 11, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    name = Text(zh="黑色星期五", en="Black Friday")
    return Campaign(name, Phase.PEAK, thursday + timedelta(days=1), thursday + timedelta(days=5))


def _lunar(new_year: date) -> tuple[Campaign, Campaign]:
    """Return the sale before a Lunar New Year and the week in which parcels rest, as shoulder phases.

    Their dates move with platform and year, so they only raise the threshold and hide no day.
    """
    day = timedelta(days=1)
    sale = Text(zh="年货节", en="New Year sale")
    rest = Text(zh="春节", en="Lunar New Year")
    return (
        Campaign(sale, Phase.WARM_UP, new_year - 28 * day, new_year - 14 * day),
        Campaign(rest, Phase.LULL, new_year - 2 * day, new_year + 8 * day),
    )


CALENDAR_YEARS = range(2019, 2029)
CALENDAR_END = date(CALENDAR_YEARS.stop, 1, 1)  # nothing is known from this day on
_LUNAR_NEW_YEARS = (
    date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
)  # fmt: skip

CAMPAIGNS: tuple[Campaign, ...] = (
    *_yearly("38 节", "Women's Day sale", (3, 8), (3, 8)),
    *_yearly("618 大促（首波）", "618 sale, first wave", (6, 1), (6, 3), since=2020),
    *_yearly("618 大促", "618 sale", (6, 16), (6, 20)),
    *_yearly("99 大促", "9.9 sale", (9, 9), (9, 9)),
    *_yearly("双 11（首波）", "Double 11, first wave", (11, 1), (11, 3), since=2020),
    *_yearly("双 11", "Double 11", (11, 11), (11, 11)),
    *_yearly("双 12", "Double 12", (12, 12), (12, 12)),
    *(_black_friday(year) for year in CALENDAR_YEARS),
    *(campaign for day in _LUNAR_NEW_YEARS for campaign in _lunar(day)),
)
