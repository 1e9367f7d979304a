"""A daily summary and the orders on one calendar of shop-days, as the definition finder reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.reconcile.definitions import CLOSED, GONE, TINY, TINY_CENTS, UNPAID, Sold
from ecreview.reconcile.fits import Reported
from ecreview.reconcile.shop_days import ShopDays, day_numbers, name_shops, shop_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.reconcile.definitions import Time

TIME_COLUMNS: Mapping[Time, str] = {
    "pay": "paid_at",
    "order": "created_at",
    "ship": "shipped_at",
    "done": "received_at",
}
_AMOUNT_COLUMNS = {
    "paid": "paid_gross",
    "ordered": "order_amount",
    "discount": "platform_discount",
    "receivable": "receivable",
    "freight": "freight",
    "refunded": "refunded",
}
_MONEY = {"pay_amount": "pay_buyers", "order_amount": "order_buyers"}  # with the buyers behind it


@dataclass(frozen=True, slots=True, eq=False)
class ShopSales:
    """Both sides on one calendar.

    Attributes:
        column: the money column of the summary that is compared.
        summary, orders, refunds: the frames; refunds are empty where they are not dated.
        summary_cells: shop-day of each row of the summary.
        order_shops: shop of each order.
        is_told: shop-days for which the summary says an amount.
        is_due: shop-days whole in the orders and within the days of the summary.
    """

    calendar: ShopDays
    column: str
    summary: pd.DataFrame
    orders: pd.DataFrame
    refunds: pd.DataFrame
    summary_cells: NDArray[np.int64]
    order_shops: NDArray[np.int64]
    is_told: NDArray[np.bool_]
    is_due: NDArray[np.bool_]
    sold: Sold
    reported: Reported

    def ended(self) -> NDArray[np.int64]:
        """Return the shop-day on which each order was refunded or closed, `size` where unknown."""
        out = np.full(len(self.orders), self.calendar.size)
        if "closed_at" in self.orders.columns:
            is_over = (self.sold.kinds & (CLOSED | GONE)) > 0
            cells = self.calendar.cells(day_numbers(self.orders["closed_at"]), self.order_shops)
            out[is_over] = cells[is_over]
        if len(self.refunds) and "order_id" in self.refunds.columns:
            days = self.refunds.groupby("order_id", observed=True)["finished_at"].max()
            at = np.flatnonzero(self.orders["order_id"].isin(days.index))
            dates = days.loc[self.orders["order_id"].iloc[at]]
            out[at] = self.calendar.cells(day_numbers(dates), self.order_shops[at])
        return out


def money_columns(dataset: Dataset) -> list[str]:
    """Return the columns in which the daily summary tells money of sales, the leading one first."""
    frame = dataset.tables["traffic_daily"].frame
    return [c for c in _MONEY if c in frame.columns and frame[c].notna().any()]


def read_shop_sales(dataset: Dataset) -> ShopSales:
    """Return the summary, which tells money, and the orders on one calendar."""
    summary, orders = (dataset.tables[key].frame for key in ("traffic_daily", "orders"))
    column = money_columns(dataset)[0]
    refunds = _dated_refunds(dataset.frame("refunds"))
    times = {t: c for t, c in TIME_COLUMNS.items() if c in orders and orders[c].notna().any()}
    shops, (theirs, ours) = name_shops((summary, orders))
    dated = [summary["date"], *(orders[c] for c in times.values()), refunds["finished_at"]]
    calendar = shop_days(dated, shops)
    cells = {t: calendar.cells(day_numbers(orders[c]), ours) for t, c in times.items()}
    days = calendar.cells(day_numbers(summary["date"]), theirs)
    is_told = _marks(days[summary[column].notna().to_numpy()], calendar.size)
    is_whole = calendar.between(_marks(cells["order"], calendar.size), margin=1)
    amounts = sum_by(days, cents_of(summary[column]), calendar.size + 1)[:-1]
    people = _buyers(summary, _MONEY[column], days, calendar.size)
    return ShopSales(
        calendar=calendar,
        column=column,
        summary=summary,
        orders=orders,
        refunds=refunds,
        summary_cells=days,
        order_shops=ours,
        is_told=is_told,
        is_due=is_whole & calendar.between(is_told, margin=0),
        sold=_sold(orders, cells, _refund_cells(refunds, orders, calendar, ours), calendar.size),
        reported=Reported(amounts, people, is_whole & is_told),
    )


def _dated_refunds(frame: pd.DataFrame | None) -> pd.DataFrame:
    """Return the refunds that went through on a known day."""
    if frame is None or "finished_at" not in frame.columns:
        return pd.DataFrame({"finished_at": pd.Series(dtype="datetime64[s]")})
    is_done = frame["finished_at"].notna()
    if "status" in frame.columns:
        is_done &= frame["status"] == "done"
    return frame[is_done]


def _marks(cells: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return which cells occur."""
    return np.bincount(cells, minlength=size + 1)[:size] > 0


