"""What one order leaves at a price, and from where on it earns.

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
