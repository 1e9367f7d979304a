"""Numbers out of text: amounts, counts and rates as people and platforms write them.

A text becomes a float64 once, and cents by rounding half up. That is exact: a decimal of at most 15 digits
differs from a whole or half cent by more than the float error, so a float that lies within that error of
one *is* one. Longer texts (0.30000000000000004) are floats written out by a spreadsheet and are read the
same way. Unknown text is never 0: it is null and marked bad.

Whether a comma parts decimals (1.234,56) or thousands (1,234.56) is a habit of the whole column: 1,234 alone
does not tell. Decimals they part where some word shows it and none shows the contrary.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

NO_VALUE = frozenset(
    {"", "-", "--", "---", "—", "——", "–", "−", "/", "\\", "null", "NULL", "None", "N/A", "n/a",
     "无", "暂无", "空"}
)  # fmt: skip
MAX_CENTS = 10**13  # a hundred billion: larger ones are ids or slips in a money column
MAX_COUNT = 2**53  # beyond it a float no longer tells neighbouring numbers apart
# Reading, one product and × 100 err by half a unit in the last place each; a unit may double on the way.
ERROR_ULPS = 3
_TURN = str.maketrans(",.", ".,")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'"})

# Written so that a column of clean numbers never comes here, and most others need no loop.
_PLAIN = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
_TIDY = r"^(?:[-+]?[¥￥$£€]?|[¥￥$£€][-+])(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?元?$"
_PERCENT = r"^[-+]?\d+(?:\.\d+)?%$"
_DROPPED = "[¥￥$£€,元]"

_CODES = (
    "RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY|KRW|CAD|AUD|NZD|SGD|MYR|THB|VND|PHP|IDR|INR|BRL|MXN|CHF|SEK|NOK|DKK|PLN"
    "|CZK|AED|SAR|EGP|ZAR|TRY"
)
_COIN = rf"(?:{_CODES}|[A-Z]{{0,3}}[¥$£€₩₹฿₫₱]|RM|Rp\.?)"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?) ?{_COIN}? ?(?P<inner>[-+]?)"
    r"(?P<whole>[1-9]\d{0,2}(?P<mark>[,' ])\d{3}(?:(?P=mark)\d{3})*|\d*)(?P<fraction>\.\d*)?"
    r"(?P<exponent>[eE][-+]?\d+)?"
    rf" ?(?P<scale>[万亿]?) ?(?:元|{_COIN})? ?(?P<percent>%?)"
    r"(?:\(已退款[\d.,]+\))?"  # 131.77(已退款89.84): what was paid, then a remark
)
_SHOWS_COMMA = re.compile(
    r"[^\d.,]{0,5}(?:(?:\d{1,3}(?:[.' ]\d{3})+|\d+),(?:\d{1,2}|\d{4,})|0,\d{3}|\d{1,3}(?:\.\d{3}){2,})"
    r"[^\d.,]{0,5}"
)
_SHOWS_POINT = (
    r"[,，]\d{3}\.\d|(?:^|\D)[1-9]\d{0,2}(?:[,，]\d{3})+(?:[^\d,，]|$)|\.\d{1,2}(?:\D|$)|\.\d{4}"
)
_SCALES = {"": 0, "万": 4, "亿": 8}


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """One entry per word.

    Attributes:
        values: float64, NaN where there is none. Percent signs are applied.
        bad: text that is no number.
        tidied: a number, but not written as a plain one.
        rough: written in 万 or 亿, so digits are missing.
        percent: written with a percent sign.
    """

    values: NDArray[np.float64]
    bad: NDArray[np.bool_]
    tidied: NDArray[np.bool_]
    rough: NDArray[np.bool_]
    percent: NDArray[np.bool_]


def read_numbers(
    words: pa.Array, *, null_words: Collection[str] = (), zero_words: Collection[str] = ()
) -> Numbers:
    """Return the number that each word says.

    Args:
        words: large_string.
        null_words: texts that mean "none" in this export beyond NO_VALUE.
        zero_words: texts that mean 0.
    """
    text = without_nothing(words, null_words)
    if zero_words:
        text = pc.if_else(pc.is_in(text, pa.array(sorted(zero_words), text.type)), "0", text)
    try:
        values = _floats(text)
        tidied = rough = percent = np.zeros(len(text), dtype=np.bool_)
    except pa.ArrowInvalid:
        values, tidied, rough, percent = _read_by_shape(text)
    finite = np.isfinite(values)
    bad = mask(text.is_valid()) & ~finite
    return Numbers(np.where(finite, values, np.nan), bad, tidied & finite, rough, percent)


def without_nothing(words: pa.Array, null_words: Collection[str] = ()) -> pa.Array:
    """Return the words trimmed, null where they only say that there is no value."""
    text = pc.utf8_trim_whitespace(words)
    nothing = pc.is_in(text, pa.array(sorted(NO_VALUE.union(null_words)), text.type))
    return pc.if_else(nothing, pa.scalar(None, text.type), text)


def _floats(text: pa.Array) -> NDArray[np.float64]:
    """Return plain numbers as floats, NaN where null."""
    values = pc.fill_null(text.cast(pa.float64()), np.nan)
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)


def matches(text: pa.Array, pattern: str) -> NDArray[np.bool_]:
    """Return which texts match a regular expression, False where null."""
    return mask(pc.match_substring_regex(text, pattern))


def _read_by_shape(
    text: pa.Array,
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return values, tidied, rough and percent of words that are not all plain: by kernel where it can."""
    plain = matches(text, _PLAIN)
    tidied = matches(text, _TIDY) & ~plain
    percent = matches(text, _PERCENT)
    rest = np.flatnonzero(mask(text.is_valid()) & ~(plain | tidied | percent))
    odd = [_narrow(word) for word in text.take(pa.array(rest)).to_pylist()]
    if _has_decimal_commas(text, odd):
        turned = _turned(text)
        values, tidied, rough, percent = _read_by_shape(turned)
        return values, tidied | mask(pc.not_equal(turned, text)), rough, percent
    values = np.full(len(text), np.nan)
    values[plain] = _floats(text.filter(pa.array(plain)))
    signed = text.filter(pa.array(tidied))
    values[tidied] = _floats(pc.replace_substring_regex(signed, _DROPPED, ""))
    hundredths = text.filter(pa.array(percent))
    values[percent] = _floats(pc.replace_substring(hundredths, "%", "e-2"))
    rough = np.zeros(len(text), dtype=np.bool_)
    for position, word in zip(rest, odd, strict=True):
        number = _number(word)
        if number is not None:
            values[position], rough[position], percent[position] = number
            tidied[position] = True
    return values, tidied, rough, percent


