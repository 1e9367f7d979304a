"""Times out of text: naive local time of the shop, to the second.

Kernels read the common spellings for a whole column; what they return is only taken where writing it back
gives the same text, since they turn 31 February into 3 March. Everything else is read one word at a time,
strictly. Sentinels for "no time" are null, text that is no time is null and marked bad.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask
from ecreview.intake.numerals import matches, without_nothing

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

SHOP_OFFSET = timedelta(hours=8)  # Asia/Shanghai, no summer time since 1991
FIRST_YEAR, END_YEAR = 1990, 2100  # outside, a date is a slip or another unit
NO_TIME = ("任意时间", "0000-00-00", "0000-00-00 00:00:00")
_SHOP_SECONDS = int(SHOP_OFFSET.total_seconds())
_DAY_SECONDS = 86_400
_MONTHS_IN_YEAR = 12
# Days from 1970-01-01 to serial 0, which is 1899-12-30 or, counting from 1904, 1904-01-01.
_SERIAL_ZERO = {False: -25_569, True: -24_107}
_SERIAL = r"^\d{5}(?:\.\d+)?$"
_UNIX_SECONDS = r"^\d{10}(?:\.\d+)?$"
_UNIX_MILLISECONDS = r"^\d{13}$"

_SPELLINGS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y年%m月%d日",
    "%Y%m%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
_DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
_MONTH_FIRST = ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y")

_CLOCK = (
    r"(?:[ T,]+(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})(?:(?::|分)(?P<second>\d{1,2}))?"
    r"(?:[.,]\d+)?[秒分]?)?(?: ?(?P<half>[AaPp][Mm]))?"
    r"(?: ?(?P<zone>Z|UTC|[A-Z]{3,4}|[+-]\d{2}:?\d{2}))?"
)
_DASHED = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2}))?[日月]?" + _CLOCK
)
_SLASHED = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _CLOCK)
_SLASHED_SHAPE = r"^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:\D|$)"
_NAMED = re.compile(
    r"(?:(?P<name>[A-Za-z]{3,9})\.?[- ](?P<day>\d{1,2})|(?P<day2>\d{1,2})[- ](?P<name2>[A-Za-z]{3,9}))"
    r",?[- ](?P<year>\d{4}|\d{2})" + _CLOCK
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?)?")
_RANGE = re.compile(r"\s*[~～至]\s*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """One entry per word.

    Attributes:
        values: timestamp[s], null where there is none.
        bad: text that is no time, or one far out of range.
        ambiguous: whether day and month could not be told apart anywhere in the column.
        day_first: how slashed dates were read.
    """

    values: pa.Array
    bad: NDArray[np.bool_]
    ambiguous: bool = False
    day_first: bool = False


def read_times(
    words: pa.Array, *, null_words: Collection[str] = (), date_1904: bool = False
) -> Times:
    """Return the time that each word says.

    Args:
        words: large_string.
        null_words: texts that mean "none" in this export.
        date_1904: whether serial dates count from 1904.
    """
    text = without_nothing(words, (*null_words, *NO_TIME))
    try:
        return _checked(text, text.cast(pa.timestamp("s")))
    except pa.ArrowInvalid:
        day_first, ambiguous = _order_of_parts(text)
    values = _read_by_spelling(text, day_first=day_first, date_1904=date_1904)
    return replace(_checked(text, values), ambiguous=ambiguous, day_first=day_first)


def _checked(text: pa.Array, values: pa.Array) -> Times:
    """Return the times without sentinels and without those far out of range."""
    seconds = values.cast(pa.int64())
    known = mask(values.is_valid())
    number = pc.fill_null(seconds, 0).to_numpy(zero_copy_only=False)
    year = pc.fill_null(pc.year(values), 0).to_numpy(zero_copy_only=False)
    sentinel = known & ((year <= 1) | (number // _DAY_SECONDS == 0))
    plausible = known & (year >= FIRST_YEAR) & (year < END_YEAR)
    filled = mask(text.is_valid())
    kept = pc.if_else(pa.array(plausible), values, pa.scalar(None, values.type))
    return Times(kept, filled & ~plausible & ~sentinel)


def _order_of_parts(text: pa.Array) -> tuple[bool, bool]:
    """Return whether slashed dates put the day first, and whether nothing in the column tells."""
    slashed = text.filter(pa.array(matches(text, _SLASHED_SHAPE)))
    if not len(slashed):
        return False, False
    parts = pc.extract_regex(slashed, r"^(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})")
    first, second = (pc.max(part.cast(pa.int64())).as_py() for part in parts.flatten())
    return first > _MONTHS_IN_YEAR, max(first, second) <= _MONTHS_IN_YEAR


def _read_by_spelling(text: pa.Array, *, day_first: bool, date_1904: bool) -> pa.Array:
    """Return the times of a column that is not all ISO: by kernel where a spelling fits, else by word."""
    seconds = np.zeros(len(text), dtype=np.int64)
    rest = np.flatnonzero(mask(text.is_valid()))
    readers = [
        *(partial(_read_spelling, spelling=spelling) for spelling in _SPELLINGS),
        *(
            partial(_read_spelling, spelling=spelling)
            for spelling in (_DAY_FIRST if day_first else _MONTH_FIRST)
        ),
        partial(_read_count, pattern=_SERIAL, unit=_DAY_SECONDS, start=_SERIAL_ZERO[date_1904]),
        partial(_read_count, pattern=_UNIX_SECONDS, unit=1, start=_SHOP_SECONDS),
        partial(_read_count, pattern=_UNIX_MILLISECONDS, unit=1e-3, start=_SHOP_SECONDS * 1_000),
        partial(_read_each, day_first=day_first),
    ]
    for read in readers:
        if not len(rest):
            break
        found = read(text.take(pa.array(rest))).cast(pa.int64())
        hit = mask(found.is_valid())
        seconds[rest[hit]] = found.drop_null().to_numpy(zero_copy_only=False)
        rest = rest[~hit]
    unread = mask(text.is_null())
    unread[rest] = True
    return pa.array(seconds, mask=unread).cast(pa.timestamp("s"))


def _read_count(text: pa.Array, *, pattern: str, unit: float, start: int) -> pa.Array:
    """Return the times of words that count units of so many seconds from `start` (in units), null for others."""
    fits = pc.match_substring_regex(text, pattern)
    count = pc.if_else(fits, text, pa.scalar(None, text.type)).cast(pa.float64())
    return pc.round(pc.multiply(pc.add(count, float(start)), unit)).cast(pa.int64())


def _read_each(text: pa.Array, *, day_first: bool) -> pa.Array:
    """Return the times of the words one by one, null where a word is none."""
    return pa.array(
        [read_time(word, day_first=day_first) for word in text.to_pylist()], pa.timestamp("s")
    )


def _read_spelling(text: pa.Array, spelling: str) -> pa.Array:
    """Return the times of the words written in that spelling, null for others.

    A day beyond the month's end comes back as one of the first three of the next month: only those are
    written back and compared.
    """
    times = pc.strptime(text, format=spelling, unit="s", error_is_null=True)
    full_year = pc.greater_equal(pc.year(times), 1_000)  # the kernel takes 26 for the year 26
    times = pc.if_else(full_year, times, pa.scalar(None, times.type))
    suspect = pc.indices_nonzero(pc.less_equal(pc.day(times), 3))
    if not len(suspect):
        return times
    written = pc.strftime(times.take(suspect), format=spelling)
    differs = pc.not_equal(_unpadded(written), _unpadded(text.take(suspect)))
    wrong = np.zeros(len(text), dtype=np.bool_)
    wrong[suspect.to_numpy()[differs.to_numpy(zero_copy_only=False)]] = True
    return pc.if_else(pa.array(wrong), pa.scalar(None, times.type), times)


def _unpadded(text: pa.Array) -> pa.Array:
    """Return the texts without leading zeros of their numbers."""
    return pc.replace_substring_regex(text, r"(^|\D)0+(\d)", r"\1\2")


def read_time(word: str, *, day_first: bool = False) -> datetime | None:
    """Return the time a single word says, or None.

    Examples:
        >>> read_time("2026-06-18T08:00:00Z"), read_time("2025/6/18 24:00")
        (datetime.datetime(2026, 6, 18, 16, 0), datetime.datetime(2025, 6, 19, 0, 0))
        >>> read_time("2026-02-31") is None
        True
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", word)).strip().rstrip(",")
    ends = _RANGE.split(text)
    if len(ends) > 1:
        return _one_day(ends, day_first=day_first)
    try:
        return _read_compact(text) or _read_parts(text, day_first=day_first)
    except (ValueError, OverflowError):
        return None


