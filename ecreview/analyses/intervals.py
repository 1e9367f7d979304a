"""How sure a rate is: Wilson and Newcombe intervals at 95 %, and the smallest difference a sample can show."""

from __future__ import annotations

from math import asin, pi, sin, sqrt

Z_95 = 1.959963984540054
Z_POWER_80 = 0.8416212335729143
MIN_DENOMINATOR = 30  # a percentage is worded only from here on (features 3.0, rule 7)
MIN_NUMERATOR = 5


def is_enough(part: float, whole: float) -> bool:
    """Return whether the counts allow a percentage.

    Examples:
        >>> is_enough(5, 30), is_enough(4, 1_000), is_enough(20, 29)
        (True, False, False)
    """
    return whole >= MIN_DENOMINATOR and part >= MIN_NUMERATOR


def wilson(part: float, whole: float) -> tuple[float, float] | None:
    """Return the Wilson interval of part / whole, None where nothing was observed or part exceeds whole.

    Source: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval

    Examples:
        >>> [round(x, 6) for x in wilson(81, 263)]
        [0.255289, 0.36621]
    """
    if whole <= 0 or not 0 <= part <= whole:
        return None
    rate, z2 = part / whole, Z_95**2
    middle = (rate + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z_95 * sqrt(rate * (1 - rate) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == whole else min(1.0, middle + half)
    return low, high


def newcombe(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float] | None:
    """Return Newcombe's hybrid-score interval of the difference of two rates, each given as (part, whole).

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.

    Examples:
        >>> [round(x, 4) for x in newcombe((56, 70), (48, 80))]
        [0.0524, 0.3339]
    """
    one, two = wilson(*first), wilson(*second)
    if one is None or two is None:
        return None
    p1, p2 = first[0] / first[1], second[0] / second[1]
    down = sqrt((p1 - one[0]) ** 2 + (two[1] - p2) ** 2)
    up = sqrt((one[1] - p1) ** 2 + (p2 - two[0]) ** 2)
    return p1 - p2 - down, p1 - p2 + up


def detectable_difference(rate: float, whole: float) -> float:
    """Return the smallest rise over `rate` that `whole` observations per arm can show (80 % power, two-sided 5 %).

    Examples:
        >>> round(detectable_difference(0.03, 13_887), 4)
        0.006
    """
    shift = (Z_95 + Z_POWER_80) * sqrt(2 / whole)
    angle = min(2 * asin(sqrt(rate)) + shift, pi)
    return sin(angle / 2) ** 2 - rate
