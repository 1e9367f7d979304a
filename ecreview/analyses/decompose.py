"""How much of a change each factor of a product makes up, and how much of a ratio's change is mix or rate.

Shapley is the default: independent of the factors' order, exact to the cent, at home with zeros and
negatives. LMDI is the cross-check, chain substitution the labelled option.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, log, prod
from typing import TYPE_CHECKING

from ecreview.model.money import round_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_FACTORS = 5


def shapley(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return each factor's exact part of ∏after − ∏before, averaged over all orders of change.

    Raises:
        ValueError: the sides differ in length, or there are more than MAX_FACTORS factors.

    Examples:
        >>> [int(x) for x in shapley([Fraction(10), Fraction(2)], [Fraction(12), Fraction(3)])]
        [5, 11]
    """
    size = len(before)
    if size != len(after) or size > MAX_FACTORS:
        raise ValueError(
            f"{size} and {len(after)} factors, must be equal and at most {MAX_FACTORS}"
        )
    return tuple(_shapley_of(i, before, after) for i in range(size))


def _shapley_of(factor: int, before: Sequence[Fraction], after: Sequence[Fraction]) -> Fraction:
    """Return one factor's part: its change times the others, weighted over who changed before it."""
    others = [i for i in range(len(before)) if i != factor]
    total = Fraction(0)
    for count in range(len(others) + 1):
        weight = Fraction(factorial(count) * factorial(len(others) - count), factorial(len(before)))
        for changed in combinations(others, count):
            total += weight * prod(
                (after[i] if i in changed else before[i] for i in others), start=Fraction(1)
            )
    return total * (after[factor] - before[factor])


def effect_range(
    factor: int, before: Sequence[Fraction], after: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """Return the smallest and largest part that a factor takes over all orders of change.

    The Shapley part lies between them; they say how much of it is interaction with the other factors.
    """
    others = [i for i in range(len(before)) if i != factor]
    change = after[factor] - before[factor]
    parts = [
        change * prod((after[i] if i in changed else before[i] for i in others), start=Fraction(1))
        for count in range(len(others) + 1)
        for changed in combinations(others, count)
    ]
    return min(parts), max(parts)


def split_gap(before: Sequence[Fraction], after: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Return the Shapley parts as whole cents, and last what the products leave of `total`.

    The last one is 0 where both sides are products of their factors; targets that do not multiply leave
    their contradiction there.
    """
    parts = shapley(before, after)
    return round_parts([*parts, total - sum(parts, Fraction(0))], total)


def chain(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return the parts by chain substitution (连环替代) in the order given; another order gives other parts."""
    return tuple(
        prod(after[:i], start=Fraction(1))
        * (after[i] - before[i])
        * prod(before[i + 1 :], start=Fraction(1))
        for i in range(len(before))
    )


def log_mean(first: float, second: float) -> float:
    """Return the logarithmic mean (a − b) / (ln a − ln b); its limits are a where equal, 0 where one is 0.

    Examples:
        >>> round(log_mean(15_004_000, 18_000_000) / 100, 2)
        164565.72
    """
    if first <= 0 or second <= 0:
        return 0.0
    return first if first == second else (first - second) / log(first / second)


def lmdi(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...] | None:
    """Return the parts by LMDI, None where a factor is negative.

    A factor that falls to zero or rises from it takes the whole change (the analytical limit); several of
    them share it equally.

    Source: Ang and Liu 2007, Energy Policy 35, 238-246.
    """
    if min(*before, *after) < 0:
        return None
    first, last = prod(before), prod(after)
    if first > 0 and last > 0:
        weight = log_mean(last, first)
        return tuple(weight * log(b / a) for a, b in zip(before, after, strict=True))
    flips = [(a == 0) != (b == 0) for a, b in zip(before, after, strict=True)]
    return tuple((last - first) / sum(flips) if flip else 0.0 for flip in flips)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of a ratio on both sides: part and whole before and after."""

    name: str
    part_before: Fraction
    whole_before: Fraction
    part_after: Fraction
    whole_after: Fraction


@dataclass(frozen=True, slots=True)
class MixRate:
    """How much of the change of a ratio each segment makes up, as fractions of the ratio's unit.

    Attributes:
        mix: by its changed share of the whole.
        rate: by its own changed ratio.
    """

    name: str
    mix: Fraction
    rate: Fraction


def mix_and_rate(segments: Sequence[Segment]) -> tuple[MixRate, ...]:
    """Return the mix and rate part of each segment; together they are the change of the total ratio.

    rate = mean share × change of the ratio; mix = change of the share × (mean ratio − mean total ratio).

    Raises:
        ValueError: one side has no whole, so its ratio is undefined.
    """
    whole_before = sum((s.whole_before for s in segments), Fraction(0))
    whole_after = sum((s.whole_after for s in segments), Fraction(0))
    if whole_before == 0 or whole_after == 0:
        raise ValueError("a side without a whole has no ratio to explain")
    total = (
        sum((s.part_before for s in segments), Fraction(0)) / whole_before
        + sum((s.part_after for s in segments), Fraction(0)) / whole_after
    ) / 2
    return tuple(_mix_rate(s, whole_before, whole_after, total) for s in segments)


def _mix_rate(segment: Segment, before: Fraction, after: Fraction, total: Fraction) -> MixRate:
    """Return one segment's parts; a segment absent on one side takes its ratio from the other."""
    share0, share1 = segment.whole_before / before, segment.whole_after / after
    ratio0 = _ratio(segment.part_before, segment.whole_before)
    ratio1 = _ratio(segment.part_after, segment.whole_after)
    known0 = ratio0 if ratio0 is not None else ratio1
    known1 = ratio1 if ratio1 is not None else ratio0
    if known0 is None or known1 is None:
        return MixRate(segment.name, Fraction(0), Fraction(0))
    mix = (share1 - share0) * ((known0 + known1) / 2 - total)
    return MixRate(segment.name, mix, (share0 + share1) / 2 * (known1 - known0))


def _ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    """Return part / whole, None where whole is zero."""
    return part / whole if whole else None
