from __future__ import annotations

import numpy as np
import pytest

from ecreview.analyses.risk.level_shift import find_shifts, row_medians


def steps(days: int, at: int, size: float) -> np.ndarray:
    noise = np.random.default_rng(4).normal(0, 0.05, days)
    return np.where(np.arange(days) >= at, size, 0.0) + noise


def everything(days: int) -> np.ndarray:
    return np.ones(days, dtype=bool)


def test_a_step_is_found_on_its_day() -> None:
    (shift,) = find_shifts(steps(60, 30, -0.5), everything(60), 0.05)
    assert shift.at == 30
    assert shift.size == pytest.approx(-0.5, abs=0.1)


def test_a_quiet_series_has_no_step() -> None:
    assert find_shifts(steps(60, 30, 0.0), everything(60), 0.05) == ()


def test_a_step_below_a_quarter_is_not_told() -> None:
    assert find_shifts(steps(60, 30, 0.15), everything(60), 0.05) == ()


def test_27_days_are_too_few_and_28_are_enough() -> None:
    assert find_shifts(steps(27, 14, 1.0), everything(27), 0.05) == ()
    assert find_shifts(steps(28, 14, 1.0), everything(28), 0.05) != ()


def test_seven_days_are_needed_on_either_side() -> None:
    assert find_shifts(steps(60, 55, 1.0), everything(60), 0.05) == ()
    assert [s.at for s in find_shifts(steps(60, 53, 1.0), everything(60), 0.05)] == [53]


def test_fewer_than_28_ordinary_days_need_a_clearer_step() -> None:
    # ten days a side: t = 0.3 / (0.13 · √(1.57 / 5)) = 4.1, between 3.5 and 5
    values = np.where(np.arange(40) >= 20, 0.3, 0.0)
    few = everything(40)
    few[:13] = False
    assert find_shifts(values, everything(40), 0.13) != ()
    assert find_shifts(values, few, 0.13) == ()


def test_missing_days_do_not_count() -> None:
    values = steps(60, 30, 0.8)
    values[28:33] = np.nan
    (shift,) = find_shifts(values, ~np.isnan(values), 0.05)
    assert abs(shift.at - 30) <= 3


def test_the_median_of_a_row_ignores_what_is_missing() -> None:
    rows = np.array([[3.0, np.nan, 1.0], [4.0, 2.0, 9.0], [np.nan, np.nan, np.nan]])
    assert row_medians(rows)[:2].tolist() == [2.0, 4.0]
    assert np.isnan(row_medians(rows)[2])
