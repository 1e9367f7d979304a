"""Refunds that orders tell of against the refund cases: does every refund stand in both files.

Only cases that moved money are compared: those still open, rejected or closed, and those without an amount
(exchanges, repairs) are not due, with their status as the reason. An order without refund on either side has
nothing to compare. Orders that tell nothing themselves, so that intake counted the cases into them, agree by
construction and are not compared.

How an order ends, beside matched, within_tolerance and amount_differs:
    order_only: it tells of a refund, the cases hold none that succeeded.
    payment_only (of a case): no order tells of it.
    not_due: the cases cannot hold the refund (days, platform), or the order was exported before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of
from ecreview.model.table_spec import NO_MONEY
from ecreview.model.text import EMPTY, Text, say_count
from ecreview.reconcile.base import Pair, Reconciliation, State, Wording
from ecreview.reconcile.coverage import last_time, of_unmet, outside_days
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.groups import Rule, Side, group_sums, held
from ecreview.reconcile.keys import Keys, damaged_ids, line_orders, match_keys, usable_ids
from ecreview.reconcile.tolerance import order_tolerance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset, Table
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.tolerance import Tolerance

WORDING = Wording(
    title=Text(zh="订单退款 ↔ 退款单", en="Refunds of the orders ↔ refund cases"),
    left=Text(zh="订单上的退款 {amount}", en="{amount} refunded by the orders"),
    right=Text(zh="退款单合计 {amount}", en="{amount} in refund cases"),
    states={
        State.ORDER_ONLY: Text(zh="订单有退款、退款单没有", en="Refunded by the order, no such case"),
        State.PAYMENT_ONLY: Text(zh="退款单有、订单没有", en="Case without refund on an order"),
        State.NOT_DUE: Text(zh="无需核对", en="Nothing to compare"),
    },
    waiting=Text(zh="不参加比较的退款", en="Refunds that are not compared"),
    strangers=Text(
        zh="两边没有一个订单号相同：多半不是同一家店或同一段时间的文件，请确认。",
        en="No order id occurs on both sides: most likely files of different shops or times; please check.",
    ),
)  # fmt: skip
_LESS = Text(zh="退款单合计少于订单上的退款", en="the cases sum to less than the order tells")
_MORE = Text(zh="退款单合计多于订单上的退款", en="the cases sum to more than the order tells")
_NEAR = Text(zh="差额在容差内", en="the difference is within the tolerance")
_NO_CASE = Text(zh="退款单里没有成功的退款", en="no case of this order succeeded")
_PENDING = Text(
    zh="订单已记退款，退款单还在处理中", en="refunded by the order, its case is still open"
)
_NOT_REFUNDED = Text(zh="订单上没有退款", en="the order tells of no refund")
_UNKNOWN = Text(
    zh="订单表里没有这个订单号，可能是更早的订单",
    en="no order carries this id; perhaps an earlier one",
)
_NO_ID = Text(zh="退款单没有订单号", en="the case carries no order id")
_LOSSY = Text(zh="订单号已失真，无法对账", en="the order id is damaged and cannot be matched")
_NONE = Text(zh="没有退款", en="no refund")
_LATER = Text(
    zh="退款在订单表最后时间之后完成，订单可能还没更新",
    en="refunded after the last time in the orders, which may not know of it yet",
)
_OUTSIDE = Text(
    zh="付款不在退款单的日期内，退款可能也不在",
    en="paid outside the days of the refund cases, so its refund may be too",
)
_UNCOVERED = Text(
    zh="退款单里没有这个平台的订单", en="the refund cases hold no order of this platform"
)
_COUNTED = Text(
    zh="订单自己不记退款，是按退款单计入的",
    en="the order tells of no refunds itself, the cases were counted into it",
)
_UNTOLD = Text(zh="订单没有写退款金额", en="the order does not say what was refunded")
_OPEN = Text(zh="退款处理中", en="refund in progress")
_REJECTED = Text(zh="已拒绝或已关闭", en="rejected or closed")
_STATUS = Text(zh="退款状态：{status}", en="refund status: {status}")
_NO_AMOUNT = Text(zh="没有退款金额（换货、维修等）", en="no money back (an exchange or a repair)")
_HOW = Text(
    zh="只比成功的退款 {done} 笔；处理中、拒绝、关闭和没有金额的 {aside} 笔不比。",
    en="{done:case|cases} with money back are compared; {aside} still open, rejected, closed or without amount are not.",
)
_SILENT = Text(
    zh="{n} 笔订单自己不记退款，按退款单计入，不参加比较。",
    en="{n:order tells|orders tell} of no refunds themselves and had the cases counted into them: not compared.",
)
_CASE_WORDS = {"open": _OPEN, "rejected": _REJECTED}


class _Cases(NamedTuple):
    """The refund cases, entry i ↔ row i.

    Attributes:
        cents: refunded, or asked for.
        status: words as intake settled them, "" = the file tells none.
        moved: the status speaks of no money that did not go back.
        time: when it was finished, else asked for; NaT = unknown.
    """

    frame: pd.DataFrame
    cents: NDArray[np.int64]
    status: pd.Series
    moved: NDArray[np.bool_]
    time: pd.Series

    @property
    def is_done(self) -> NDArray[np.bool_]:
        """Return which cases gave money back."""
        return np.asarray(self.moved & (self.cents > 0))


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return refunds of orders against refund cases, over all rows."""
    orders, cases = dataset.tables["orders"].frame, _read(dataset.tables["refunds"].frame)
    ids = usable_ids(orders, damaged_ids(orders)), _ids(cases.frame)
    met = match_keys(*ids, line_orders(dataset.frame("order_lines")))
    apart = met.set_apart(~cases.is_done)
    people = apply_decisions(settings, PAIR.key, apart, orders, cases.frame)
    keys, refunded = people.keys, cents_of(orders["refunded"])
    sides = (
        Side(orders, refunded, np.zeros_like(refunded), keys.left),
        Side(cases.frame, cases.cents, np.zeros_like(cases.cents), keys.right),
    )
    counted = _is_counted(dataset.tables["orders"])
    pending = held(met.right[(cases.status == "open").to_numpy()], keys.size)
    tolerance = order_tolerance(settings)
    rules = [
        Rule(held(keys.right, keys.size), State.PAYMENT_ONLY, _UNKNOWN),
        Rule(keys.right[ids[1].isna()], State.PAYMENT_ONLY, _NO_ID),
        *_judge_amounts(*sides, keys, cases, tolerance),
        *_judge_absent(*sides, keys, cases, pending),
        Rule(keys.left[orders["refunded"].isna().to_numpy()], State.NOT_DUE, _UNTOLD),
        Rule(keys.left[counted], State.NOT_DUE, _COUNTED),
        *_judge_aside(keys, cases),
    ]
    result = settle(
        PAIR,
        sides=sides,
        verdicts=people.judge(rules, sides, tolerance),
        explained={},
        tolerance=tolerance.cents,
    )
    return replace(result, notes=_notes(cases, int(counted.sum())))


