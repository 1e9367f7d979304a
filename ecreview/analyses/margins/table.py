"""All paid orders with everything they brought and cost: the one base of all profit figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.margins.fees import Fees, Rate, fees_of
from ecreview.analyses.margins.fulfilment import (
    courier_freight,
    freight_part,
    packaging_part,
    return_freight_part,
    with_payment_rate,
)
from ecreview.analyses.margins.goods import Goods, goods_of
from ecreview.analyses.margins.orders import PaidOrders, paid_orders
from ecreview.analyses.margins.parts import PROMOTION, TO_CONTRIBUTION, Part
from ecreview.analyses.margins.promotion import ads_part
from ecreview.analyses.measures import within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.margins.rest import Rest
    from ecreview.model.scope import Period


@dataclass(frozen=True, slots=True, eq=False)
class OrderMargins:
    """The paid orders of all files with their goods and parts, entry i ↔ order i.

    Attributes:
        parts: by key.
        rest: what belongs to no order.
        strangers: fees of orders that are not among the paid orders of the files; not counted.
        unsorted: entries of the bill of no known subject and without an order; not counted.
        rates: effective fee rates.
        unmatched_freight: what the courier charges for parcels of none of the orders; not counted.
    """

    orders: PaidOrders
    goods: Goods
    parts: dict[str, Part]
    rest: tuple[Rest, ...]
    strangers: tuple[Rest, ...]
    unsorted: tuple[Rest, ...]
    rates: tuple[Rate, ...]
    unmatched_freight: int

    def paid_in(self, period: Period) -> NDArray[np.bool_]:
        """Return the orders of the scope that were paid in the period."""
        return within(self.orders.day, period) & self.orders.in_scope

    @property
    def gross(self) -> NDArray[np.int64]:
        """Return gross profit per order, unknown costs at the mean ratio."""
        return self.orders.net - self.goods.mid

    @property
    def contribution(self) -> NDArray[np.int64]:
        """Return contribution per order."""
        return self.gross + self.sum_of(TO_CONTRIBUTION)

    @property
    def after_ads(self) -> NDArray[np.int64]:
        """Return contribution after ads per order."""
        return self.contribution + self.sum_of(PROMOTION)

    def sum_of(self, keys: tuple[str, ...]) -> NDArray[np.int64]:
        """Return the signed sum of parts per order."""
        return np.asarray(np.sum([self.parts[key].cents for key in keys], axis=0, dtype=np.int64))


def margins_of(inputs: Inputs) -> OrderMargins | None:
    """Return the margins of all paid orders, None where none was paid; computed once per review."""
    memo = inputs.measures.costs_memo
    if "margins" not in memo:
        memo["margins"] = _margins(inputs)
    found: OrderMargins | None = memo["margins"]
    return found


def _margins(inputs: Inputs) -> OrderMargins | None:
    """Return the margins of all paid orders."""
    dataset, scope, costs = inputs.dataset, inputs.scope, inputs.settings.costs
    is_told = dataset.has("orders", "order_amount", "paid_gross")
    orders = paid_orders(dataset.tables["orders"].frame, scope) if is_told else None
    if orders is None:
        return None
    goods = goods_of(dataset, orders, costs.resaleable)
    fees: Fees = fees_of(dataset, orders, scope, costs)
    couriers, unmatched = courier_freight(dataset, orders)
    ads, ads_apart = ads_part(dataset, orders, scope)
    parts = {part.key: part for part in fees.parts}
    parts["payment_fee"] = with_payment_rate(parts["payment_fee"], orders, costs.payment_rate)
    for part in (
        freight_part(orders, goods, couriers, fees.freight, costs),
        packaging_part(orders, goods, costs),
        return_freight_part(orders, costs),
        ads,
    ):
        parts[part.key] = part
    return OrderMargins(
        orders,
        goods,
        parts,
        (*fees.rest, *ads_apart),
        fees.strangers,
        fees.unsorted,
        fees.rates,
        unmatched,
    )
