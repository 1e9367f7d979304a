"""Freight, packaging and payment fee of each order, from the best source that tells them.

Freight: the bill, the courier's bill, the cost list, the price of a parcel in the settings; where none tells
it of this order, the mean of those that are told (marked). Packaging: the cost list, the settings, the mean.
Orders refunded in full before they were shipped cost neither. Return freight is paid, at the price in the
settings, for orders that were shipped and came back whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.margins.parts import Part, Source
from ecreview.model.money import cents_of, sum_by

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.analyses.margins.goods import Goods
    from ecreview.analyses.margins.orders import PaidOrders
    from ecreview.model.costs import CostSettings
    from ecreview.model.dataset import Dataset

    Cents = NDArray[np.int64]
    Told = tuple[Cents, NDArray[np.bool_], Source]  # positive cents, of which orders, from where


def freight_part(
    orders: PaidOrders, goods: Goods, couriers: Told, billed: Cents, costs: CostSettings
) -> Part:
    """Return the freight of each order."""
    listed = goods.lines.groupby("order")["freight_per_order"].max().dropna()
    cents, is_told = _spread(listed, len(orders))
    told = [(-billed, billed != 0, Source.BILL), couriers, (cents, is_told, Source.COST_LIST)]
    return _cost("freight", told, costs.freight, orders.is_unsent)


def packaging_part(orders: PaidOrders, goods: Goods, costs: CostSettings) -> Part:
    """Return the packaging of each order; one of whose lines it is not known of one has none told."""
    lines = goods.lines
    spent = (lines["packaging"] * lines["quantity"]).groupby(lines["order"]).sum(skipna=False)
    cents, is_told = _spread(spent.dropna(), len(orders))
    return _cost(
        "packaging", [(cents, is_told, Source.COST_LIST)], costs.packaging, orders.is_unsent
    )


def return_freight_part(orders: PaidOrders, costs: CostSettings) -> Part:
    """Return the freight of parcels that came back, as the settings have it."""
    is_back = orders.is_gone & ~orders.is_unsent
    return _cost("return_freight", [], costs.return_freight, ~is_back)


def with_payment_rate(part: Part, orders: PaidOrders, rate: float | None) -> Part:
    """Return the payment fee of the bill, at the rate of the settings where the bill has none at all."""
    if part.cents.any():
        return part
    size = len(orders)
    if rate is None:
        return Part(part.key, part.cents, np.full(size, Source.UNKNOWN))
    cents = -np.rint(orders.net.clip(min=0) * rate).astype(np.int64)
    return Part(part.key, cents, np.full(size, Source.SETTING))


def courier_freight(dataset: Dataset, orders: PaidOrders) -> tuple[Told, int]:
    """Return the courier's freight per order, and what it charges for parcels of none of the orders."""
    size, frame = len(orders), dataset.frame("shipments")
    none = np.zeros(size, dtype=np.int64)
    if frame is None or frame.empty or "freight" not in frame.columns:
        return (none, none > 0, Source.COURIER), 0
    at = np.full(len(frame), -1, dtype=np.int64)
    for column in ("order_id", "waybill"):
        if column in frame.columns and column in orders.frame.columns:
            at = np.where(at >= 0, at, orders.find(frame[column], column))
    use = (at >= 0) & frame["freight"].notna().to_numpy()
    cents = cents_of(frame["freight"])
    told = sum_by(at[use], cents[use], size), np.bincount(at[use], minlength=size) > 0
    return (*told, Source.COURIER), int(cents[at < 0].sum())


def _spread(values: pd.Series, size: int) -> tuple[Cents, NDArray[np.bool_]]:
    """Return values by order as whole cents, and which orders have one."""
    cents, is_told = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    at = values.index.to_numpy(dtype=np.int64)
    cents[at], is_told[at] = np.rint(values.to_numpy(dtype=np.float64)).astype(np.int64), True
    return cents, is_told


def _cost(key: str, told: list[Told], price: int | None, free: NDArray[np.bool_]) -> Part:
    """Return a cost per order from the first source that tells it, then the price set, then the mean."""
    size = len(free)
    cents, source = np.zeros(size, dtype=np.int64), np.full(size, Source.UNKNOWN, dtype=np.int64)
    for amounts, is_told, origin in told:
        fills = is_told & (source == Source.UNKNOWN)
        cents, source = np.where(fills, amounts, cents), np.where(fills, origin, source)
    silent, known = source == Source.UNKNOWN, source != Source.UNKNOWN
    if price is not None:
        cents, source = np.where(silent, price, cents), np.where(silent, Source.SETTING, source)
    elif known.any():
        mean = round(float(cents[known].mean()))
        cents, source = np.where(silent, mean, cents), np.where(silent, Source.ESTIMATE, source)
    cents = np.where(free & (silent | (source == Source.COST_LIST)), 0, cents)
    return Part(key, -cents, source)
