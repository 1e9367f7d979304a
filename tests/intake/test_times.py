from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.times import read_time, read_times
from tests.intake.cleaning import words

FORMS = [
    ("2026-06-18 00:03:11", "2026-06-18 00:03:11"),
    ("2026-06-18 00:03", "2026-06-18 00:03:00"),
    ("2026-06-18", "2026-06-18 00:00:00"),
    ("2026-6-8", "2026-06-08 00:00:00"),
    ("2026/6/18 0:00", "2026-06-18 00:00:00"),
    ("2016/5/23 22:02", "2016-05-23 22:02:00"),
    ("2026/06/18 22:02:07", "2026-06-18 22:02:07"),
    ("2026/6/18", "2026-06-18 00:00:00"),
    ("2026.6.18", "2026-06-18 00:00:00"),
    ("20260618", "2026-06-18 00:00:00"),
    ("20260618103007", "2026-06-18 10:30:07"),
    ("202606", "2026-06-01 00:00:00"),
    ("2026年6月18日", "2026-06-18 00:00:00"),
    ("2026年6月18日 08:05", "2026-06-18 08:05:00"),
    ("2026年6月18日 8时5分6秒", "2026-06-18 08:05:06"),
    ("2026年6月", "2026-06-01 00:00:00"),
    ("2026-06-18T08:00:00", "2026-06-18 08:00:00"),
    ("2026-06-18T08:00:00Z", "2026-06-18 16:00:00"),
    ("2026-06-18T08:00:00+0800", "2026-06-18 08:00:00"),
    ("2026-06-18 08:00:00 +08:00", "2026-06-18 08:00:00"),
    ("2026-06-18 10:15:00 -0400", "2026-06-18 22:15:00"),
    ("2026-06-18 08:00:00.250", "2026-06-18 08:00:00"),
    ("2025/6/18 24:00", "2025-06-19 00:00:00"),
    ("2026-12-31 24:00:00", "2027-01-01 00:00:00"),
    ("1750204800", "2025-06-18 08:00:00"),
    ("1750204800000", "2025-06-18 08:00:00"),
    ("45826", "2025-06-18 00:00:00"),
    ("45826.5", "2025-06-18 12:00:00"),
    ("Sep 4, 2026 1:05:07 AM PDT", "2026-09-04 01:05:07"),
    ("June 18, 2026", "2026-06-18 00:00:00"),
    ("Jul-21-25", "2025-07-21 00:00:00"),
    ("18-Jun-2026", "2026-06-18 00:00:00"),
    ("18/06/2026 22:05:43\t", "2026-06-18 22:05:43"),
    ("06/18/2026 10:00:00 AM", "2026-06-18 10:00:00"),
    ("06/18/2026 12:00:00 AM", "2026-06-18 00:00:00"),
    ("12/31/2026 1:00 PM", "2026-12-31 13:00:00"),
    ("09/23/26", "2026-09-23 00:00:00"),
    ("20260324000000~20260324235959", "2026-03-24 00:00:00"),
    ("２０２６-06-18", "2026-06-18 00:00:00"),
    ("2024-02-29", "2024-02-29 00:00:00"),
]
NO_TIME = [
    None, "", "-", "--", "\t", "任意时间", "0001-01-01", "0001-01-01 00:00:00", "1970-01-01",
    "1970-01-01 08:00:00", "0000-00-00 00:00:00",
]  # fmt: skip
UNREADABLE = [
    "见备注", "2026-02-31", "2026/02/30 10:00", "2025-02-29", "20260231", "2026年2月30日", "2026-13-01",
    "2026-06-18 25:00", "04-01", "20260601~20260630", "12345678", "1899-12-30 00:00:00", "3026-01-01",
    "99999999", "31/04/2026",
]  # fmt: skip


def seen(*texts: str | None, date_1904: bool = False) -> list[str | None]:
    times = read_times(words(*texts), date_1904=date_1904).values.to_pylist()
    return [None if time is None else str(time) for time in times]


@pytest.mark.parametrize(("text", "time"), FORMS)
def test_a_time_is_read_as_exports_write_it(text: str, time: str) -> None:
    assert seen(text) == [time]
    assert not read_times(words(text)).bad.any()


@pytest.mark.parametrize("text", NO_TIME)
def test_a_sentinel_is_no_time_and_no_fault(text: str | None) -> None:
    assert seen(text) == [None]
    assert not read_times(words(text)).bad.any()


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_time_that_does_not_exist_is_bad(text: str) -> None:
    assert seen(text) == [None]
    assert read_times(words(text)).bad.all()


def test_serial_dates_count_from_the_year_that_the_workbook_says() -> None:
    assert seen("45826") == ["2025-06-18 00:00:00"]
    assert seen("44364", date_1904=True) == ["2025-06-18 00:00:00"]


@pytest.mark.parametrize(
    ("year", "is_bad"), [(1989, True), (1990, False), (2099, False), (2100, True)]
)
def test_years_far_out_are_bad(year: int, *, is_bad: bool) -> None:
    assert read_times(words(f"{year}-06-18")).bad.tolist() == [is_bad]


def test_a_part_above_twelve_tells_the_order_of_the_whole_column() -> None:
    assert seen("13/06/2026", "07/06/2026") == ["2026-06-13 00:00:00", "2026-06-07 00:00:00"]
    assert seen("06/13/2026", "06/07/2026") == ["2026-06-13 00:00:00", "2026-06-07 00:00:00"]


def test_a_column_that_does_not_tell_is_ambiguous_and_read_month_first() -> None:
    times = read_times(words("06/07/2025", "12/12/2025"))
    assert times.ambiguous
    assert not times.day_first
    assert seen("06/07/2025") == ["2025-06-07 00:00:00"]
    assert not read_times(words("06/13/2025")).ambiguous


def test_a_column_of_many_spellings_reads_like_its_cells() -> None:
    texts = [text for text, _ in FORMS if not text.startswith("18/06")]
    assert seen(*texts) == [time for text, time in FORMS if not text.startswith("18/06")]


@settings(deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%Y/%m/%d %H:%M:%S",
            "%Y%m%d%H%M%S",
            "%Y-%m-%dT%H:%M:%S",
            "%d/%m/%Y %H:%M:%S",
        ]
    ),
)
def test_writing_a_time_and_reading_it_gives_the_same_second(time: datetime, write: str) -> None:
    texts = [time.strftime(write), "31/12/2020"]  # the second one says that days come first
    assert seen(*texts)[0] == str(time.replace(microsecond=0))


@settings(deadline=None)
@given(
    st.integers(1, 12),
    st.integers(1, 31),
    st.sampled_from(["{}-{:02}-{:02}", "{}/{}/{}", "{}年{}月{}日"]),
)
def test_a_day_exists_or_is_bad(month: int, day: int, write: str) -> None:
    first = datetime(2026, month, 1)
    exists = (first + timedelta(days=day - 1)).month == month
    assert read_times(words(write.format(2026, month, day))).bad.tolist() == [not exists]


def test_times_of_day_without_a_date_are_no_time() -> None:
    assert read_time("12:30:00") is None
