"""Tiles: what the definition behind a figure says."""

from __future__ import annotations

from ecreview.app.tiles import definition
from ecreview.model.grade import Grade
from ecreview.model.section import Figure
from ecreview.model.text import Unit, same

PAID = same("paid")


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
