from __future__ import annotations

from datetime import date

import pytest

from ecreview.model.calendar import (
    CALENDAR_END,
    CAMPAIGNS,
    Campaign,
    Phase,
    campaigns_of,
    overrule,
    phases_of,
    read_phase,
)
from ecreview.model.text import same


def peak(first: date, end: date, phase: Phase = Phase.PEAK) -> Campaign:
    return Campaign(same("x"), phase, first, end)


@pytest.mark.parametrize(
    ("word", "phase"),
    [
        ("预热期", Phase.WARM_UP),
        ("预售", Phase.WARM_UP),
        ("爆发", Phase.PEAK),
        ("Peak", Phase.PEAK),
        ("平销期", Phase.LULL),
        ("返场", Phase.ENCORE),
        ("AFTER_DIP", Phase.AFTER_DIP),
        ("店庆", Phase.PEAK),
    ],
)
def test_a_phase_is_read_from_the_words_people_use(word: str, phase: Phase) -> None:
    assert read_phase(word) is phase


def test_a_campaign_covers_its_first_day_and_not_its_end() -> None:
    phases = phases_of([peak(date(2026, 6, 16), date(2026, 6, 18))], date(2026, 6, 15), 4)
    assert phases.tolist() == [0, 2, 2, 0]


def test_a_campaign_outside_the_days_leaves_no_mark() -> None:
    calendar = [peak(date(2026, 5, 1), date(2026, 5, 3)), peak(date(2026, 7, 1), date(2026, 7, 3))]
    assert not phases_of(calendar, date(2026, 6, 1), 30).any()


def test_a_peak_holds_over_a_shoulder_whatever_the_order_of_the_rows() -> None:
    rows = [
        peak(date(2026, 6, 1), date(2026, 6, 3)),
        peak(date(2026, 5, 30), date(2026, 6, 4), Phase.WARM_UP),
    ]
    for calendar in (rows, rows[::-1]):
        assert phases_of(calendar, date(2026, 5, 30), 5).tolist() == [1, 1, 2, 2, 1]


def test_the_last_day_of_a_calendar_row_is_in_it() -> None:
    (campaign,) = campaigns_of([("店庆", "爆发", date(2026, 5, 1), date(2026, 5, 3))])
    assert campaign.end == date(2026, 5, 4)


def test_a_row_that_ends_before_it_starts_is_left_out() -> None:
    assert campaigns_of([("店庆", "爆发", date(2026, 5, 3), date(2026, 5, 1))]) == ()


def test_own_rows_replace_shipped_ones_around_them_and_no_others() -> None:
    own = [peak(date(2026, 6, 10), date(2026, 6, 12))]
    near, far = (
        peak(date(2026, 6, 16), date(2026, 6, 21)),
        peak(date(2026, 11, 11), date(2026, 11, 12)),
    )
    assert overrule([near, far], own) == (*own, far)


def test_the_shipped_table_knows_the_dates_of_each_year() -> None:
    starts = {(c.name.en, c.start) for c in CAMPAIGNS}
    assert ("618 sale", date(2026, 6, 16)) in starts
    assert ("Double 11", date(2025, 11, 11)) in starts
    assert ("Black Friday", date(2025, 11, 28)) in starts
    assert ("Black Friday", date(2024, 11, 29)) in starts
    assert max(c.start for c in CAMPAIGNS) < CALENDAR_END
