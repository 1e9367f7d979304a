"""The paid orders as all parts of the profit see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.analyses.measures import codes_of, day_numbers, in_scope
from ecreview.model.money import cents_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.scope import Scope

DISCOUNTS = ("shop_discount", "platform_discount", "payment_discount", "influencer_discount")


@dataclass(frozen=True, slots=True, eq=False)
class PaidOrders:
    """All paid orders of the files, by time of payment, then by number: their order in the file means nothing.

    Attributes:
        frame: the orders, row i ↔ entry i.
        ids: order numbers, null where damaged: nothing is joined to those.
        day: day number of the payment; second: seconds since 1970.
        gross, refunded: cents.
        discounts: positive cents per kind that the files tell.
        is_gone: refunded in full; is_unsent: before it was shipped.
        platform: code per order, −1 unknown; `platforms[code]` is the word.
        in_scope: of the shops and channels under review.
    """

    frame: pd.DataFrame
    ids: pd.Series
    day: NDArray[np.int64]
    second: NDArray[np.int64]
    gross: NDArray[np.int64]
    refunded: NDArray[np.int64]
    discounts: dict[str, NDArray[np.int64]]
    is_gone: NDArray[np.bool_]
    is_unsent: NDArray[np.bool_]
    platform: NDArray[np.int64]
    platforms: pd.Index
    in_scope: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.frame)

    @property
    def net(self) -> NDArray[np.int64]:
        """Return cents paid after refunds."""
        return self.gross - self.refunded

    def find(self, ids: pd.Series, column: str = "order_id") -> NDArray[np.int64]:
        """Return the entry of the order with each number, −1 where there is none."""
        own = self.ids if column == "order_id" else self.frame[column]
        return find_ids(own, ids)


def find_ids(among: pd.Series, ids: pd.Series) -> NDArray[np.int64]:
    """Return the first place of each id among others, −1 where it is not there or null."""
    sought, known = (pa.array(column, type=pa.large_string()) for column in (ids, among))
    at = pc.index_in(sought, value_set=known, skip_nulls=True)
    return np.asarray(at.fill_null(-1), dtype=np.int64)


def paid_orders(frame: pd.DataFrame, scope: Scope) -> PaidOrders | None:
    """Return the paid orders, None where nothing was paid."""
    frame = frame[frame["paid_at"].notna().to_numpy()]
    if frame.empty:
        return None
    frame = frame.sort_values(_sorting(frame), kind="stable", ignore_index=True)
    size = len(frame)
    gross = cents_of(frame["paid_gross"])
    refunded = cents_of(frame["refunded"]) if "refunded" in frame.columns else np.zeros(size, int)
    platform, platforms = (
        codes_of(frame["platform"])
        if "platform" in frame.columns
        else (np.full(size, -1), pd.Index([], dtype="str"))
    )
    is_gone = (gross > 0) & (refunded >= gross)
    return PaidOrders(
        frame=frame,
        ids=_joinable(frame),
        day=day_numbers(frame["paid_at"]),
        second=frame["paid_at"].to_numpy(dtype="datetime64[s]").astype(np.int64),
        gross=gross,
        refunded=refunded,
        discounts={d: np.abs(cents_of(frame[d])) for d in DISCOUNTS if _is_told(frame, d)},
        is_gone=is_gone,
        is_unsent=is_gone & _never_shipped(frame),
        platform=platform,
        platforms=platforms,
        in_scope=in_scope(frame, scope),
    )


def _sorting(frame: pd.DataFrame) -> list[str]:
    """Return the columns that tell orders apart."""
    columns = ("paid_at", "order_id", "platform", "shop", "paid_gross", "refunded")
    return [c for c in columns if c in frame.columns]


def _joinable(frame: pd.DataFrame) -> pd.Series:
    """Return the order numbers, null where damaged."""
    ids = frame["order_id"]
    if "is_id_lossy" not in frame.columns:
        return ids
    return ids.mask(frame["is_id_lossy"].astype("bool"))


def _is_told(frame: pd.DataFrame, column: str) -> bool:
    """Return whether any order tells the column."""
    return column in frame.columns and bool(frame[column].notna().any())


def _never_shipped(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which orders have no shipping time, none where the files tell no such times."""
    if not _is_told(frame, "shipped_at"):
        return np.zeros(len(frame), dtype=np.bool_)
    return frame["shipped_at"].isna().to_numpy()
