"""Golden vectors: features G1; methods §7; LMDIR's own test table."""

from fractions import Fraction
from itertools import permutations
from math import prod
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.analyses.decompose import chain, effect_range, lmdi, log_mean, shapley, split_gap


def exact(*numbers: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(n) for n in numbers)


# UV × CVR × spend per buyer in cents.
G1 = exact("50000", "0.03", "12000"), exact("62000", "0.022", "11000")
G1_FIVE = (
    exact("50000", "0.10", "0.40", "0.75", "12000"),
    (*exact("62000", "0.08", "0.38"), Fraction(22, 1000) / Fraction(304, 10000), Fraction(11000)),
)
G1_ZERO = exact("1000", "0.02", "10000"), exact("1200", "0", "10000")
G1_SECOND = exact("120000", "0.032", "15800"), exact("150000", "0.028", "14900")


@pytest.mark.parametrize(
    ("sides", "parts"),
    [
        (G1, (3_596_000, -5_144_000, -1_448_000)),
        (G1_FIVE, (3_583_410, -3_692_705, -851_047, -592_766, -1_442_892)),
        (G1_ZERO, (20_000, -220_000, 0)),
        (G1_SECOND, (13_824_000, -8_280_000, -3_636_000)),
        ((G1_SECOND[0], (Fraction(0), *G1_SECOND[1][1:])), (-55_296_000, -3_720_000, -1_656_000)),
    ],
)
def test_shapley_parts_are_those_of_the_golden_vectors(
    sides: tuple[tuple[Fraction, ...], tuple[Fraction, ...]], parts: tuple[int, ...]
) -> None:
    gap = prod(sides[1]) - prod(sides[0])
    assert split_gap(*sides, int(gap)) == (*parts, 0)


def test_rounding_part_by_part_would_miss_the_gap_of_five_links_by_a_cent() -> None:
    parts = shapley(*G1_FIVE)
    assert sum(round(p) for p in parts) == -2_996_001
    assert sum(split_gap(*G1_FIVE, -2_996_000)) == -2_996_000


def test_closed_form_of_three_factors_agrees() -> None:
    (a0, b0, c0), (a1, b1, c1) = G1
    first = (a1 - a0) * ((b0 * c0 + b1 * c1) / 3 + (b0 * c1 + b1 * c0) / 6)
    assert shapley(*G1)[0] == first


small = st.fractions(min_value=-50, max_value=50, max_denominator=12)
sides = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(small, min_size=n, max_size=n), st.lists(small, min_size=n, max_size=n)
    )
)


@given(sides)
@settings(max_examples=60, deadline=None)
def test_parts_sum_to_the_gap_whatever_the_signs(
    both: tuple[list[Fraction], list[Fraction]],
) -> None:
    before, after = both
    assert sum(shapley(before, after)) == prod(after) - prod(before)


@given(sides)
@settings(max_examples=40, deadline=None)
def test_swapping_the_sides_flips_the_signs(both: tuple[list[Fraction], list[Fraction]]) -> None:
    before, after = both
    assert shapley(after, before) == tuple(-p for p in shapley(before, after))


