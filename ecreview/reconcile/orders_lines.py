"""Orders against their item lines: does every order have its lines, and do they add up to it.

The goods of an order (order amount without postage) stand against the sum of its lines; postage explains
the difference by its name. Orders placed outside the days of the item report are not due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecreview.model.money import cents_of
from ecreview.model.text import EMPTY, Text
from ecreview.reconcile.base import Pair, Reconciliation, State, Wording
from ecreview.reconcile.coverage import outside_days
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.groups import Rule, Side, group_sums, held
from ecreview.reconcile.keys import Keys, damaged_ids, match_keys, usable_ids
from ecreview.reconcile.tolerance import order_tolerance

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.tolerance import Tolerance

WORDING = Wording(
    title=Text(zh="订单 ↔ 订单明细", en="Orders ↔ order lines"),
    left=Text(zh="订单合计 {amount}", en="{amount} in orders"),
    right=Text(zh="明细合计 {amount}", en="{amount} in lines"),
    states={
        State.ORDER_ONLY: Text(zh="有订单无明细", en="Order without lines"),
        State.PAYMENT_ONLY: Text(zh="有明细无订单", en="Lines without order"),
        State.NOT_DUE: Text(zh="不参加比较", en="Not compared"),
    },
    not_due=Text(
        zh="{amount} 的订单不在明细表的日期内，不算差异。",
        en="Orders of {amount} were placed outside the days of the item report; they are no difference.",
    ),
    strangers=Text(
        zh="两边没有一个订单号相同：多半不是同一家店或同一段时间的文件，请确认。",
        en="No order id occurs on both sides: most likely files of different shops or times; please check.",
    ),
)
_LESS = Text(zh="明细合计少于订单金额", en="the lines sum to less than the order")
_MORE = Text(zh="明细合计多于订单金额", en="the lines sum to more than the order")
_NEAR = Text(zh="差额在容差内", en="the difference is within the tolerance")
_ABSENT = Text(zh="明细表里没有这笔订单", en="no line carries this order id")
_LOSSY = Text(zh="订单号已失真，无法对账", en="the order id is damaged and cannot be matched")
_OUTSIDE = Text(zh="下单不在明细表的日期内", en="placed outside the days of the item report")
_SUMMED = Text(
    zh="金额就是由明细相加的，不用比较",
    en="its amount was added up from the lines, nothing to compare",
)
_UNKNOWN = Text(zh="订单表里没有这个订单号", en="no order carries this id")


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return orders against order lines, over all rows."""
    orders, lines = dataset.tables["orders"].frame, dataset.tables["order_lines"].frame
    people = apply_decisions(
        settings,
        PAIR.key,
        match_keys(usable_ids(orders, damaged_ids(orders)), usable_ids(lines, damaged_ids(lines))),
        orders,
        lines,
    )
    keys = people.keys
    left = Side(orders, cents_of(orders["order_amount"]), _postage(orders), keys.left)
    amounts = cents_of(lines["line_amount"])
    right = Side(lines, amounts, np.zeros(len(lines), dtype=np.int64), keys.right)
    tolerance, summed = order_tolerance(settings), _made_of_lines(dataset)
    return settle(
        PAIR,
        sides=(left, right),
        verdicts=people.judge(
            [
                *_rules(left, right, keys, tolerance),
                Rule(keys.left[summed], State.NOT_DUE, _SUMMED),
            ],
            (left, right),
            tolerance,
        ),
        explained={"freight": int(left.aside.sum())},
        tolerance=tolerance.cents,
    )


def _postage(orders: pd.DataFrame) -> NDArray[np.int64]:
    """Return the part of each order amount that is no goods: what the file says, else 0."""
    if "goods_amount" in orders.columns:
        goods = orders["goods_amount"].astype("Int64").fillna(orders["order_amount"])
        return cents_of(orders["order_amount"] - goods)
    if "freight" in orders.columns:
        return cents_of(orders["freight"])
    return np.zeros(len(orders), dtype=np.int64)


def _rules(left: Side, right: Side, keys: Keys, tolerance: Tolerance) -> list[Rule]:
    """Return the rules that give every group its state and reason; a later one decides."""
    has_order = held(keys.left, keys.size)
    has_lines = held(keys.right, keys.size)
    owed = group_sums(left, keys.size)
    short = owed - group_sums(right, keys.size)
    met, absent = has_order & has_lines, has_order & ~has_lines
    lossy = held(keys.left[damaged_ids(left.frame)], keys.size)
    outside = outside_days(
        keys.left, keys.size, left.frame["created_at"], right.frame.get("created_at")
    )
    return [
        Rule(met & (short > 0), State.AMOUNT_DIFFERS, _LESS),
        Rule(met & (short < 0), State.AMOUNT_DIFFERS, _MORE),
        Rule(met & tolerance.allows(short, owed), State.WITHIN_TOLERANCE, _NEAR),
        Rule(met & (short == 0), State.MATCHED, EMPTY),
        Rule(absent, State.ORDER_ONLY, _ABSENT),
        Rule(absent & lossy, State.ORDER_ONLY, _LOSSY),
        Rule(absent & outside, State.NOT_DUE, _OUTSIDE),
        Rule(~has_order, State.PAYMENT_ONLY, _UNKNOWN),
    ]


def _made_of_lines(dataset: Dataset) -> NDArray[np.bool_]:
    """Return which orders have their amounts from the lines: built from their sheet, or added up."""
    orders, lines = dataset.tables["orders"], dataset.tables["order_lines"].frame
    sheets = [
        frame["source_file"].astype("str") + "\n" + frame["source_sheet"].astype("str").fillna("")
        for frame in (orders.frame, lines[["source_file", "source_sheet"]].drop_duplicates())
    ]
    added_up = orders.frame["source_file"].isin(orders.facts.get("summed_files", "").split("\n"))
    return (sheets[0].isin(sheets[1]) | added_up).to_numpy(dtype=np.bool_)


def _tell_of_themselves(dataset: Dataset) -> bool:
    """Return whether some amounts of the orders do not come from the lines anyway."""
    return not (dataset.tables["orders"].is_derived or _made_of_lines(dataset).all())


PAIR = Pair(
    key="orders.order_lines",
    wording=WORDING,
    needs=(
        ("orders", ("order_id", "created_at", "order_amount")),
        ("order_lines", ("order_id", "line_amount")),
    ),
    reconcile=reconcile,
    is_apt=_tell_of_themselves,
)