def _read(frame: pd.DataFrame) -> _Cases:
    """Return the cases with what their status and amount say."""
    status = frame["status"].astype("str") if "status" in frame.columns else _blank(frame)
    status = status.fillna("").reset_index(drop=True)
    cents = cents_of(frame["amount"])
    moved = ~status.str.contains(NO_MONEY, regex=True).to_numpy(dtype=np.bool_)
    return _Cases(frame, cents, status, moved, _times(frame, "finished_at", "applied_at"))


def _blank(frame: pd.DataFrame) -> pd.Series:
    """Return a column of texts that says nothing."""
    return pd.Series(None, index=frame.index, dtype="str")


def _times(frame: pd.DataFrame, *columns: str) -> pd.Series:
    """Return the first of the columns that tells a time in each row, NaT where none does."""
    told = pd.Series(np.datetime64("NaT", "s"), index=frame.index)
    for column in columns:
        if column in frame.columns:
            told = told.fillna(frame[column])
    return told


def _ids(frame: pd.DataFrame) -> pd.Series:
    """Return the number by which each case names its order: the order's, else that of the line."""
    own = frame["order_id"] if "order_id" in frame.columns else _blank(frame)
    return own.fillna(frame["line_id"]) if "line_id" in frame.columns else own


def _is_counted(orders: Table) -> NDArray[np.bool_]:
    """Return which orders had the cases counted into them by intake, since their file tells of no refunds."""
    files = orders.facts.get("refunds_counted", "").split("\n")
    return orders.frame["source_file"].isin(files).to_numpy(dtype=np.bool_)


