"""Grades: both sides of every border of the table."""

from __future__ import annotations

import pytest

from ecreview.model.grade import (
    Grade,
    grade_cost_coverage,
    grade_day_coverage,
    grade_mapping,
    grade_reconciliation,
    grade_refund_maturity,
    grade_refunds,
    grade_sample,
    worst,
)


@pytest.mark.parametrize(
    ("share", "grade"),
    [(1.0, "A"), (0.999, "B"), (0.98, "B"), (0.979, "C"), (0.90, "C"), (0.899, "D")],
)
def test_day_coverage(share: float, grade: str) -> None:
    assert grade_day_coverage(share) == grade


@pytest.mark.parametrize(
    ("share", "grade"),
    [(0.98, "A"), (0.979, "B"), (0.95, "B"), (0.949, "C"), (0.80, "C"), (0.1, "C"), (None, "C")],
)
def test_reconciliation_never_falls_to_d(share: float | None, grade: str) -> None:
    assert grade_reconciliation(share) == grade


@pytest.mark.parametrize(
    ("share", "grade"),
    [(0.95, "A"), (0.949, "B"), (0.90, "B"), (0.899, "C"), (0.70, "C"), (0.699, "D")],
)
def test_cost_coverage(share: float, grade: str) -> None:
    assert grade_cost_coverage(share) == grade


@pytest.mark.parametrize(
    ("share", "grade"),
    [(0.95, "A"), (0.949, "B"), (0.85, "B"), (0.849, "C"), (0.50, "C"), (0.499, "D")],
)
def test_refunds_seen(share: float, grade: str) -> None:
    assert grade_refunds(share) == grade


@pytest.mark.parametrize(
    ("numerator", "denominator", "grade"),
    [
        (30, 1000, "A"),
        (29, 1000, "B"),
        (30, 999, "B"),
        (10, 100, "B"),
        (9, 100, "C"),
        (10, 99, "C"),
        (5, 30, "C"),
        (4, 30, "D"),
        (5, 29, "D"),
    ],
)
def test_a_rate_needs_both_counts(numerator: int, denominator: int, grade: str) -> None:
    assert grade_sample(numerator, denominator) == grade


@pytest.mark.parametrize(
    ("share", "grade"),
    [(1.0, "A"), (0.95, "A"), (0.949, "B"), (0.85, "B"), (0.849, "C"), (0.50, "C"), (0.499, "D")],
)
def test_the_share_of_refunds_visible_grades_net_numbers(share: float, grade: str) -> None:
    assert grade_refund_maturity(share, refunds=0, age=0) == grade


@pytest.mark.parametrize(
    ("refunds", "age", "grade"),
    [(199, 14, "D"), (200, 14, "C"), (199, 15, "B"), (200, 15, "B")],
)
def test_an_unknown_share_is_d_only_on_few_refunds_of_young_orders(
    refunds: int, age: int, grade: str
) -> None:
    assert grade_refund_maturity(None, refunds, age) == grade


def test_mapping_has_no_d_once_required_columns_are_there() -> None:
    assert [grade_mapping(s) for s in (0.95, 0.94, 0.85, 0.84)] == ["A", "B", "B", "C"]


def test_the_worst_factor_decides_and_unknown_ones_do_not_count() -> None:
    assert worst(Grade.A, None, Grade.C, Grade.B) is Grade.C
    assert worst(None, None) is None


def test_only_a_and_b_allow_a_conclusion() -> None:
    assert [g.is_conclusive for g in Grade] == [True, True, False, False]
