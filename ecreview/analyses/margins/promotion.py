"""Ad spend of each order: what a shop spent on a day, shared over the orders paid that day by paid amount.

Spend is that of the ad reports (rows that another report tells too left out), else of the shop's daily report.
Spend over several days is the same on each of them. It goes to the paid orders of its shop where it names one
of theirs, else of its platform, else of all; on a day without such orders it belongs to none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.margins.parts import Part, Source
from ecreview.analyses.margins.rest import Rest, of_scope
from ecreview.analyses.measures import NEVER, day_numbers
from ecreview.model.money import allocate_groups, cents_of, sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.margins.orders import PaidOrders
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope

_OWNERS = ("shop", "platform")


def ads_part(dataset: Dataset, orders: PaidOrders, scope: Scope) -> tuple[Part, tuple[Rest, ...]]:
    """Return the ad spend of each order, and that of days without orders."""
    spend = _spend(dataset)
    size = len(orders)
    if spend is None:
        unknown = np.full(size, Source.UNKNOWN, dtype=np.int64)
        return Part("ads", np.zeros(size, dtype=np.int64), unknown), ()
    shares, is_left = np.zeros(size, dtype=np.int64), np.ones(len(spend), dtype=np.bool_)
    for owner in (*_OWNERS, None):
        spent, found = _share(spend[is_left], orders, owner)
        shares += spent
        is_left[np.flatnonzero(is_left)[found]] = False
    rest = spend[is_left & of_scope(spend, scope)]
    apart = Rest("ads", rest["day"].to_numpy(), -rest["cents"].to_numpy())
    return Part("ads", -shares, np.full(size, Source.ADS, dtype=np.int64)), (apart,)


def _spend(dataset: Dataset) -> pd.DataFrame | None:
    """Return spend per row and day: day, cents, shop, platform; None where no file tells any."""
    for table, column in (("ad_spend", "spend"), ("traffic_daily", "ad_spend")):
        frame = dataset.frame(table)
        if frame is None or column not in frame.columns or not frame[column].notna().any():
            continue
        if "is_repeated" in frame.columns:
            frame = frame[~frame["is_repeated"].fillna(value=False).to_numpy(dtype=bool)]
        return _by_day(
            frame[frame["date"].notna()], cents_of(frame.loc[frame["date"].notna(), column])
        )
    return None


def _by_day(frame: pd.DataFrame, cents: NDArray[np.int64]) -> pd.DataFrame:
    """Return a row per day of each period."""
    first = day_numbers(frame["date"])
    last = day_numbers(frame["period_end"]) if "period_end" in frame.columns else first
    days = np.where(last == NEVER, 1, np.maximum(last - first + 1, 1))
    row = np.repeat(np.arange(len(frame)), days)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(days) - days, days)
    shares = allocate_groups(cents, np.ones(len(row), dtype=np.int64), row)
    owners = {o: frame[o].to_numpy()[row] for o in _OWNERS if o in frame.columns}
    return pd.DataFrame({"day": first[row] + nth, "cents": shares, **owners})


def _share(
    spend: pd.DataFrame, orders: PaidOrders, owner: str | None
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the spend per order of owners that have orders, and which rows of it found some."""
    size = len(orders)
    nothing = np.zeros(size, dtype=np.int64), np.zeros(len(spend), dtype=np.bool_)
    mine, theirs = np.zeros(size, dtype=np.int64), np.zeros(len(spend), dtype=np.int64)
    if owner is not None:
        if owner not in spend.columns or owner not in orders.frame.columns:
            return nothing
        words = pd.Index(orders.frame[owner].dropna().unique())
        mine, theirs = (words.get_indexer(frame[owner]) for frame in (orders.frame, spend))
    start = min(orders.day.min(), spend["day"].min()) if len(spend) else 0
    width = max(orders.day.max(), spend["day"].max()) - start + 1 if len(spend) else 1
    group = np.where(mine >= 0, mine * width + orders.day - start, -1)
    wanted = np.where(theirs >= 0, theirs * width + spend["day"].to_numpy() - start, -1)
    found = np.isin(wanted, group[group >= 0])
    if not found.any():
        return nothing
    totals = sum_by(wanted[found], spend["cents"].to_numpy()[found], int(group.max()) + 1)
    takes = np.flatnonzero((group >= 0) & (totals[group] != 0))
    shares = np.zeros(size, dtype=np.int64)
    shares[takes] = allocate_groups(totals, orders.gross[takes], group[takes])
    return shares, found
