"""Definitions of a day's sales (口径), and what each makes of the orders.

A definition says on which of its days an order counts, with what amount, what becomes of refunds, whether
postage is in, and which orders are left out. Every one of them is a sum of the same few daily sums: the
orders are added up once per time, part of the amount and kind of order, whatever the number of definitions.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import product, starmap
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecreview.model.money import sum_by
from ecreview.model.text import Text, join_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Time = Literal["pay", "order", "ship", "done"]
Amount = Literal["buyer_paid", "plus_platform", "merchant_receivable", "ordered"]
Refund = Literal["none", "pay_cohort", "refund_date", "left_out"]
Shipping = Literal["in", "out"]
Special = Literal["all", "no_tiny", "no_closed"]
TINY_CENTS = 1  # test orders and giveaways

# Kinds of orders, as bits: a definition leaves out the kinds whose bit it sets.
UNPAID, TINY, CLOSED, GONE = 1, 2, 4, 8
_KINDS = 16


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of a day's sales; each default is what the platforms usually mean by 支付金额.

    Attributes:
        time: the order counts on the day it was paid, placed, shipped or received.
        amount: what the buyer paid, with the platform's discount added, what the shop is owed, or the
            amount of the order whether it was paid or not.
        refund: not taken off; taken off on the order's own day; taken off on the day of the refund; or the
            orders that were closed or refunded in full do not count at all.
        shipping: whether postage is in the amount.
        special: all orders; without those of TINY_CENTS or less; without those closed before payment.
    """

    time: Time = "pay"
    amount: Amount = "buyer_paid"
    refund: Refund = "none"
    shipping: Shipping = "in"
    special: Special = "all"

    @property
    def without(self) -> int:
        """Return the bits of the kinds of orders that do not count."""
        return (
            (UNPAID if self.amount != "ordered" else 0)
            | (TINY if self.special == "no_tiny" else 0)
            | (CLOSED if self.special == "no_closed" else 0)
            | (GONE if self.refund == "left_out" else 0)
        )

    @property
    def parts(self) -> Mapping[str, int]:
        """Return the parts of an order's amount, each with its sign."""
        return {
            **_AMOUNT_PARTS[self.amount],
            **({"refunded": -1} if self.refund == "pay_cohort" else {}),
            **({"freight": -1} if self.shipping == "out" else {}),
        }

    @property
    def key(self) -> str:
        """Return the language-free form, as in the JSON record."""
        return ";".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self))

    @property
    def text(self) -> Text:
        """Return the definition in words."""
        return join_texts([_WORDS[getattr(self, f.name)] for f in fields(self)])

    def apart_from(self, other: Definition) -> tuple[Text, ...]:
        """Return the words of this definition that are not those of the other one."""
        names = (f.name for f in fields(self))
        return tuple(
            _WORDS[getattr(self, n)] for n in names if getattr(self, n) != getattr(other, n)
        )


