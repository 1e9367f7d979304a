"""Columns of a canonical Arrow table as text and category: what cleaning and the `prepare` steps share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = pa.large_string()
CATEGORY = pa.dictionary(pa.int32(), TEXT)


def text_column(table: pa.Table, name: str) -> pa.Array:
    """Return a column as text, all null where the table has no such column."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, TEXT)
    return table[name].combine_chunks().cast(TEXT)


def category(words: pa.Array) -> pa.DictionaryArray:
    """Return texts as a category column."""
    return pc.dictionary_encode(words.cast(TEXT))


def put(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return the table with a column added, or replaced where it has it."""
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, column)
    return table.append_column(name, column)


def map_words(words: pa.Array, known: Mapping[str, str | None]) -> pa.Array:
    """Return each text replaced by what the dictionary says, kept as it is where it says nothing.

    Examples:
        >>> map_words(pa.array(["a", None, "b"]), {"a": "x"}).to_pylist()
        ['x', None, 'b']
    """
    coded = pc.dictionary_encode(words.cast(TEXT))
    told = pa.array([known.get(word, word) for word in coded.dictionary.to_pylist()], TEXT)
    return told.take(coded.indices)
