"""The sums of a period that all headlines, chains and funnels are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecreview.model.scope import Period


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a period. None = the files do not tell.

    Attributes:
        uv: sum of daily visitors (人次); fav_users, cart_users, order_buyers, pay_buyers likewise.
        buyers_paid: distinct buyers of the orders; from the traffic report where orders have no buyer key.
        orders_priced: paid orders of known amount: `gmv_pay` and `units_paid` are theirs.
        placed_paid: orders placed in the period and paid, whenever; placed_kept: of these without a refund.
        gmv_known, orders_known: paid amount and paid orders of the buyers that `buyers_paid` counts.
        repeat_buyers: buyers with two or more paid orders in the period.
        days_with_data: days of the period with rows in the leading table (orders, else traffic).
        days_expected: days of the period but those of weekdays on which the shop is always closed.
        traffic_days: days of the period with rows in the traffic report.
    """

    period: Period
    gmv_order: int | None = None
    gmv_pay: int | None = None
    refunded: int | None = None
    orders_placed: int | None = None
    orders_paid: int | None = None
    orders_priced: int | None = None
    placed_paid: int | None = None
    placed_kept: int | None = None
    orders_refunded: int | None = None
    buyers_paid: int | None = None
    buyers_unknown: int | None = None
    gmv_known: int | None = None
    orders_known: int | None = None
    new_buyers: int | None = None
    repeat_buyers: int | None = None
    units_paid: int | None = None
    uv: int | None = None
    pv: int | None = None
    fav_users: int | None = None
    cart_users: int | None = None
    order_buyers: int | None = None
    pay_buyers: int | None = None
    ad_spend: int | None = None
    days_with_data: int = 0
    days_expected: int = 0
    traffic_days: int = 0

    @property
    def gsv(self) -> int | None:
        """Return paid minus refunded, None where refunds are unknown."""
        if self.gmv_pay is None or self.refunded is None:
            return None
        return self.gmv_pay - self.refunded

    @property
    def placed_refunded(self) -> int | None:
        """Return the orders placed in the period that were refunded, None where refunds name no order."""
        if self.placed_paid is None or self.placed_kept is None:
            return None
        return self.placed_paid - self.placed_kept

    @property
    def chain_buyers(self) -> int | None:
        """Return the buyers that go with `uv`: of the daily report where it tells, else of the orders."""
        return self.buyers_paid if self.pay_buyers is None else self.pay_buyers
