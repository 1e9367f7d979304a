"""Periods, goals and the settings file."""

from __future__ import annotations

from datetime import date

import pytest

from ecreview.model.calendar import Phase
from ecreview.model.scope import Decision, Goal, Goals, Period
from ecreview.model.settings_file import SettingsUnreadable, parse_settings

JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))


def test_a_period_shows_its_last_day_not_the_day_after() -> None:
    assert JUNE.text.zh == "2026-06-01 ～ 06-30"
    assert Period.over(date(2025, 12, 30), date(2026, 1, 2)).text.en == "2025-12-30 – 2026-01-02"
    assert Period.over(date(2026, 6, 18), date(2026, 6, 18)).text.zh == "2026-06-18"


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 6, 1), date(2026, 6, 1))


def test_a_missing_goal_is_none_not_zero() -> None:
    goals = Goals((Goal("gmv_pay", 100.0, JUNE),))
    assert goals.target("gmv_pay", JUNE) == 100.0
    assert goals.target("uv", JUNE) is None
    assert goals.target("gmv_pay", JUNE.shifted(1)) is None


def test_settings_left_out_keep_their_default() -> None:
    settings = parse_settings("")
    assert settings.currency == "CNY"
    assert settings.calendar


def test_options_may_be_quoted_or_nested() -> None:
    settings = parse_settings('[options]\n"rfm.money" = "gross"\nclusters.k = 4')
    assert settings.options == {"rfm.money": "gross", "clusters.k": 4}


def test_a_campaign_in_the_file_ends_with_its_last_day() -> None:
    campaign = parse_settings(
        '[[calendar]]\nname="店庆"\nphase="peak"\nstart=2026-05-20\nend=2026-05-21'
    ).calendar[0]
    assert (campaign.phase, campaign.end) == (Phase.PEAK, date(2026, 5, 22))


def test_decisions_on_differences_are_read() -> None:
    given = '[[decision]]\npair = "orders.payments"\nleft = "A"\naccepted = true\nnote = "换号"'
    assert parse_settings(given).decisions == (
        Decision("orders.payments", "A", is_accepted=True, note="换号"),
    )


def test_a_decision_on_no_row_is_refused() -> None:
    with pytest.raises(SettingsUnreadable):
        parse_settings('[[decision]]\npair = "orders.payments"')


def test_costs_in_the_file_are_money_in_currency_units_and_rates_as_fractions() -> None:
    text = """[costs]
fee_rates = { taobao = 0.05, "*" = 0.06 }
payment_rate = 0.006
freight = 4.5
packaging = 0.6
fixed = { "人工" = 30000 }"""
    costs = parse_settings(text).costs
    assert (costs.fee_rate("taobao"), costs.fee_rate("jd"), costs.payment_rate) == (
        0.05,
        0.06,
        0.006,
    )
    assert (costs.freight, costs.packaging, costs.fixed) == (450, 60, {"人工": 3_000_000})
    assert (costs.return_freight, costs.resaleable) == (None, 1.0)


def test_costs_left_out_are_unknown() -> None:
    costs = parse_settings("").costs
    assert (costs.fee_rate("taobao"), costs.freight, costs.packaging, costs.fixed) == (
        None,
        None,
        None,
        {},
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("rent = 1", "rent"), ("freight = -1", "freight"), ('freight = "4.5"', "freight"),
        ("freight = inf", "freight"), ("payment_rate = 6", "payment_rate"),
        ("payment_rate = true", "payment_rate"), ("resaleable = 1.1", "resaleable"),
        ("fee_rates = 0.05", "fee_rates"), ("fee_rates = { jd = 5 }", "fee_rates.jd"),
        ("fixed = { rent = -1 }", "fixed.rent"),
    ],
)  # fmt: skip
def test_a_wrong_cost_is_named(text: str, word: str) -> None:
    with pytest.raises(SettingsUnreadable, match=word):
        parse_settings(f"[costs]\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "costs = 1",
        "colour = 1",
        '[[calendar]]\nphase="peak"',
        '[[calendar]]\nphase="party"\nstart=2026-05-20\nend=2026-05-21',
        '[[calendar]]\nphase="peak"\nstart=2026-05-22\nend=2026-05-21',
    ],
)
def test_a_wrong_settings_file_is_named_as_such(text: str) -> None:
    with pytest.raises(SettingsUnreadable) as refusal:
        parse_settings(text)
    assert refusal.value.code == "SETTINGS_UNREADABLE"
