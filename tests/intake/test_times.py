from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.dates import read_time
from ecreview.intake.times import read_times
from tests.intake.cleaning import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

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
    ("2026年06月18日08:05", "2026-06-18 08:05:00"),
    ("2026年6月18日 星期四", "2026-06-18 00:00:00"),
    ("2026/6/18 下午 3:05:00", "2026-06-18 15:05:00"),
    ("2026-06-18 上午12:05", "2026-06-18 00:05:00"),
    ("20260618 10:30:07", "2026-06-18 10:30:07"),
    ("Thu, 18 Jun 2026 10:00:00 +0800", "2026-06-18 10:00:00"),
    ("2026-06-18 08:00:00 UTC", "2026-06-18 16:00:00"),
    ("2026-06-18 08:00:00 GMT+8", "2026-06-18 08:00:00"),
    ("2026-06-18T08:00:00+05:30", "2026-06-18 10:30:00"),
    ("Sep 4, 2026 1:05:07 PM PST", "2026-09-04 13:05:07"),
    ("2026-06-18 10:15:00 EDT", "2026-06-18 10:15:00"),
    ("September 24, 2026", "2026-09-24 00:00:00"),
    ("2026-06-18 00:00 ~ 2026-06-18 23:59", "2026-06-18 00:00:00"),
    ("2024-02-29", "2024-02-29 00:00:00"),
]
NO_TIME = [
    None, "", "-", "--", "\t", "任意时间", "0001-01-01", "0001-01-01 00:00:00", "1970-01-01",
    "1970-01-01 08:00:00", "0000-00-00 00:00:00",
]  # fmt: skip
UNREADABLE = [
    "见备注", "2026-02-31", "2026/02/30 10:00", "2025-02-29", "20260231", "2026年2月30日", "2026-13-01",
    "2026-06-18 25:00", "04-01", "20260601~20260630", "12345678", "1899-12-30 00:00:00", "3026-01-01",
    "99999999", "31/04/2026", "26-06-18", "06-18 10:00", "2026-06-18 10:00 +99:99:99", "Foo 18, 2026",
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


@pytest.mark.parametrize(
    ("texts", "day_first", "first"),
    [
        (("06/07/2025", "12/12/2025"), True, "2025-07-06 00:00:00"),
        (("06/07/2025", "12/12/2025"), False, "2025-06-07 00:00:00"),
        (("06/07/2025", "13/12/2025"), False, "2025-07-06 00:00:00"),  # the column tells
        (("06/07/2025", "12/13/2025"), True, "2025-06-07 00:00:00"),
    ],
)
def test_a_person_decides_where_the_column_does_not_tell(
    texts: tuple[str, ...], *, day_first: bool, first: str
) -> None:
    times = read_times(words(*texts), day_first=day_first)
    assert str(times.values[0].as_py()) == first


def test_a_column_that_contradicts_itself_has_bad_dates() -> None:
    times = read_times(words("13/06/2026", "06/13/2026", "2026-06-18"))
    assert times.bad.tolist() == [True, False, False]


RANGE = "20260601~20260630"


def test_a_range_of_days_is_bad_where_the_table_has_no_periods() -> None:
    assert read_times(words(RANGE)).bad.tolist() == [True]


def test_a_range_of_days_is_its_first_day_and_tells_the_last_one() -> None:
    times = read_times(words(RANGE, "2026-06-07", "见备注", None), has_periods=True)
    june = datetime(2026, 6, 1), datetime(2026, 6, 7)
    assert times.values.to_pylist() == [*june, None, None]
    assert times.ends is not None
    assert times.ends.to_pylist() == [datetime(2026, 6, 30), datetime(2026, 6, 7), None, None]
    assert times.bad.tolist() == [False, False, True, False]
    assert read_times(words("2026/6/7"), has_periods=True).ends is None


JUNE = (date(2026, 6, 1), date(2026, 6, 30))
NEW_YEAR = (date(2026, 12, 20), date(2027, 1, 10))


@pytest.mark.parametrize(
    ("text", "period", "time"),
    [
        ("06-18", JUNE, datetime(2026, 6, 18)),
        ("6月18日", JUNE, datetime(2026, 6, 18)),
        ("6/18 10:30", JUNE, datetime(2026, 6, 18, 10, 30)),
        ("12-31", NEW_YEAR, datetime(2026, 12, 31)),
        ("01-02", NEW_YEAR, datetime(2027, 1, 2)),
        ("06-18", NEW_YEAR, None),
        ("06-18", None, None),
        ("02-30", JUNE, None),
    ],
)
def test_a_date_without_a_year_takes_it_from_the_period_of_the_file(
    text: str, period: tuple[date, date] | None, time: datetime | None
) -> None:
    times = read_times(words(text), period=period)
    assert times.values.to_pylist() == [time]
    assert times.bad.tolist() == [time is None]


def test_a_column_of_many_spellings_reads_like_its_cells() -> None:
    texts = [text for text, _ in FORMS if not text.startswith("18/06")]
    assert seen(*texts) == [time for text, time in FORMS if not text.startswith("18/06")]


def unpadded(time: datetime) -> str:
    return f"{time.year}/{time.month}/{time.day} {time.hour}:{time:%M:%S}"


def seconds(time: datetime) -> int:
    """Return how many seconds the shop's clock shows after 1970 began in the world."""
    return (time - datetime(1970, 1, 1, 8)) // timedelta(seconds=1)


# Every way to write a time to the second; dates alone and minutes are in the table above.
WRITERS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda t: f"{t:%Y-%m-%d %H:%M:%S}",
    "slashes": lambda t: f"{t:%Y/%m/%d %H:%M:%S}",
    "unpadded": unpadded,
    "points": lambda t: f"{t:%Y.%m.%d %H:%M:%S}",
    "compact": lambda t: f"{t:%Y%m%d%H%M%S}",
    "compact day": lambda t: f"{t:%Y%m%d %H:%M:%S}",
    "chinese": lambda t: f"{t.year}年{t.month}月{t.day}日 {t.hour}时{t.minute}分{t.second}秒",
    "T": lambda t: f"{t:%Y-%m-%dT%H:%M:%S}",
    "fraction": lambda t: f"{t:%Y-%m-%d %H:%M:%S}.000",
    "utc": lambda t: f"{t - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}",
    "offset": lambda t: f"{t - timedelta(hours=12):%Y-%m-%d %H:%M:%S} -0400",
    "own offset": lambda t: f"{t:%Y-%m-%d %H:%M:%S}+08:00",
    "letters": lambda t: f"{t:%b %d, %Y %I:%M:%S %p} PDT",
    "rfc": lambda t: f"{t:%a, %d %b %Y %H:%M:%S} +0800",
    "day first": lambda t: f"{t:%d/%m/%Y %H:%M:%S}",
    "half days": lambda t: f"{t:%Y/%m/%d} {'上午' if t.hour < 12 else '下午'} {t:%I:%M:%S}",
    "seconds": lambda t: str(seconds(t)),
    "milliseconds": lambda t: str(seconds(t) * 1_000),
    "tab": lambda t: f"\t{t:%Y-%m-%d %H:%M:%S}\t",
}
# From here to there a count of seconds has ten digits.
TIMES = st.datetimes(datetime(2001, 9, 10), datetime(2099, 12, 31))


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@settings(max_examples=200)
@given(st.lists(TIMES, min_size=1, max_size=4), st.randoms())
def test_a_time_written_in_any_spelling_is_read_as_the_same_second_in_any_order(
    write: Callable[[datetime], str], times: list[datetime], random: Random
) -> None:
    random.shuffle(times)
    read = read_times(words(*map(write, times), "31/12/2020"))  # it says that days come first
    assert read.values.to_pylist()[:-1] == [time.replace(microsecond=0) for time in times]
    assert not read.bad.any()


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


def test_dates_written_in_another_way_than_most_are_read_and_told() -> None:
    mixed = read_times(words("2026-06-18 10:00:00", "2026-06-19 10:00:00", "2026/6/18 10:00", ""))
    assert mixed.odd is not None
    assert mixed.odd.tolist() == [False, False, True, False]
    assert not mixed.bad.any()
    alike = read_times(words("2026/6/18 10:00", "2026/6/19", "-"))
    assert alike.odd is None
