"""Single columns of a canonical Arrow table as numpy arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray


def has(table: pa.Table, name: str) -> bool:
    """Return whether the table has the column."""
    return name in table.column_names


def known(table: pa.Table, name: str) -> NDArray[np.bool_]:
    """Return in which rows the column has a value; nowhere without the column."""
    if not has(table, name):
        return np.zeros(table.num_rows, dtype=np.bool_)
    return mask(table[name].is_valid())


def ints(table: pa.Table, name: str) -> NDArray[np.int64]:
    """Return a column of cents or counts with 0 for unknown; zeros without the column."""
    if not has(table, name):
        return np.zeros(table.num_rows, dtype=np.int64)
    return np.asarray(pc.fill_null(table[name], 0).to_numpy(), dtype=np.int64)


def mask(values: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return booleans with False for null."""
    filled = pc.fill_null(values, fill_value=False)
    if isinstance(filled, pa.ChunkedArray):
        return np.array(filled.to_numpy(), dtype=np.bool_)
    return np.array(filled.to_numpy(zero_copy_only=False), dtype=np.bool_)
