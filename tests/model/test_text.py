"""Wording of numbers, money, rates and dates in both languages."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecreview.model.text import (
    Text,
    Unit,
    join_texts,
    same,
    say,
    say_cents,
    say_count,
    say_duration,
    say_points,
    say_rate,
)


def test_each_half_is_filled_with_its_own_half_of_a_text_value() -> None:
    text = Text(zh="主因：{why}", en="Mainly {why}").fill(why=Text(zh="访客", en="visitors"))
    assert (text.zh, text.en) == ("主因：访客", "Mainly visitors")


@pytest.mark.parametrize(
    ("cents", "zh", "en"),
    [
        (99_999_9, "¥9,999.99", "¥9,999.99"),
        (1_000_000, "1.0 万", "¥10.0K"),
        (99_999_999, "100.0 万", "¥1,000.0K"),
        (100_000_000, "100.0 万", "¥1.00M"),
        (-31_603_260, "−31.6 万", "−¥316.0K"),
        (0, "¥0.00", "¥0.00"),
    ],
)
def test_amounts_turn_to_wan_at_ten_thousand(cents: int, zh: str, en: str) -> None:
    assert (say_cents(cents).zh, say_cents(cents).en) == (zh, en)


def test_an_amount_carries_the_sign_of_its_currency() -> None:
    assert say_cents(1234, "GBP").en == "£12.34"
    assert say_cents(1234, "CHF").en == "CHF 12.34"


@pytest.mark.parametrize(("rate", "word"), [(0.0999, "9.99%"), (0.1, "10.0%"), (-0.05, "−5.00%")])
def test_rates_under_ten_percent_have_two_decimals(rate: float, word: str) -> None:
    assert say_rate(rate).zh == word


def test_differences_of_rates_are_percentage_points() -> None:
    assert say_points(0.068) == Text(zh="6.8 百分点", en="6.8 pt")
    assert say_points(-0.0061).zh == "−0.61 百分点"


def test_counts_turn_to_wan_at_a_hundred_thousand() -> None:
    assert say_count(99_999).zh == "99,999"
    assert say_count(100_000) == Text(zh="10.0 万", en="100,000")
    assert say_count(-5).zh == "−5"


def test_undefined_is_a_dash_in_every_unit() -> None:
    assert {say(None, unit).zh for unit in Unit} == {"—"}
    assert say_count(None) == say_cents(None) == say_duration(None) == same("—")


@pytest.mark.parametrize(
    ("value", "unit", "zh"),
    [
        (59, Unit.SECONDS, "59 秒"),
        (90, Unit.SECONDS, "1.5 分钟"),
        (2.5, Unit.DAYS, "2.5 天"),
        (date(2026, 6, 18), Unit.DATE, "2026-06-18"),
        (datetime(2026, 6, 18, 9, 5), Unit.TIME, "2026-06-18 09:05"),
        (datetime(2026, 6, 18, 9, 5), Unit.DATE, "2026-06-18"),
        ("SKU-1", Unit.ID, "SKU-1"),
        (Text(zh="甲", en="A"), Unit.TEXT, "甲"),
    ],
)
def test_a_value_is_worded_by_its_unit(value: object, unit: Unit, zh: str) -> None:
    assert say(value, unit).zh == zh


def test_texts_join_with_each_languages_separator() -> None:
    assert join_texts([Text("甲", "A"), Text("乙", "B")]) == Text("甲、乙", "A, B")


def test_two_texts_one_after_the_other_get_a_space_in_english_only() -> None:
    assert Text("甲。", "A.") + Text("乙。", "B.") == Text("甲。乙。", "A. B.")
