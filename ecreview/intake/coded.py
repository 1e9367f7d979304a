"""A column of text as its distinct words and one code per row, so that each word is read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAMPLE_ROWS = 4_000  # rows looked at before deciding whether distinct words are worth finding
ROWS_PER_WORD = 4  # a word must stand in this many rows on average (performance.md §3)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of text.

    Attributes:
        words: large_string; the distinct words where codes are given, else one word per row. Null = no text.
        codes: position in `words` per row; None where row i has word i.
    """

    words: pa.Array
    codes: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.words) if self.codes is None else len(self.codes)

    def spread(self, per_word: NDArray[Any]) -> NDArray[Any]:
        """Return one value per row from one value per word."""
        return per_word if self.codes is None else per_word[self.codes]

    def count(self, hit: NDArray[np.bool_]) -> int:
        """Return in how many rows a word of the mask stands."""
        if not hit.any():
            return 0
        return int(np.count_nonzero(self.spread(hit)))


def encode(column: pa.ChunkedArray, *, always: bool = False) -> Coded:
    """Return the column coded by its distinct words where these are few, else as it stands.

    Args:
        column: text.
        always: code it in any case, for what is costly per word.
    """
    words = whole(column).cast(TEXT)
    if not (always or _has_few_words(words)):
        return Coded(words)
    coded = words.dictionary_encode(null_encoding="encode")
    return Coded(coded.dictionary, coded.indices.to_numpy().astype(np.int64))


def _has_few_words(words: pa.Array) -> bool:
    """Return whether a word probably stands in ROWS_PER_WORD rows or more.

    Of n rows drawn from u words about n² / 2u are repetitions, which gives u where most are none.
    """
    rows = len(words)
    if rows <= SAMPLE_ROWS:
        return True
    drawn = np.random.default_rng(0).integers(0, rows, SAMPLE_ROWS)
    distinct = int(pc.count_distinct(words.take(pa.array(drawn)), mode="all").as_py())
    repeated = SAMPLE_ROWS - distinct
    most_repeat = 2 * repeated > SAMPLE_ROWS
    expected = distinct if most_repeat else SAMPLE_ROWS**2 / (2 * max(repeated, 1))
    return bool(expected * ROWS_PER_WORD < rows)
