"""What one order leaves at a price, from where on it earns, and how far it moves when the terms move.

Unit of observation: one paid order at one price. Amounts are in cents (fractions allowed), rates are fractions.

Definitions (methods §10, golden vector G4):
    kept = price × (1 − refund rate).
    contribution before ads = kept − cost of the goods that do not come back for sale − commission on kept
        − payment fee on all − freight and packaging of all parcels − return freight of the refunded ones.
    break-even ROAS = paid (or kept) ÷ contribution before ads; the naive one forgets the refunds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGES = (-0.2, -0.1, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an order at one price brings and costs.

    Attributes:
        price: paid by the buyer.
        cost: of the goods of one order.
        refund_rate: share of the paid amount that is refunded.
        commission: share of what is kept.
        payment_fee: share of what is paid, not given back with a refund.
        freight, packaging: per parcel sent.
        return_freight: per refunded order.
        resaleable: share of the returned goods that can be sold again.
    """

    price: float
    cost: float
    refund_rate: float = 0.0
    commission: float = 0.0
    payment_fee: float = 0.0
    freight: float = 0.0
    packaging: float = 0.0
    return_freight: float = 0.0
    resaleable: float = 1.0

    @property
    def kept(self) -> float:
        """Return what is left of the price after refunds."""
        return self.price * (1 - self.refund_rate)

    @property
    def kept_share(self) -> float:
        """Return what one more cent of price leaves."""
        return (1 - self.refund_rate) * (1 - self.commission) - self.payment_fee

    @property
    def burden(self) -> float:
        """Return what an order costs whatever its price."""
        goods = self.cost * (1 - self.refund_rate * self.resaleable)
        return goods + self.freight + self.packaging + self.return_freight * self.refund_rate

    @property
    def contribution(self) -> float:
        """Return what an order leaves before ads.

        Examples:
            >>> g4 = Terms(100, 40, refund_rate=0.2, commission=0.05, freight=8, return_freight=8)
            >>> round(g4.contribution, 2)
            34.4
        """
        return self.price * self.kept_share - self.burden

    def after_ads(self, ad_ratio: float) -> float:
        """Return what an order leaves when ads cost this share of what is paid."""
        return self.contribution - self.price * ad_ratio


def break_even_roas(terms: Terms) -> float | None:
    """Return the paid amount per ad spend from which on ads pay; None where an order leaves nothing for ads."""
    return _over(terms.price, terms.contribution)


def break_even_roas_net(terms: Terms) -> float | None:
    """Return the same on what is kept after refunds."""
    return _over(terms.kept, terms.contribution)


def naive_roas(terms: Terms) -> float | None:
    """Return the break-even ROAS of somebody who forgets the refunds: too low."""
    return break_even_roas(replace(terms, refund_rate=0.0))


def price_for(terms: Terms, margin: float = 0.0, ad_ratio: float = 0.0) -> float | None:
    """Return the price at which an order leaves this share of what is kept, after ads; None where no price does.

    Args:
        terms: the price in them does not matter.
        margin: wanted, as a share of what is kept; 0 gives the break-even price.
        ad_ratio: ad cost as a share of what is paid.
    """
    share = terms.kept_share - ad_ratio - margin * (1 - terms.refund_rate)
    return _over(terms.burden, share)


def break_even_orders(per_order: float, fixed: float) -> int | None:
    """Return how many orders bear the fixed costs (保本点); None where an order leaves nothing."""
    return None if per_order <= 0 else ceil(fixed / per_order)


def uplift_for(terms: Terms, discount: float, ad_ratio: float = 0.0) -> float | None:
    """Return how many more orders a price cut needs to leave as much as before; None where none suffice.

    Without refunds and fees this is discount ÷ (margin − discount).

    Args:
        terms: before the cut.
        discount: taken off the price, in cents.
        ad_ratio: ad cost as a share of what is paid.
    """
    before = terms.after_ads(ad_ratio)
    after = replace(terms, price=terms.price - discount).after_ads(ad_ratio)
    return None if before <= 0 or after <= 0 else before / after - 1


def _over(part: float, whole: float) -> float | None:
    """Return part ÷ whole, None where the whole is not positive."""
    return part / whole if whole > 0 else None


class Lever(NamedTuple):
    """Something that may turn out higher or lower.

    Attributes:
        now: its level: a rate, or cents.
        slope: what profit changes when the level rises by one.
    """

    now: float
    slope: float


class Sensitivity(NamedTuple):
    """Profit when one lever moves and all else stays.

    Attributes:
        lever: key.
        change: of the lever, relative to its level.
        level: of the lever then.
        difference: of the profit.
        profit: then.
    """

    lever: str
    change: float
    level: float
    difference: float
    profit: float


def sensitivity(
    profit: float, levers: Mapping[str, Lever], changes: tuple[float, ...] = CHANGES
) -> tuple[Sensitivity, ...]:
    """Return the profit for each change of each lever; a lever at zero has nothing to change.

    Examples:
        >>> [(row.change, row.profit) for row in sensitivity(100.0, {"freight": Lever(50, -1)})]
        [(-0.2, 110.0), (-0.1, 105.0), (0.1, 95.0), (0.2, 90.0)]
    """
    return tuple(
        Sensitivity(key, change, lever.now * (1 + change), moved, profit + moved)
        for key, lever in levers.items()
        if lever.now
        for change in changes
        for moved in (lever.slope * lever.now * change,)
    )


def order_levers(terms: Terms) -> dict[str, Lever]:
    """Return what moves the contribution of one order: refund_rate, freight, commission."""
    goods_back = terms.cost * terms.resaleable
    lost = terms.price * (1 - terms.commission) - goods_back + terms.return_freight
    return {
        "refund_rate": Lever(terms.refund_rate, -lost),
        "freight": Lever(terms.freight, -1.0),
        "commission": Lever(terms.commission, -terms.kept),
    }


def shop_levers(
    *,
    paid: float,
    refunded: float | None,
    cogs: float | None,
    fees: float | None,
    freight: float | None,
) -> dict[str, Lever]:
    """Return what moves the profit of the whole shop: refund_rate, freight, fees; those that are known.

    Cost of goods and fees are of what is kept, so they fall with it; freight does not.

    Args:
        paid: before refunds; all in cents, None = unknown.
        refunded: of these orders.
        cogs: cost of the goods kept.
        fees: platform fees on what is kept.
        freight: of all parcels.
    """
    levers = {}
    if refunded is not None and cogs is not None and paid > refunded:
        left = 1 - (cogs + (fees or 0)) / (paid - refunded)
        levers["refund_rate"] = Lever(refunded / paid, -paid * left)
    if freight is not None:
        levers["freight"] = Lever(freight, -1.0)
    if fees is not None:
        levers["fees"] = Lever(fees, -1.0)
    return levers
