"""One time or period out of one word, read strictly: naive local time of the shop, to the second.

The shop's own clock is China's (Asia/Shanghai) unless an export carries an offset from UTC: such a time is
converted. A zone named by letters (PDT) is how a platform marks the shop's own clock, which is kept as written.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

SHOP_OFFSET = timedelta(hours=8)  # Asia/Shanghai, no summer time since 1991
Days = tuple[date, date]

_CLOCK = (
    r"(?:(?:[ T,]+|(?<=日))(?P<noon>[上下]午)? ?(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})"
    r"(?:(?::|分)(?P<second>\d{1,2}))?(?:[.,]\d+)?[秒分]?)?(?: ?(?P<half>[AaPp][Mm]))?"
    r"(?: ?(?P<zone>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|Z|[A-Z]{3,4}))?"
)
_DASHED = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2}))?[日月]?" + _CLOCK
)
_RUN_TOGETHER = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _CLOCK)
_SLASHED = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _CLOCK)
_NAMED = re.compile(
    r"(?:(?P<name>[A-Za-z]{3,9})\.?[- ](?P<day>\d{1,2})|(?P<day2>\d{1,2})[- ](?P<name2>[A-Za-z]{3,9}))"
    r",?[- ](?P<year>\d{4}|\d{2})" + _CLOCK
)
_YEARLESS = re.compile(r"(?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?" + _CLOCK)
_COMPACT = re.compile(r"(\d{4})(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_WEEKDAY = re.compile(
    r"\(?(?:星期|周)[一二三四五六日天]\)?|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", re.IGNORECASE
)
_RANGE = re.compile(r"\s*[~至]\s*|\s+(?:-|–|—|to)\s+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_time(word: str, *, day_first: bool = False, period: Days | None = None) -> datetime | None:
    """Return the time a single word says, or None; of a range within one day its start.

    Args:
        word: the cell.
        day_first: whether 06/07/2025 is 6 July.
        period: first and last day of the file, which give a date without a year its year.

    Examples:
        >>> read_time("2026-06-18T08:00:00Z"), read_time("2025/6/18 24:00")
        (datetime.datetime(2026, 6, 18, 16, 0), datetime.datetime(2025, 6, 19, 0, 0))
        >>> read_time("2026-02-31") is None
        True
    """
    text = _tidy(word)
    if _RANGE.search(text):
        ends = read_period(word, day_first=day_first, period=period)
        return ends[0] if ends and ends[0].date() == ends[1].date() else None
    try:
        return _read_compact(text) or _read_parts(text, day_first=day_first, period=period)
    except (ValueError, OverflowError):
        return None


def read_period(
    word: str, *, day_first: bool = False, period: Days | None = None
) -> tuple[datetime, datetime] | None:
    """Return start and end of a range as they are written, None where the word is no range.

    Examples:
        >>> [str(end) for end in read_period("20260601~20260630")]
        ['2026-06-01 00:00:00', '2026-06-30 00:00:00']
    """
    ends = _RANGE.split(_tidy(word))
    if len(ends) != 2:  # noqa: PLR2004 - a start and an end
        return None
    start, end = (read_time(part, day_first=day_first, period=period) for part in ends)
    return (start, end) if start and end and start <= end else None


def _tidy(word: str) -> str:
    """Return a word in one spelling of widths and blanks, without the day of the week."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", word)).strip().rstrip(",")
    return _WEEKDAY.sub("", text).strip()


def _read_compact(text: str) -> datetime | None:
    """Return the time of digits run together: year, month, day, hour, minute, second."""
    compact = _COMPACT.fullmatch(text)
    if compact is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
    return _time(year, month, day or 1, (hour, minute, second))


def _read_parts(text: str, *, day_first: bool, period: Days | None) -> datetime:
    """Return the time of a text whose parts are separated.

    Raises:
        ValueError: it is none.
    """
    if found := _DASHED.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"] or 1)
    elif found := _SLASHED.fullmatch(text):
        first, second = int(found["a"]), int(found["b"])
        day, month = (first, second) if day_first else (second, first)
        year = _full_year(found["year"])
        if "-" in text[:3] and len(found["year"]) == 2 and first > 12:  # noqa: PLR2004 - months
            raise ValueError(text)  # 26-06-18 may begin with a year as well as with a day
    elif found := _NAMED.fullmatch(text):
        name = (found["name"] or found["name2"]).lower()
        month = _MONTHS.index(name[:3]) + 1
        day, year = int(found["day"] or found["day2"]), _full_year(found["year"])
    elif period and (found := _YEARLESS.fullmatch(text)):
        month, day = int(found["month"]), int(found["day"])
        year = _year_in(period, month, day)
    else:
        raise ValueError(text)
    return _time(year, month, day, _clock(found)) - _offset(found["zone"])


def _year_in(period: Days, month: int, day: int) -> int:
    """Return the year in which that day lies in the period; of a period within one year, that year.

    Raises:
        ValueError: the period does not tell.
    """
    first, last = period
    if first.year == last.year or date(first.year, month, day) >= first:
        return first.year
    if date(last.year, month, day) > last:
        raise ValueError((month, day))
    return last.year


def _full_year(digits: str) -> int:
    """Return a year of two digits in this century."""
    return int(digits) + (2000 if len(digits) <= 2 else 0)  # noqa: PLR2004 - two digits


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    """Return hour, minute and second of a match of `_CLOCK`."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    half = (found["half"] or found["noon"] or "").lower()
    if half and found["hour"]:
        hour = hour % 12 + (12 if half in {"pm", "下午"} else 0)
    return hour, minute, second


def _offset(zone: str | None) -> timedelta:
    """Return what is taken off to get shop time; a zone named by letters is taken as the shop's own."""
    if zone in {"Z", "UTC", "GMT"}:
        return -SHOP_OFFSET
    found = _OFFSET.search(zone or "")
    if found is None:
        return timedelta()
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return (-ahead if found[1] == "-" else ahead) - SHOP_OFFSET


def _time(year: int, month: int, day: int, clock: tuple[int, int, int]) -> datetime:
    """Return the time; 24:00 is 0:00 of the next day.

    Raises:
        ValueError: there is no such time.
    """
    hour, minute, second = clock
    if clock == (24, 0, 0):
        return datetime(year, month, day) + timedelta(days=1)
    return datetime(year, month, day, hour, minute, second)
