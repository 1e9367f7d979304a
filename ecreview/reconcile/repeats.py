"""Entries that stand in the ledger twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import sum_by
from ecreview.reconcile.ledger import entry_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.keys import Keys
    from ecreview.reconcile.ledger import Bill, Sales

# Odd factors that spread three integers over 64 bits: equal rows give equal numbers, others hardly ever.
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def find_repeated(bill: Bill, sales: Sales, keys: Keys, tolerance: int) -> NDArray[np.bool_]:
    """Return which entries repeat another one of the same order, subject and amount.

    Either the transaction is the same too, or the order took in more than it tells of: equal amounts alone
    are no repetition, since an order may be paid in two halves. The later entries count as the repetition,
    as many as the surplus holds. A number that several orders share is no transaction's but that of a
    settlement: under it an order may well get the same amount for two of its items.
    """
    twice = np.zeros(len(bill.cents), dtype=np.bool_)
    several = np.bincount(keys.right, minlength=keys.size) > 1
    rows = np.flatnonzero(several[keys.right])
    codes = bill.subject.cat.codes.to_numpy()[rows]
    parts = np.stack([keys.right[rows], bill.cents[rows], codes]).astype(np.uint64)
    mixed = pd.Series(np.bitwise_xor.reduce(parts * _MIX[:, None], axis=0))
    rows = rows[mixed.duplicated(keep=False).to_numpy()]
    if not len(rows):
        return twice
    few = _in_time_order(bill, keys, rows)
    entry = ["group", "subject", "cents"]
    same = few.duplicated([*entry, "txn"]) & few["txn"].notna()
    same &= ~few["txn"].isin(_shared_numbers(bill, keys, few.loc[same, "txn"]))
    twice[few.loc[same, "row"]] = True
    few = few[~same & ~few["is_fee"]]
    copies = few.groupby(entry)["row"].transform("size")
    surplus = _surplus(bill, sales, keys, twice, few)
    size = few["compared"].abs()
    extra = (surplus + np.minimum(tolerance, size // 2)) // size.clip(lower=1)
    copy = few.groupby(entry).cumcount()
    twice[few.loc[(copy >= 1) & (copy >= copies - extra), "row"]] = True
    return twice


def _in_time_order(bill: Bill, keys: Keys, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Return what is compared of these entries, the earlier ones first."""
    frame = bill.frame.iloc[rows]
    few = pd.DataFrame(
        {
            "row": rows,
            "group": keys.right[rows],
            "subject": bill.subject.cat.codes.to_numpy()[rows],
            "cents": bill.cents[rows],
            "compared": bill.compared[rows],
            "is_fee": bill.is_fee[rows],
            "txn": frame["txn_id"].to_numpy() if "txn_id" in frame.columns else None,
            "time": bill.time[rows],
            "file": frame["source_file"].astype("str").to_numpy(),
            "line": frame["source_row"].to_numpy(),
        }
    )
    return few.sort_values(["time", "file", "line"], ignore_index=True)


def _shared_numbers(bill: Bill, keys: Keys, numbers: pd.Series) -> pd.Series:
    """Return which of these transaction numbers stand on entries of several orders."""
    if numbers.empty:
        return numbers
    named = bill.frame["txn_id"].isin(numbers.unique()) & entry_ids(bill).notna()
    rows = np.flatnonzero(named)
    groups = pd.Series(keys.right[rows]).groupby(bill.frame["txn_id"].to_numpy()[rows])
    return pd.Series(groups.nunique().loc[lambda orders: orders > 1].index)


def _surplus(
    bill: Bill, sales: Sales, keys: Keys, twice: NDArray[np.bool_], few: pd.DataFrame
) -> pd.Series:
    """Return per entry how much more its order took in (or gave back) than the order tells of."""
    concerned = np.unique(few["group"])
    place = np.full(keys.size, -1)
    place[concerned] = np.arange(len(concerned))
    theirs, ours = (np.flatnonzero(place[side] >= 0) for side in (keys.right, keys.left))

    def sums(groups: NDArray[np.int64], cents: NDArray[np.int64]) -> NDArray[np.int64]:
        return sum_by(place[groups], cents, len(concerned))

    came, to, of = np.where(twice, 0, bill.compared)[theirs], keys.right[theirs], keys.left[ours]
    over = sums(to, came.clip(min=0)) - sums(of, sales.due[ours])
    back = sums(to, (-came).clip(min=0)) - sums(of, sales.refunded[ours])
    known = sums(of, sales.is_priced[ours].astype(np.int64)) > 0
    at = place[few["group"]]
    surplus = np.where(few["cents"] > 0, over[at], back[at])
    return pd.Series(np.where(known[at], surplus, 0), index=few.index)