def _judge_amounts(
    left: Side, right: Side, keys: Keys, cases: _Cases, tolerance: Tolerance
) -> list[Rule]:
    """Return the rules for orders with a case that moved money."""
    told, back = group_sums(left, keys.size), group_sums(right, keys.size)
    met = held(keys.left, keys.size) & held(keys.right, keys.size)
    later = held(keys.right[(cases.time > last_time(left.frame)).to_numpy()], keys.size)
    return [
        Rule(met & (told > back), State.AMOUNT_DIFFERS, _LESS),
        Rule(met & (told < back), State.AMOUNT_DIFFERS, _MORE),
        Rule(met & (told == 0), State.PAYMENT_ONLY, _NOT_REFUNDED),
        Rule(met & (told < back) & later, State.NOT_DUE, _LATER),
        Rule(met & tolerance.allows(told - back, told), State.WITHIN_TOLERANCE, _NEAR),
        Rule(met & (told == back), State.MATCHED, EMPTY),
    ]


def _judge_absent(
    left: Side, right: Side, keys: Keys, cases: _Cases, pending: NDArray[np.bool_]
) -> list[Rule]:
    """Return the rules for orders without a case that moved money."""
    has_case = held(keys.right, keys.size)
    absent = held(keys.left, keys.size) & ~has_case
    paid = _times(left.frame, "paid_at", "created_at")
    days = pd.concat([_times(right.frame, "applied_at", "finished_at"), cases.time])
    lossy = held(keys.left[damaged_ids(left.frame)], keys.size)
    return [
        Rule(absent, State.ORDER_ONLY, _NO_CASE),
        Rule(absent & lossy, State.ORDER_ONLY, _LOSSY),
        Rule(absent & outside_days(keys.left, keys.size, paid, days), State.NOT_DUE, _OUTSIDE),
        Rule(absent & of_unmet(left.frame, "platform", keys.left, has_case), State.NOT_DUE, _UNCOVERED),
        Rule(absent & pending, State.ORDER_ONLY, _PENDING),
        Rule(absent & (group_sums(left, keys.size) == 0), State.NOT_DUE, _NONE),
    ]  # fmt: skip


def _judge_aside(keys: Keys, cases: _Cases) -> list[Rule]:
    """Return the rules for cases that moved no money, or none yet."""
    words = sorted(set(cases.status[~cases.moved]))
    by_word = [
        Rule(
            keys.right[(cases.status == word).to_numpy()],
            State.NOT_DUE,
            _CASE_WORDS.get(word, _STATUS.fill(status=word)),
        )
        for word in words
    ]
    nothing = Rule(keys.right[cases.moved & (cases.cents <= 0)], State.NOT_DUE, _NO_AMOUNT)
    return [*by_word, nothing]


def _notes(cases: _Cases, counted: int) -> tuple[Text, ...]:
    """Return which cases and which orders were compared."""
    done = int(cases.is_done.sum())
    how = _HOW.fill(done=say_count(done), aside=say_count(len(cases.cents) - done))
    return (how, _SILENT.fill(n=say_count(counted))) if counted else (how,)


def _tell_of_themselves(dataset: Dataset) -> bool:
    """Return whether any order tells of refunds by itself, and the cases do not come from the lines anyway."""
    orders = dataset.tables["orders"]
    told = orders.frame["refunded"].notna().to_numpy() & ~_is_counted(orders)
    return bool(told.any()) and not dataset.tables["refunds"].is_derived


PAIR = Pair(
    key="orders.refunds",
    wording=WORDING,
    needs=(
        ("orders", ("order_id", "created_at", "refunded")),
        ("refunds", ("amount",)),
    ),
    reconcile=reconcile,
    is_apt=_tell_of_themselves,
)
