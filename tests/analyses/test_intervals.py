"""Vectors: methods §1.3 (statsmodels, Newcombe 1998), features G6."""

import pytest

from ecreview.analyses.intervals import detectable_difference, is_enough, newcombe, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.255289, 0.366210),
        (15, 148, 0.062386, 0.160487),
        (0, 20, 0, 0.161125),
        (1, 29, 0.006113, 0.171755),
        (29, 29, 0.883030, 1),
        (0, 1, 0, 0.793451),
        (3, 40, 0.025836, 0.198642),
        (220, 10_000, 0.019303, 0.025064),
        (0, 25, 0, 0.133192),
    ],
)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (5, 4), (-1, 4)])
def test_no_interval_where_the_part_is_not_contained_in_the_whole(part: int, whole: int) -> None:
    assert wilson(part, whole) is None
    assert newcombe((part, whole), (1, 2)) is None


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1),
        ((10, 10), (0, 10), 0.6075, 1),
    ],
)
def test_newcombe(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    assert newcombe(first, second) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "n"),
    [(0.03, 0.033, 53_182), (0.03, 0.036, 13_887), (0.03, 0.045, 2_493), (0.10, 0.12, 3_835)],
)
def test_the_smallest_difference_that_a_sample_can_show(
    first: float, second: float, n: int
) -> None:
    assert detectable_difference(first, n) == pytest.approx(second - first, rel=1e-3)


def test_the_smallest_difference_never_exceeds_what_is_left_of_the_rate() -> None:
    assert detectable_difference(0.9, 2) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("part", "whole", "enough"), [(5, 30, True), (4, 30, False), (5, 29, False), (30, 30, True)]
)
def test_a_percentage_needs_thirty_cases_with_five_hits(
    part: int, whole: int, *, enough: bool
) -> None:
    assert is_enough(part, whole) is enough
