"""Orders of the platforms against the order lines of the ERP: is every paid order there, with what was paid.

What the buyer paid (before refunds) stands against the sum of the ERP's lines: what they say was paid, else
their amount. An ERP that tells goods only leaves out the postage, which then explains the difference by its
name. Orders that the ERP ships as one were split evenly by intake, since the file does not tell what belongs
to which: all orders that share a row of the file are compared as one group.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of
from ecreview.model.text import EMPTY, Text, say_count
from ecreview.reconcile.base import Pair, Reconciliation, State, Wording
from ecreview.reconcile.coverage import of_unmet, outside_days, told_again
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.groups import Rule, Side, group_sums, held
from ecreview.reconcile.keys import Keys, damaged_ids, match_keys, usable_ids
from ecreview.reconcile.tolerance import order_tolerance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.tolerance import Tolerance

WORDING = Wording(
    title=Text(zh="平台订单 ↔ ERP 订单", en="Platform orders ↔ ERP orders"),
    left=Text(zh="平台订单实付 {amount}", en="{amount} paid in platform orders"),
    right=Text(zh="ERP 合计 {amount}", en="{amount} in the ERP"),
    states={
        State.ORDER_ONLY: Text(zh="平台有、ERP 没有", en="On the platform, not in the ERP"),
        State.PAYMENT_ONLY: Text(zh="ERP 有、平台没有", en="In the ERP, not on the platform"),
        State.NOT_DUE: Text(zh="无需核对", en="Nothing to compare"),
        State.DUPLICATE_ENTRY: Text(zh="另一个 ERP 也有", en="In another ERP as well"),
    },
    waiting=Text(zh="不参加比较的订单", en="Orders that are not compared"),
    strangers=Text(
        zh="两边没有一个订单号相同：ERP 导出时请带上平台的原始订单号。",
        en="No order id occurs on both sides: export the platform's own order ids from the ERP.",
    ),
)
_LESS = Text(zh="ERP 金额少于订单实付", en="the ERP tells less than was paid")
_MORE = Text(zh="ERP 金额多于订单实付", en="the ERP tells more than was paid")
_MERGED = Text(
    zh="合并发货的几笔订单整组比较，金额不同",
    en="orders shipped as one, compared together: the amounts differ",
)
_NEAR = Text(zh="差额在容差内", en="the difference is within the tolerance")
_ABSENT = Text(zh="ERP 里没有这笔订单", en="the ERP has no line of this order")
_CANCELLED = Text(
    zh="ERP 里没有这笔订单，订单已全额退款", en="not in the ERP; the order was refunded in full"
)
_LOSSY = Text(zh="订单号已失真，无法对账", en="the order id is damaged and cannot be matched")
_OUTSIDE = Text(zh="下单不在 ERP 文件的日期内", en="placed outside the days of the ERP file")
_UNCOVERED = Text(
    zh="ERP 里没有这个平台或店铺的订单", en="the ERP holds no order of this platform or shop"
)
_UNPAID = Text(zh="未付款", en="unpaid")
_PAID_THERE = Text(zh="平台未付款，ERP 记为已付款", en="unpaid on the platform, paid in the ERP")
_NO_AMOUNT = Text(
    zh="ERP 没有这笔订单的金额，只能确认有单",
    en="the ERP tells no amount, only that the order is there",
)
_UNKNOWN = Text(
    zh="平台订单里没有这个订单号（补发、线下单或别的店铺）",
    en="no platform order carries this id (sent again, sold elsewhere, or another shop)",
)
_NO_ID = Text(zh="ERP 行没有平台订单号", en="the line carries no order id of a platform")
_EARLIER = Text(zh="下单不在平台订单的日期内", en="placed outside the days of the platform orders")
_AGAIN = Text(
    zh="另一个 ERP 也记了这笔订单，不重复计", en="another ERP tells this order as well; not counted"
)
_JOINED = Text(
    zh="{n} 笔订单在 ERP 里与别的订单合并发货，按整组比较，不拆开核对。",
    en="{n:order was|orders were} shipped together with others by the ERP and compared as a whole.",
)
_ROW_BITS = 32  # a source is one number: the sheet, then the row


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return platform orders against the lines of the ERP, over all rows."""
    orders, lines = dataset.tables["orders"].frame, dataset.tables["erp_orders"].frame
    ids = usable_ids(orders, damaged_ids(orders)), usable_ids(lines, damaged_ids(lines))
    found = _join_merged(match_keys(*ids), lines)
    again = _of_another_erp(found, lines)
    apart = found.set_apart(again)
    people = apply_decisions(settings, PAIR.key, apart, orders, lines)
    keys = people.keys
    amounts = _amounts(lines)
    right = Side(lines, amounts, np.zeros_like(amounts), keys.right)
    paid = cents_of(orders["paid_gross"])
    left = Side(orders, paid, _postage(orders, paid, right, keys), keys.left)
    tolerance = order_tolerance(settings)
    rules = [
        *_judge_lines(left, right, keys, again),
        *_judge_amounts(left, right, keys, tolerance),
        *_judge_absent(left, right, keys),
    ]
    result = settle(
        PAIR,
        sides=(left, right),
        verdicts=people.judge(rules, (left, right), tolerance),
        explained={"freight": int(left.aside.sum())},
        tolerance=tolerance.cents,
    )
    joined = int((_is_merged(keys)[keys.left]).sum())
    return replace(result, notes=(_JOINED.fill(n=say_count(joined)),) if joined else ())


