"""Days far away from all others: a year typed wrong must not stretch what is looked at to decades."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask
from ecreview.intake.typed import Notice, example
from ecreview.model.finding_kinds import DATE_FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.intake.typed import TypedColumn

FAR_DAYS = 366  # a shop that sells once a year leaves no longer gap
ENOUGH_ROWS = 20  # among fewer nobody can tell which dates are the odd ones
FEW = 0.01  # of the rows, or a single one; more are no slips


def without_strays(column: TypedColumn, undo: frozenset[str] = frozenset()) -> TypedColumn:
    """Return a column of times in which few dates far away from all others are unknown, and told.

    Args:
        column: of times.
        undo: codes of rules that a person has undone.
    """
    is_stray = np.zeros(len(column.values), dtype=np.bool_)
    is_known = mask(column.values.is_valid())
    days = pc.cast(column.values.filter(pa.array(is_known)), pa.date32()).cast(pa.int32())
    is_stray[is_known] = _is_stray(days.to_numpy(), _rows_of_words(column)[is_known])
    if not is_stray.any():
        return column
    values = pc.if_else(pa.array(is_stray), pa.scalar(None, column.values.type), column.values)
    if DATE_FAR.code in undo:
        values = column.values
    notice = Notice(DATE_FAR, is_stray, (("example", example(column.text.words, is_stray)),))
    return replace(column, values=values, notices=(*column.notices, notice))


def _rows_of_words(column: TypedColumn) -> NDArray[np.int64]:
    """Return in how many rows each word stands."""
    codes, words = column.text.codes, len(column.values)
    return np.ones(words, np.int64) if codes is None else np.bincount(codes, minlength=words)


def _is_stray(days: NDArray[np.int32], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which days are outside the longest-serving stretch without a far gap, none if they are many.

    Args:
        days: day numbers.
        rows: in how many rows each stands.
    """
    distinct, at = np.unique(days, return_inverse=True)
    stretch = np.cumsum(np.diff(distinct, prepend=distinct[:1]) > FAR_DAYS)[at]
    size = np.bincount(stretch, weights=rows, minlength=1)
    total, outside = size.sum(), size.sum() - size.max()
    if total < ENOUGH_ROWS or outside > max(1, FEW * total):
        return np.zeros(len(days), dtype=np.bool_)
    return np.asarray(stretch != size.argmax())


def is_far(times: pa.ChunkedArray, others: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return which times are over a year before the first or after the last of the others."""
    ends = pc.min_max(others).as_py()
    if ends["min"] is None:
        return np.zeros(len(times), dtype=np.bool_)
    far = timedelta(days=FAR_DAYS)
    early = pc.less(times, pa.scalar(ends["min"] - far, times.type))
    return mask(pc.or_(early, pc.greater(times, pa.scalar(ends["max"] + far, times.type))))
