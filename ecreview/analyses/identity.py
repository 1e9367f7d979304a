"""The chain that multiplies to the paid amount, cut as finely as both sides allow.

    paid amount = visitors × cart rate × cart-to-order × order-to-pay × spend per buyer
                = visitors × payment conversion × spend per buyer
                = buyers × spend per buyer = orders × average order value

Buyers of a chain that starts at visitors are those of the daily report (days added up, like its visitors);
spend per buyer is divided by the same buyers, else the product would not be the paid amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from ecreview.model.metrics import metric
from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.totals import Totals
    from ecreview.model.scope import Goals, Period


@dataclass(frozen=True, slots=True)
class Link:
    """One factor of the chain.

    Attributes:
        part, whole: what it is divided from; the first link of a chain has no whole.
        less, more: what it means for people when it fell short or exceeded.
    """

    key: str
    part: Callable[[Totals], int | None]
    whole: Callable[[Totals], int | None] | None
    less: Text
    more: Text

    @property
    def title(self) -> Text:
        """Return its name."""
        return metric(self.key).title

    @property
    def unit(self) -> Unit:
        """Return the unit of its value."""
        return metric(self.key).unit

    def counts(self, totals: Totals) -> tuple[int, int] | None:
        """Return part and whole, None where the files do not tell one of them."""
        part, whole = self.part(totals), self.whole(totals) if self.whole else 1
        return None if part is None or whole is None else (part, whole)


VISITORS = Link(
    "uv",
    lambda t: t.uv,
    None,
    Text(zh="来的人少了", en="Fewer visitors"),
    Text(zh="来的人多了", en="More visitors"),
)
CART = Link(
    "cart_rate",
    lambda t: t.cart_users,
    lambda t: t.uv,
    Text(zh="看了没加购", en="Saw it, left it out of the cart"),
    Text(zh="更多人加购", en="More visitors filled a cart"),
)
CART_ORDER = Link(
    "cart_order",
    lambda t: t.order_buyers,
    lambda t: t.cart_users,
    Text(zh="加购后没下单", en="Cart filled, no order"),
    Text(zh="加购后更多人下单", en="More carts became orders"),
)
PAY = Link(
    "pay_rate",
    lambda t: t.chain_buyers,
    lambda t: t.order_buyers,
    Text(zh="下单后没付款", en="Ordered, did not pay"),
    Text(zh="下单后更多人付款", en="More orders were paid"),
)
CONVERSION = Link(
    "pay_cvr",
    lambda t: t.chain_buyers,
    lambda t: t.uv,
    Text(zh="来了没买", en="Came, did not buy"),
    Text(zh="来了更多人买", en="More visitors bought"),
)
SPEND = Link(
    "aov_buyer",
    lambda t: t.gmv_pay,
    lambda t: t.chain_buyers,
    Text(zh="每个人买得少了", en="Buyers spent less"),
    Text(zh="每个人买得多了", en="Buyers spent more"),
)
BUYERS = Link(
    "buyers_paid",
    # money without a buyer would be left over
    lambda t: None if t.buyers_unknown else t.buyers_paid,
    None,
    Text(zh="买的人少了", en="Fewer buyers"),
    Text(zh="买的人多了", en="More buyers"),
)
SPEND_OF_BUYERS = Link(
    "aov_buyer", lambda t: t.gmv_pay, lambda t: t.buyers_paid, SPEND.less, SPEND.more
)
ORDERS = Link(
    "orders_paid",
    lambda t: t.orders_paid,
    None,
    Text(zh="付款的订单少了", en="Fewer paid orders"),
    Text(zh="付款的订单多了", en="More paid orders"),
)
ORDER_VALUE = Link(
    "aov_order",
    lambda t: t.gmv_pay,
    lambda t: t.orders_paid,
    Text(zh="每单金额低了", en="Orders were smaller"),
    Text(zh="每单金额高了", en="Orders were larger"),
)

Chain = tuple[Link, ...]
Factors = list[Fraction | None]  # None = nothing to divide by
CHAINS: tuple[Chain, ...] = (
    (VISITORS, CART, CART_ORDER, PAY, SPEND),
    (VISITORS, CONVERSION, SPEND),
    (BUYERS, SPEND_OF_BUYERS),
    (ORDERS, ORDER_VALUE),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """A chain with its factors on both sides.

    Attributes:
        before, after: exact factors in the chain's order; money factors in cents.
        is_assumed: whether `before` is the baseline's structure scaled to a target without link targets.
    """

    chain: Chain
    before: tuple[Fraction, ...]
    after: tuple[Fraction, ...]
    is_assumed: bool = False


def between(before: Totals, after: Totals) -> Sides | None:
    """Return the finest chain that both periods allow, None where none does."""
    found = (_sides(c, _factors(c, before), _factors(c, after)) for c in CHAINS)
    return next((sides for sides in found if sides is not None), None)


def against_targets(goals: Goals, period: Period, after: Totals) -> Sides | None:
    """Return the finest chain whose link targets are known, all or all but one, None where none is.

    The one missing follows from the target of the paid amount.
    """
    found = (_sides(c, _targets(c, goals, period), _factors(c, after)) for c in CHAINS)
    return next((sides for sides in found if sides is not None), None)


def scaled_to_target(target: Fraction, before: Totals, after: Totals) -> Sides | None:
    """Return the baseline's chain with its first factor scaled so that the product is the target."""
    sides = between(before, after)
    product = prod(sides.before, start=Fraction(1)) if sides else Fraction(0)
    if sides is None or product == 0:
        return None
    first = sides.before[0] * target / product
    return Sides(sides.chain, (first, *sides.before[1:]), sides.after, is_assumed=True)


def _sides(chain: Chain, before: Factors | None, after: Factors | None) -> Sides | None:
    """Return both sides; a factor with nothing to divide by on one side takes the other side's value."""
    if before is None or after is None:
        return None
    pairs = [
        (a if b is None else b, b if a is None else a) for b, a in zip(before, after, strict=True)
    ]
    known = [(b, a) for b, a in pairs if b is not None and a is not None]
    if len(known) < len(chain):
        return None
    return Sides(chain, tuple(b for b, _ in known), tuple(a for _, a in known))


def _factors(chain: Chain, totals: Totals) -> Factors | None:
    """Return the factors of a period, None in the place of one that has nothing to divide by."""
    counts = [link.counts(totals) for link in chain]
    known = [c for c in counts if c is not None]
    if len(known) < len(chain):
        return None
    return [Fraction(part, whole) if whole else None for part, whole in known]


def _targets(chain: Chain, goals: Goals, period: Period) -> Factors | None:
    """Return the targets of all links, one of which may follow from the target of the paid amount."""
    wanted = [goals.target(link.key, period) for link in chain]
    exact: Factors = [None if w is None else decimal(w) for w in wanted]
    product = prod((x for x in exact if x is not None), start=Fraction(1))
    total = goals.target("gmv_pay", period)
    missing = [i for i, x in enumerate(exact) if x is None]
    if missing and (len(missing) > 1 or total is None or product == 0):
        return None
    for i in missing:
        exact[i] = decimal(total or 0) / product
    return exact


def decimal(value: float) -> Fraction:
    """Return a typed number as the decimal that people wrote, not as the nearest binary fraction.

    Examples:
        >>> decimal(0.0354)
        Fraction(177, 5000)
    """
    return Fraction(str(value))
