"""Durations out of text: seconds, clock notation, Chinese units, and what a spreadsheet makes of them."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.numerals import read_numbers, without_nothing

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa
    from numpy.typing import NDArray

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_UNITS = re.compile(
    r"(?:(?P<days>[\d.]+)(?:天|日|days?|d))?(?:(?P<hours>[\d.]+)(?:个?小时|时|hours?|hrs?|h))?"
    r"(?:(?P<minutes>[\d.]+)(?:分钟?|minutes?|mins?|m))?(?:(?P<seconds>[\d.]+)(?:秒钟?|seconds?|secs?|s))?"
)
_CELL = re.compile(r"(?:1899|1900)-\d\d-\d\d \d\d:\d\d:\d\d")
_CELL_ZERO = datetime(1899, 12, 31)  # a number cell of 0 days shown as a time
_SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_HEADER = re.compile(r"\((秒|s|sec|分|分钟|min|小时|时|h|天|d)\)")
_SECONDS_OF = {
    "秒": 1, "s": 1, "sec": 1, "分": 60, "分钟": 60, "min": 60, "小时": 3_600, "时": 3_600, "h": 3_600,
    "天": 86_400, "d": 86_400,
}  # fmt: skip


def read_durations(
    words: pa.Array, *, null_words: Collection[str] = (), unit: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the seconds that each word says (NaN where none), and which words are bad.

    Args:
        words: large_string.
        null_words: texts that mean "none" in this export.
        unit: seconds that a plain number counts.
    """
    numbers = read_numbers(words, null_words=null_words)
    values, bad = numbers.values * unit, numbers.bad.copy()
    text = without_nothing(words, null_words)
    for position in np.flatnonzero(numbers.bad):
        seconds = read_duration(text[int(position)].as_py())
        if seconds is not None:
            values[position], bad[position] = seconds, False
    return values, bad


def seconds_per_unit(header: str) -> float:
    """Return how many seconds a plain number stands for under that header.

    Examples:
        >>> seconds_per_unit("平均响应时长（秒)"), seconds_per_unit("揽收时长(小时)"), seconds_per_unit("平均停留时长")
        (1.0, 3600.0, 1.0)
    """
    found = _HEADER.search(unicodedata.normalize("NFKC", header).lower())
    return float(_SECONDS_OF[found[1]]) if found else 1.0


def read_duration(word: str) -> float | None:
    """Return the seconds that a single word says, or None.

    Examples:
        >>> read_duration("00:01:23"), read_duration("1小时2分3秒"), read_duration("1899-12-31 12:30:00")
        (83.0, 3723.0, 45000.0)
    """
    if clock := _CLOCK.fullmatch(word):
        hours, minutes, seconds = (float(part or 0) for part in clock.groups())
        return hours * 3_600 + minutes * 60 + seconds
    if _CELL.fullmatch(word):
        return (datetime.fromisoformat(word) - _CELL_ZERO).total_seconds()
    units = _UNITS.fullmatch(re.sub(r"\s", "", word).lower())
    if units is None or not any(units.groups()):
        return None
    try:
        return sum(float(units[unit] or 0) * size for unit, size in _SECONDS.items())
    except ValueError:  # 1.2.3天
        return None