_AMOUNT_PARTS: Mapping[Amount, Mapping[str, int]] = {
    "buyer_paid": {"paid": 1},
    "plus_platform": {"paid": 1, "discount": 1},
    "merchant_receivable": {"receivable": 1},
    "ordered": {"ordered": 1},
}
_WORDS = {
    "pay": Text(zh="按付款时间", en="by time of payment"),
    "order": Text(zh="按下单时间", en="by time of the order"),
    "ship": Text(zh="按发货时间", en="by time of dispatch"),
    "done": Text(zh="按确认收货时间", en="by time of receipt"),
    "buyer_paid": Text(zh="买家实付", en="paid by the buyer"),
    "plus_platform": Text(zh="买家实付加平台优惠", en="paid by the buyer plus the platform's discount"),
    "merchant_receivable": Text(zh="商家应收", en="owed to the shop"),
    "ordered": Text(zh="订单金额", en="amount of the order"),
    "none": Text(zh="未扣退款", en="before refunds"),
    "pay_cohort": Text(zh="扣退款（算在原订单那天）", en="less refunds on the day of their order"),
    "refund_date": Text(zh="扣退款（算在退款那天）", en="less refunds on the day of the refund"),
    "left_out": Text(zh="不算已关闭和全额退款的订单", en="without orders closed or refunded in full"),
    "in": Text(zh="含运费", en="postage in"),
    "out": Text(zh="不含运费", en="without postage"),
    "all": Text(zh="全部订单", en="all orders"),
    "no_tiny": Text(zh="不算 0.01 元及以下的订单", en="without orders of 0.01 or less"),
    "no_closed": Text(zh="不算未付款就关闭的订单", en="without orders closed unpaid"),
}  # fmt: skip
USUAL = {"pay_amount": Definition(), "order_amount": Definition("order", "ordered")}


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """The orders on the days of a calendar, entry i ↔ order i.

    Attributes:
        cells: per time that the files tell: the shop-day of each order, `size` where it has none.
        amounts: cents per part of an amount that the files tell.
        kinds: bits of what each order is.
        buyers: code per order, −1 unknown; None where the files do not name buyers.
        refunds: shop-day and cents of each refund; None where the files do not date them.
        size: how many shop-days there are.
    """

    cells: Mapping[Time, NDArray[np.int64]]
    amounts: Mapping[str, NDArray[np.int64]]
    kinds: NDArray[np.int64]
    buyers: NDArray[np.int64] | None
    refunds: tuple[NDArray[np.int64], NDArray[np.int64]] | None
    size: int

    def counts(self, definition: Definition) -> NDArray[np.bool_]:
        """Return which orders count on some day."""
        is_dated = self.cells[definition.time] < self.size
        return np.asarray(is_dated & ((self.kinds & definition.without) == 0))

    def worth(self, definition: Definition) -> NDArray[np.int64]:
        """Return what each order amounts to if it counts."""
        return sum(
            (sign * self.amounts[part] for part, sign in definition.parts.items()),
            np.zeros(len(self.kinds), dtype=np.int64),
        )


def definitions_for(sold: Sold, usual: Definition) -> tuple[Definition, ...]:
    """Return the definitions that the columns allow; those that differ least from the usual one first."""
    known = sold.amounts.keys()
    refunds: list[Refund] = ["none"]
    refunds += ["pay_cohort"] if "refunded" in known else []
    refunds += ["refund_date"] if sold.refunds is not None else []
    refunds += ["left_out"] if (sold.kinds & GONE).any() else []
    shippings: list[Shipping] = ["in", "out"] if "freight" in known else ["in"]
    specials: list[Special] = ["all", "no_tiny", "no_closed"]
    amounts = [name for name, parts in _AMOUNT_PARTS.items() if parts.keys() <= known]
    made = starmap(Definition, product(sold.cells, amounts, refunds, shippings, specials))
    apt = (d for d in made if _tells_apart(d, sold))
    return tuple(sorted(apt, key=lambda d: len(d.apart_from(usual))))


def _tells_apart(definition: Definition, sold: Sold) -> bool:
    """Return whether the definition leaves out nothing, or orders that would count without it."""
    if definition.special == "all":
        return True
    if definition.special == "no_tiny":
        return bool((sold.kinds & TINY).any())
    can_count = definition.time == "order" and definition.amount == "ordered"
    return can_count and bool((sold.kinds & CLOSED).any())


def daily_sums(definitions: Sequence[Definition], sold: Sold) -> NDArray[np.int64]:
    """Return the cents per definition and shop-day, of shape (n_definitions, size)."""
    tables: dict[tuple[Time, str], NDArray[np.int64]] = {}
    places = {time: cells * _KINDS + sold.kinds for time, cells in sold.cells.items()}
    bits = np.arange(_KINDS)
    out = np.zeros((len(definitions), sold.size), dtype=np.int64)
    for place, definition in enumerate(definitions):
        kept = (bits & definition.without) == 0
        for part, sign in definition.parts.items():
            key = (definition.time, part)
            if key not in tables:
                sums = sum_by(places[key[0]], sold.amounts[part], (sold.size + 1) * _KINDS)
                tables[key] = sums.reshape(-1, _KINDS)[:-1]
            out[place] += sign * tables[key][:, kept].sum(axis=1)
        if definition.refund == "refund_date" and sold.refunds is not None:
            out[place] -= sum_by(*sold.refunds, sold.size + 1)[:-1]
    return out
