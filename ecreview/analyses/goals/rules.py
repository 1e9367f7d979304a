"""What a rule is, and the facts that rules may look at.

A rule fires on numbers with grade C or better and cites them; the rules that mend data (RE-32, RE-33) fire
at any grade. Thresholds are settings under the rule's key, defaults of the project's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecreview.analyses.headlines import headline, headline_grade
from ecreview.model.grade import Grade, worst
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.goals.effects import Effect
    from ecreview.analyses.goals.gap import GapResult
    from ecreview.analyses.goals.goals import GoalsResult
    from ecreview.analyses.goals.overview import OverviewResult
    from ecreview.analyses.insight.cohorts import CohortsResult
    from ecreview.analyses.insight.funnel import FunnelResult
    from ecreview.analyses.quality.quality import QualityResult
    from ecreview.analyses.strategy.rfm import RfmResult
    from ecreview.model.action import ActionKind
    from ecreview.model.section import Figure

# Roles that own an action.
ADS = Text(zh="投放", en="Ads")
CARE = Text(zh="用户运营", en="Customer care")
FINANCE = Text(zh="财务", en="Finance")
MERCHANDISING = Text(zh="商品", en="Merchandising")
OPERATIONS = Text(zh="运营", en="Operations")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the analyses found; None where one was not ready."""

    inputs: Inputs
    overview: OverviewResult | None = None
    goals: GoalsResult | None = None
    gap: GapResult | None = None
    funnel: FunnelResult | None = None
    cohorts: CohortsResult | None = None
    rfm: RfmResult | None = None
    quality: QualityResult | None = None

    @property
    def currency(self) -> str:
        """Return the currency of all amounts."""
        return self.inputs.settings.currency

    def headline(self, key: str) -> Figure | None:
        """Return a headline figure, None where it is undefined."""
        figures = self.overview.figures if self.overview else ()
        return next((f for f in figures if f.key == key and f.value is not None), None)

    def grade(self, figure: Figure) -> Grade | None:
        """Return the grade of a headline, and of the baseline where that is what it is compared with."""
        baseline = self.inputs.scope.baseline
        if figure.target is not None or figure.baseline is None or baseline is None:
            return figure.grade
        before = replace(self.inputs, scope=replace(self.inputs.scope, period=baseline))
        return worst(figure.grade, headline_grade(headline(figure.key), before))

    def effect(self, key: str) -> Effect | None:
        """Return what a link makes up of the gap, None where the gap is not cut."""
        effects = self.gap.effects if self.gap else ()
        return next((e for e in effects if e.key == key), None)

    def threshold(self, key: str, default: float) -> float:
        """Return the setting of that name, else the default."""
        return float(self.inputs.settings.thresholds.get(key, default))


@dataclass(frozen=True, slots=True)
class Firing:
    """Why a rule fired, and what it may bring.

    Attributes:
        values: fill the placeholders of the rule's text.
        why: the evidence in one sentence.
        evidence: `section/key` of the numbers it rests on.
        grade: of those numbers.
        baseline, target: of the check metric.
        worth: value, low and high in cents; None = to be estimated.
        text: replaces the rule's text where one rule has several.
        metric: replaces the rule's check metric where it has several.
    """

    why: Text
    evidence: tuple[str, ...]
    grade: Grade | None
    values: tuple[tuple[str, Text | str], ...] = ()
    baseline: float | None = None
    target: float | None = None
    worth: tuple[int, int, int] | None = None
    text: Text | None = None
    metric: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of recommendation.

    Attributes:
        key: stable id of features, e.g. `RE-14`.
        check: facts → firing, None where it does not fire or its numbers are missing.
        text: verb, object, number; placeholders are filled from the firing.
        owner: role.
        metric: check metric.
        days: until it is due, counted from the end of the data.
        effort: 1 (hours) to 5 (weeks).
        spends: whether it puts money into traffic, so that guards apply.
        mends_data: whether it may fire on numbers of grade D.
    """

    key: str
    kind: ActionKind
    text: Text
    owner: Text
    metric: str
    check: Callable[[Facts], Firing | None]
    days: int
    effort: int
    spends: bool = False
    mends_data: bool = False

    def fire(self, facts: Facts) -> Firing | None:
        """Return the firing, None where it does not fire or rests on too few data."""
        firing = self.check(facts)
        if firing is None or (firing.grade is Grade.D and not self.mends_data):
            return None
        return firing


def reference_of(figure: Figure) -> float | None:
    """Return the target of a figure, else its baseline; None where there is neither."""
    return figure.baseline if figure.target is None else figure.target


def shortfall(effect: Effect) -> tuple[int, int, int]:
    """Return what a link's shortfall is worth: value, low, high, none below 0."""
    ends = (effect.low_cents, effect.high_cents)
    low, high = sorted(max(-(effect.cents if end is None else end), 0) for end in ends)
    return max(-effect.cents, 0), low, high
