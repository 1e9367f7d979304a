"""Which rows of two tables belong together: by the id as it stands, tidied, or by the number of a line.

A *group* is all rows of both sides that carry one key; a row without a usable key is a group of its own.
Ids are text from end to end: 19 digits do not fit into a float.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What exports and spreadsheets wrap around an id: blanks, quotes, `="…"`, zero-width marks.
_LARGEST = str(2**63 - 1)
_WRAPPING = r"[\s'\"`=\x{200B}-\x{200D}\x{FEFF}]+"


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Which group each row is in.

    Attributes:
        left, right: group per row.
        size: how many groups there are.
        exact, normalised, by_line: rows of the right side that found a row of the left by the id as it
            stands, by the tidied id, and by the number of an order line.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    size: int
    exact: int
    normalised: int
    by_line: int

    def set_apart(self, rows: NDArray[np.bool_]) -> Keys:
        """Return the keys with these rows of the right side in groups of their own."""
        right = self.right.copy()
        right[rows] = np.arange(self.size, self.size + int(rows.sum()))
        return replace(self, right=right, size=self.size + int(rows.sum()))

    def joined(self, groups: NDArray[np.int64], links: NDArray[np.int64]) -> Keys:
        """Return the keys with groups that share a link as one group, over any number of steps.

        Args:
            groups: which group is linked.
            links: number of the link of each.
        """
        label = np.arange(self.size)
        while True:
            least = np.full(links.max(initial=-1) + 1, self.size)
            np.minimum.at(least, links, label[groups])
            closer = label.copy()
            np.minimum.at(closer, label[groups], least[links])
            closer = closer[closer[label]]
            if (closer == label).all():
                return replace(self, left=label[self.left], right=label[self.right])
            label = closer


def usable_ids(frame: pd.DataFrame, unusable: NDArray[np.bool_]) -> pd.Series:
    """Return the order ids, null in the unusable rows and where the table has none."""
    if "order_id" not in frame.columns:
        return pd.Series(None, index=frame.index, dtype="str")
    ids = frame["order_id"]
    return ids.mask(pd.Series(unusable, index=ids.index)) if unusable.any() else ids


def damaged_ids(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which rows have an order id that lost digits."""
    if "is_id_lossy" not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    return np.asarray(frame["is_id_lossy"], dtype=np.bool_)


