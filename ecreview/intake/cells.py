"""Whether text cells hold anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST_LOOK = 1_000  # cells of which most often one is filled


def filled(column: Any) -> Any:
    """Return, per cell of a text column, whether it holds more than blanks; never null.

    Examples:
        >>> filled(pa.array(["x", " ", "", None])).to_pylist()
        [True, False, False, False]
    """
    lengths = pc.utf8_length(pc.utf8_trim_whitespace(column))
    return pc.greater(lengths, pa.scalar(0)).fill_null(fill_value=False)


def any_filled(column: Any) -> bool:
    """Return whether a text column holds anything but blanks."""
    if column.null_count == len(column):
        return False
    # Arrow would build a table of all blanks at its first use.
    first = column.slice(0, FIRST_LOOK).to_pylist()
    if any(text and not text.isspace() for text in first):
        return True
    return bool(pc.any(filled(column.slice(FIRST_LOOK))).as_py())


def filled_rows(cells: pa.Table) -> NDArray[np.bool_]:
    """Return, per row of text cells, whether any of them holds more than blanks."""
    hit = np.zeros(cells.num_rows, dtype=np.bool_)
    for column in cells.columns:
        hit |= filled(column).to_numpy()
    return hit
