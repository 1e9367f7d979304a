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

from ecreview.reconcile.numbering import as_mask, as_texts, is_whole_number, number_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.numbering import Numbered

# What exports and spreadsheets wrap around an id: blanks, quotes, `="…"`, zero-width marks.
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
    ids, split = number_ids(left, right), len(left)
    ours, theirs = ids.codes[:split], ids.codes[split:]
    named = theirs[theirs >= 0]
    on_left = _marks(ours[ours >= 0], ids.size)
    lone = _marks(named, ids.size) & ~on_left
    target = np.arange(ids.size)
    tidied = _redirect(target, ids, on_left, lone)
    by_line = _redirect_lines(target, ids, on_left, lone & ~tidied, lines)
    keyless = ids.codes < 0
    groups = np.empty(len(ids.codes), dtype=np.int64)
    groups[~keyless] = target[ids.codes[~keyless]]
    groups[keyless] = np.arange(ids.size, ids.size + int(keyless.sum()))
    return Keys(
        groups[:split],
        groups[split:],
        ids.size + int(keyless.sum()),
        *(int(met[named].sum()) for met in (on_left, tidied, by_line)),
    )


def _marks(codes: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return which codes 0 … size − 1 occur."""
    marks = np.zeros(size, dtype=np.bool_)
    marks[codes] = True
    return marks


def tidy(ids: pd.Series) -> pd.Series:
    """Return ids in one spelling: NFKC, without wrapping, in lower case."""
    return pd.Series(_tidy(as_texts(ids)).to_pandas(), index=ids.index, dtype="str")


def _tidy(texts: Any) -> Any:
    """Return texts in one spelling."""
    form = pc.Utf8NormalizeOptions("NFKC")
    text = pc.call_function("utf8_normalize", [texts], options=form)
    return pc.utf8_lower(pc.replace_substring_regex(text, _WRAPPING, ""))


def _redirect(
    target: NDArray[np.int64],
    ids: Numbered,
    on_left: NDArray[np.bool_],
    lone: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Point the codes of ids found only on the right to the id on the left that reads the same tidied.

    Returns:
        Which codes were pointed. An id that reads like two ids of the left stays alone.
    """
    sought = np.flatnonzero(lone)
    if not len(sought) or not on_left.any():
        return np.zeros(ids.size, dtype=np.bool_)
    words = ids.texts(sought)
    spelling = _tidy(words)
    changed = spelling.filter(pc.not_equal(spelling, words))
    known = np.concatenate([_spelled_oddly(ids, on_left, spelling), _met(ids, on_left, changed)])
    read = _tidy(ids.texts(known))
    codes = pc.dictionary_encode(read).indices.to_numpy()
    unique = np.bincount(codes)[codes] == 1 if len(codes) else np.zeros(0, dtype=np.bool_)
    at = pc.index_in(spelling, read.filter(pa.array(unique))).fill_null(-1).to_numpy()
    found = at >= 0
    target[sought[found]] = known[unique][at[found]]
    return _marks(sought[found], ids.size)


def _spelled_oddly(ids: Numbered, on_left: NDArray[np.bool_], spelling: Any) -> NDArray[np.int64]:
    """Return the codes of the left that tidying changes, or that are no numbers and read like one sought."""
    first = len(ids.wholes)  # whole numbers are tidy as they are
    codes = np.flatnonzero(on_left[first:]) + first
    texts = ids.texts(codes)
    odd = ~_is_plain(texts) | as_mask(pc.is_in(texts, spelling))
    return codes[odd]


def _met(ids: Numbered, on_left: NDArray[np.bool_], changed: Any) -> NDArray[np.int64]:
    """Return the whole numbers of the left that a tidied id reads like, each once."""
    numbers = changed.filter(pa.array(is_whole_number(changed))).unique()
    codes = ids.find(numbers)
    return codes[(codes >= 0) & on_left[codes]]


def _is_plain(texts: Any) -> NDArray[np.bool_]:
    """Return which ids are digits and small letters only, so that tidying leaves them as they are."""
    small = pc.and_(pc.ascii_is_alnum(texts), pc.ascii_is_lower(texts))
    return as_mask(pc.or_(pc.ascii_is_decimal(texts), small))


def _redirect_lines(
    target: NDArray[np.int64],
    ids: Numbered,
    on_left: NDArray[np.bool_],
    lone: NDArray[np.bool_],
    lines: pd.DataFrame | None,
) -> NDArray[np.bool_]:
    """Point the codes of ids that name an order line to its order; return which were pointed."""
    sought = np.flatnonzero(lone)
    if lines is None or not len(sought):
        return np.zeros(ids.size, dtype=np.bool_)
    wanted = pc.is_in(as_texts(lines["line_id"]), ids.texts(sought))
    named = lines[as_mask(wanted)]  # pandas' isin is 30 times slower
    named = named.drop_duplicates()
    named = named[~named["line_id"].duplicated(keep=False)]
    orders, at = (ids.find(as_texts(named[column])) for column in ("order_id", "line_id"))
    found = (orders >= 0) & on_left[orders]
    target[at[found]] = orders[found]
    return _marks(at[found], ids.size)