@given(sides, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_factors_does_not_matter(
    both: tuple[list[Fraction], list[Fraction]], random: Random
) -> None:
    before, after = both
    order = list(range(len(before)))
    random.shuffle(order)
    parts = shapley(before, after)
    shuffled = shapley([before[i] for i in order], [after[i] for i in order])
    assert shuffled == tuple(parts[i] for i in order)


def test_ten_thousand_random_gaps_are_split_without_losing_a_cent() -> None:
    random = np.random.default_rng(7)
    for uv0, uv1, b0, b1, m0, m1 in random.integers(0, 10**6, (10_000, 6)).tolist():
        before = (Fraction(uv0), Fraction(b0, uv0 or 1), Fraction(m0, b0 or 1))
        after = (Fraction(uv1), Fraction(b1, uv1 or 1), Fraction(m1, b1 or 1))
        gap = round(prod(after)) - round(prod(before))
        assert sum(split_gap(before, after, gap)) == gap


def test_targets_that_do_not_multiply_leave_their_difference_last() -> None:
    parts = split_gap(*G1, -2_996_000 + 500)
    assert parts == (3_596_000, -5_144_000, -1_448_000, 500)


def test_six_factors_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        shapley([Fraction(1)] * 6, [Fraction(1)] * 6)


@pytest.mark.parametrize(
    ("order", "parts"),
    [
        ((0, 1, 2), (4_320_000, -5_952_000, -1_364_000)),
        ((2, 1, 0), (-1_500_000, -4_400_000, 2_904_000)),
    ],
)
def test_chain_substitution_depends_on_its_order(
    order: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    before, after = (tuple(side[i] for i in order) for side in G1)
    assert chain(before, after) == parts


def test_the_range_of_an_effect_is_that_of_all_orders() -> None:
    orders = [
        dict(zip(order, chain([G1[0][i] for i in order], [G1[1][i] for i in order]), strict=True))
        for order in permutations(range(3))
    ]
    for factor in range(3):
        parts = [o[factor] for o in orders]
        assert effect_range(factor, *G1) == (min(parts), max(parts))


@pytest.mark.parametrize(
    ("sides", "parts"),
    [
        (G1, (35_399.96, -51_040.87, -14_319.09)),
        (G1_FIVE, (35_399.96, -36_721.78, -8_441.12, -5_877.97, -14_319.09)),
        (G1_SECOND, (137_503.46, -82_283.48, -36_139.98)),
        (G1_ZERO, (0, -2_000, 0)),
        ((G1_SECOND[0], (Fraction(0), *G1_SECOND[1][1:])), (-606_720, 0, 0)),
    ],
)
def test_lmdi_is_the_cross_check(
    sides: tuple[tuple[Fraction, ...], tuple[Fraction, ...]], parts: tuple[float, ...]
) -> None:
    found = lmdi([float(x) for x in sides[0]], [float(x) for x in sides[1]])
    assert found == pytest.approx([p * 100 for p in parts], abs=0.5)


def test_lmdi_weight_is_the_logarithmic_mean_not_the_logarithm_of_the_difference() -> None:
    assert log_mean(150_040, 180_000) == pytest.approx(164_565.72, abs=0.005)
    assert log_mean(5, 5) == 5
    assert log_mean(0, 5) == 0


def test_lmdi_is_undefined_for_negative_factors() -> None:
    assert lmdi([1, -2], [1, 2]) is None


# The table of MatthewHeun/LMDIR: two rows of three factors in four years.
LMDIR_YEARS = (
    ((1, 10, 2), (4, 5, 3)),
    ((4, 5, 3), (5, 6, 4)),
    ((8, 2, 4), (5, 7, 5)),
    ((10, 1, 5), (6, 8, 6)),
)


def lmdir(year: int) -> np.ndarray:
    """Return the parts of each row from the year before."""
    rows = zip(LMDIR_YEARS[year - 1], LMDIR_YEARS[year], strict=True)
    return np.array([lmdi(before, after) for before, after in rows])


def test_lmdi_agrees_with_the_table_of_lmdir() -> None:
    np.testing.assert_allclose(
        lmdir(1),
        [[50.47438029, -25.23719014, 14.76280986], [19.31568569, 15.78206435, 24.90224996]],
        atol=1e-8,
    )
    second, third = lmdir(2).sum(axis=0), lmdir(3).sum(axis=0)
    np.testing.assert_allclose(second, [42.96021467, -34.31902656, 50.35881190], atol=1e-8)
    np.testing.assert_allclose(third, [54.01064234, -9.02128467, 54.01064234], atol=1e-8)
    assert lmdi((0, 10, 2), (4, 5, 3)) == (60, 0, 0)
