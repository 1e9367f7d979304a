"""Typing of columns that count or measure: money, counts, numbers, rates and durations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.durations import read_durations, seconds_per_unit
from ecreview.intake.numerals import MAX_CENTS, MAX_COUNT, read_numbers, to_cents
from ecreview.intake.typed import Notice, TypedColumn, before_and_after, tidied
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from ecreview.intake.coded import Coded
    from ecreview.intake.numerals import Numbers
    from ecreview.intake.typed import Habits
    from ecreview.model.fields import Field

PERCENT = 100
_PERCENT_HEADER = re.compile(r"[（(]\s*[%％]\s*[)）]")
_UNIT_HEADER = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?(分|千元|万元)\s*[)）]")
_UNITS = {"分": 0.01, "千元": 1e3, "万元": 1e4}


def _numbers(text: Coded, habits: Habits) -> Numbers:
    """Return the number that each word says."""
    return read_numbers(text.words, null_words=habits.null_words, zero_words=habits.zero_words)


def read_cents(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return amounts as cents; what is too large for exact cents is bad.

    A blank refund means that nothing came back; any other blank amount is unknown. A percentage is no amount.
    """
    numbers = _numbers(text, habits)
    scale = _scale(name)
    amounts = numbers.values if scale == 1 else numbers.values * scale
    no_amount = numbers.percent | (np.abs(np.nan_to_num(amounts)) >= MAX_CENTS / 100)
    units = np.where(no_amount, np.nan, amounts)
    cents, is_subcent = to_cents(units)
    rough = numbers.rough | (np.nan_to_num(units) != 0) if scale > 1 else numbers.rough
    notices = (
        *tidied(text, pa.array(cents / 100), numbers.tidied & ~no_amount),
        Notice(kinds.AMOUNT_SUBCENT, is_subcent & ~np.isnan(units)),
        Notice(kinds.AMOUNT_ROUNDED, rough),
    )
    bad = numbers.bad | no_amount
    unknown = bad if field.key == "refunded" else np.isnan(units)
    return TypedColumn(field, name, text, pa.array(cents, mask=unknown), bad, notices)


def _scale(name: str) -> float:
    """Return how many currency units an amount counts, as the header of its column says."""
    unit = _UNIT_HEADER.search(name)
    return 1.0 if unit is None else _UNITS[unit[1]]


def read_count(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return whole numbers; a fraction is no count."""
    numbers = _numbers(text, habits)
    whole = np.abs(numbers.values) < MAX_COUNT
    whole &= np.nan_to_num(numbers.values) % 1 == 0
    count = np.where(whole, np.nan_to_num(numbers.values), 0).astype(np.int64)
    bad = numbers.bad | (~np.isnan(numbers.values) & ~whole)
    notices = (
        *tidied(text, pa.array(count), numbers.tidied & whole),
        Notice(kinds.AMOUNT_ROUNDED, numbers.rough),
    )
    return TypedColumn(field, name, text, pa.array(count, mask=~whole), bad, notices)


def read_number(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return plain numbers."""
    numbers = _numbers(text, habits)
    values = pa.array(numbers.values, mask=np.isnan(numbers.values))
    notices = (
        *tidied(text, values, numbers.tidied),
        Notice(kinds.AMOUNT_ROUNDED, numbers.rough),
    )
    return TypedColumn(field, name, text, values, numbers.bad, notices)


def read_rate(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return fractions.

    A percent sign in the cell or in the header makes a percentage; where there is neither, the size of the
    values of the column: a share is at most 1, so that 65.2 among them is a percentage like all of them.
    """
    numbers = _numbers(text, habits)
    plain = ~numbers.percent & ~np.isnan(numbers.values)
    most = np.max(np.abs(numbers.values[plain]), initial=0)
    is_said = bool(_PERCENT_HEADER.search(name))
    is_large = not is_said and 1 < most <= PERCENT
    values = np.where(plain & (is_said | is_large), numbers.values / PERCENT, numbers.values)
    array = pa.array(values, mask=np.isnan(values))
    notices = (
        (Notice(kinds.RATE_IN_PERCENT, plain, before_and_after(text, array, plain)),)
        if is_large
        else ()
    )
    return TypedColumn(field, name, text, array, numbers.bad, notices)


def read_seconds(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return durations in seconds; plain numbers count what the header says."""
    unit = seconds_per_unit(name)
    values, bad = read_durations(text.words, null_words=habits.null_words, unit=unit)
    return TypedColumn(field, name, text, pa.array(values, mask=np.isnan(values)), bad)
