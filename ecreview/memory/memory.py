"""What one review leaves to the next: what was measured, meant and decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ecreview.model.scope import Goals, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ecreview.model.action import Action, Risk
    from ecreview.model.scope import Decision, Goal, Period, Settings
    from ecreview.model.text import Unit


@dataclass(frozen=True, slots=True)
class Remembered:
    """A figure of the last review; it compares only with a figure of the same basis.

    Attributes:
        value: in its unit; None = was undefined.
        basis: key of the definition it stood on.
    """

    value: float | None
    unit: Unit
    basis: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of the last review.

    Attributes:
        review: version of its dataset; empty where its hidden sheet is gone, like all but the last three.
        scope: period, baseline and filters it looked at.
        currency: of its amounts.
        values: figures by `section/figure`.
        goals, actions, risks: as people left them; their texts read the same in both languages.
        decisions: on differences between files.
    """

    review: str = ""
    scope: Scope | None = None
    currency: str = ""
    values: Mapping[str, Remembered] = field(default_factory=dict)
    goals: Goals = field(default_factory=Goals)
    actions: tuple[Action, ...] = ()
    risks: tuple[Risk, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def last_day(self) -> date | None:
        """Return the last day that was reviewed, None where that is not known."""
        return None if self.scope is None else self.scope.period.last


def with_decisions(settings: Settings, memory: Memory | None) -> Settings:
    """Return the settings with what was decided last time on differences that nothing was decided on since."""
    if memory is None:
        return settings
    now = {(d.pair, d.left, d.right) for d in settings.decisions}
    kept = [d for d in memory.decisions if (d.pair, d.left, d.right) not in now]
    return replace(settings, decisions=(*settings.decisions, *kept))


def goals_carried(uploaded: Goals, memory: Memory | None, period: Period) -> tuple[Goal, ...]:
    """Return the goals of the last review for this period, none where one was uploaded for it."""
    if memory is None or any(goal.period == period for goal in uploaded.items):
        return ()
    return tuple(goal for goal in memory.goals.items if goal.period == period)