def _has_decimal_commas(text: pa.Array, odd: list[str]) -> bool:
    """Return whether the comma parts decimals in a column: an odd word shows it and no word the contrary."""
    return (
        any(_SHOWS_COMMA.fullmatch(word) for word in odd) and not matches(text, _SHOWS_POINT).any()
    )


def _turned(text: pa.Array) -> pa.Array:
    """Return the texts with points for commas and commas for points."""
    parted = pc.replace_substring_regex(text, "[,，]", "\x00")
    return pc.replace_substring(pc.replace_substring(parted, ".", ","), "\x00", ".")


def _narrow(word: str) -> str:
    """Return a word in one spelling of widths, minus signs and blanks."""
    return unicodedata.normalize("NFKC", word).translate(_SIGNS).strip()


def read_number(word: str) -> tuple[float, bool, bool] | None:
    """Return the number a single word says, whether it is rough and whether in percent; None = no number.

    Examples:
        >>> read_number("（12.50）"), read_number("1.2万")
        ((-12.5, False, False), (12000.0, True, False))
        >>> read_number("131.77(已退款89.84)"), read_number("1.234,56"), read_number("500~1000")
        ((131.77, False, False), (1234.56, False, False), None)
    """
    text = _narrow(word)
    return _number(text.translate(_TURN) if _SHOWS_COMMA.fullmatch(text) else text)


def _number(text: str) -> tuple[float, bool, bool] | None:
    """Return the number of a narrow text with decimal points."""
    negative = text.startswith("(") and text.endswith(")")
    found = _NUMBER.fullmatch(text[1:-1].strip() if negative else text)
    if found is None or not (found["whole"] or (found["fraction"] or ".") != "."):
        return None
    if found["sign"] and found["inner"]:  # --5 is a slip
        return None
    exponent = int((found["exponent"] or "e0")[1:]) + _SCALES[found["scale"]]
    exponent -= 2 if found["percent"] else 0
    digits = re.sub("[,' ]", "", found["whole"]) + (found["fraction"] or "")
    value = float(f"{digits}e{exponent}")
    minus = negative ^ (found["sign"] == "-") ^ (found["inner"] == "-")
    return (-value if minus else value), bool(found["scale"]), bool(found["percent"])


def to_cents(units: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return cents rounded half up (away from zero), and which amounts had more than two decimals.

    Args:
        units: amounts in currency units, below MAX_CENTS / 100 in size; NaN gives 0.

    Examples:
        >>> to_cents(np.array([12.345, -0.005, 1178.8]))[0].tolist()
        [1235, -1, 117880]
    """
    size = np.abs(np.nan_to_num(units)) * 100
    noise = ERROR_ULPS * np.spacing(size)
    nearest = np.rint(size)
    is_subcent = np.abs(size - nearest) > noise
    cents = np.where(is_subcent, np.floor(size + 0.5 + noise), nearest)
    return np.where(units < 0, -cents, cents).astype(np.int64), is_subcent