def _one_day(ends: list[str], *, day_first: bool) -> datetime | None:
    """Return the start of a range within one day; a longer period is no day."""
    times = [read_time(end, day_first=day_first) for end in ends]
    first, last = times[0], times[-1]
    if first is None or last is None or first.date() != last.date():
        return None
    return first


def _read_compact(text: str) -> datetime | None:
    """Return the time of digits run together: year, month, day, hour, minute, second."""
    compact = _COMPACT.fullmatch(text)
    if compact is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
    return _time(year, month, day or 1, (hour, minute, second))


def _read_parts(text: str, *, day_first: bool) -> datetime | None:
    """Return the time of a text whose parts are separated."""
    if found := _DASHED.fullmatch(text):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"] or 1)
    elif found := _SLASHED.fullmatch(text):
        first, second = int(found["a"]), int(found["b"])
        day, month = (first, second) if day_first else (second, first)
        year = _full_year(found["year"])
    elif found := _NAMED.fullmatch(text):
        name = (found["name"] or found["name2"]).lower()
        month = _MONTHS.index(name[:3]) + 1
        day, year = int(found["day"] or found["day2"]), _full_year(found["year"])
    else:
        return None
    return _time(year, month, day, _clock(found)) - _offset(found["zone"])


def _full_year(digits: str) -> int:
    """Return a year of two digits in this century."""
    return int(digits) + (2000 if len(digits) <= 2 else 0)  # noqa: PLR2004 - two digits


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    """Return hour, minute and second of a match of `_CLOCK`."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    half = (found["half"] or "").lower()
    if half and found["hour"]:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour, minute, second


def _offset(zone: str | None) -> timedelta:
    """Return what is taken off to get shop time; a zone named by letters is taken as the shop's own."""
    if zone in {"Z", "UTC", "GMT"}:
        return -SHOP_OFFSET
    if not zone or zone[0] not in "+-":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    return ahead - SHOP_OFFSET


def _time(year: int, month: int, day: int, clock: tuple[int, int, int]) -> datetime:
    """Return the time; 24:00 is 0:00 of the next day.

    Raises:
        ValueError: there is no such time.
    """
    hour, minute, second = clock
    if clock == (24, 0, 0):
        return datetime(year, month, day) + timedelta(days=1)
    return datetime(year, month, day, hour, minute, second)
