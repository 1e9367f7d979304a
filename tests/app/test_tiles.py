"""Tiles: the difference has the right size, direction and colour, and is left out where there is none."""

from __future__ import annotations

from ecreview.app.tiles import compared, definition, delta_of
from ecreview.model.grade import Grade
from ecreview.model.section import Figure, Reason
from ecreview.model.text import Text, Unit, same

PAID = same("paid")


def _figure(value: float | None, unit: Unit = Unit.CENTS, **values: object) -> Figure:
    reason = Reason.ZERO_DENOMINATOR if value is None else None
    return Figure("gmv_pay", PAID, value, unit, reason=reason, **values)  # type: ignore[arg-type]


def test_money_below_its_target_falls_in_red() -> None:
    delta = delta_of(_figure(90_000, target=100_000.0))
    assert delta is not None
    assert (delta.size.zh, delta.arrow, delta.colour, delta.beside.zh) == (
        "10.0%",
        "down",
        "red",
        "比目标",
    )


def test_a_rate_that_is_better_when_lower_rises_in_red_and_in_points() -> None:
    delta = delta_of(_figure(0.318, Unit.RATE, target=0.25, better="lower"))
    assert delta is not None
    assert (delta.size, delta.arrow, delta.colour) == (
        Text(zh="6.8 百分点", en="6.8 pt"),
        "up",
        "red",
    )


def test_without_a_target_the_baseline_is_compared() -> None:
    delta = delta_of(_figure(110, Unit.COUNT, baseline=100.0))
    assert delta is not None
    assert (delta.size.zh, delta.arrow, delta.colour) == ("10.0%", "up", "green")
    assert delta.beside.zh == "比对比期"


def test_a_figure_without_a_good_direction_stays_grey() -> None:
    delta = delta_of(_figure(110, Unit.COUNT, baseline=100.0, better=None))
    assert delta is not None
    assert delta.colour == "gray"


def test_an_equal_value_has_no_arrow() -> None:
    delta = delta_of(_figure(100, target=100.0))
    assert delta is not None
    assert (delta.arrow, delta.colour) == ("off", "gray")


def test_nothing_to_compare_with_gives_no_difference() -> None:
    assert delta_of(_figure(100)) is None
    assert delta_of(_figure(None, target=100.0)) is None
    assert delta_of(_figure(100, target=0.0)) is None  # a ratio to nothing is undefined


def test_an_undefined_figure_says_why_instead_of_its_target() -> None:
    assert compared(_figure(None, target=100.0), "CNY") == Reason.ZERO_DENOMINATOR.text


def test_target_and_baseline_stand_in_one_line() -> None:
    words = compared(_figure(1, target=300_000_000.0, baseline=17_810.0), "CNY")
    assert words.zh == "目标 300.0 万 · 对比期 ¥178.10"


def test_the_definition_names_formula_division_sample_interval_and_basis() -> None:
    figure = Figure(
        "pay_cvr", PAID, 0.0294, Unit.RATE, numerator=15_070, denominator=512_600, n=512_600,
        grade=Grade.A, low=0.0289, high=0.0299,
    )  # fmt: skip
    words = definition(figure, "CNY").zh
    for part in (
        "支付买家数 ÷ 访客数",
        "15,070 ÷ 51.3 万",
        "n = 512,600",
        "2.89% ～ 2.99%",
        "支付时间",
    ):
        assert part in words


def test_the_parts_of_a_rate_of_money_are_worded_as_money() -> None:
    figure = Figure(
        "refund_rate_amt", PAID, 0.318, Unit.RATE, numerator=85_350_160, denominator=268_396_740
    )
    assert "85.4 万 ÷ 268.4 万" in definition(figure, "CNY").zh
