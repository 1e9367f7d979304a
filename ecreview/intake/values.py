"""Typing of one text column as its field wants it, word by word, with everything noticed on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, mask
from ecreview.intake.durations import read_durations
from ecreview.intake.ids import read_ids, read_keys
from ecreview.intake.numerals import MAX_CENTS, MAX_COUNT, read_numbers, to_cents, without_nothing
from ecreview.intake.places import read_province
from ecreview.intake.times import read_times
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Field, Kind
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.coded import Coded
    from ecreview.intake.numerals import Numbers
    from ecreview.model.findings import FindingKind

SAMPLE_LETTERS = 20  # of a cell, shown in a message
_YES = ("是", "有", "y", "yes", "true", "1", "1.0", "√", "t")
_PERCENT_HEADER = re.compile(r"[（(]\s*[%％]\s*[)）]")
_UNIT_HEADER = re.compile(r"[（(]\s*(分|万元)\s*[)）]")


@dataclass(frozen=True, slots=True)
class Habits:
    """What is particular to a file or an export.

    Attributes:
        null_words, zero_words: cell texts that mean "none" and 0.
        words: canonical field → source word → canonical word, as a person chose.
        salt: key of the buyer hashes.
        date_1904: whether serial dates count from 1904.
        long_numbers: see `read_ids`; of the column at hand.
    """

    null_words: Collection[str] = ()
    zero_words: Collection[str] = ()
    words: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)
    salt: bytes = b""
    date_1904: bool = False
    long_numbers: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """Something noticed on words of a column.

    Attributes:
        hit: the words, as a mask.
        values: what the message's placeholders stand for, beside `{n}` and `{column}`.
    """

    kind: FindingKind
    hit: NDArray[np.bool_]
    values: tuple[tuple[str, Text | str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TypedColumn:
    """A typed column.

    Attributes:
        field: what it is.
        name: its header in the file.
        text: the text it was made from.
        values: one typed value per word; null = unknown or none.
        bad: words that say something that could not be read.
        notices: what else was noticed.
        lossy: words that are ids with digits lost; None for other kinds.
        extra: further fields that the same words tell, e.g. the city of an address.
    """

    field: Field
    name: str
    text: Coded
    values: pa.Array
    bad: NDArray[np.bool_]
    notices: tuple[Notice, ...] = ()
    lossy: NDArray[np.bool_] | None = None
    extra: Mapping[str, pa.Array] = attribute(default_factory=dict)

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Return the words that say nothing."""
        return mask(self.values.is_null()) & ~self.bad

    def per_row(self) -> pa.Array:
        """Return one value per row."""
        codes = self.text.codes
        return self.values if codes is None else self.values.take(pa.array(codes))