def _join_merged(keys: Keys, lines: pd.DataFrame) -> Keys:
    """Return the keys with the orders that share a row of the ERP's file in one group."""
    files, sheets = (lines[name].cat.codes.to_numpy() for name in ("source_file", "source_sheet"))
    sheet = files.astype(np.int64) * (sheets.max(initial=0) + 2) + sheets + 1
    source = (sheet << _ROW_BITS) + lines["source_row"].to_numpy()
    shared = np.flatnonzero(pd.Series(source).duplicated(keep=False))
    return keys.joined(keys.right[shared], pd.factorize(source[shared])[0].astype(np.int64))


def _is_merged(keys: Keys) -> NDArray[np.bool_]:
    """Return which groups hold several orders."""
    return np.asarray(np.bincount(keys.left, minlength=keys.size) > 1)


def _of_another_erp(keys: Keys, lines: pd.DataFrame) -> NDArray[np.bool_]:
    """Return the lines whose order another ERP tells as well."""
    if "platform" not in lines.columns:
        return np.zeros(len(lines), dtype=np.bool_)
    return told_again(keys.right, lines["platform"])


def _amounts(lines: pd.DataFrame) -> NDArray[np.int64]:
    """Return what was paid for each line, else its amount."""
    amount = lines["line_amount"].astype("Int64")
    if "line_paid" in lines.columns:
        amount = lines["line_paid"].astype("Int64").fillna(amount)
    return cents_of(amount)


def _postage(
    orders: pd.DataFrame, paid: NDArray[np.int64], right: Side, keys: Keys
) -> NDArray[np.int64]:
    """Return the postage of the orders whose lines tell goods only: it brings both amounts closer."""
    nothing = np.zeros(len(orders), dtype=np.int64)
    if "freight" not in orders.columns:
        return nothing
    postage = cents_of(orders["freight"])
    owed, extra = (
        group_sums(Side(orders, cents, nothing, keys.left), keys.size) for cents in (paid, postage)
    )
    short = owed - group_sums(right, keys.size)
    is_out = held(keys.right, keys.size) & (abs(short - extra) < abs(short))
    return np.where(is_out[keys.left], postage, 0)


