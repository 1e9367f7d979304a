"""The bridge from the ordered to the received amount (RC-5): every bar names its reason, the bars close.

Unit of observation: the orders paid in the period (unpaid ones: placed in it) with all their entries, and
the entries without an order that fall into it. Hence the bars "paid" and "refunded" are those of the review.
Without a bill the bridge ends at what the shop is owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.model.text import Text
from ecreview.reconcile.base import EXPLAINING_STATES, OPEN_STATES, State, reason_text
from ecreview.reconcile.groups import STATE_CODE, STATES, Side, group_sums
from ecreview.reconcile.ledger import refunded_of
from ecreview.reconcile.sources import first_rows, ids_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from ecreview.model.scope import Period
    from ecreview.reconcile.groups import Verdicts

_FEES_SHOWN = 3  # the largest by name, the rest together
_NAMED = tuple(state for state in EXPLAINING_STATES if state is not State.TRANSFER)
OTHER_FEES, UNEXPLAINED = "other_fees", "unexplained"


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the bridge.

    Attributes:
        key: language-free.
        cents: signed step; the running sum where it is a total.
        is_total: whether it states the sum so far.
        count: how many orders or entries make it.
    """

    key: str
    title: Text
    cents: int
    is_total: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Bar:
    """A bar before it is summed: cents per group, computed when asked for, since a bridge may have many."""

    key: str
    title: Text
    cents: Callable[[], NDArray[np.int64]]
    is_total: bool = False
    is_kept: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """The bars, and what each is made of.

    Attributes:
        sides: orders and entries.
        bars: one per step.
        steps: the bars summed; those of 0 are left out unless they frame the rest.
    """

    sides: tuple[Side, Side]
    bars: tuple[_Bar, ...]
    steps: tuple[Step, ...]

    def rows(self, key: str) -> pd.DataFrame:
        """Return what a bar is made of, the largest first: order_id, cents, left_source, right_source.

        The cents sum to the bar.

        Raises:
            KeyError: there is no such bar.
        """
        bar = {bar.key: bar for bar in self.bars}[key]
        cents = bar.cents()
        listed = np.flatnonzero(cents)
        ours, theirs = (first_rows(side, listed, len(cents)) for side in self.sides)
        order = np.lexsort((theirs.numbers, ours.numbers, -abs(cents[listed])))
        ours, theirs = ours.take(order), theirs.take(order)
        return pd.DataFrame(
            {
                "order_id": ids_of(ours, theirs),
                "cents": cents[listed][order],
                "left_source": ours.sources,
                "right_source": theirs.sources,
            }
        )


def order_bridge(left: Side, period: Period) -> Bridge:
    """Return the bridge that the orders alone tell, from ordered to owed; each order is its own group."""
    size = int(left.groups.max(initial=-1)) + 1
    nothing = Side(left.frame.iloc[:0], left.cents[:0], left.aside[:0], left.groups[:0])
    inside = _groups_in(left, nothing, size, period)
    return _summed((left, nothing), list(_order_bars(left, inside)))


def bridge(left: Side, right: Side, verdicts: Verdicts, period: Period, fees: pd.Series) -> Bridge:
    """Return the bridge of the period from ordered to received.

    `fees` is the subject of the entries that are fees, null for all others.
    """
    inside = _groups_in(left, right, len(verdicts.states), period)
    bars = [
        *_order_bars(left, inside),
        *_fee_bars(right, fees, inside),
        *_state_bars(left, right, verdicts, inside),
    ]
    return _summed((left, right), bars)


def _summed(sides: tuple[Side, Side], bars: Iterable[_Bar]) -> Bridge:
    """Return the bridge of the bars that say something."""
    steps, kept = [], []
    for bar in bars:
        cents = bar.cents()
        if cents.any() or bar.is_kept:
            count = int(np.count_nonzero(cents))
            steps.append(Step(bar.key, bar.title, int(cents.sum()), bar.is_total, count))
            kept.append(bar)
    return Bridge(sides, tuple(kept), tuple(steps))


def _groups_in(left: Side, right: Side, size: int, period: Period) -> NDArray[np.bool_]:
    """Return which groups belong to the period: by payment, else by order, else by entry."""
    day = np.full(size, np.iinfo(np.int64).min)
    if len(right.groups):
        np.maximum.at(day, right.groups, _seconds(right.frame["time"]))
    day[left.groups] = np.iinfo(np.int64).min
    paid = left.frame["paid_at"].fillna(left.frame["created_at"])
    np.maximum.at(day, left.groups, _seconds(paid))
    start, end = (np.datetime64(d, "s").astype(np.int64) for d in (period.start, period.end))
    return (day >= start) & (day < end)


