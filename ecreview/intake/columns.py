"""Single columns of a canonical Arrow table: as text, as a category, as numpy arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

TEXT = pa.large_string()
CATEGORY = pa.dictionary(pa.int32(), TEXT)


def has(table: pa.Table, name: str) -> bool:
    """Return whether the table has the column."""
    return name in table.column_names


def put(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return the table with a column added, or replaced where it has it."""
    if has(table, name):
        return table.set_column(table.column_names.index(name), name, column)
    return table.append_column(name, column)


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece; one that is in one piece is not copied, as Arrow's own way would."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    match column.chunks:
        case []:
            return pa.array([], column.type)
        case [one]:
            return one
        case _:
            return column.combine_chunks()


def text_column(table: pa.Table, name: str) -> pa.Array:
    """Return a column as text, all null where the table has no such column."""
    if not has(table, name):
        return pa.nulls(table.num_rows, TEXT)
    return whole(table[name]).cast(TEXT)


def category(words: pa.Array) -> pa.DictionaryArray:
    """Return texts as a category column."""
    return pc.dictionary_encode(words.cast(TEXT))


def constant(word: str | None, rows: int) -> pa.Array:
    """Return a category column that says one word in all rows, null for None."""
    if word is None:
        return pa.nulls(rows, CATEGORY)
    return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([word], TEXT))


def map_words(words: pa.Array, known: Mapping[str, str | None]) -> pa.Array:
    """Return each text replaced by what the dictionary says, kept as it is where it says nothing.

    Examples:
        >>> map_words(pa.array(["a", None, "b"]), {"a": "x"}).to_pylist()
        ['x', None, 'b']
    """
    coded = category(words)
    told = pa.array([known.get(word, word) for word in coded.dictionary.to_pylist()], TEXT)
    return told.take(coded.indices)


def mask(values: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return booleans with False for null."""
    filled = pc.fill_null(values, fill_value=False)
    if isinstance(filled, pa.ChunkedArray):
        return np.array(filled.to_numpy(), dtype=np.bool_)
    return np.array(filled.to_numpy(zero_copy_only=False), dtype=np.bool_)


def known(table: pa.Table, name: str) -> NDArray[np.bool_]:
    """Return in which rows the column has a value; nowhere without the column."""
    if not has(table, name):
        return np.zeros(table.num_rows, dtype=np.bool_)
    return mask(table[name].is_valid())


def known_ints(values: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return cents or counts with 0 for unknown, and which are known."""
    return np.asarray(values.fill_null(0).to_numpy(), dtype=np.int64), mask(values.is_valid())


def ints(table: pa.Table, name: str) -> NDArray[np.int64]:
    """Return a column of cents or counts with 0 for unknown; zeros without the column."""
    if not has(table, name):
        return np.zeros(table.num_rows, dtype=np.int64)
    return np.asarray(pc.fill_null(table[name], 0).to_numpy(), dtype=np.int64)