def _judge_lines(left: Side, right: Side, keys: Keys, again: NDArray[np.bool_]) -> list[Rule]:
    """Return the rules for lines without an order of the platforms."""
    placed = (right.frame.get("created_at"), left.frame["created_at"])
    earlier = outside_days(keys.right, keys.size, *placed)
    return [
        Rule(held(keys.right, keys.size), State.PAYMENT_ONLY, _UNKNOWN),
        Rule(keys.right[right.frame["order_id"].isna()], State.PAYMENT_ONLY, _NO_ID),
        Rule(earlier & ~held(keys.left, keys.size), State.NOT_DUE, _EARLIER),
        Rule(keys.right[again], State.DUPLICATE_ENTRY, _AGAIN),
    ]


def _judge_amounts(left: Side, right: Side, keys: Keys, tolerance: Tolerance) -> list[Rule]:
    """Return the rules for orders that the ERP has."""
    met = held(keys.left, keys.size) & held(keys.right, keys.size)
    owed = group_sums(left, keys.size)
    short = owed - group_sums(right, keys.size)
    is_priced = right.frame["line_amount"].notna().to_numpy()
    unpaid = ~held(keys.left[_is_paid(left.frame)], keys.size)
    paid_there = held(keys.right[_has_time(right.frame, "paid_at")], keys.size)
    return [
        Rule(met & (short > 0), State.AMOUNT_DIFFERS, _LESS),
        Rule(met & (short < 0), State.AMOUNT_DIFFERS, _MORE),
        Rule(met & (short != 0) & _is_merged(keys), State.AMOUNT_DIFFERS, _MERGED),
        Rule(met & tolerance.allows(short, owed), State.WITHIN_TOLERANCE, _NEAR),
        Rule(met & (short == 0), State.MATCHED, EMPTY),
        Rule(met & ~held(keys.right[is_priced], keys.size), State.NOT_DUE, _NO_AMOUNT),
        Rule(met & unpaid, State.NOT_DUE, _UNPAID),
        Rule(met & unpaid & paid_there & (short != 0), State.AMOUNT_DIFFERS, _PAID_THERE),
    ]


def _is_paid(orders: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which orders were paid."""
    return _has_time(orders, "paid_at") | (cents_of(orders["paid_gross"]) > 0)


def _has_time(frame: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    """Return where a time is known."""
    if column not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    return frame[column].notna().to_numpy(dtype=np.bool_)


def _judge_absent(left: Side, right: Side, keys: Keys) -> list[Rule]:
    """Return the rules for orders that the ERP does not have."""
    has_lines = held(keys.right, keys.size)
    absent = held(keys.left, keys.size) & ~has_lines
    orders, lines = left.frame, right.frame
    outside = outside_days(keys.left, keys.size, orders["created_at"], lines.get("created_at"))
    uncovered = [of_unmet(orders, c, keys.left, has_lines) for c in ("platform", "shop")]
    back = cents_of(orders["refunded"]) if "refunded" in orders.columns else np.zeros(len(orders))
    return [
        Rule(absent, State.ORDER_ONLY, _ABSENT),
        Rule(absent & held(keys.left[back >= left.cents], keys.size), State.ORDER_ONLY, _CANCELLED),
        Rule(absent & held(keys.left[damaged_ids(orders)], keys.size), State.ORDER_ONLY, _LOSSY),
        Rule(absent & outside, State.NOT_DUE, _OUTSIDE),
        Rule(absent & np.logical_or(*uncovered), State.NOT_DUE, _UNCOVERED),
        Rule(absent & ~held(keys.left[_is_paid(orders)], keys.size), State.NOT_DUE, _UNPAID),
    ]


def _has_amounts(dataset: Dataset) -> bool:
    """Return whether the ERP tells any amount; a list of costs does not."""
    return bool(dataset.tables["erp_orders"].frame["line_amount"].notna().any())


PAIR = Pair(
    key="orders.erp_orders",
    wording=WORDING,
    needs=(
        ("orders", ("order_id", "created_at", "paid_gross")),
        ("erp_orders", ("order_id", "line_amount")),
    ),
    reconcile=reconcile,
    is_apt=_has_amounts,
)
