"""Money: parts sum to their whole."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.model.money import allocate, allocate_groups, round_parts, sum_by

CENTS = st.integers(-(10**12), 10**12)


def test_ten_over_three_equal_lines_is_3_34_3_33_3_33() -> None:
    assert allocate(1000, [1, 1, 1]) == (334, 333, 333)


def test_9_99_over_three_prices_matches_the_golden_vector() -> None:
    assert allocate(999, [3299, 4500, 1201]) == (366, 500, 133)


def test_weights_that_sum_to_zero_split_equally() -> None:
    assert allocate(100, [0, 0, 0]) == (34, 33, 33)


def test_nothing_to_split_over_gives_nothing() -> None:
    assert allocate(100, []) == ()


def test_parts_of_a_negative_total_floor_towards_minus_infinity() -> None:
    # exact parts −1/3 each: floors −1 −1 −1, two cents go back to the first two
    assert allocate(-1, [1, 1, 1]) == (0, 0, -1)


def test_parts_that_miss_the_total_are_refused() -> None:
    with pytest.raises(ValueError, match="not to 10"):
        round_parts([Fraction(1)], 10)


@settings(max_examples=500)
@given(CENTS, st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_parts_always_sum_to_the_total(total: int, weights: list[int]) -> None:
    assert sum(allocate(total, weights)) == total


@settings(max_examples=500)
@given(CENTS, st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_no_part_is_a_whole_cent_off_its_exact_share(total: int, weights: list[int]) -> None:
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**6)), max_size=30))
def test_lines_of_a_group_sum_to_the_group(lines: list[tuple[int, int]]) -> None:
    groups = np.array([g for g, _ in lines], dtype=np.int64)
    weights = np.array([w for _, w in lines], dtype=np.int64)
    totals = np.array([101, -7, 0, 99_999, 1], dtype=np.int64)
    shares = allocate_groups(totals, weights, groups)
    for group in set(groups.tolist()):
        assert shares[groups == group].sum() == totals[group]


@settings(max_examples=500)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**10)), min_size=1, max_size=20),
    st.lists(st.integers(-(10**11), 10**11), min_size=4, max_size=4),
)
def test_groups_are_allocated_as_each_of_them_alone(
    lines: list[tuple[int, int]], totals: list[int]
) -> None:
    groups, weights = (np.array(column, dtype=np.int64) for column in zip(*lines, strict=True))
    shares = allocate_groups(np.array(totals, dtype=np.int64), weights, groups)
    for group in set(groups.tolist()):
        alone = allocate(totals[group], weights[groups == group].tolist())
        assert tuple(shares[groups == group].tolist()) == alone


def test_sums_by_code_are_exact_beyond_float32() -> None:
    cents = np.array([2**40 + 1, 2**40, -1], dtype=np.int64)
    assert sum_by(np.array([0, 0, 1]), cents, 3).tolist() == [2**41 + 1, -1, 0]


def test_sums_that_a_float_cannot_hold_are_refused() -> None:
    with pytest.raises(OverflowError):
        sum_by(np.array([0]), np.array([2**53], dtype=np.int64), 1)