def _refund_cells(
    refunds: pd.DataFrame, orders: pd.DataFrame, calendar: ShopDays, order_shops: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return shop-day and cents of each refund, None without any; its shop is that of its order."""
    if refunds.empty:
        return None
    shops = np.zeros(len(refunds), dtype=np.int64)
    if len(calendar.shops) > 1 and "order_id" in refunds.columns:
        shop = pd.Series(order_shops, index=orders["order_id"].astype("str"))
        shop = shop[~shop.index.duplicated()]
        shops = shop.reindex(refunds["order_id"].astype("str")).fillna(-1).to_numpy(dtype=np.int64)
    cells = calendar.cells(day_numbers(refunds["finished_at"]), shops)
    return np.where(shops < 0, calendar.size, cells), cents_of(refunds["amount"])


def _sold(
    orders: pd.DataFrame,
    cells: Mapping[Time, NDArray[np.int64]],
    refunds: tuple[NDArray[np.int64], NDArray[np.int64]] | None,
    size: int,
) -> Sold:
    """Return what the finder adds up."""
    known = {p: c for p, c in _AMOUNT_COLUMNS.items() if c in orders and orders[c].notna().any()}
    amounts = {part: cents_of(orders[column]) for part, column in known.items()}
    buyers = None
    if "buyer_key" in orders.columns and orders["buyer_key"].notna().any():
        buyers = orders["buyer_key"].astype("category").cat.codes.to_numpy().astype(np.int64)
    return Sold(cells, amounts, _kinds(orders, amounts), buyers, refunds, size)


def _kinds(orders: pd.DataFrame, amounts: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the bits of what each order is."""
    is_paid = orders["paid_at"].notna().to_numpy()
    is_tiny = (orders["order_amount"] <= TINY_CENTS).fillna(value=False).to_numpy(dtype=np.bool_)
    is_closed, is_gone = np.zeros_like(is_paid), np.zeros_like(is_paid)
    if "status" in orders.columns:
        is_closed = (orders["status"] == "closed_unpaid").to_numpy(dtype=np.bool_)
        is_gone = (orders["status"] == "closed_refunded").to_numpy(dtype=np.bool_)
    if "refunded" in amounts:
        paid = amounts.get("paid", amounts["ordered"])
        is_gone = is_gone | (is_paid & (paid > 0) & (amounts["refunded"] >= paid))
    bits = {UNPAID: ~is_paid, TINY: is_tiny, CLOSED: is_closed, GONE: is_gone}
    out = np.zeros(len(orders), dtype=np.int64)
    for bit, flags in bits.items():
        out[flags] |= bit
    return out


def _buyers(
    summary: pd.DataFrame, column: str, days: NDArray[np.int64], size: int
) -> NDArray[np.int64] | None:
    """Return the buyers that the summary tells per shop-day, −1 where it does not; None without any."""
    if column not in summary.columns or summary[column].isna().all():
        return None
    people = sum_by(days, cents_of(summary[column]), size + 1)[:-1]
    return np.where(_marks(days[summary[column].notna().to_numpy()], size), people, -1)
