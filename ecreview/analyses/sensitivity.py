"""How far a profit moves when one thing turns out higher or lower and all else stays (FI-7).

Unit of observation: one lever at one level. The profits are linear in each lever, so that a slope says it all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ecreview.model.section import BarChart, Column, Grid, Tone
from ecreview.model.text import Text, Unit, say, say_cents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecreview.analyses.break_even import Terms

CHANGES = (-0.2, -0.1, 0.0, 0.1, 0.2)
DRAWN = (-0.2, 0.2)


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
        [(-0.2, 110.0), (-0.1, 105.0), (0.0, 100.0), (0.1, 95.0), (0.2, 90.0)]
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


def sensitivity_grid(profit: float, levers: Mapping[str, Lever], title: Text) -> Grid:
    """Return the profit at each change of each lever, one row per lever; the middle column is the present."""
    rows = sensitivity(profit, levers)
    profits = np.array([row.profit for row in rows]).reshape(-1, len(CHANGES))
    names = [_named(row.lever, levers) for row in rows[:: len(CHANGES)]]
    keys = [f"at_{at}" for at in range(len(CHANGES))]
    frame = pd.DataFrame(np.rint(profits).astype(np.int64), columns=keys)
    frame.insert(0, "lever", pd.Series(names, dtype="object"))
    titles = [_say_change(change) if change else _NOW for change in CHANGES]
    columns = (Column(key, word, Unit.CENTS) for key, word in zip(keys, titles, strict=True))
    first = Column("lever", Text(zh="变的是", en="What changes"))
    return Grid("sensitivity", title, (first, *columns), frame)


def sensitivity_chart(
    levers: Mapping[str, Lever], title: Text, caption: Text, currency: str
) -> BarChart | None:
    """Return what a fifth more or less of each lever makes of the profit; None where nothing can change.

    `title` has the places {lever} and {amount} for what matters most.
    """
    rows = sensitivity(0.0, levers, DRAWN)
    if not rows:
        return None
    most = max(rows, key=lambda row: abs(row.difference))
    lever, amount = _LEVERS[most.lever][0].inside(), say_cents(abs(most.difference), currency)
    told = title.fill(lever=lever, amount=amount)
    frame = pd.DataFrame(
        {
            "label": [_LEVERS[r.lever][0] + _BLANK + _say_change(r.change) for r in rows],
            "value": [r.difference for r in rows],
            "tone": [(Tone.GOOD if r.difference >= 0 else Tone.BAD).value for r in rows],
        }
    )
    return BarChart("sensitivity", told, caption, told, Unit.CENTS, frame)


def _named(key: str, levers: Mapping[str, Lever]) -> Text:
    """Return a lever with its present level; money without its sign, which the header has."""
    title, unit = _LEVERS[key]
    return (
        _LEVEL.fill(lever=title, level=say(levers[key].now, unit)) if unit is Unit.RATE else title
    )


def _say_change(change: float) -> Text:
    """Return a relative change with its sign."""
    words = f"{change:+.0%}".replace("-", "−")
    return Text(zh=words.replace("+", "＋"), en=words)


_LEVERS = {
    "refund_rate": (Text(zh="退款率", en="Refund rate"), Unit.RATE),
    "freight": (Text(zh="运费", en="Freight"), Unit.CENTS),
    "commission": (Text(zh="佣金", en="Commission"), Unit.RATE),
    "fees": (Text(zh="平台费用", en="Platform fees"), Unit.CENTS),
}
_LEVEL = Text(zh="{lever} {level}", en="{lever} {level}")
_NOW = Text(zh="现在", en="Now")
_BLANK = Text(zh=" ", en="")
