"""The stock equation (RC-8): opening + in − out ± adjustments = closing, per SKU, in pieces.

Left is closing − opening, of the first and the last day with a snapshot, over all warehouses that both days
hold. Right are the movements between them: the list of stock movements where it is given, else what other
tables tell: purchases by their arrival, items of orders by their shipping, returns by their refund. These are
never all movements (other channels, counts, losses), so what they leave open is no proof of a loss: a
difference that a missing record can explain is told as that, not as a difference.

A snapshot without a time of day is taken before or after the work of its day, whichever makes more SKUs tie;
which one was taken is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.model.text import EMPTY, Text, Unit, join_texts, same
from ecreview.reconcile.base import Pair, Reconciliation, State, Wording
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.groups import Rule, Side, group_sums, held
from ecreview.reconcile.keys import match_keys
from ecreview.reconcile.moves import read_moves, tells_moves
from ecreview.reconcile.tolerance import Tolerance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.keys import Keys
    from ecreview.reconcile.moves import Moves

    _Window = tuple[pd.Timestamp, pd.Timestamp]

WORDING = Wording(
    title=Text(zh="库存变动 ↔ 出入库", en="Change of stock ↔ movements"),
    left=Text(zh="期末比期初 {amount} 件", en="{amount} pieces from opening to closing stock"),
    right=Text(zh="出入库净额 {amount} 件", en="{amount} pieces moved, net"),
    states={
        State.ORDER_ONLY: Text(zh="有库存变动、没有出入库", en="Stock changed, nothing moved"),
        State.PAYMENT_ONLY: Text(zh="有出入库、快照没有", en="Moved, but in no snapshot"),
        State.AMOUNT_DIFFERS: Text(zh="数量差异", en="Quantity differs"),
        State.NOT_DUE: Text(zh="无法判断", en="Cannot be told"),
    },
    waiting=Text(zh="无法判断的商品和记录", en="SKUs and records that cannot be told"),
    strangers=Text(
        zh="库存和出入库没有一个编码相同：多半一边是商家编码，一边是商品编码，请确认。",
        en="No SKU code occurs on both sides: most likely codes of two different systems; please check.",
    ),
    item=Text(zh="商家编码", en="SKU code"),
)
_SHORT = Text(
    zh="实际库存少于推算：请查漏记的出库、盘亏、报损，或盘点错误",
    en="less stock than the movements make: look for unrecorded issues, losses, or a wrong count",
)
_OVER = Text(
    zh="实际库存多于推算：请查漏记的入库、盘盈，或盘点错误",
    en="more stock than the movements make: look for unrecorded receipts, or a wrong count",
)
_NO_IN = Text(zh="还缺入库记录", en="records of stock that came in are missing")
_NO_OUT = Text(zh="还缺出库记录", en="records of stock that went out are missing")
_STILL = Text(zh="没有一笔出入库", en="nothing moved")
_ONE_DAY = Text(
    zh="期初或期末快照里没有这个编码，变动算不出来",
    en="not in both snapshots, so its change is unknown",
)
_WAREHOUSE = Text(zh="期初期末不都有这个仓库的快照", en="a warehouse without both snapshots")
_UNKNOWN = Text(zh="两次快照里都没有这个编码", en="no snapshot holds this SKU")
_OUTSIDE = Text(zh="不在期初和期末快照之间", en="not between the opening and the closing snapshot")
_NO_CODE = Text(zh="没有商家编码", en="no SKU code")
_NEVER_TOLD = Text(zh="其他渠道出库和盘点调整", en="sales elsewhere and stock counts")
_BETWEEN = Text(
    zh="期初 {opening}，期末 {closing}；出入库统计 {since} 起、{until} 前。",
    en="Opening {opening}, closing {closing}; movements from {since} up to, not including, {until}.",
)
_INCOMPLETE = Text(
    zh="没有出入库流水，按{given}推算；{missing}不在文件里，等式不完整，差异不等于丢货。",
    en="Without a list of movements they are made of {given}; {missing} are in no file, so the equation is incomplete and a difference is no proof of a loss.",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshots:
    """The snapshots, entry i ↔ row i.

    Attributes:
        is_opening, is_closing: counts as the stock of the first (last) day.
        is_partial: of a warehouse that one of the two days does not hold.
        opening, closing: their times.
    """

    frame: pd.DataFrame
    is_opening: NDArray[np.bool_]
    is_closing: NDArray[np.bool_]
    is_partial: NDArray[np.bool_]
    opening: pd.Timestamp
    closing: pd.Timestamp

    @property
    def change(self) -> NDArray[np.int64]:
        """Return what each row adds to closing − opening."""
        sign = self.is_closing.astype(np.int64) - self.is_opening.astype(np.int64)
        return sign * cents_of(self.frame["on_hand"])

    def windows(self) -> list[_Window]:
        """Return from when until when movements may count, the likelier first."""
        exact = (self.opening, self.closing)
        if any(time != time.normalize() for time in exact):
            return [exact]
        day = pd.Timedelta(days=1)
        return [(self.opening + day, self.closing + day), exact]


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return the change of stock against the movements, over all rows."""
    stock, moves = _read(dataset.tables["inventory"].frame), read_moves(dataset)
    met = match_keys(stock.frame["sku_code"], moves.frame["sku_code"])
    window = _fitting(stock, moves, met)
    reasons = _reasons_aside(stock, moves, window)
    keys, apart = _set_apart(met, moves, reasons)
    people = apply_decisions(settings, PAIR.key, keys, stock.frame, moves.frame)
    keys = people.keys
    left, right = (
        Side(frame, pieces, np.zeros_like(pieces), groups, key="sku_code")
        for frame, pieces, groups in (
            (stock.frame, stock.change, keys.left),
            (moves.frame, moves.pieces, keys.right),
        )
    )
    rules = [*_rules(stock, moves, left, right, keys.size), *apart]
    result = settle(
        PAIR,
        sides=(left, right),
        verdicts=people.judge(rules, (left, right), Tolerance(0)),
        explained={},
        tolerance=0,
    )
    return replace(result, unit=Unit.COUNT, notes=_notes(stock, moves, window))


