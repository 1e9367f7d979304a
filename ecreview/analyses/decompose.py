"""How much of a change each factor of a product makes up.

Shapley is the default: independent of the factors' order, exact to the cent, at home with zeros and
negatives. LMDI is the cross-check, chain substitution the labelled option.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, log, prod
from typing import TYPE_CHECKING

from ecreview.model.money import round_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    size = len(before)
    weighted = [
        product / (size * comb(size - 1, count))
        for count, product in _others(factor, before, after)
    ]
    return sum(weighted, Fraction(0)) * (after[factor] - before[factor])


def _others(
    factor: int, before: Sequence[Fraction], after: Sequence[Fraction]
) -> Iterator[tuple[int, Fraction]]:
    """Yield, for each choice of other factors that changed first, how many they are and the others' product."""
    others = [i for i in range(len(before)) if i != factor]
    for count in range(len(others) + 1):
        for changed in combinations(others, count):
            values = (after[i] if i in changed else before[i] for i in others)
            yield count, prod(values, start=Fraction(1))


def effect_range(
    factor: int, before: Sequence[Fraction], after: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """Return the smallest and largest part that a factor takes over all orders of change.

    The Shapley part lies between them; they say how much of it is interaction with the other factors.
    """
    change = after[factor] - before[factor]
    parts = [change * product for _, product in _others(factor, before, after)]
    return min(parts), max(parts)


def split_gap(
    before: Sequence[Fraction],
    after: Sequence[Fraction],
    total: int,
    *,
    split: Callable[[Sequence[Fraction], Sequence[Fraction]], tuple[Fraction, ...]] = shapley,
) -> tuple[int, ...]:
    """Return the parts as whole cents, and last what the products leave of `total`.

    The last one is 0 where both sides are products of their factors; targets that do not multiply leave
    their contradiction there.
    """
    parts = split(before, after)
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
