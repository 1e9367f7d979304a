"""What typing a column gives: one value per distinct word, and everything that was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import mask
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.coded import Coded
    from ecreview.intake.dates import Days
    from ecreview.model.fields import Field
    from ecreview.model.findings import FindingKind
    from ecreview.model.text import Text

SAMPLE_LETTERS = 20  # of a cell, shown in a message


@dataclass(frozen=True, slots=True)
class Habits:
    """What is particular to a file or an export.

    Attributes:
        null_words, zero_words: cell texts that mean "none" and 0.
        words: canonical field → source word → canonical word, as a person chose.
        salt: key of the buyer hashes.
        date_1904: whether serial dates count from 1904.
        long_numbers: see `read_ids`; of the column at hand.
        day_first: how a person says that slashed dates are to be read where the column does not tell.
        period: first and last day of the file, for dates without a year.
        zone: time zone of the shop, for times with an offset from UTC; None = Asia/Shanghai.
        has_periods: whether a range of several days is a period of the table.
        undo: codes of rules that a person has undone.
    """

    null_words: Collection[str] = ()
    zero_words: Collection[str] = ()
    words: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)
    salt: bytes = b""
    date_1904: bool = False
    long_numbers: bool = False
    day_first: bool | None = None
    period: Days | None = None
    zone: str | None = None
    has_periods: bool = False
    undo: frozenset[str] = frozenset()


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


def example(words: pa.Array, hit: NDArray[np.bool_]) -> str:
    """Return the first word of the mask, short enough and harmless enough for a message."""
    positions = np.flatnonzero(hit)
    return shown(words[int(positions[0])].as_py()) if len(positions) else ""


def shown(word: str | None) -> str:
    """Return a cell as it may stand in a message: printable, at most SAMPLE_LETTERS long."""
    text = "".join(letter if letter.isprintable() else "␣" for letter in word or "")
    return text if len(text) <= SAMPLE_LETTERS else f"{text[: SAMPLE_LETTERS - 1]}…"


def tidied(text: Coded, after: pa.Array, hit: NDArray[np.bool_]) -> tuple[Notice, ...]:
    """Return the notice of words that were read as something cleaner than they were written."""
    if not hit.any():
        return ()
    return (Notice(kinds.VALUES_TIDIED, hit, before_and_after(text, after, hit)),)


def before_and_after(
    text: Coded, after: pa.Array, hit: NDArray[np.bool_]
) -> tuple[tuple[str, str], ...]:
    """Return the first word of the mask as it was written, and what it was read as."""
    first = int(np.flatnonzero(hit)[0])
    value = after[first].as_py()
    said = f"{value:.15g}" if isinstance(value, float) else str(value)
    return (("before", shown(text.words[first].as_py())), ("after", shown(said)))


def no_words(text: Coded) -> NDArray[np.bool_]:
    """Return a mask of no word."""
    return np.zeros(len(text.words), dtype=np.bool_)
