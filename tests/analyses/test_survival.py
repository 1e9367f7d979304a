from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.analyses.survival import survive


def test_the_estimate_multiplies_the_daily_survivals() -> None:
    # day 2: 1 of 5, day 3: one leaves unseen, day 4: 1 of 3 → 4/5 · 2/3
    curve = survive(np.array([2, 3, 4, 5, 6]), np.array([True, False, True, False, False]))
    assert curve.waiting.tolist() == pytest.approx(
        [1, 1, 0.8, 0.8, 0.8 * 2 / 3] + [0.8 * 2 / 3] * 2
    )
    assert curve.at_risk.tolist() == [5, 5, 5, 4, 3, 2, 1]


def test_a_median_that_is_not_reached_is_none() -> None:
    curve = survive(np.array([1, 2, 3, 4]), np.array([True, True, False, False]))
    assert curve.waiting[-1] == 0.5
    assert curve.median() is None


def test_the_median_is_the_first_day_with_fewer_than_half_waiting() -> None:
    assert survive(np.array([1, 4, 7]), np.array([True, True, True])).median() == 4


def test_the_interval_is_greenwood_on_the_log_log_scale() -> None:
    # 2 of 10 on day 1: S = 0.8, variance of ln(−ln S) = 2 / (10 · 8) / ln(0.8)²
    curve = survive(np.array([1, 1] + [2] * 8), np.array([True, True] + [False] * 8))
    width = np.exp(1.959963984540054 * np.sqrt(2 / 80) / -np.log(0.8))
    assert (curve.low[1], curve.high[1]) == pytest.approx((0.8**width, 0.8 ** (1 / width)))
    assert np.isnan(curve.low[0])


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60))
def test_it_equals_the_plain_share_where_nobody_leaves_unseen_before(
    people: list[tuple[int, bool]],
) -> None:
    days = np.array([day if happened else 60 for day, happened in people])
    happened = np.array([happened for _, happened in people])
    curve = survive(days, happened)
    for day in (0, 10, 30, len(curve.waiting) - 1):
        if day < len(curve.waiting):
            share = (happened & (days <= day)).mean()
            assert 1 - curve.waiting[day] == pytest.approx(share)
