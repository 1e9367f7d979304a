"""What reconciling reads of the ledger and of the orders, and how long money usually takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.tables import TRANSFER_SUBJECTS
from ecreview.reconcile.groups import cents_of
from ecreview.reconcile.keys import damaged_ids, usable_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.keys import Keys

LAG_SHARE = 0.95  # an order younger than this share of the observed lags is not due: methods §11


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """The entries of the ledger, entry i ↔ row i.

    Attributes:
        cents: signed.
        is_transfer: withdrawals, top-ups, deposits.
        is_fee: explains a difference by its subject instead of being compared.
        subject: category of subject words.
        time: datetime64[s].
    """

    frame: pd.DataFrame
    cents: NDArray[np.int64]
    is_transfer: NDArray[np.bool_]
    is_fee: NDArray[np.bool_]
    subject: pd.Series
    time: NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """The orders, entry i ↔ row i.

    Attributes:
        gross, refunded: cents.
        paid_at: datetime64[s], NaT = unpaid.
        is_final: completed within the days of the bill, so that its money is due.
        is_lossy: the id is damaged.
        is_priced: the order tells an amount.
    """

    frame: pd.DataFrame
    gross: NDArray[np.int64]
    refunded: NDArray[np.int64]
    paid_at: NDArray[np.datetime64]
    is_final: NDArray[np.bool_]
    is_lossy: NDArray[np.bool_]
    is_priced: NDArray[np.bool_]

    @property
    def owed(self) -> NDArray[np.int64]:
        """Return what the shop is owed per order."""
        return self.gross - self.refunded


def read_bill(frame: pd.DataFrame, *, refunds_told: bool) -> Bill:
    """Return the ledger; its refunds are compared only where the orders tell of refunds at all."""
    subject = _subjects(frame)
    compared = {"goods", "other"} | ({"refund"} if refunds_told else set())
    is_transfer = subject.isin(TRANSFER_SUBJECTS).to_numpy()
    if "is_transfer" in frame.columns:
        is_transfer = is_transfer | frame["is_transfer"].to_numpy(dtype=np.bool_)
    return Bill(
        frame=frame,
        cents=cents_of(frame["amount"]),
        is_transfer=is_transfer,
        is_fee=~subject.isin(compared).to_numpy() & ~is_transfer,
        subject=subject,
        time=frame["time"].to_numpy(dtype="datetime64[s]"),
    )


def _subjects(frame: pd.DataFrame) -> pd.Series:
    """Return the subject of each entry; goods where the bill has none at all, other where one is unknown."""
    if "subject" not in frame.columns:
        one = pd.Categorical.from_codes(np.zeros(len(frame), dtype=np.int64), pd.Index(["goods"]))
        return pd.Series(one)
    words = frame["subject"].astype("category").reset_index(drop=True)
    if words.notna().all():
        return words
    return words.astype("str").fillna("other").astype("category")


def read_sales(frame: pd.DataFrame, bill: Bill) -> Sales:
    """Return the orders with what the bill's days decide about them."""
    size = len(frame)
    is_final = np.zeros(size, dtype=np.bool_)
    if "status" in frame.columns:
        is_final = (frame["status"] == "completed").to_numpy(dtype=np.bool_)
    if "received_at" in frame.columns:
        received = frame["received_at"].to_numpy(dtype="datetime64[s]")
        is_final = is_final & ~(received > last_entry(bill))
    return Sales(
        frame=frame,
        gross=cents_of(frame["paid_gross"]),
        refunded=cents_of(frame["refunded"])
        if "refunded" in frame.columns
        else np.zeros(size, int),
        paid_at=frame["paid_at"].to_numpy(dtype="datetime64[s]"),
        is_final=is_final,
        is_lossy=damaged_ids(frame),
        is_priced=frame["paid_gross"].notna().to_numpy(),
    )


def entry_ids(bill: Bill) -> pd.Series:
    """Return the order ids of the entries, null where there is none or the entry is a transfer."""
    return usable_ids(bill.frame, bill.is_transfer)


def last_entry(bill: Bill) -> np.datetime64:
    """Return the time of the last entry."""
    return np.nanmax(bill.time)


def paid_per_group(sales: Sales, keys: Keys) -> NDArray[np.datetime64]:
    """Return the latest payment time of each group, NaT without one."""
    paid = np.full(keys.size, np.iinfo(np.int64).min)
    np.maximum.at(paid, keys.left, sales.paid_at.astype(np.int64))
    return paid.astype("datetime64[s]")


def usual_lag(bill: Bill, sales: Sales, keys: Keys) -> np.timedelta64:
    """Return the lag from payment to entry that LAG_SHARE of the receipts keep, 0 without any."""
    receipts = (bill.cents > 0) & ~bill.is_fee & ~bill.is_transfer
    lags = bill.time[receipts] - paid_per_group(sales, keys)[keys.right[receipts]]
    seconds = lags[~np.isnat(lags)].astype(np.int64)
    if not len(seconds):
        return np.timedelta64(0, "s")
    rank = int(np.ceil(LAG_SHARE * (len(seconds) - 1)))  # quantile, the higher of two neighbours
    usual = int(np.partition(seconds, rank)[rank])
    return np.timedelta64(max(usual, 0), "s")
