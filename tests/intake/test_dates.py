from __future__ import annotations

from datetime import datetime

import pytest

from ecreview.intake.dates import read_period, read_time


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("20260601~20260630", datetime(2026, 6, 1), datetime(2026, 6, 30)),
        ("2026-06-01 至 2026-06-30", datetime(2026, 6, 1), datetime(2026, 6, 30)),
        ("2026/6/1 - 2026/6/30", datetime(2026, 6, 1), datetime(2026, 6, 30)),
        ("2026年6月1日～2026年6月30日", datetime(2026, 6, 1), datetime(2026, 6, 30)),
        ("September 1, 2026 - September 3, 2026", datetime(2026, 9, 1), datetime(2026, 9, 3)),
        ("2026-06-01 to 2026-06-30", datetime(2026, 6, 1), datetime(2026, 6, 30)),
        ("2026-06-18 00:00~2026-06-18 23:59", datetime(2026, 6, 18), datetime(2026, 6, 18, 23, 59)),
    ],
)
def test_a_range_is_read_as_its_ends_stand(text: str, start: datetime, end: datetime) -> None:
    assert read_period(text) == (start, end)


@pytest.mark.parametrize(
    "text", ["2026-06-18", "", "~", "20260630~20260601", "20260601~", "a~b", "1~2~3"]
)
def test_what_has_not_two_ends_in_order_is_no_range(text: str) -> None:
    assert read_period(text) is None


def test_a_range_longer_than_a_day_is_no_time() -> None:
    assert read_time("20260601~20260630") is None
    assert read_time("20260601~20260601") == datetime(2026, 6, 1)


@pytest.mark.parametrize("zone", ["PDT", "PST", "EST", "EDT", "CST"])
def test_a_zone_named_by_letters_is_the_clock_of_the_shop_itself(zone: str) -> None:
    assert read_time(f"2026-06-18 10:15:00 {zone}") == datetime(2026, 6, 18, 10, 15)


@pytest.mark.parametrize("zone", ["Z", " UTC", " GMT", "+0000", " -00:00", " UTC+0"])
def test_world_time_is_converted_to_the_clock_of_the_shop(zone: str) -> None:
    assert read_time(f"2026-06-18T08:00:00{zone}") == datetime(2026, 6, 18, 16)
