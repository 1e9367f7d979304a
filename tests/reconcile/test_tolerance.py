"""Both sides of each limit."""

from __future__ import annotations

import numpy as np
import pytest

from ecreview.model.scope import Settings
from ecreview.reconcile.tolerance import Tolerance, line_tolerance, order_tolerance


def allows(tolerance: Tolerance, difference: int, amount: int) -> bool:
    return bool(tolerance.allows(np.array([difference]), np.array([amount]))[0])


@pytest.mark.parametrize(("difference", "is_allowed"), [(100, True), (-100, True), (101, False)])
def test_the_limit_itself_is_allowed_one_cent_more_is_not(
    difference: int, *, is_allowed: bool
) -> None:
    assert allows(order_tolerance(Settings()), difference, 99_999) is is_allowed


def test_sums_of_lines_may_differ_by_a_cent_only() -> None:
    assert allows(line_tolerance(Settings()), 1, 500)
    assert not allows(line_tolerance(Settings()), 2, 500)


@pytest.mark.parametrize(("difference", "is_allowed"), [(150, True), (151, False)])
def test_the_larger_of_the_two_limits_holds(difference: int, *, is_allowed: bool) -> None:
    assert allows(Tolerance(100, 0.01), difference, 15_000) is is_allowed


def test_both_limits_can_be_set() -> None:
    chosen = Settings(thresholds={"reconcile.tolerance_cents": 5, "reconcile.tolerance_rate": 0.5})
    assert order_tolerance(chosen) == Tolerance(5, 0.5)
