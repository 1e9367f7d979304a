"""The differences one by one, with their reason and the first row of the files that shows each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.model.money import sum_by
from ecreview.reconcile.base import OPEN_STATES
from ecreview.reconcile.groups import STATE_CODE, STATES, alone_with_aside, group_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.groups import Side, Verdicts

_NO_ROW = -1
_LINE_BITS = 32  # a source is one number: rank of the file, then the row


def list_differences(left: Side, right: Side, verdicts: Verdicts) -> pd.DataFrame:
    """Return one row per group whose sides differ, by state, then by size, then by source.

    Amounts are what is compared; a group of nothing but fees without an order shows the fees.
    """
    size = len(verdicts.states)
    left_sum, right_sum = group_sums(left, size), group_sums(right, size)
    only_fees = alone_with_aside(left, right, size)
    right_sum[only_fees] = sum_by(right.groups, right.cents, size)[only_fees]
    listed = np.flatnonzero(left_sum != right_sum)
    first_left, first_right = (_first_sources(side, listed, size) for side in (left, right))
    difference = left_sum[listed] - right_sum[listed]
    order = np.lexsort((first_right[1], first_left[1], -abs(difference), verdicts.states[listed]))
    listed, left_row, right_row = listed[order], first_left[0][order], first_right[0][order]
    states = verdicts.states[listed]
    open_codes = [STATE_CODE[state] for state in OPEN_STATES]
    return pd.DataFrame(
        {
            "state": pd.Series([s.value for s in STATES], dtype="str").take(states).to_numpy(),
            "order_id": _ids(left, left_row, right, right_row),
            "left_cents": left_sum[listed],
            "right_cents": right_sum[listed],
            "difference_cents": difference[order],
            "reason": _objects(verdicts.texts)[verdicts.reasons[listed]],
            "is_open": np.isin(states, open_codes) & ~only_fees[listed],
            "left_source": _sources(left, left_row),
            "right_source": _sources(right, right_row),
        }
    )


def _objects(values: tuple[object, ...]) -> NDArray[np.object_]:
    """Return the values as an array of objects."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def _first_sources(
    side: Side, listed: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return position and source number of the first row of each listed group, -1 for none here."""
    place = np.full(size, _NO_ROW)
    place[listed] = np.arange(len(listed))
    rows = np.flatnonzero(place[side.groups] != _NO_ROW)
    files = side.frame["source_file"].cat
    rank = np.argsort(np.argsort(np.asarray(files.categories, dtype=object)))
    lines = side.frame["source_row"].to_numpy()[rows].astype(np.int64)
    source = (rank[files.codes.to_numpy()[rows]].astype(np.int64) << _LINE_BITS) + lines
    backwards = np.argsort(-source, kind="stable")  # the first row is written last and stays
    groups = place[side.groups[rows[backwards]]]
    first, number = np.full(len(listed), _NO_ROW), np.full(len(listed), _NO_ROW)
    first[groups], number[groups] = rows[backwards], source[backwards]
    return first, number


def _pick(side: Side, rows: NDArray[np.int64], column: str) -> pd.Series:
    """Return the column at these positions, null for none."""
    values = side.frame[column].take(np.maximum(rows, 0)).reset_index(drop=True)
    return values.mask(pd.Series(rows == _NO_ROW))


def _ids(
    left: Side, left_row: NDArray[np.int64], right: Side, right_row: NDArray[np.int64]
) -> pd.Series:
    """Return the id of the left side, else of the right, null where neither has one."""
    named = _pick(left, left_row, "order_id") if len(left.frame) else None
    other = (
        _pick(right, right_row, "order_id")
        if "order_id" in right.frame.columns
        else pd.Series(None, index=range(len(right_row)), dtype="str")
    )
    return other if named is None else named.fillna(other)


def _sources(side: Side, rows: NDArray[np.int64]) -> pd.Series:
    """Return `file · row` at these positions, null for none."""
    at: Any = pa.array(rows, mask=rows == _NO_ROW)
    files = side.frame["source_file"].cat
    file: Any = pa.array(files.codes.to_numpy()).take(at)
    names = pa.array(files.categories, type=pa.large_string()).take(file)
    lines = pa.array(side.frame["source_row"].to_numpy()).take(at).cast(pa.large_string())
    joined = pc.binary_join_element_wise(names, lines, pa.scalar(" · ", pa.large_string()))
    return pd.Series(joined.to_pandas(), dtype="str")
