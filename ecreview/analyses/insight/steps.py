"""One step of a funnel: from how many to how many, how sure, and how it compares.

A step is nested where those who took it are among those who could; only then it is a rate with an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.intervals import detectable_difference, is_enough, newcombe, wilson
from ecreview.model.grade import Grade, grade_sample, worst
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Reason
from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from ecreview.model.text import Unit as Units

PRACTICAL = (
    0.05  # relative difference below which a step is called equal whatever the sample (methods 0.9)
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
    def unit(self) -> Units:
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
    def difference(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the change against the baseline, None where it cannot be told."""
        if not self.is_nested or self.before is None:
            return None
        return newcombe((self.part, self.whole), self.before)

    @property
    def is_big_enough(self) -> bool:
        """Return whether the counts allow a percentage."""
        return is_enough(self.part, self.whole)

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
            return Text(zh="样本不足", en="sample too small")
        ends = self.difference
        near = abs(self.rate - self.rate_before) < PRACTICAL * self.rate_before
        if near or ends is None or ends[0] <= 0 <= ends[1]:
            return Text(zh="差异不可区分", en="no distinguishable difference")
        return (
            Text(zh="变好", en="better")
            if self.rate > self.rate_before
            else Text(zh="变差", en="worse")
        )


def step_figure(step: Step, basis: Basis, days: Grade | None = None) -> Figure:
    """Return a step as a figure; a sample too small for a percentage leaves it undefined with its counts."""
    known = metric(step.key)
    ends = step.interval
    value = step.rate if step.is_big_enough or not step.is_nested else None
    sample = grade_sample(step.part, step.whole) if step.is_nested else None
    return Figure(
        step.key,
        step.title,
        value,
        step.unit,
        numerator=step.part,
        denominator=step.whole,
        n=step.whole,
        basis=basis,
        grade=worst(sample, days),
        reason=_reason(step, value),
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        target=step.target,
        baseline=step.rate_before,
        definition=known.formula,
    )


def _reason(step: Step, value: float | None) -> Reason | None:
    """Return why a step is undefined, None where it is not."""
    if value is not None:
        return None
    return Reason.BELOW_MIN_N if step.whole else Reason.ZERO_DENOMINATOR
