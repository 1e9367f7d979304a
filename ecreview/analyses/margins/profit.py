"""The profit of a period: the sums of its orders, what belongs to no order, and how sure each stage is.

A stage is a value where at least 95 % of net sales have a known cost, else a range (features FI-4); it is
undefined, never 0, where one of the costs that decide it is told by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.margins.parts import (
    DECIDING,
    FULFILMENT,
    PARTS,
    PLATFORM_FEES,
    PROMOTION,
    TO_CONTRIBUTION,
    Source,
)
from ecreview.analyses.margins.table import OrderMargins, margins_of
from ecreview.analyses.maturity import maturity_of
from ecreview.analyses.measures import within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecreview.analyses.base import Inputs
    from ecreview.model.scope import Period

POINT_COVERAGE = 0.95  # features FI-4: below it profit is a range only


@dataclass(frozen=True, slots=True)
class Stage:
    """How much is left at one stage, in cents.

    Attributes:
        mid: with unknown costs at the mean ratio; None where a cost that decides it is told by nobody.
        low, high: with unknown costs at the highest and the lowest ratio.
        is_point: whether coverage allows a single value.
    """

    mid: int | None
    low: int | None
    high: int | None
    is_point: bool

    @property
    def value(self) -> int | None:
        """Return the value, None where there is a range only or nothing."""
        return self.mid if self.is_point else None


@dataclass(frozen=True, slots=True)
class Profit:
    """What the orders paid in a period brought and cost, in cents.

    Attributes:
        orders: how many.
        gross_cents: paid before refunds.
        refunded_cents: of it; loose_cents: in them, refunds that name no order.
        discounts: by kind, positive.
        is_costed: whether any cost of goods is known; knows_refunds: whether the files tell refunds.
        known_cents, line_cents: net sales of the lines with a known cost, and of all.
        cogs_low, cogs_mid, cogs_high: cost of goods with unknown costs at the lowest, mean, highest ratio.
        parts: signed sum per part, what belongs to no order in it.
        rest: signed sum per part of what belongs to no order.
        sources: per part, orders by where its amount comes from.
        fixed: fixed costs by name, positive; empty = not told.
        to_come: refunds still expected, least and most; (0, 0) where that cannot be estimated, which the grade
            tells.
        resaleable: share of returned goods that can be sold again.
    """

    orders: int
    gross_cents: int
    refunded_cents: int
    loose_cents: int
    discounts: Mapping[str, int]
    is_costed: bool
    knows_refunds: bool
    known_cents: int
    line_cents: int
    cogs_low: int
    cogs_mid: int
    cogs_high: int
    parts: Mapping[str, int]
    rest: Mapping[str, int]
    sources: Mapping[str, Mapping[Source, int]]
    fixed: Mapping[str, int]
    to_come: tuple[int, int] = (0, 0)
    resaleable: float = 1.0

    @property
    def net_cents(self) -> int:
        """Return net sales."""
        return self.gross_cents - self.refunded_cents

    @property
    def list_cents(self) -> int:
        """Return the price before all discounts."""
        return self.gross_cents + sum(self.discounts.values())

    @property
    def coverage(self) -> float:
        """Return the share of net sales with a known cost."""
        return self.known_cents / self.line_cents if self.line_cents else 0.0

    @property
    def missing(self) -> float:
        """Return the share of net sales without a known cost."""
        return (self.line_cents - self.known_cents) / self.line_cents if self.line_cents else 1.0

    @property
    def is_point(self) -> bool:
        """Return whether coverage allows a single value."""
        return self.coverage >= POINT_COVERAGE

    @property
    def gross(self) -> Stage:
        """Return gross profit."""
        return self._stage(0, is_known=True)

    @property
    def contrib(self) -> Stage:
        """Return contribution."""
        added = self.sum_of(TO_CONTRIBUTION)
        return self._stage(added, is_known=not any(self.is_unknown(key) for key in DECIDING))

    @property
    def contrib_ads(self) -> Stage:
        """Return contribution after ads."""
        added = self.sum_of((*TO_CONTRIBUTION, *PROMOTION))
        knows_ads = self.contrib.mid is not None and not self.is_unknown("ads")
        return self._stage(added, is_known=knows_ads)

    @property
    def net_profit(self) -> Stage:
        """Return net profit, undefined until fixed costs are told."""
        added = self.sum_of((*TO_CONTRIBUTION, *PROMOTION)) - sum(self.fixed.values())
        return self._stage(added, is_known=self.contrib_ads.mid is not None and bool(self.fixed))

    @property
    def plat_fee(self) -> int | None:
        """Return platform fees as a positive amount, None where unknown."""
        return None if self.is_unknown("commission") else -self.sum_of(PLATFORM_FEES)

    @property
    def ship_fee(self) -> int | None:
        """Return the cost of fulfilment as a positive amount, None where freight is unknown."""
        return None if self.is_unknown("freight") else -self.sum_of(FULFILMENT)

    def is_unknown(self, key: str) -> bool:
        """Return whether nobody tells this part of some of the orders."""
        return bool(self.sources[key].get(Source.UNKNOWN, 0))

    def sum_of(self, keys: tuple[str, ...]) -> int:
        """Return the signed sum of parts."""
        return sum(self.parts[key] for key in keys)

    def _stage(self, added: int, *, is_known: bool) -> Stage:
        """Return net sales − cost of goods + what is added: the one place where a stage gets its range."""
        if not (is_known and self.is_costed and self.knows_refunds):
            return Stage(None, None, None, is_point=False)
        left = self.net_cents + added
        least, most = (self._lost(refunds) for refunds in self.to_come)
        return Stage(
            left - self.cogs_mid,
            left - self.cogs_high - most,
            left - self.cogs_low - least,
            is_point=self.is_point,
        )

    def _lost(self, refunds: int) -> int:
        """Return what further refunds take from each stage: the money less the goods that come back."""
        back = self.resaleable * self.cogs_mid / self.net_cents if self.net_cents > 0 else 0.0
        return round(refunds * (1 - min(back, 1.0)))


def profit_of(inputs: Inputs, period: Period) -> Profit | None:
    """Return the profit of the orders paid in the period, None where the files have no paid orders."""
    margins, memo = margins_of(inputs), inputs.measures.costs_memo
    if margins is None:
        return None
    if period not in memo:
        memo[period] = _sum_up(margins, inputs, period)
    found: Profit = memo[period]
    return found


def _sum_up(margins: OrderMargins, inputs: Inputs, period: Period) -> Profit:
    """Return the sums of the period."""
    orders, goods, facts = margins.orders, margins.goods, inputs.measures.orders
    mine = margins.paid_in(period)
    rest = {key: sum(r.within(period) for r in margins.rest if r.key == key) for key in PARTS}
    loose = inputs.measures.loose_refunds
    loose_cents = 0 if loose is None else int(loose.cents[within(loose.day, period)].sum())
    return Profit(
        orders=int(mine.sum()),
        gross_cents=int(orders.gross[mine].sum()),
        refunded_cents=int(orders.refunded[mine].sum()) + loose_cents,
        loose_cents=loose_cents,
        discounts={key: int(cents[mine].sum()) for key, cents in orders.discounts.items()},
        is_costed=goods.is_told,
        knows_refunds=facts is not None and facts.has_refunds,
        known_cents=int(goods.known_net[mine].sum()),
        line_cents=int(goods.line_net[mine].sum()),
        cogs_low=int(goods.low[mine].sum()),
        cogs_mid=int(goods.mid[mine].sum()),
        cogs_high=int(goods.high[mine].sum()),
        parts={key: int(margins.parts[key].cents[mine].sum()) + rest[key] for key in PARTS},
        rest={key: cents for key, cents in rest.items() if cents},
        sources={key: _sources(margins, key, mine) for key in PARTS},
        fixed=inputs.settings.costs.fixed if period == inputs.scope.period else {},
        to_come=_to_come(inputs, period),
        resaleable=inputs.settings.costs.resaleable,
    )


def _to_come(inputs: Inputs, period: Period) -> tuple[int, int]:
    """Return the least and the most of the refunds still expected, (0, 0) where nobody can tell."""
    found = maturity_of(inputs, period)
    if found is None or found.high_cents is None:
        return 0, 0
    return found.low_cents - found.seen_cents, found.high_cents - found.seen_cents


def _sources(margins: OrderMargins, key: str, mine: np.ndarray) -> dict[Source, int]:
    """Return how many orders have their amount of a part from where."""
    count = np.bincount(margins.parts[key].source[mine], minlength=len(Source))
    return {source: int(count[source]) for source in Source if count[source]}
