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


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
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
