"""What a review looks at: period, baseline, filters, settings and goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ecreview.model.calendar import CAMPAIGNS, Campaign
from ecreview.model.costs import CostSettings
from ecreview.model.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to but without `end`.

    Examples:
        >>> june = Period(date(2026, 6, 1), date(2026, 7, 1))
        >>> june.days, june.last
        (30, datetime.date(2026, 6, 30))
        >>> june.text.zh
        '2026-06-01 ～ 06-30'
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period ends {self.end}, before it starts {self.start}")

    @classmethod
    def over(cls, first: date, last: date) -> Period:
        """Return the period from the first to the last day, both in it."""
        return cls(first, last + timedelta(days=1))

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.end - timedelta(days=1)

    @property
    def text(self) -> Text:
        """Return both dates as people read them, the last day included."""
        if self.days == 1:
            return same(self.start.isoformat())
        same_year = self.start.year == self.last.year
        last = f"{self.last:%m-%d}" if same_year else self.last.isoformat()
        return Text(
            zh=f"{self.start.isoformat()} ～ {last}", en=f"{self.start.isoformat()} – {last}"
        )

    def shifted(self, days: int) -> Period:
        """Return the period moved by that many days."""
        return Period(self.start + timedelta(days=days), self.end + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows a review looks at.

    Attributes:
        period: the days under review.
        baseline: the days compared with, None where there is nothing to compare.
        shops, channels: only these; empty = all.
    """

    period: Period
    baseline: Period | None = None
    shops: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a difference between two files.

    Attributes:
        pair: key of the reconciliation.
        left: number on its left side, e.g. of the order; empty = none.
        right: number of the entry on its right side that belongs to it; empty = none.
        is_accepted: whether the difference that remains is accepted as it is.
        note: why, in the person's words.
    """

    pair: str
    left: str = ""
    right: str = ""
    is_accepted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may set; defaults are the project's own proposals.

    Attributes:
        currency: ISO code of all amounts.
        calendar: campaigns whose peaks are planned, never anomalies.
        thresholds: numbers by name that overrule an analysis's default.
        options: chosen value per `analysis.option`.
        decisions: on differences between files, applied again whenever the files are compared.
        costs: rates and prices for what the files leave out.
    """

    currency: str = "CNY"
    calendar: tuple[Campaign, ...] = CAMPAIGNS
    thresholds: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, str | float | bool] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    costs: CostSettings = field(default_factory=CostSettings)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of one metric over one period.

    Attributes:
        metric: metric id.
        target: in the unit of the metric (cents for money, a fraction for a rate).
        period: which days it is for.
        scope: shop or channel, empty for the whole.
        owner: who answers for it, empty where unknown.
    """

    metric: str
    target: float
    period: Period
    scope: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """All targets known, typed or uploaded."""

    items: tuple[Goal, ...] = ()

    def target(self, metric: str, period: Period, scope: str = "") -> float | None:
        """Return the target of that metric for exactly this period, or None: a missing goal is not 0."""
        for goal in self.items:
            if (goal.metric, goal.period, goal.scope) == (metric, period, scope):
                return goal.target
        return None
