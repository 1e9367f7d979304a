"""Ids as numbers: the same id, the same code, whichever table it stands in.

Ids that are whole numbers within 64 bits are told apart as integers: the same answer, several times faster
than as text. All others stay text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST = str(2**63 - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """Ids by code: first the whole numbers, then all others.

    Attributes:
        codes: code per row, -1 = null.
        wholes: the distinct whole numbers.
        others: the other distinct ids, an Arrow array.
    """

    codes: NDArray[np.int64]
    wholes: NDArray[np.int64]
    others: Any

    @property
    def size(self) -> int:
        """Return how many distinct ids there are."""
        return len(self.wholes) + len(self.others)

    def texts(self, codes: NDArray[np.int64]) -> Any:
        """Return the ids of these codes."""
        is_other = codes >= len(self.wholes)
        numbers = pa.array(self.wholes[codes[~is_other]]).cast(pa.large_string())
        words = self.others.take(pa.array(codes[is_other] - len(self.wholes)))
        place = np.empty(len(codes), dtype=np.int64)
        place[~is_other] = np.arange(len(numbers))
        place[is_other] = np.arange(len(numbers), len(codes))
        return pa.concat_arrays([numbers, words]).take(pa.array(place))

    def find(self, texts: Any) -> NDArray[np.int64]:
        """Return the code of each id, -1 where there is none."""
        found = np.full(len(texts), -1, dtype=np.int64)
        whole = is_whole_number(texts)
        numbers = texts.filter(pa.array(whole)).cast(pa.int64())
        if len(numbers):
            found[whole] = _places(numbers, pa.array(self.wholes))
        places = _places(texts.filter(pa.array(~whole)), self.others)
        found[~whole] = np.where(places >= 0, places + len(self.wholes), -1)
        return found


def number_ids(left: pd.Series, right: pd.Series) -> Numbered:
    """Return a code per id of the left, then of the right; each side is read where it stands, none is copied."""
    sides = [as_texts(side) for side in (left, right)]
    are_whole = [is_whole_number(texts) for texts in sides]
    numbers = [
        (texts if whole.all() else texts.filter(pa.array(whole))).cast(pa.int64()).to_numpy()
        for texts, whole in zip(sides, are_whole, strict=True)
    ]
    whole = np.concatenate(are_whole)
    codes = np.full(len(whole), -1, dtype=np.int64)
    codes[whole], wholes = pd.factorize(np.concatenate(numbers))
    words = pd.concat([left[~are_whole[0]], right[~are_whole[1]]], ignore_index=True)
    places, others = pd.factorize(words)  # null is −1
    codes[~whole] = np.where(places < 0, -1, places + len(wholes))
    return Numbered(codes, wholes, as_texts(pd.Series(others, dtype="str")))


def as_texts(ids: pd.Series) -> Any:
    """Return texts as one Arrow array."""
    texts: Any = pa.array(ids, type=pa.large_string())
    if not isinstance(texts, pa.ChunkedArray):
        return texts
    return texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()  # which copies


def is_whole_number(texts: Any) -> NDArray[np.bool_]:
    """Return which ids are decimals without leading zeros that fit into 64 bits."""
    digits = len(_LARGEST)
    length = np.asarray(pc.utf8_length(texts).to_numpy(zero_copy_only=False))
    small = as_mask(pc.less_equal(texts, pa.scalar(_LARGEST, pa.large_string())))
    decimal = pc.and_(pc.ascii_is_decimal(texts), pc.invert(pc.starts_with(texts, "0")))
    fits = (length < digits) | ((length == digits) & small)
    return np.asarray(as_mask(decimal) & fits, dtype=np.bool_)


def as_mask(flags: Any) -> NDArray[np.bool_]:
    """Return an Arrow array of flags as a mask; null is False."""
    return np.asarray(
        flags.fill_null(fill_value=False).to_numpy(zero_copy_only=False), dtype=np.bool_
    )


def _places(sought: Any, among: Any) -> NDArray[np.int64]:
    """Return the position of each value among the others, -1 where it is not there."""
    places = pc.index_in(sought, among)
    return np.asarray(places.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)
