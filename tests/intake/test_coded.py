from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.coded import SAMPLE_ROWS, Coded, encode


def column(*texts: str | None) -> pa.ChunkedArray:
    half = len(texts) // 2
    return pa.chunked_array(
        [pa.array(texts[:half], pa.string()), pa.array(texts[half:], pa.string())]
    )


def rows_of(coded: Coded) -> list[str | None]:
    words = np.array(coded.words.to_pylist(), dtype=object)
    return list(coded.spread(words))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "", None]), max_size=20))
def test_coding_and_spreading_gives_the_column_back(texts: list[str | None]) -> None:
    assert rows_of(encode(column(*texts))) == texts


def test_each_word_stands_once() -> None:
    assert encode(column("a", "b", "a", "a")).words.to_pylist() == ["a", "b"]


def test_a_long_column_of_different_words_is_left_as_it_is() -> None:
    ids = column(*(str(i) for i in range(SAMPLE_ROWS + 1)))
    assert encode(ids).codes is None
    assert rows_of(encode(ids))[-1] == str(SAMPLE_ROWS)
    assert encode(ids, always=True).codes is not None


def test_a_long_column_of_few_words_is_coded() -> None:
    coded = encode(column(*(str(i % 7) for i in range(SAMPLE_ROWS * 2))))
    assert len(coded.words) == 7


def test_an_empty_column_has_no_words() -> None:
    assert len(encode(pa.chunked_array([], pa.string()))) == 0
