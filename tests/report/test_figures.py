"""What stands beside a figure: size, direction and judgement of its difference, its references, its parts."""

from __future__ import annotations

from typing import Any

import pytest

from ecreview.model.grade import Grade
from ecreview.model.section import Figure, Reason
from ecreview.model.text import Unit, same
from ecreview.report.figures import difference_of, say_references, units_of_parts


def _figure(value: float | None, unit: Unit = Unit.CENTS, **values: Any) -> Figure:
    reason = Reason.ZERO_DENOMINATOR if value is None else None
    return Figure("gmv_pay", same("paid"), value, unit, reason=reason, **values)


@pytest.mark.parametrize(
    ("grade", "value", "better", "is_good"),
    [
        (Grade.A, 90, "higher", False),
        (Grade.A, 110, "higher", True),
        (Grade.C, 110, "lower", False),
        (Grade.D, 110, "higher", None),
        (None, 110, None, None),
        (None, 100, "higher", None),
    ],
)
def test_a_difference_is_judged_by_its_direction_unless_data_are_too_few(
    grade: Grade | None, value: float, better: Any, is_good: Any
) -> None:
    apart = difference_of(_figure(value, target=100.0, grade=grade, better=better))
    assert apart is not None
    assert apart.is_good is is_good
    assert apart.size == (value - 100) / 100
    assert not apart.is_points


def test_rates_differ_in_points() -> None:
    apart = difference_of(_figure(0.318, Unit.RATE, target=0.25, better="lower"))
    assert apart is not None
    assert apart.size == pytest.approx(0.068)
    assert apart.is_points
    assert apart.is_good is False


def test_the_target_goes_before_the_baseline() -> None:
    figure = _figure(110, Unit.COUNT, baseline=100.0)
    beside_baseline = difference_of(figure)
    beside_target = difference_of(_figure(110, Unit.COUNT, baseline=100.0, target=55.0))
    assert beside_baseline is not None
    assert beside_target is not None
    assert (beside_baseline.size, beside_baseline.is_to_target) == (0.1, False)
    assert (beside_target.size, beside_target.is_to_target) == (1.0, True)


def test_nothing_to_compare_with_gives_no_difference() -> None:
    assert difference_of(_figure(100)) is None
    assert difference_of(_figure(None, target=100.0)) is None
    assert difference_of(_figure(100, target=0.0)) is None  # a ratio to nothing is undefined
    assert difference_of(_figure(0.1, Unit.RATE, target=0.0)) is not None  # points are not


def test_an_undefined_figure_says_why_instead_of_its_target() -> None:
    words = say_references(_figure(None, target=100.0), "CNY")
    assert words == Reason.ZERO_DENOMINATOR.text


def test_target_and_baseline_stand_in_one_line() -> None:
    words = say_references(_figure(1, target=300_000_000.0, baseline=17_810.0), "CNY")
    assert words.zh == "目标 300.0 万 · 对比期 ¥178.10"


def test_a_price_divides_money_by_people_and_a_refund_rate_money_by_money() -> None:
    price = Figure("aov_buyer", same("x"), 1.0, Unit.CENTS)
    refunds = Figure("refund_rate_amt", same("x"), 0.1, Unit.RATE)
    conversion = Figure("pay_cvr", same("x"), 0.1, Unit.RATE)
    assert units_of_parts(price) == (Unit.CENTS, Unit.COUNT)
    assert units_of_parts(refunds) == (Unit.CENTS, Unit.CENTS)
    assert units_of_parts(conversion) == (Unit.COUNT, Unit.COUNT)
