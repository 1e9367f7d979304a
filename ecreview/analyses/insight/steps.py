"""One step of a funnel: from how many to how many, how sure, and how it compares.

A step is nested where those who took it are among those who could; only then it is a rate with an interval.
Here too are the words and columns that both funnels share.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecreview.analyses.intervals import detectable_difference, is_enough, newcombe, wilson
from ecreview.model.grade import Grade, grade_sample, worst
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Column, Figure, Reason
from ecreview.model.text import Text, Unit

# Relative difference below which a step is called equal whatever the sample (methods 0.9).
PRACTICAL = 0.05
RATES = Text(zh="每一步走下去的比例", en="Share that takes each step")
RATES_WITH_INTERVALS = Text(zh="每一步的比例和区间", en="Step rates with intervals")
STEP_RATE = Column("step_rate", Text(zh="单步转化率", en="Step rate"), Unit.RATE)
OVERALL_RATE = Column("overall_rate", Text(zh="整体转化率", en="Overall rate"), Unit.RATE)
DROP = Column("drop", Text(zh="单步流失", en="Drop-off"), Unit.RATE)
INTERVAL = (
    Column("low", Text(zh="区间下限", en="Low"), Unit.RATE),
    Column("high", Text(zh="区间上限", en="High"), Unit.RATE),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        key: metric id.
        part, whole: who took it, and who could.
        before: the same counts of the baseline, None without one.
        target: wanted rate, None without one.
        is_nested: whether the part is contained in the whole.
        lost: how many were lost against target or baseline (negative: won); None without either.
        lost_cents: what the shortfall against target or baseline is worth; None where there is none.
    """

    key: str
    title: Text
    part: int
    whole: int
    before: tuple[int, int] | None = None
    target: float | None = None
    is_nested: bool = True
    lost: float | None = None
    lost_cents: int | None = None

    @property
    def unit(self) -> Unit:
        """Return rate for nested steps, ratio for the others."""
        return Unit.RATE if self.is_nested else Unit.RATIO

    @property
    def rate(self) -> float | None:
        """Return the share that took the step, None where nobody could."""
        return self.part / self.whole if self.whole else None

    @property
    def rate_before(self) -> float | None:
        """Return the share of the baseline, None without one."""
        return self.before[0] / self.before[1] if self.before and self.before[1] else None

    @property
    def reference(self) -> float | None:
        """Return the target, else the baseline's share."""
        return self.rate_before if self.target is None else self.target

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of a nested step."""
        return wilson(self.part, self.whole) if self.is_nested else None

    @property
    def is_big_enough(self) -> bool:
        """Return whether the rate may be shown: a percentage needs its counts, a ratio does not."""
        return not self.is_nested or is_enough(self.part, self.whole)

    @property
    def detectable(self) -> float | None:
        """Return the smallest rise that this sample can show, None where the step is no rate."""
        if not self.is_nested or not self.whole or not 0 <= self.part <= self.whole:
            return None
        return detectable_difference(self.part / self.whole, self.whole)

    @property
    def verdict(self) -> Text:
        """Return how it compares with the baseline, in words."""
        if self.before is None or self.rate is None or self.rate_before is None:
            return Text(zh="没有对比期", en="no baseline")
        if not self.is_nested:
            return Text(zh="比值，不给区间", en="a ratio, no interval")
        if not self.is_big_enough or not is_enough(*self.before):
            return Reason.BELOW_MIN_N.text
        ends = newcombe((self.part, self.whole), self.before)
        near = abs(self.rate - self.rate_before) < PRACTICAL * self.rate_before
        if near or ends is None or ends[0] <= 0 <= ends[1]:
            return Text(zh="差异不可区分", en="no distinguishable difference")
        if self.rate > self.rate_before:
            return Text(zh="变好", en="better")
        return Text(zh="变差", en="worse")


def step_grade(step: Step, data: Grade | None) -> Grade | None:
    """Return the worst of its sample and of the tables it is counted from."""
    return worst(grade_sample(step.part, step.whole) if step.is_nested else None, data)


def step_figure(
    step: Step, basis: Basis, data: Grade | None = None, *, definition: Text | None = None
) -> Figure:
    """Return a step as a figure; a sample too small for a percentage leaves it undefined with its counts.

    Args:
        step: told by the figure.
        basis: of its counts.
        data: grade of the tables it is counted from.
        definition: of a step that is not in the metric dictionary.
    """
    low, high = step.interval or (None, None)
    value = step.rate if step.is_big_enough else None
    missing = Reason.BELOW_MIN_N if step.whole else Reason.ZERO_DENOMINATOR
    return Figure(
        step.key,
        step.title,
        value,
        step.unit,
        numerator=step.part,
        denominator=step.whole,
        n=step.whole,
        basis=basis,
        grade=step_grade(step, data),
        reason=missing if value is None else None,
        low=low,
        high=high,
        target=step.target,
        baseline=step.rate_before,
        definition=metric(step.key).formula if definition is None else definition,
    )
