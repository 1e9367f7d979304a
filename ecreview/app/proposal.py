"""What the app proposes before a review: which days, and which days to compare them with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecreview.analyses.goals.targets import goals_of
from ecreview.model.scope import Period, Scope
from ecreview.model.text import Text
from ecreview.review import default_scope

if TYPE_CHECKING:
    from datetime import date

    from ecreview.model.dataset import Dataset

_LEADING = ("orders", "traffic_daily", "events")
_BEFORE = Text(zh="前一段 {period}", en="Days before {period}")
_LAST_YEAR = Text(zh="去年同期 {period}", en="Last year {period}")


def proposed_scope(dataset: Dataset) -> Scope:
    """Return the days that most targets of the files speak about, else the whole span of the orders.

    Who uploads targets has said which campaign it is; the history before it is there to compare with.
    """
    usual = default_scope(dataset)
    reach = span(dataset)
    spoken = Counter(goal.period for goal in goals_of(dataset).items)
    if reach is None or not spoken:
        return usual
    period = max(spoken, key=lambda p: (spoken[p], p))
    if period.start < reach.start or period.start >= reach.end:
        return usual
    return Scope(period, next(iter(baselines(dataset, period)), None))


def baselines(dataset: Dataset, period: Period) -> dict[Period, Text]:
    """Return the periods that the data reach back to, each with its name: just before, a year before."""
    reach = span(dataset)
    candidates = {period.shifted(-period.days): _BEFORE, _year_before(period): _LAST_YEAR}
    return {p: words for p, words in candidates.items() if reach and p.start >= reach.start}


def span(dataset: Dataset) -> Period | None:
    """Return the days of the tables that the figures are made of, else of all dated ones; None without any."""
    dated = [(t.table, t.span) for file in dataset.files for t in file.tables if t.span]
    spans = [days for table, days in dated if table in _LEADING] or [days for _, days in dated]
    return Period.over(min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def _year_before(period: Period) -> Period:
    """Return the same dates one year earlier; 29 February becomes the 28th."""
    start = _last_year(period.start)
    return Period.over(start, max(start, _last_year(period.last)))


def _last_year(day: date) -> date:
    """Return the same date of the year before."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
