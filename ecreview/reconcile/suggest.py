"""What might belong together although no key says so: suggestions, never accepted without a person.

Two steps of the cascade (methods §11): an amount that occurs once on each side within the usual time, and sums
of several that make one amount. A sum proves nothing by itself, since prices repeat; hence few candidates, one
shop and a short window only, and the number of other sums that fit as well is told with each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ecreview.model.section import Column, Grid
from ecreview.model.text import Text, Unit
from ecreview.reconcile.sources import Firsts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ecreview.reconcile.groups import Side

CANDIDATES = 15  # of more, a sum that fits is rarely the true one (methods §11)
SOUGHT = 200  # amounts for which sums are tried, the largest first: all sums of 15 are 32,768 each
_TWINS = 20  # of equal amounts; more are a price, not a mark

_BY_AMOUNT = Text(zh="金额唯一、时间相近", en="the only amount of this size in that time")
_BY_SUM = Text(
    zh="金额组合仅为建议，另有 {k} 种组合也成立。",
    en="Sum combinations are suggestions; {k} other combinations fit too.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """Rows of one side that found nothing on the other.

    Attributes:
        names: how a person finds each.
        cents: positive amounts.
        seconds: when it was paid, or came in; since 1970.
        shops: code of the shop, −1 unknown, which goes with any.
    """

    names: NDArray[np.object_]
    cents: NDArray[np.int64]
    seconds: NDArray[np.int64]
    shops: NDArray[np.int64]

    def take(self, rows: NDArray[Any]) -> Open:
        """Return some of the rows."""
        return Open(self.names[rows], self.cents[rows], self.seconds[rows], self.shops[rows])

    def in_order(self) -> Open:
        """Return the rows in an order that does not depend on that of the files."""
        named = np.argsort(self.names.astype(str), kind="stable")
        return self.take(named[np.lexsort((self.seconds[named], -self.cents[named]))])


class Suggestion(NamedTuple):
    """Orders and entries that may belong together.

    Attributes:
        others: how many other sums fit as well; None where it is no sum.
    """

    orders: tuple[str, ...]
    entries: tuple[str, ...]
    cents: int
    others: int | None = None


def open_rows(
    side: Side,
    chosen: NDArray[np.bool_],
    times: NDArray[np.datetime64],
    columns: Sequence[str],
) -> Open:
    """Return the chosen rows of a side as candidates, those without a time left out; the columns name them."""
    rows = np.flatnonzero(chosen & ~np.isnat(times))
    firsts = Firsts(side, rows, rows)
    names = firsts.named(columns).fillna(firsts.sources).to_numpy(dtype=object)
    return Open(names, side.cents[rows], times[rows].astype(np.int64), _shops(side, rows))


def _shops(side: Side, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a number that is the same for the same name of a shop on both sides, −1 for none."""
    if "shop" not in side.frame.columns:
        return np.full(len(rows), -1)
    names = side.frame["shop"].iloc[rows].astype("str")
    numbers = pd.util.hash_array(names.to_numpy(dtype=object)) >> np.uint64(1)
    return np.where(names.isna(), -1, numbers.astype(np.int64))


def suggest(orders: Open, entries: Open, window: int) -> tuple[Suggestion, ...]:
    """Return what may belong together: an entry comes up to `window` seconds after the payment."""
    orders, entries = orders.in_order(), entries.in_order()
    left, right = _unique_amounts(orders, entries, window)
    found = [
        Suggestion((orders.names[i],), (entries.names[j],), int(orders.cents[i]))
        for i, j in zip(left, right, strict=True)
    ]
    rest = orders.take(_others(left, len(orders.cents)))
    come = entries.take(_others(right, len(entries.cents)))
    found += [
        Suggestion(parts, (whole,), cents, k)
        for whole, parts, cents, k in _sums(come, rest, (-window, 0))
    ]
    found += [
        Suggestion((whole,), parts, cents, k)
        for whole, parts, cents, k in _sums(rest, come, (0, window))
    ]
    return tuple(found)


