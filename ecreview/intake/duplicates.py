"""Rows that say the same: identical ones, and several rows under one natural key.

A row is identical to an earlier one when all cells of the file are equal. Many columns are grouped by a 64-bit
mix of their codes, and what it groups is compared cell by cell before it counts; keys are grouped exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

NO_TWIN = -1
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ / golden ratio: spreads consecutive codes over all bits


def mix_codes(columns: Sequence[NDArray[np.int64]]) -> NDArray[np.uint64]:
    """Return one number per row that is equal where all codes of the row are equal."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for codes in columns:
        mixed = (mixed ^ codes.astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def group_rows(columns: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return one number per row that is equal exactly where all codes of the row are equal.

    Examples:
        >>> group_rows([np.array([0, 0, 1, 0]), np.array([0, 1, 0, 0])]).tolist()
        [0, 1, 2, 0]
    """
    groups = columns[0]
    for codes in columns[1:]:
        # Both factors are below the number of rows, so their product fits in 64 bits.
        groups = first_of_group(groups * (codes.max(initial=0) + 1) + codes)
    return groups


def codes_of(column: pa.ChunkedArray | pa.Array) -> NDArray[np.int64]:
    """Return a code per row, equal for equal cells; null is a cell like any other."""
    coded = column.dictionary_encode(null_encoding="encode")
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.unify_dictionaries().combine_chunks()
    return np.asarray(coded.indices.to_numpy(), dtype=np.int64)


def first_of_group(groups: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return for each row the position of the first row of its group.

    Examples:
        >>> first_of_group(np.array([7, 9, 7])).tolist()
        [0, 1, 0]
    """
    if not len(groups):
        return np.empty(0, dtype=np.int64)
    order = np.argsort(groups, kind="stable")
    is_first = np.r_[True, np.diff(groups[order]) != 0]
    start = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    first = np.empty(len(order), dtype=np.int64)
    first[order] = order[start]
    return first


def last_of_group(groups: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return for each row the position of the last row of its group.

    Examples:
        >>> last_of_group(np.array([7, 9, 7])).tolist()
        [2, 1, 2]
    """
    last = len(groups) - 1
    return np.asarray(last - first_of_group(groups[::-1])[::-1], dtype=np.int64)


def is_equal_row(
    columns: Iterable[pa.ChunkedArray | pa.Array],
    rows: NDArray[np.int64],
    twins: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return for each row whether all its cells equal those of its twin; null and "" are the same text."""
    equal = np.ones(len(rows), dtype=np.bool_)
    at, twin_at = pa.array(rows), pa.array(twins)
    for column in columns:
        cells, others = column.take(at), column.take(twin_at)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            cells, others = pc.fill_null(cells, ""), pc.fill_null(others, "")
        both_null = pc.and_(pc.is_null(cells), pc.is_null(others))
        equal &= mask(pc.or_kleene(pc.equal(cells, others), both_null))
    return equal


def identical_twins(columns: Sequence[pa.ChunkedArray]) -> NDArray[np.int64]:
    """Return for each row the first row with the same cells, NO_TWIN where it is the first itself."""
    if not columns or not len(columns[0]):
        return np.empty(0, dtype=np.int64)
    first = first_of_group(mix_codes([codes_of(column) for column in columns]))
    return _confirmed(columns, first)


def _confirmed(columns: Sequence[pa.ChunkedArray], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the twins, NO_TWIN where a row is its own or the cells differ after all."""
    twins = np.full(len(first), NO_TWIN)
    rows = np.flatnonzero(first != np.arange(len(first)))
    same = is_equal_row(columns, rows, first[rows])
    twins[rows[same]] = first[rows[same]]
    return twins
