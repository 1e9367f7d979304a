"""What one side cannot hold, so that nothing is missing there, and what it holds once more from another source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.reconcile.groups import held

if TYPE_CHECKING:
    from numpy.typing import NDArray


def outside_days(
    groups: NDArray[np.int64], size: int, ours: pd.Series | None, theirs: pd.Series | None
) -> NDArray[np.bool_]:
    """Return which of so many groups hold a row of one side on a day that lies outside those of the other.

    Args:
        groups: group of each row.
        size: how many groups there are.
        ours: time of each row; an unknown one lies nowhere.
        theirs: times of the other side, None or all unknown = it may hold any day.
    """
    if ours is None or theirs is None or theirs.isna().all():
        return np.zeros(size, dtype=np.bool_)
    days, covered = ours.dt.normalize(), theirs.dt.normalize()
    away = (days < covered.min()) | (days > covered.max())
    return held(groups[away.to_numpy()], size)


def last_time(orders: pd.DataFrame) -> pd.Timestamp:
    """Return the last thing that the orders know of; what came later may not have reached them."""
    known = ["created_at", "paid_at", "shipped_at", "received_at", "closed_at"]
    return pd.Timestamp(orders[[c for c in known if c in orders.columns]].max().max())


def of_unmet(
    frame: pd.DataFrame, column: str, groups: NDArray[np.int64], found: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the groups of those words of a column of which none was found, while some of another word was.

    Args:
        frame: one side.
        column: e.g. the platform; without it nothing is unmet.
        groups: group per row.
        found: which groups the other side has.
    """
    unmet = np.zeros(len(found), dtype=np.bool_)
    if column not in frame.columns:
        return unmet
    words = frame[column].astype("str").fillna("").reset_index(drop=True)
    is_found = pd.Series(found[groups]).groupby(words).transform("any").to_numpy()
    if is_found.any():
        unmet[groups[~is_found]] = True
    return unmet


def told_again(groups: NDArray[np.int64], source: pd.Series) -> NDArray[np.bool_]:
    """Return which rows repeat what another source tells of their group: all but those of its leading source.

    A source with more rows leads; of equally many the first by name.
    """
    words = source.astype("str").fillna("").reset_index(drop=True)
    counts = words.value_counts()
    leading = sorted(counts.index, key=lambda word: (-counts[word], word))
    rank = words.map({word: place for place, word in enumerate(leading)}).to_numpy(dtype=np.int64)
    best = np.full(groups.max(initial=-1) + 1, len(leading))
    np.minimum.at(best, groups, rank)
    return np.asarray(rank > best[groups])