def _read(frame: pd.DataFrame) -> _Snapshots:
    """Return the snapshots; of several of one day the last one of each SKU and warehouse counts."""
    day = frame["date"].dt.normalize()
    house = frame["warehouse"] if "warehouse" in frame.columns else pd.Series("", index=frame.index)
    house = house.astype("str").fillna("")
    what = pd.DataFrame(
        {"sku": frame["sku_code"], "house": house, "day": day, "time": frame["date"]}
    )
    latest = what.groupby(["sku", "house", "day"], dropna=False)["time"].transform("max")
    counts = (what["time"] == latest).to_numpy()
    first, last = ((day == d).to_numpy() for d in (day.min(), day.max()))
    both = set(house[first]) & set(house[last])
    is_partial = ~house.isin(both).to_numpy()
    is_opening, is_closing = (of_day & counts & ~is_partial for of_day in (first, last))
    times = [frame["date"][of_day].max() for of_day in (first, last)]
    return _Snapshots(frame, is_opening, is_closing, is_partial, *times)


def _inside(moves: Moves, window: _Window) -> NDArray[np.bool_]:
    """Return which movements lie in the window."""
    since, until = (time.to_datetime64() for time in window)
    return np.asarray((moves.time >= since) & (moves.time < until))


def _fitting(stock: _Snapshots, moves: Moves, keys: Keys) -> _Window:
    """Return the window in which more SKUs tie."""
    change = sum_by(keys.left, stock.change, keys.size)
    listed = held(keys.left, keys.size)

    def ties(window: _Window) -> int:
        moved = np.where(_inside(moves, window), moves.pieces, 0)
        return int((listed & (change == sum_by(keys.right, moved, keys.size))).sum())

    return max(stock.windows(), key=ties)  # of equals the first


