"""Durations out of text: seconds, clock notation, Chinese units, and what a spreadsheet makes of them."""

from __future__ import annotations

import re
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
    r"(?:(?P<days>[\d.]+)天)?(?:(?P<hours>[\d.]+)(?:小时|时))?"
    r"(?:(?P<minutes>[\d.]+)(?:分钟|分))?(?:(?P<seconds>[\d.]+)秒)?"
)
_CELL = re.compile(r"(?:1899|1900)-\d\d-\d\d \d\d:\d\d:\d\d")
_CELL_ZERO = datetime(1899, 12, 31)  # a number cell of 0 days shown as a time
_SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def read_durations(
    words: pa.Array, *, null_words: Collection[str] = ()
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the seconds that each word says (NaN where none), and which words are bad."""
    numbers = read_numbers(words, null_words=null_words)
    if not numbers.bad.any():
        return numbers.values, numbers.bad
    values, bad = numbers.values.copy(), numbers.bad.copy()
    text = without_nothing(words, null_words)
    for position in np.flatnonzero(numbers.bad):
        seconds = read_duration(text[int(position)].as_py())
        if seconds is not None:
            values[position], bad[position] = seconds, False
    return values, bad


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
    units = _UNITS.fullmatch(word.replace(" ", ""))
    if units is None or not any(units.groups()):
        return None
    return sum(float(units[unit] or 0) * size for unit, size in _SECONDS.items())
