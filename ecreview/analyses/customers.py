"""Buyers: when each came, how often, for how much.

Unit of observation: a buyer with at least one paid order in the files. Orders without a buyer id are counted
beside them, never imputed to anybody. A *visit* is a day on which a buyer paid, however many orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from ecreview.analyses.limits import LIMITS
from ecreview.analyses.measures import NEVER, day_number
from ecreview.model.money import sum_by
from ecreview.model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import LooseRefunds, Measures, OrderFacts

SECONDS_A_DAY = 86_400

NO_BUYER_KEY = LIMITS["L-8"].fill(
    export=Text(
        zh="含买家标识一列（如“买家会员名”）的订单报表",
        en="an orders report with a buyer id column",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Buyers:
    """One entry per buyer, of shape (n,); visits one entry per buyer and day, sorted by both.

    Attributes:
        first_day, last_day: day numbers of the first and the last visit.
        second_day: of the second visit, NEVER where there was none.
        recency: whole days (24 hours) from the last paid order to one day after the data end.
        orders, visits: paid orders, and the days they were paid on.
        gross, refunded: cents; refunds that name no order are taken off their buyer's sum.
        orders_refunded: paid orders with a refund.
        visit_buyer, visit_day: entry number and day of each visit.
        order_buyer: entry number per order of the measures, −1 where unpaid or unidentified.
        start_day, end_day: of the data; the end is the reference date, never today.
        unidentified_orders, unidentified_gross, unidentified_refunded: of paid orders without a buyer id.
        has_refunds: whether the files say anything about refunds; False = unknown, not 0.
    """

    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    second_day: NDArray[np.int64]
    recency: NDArray[np.int64]
    orders: NDArray[np.int64]
    visits: NDArray[np.int64]
    gross: NDArray[np.int64]
    refunded: NDArray[np.int64]
    orders_refunded: NDArray[np.int64]
    visit_buyer: NDArray[np.int64]
    visit_day: NDArray[np.int64]
    order_buyer: NDArray[np.int64]
    start_day: int
    end_day: int
    unidentified_orders: int
    unidentified_gross: int
    unidentified_refunded: int
    has_refunds: bool

    def __len__(self) -> int:
        """Return how many buyers there are."""
        return len(self.first_day)

    @property
    def net(self) -> NDArray[np.int64]:
        """Return cents per buyer after refunds."""
        return self.gross - self.refunded

    @property
    def is_repeater(self) -> NDArray[np.bool_]:
        """Return who came on two or more days."""
        return self.visits > 1

    @property
    def gaps(self) -> NDArray[np.int64]:
        """Return the days between successive visits of the same buyer."""
        same = self.visit_buyer[1:] == self.visit_buyer[:-1]
        return np.asarray(np.diff(self.visit_day)[same], dtype=np.int64)

    @property
    def history_days(self) -> int:
        """Return how many days the data span."""
        return self.end_day - self.start_day + 1


def buyers_of(inputs: Inputs) -> Buyers | None:
    """Return the buyers, from an analysis that already has them if there is one; None without buyer ids."""
    for result in inputs.results.values():
        known = getattr(result, "buyers", None)
        if isinstance(known, Buyers):
            return known
    return gather_buyers(inputs.measures)


def gather_buyers(measures: Measures) -> Buyers | None:
    """Return one entry per buyer with a paid order, None where no paid order has a buyer id."""
    orders = measures.orders
    if orders is None:
        return None
    known = orders.is_paid & (orders.buyer >= 0)
    if not known.any():
        return None
    present, codes = np.unique(orders.buyer[known], return_inverse=True)
    size, day = len(present), orders.paid_day[known]
    order_buyer = np.full(len(known), -1, dtype=np.int64)
    order_buyer[known] = codes
    visit_buyer, visit_day = _visits(codes, day)
    first = np.searchsorted(visit_buyer, np.arange(size))
    visits = np.bincount(visit_buyer, minlength=size)
    second = np.full(size, NEVER, dtype=np.int64)
    second[visits > 1] = visit_day[first[visits > 1] + 1]
    unknown = orders.is_paid & (orders.buyer < 0)
    return Buyers(
        first_day=visit_day[first],
        last_day=visit_day[first + visits - 1],
        second_day=second,
        recency=_recency(orders, codes, known, day_number(measures.last_day)),
        orders=np.bincount(codes, minlength=size),
        visits=visits,
        gross=sum_by(codes, orders.gross[known], size),
        refunded=_refunded(orders, measures.loose_refunds, present, codes, known),
        orders_refunded=np.bincount(codes, orders.refunded[known] > 0, size).astype(np.int64),
        visit_buyer=visit_buyer,
        visit_day=visit_day,
        order_buyer=order_buyer,
        start_day=day_number(measures.first_day),
        end_day=day_number(measures.last_day),
        unidentified_orders=int(unknown.sum()),
        unidentified_gross=int(orders.gross[unknown].sum()),
        unidentified_refunded=int(orders.refunded[unknown].sum()),
        has_refunds=orders.has_refunds,
    )


def _visits(
    codes: NDArray[np.int64], day: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return buyer and day of each distinct pair, sorted by both."""
    start, span = int(day.min()), int(day.max() - day.min()) + 1
    pairs = np.unique(codes * span + (day - start))
    return pairs // span, pairs % span + start


def _recency(
    orders: OrderFacts, codes: NDArray[np.int64], known: NDArray[np.bool_], end_day: int
) -> NDArray[np.int64]:
    """Return whole days from each buyer's last paid order to one day after the last moment of the data."""
    paid = orders.paid_second[known].astype(np.int64)
    last = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    np.maximum.at(last, codes, paid)
    end = max(int(paid.max()), end_day * SECONDS_A_DAY)
    return (end - last) // SECONDS_A_DAY + 1


def _refunded(
    orders: OrderFacts,
    loose: LooseRefunds | None,
    present: NDArray[np.int64],
    codes: NDArray[np.int64],
    known: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return refunds per buyer: those of their orders, and those that name only the buyer."""
    size = len(present)
    refunded = sum_by(codes, orders.refunded[known], size)
    if loose is None:
        return refunded
    at = np.searchsorted(present, loose.buyer).clip(max=size - 1)
    theirs = present[at] == loose.buyer
    return cast("NDArray[np.int64]", refunded + sum_by(at[theirs], loose.cents[theirs], size))
