"""Typing of one text column as its field wants it, word by word, with everything noticed on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.amounts import read_cents, read_count, read_number, read_rate, read_seconds
from ecreview.intake.columns import TEXT, mask
from ecreview.intake.ids import read_ids, read_keys
from ecreview.intake.numerals import without_nothing
from ecreview.intake.places import read_province
from ecreview.intake.times import in_zone, read_times
from ecreview.intake.typed import Notice, TypedColumn, example, no_words, tidied
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Field, Kind
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecreview.intake.coded import Coded
    from ecreview.intake.typed import Habits

_YES = ("是", "有", "y", "yes", "true", "1", "1.0", "√", "t")


def read_column(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return the column typed.

    Args:
        text: its words.
        name: its header in the file.
        field: what it is.
        habits: of the file and the export.
    """
    return _READERS[field.kind](text, name, field, habits)


def _read_time(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return times; slashed dates that nothing in the column explains are noticed unless a person said it."""
    times = read_times(
        text.words,
        null_words=habits.null_words,
        date_1904=habits.date_1904,
        day_first=habits.day_first,
        period=habits.period,
        has_periods=habits.has_periods,
    )
    if habits.zone is not None:
        times = in_zone(text.words, times, habits.zone)
    order = (
        Text(zh="日/月", en="day/month") if times.day_first else Text(zh="月/日", en="month/day")
    )
    notices = []
    if times.ambiguous and habits.day_first is None:
        known = mask(times.values.is_valid())
        notices.append(Notice(kinds.DATE_AMBIGUOUS, known, (("order", order),)))
    if times.odd is not None:
        values = (("example", example(text.words, times.odd)),)
        notices.append(Notice(kinds.DATE_MIXED, times.odd, values))
    return TypedColumn(
        field,
        name,
        text,
        times.values,
        times.bad,
        tuple(notices),
        extra={} if times.ends is None else {"period_end": times.ends},
    )


def _read_id(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return ids as text; one with lost digits names nothing, and is only kept where the row needs one."""
    ids = read_ids(text.words, null_words=habits.null_words, long_numbers=habits.long_numbers)
    values = ids.values
    if not field.required and ids.lossy.any():
        values = pc.if_else(pa.array(ids.lossy), pa.scalar(None, TEXT), values)
    notices = (
        *tidied(text, ids.values, ids.tidied),
        Notice(kinds.ID_TRUNCATED, ids.lossy),
    )
    return TypedColumn(field, name, text, values, no_words(text), notices, ids.lossy)


def _read_key(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return hashes of people."""
    keys = read_keys(text.words, salt=habits.salt, null_words=habits.null_words)
    unknown = mask(keys.values.is_null()) & ~keys.masked
    notices = (
        Notice(kinds.BUYER_MASKED, keys.masked),
        Notice(kinds.BUYER_UNKNOWN, unknown),
    )
    return TypedColumn(field, name, text, keys.values, no_words(text), notices)


def _read_text(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return text, trimmed."""
    values = without_nothing(text.words, habits.null_words)
    return TypedColumn(field, name, text, values, no_words(text))


def _read_category(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return words, trimmed and replaced as a person chose; of an address only province and city."""
    values = without_nothing(text.words, habits.null_words)
    if field.key == "province":
        province, city = read_province(values)
        return TypedColumn(field, name, text, province, no_words(text), extra={"city": city})
    chosen = habits.words.get(field.key)
    if chosen and field.key != "status_raw":  # shown as in the file; `status` says what it means
        values = pa.array([chosen.get(word, word) for word in values.to_pylist()], TEXT)
    return TypedColumn(field, name, text, values, no_words(text))


def _read_flag(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return yes or no; what is neither is no."""
    words = pc.utf8_lower(without_nothing(text.words, habits.null_words))
    values = pc.fill_null(pc.is_in(words, pa.array(_YES, words.type)), fill_value=False)
    return TypedColumn(field, name, text, values, no_words(text))


_READERS: Mapping[Kind, Callable[[Coded, str, Field, Habits], TypedColumn]] = {
    Kind.ID: _read_id,
    Kind.KEY: _read_key,
    Kind.TEXT: _read_text,
    Kind.CATEGORY: _read_category,
    Kind.CENTS: read_cents,
    Kind.COUNT: read_count,
    Kind.NUMBER: read_number,
    Kind.RATE: read_rate,
    Kind.SECONDS: read_seconds,
    Kind.TIME: _read_time,
    Kind.FLAG: _read_flag,
}