def _reasons_aside(
    stock: _Snapshots, moves: Moves, window: _Window
) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_], Text]]:
    """Return which snapshots and which movements do not count, and why; a later reason decides."""
    here, none = (
        np.zeros(len(stock.frame), dtype=np.bool_),
        np.zeros(len(moves.pieces), dtype=np.bool_),
    )
    house = stock.frame.get("warehouse")
    of_partial = none
    if house is not None and "warehouse" in moves.frame.columns:
        whole = set(house[~stock.is_partial].astype("str").fillna(""))
        of_partial = ~moves.frame["warehouse"].astype("str").fillna("").isin(whole).to_numpy()
    return [
        (here, ~_inside(moves, window), _OUTSIDE),
        (stock.is_partial, of_partial, _WAREHOUSE),
        *((here, rows, why) for rows, why in moves.reasons()),
        (here, moves.frame["sku_code"].isna().to_numpy(), _NO_CODE),
    ]


def _set_apart(
    keys: Keys,
    moves: Moves,
    reasons: list[tuple[NDArray[np.bool_], NDArray[np.bool_], Text]],
) -> tuple[Keys, list[Rule]]:
    """Return the keys with what does not count in one group per SKU and reason, and the rules for these."""
    split = len(keys.left)
    why = np.full(split + len(keys.right), -1)
    for number, (ours, theirs, _) in enumerate(reasons):
        why[np.concatenate([ours, theirs])] = number
    sku = np.where(moves.frame["sku_code"].isna(), 0, keys.right)  # those without a code together
    groups = np.concatenate([keys.left, keys.right])
    aside = why >= 0
    named = np.concatenate([keys.left, sku])[aside] * len(reasons) + why[aside]
    codes, found = pd.factorize(named)
    groups[aside] = keys.size + codes
    apart = replace(keys, left=groups[:split], right=groups[split:], size=keys.size + len(found))
    rules = [
        Rule(groups[why == number], State.NOT_DUE, text)
        for number, (*_, text) in enumerate(reasons)
    ]
    return apart, rules


def _rules(stock: _Snapshots, moves: Moves, left: Side, right: Side, size: int) -> list[Rule]:
    """Return the rules for the SKUs; a later one decides."""
    listed, moved = held(left.groups, size), held(right.groups, size)
    opened, closed = (
        held(left.groups[rows], size) for rows in (stock.is_opening, stock.is_closing)
    )
    over = group_sums(left, size) - group_sums(right, size)
    no_in, no_out = not moves.tells(came_in=True), not moves.tells(came_in=False)
    return [
        Rule(~listed, State.PAYMENT_ONLY, _UNKNOWN),
        Rule(listed & (over > 0), State.AMOUNT_DIFFERS, _OVER),
        Rule(listed & (over < 0), State.AMOUNT_DIFFERS, _SHORT),
        Rule(listed & (over != 0) & ~moved, State.ORDER_ONLY, _STILL),
        Rule(listed & (over > 0) & no_in, State.NOT_DUE, _NO_IN),
        Rule(listed & (over < 0) & no_out, State.NOT_DUE, _NO_OUT),
        Rule(listed & ~(opened & closed), State.NOT_DUE, _ONE_DAY),
        Rule(listed & (opened | closed) & (over == 0), State.MATCHED, EMPTY),
    ]  # fmt: skip


def _notes(stock: _Snapshots, moves: Moves, window: _Window) -> tuple[Text, ...]:
    """Return the window, and what the movements were made of."""
    names = ("opening", "closing", "since", "until")
    times = dict(zip(names, map(_say_time, (stock.opening, stock.closing, *window)), strict=True))
    between = _BETWEEN.fill(**times)
    if moves.is_listed:
        return (between,)
    given, missing = moves.made_of
    words = {"given": join_texts(given), "missing": join_texts([*missing, _NEVER_TOLD])}
    return between, _INCOMPLETE.fill(**words)


def _say_time(time: pd.Timestamp) -> Text:
    """Return a day, with its time where it has one."""
    return same(f"{time:%Y-%m-%d}" if time == time.normalize() else f"{time:%Y-%m-%d %H:%M}")


def _can_tell(dataset: Dataset) -> bool:
    """Return whether there are snapshots of two days, and movements."""
    days = dataset.tables["inventory"].frame["date"].dt.normalize()
    return bool(days.min() < days.max()) and tells_moves(dataset)


PAIR = Pair(
    key="inventory.stock_moves",
    wording=WORDING,
    needs=(("inventory", ("date", "sku_code", "on_hand")),),
    reconcile=reconcile,
    is_apt=_can_tell,
)