def _seconds(times: pd.Series) -> NDArray[np.int64]:
    """Return seconds since 1970, the smallest number for null."""
    return times.to_numpy(dtype="datetime64[s]").astype(np.int64)


def _order_bars(left: Side, inside: NDArray[np.bool_]) -> Iterator[_Bar]:
    """Yield the bars that the orders tell: ordered, paid, owed."""
    ordered, paid = (cents_of(left.frame[name]) for name in ("order_amount", "paid_gross"))
    is_unpaid = left.frame["paid_at"].isna().to_numpy()

    def bar(key: str, zh: str, en: str, cents: NDArray[np.int64], **traits: bool) -> _Bar:
        chosen = np.where(inside[left.groups], cents, 0)
        return _Bar(key, Text(zh, en), lambda: sum_by(left.groups, chosen, len(inside)), **traits)

    unpaid = np.where(is_unpaid, -ordered, 0)
    yield bar("gmv_order", "下单", "Ordered", ordered, is_total=True)
    yield bar("unpaid", "未付款", "Unpaid", unpaid)
    yield bar("repriced", "改价与优惠", "Repriced", paid - ordered - unpaid, is_kept=False)
    yield bar("gmv_pay", "支付", "Paid", paid, is_total=True)
    refunded = refunded_of(left.frame)
    yield bar("refunded", "退款", "Refunded", -refunded)
    subsidy = left.cents - paid + refunded
    yield bar("subsidy_owed", "平台补贴", "Platform subsidy", subsidy, is_kept=False)
    yield bar("receivable", "应收", "Owed", left.cents, is_total=True)


def _fee_bars(right: Side, fees: pd.Series, inside: NDArray[np.bool_]) -> Iterator[_Bar]:
    """Yield a bar for each of the largest fees, and one for the others."""
    words = fees.cat.categories
    codes = np.where(inside[right.groups], fees.cat.codes.to_numpy().astype(np.int64), -1)
    known = codes >= 0
    sums = zip(words, sum_by(codes[known], right.cents[known], len(words)).tolist(), strict=True)
    named = sorted((pair for pair in sums if pair[1]), key=lambda pair: (-abs(pair[1]), pair[0]))
    places = [list(words).index(word) for word, _ in named]

    def bar(key: str, title: Text, of: list[int]) -> _Bar:
        def cents() -> NDArray[np.int64]:
            return sum_by(right.groups, np.where(np.isin(codes, of), right.cents, 0), len(inside))

        return _Bar(key, title, cents, is_kept=False)

    for (word, _), place in zip(named[:_FEES_SHOWN], places, strict=False):
        yield bar(word, reason_text(word), [place])
    yield bar(OTHER_FEES, Text(zh="其他费用", en="Other fees"), places[_FEES_SHOWN:])


def _state_bars(
    left: Side, right: Side, verdicts: Verdicts, inside: NDArray[np.bool_]
) -> Iterator[_Bar]:
    """Yield the bars of what is not due, twice, nearly right or open, then what came in."""
    size = len(inside)
    missing = group_sums(right, size) - group_sums(left, size)
    here = inside & (missing != 0)
    occurring = np.bincount(verdicts.states[here], minlength=len(STATES)) > 0

    def bar(key: str, title: Text, states: tuple[State, ...]) -> _Bar:
        def cents() -> NDArray[np.int64]:
            chosen = np.isin(verdicts.states, [STATE_CODE[state] for state in states])
            return np.where(here & chosen, missing, 0)

        return _Bar(key, title, cents)

    def received() -> NDArray[np.int64]:
        is_ours = verdicts.states != STATE_CODE[State.TRANSFER]
        return np.where(inside & is_ours, sum_by(right.groups, right.cents, size), 0)

    for state in _NAMED:
        if occurring[STATE_CODE[state]]:
            yield bar(state.value, state.text, (state,))
    yield bar(UNEXPLAINED, Text(zh="未解释", en="Unexplained"), OPEN_STATES)
    yield _Bar("settled", Text(zh="到账", en="Received"), received, is_total=True)
