"""The orders that may explain why a day of the summary differs from the orders: candidates, never proof.

An order is a candidate where counting it, or not counting it, closes the day to the cent. On days that no
single order closes, those near midnight and those refunded or closed that day are named, since such orders
are where definitions of a day part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.text import Text
from ecreview.reconcile.definitions import UNPAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ecreview.reconcile.definitions import Definition, Sold

DAYS_LISTED, PER_DAY = 60, 5  # the largest differences, and candidates of each
MIDNIGHT_S = 2 * 3600
_DAY_S = 86_400

_REMOVED = Text(
    zh="算在这一天；不算它，这一天就对平", en="counted on this day; without it the day agrees"
)
_UNCOUNTED = Text(
    zh="按这个口径不算；算上它，这一天就对平",
    en="not counted by this definition; with it the day agrees",
)
_OTHER_DAY = Text(
    zh="这一天下单、付款、发货或收货，但算在另一天；算在这一天就对平",
    en="placed, paid, shipped or received on this day but counted on another; counted here the day agrees",
)
_MOVED = Text(
    zh="零点前后两小时内，算在隔壁一天；挪过来这一天就对平",
    en="within two hours of midnight and counted next door; moved here the day agrees",
)
_REFUNDED = Text(zh="它的退款正好等于差额", en="its refund is exactly the difference")
_NEAR_MIDNIGHT = Text(
    zh="零点前后两小时内，可能被算到隔壁一天",
    en="within two hours of midnight; may have been counted next door",
)
_ENDED = Text(zh="这一天退款或关闭", en="refunded or closed on this day")
_MISSING = Text(
    zh="没有哪一笔能单独解释；平台更多，可能有订单没有导出，或那一行没有读进来",
    en="no single order explains it; the summary has more, perhaps orders were not exported or their rows not read",
)
_SURPLUS = Text(
    zh="没有哪一笔能单独解释；平台更少，可能剔除了几笔订单",
    en="no single order explains it; the summary has less, perhaps it leaves out several orders",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Guess:
    """Orders that one reason names.

    Attributes:
        orders: positions.
        cells: the day that each may explain.
        is_exact: whether the order closes its day.
    """

    why: Text
    orders: NDArray[np.int64]
    cells: NDArray[np.int64]
    is_exact: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """What the guesses are made from.

    Attributes:
        cells, counts: where each order counts by the definition, and whether it does.
        worth: what it amounts to if it counts; an unpaid one would with the amount of the order.
        is_late, is_early: whether its time is near the midnight after or before.
        need: summary − orders per shop-day that is listed, 0 elsewhere; a cell at both ends for neighbours.
    """

    cells: NDArray[np.int64]
    counts: NDArray[np.bool_]
    worth: NDArray[np.int64]
    is_late: NDArray[np.bool_]
    is_early: NDArray[np.bool_]
    need: NDArray[np.int64]


def residuals(
    definition: Definition,
    sold: Sold,
    gap: NDArray[np.int64],
    *,
    second: NDArray[np.int64],
    ended: NDArray[np.int64],
    ids: pd.Series,
) -> pd.DataFrame:
    """Return candidates per day that differs, largest difference first.

    Args:
        definition: the one compared.
        sold: the orders.
        gap: summary − orders per shop-day, 0 where they agree or are not compared; of shape (size,).
        second: of the day, of the time by which each order counts.
        ended: shop-day on which each order was closed or refunded, `size` where unknown.
        ids: of the orders; of many candidates those that sort first are named.

    Returns:
        Columns: cell, gap, order (position, −1 for none), why (Text), cents (null for none).
    """
    days = np.flatnonzero(gap)
    days = days[np.argsort(-abs(gap[days]), kind="stable")][:DAYS_LISTED]
    case = _case(definition, sold, gap, days, second)
    guesses = [*_closing(case, sold), *_suspects(case, ended)]
    rows = [
        (day, int(gap[day]), order, why)
        for day in days.tolist()
        for order, why in _of_day(day, int(gap[day]), guesses, ids)
    ]
    frame = pd.DataFrame(rows, columns=["cell", "gap", "order", "why"])
    cents = pd.Series(case.worth[frame["order"].to_numpy(dtype=np.int64)], dtype="Int64")
    return frame.assign(cents=cents.mask(frame["order"] < 0))


def _case(
    definition: Definition,
    sold: Sold,
    gap: NDArray[np.int64],
    days: NDArray[np.int64],
    second: NDArray[np.int64],
) -> _Case:
    """Return what the guesses about some days are made from."""
    need = np.zeros(sold.size + 2, dtype=np.int64)
    need[days] = gap[days]
    is_unpaid = (sold.kinds & definition.without & UNPAID) > 0
    return _Case(
        sold.cells[definition.time],
        sold.counts(definition),
        np.where(is_unpaid, sold.amounts["ordered"], sold.worth(definition)),
        second >= _DAY_S - MIDNIGHT_S,
        second < MIDNIGHT_S,
        need,
    )


def _guess(
    why: Text, chosen: NDArray[np.bool_], cells: NDArray[np.int64], *, is_exact: bool = True
) -> _Guess:
    """Return the chosen orders with their cells."""
    orders = np.flatnonzero(chosen)
    return _Guess(why, orders, cells[orders], is_exact)


def _closing(case: _Case, sold: Sold) -> Iterator[_Guess]:
    """Yield the orders that close a day on their own."""
    cells, need, worth = case.cells, case.need, case.worth
    counts, others = case.counts & (worth != 0), ~case.counts & (worth != 0)
    yield _guess(_REMOVED, counts & (need[cells] == -worth), cells)
    for there in sold.cells.values():
        closes = need[there] == worth
        yield _guess(_UNCOUNTED, closes & others, there)
        yield _guess(_OTHER_DAY, closes & counts & (there != cells), there)
    for step, is_near in ((-1, case.is_early), (1, case.is_late)):
        yield _guess(_MOVED, counts & is_near & (need[cells + step] == worth), cells + step)
    if "refunded" in sold.amounts:
        back = sold.amounts["refunded"]
        is_part = case.counts & (back != 0) & (abs(back) != abs(worth))
        yield _guess(_REFUNDED, is_part & (abs(need[cells]) == back), cells)


def _suspects(case: _Case, ended: NDArray[np.int64]) -> Iterator[_Guess]:
    """Yield the orders that definitions of a day often disagree about, none larger than the gap.

    Where the summary has less, those that it may leave out of the day; where it has more, those that it may
    take in.
    """
    cells, need, worth = case.cells, case.need, case.worth
    counts, others = case.counts & (worth > 0), ~case.counts & (worth > 0)
    is_ended = counts & (worth <= -need[ended]) | others & (worth <= need[ended])
    yield _guess(_ENDED, is_ended, ended, is_exact=False)
    for step, is_near in ((-1, case.is_early), (1, case.is_late)):
        near = counts & is_near
        yield _guess(_NEAR_MIDNIGHT, near & (worth <= -need[cells]), cells, is_exact=False)
        moved = near & (worth <= need[cells + step])
        yield _guess(_NEAR_MIDNIGHT, moved, cells + step, is_exact=False)


def _of_day(
    day: int, gap: int, guesses: list[_Guess], ids: pd.Series
) -> Iterator[tuple[int, Text]]:
    """Yield the candidates of a day: those that close it, else the suspects after a word that none does."""
    exact = _named(day, [g for g in guesses if g.is_exact], ids)
    if not exact:
        yield -1, _MISSING if gap > 0 else _SURPLUS
    yield from (exact or _named(day, [g for g in guesses if not g.is_exact], ids))[:PER_DAY]


def _named(day: int, guesses: list[_Guess], ids: pd.Series) -> list[tuple[int, Text]]:
    """Return the orders that the guesses name for the day, each with the first reason, by reason and id."""
    named: dict[int, Text] = {}
    for guess in guesses:
        orders = guess.orders[guess.cells == day]
        by_id = ids.iloc[orders].argsort(kind="stable").to_numpy()
        for order in orders[by_id].tolist():
            named.setdefault(order, guess.why)
    return list(named.items())