def _others(taken: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return which of so many rows are not taken."""
    free = np.ones(size, dtype=np.bool_)
    free[taken] = False
    return free


def _unique_amounts(
    orders: Open, entries: Open, window: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return positions of orders and entries that have one partner of the same amount in time, both ways."""
    sides = [
        pd.DataFrame({"cents": s.cents, "row": np.arange(len(s.cents)), "time": s.seconds, "shop": s.shops})
        for s in (orders, entries)
    ]  # fmt: skip
    few = [f[f.groupby("cents")["row"].transform("size") <= _TWINS] for f in sides]
    both = few[0].merge(few[1], on="cents", suffixes=("", "_in"))
    lag = both["time_in"] - both["time"]
    same = (both["shop"] == both["shop_in"]) | (both[["shop", "shop_in"]].min(axis=1) < 0)
    both = both[(lag >= 0) & (lag <= window) & same]
    alone = ~both["row"].duplicated(keep=False) & ~both["row_in"].duplicated(keep=False)
    return both.loc[alone, "row"].to_numpy(), both.loc[alone, "row_in"].to_numpy()


def _sums(
    wholes: Open, parts: Open, span: tuple[int, int]
) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """Yield (whole, parts, cents, other sums that fit) for each of the largest wholes that some parts make."""
    for name, cents, second, shop in zip(
        wholes.names[:SOUGHT], wholes.cents.tolist(), wholes.seconds.tolist(), wholes.shops.tolist(),
        strict=False,
    ):  # fmt: skip
        near = (parts.seconds >= second + span[0]) & (parts.seconds <= second + span[1])
        near &= (parts.cents < cents) & ((parts.shops == shop) | (parts.shops < 0) | (shop < 0))
        rows = np.flatnonzero(near)
        if 1 < len(rows) <= CANDIDATES:
            chosen, others = _subset(parts.cents[rows], cents)
            if len(chosen):
                yield name, tuple(parts.names[rows[chosen]]), cents, others


def _subset(cents: NDArray[np.int64], total: int) -> tuple[NDArray[np.int64], int]:
    """Return the positions of the smallest set that sums to the total, and how many other sets do.

    Examples:
        >>> _subset(np.array([1990, 2990, 990, 1980]), 4980)
        (array([0, 1]), 0)
    """
    masks = np.arange(1, 2 ** len(cents))
    bits = (masks[:, None] >> np.arange(len(cents))) & 1
    fitting = bits[bits @ cents == total]
    if not len(fitting):
        return np.empty(0, dtype=np.int64), 0
    smallest = fitting[np.argmin(fitting.sum(axis=1))]
    return np.flatnonzero(smallest), len(fitting) - 1


def suggestion_grid(found: tuple[Suggestion, ...]) -> tuple[Grid, ...]:
    """Return the suggestions as a table, none where there are none."""
    columns = (
        Column("orders", Text(zh="订单", en="Orders"), Unit.ID),
        Column("entries", Text(zh="流水", en="Entries"), Unit.ID),
        Column("amount_cents", Text(zh="金额", en="Amount"), Unit.CENTS),
        Column("others", Text(zh="也成立的其他组合", en="Other combinations"), Unit.COUNT),
        Column("why", Text(zh="依据", en="Why")),
    )
    frame = pd.DataFrame(list(starmap(_row, found)), columns=[c.key for c in columns])
    grid = Grid(
        "suggestions",
        Text(
            zh="可能是同一笔钱（需要人确认）", en="Perhaps the same money (a person has to decide)"
        ),
        columns,
        frame.astype({"others": "Int64"}),
        caption=Text(
            zh="没有共同的编号，只按金额和时间推测；系统不会自动核平。",
            en="No number in common; guessed by amount and time, never matched automatically.",
        ),
    )
    return (grid,) if found else ()


def _row(
    orders: tuple[str, ...], entries: tuple[str, ...], cents: int, others: int | None
) -> tuple[Any, ...]:
    """Return a suggestion as a row of the table."""
    why = _BY_AMOUNT if others is None else _BY_SUM.fill(k=f"{others:,}")
    return "、".join(orders), "、".join(entries), cents, others, why
