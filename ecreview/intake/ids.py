"""Ids and buyer keys out of text: an id is never a number, a buyer is never readable."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask
from ecreview.intake.numerals import NO_VALUE, matches

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

WRAPPING = "='\"` \t\r\n\u00a0\u3000\u200b\ufeff"  # ="…" · '… · `… · TABs and blanks of the exports
KEY_BYTES = 8
MAX_EXACT = 2**53  # a float tells all whole numbers up to it apart
_FLOAT = r"^\d+\.0+$"  # 17850.0: an id that went through a float
_EXPONENT = (
    r"^\d(?:\.\d+)?[eE]\+\d{1,3}$"  # 3.9E+18 as Excel writes it; a code such as 5E10 has no sign
)
_TOO_LONG = r"^\d{16,}(?:\.0+)?$"
_LABEL = r"^(?:ID|id)\s*:\s*"  # ID：123456 in the cells of product columns
_MASKED = r"\*|##|\$\$"


@dataclass(frozen=True, slots=True, eq=False)
class Ids:
    """One entry per word.

    Attributes:
        values: large_string, null where there is none.
        lossy: digits were lost in a number cell: the id must not be used to match anything.
        tidied: the id was wrapped.
    """

    values: pa.Array
    lossy: NDArray[np.bool_]
    tidied: NDArray[np.bool_]


def read_ids(
    words: pa.Array, *, null_words: Collection[str] = (), long_numbers: bool = False
) -> Ids:
    """Return the id that each word says.

    Args:
        words: large_string.
        null_words: texts that mean "none" in this export.
        long_numbers: whether the column has number cells of more than 15 digits.
    """
    is_ascii = pc.all(pc.string_is_ascii(words)).as_py()
    narrow = words if is_ascii else pc.utf8_normalize(words, "NFKC")  # costly on long columns
    stripped = pc.utf8_trim(narrow, characters=WRAPPING)
    nothing = pc.is_in(stripped, pa.array(sorted(NO_VALUE.union(null_words)), stripped.type))
    text = pc.if_else(nothing, pa.scalar(None, stripped.type), stripped)
    if any(pc.any(pc.starts_with(text, label)).as_py() for label in ("ID", "id")):
        text = pc.replace_substring_regex(text, _LABEL, "")
    lossy = _where("+", text, _EXPONENT)
    if long_numbers:
        lossy |= matches(text, _TOO_LONG)
    floats = _where(".", text, _FLOAT)
    if floats.any():
        text, rounded = _without_tail(text, floats)
        lossy |= rounded
    return Ids(text, lossy, mask(pc.not_equal(text, words)))


def _without_tail(text: pa.Array, floats: NDArray[np.bool_]) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Return the texts with `.0` dropped where a float told all digits, and those where it did not."""
    value = pc.if_else(pa.array(floats), text, pa.scalar(None, text.type)).cast(pa.float64())
    exact = mask(pc.less_equal(value, float(MAX_EXACT)))
    whole = pc.replace_substring_regex(text, r"\.0+$", "")
    return pc.if_else(pa.array(exact), whole, text), floats & ~exact


def _where(mark: str, text: pa.Array, pattern: str) -> NDArray[np.bool_]:
    """Return which texts match; a search for the mark, which every match holds, saves most of the work."""
    hit = mask(pc.match_substring(text, mark))
    hit[hit] = matches(text.filter(pa.array(hit)), pattern)
    return hit


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """One entry per word.

    Attributes:
        values: large_string of hashes, null where nobody is named.
        masked: a name whose letters are hidden: it may stand for several people.
    """

    values: pa.Array
    masked: NDArray[np.bool_]


def read_keys(words: pa.Array, *, salt: bytes, null_words: Collection[str] = ()) -> Keys:
    """Return for each word the salted hash that stands for the person it names.

    Args:
        words: large_string.
        salt: key of the hash, at most 64 bytes.
        null_words: texts that mean "none" in this export.
    """
    names = read_ids(words, null_words=null_words).values
    masked = matches(names, _MASKED)
    hashes = [
        None
        if name is None or is_masked
        else blake2b(name.encode(), digest_size=KEY_BYTES, key=salt).hexdigest()
        for name, is_masked in zip(names.to_pylist(), masked.tolist(), strict=True)
    ]
    return Keys(pa.array(hashes, pa.large_string()), masked)