def line_orders(lines: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return which line belongs to which order, None where the lines do not tell."""
    if lines is None or not {"line_id", "order_id"} <= set(lines.columns):
        return None
    return lines[["line_id", "order_id"]].dropna()


def match_keys(left: pd.Series, right: pd.Series, lines: pd.DataFrame | None = None) -> Keys:
    """Return the groups of both sides: exact id, then tidied id, then order line → order.

    A null id is unusable and never joined. `lines` has `line_id, order_id` of the order lines, for bills
    that name the line instead of the order.
    """
    codes, values = _number_ids(pd.concat([left, right], ignore_index=True))
    size, split = len(values), len(left)
    on_left = _marks(codes[:split], size)
    lone = _marks(codes[split:], size) & ~on_left
    target = np.arange(size)
    exact = int(on_left[codes[split:][codes[split:] >= 0]].sum())
    tidied = _redirect(target, values, on_left, lone)
    by_line = _redirect_lines(target, values, on_left, lone & ~tidied, lines)
    keyless = codes < 0
    groups = np.empty(len(codes), dtype=np.int64)
    groups[~keyless] = target[codes[~keyless]]
    groups[keyless] = np.arange(size, size + int(keyless.sum()))
    count = np.bincount(codes[split:][codes[split:] >= 0], minlength=size)
    return Keys(
        groups[:split],
        groups[split:],
        size + int(keyless.sum()),
        exact,
        int(count[tidied].sum()),
        int(count[by_line].sum()),
    )


def _number_ids(ids: pd.Series) -> tuple[NDArray[np.int64], Any]:
    """Return a code per id (-1 = null) and the distinct ids as an Arrow array.

    Ids that are whole numbers within 64 bits are told apart as integers: the same answer, several times
    faster than as text.
    """
    texts = _texts(ids)
    whole = _is_whole_number(texts)
    codes = np.full(len(texts), -1, dtype=np.int64)
    numbers = texts.filter(pa.array(whole)).cast(pa.int64()).to_numpy()
    codes[whole] = pd.factorize(numbers)[0]
    other = ~whole & ids.notna().to_numpy()
    codes[other] = pd.factorize(ids[other])[0] + codes.max(initial=-1) + 1
    first = np.zeros(codes.max(initial=-1) + 1, dtype=np.int64)
    known = np.flatnonzero(codes >= 0)[::-1]
    first[codes[known]] = known  # the first position is written last and stays
    return codes, texts.take(pa.array(first))


def _texts(ids: pd.Series) -> Any:
    """Return texts as one Arrow array."""
    texts: Any = pa.array(ids, type=pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _is_whole_number(texts: Any) -> NDArray[np.bool_]:
    """Return which ids are decimals without leading zeros that fit into 64 bits."""
    digits = len(_LARGEST)
    length = np.asarray(pc.utf8_length(texts).to_numpy(zero_copy_only=False))
    small = _mask(pc.less_equal(texts, pa.scalar(_LARGEST, pa.large_string())))
    decimal = pc.and_(pc.ascii_is_decimal(texts), pc.invert(pc.starts_with(texts, "0")))
    fits = (length < digits) | ((length == digits) & small)
    return np.asarray(_mask(decimal) & fits, dtype=np.bool_)


def _marks(codes: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return which codes 0 … size − 1 occur."""
    marks = np.zeros(size, dtype=np.bool_)
    marks[codes[codes >= 0]] = True
    return marks


def tidy(ids: pd.Series) -> pd.Series:
    """Return ids in one spelling: NFKC, without wrapping, in lower case."""
    return pd.Series(_tidy(_texts(ids)).to_pandas(), index=ids.index, dtype="str")


def _tidy(texts: Any) -> Any:
    """Return texts in one spelling."""
    form = pc.Utf8NormalizeOptions("NFKC")
    text = pc.call_function("utf8_normalize", [texts], options=form)
    return pc.utf8_lower(pc.replace_substring_regex(text, _WRAPPING, ""))


def _mask(flags: Any) -> NDArray[np.bool_]:
    """Return an Arrow array of flags as a mask; null is False."""
    return np.asarray(
        flags.fill_null(fill_value=False).to_numpy(zero_copy_only=False), dtype=np.bool_
    )


def _redirect(
    target: NDArray[np.int64],
    values: Any,
    on_left: NDArray[np.bool_],
    lone: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Point the codes of ids found only on the right to the id on the left that reads the same tidied.

    Returns:
        Which codes were pointed. An id that reads like two ids of the left stays alone.
    """
    sought = np.flatnonzero(lone)
    if not len(sought) or not on_left.any():
        return np.zeros(len(values), dtype=np.bool_)
    spelling = _tidy(values.take(pa.array(sought)))
    known = np.flatnonzero(on_left & (~_is_plain(values) | _mask(pc.is_in(values, spelling))))
    coded = pc.dictionary_encode(_tidy(values.take(pa.array(known))))
    codes = coded.indices.to_numpy()
    unique = known[np.bincount(codes)[codes] == 1]
    at = pc.index_in(spelling, _tidy(values.take(pa.array(unique)))).fill_null(-1).to_numpy()
    found = at >= 0
    target[sought[found]] = unique[at[found]]
    return _marks(sought[found], len(values))


def _is_plain(texts: Any) -> NDArray[np.bool_]:
    """Return which ids are digits and small letters only, so that tidying leaves them as they are."""
    small = pc.and_(pc.ascii_is_alnum(texts), pc.ascii_is_lower(texts))
    return _mask(pc.or_(pc.ascii_is_decimal(texts), small))


def _redirect_lines(
    target: NDArray[np.int64],
    values: Any,
    on_left: NDArray[np.bool_],
    lone: NDArray[np.bool_],
    lines: pd.DataFrame | None,
) -> NDArray[np.bool_]:
    """Point the codes of ids that name an order line to its order; return which were pointed."""
    sought = np.flatnonzero(lone)
    if lines is None or not len(sought):
        return np.zeros(len(values), dtype=np.bool_)
    wanted = values.take(pa.array(sought))
    named = lines[
        _mask(pc.is_in(_texts(lines["line_id"]), wanted))
    ]  # pandas' isin is 30 times slower
    named = named.drop_duplicates()
    named = named[~named["line_id"].duplicated(keep=False)]
    orders, at = (_places(named[column], values) for column in ("order_id", "line_id"))
    found = (orders >= 0) & on_left[orders]
    target[at[found]] = orders[found]
    return _marks(at[found], len(values))


def _places(ids: pd.Series, values: Any) -> NDArray[np.int64]:
    """Return the position of each id among the values, -1 where it is not there."""
    places = pc.index_in(_texts(ids), values)
    return np.asarray(places.fill_null(-1), dtype=np.int64)
