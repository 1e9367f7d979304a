"""Times out of text: naive local time of the shop, to the second.

Kernels read the common spellings for a whole column; what they return is only taken where writing it back
gives the same text, since they turn 31 February into 3 March. Everything else is read one word at a time,
strictly. Sentinels for "no time" are null, text that is no time is null and marked bad.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask
from ecreview.intake.dates import SHOP_OFFSET, read_period, read_time
from ecreview.intake.numerals import matches, without_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from numpy.typing import NDArray

    from ecreview.intake.dates import Days

FIRST_YEAR, END_YEAR = 1990, 2100  # outside, a date is a slip or another unit
NO_TIME = ("任意时间", "0000-00-00", "0000-00-00 00:00:00")
_SHOP_SECONDS = int(SHOP_OFFSET.total_seconds())
_DAY_SECONDS = 86_400
_SIGNS = ("年", "/", "-", r"\.\d+\.")  # between year and month; anything else is one spelling more
_MONTHS_IN_YEAR = 12
# Days from 1970-01-01 to serial 0, which is 1899-12-30 or, counting from 1904, 1904-01-01.
_SERIAL_ZERO = {False: -25_569, True: -24_107}
_SERIAL = r"^\d{5}(?:\.\d+)?$"
_UNIX_SECONDS = r"^\d{10}(?:\.\d+)?$"
_UNIX_MILLISECONDS = r"^\d{13}$"
# An offset behind a clock, or seconds or milliseconds since 1970.
_ABSOLUTE = (
    r"(?:\d(?:\.\d+)? ?(?:Z|UTC|GMT)|:\d\d(?:\.\d+)? ?(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)$"
    rf"|{_UNIX_SECONDS}|{_UNIX_MILLISECONDS}"
)

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

_SLASHED_SHAPE = r"^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:\D|$)"


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """One entry per word.

    Attributes:
        values: timestamp[s], null where there is none.
        bad: text that is no time, or one far out of range.
        ambiguous: whether day and month could not be told apart anywhere in the column.
        day_first: how slashed dates were read.
        ends: timestamp[s], the last day of each word's period, where one is longer than a day; else None.
        odd: words written in another way than most; None where all are written alike.
    """

    values: pa.Array
    bad: NDArray[np.bool_]
    ambiguous: bool = False
    day_first: bool = False
    ends: pa.Array | None = None
    odd: NDArray[np.bool_] | None = None


def read_times(
    words: pa.Array,
    *,
    null_words: Collection[str] = (),
    date_1904: bool = False,
    day_first: bool | None = None,
    period: Days | None = None,
    has_periods: bool = False,
) -> Times:
    """Return the time that each word says.

    Args:
        words: large_string.
        null_words: texts that mean "none" in this export.
        date_1904: whether serial dates count from 1904.
        day_first: how to read slashed dates where the column does not tell.
        period: first and last day of the file, for dates without a year.
        has_periods: whether a range of several days is a period; else it is no time.
    """
    text = without_nothing(words, (*null_words, *NO_TIME))
    try:
        return _checked(text, text.cast(pa.timestamp("s")))
    except pa.ArrowInvalid:
        told, ambiguous = _order_of_parts(text)
    first = bool(day_first) if told is None else told
    each = partial(read_time, day_first=first, period=period)
    values = _read_by_spelling(text, _readers(each, day_first=first, date_1904=date_1904))
    times = replace(_checked(text, values), ambiguous=ambiguous, day_first=first)
    times = replace(times, odd=_odd_spellings(text, times))
    return _with_periods(text, times, period) if has_periods and times.bad.any() else times


def in_zone(words: pa.Array, times: Times, zone: str) -> Times:
    """Return the times with those that carry an offset from UTC on the clock of a zone.

    Args:
        words: the text that was read.
        times: what was read, on the clock of Asia/Shanghai where a word carries an offset.
        zone: name in the IANA time zone database.
    """
    is_absolute = pc.match_substring_regex(pc.utf8_trim_whitespace(words), _ABSOLUTE)
    utc = pc.subtract(times.values, pa.scalar(_SHOP_SECONDS, pa.duration("s")))
    local = pc.local_timestamp(utc.cast(pa.timestamp("s", tz=zone)))
    return replace(times, values=pc.if_else(is_absolute, local, times.values))


def _odd_spellings(text: pa.Array, times: Times) -> NDArray[np.bool_] | None:
    """Return the words that part year, month and day by another sign than most do, None where there are none."""
    known = mask(times.values.is_valid())
    signs = [mask(pc.match_substring_regex(text, f"^\\d+{sign}")) for sign in _SIGNS]
    sign = np.select(signs, range(len(signs)), len(signs))
    counts = np.bincount(sign[known], minlength=len(signs) + 1)
    odd = known & (sign != counts.argmax())
    return odd if odd.any() else None


def _with_periods(text: pa.Array, times: Times, period: Days | None) -> Times:
    """Return the times with ranges of several days read as their start, and the last day of every word."""
    read = partial(read_period, day_first=times.day_first, period=period)
    spans = {int(at): read(text[int(at)].as_py()) for at in np.flatnonzero(times.bad)}
    found = {at: span for at, span in spans.items() if span is not None}
    if not found:
        return times
    starts, ends = times.values.to_pylist(), times.values.to_pylist()
    for at, (start, end) in found.items():
        starts[at], ends[at] = start, end
    checked = _checked(text, pa.array(starts, pa.timestamp("s")))
    return replace(
        times, values=checked.values, bad=checked.bad, ends=pa.array(ends, pa.timestamp("s"))
    )


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


def _order_of_parts(text: pa.Array) -> tuple[bool | None, bool]:
    """Return whether slashed dates put the day first (None = not told), and whether there are any but none tells."""
    slashed = text.filter(pa.array(matches(text, _SLASHED_SHAPE)))
    if not len(slashed):
        return None, False
    parts = pc.extract_regex(slashed, r"^(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})")
    first, second = (
        pc.max(part.cast(pa.int64())).as_py() > _MONTHS_IN_YEAR for part in parts.flatten()
    )
    return (None, not first) if first == second else (first, False)


def _readers(
    each: Callable[[str], datetime | None], *, day_first: bool, date_1904: bool
) -> list[Callable[[pa.Array], pa.Array]]:
    """Return what reads words: kernels for the common spellings, then one word at a time."""
    slashed = _DAY_FIRST if day_first else _MONTH_FIRST
    return [
        *(partial(_read_spelling, spelling=spelling) for spelling in (*_SPELLINGS, *slashed)),
        partial(_read_count, pattern=_SERIAL, unit=_DAY_SECONDS, start=_SERIAL_ZERO[date_1904]),
        partial(_read_count, pattern=_UNIX_SECONDS, unit=1, start=_SHOP_SECONDS),
        partial(_read_count, pattern=_UNIX_MILLISECONDS, unit=1e-3, start=_SHOP_SECONDS * 1_000),
        lambda text: pa.array([each(word) for word in text.to_pylist()], pa.timestamp("s")),
    ]


def _read_by_spelling(text: pa.Array, readers: list[Callable[[pa.Array], pa.Array]]) -> pa.Array:
    """Return the times of a column that is not all ISO: each word by the first reader that can."""
    seconds = np.zeros(len(text), dtype=np.int64)
    rest = np.flatnonzero(mask(text.is_valid()))
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
