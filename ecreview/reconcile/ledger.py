"""What reconciling reads of the ledger and of the orders, and how long money usually takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of
from ecreview.model.tables import PARTS, TRANSFER_SUBJECTS
from ecreview.reconcile.base import FEE_SUBJECTS
from ecreview.reconcile.groups import Side
from ecreview.reconcile.keys import damaged_ids, usable_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        within: fees within receipts that are paid out net of them: signed cents by subject.
    """

    frame: pd.DataFrame
    cents: NDArray[np.int64]
    is_transfer: NDArray[np.bool_]
    is_fee: NDArray[np.bool_]
    subject: pd.Series
    time: NDArray[np.datetime64]
    within: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    @property
    def aside(self) -> NDArray[np.int64]:
        """Return the cents of each entry that are a fee."""
        within: NDArray[np.int64] = sum(self.within.values(), np.zeros_like(self.cents))
        return np.where(self.is_fee, self.cents, within)

    @property
    def compared(self) -> NDArray[np.int64]:
        """Return the cents of each entry that are compared with the orders."""
        return self.cents - self.aside


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """The orders, entry i ↔ row i.

    Attributes:
        gross, refunded: cents.
        subsidy: what the platform adds to what the buyer paid, see `subsidy_of`.
        paid_at: datetime64[s], NaT = unpaid.
        is_final: completed within the days of the bill, so that its money is due.
        is_closed: closed after it was paid, so that all went back, even where no file tells the refund.
        is_lossy: the id is damaged.
        is_priced: the order tells an amount.
    """

    frame: pd.DataFrame
    gross: NDArray[np.int64]
    refunded: NDArray[np.int64]
    subsidy: NDArray[np.int64]
    paid_at: NDArray[np.datetime64]
    is_final: NDArray[np.bool_]
    is_closed: NDArray[np.bool_]
    is_lossy: NDArray[np.bool_]
    is_priced: NDArray[np.bool_]

    @property
    def due(self) -> NDArray[np.int64]:
        """Return what has to come in per order before refunds: of the buyer and of the platform."""
        return self.gross + self.subsidy

    @property
    def owed(self) -> NDArray[np.int64]:
        """Return what the shop is owed per order."""
        return self.due - self.refunded


def subsidy_of(orders: pd.DataFrame) -> NDArray[np.int64]:
    """Return what the platform adds to what the buyer paid, in cents per order, 0 where that is not certain.

    It is certain where the merchant's receivable of a paid order that was not wholly refunded lies above the
    paid amount by exactly what the platform gave as a discount.
    """
    size = len(orders)
    if not {"receivable", "platform_discount"} <= {*orders.columns}:
        return np.zeros(size, dtype=np.int64)
    gross, given = cents_of(orders["paid_gross"]), cents_of(orders["platform_discount"])
    above = cents_of(orders["receivable"]) - gross
    is_kept = (gross > 0) & (refunded_of(orders) < gross)
    return np.where(is_kept & (above > 0) & (above == given), above, 0)


def refunded_of(orders: pd.DataFrame) -> NDArray[np.int64]:
    """Return what each order tells as refunded, in cents; 0 where it tells nothing."""
    if "refunded" not in orders.columns:
        return np.zeros(len(orders), dtype=np.int64)
    return cents_of(orders["refunded"])


def read_bill(frame: pd.DataFrame, *, refunds_told: bool) -> Bill:
    """Return the ledger; its refunds are compared only where the orders tell of refunds at all."""
    subject = _subjects(frame)
    compared = {"goods", "other"} | ({"refund"} if refunds_told else set())
    is_transfer = subject.isin(TRANSFER_SUBJECTS).to_numpy()
    if "is_transfer" in frame.columns:
        is_transfer = is_transfer | frame["is_transfer"].to_numpy(dtype=np.bool_)
    is_goods = (subject == "goods").to_numpy() & ~is_transfer
    return Bill(
        frame=frame,
        cents=cents_of(frame["amount"]),
        is_transfer=is_transfer,
        is_fee=~subject.isin(compared).to_numpy() & ~is_transfer,
        subject=subject,
        time=frame["time"].to_numpy(dtype="datetime64[s]"),
        within=_fees_within(frame, is_goods, FEE_SUBJECTS - compared),
    )


def _fees_within(
    frame: pd.DataFrame, is_goods: NDArray[np.bool_], fees: frozenset[str]
) -> dict[str, NDArray[np.int64]]:
    """Return the fees that receipts tell as parts of themselves; parts that do not add up tell nothing.

    Postage that came in is the buyer's and stands in the order as well; what went out is a fee.
    """
    given = [part for part in PARTS if part in frame.columns]
    if not given:
        return {}
    parts = {part.removeprefix("part_"): cents_of(frame[part]) for part in given}
    adds_up = is_goods & (sum(parts.values()) == cents_of(frame["amount"]))
    if "freight" in parts:
        parts["freight"] = parts["freight"].clip(max=0)
    within = {word: np.where(adds_up, cents, 0) for word, cents in parts.items() if word in fees}
    return {word: cents for word, cents in within.items() if cents.any()}


def itemise(bill: Bill, side: Side) -> tuple[Side, pd.Series]:
    """Return the side with the fees within receipts as rows of their own, and the subject of what is a fee.

    The subject is null for all other rows.
    """
    fees = bill.subject.where(bill.is_fee)
    if not bill.within:
        return side, fees
    words = fees.cat.categories.union(list(bill.within), sort=False)
    held = {word: np.flatnonzero(cents) for word, cents in bill.within.items()}
    rows = np.concatenate([np.arange(len(bill.cents)), *held.values()])
    rest = np.where(bill.is_fee, bill.cents, bill.compared)
    cents = np.concatenate([rest, *(bill.within[word][at] for word, at in held.items())])
    codes = np.concatenate(
        [
            fees.cat.set_categories(words).cat.codes,
            *(np.full(len(at), words.get_loc(word)) for word, at in held.items()),
        ]
    )
    items = Side(side.frame.iloc[rows], cents, np.where(codes >= 0, cents, 0), side.groups[rows])
    return items, pd.Series(pd.Categorical.from_codes(codes, words))


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
    is_final = is_closed = np.zeros(size, dtype=np.bool_)
    if "status" in frame.columns:
        is_final = (frame["status"] == "completed").to_numpy(dtype=np.bool_)
        is_closed = (frame["status"] == "closed_refunded").to_numpy(dtype=np.bool_)
    if "received_at" in frame.columns:
        received = frame["received_at"].to_numpy(dtype="datetime64[s]")
        is_final = is_final & ~(received > last_entry(bill))
    return Sales(
        frame=frame,
        gross=cents_of(frame["paid_gross"]),
        refunded=refunded_of(frame),
        subsidy=subsidy_of(frame),
        paid_at=frame["paid_at"].to_numpy(dtype="datetime64[s]"),
        is_final=is_final,
        is_closed=is_closed,
        is_lossy=damaged_ids(frame),
        is_priced=frame["paid_gross"].notna().to_numpy(),
    )


def entry_ids(bill: Bill) -> pd.Series:
    """Return the order ids of the entries, null where there is none, it is damaged, or it is a transfer.

    An entry that names no order may name a line of one.
    """
    unusable = bill.is_transfer | damaged_ids(bill.frame)
    ids = usable_ids(bill.frame, unusable)
    if "line_id" not in bill.frame.columns or not ids.isna().any():
        return ids
    return ids.fillna(bill.frame["line_id"].mask(unusable))


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