def read_column(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return the column typed.

    Args:
        text: its words.
        name: its header in the file.
        field: what it is.
        habits: of the file and the export.
    """
    return _READERS[field.kind](text, name, field, habits)


def example(words: pa.Array, hit: NDArray[np.bool_]) -> str:
    """Return the first word of the mask, short enough and harmless enough for a message."""
    positions = np.flatnonzero(hit)
    return shown(words[int(positions[0])].as_py()) if len(positions) else ""


def shown(word: str | None) -> str:
    """Return a cell as it may stand in a message: printable, at most SAMPLE_LETTERS long."""
    text = "".join(letter if letter.isprintable() else "␣" for letter in word or "")
    return text if len(text) <= SAMPLE_LETTERS else f"{text[: SAMPLE_LETTERS - 1]}…"


def _no_words(text: Coded) -> NDArray[np.bool_]:
    """Return a mask of no word."""
    return np.zeros(len(text.words), dtype=np.bool_)


def _numbers(text: Coded, habits: Habits) -> Numbers:
    """Return the number that each word says."""
    return read_numbers(text.words, null_words=habits.null_words, zero_words=habits.zero_words)


def _tidied(text: Coded, after: pa.Array, hit: NDArray[np.bool_]) -> tuple[Notice, ...]:
    """Return the notice of words that were read as something cleaner than they were written."""
    if not hit.any():
        return ()
    first = int(np.flatnonzero(hit)[0])
    before, clean = shown(text.words[first].as_py()), shown(str(after[first].as_py()))
    return (Notice(kinds.VALUES_TIDIED, hit, (("before", before), ("after", clean))),)


def _read_cents(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return amounts as cents; what is too large for exact cents is bad.

    A blank refund means that nothing came back; any other blank amount is unknown.
    """
    numbers = _numbers(text, habits)
    amounts = _in_units(numbers.values, name)
    too_large = np.abs(np.nan_to_num(amounts)) >= MAX_CENTS / 100
    units = np.where(too_large, np.nan, amounts)
    cents, is_subcent = to_cents(units)
    notices = (
        *_tidied(text, pa.array(cents / 100), numbers.tidied & ~too_large),
        Notice(kinds.AMOUNT_SUBCENT, is_subcent & ~np.isnan(units)),
        Notice(kinds.AMOUNT_ROUNDED, numbers.rough),
    )
    bad = numbers.bad | too_large
    unknown = bad if field.key == "refunded" else np.isnan(units)
    return TypedColumn(field, name, text, pa.array(cents, mask=unknown), bad, notices)


def _in_units(amounts: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Return amounts in currency units, as the header of their column says what they count."""
    unit = _UNIT_HEADER.search(name)
    if unit is None:
        return amounts
    return amounts / 100 if unit[1] == "分" else amounts * 10_000


def _read_count(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return whole numbers; a fraction is no count."""
    numbers = _numbers(text, habits)
    whole = np.abs(numbers.values) < MAX_COUNT
    whole &= np.nan_to_num(numbers.values) % 1 == 0
    count = np.where(whole, np.nan_to_num(numbers.values), 0).astype(np.int64)
    bad = numbers.bad | (~np.isnan(numbers.values) & ~whole)
    notices = (
        *_tidied(text, pa.array(count), numbers.tidied & whole),
        Notice(kinds.AMOUNT_ROUNDED, numbers.rough),
    )
    return TypedColumn(field, name, text, pa.array(count, mask=~whole), bad, notices)


def _read_number(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return plain numbers."""
    numbers = _numbers(text, habits)
    values = pa.array(numbers.values, mask=np.isnan(numbers.values))
    notices = (
        *_tidied(text, values, numbers.tidied),
        Notice(kinds.AMOUNT_ROUNDED, numbers.rough),
    )
    return TypedColumn(field, name, text, values, numbers.bad, notices)


def _read_rate(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return fractions: a percent sign in the cell or in the header makes a percentage."""
    numbers = _numbers(text, habits)
    scale = 100 if _PERCENT_HEADER.search(name) else 1
    values = np.where(numbers.percent, numbers.values, numbers.values / scale)
    return TypedColumn(field, name, text, pa.array(values, mask=np.isnan(values)), numbers.bad)


def _read_seconds(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return durations in seconds."""
    values, bad = read_durations(text.words, null_words=habits.null_words)
    return TypedColumn(field, name, text, pa.array(values, mask=np.isnan(values)), bad)


def _read_time(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return times; slashed dates that nothing in the column explains are noticed."""
    times = read_times(text.words, null_words=habits.null_words, date_1904=habits.date_1904)
    if not times.ambiguous:
        return TypedColumn(field, name, text, times.values, times.bad)
    order = (
        Text(zh="日/月", en="day/month") if times.day_first else Text(zh="月/日", en="month/day")
    )
    notice = Notice(kinds.DATE_AMBIGUOUS, mask(times.values.is_valid()), (("order", order),))
    return TypedColumn(field, name, text, times.values, times.bad, (notice,))


def _read_id(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return ids as text; one with lost digits names nothing, and is only kept where the row needs one."""
    ids = read_ids(text.words, null_words=habits.null_words, long_numbers=habits.long_numbers)
    values = ids.values
    if not field.required and ids.lossy.any():
        values = pc.if_else(pa.array(ids.lossy), pa.scalar(None, TEXT), values)
    notices = (
        *_tidied(text, ids.values, ids.tidied),
        Notice(kinds.ID_TRUNCATED, ids.lossy),
    )
    return TypedColumn(field, name, text, values, _no_words(text), notices, ids.lossy)


def _read_key(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return hashes of people."""
    keys = read_keys(text.words, salt=habits.salt, null_words=habits.null_words)
    unknown = mask(keys.values.is_null()) & ~keys.masked
    notices = (
        Notice(kinds.BUYER_MASKED, keys.masked),
        Notice(kinds.BUYER_UNKNOWN, unknown),
    )
    return TypedColumn(field, name, text, keys.values, _no_words(text), notices)


def _read_text(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return text, trimmed."""
    values = without_nothing(text.words, habits.null_words)
    return TypedColumn(field, name, text, values, _no_words(text))


def _read_category(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return words, trimmed and replaced as a person chose; of an address only province and city."""
    values = without_nothing(text.words, habits.null_words)
    if field.key == "province":
        province, city = read_province(values)
        return TypedColumn(field, name, text, province, _no_words(text), extra={"city": city})
    chosen = habits.words.get(field.key)
    if chosen and field.key != "status_raw":  # shown as in the file; `status` says what it means
        values = pa.array([chosen.get(word, word) for word in values.to_pylist()], TEXT)
    return TypedColumn(field, name, text, values, _no_words(text))


def _read_flag(text: Coded, name: str, field: Field, habits: Habits) -> TypedColumn:
    """Return yes or no; what is neither is no."""
    words = pc.utf8_lower(without_nothing(text.words, habits.null_words))
    values = pc.fill_null(pc.is_in(words, pa.array(_YES, words.type)), fill_value=False)
    return TypedColumn(field, name, text, values, _no_words(text))


_READERS: Mapping[Kind, Callable[[Coded, str, Field, Habits], TypedColumn]] = {
    Kind.ID: _read_id,
    Kind.KEY: _read_key,
    Kind.TEXT: _read_text,
    Kind.CATEGORY: _read_category,
    Kind.CENTS: _read_cents,
    Kind.COUNT: _read_count,
    Kind.NUMBER: _read_number,
    Kind.RATE: _read_rate,
    Kind.SECONDS: _read_seconds,
    Kind.TIME: _read_time,
    Kind.FLAG: _read_flag,
}
