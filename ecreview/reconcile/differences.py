"""The differences one by one, with their reason and the first row of the files that shows each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import sum_by
from ecreview.reconcile.base import OPEN_STATES
from ecreview.reconcile.groups import STATE_CODE, STATES, alone_with_aside, group_sums
from ecreview.reconcile.sources import REFS, first_rows, ids_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.groups import Side, Verdicts


def list_differences(left: Side, right: Side, verdicts: Verdicts) -> pd.DataFrame:
    """Return one row per group whose sides differ, open ones first, then by state, size, source.

    Amounts are what is compared; a group of nothing but fees without an order shows the fees.
    """
    size = len(verdicts.states)
    left_sum, right_sum = group_sums(left, size), group_sums(right, size)
    only_fees = alone_with_aside(left, right, size)
    if only_fees.any():
        fees = sum_by(right.groups, right.cents, size)
        right_sum = np.where(only_fees, fees, right_sum)
    listed = np.flatnonzero(left_sum != right_sum)
    ours, theirs = (first_rows(side, listed, size) for side in (left, right))
    difference = left_sum[listed] - right_sum[listed]
    open_codes = [STATE_CODE[state] for state in OPEN_STATES]
    is_open = np.isin(verdicts.states[listed], open_codes) & ~only_fees[listed]
    order = np.lexsort(
        (theirs.numbers, ours.numbers, -abs(difference), verdicts.states[listed], ~is_open)
    )
    listed, ours, theirs = listed[order], ours.take(order), theirs.take(order)
    states = verdicts.states[listed]
    return pd.DataFrame(
        {
            "state": pd.Series([s.value for s in STATES], dtype="str").take(states).to_numpy(),
            "order_id": ids_of(ours, theirs, left.key),
            "left_cents": left_sum[listed],
            "right_cents": right_sum[listed],
            "difference_cents": difference[order],
            "reason": _objects(verdicts.texts)[verdicts.reasons[listed]],
            "is_open": is_open[order],
            "left_source": ours.sources,
            "right_source": theirs.sources,
            "right_ref": theirs.named(REFS),
        }
    )


def _objects(values: tuple[object, ...]) -> NDArray[np.object_]:
    """Return the values as an array of objects."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out
