"""Shipped orders against parcels: has every shipped order a parcel, and every parcel an order.

Counted in orders, not in money: the postage that a buyer paid says nothing about what the courier charges. An
order that was shipped counts 1; the parcels of an order count 1 together, and one parcel of several orders
counts as many as it carries. A parcel finds its order by the waybill (of the order, its lines or the ERP's
lines), else by the order id on it. What the courier charged is checked apart: `ecreview.reconcile.freight`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.text import EMPTY, Text, Unit
from ecreview.reconcile.base import Pair, Reconciliation, State, Wording
from ecreview.reconcile.coverage import last_time, outside_days
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.freight import check_freight
from ecreview.reconcile.groups import Rule, Side, held
from ecreview.reconcile.keys import Keys, damaged_ids, match_keys, tidy, usable_ids
from ecreview.reconcile.tolerance import Tolerance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings

WORDING = Wording(
    title=Text(zh="已发货订单 ↔ 运单", en="Shipped orders ↔ parcels"),
    left=Text(zh="已发货 {amount} 单", en="{amount} orders shipped"),
    right=Text(zh="运单对应 {amount} 单", en="parcels of {amount} orders"),
    states={
        State.ORDER_ONLY: Text(zh="已发货、没有运单", en="Shipped, no parcel"),
        State.PAYMENT_ONLY: Text(zh="有运单、没有已发货的订单", en="Parcel without a shipped order"),
        State.NOT_DUE: Text(zh="无需核对", en="Nothing to compare"),
    },
    waiting=Text(zh="不参加比较的订单和运单", en="Orders and parcels that are not compared"),
    strangers=Text(
        zh="订单和运单没有一个单号相同：订单导出时请带上物流单号，或给运单填上订单编号。",
        en="No number joins orders and parcels: export the orders with their waybills, or fill in the order ids.",
    ),
)  # fmt: skip
_ABSENT = Text(
    zh="运单里没有这笔订单；若由别的快递发出，请一并上传那家的账单",
    en="no parcel of this order; if another courier took it, upload that courier's bill as well",
)
_LOSSY = Text(zh="订单号已失真，无法对账", en="the order id is damaged and cannot be matched")
_OUTSIDE = Text(zh="发货不在运单的日期内", en="shipped outside the days of the parcels")
_UNSHIPPED = Text(zh="未发货", en="not shipped")
_NOT_YET = Text(zh="有运单，订单还不是已发货", en="has a parcel, but the order is not shipped")
_LATER = Text(
    zh="寄出晚于订单表最后时间，订单可能还没更新",
    en="sent after the last time in the orders, which may not know of it yet",
)
_UNKNOWN = Text(
    zh="没有订单用这个运单号（补发、退换货、寄样或别的店铺）",
    en="no order carries this waybill (sent again, a return, a sample, or another shop)",
)
_EARLIER = Text(
    zh="寄出早于订单表第一天，多半是更早的订单", en="sent before the first day of the orders"
)
_COUNTED = Text(
    zh="按订单数核对：一单多个包裹算 1，一个包裹装多单算多单；快递费另查。",
    en="Counted in orders: several parcels of one order are 1, a parcel of several orders counts each; fees are checked apart.",
)
_JOINTS = r"[,;|，；、/\s]+"  # between the waybills of an order that went in several parcels
_SHIPPED = ("shipped", "completed")


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return shipped orders against parcels, over all rows."""
    orders, parcels = dataset.tables["orders"].frame, dataset.tables["shipments"].frame
    keys = _match(dataset, orders, parcels)
    people = apply_decisions(settings, PAIR.key, keys, orders, parcels)
    keys = people.keys
    is_shipped = _is_shipped(orders)
    left = Side(orders, is_shipped.astype(np.int64), np.zeros(len(orders), np.int64), keys.left)
    carried = _carried(left, keys)
    right = Side(parcels, carried, np.zeros_like(carried), keys.right, key="waybill")
    result = settle(
        PAIR,
        sides=(left, right),
        verdicts=people.judge(_rules(left, right, keys), (left, right), Tolerance(0)),
        explained={},
        tolerance=0,
    )
    grids = check_freight(parcels, left, keys, dataset.frame("order_lines"))
    return replace(result, unit=Unit.COUNT, notes=(_COUNTED,), grids=grids)


def _match(dataset: Dataset, orders: pd.DataFrame, parcels: pd.DataFrame) -> Keys:
    """Return the groups of orders and parcels: all that hang together by waybills, else by order id."""
    pairs = _waybills(dataset)
    number = tidy(parcels["waybill"])
    links = pd.factorize(pd.concat([number, pairs["waybill"]], ignore_index=True))[0].astype(
        np.int64
    )
    split, known = len(parcels), links >= 0
    told = held(links[split:][known[split:]], int(links.max(initial=0)) + 1)
    own = usable_ids(parcels, known[:split] & told[links[:split]])
    ids = pd.concat([own, pairs["order_id"]], ignore_index=True)
    met = match_keys(usable_ids(orders, damaged_ids(orders)), ids)
    joined = met.joined(met.right[known], links[known])
    return replace(joined, right=joined.right[:split])


def _waybills(dataset: Dataset) -> pd.DataFrame:
    """Return which waybill belongs to which order, as orders, lines and the ERP tell it: order_id, waybill."""
    columns = ["order_id", "waybill"]
    tables = ("orders", "order_lines", "erp_orders")
    given = [dataset.tables[table].frame for table in tables if dataset.has(table, *columns)]
    told = [frame.loc[~damaged_ids(frame), columns].astype("str") for frame in given]
    empty = pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    pairs = pd.concat([empty, *told], ignore_index=True).dropna().drop_duplicates()
    several = pairs["waybill"].str.contains(_JOINTS, regex=True)
    apart = pairs[several].assign(
        waybill=pairs.loc[several, "waybill"].str.split(_JOINTS, regex=True)
    )
    pairs = pd.concat([pairs[~several], apart.explode("waybill")], ignore_index=True)
    pairs["waybill"] = tidy(pairs["waybill"].astype("str"))
    return pairs[pairs["waybill"] != ""]


def _is_shipped(orders: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which orders left the house: they have a time or a number of it, or their status says so."""
    shipped = np.zeros(len(orders), dtype=np.bool_)
    for column in ("shipped_at", "waybill"):
        if column in orders.columns:
            shipped |= orders[column].notna().to_numpy(dtype=np.bool_)
    if "status" in orders.columns:
        shipped |= orders["status"].isin(_SHIPPED).to_numpy(dtype=np.bool_)
    return shipped


def _carried(left: Side, keys: Keys) -> NDArray[np.int64]:
    """Return how many orders each parcel stands for: those of its group on one of its parcels, 1 without orders."""
    orders = np.bincount(left.groups[left.cents > 0], minlength=keys.size).clip(min=1)
    first = ~pd.Series(keys.right).duplicated().to_numpy()
    return np.where(first, orders[keys.right], 0)


def _rules(left: Side, right: Side, keys: Keys) -> list[Rule]:
    """Return the rules that give every group its state and reason; a later one decides."""
    orders, parcels = left.frame, right.frame
    has_parcel, has_order = held(keys.right, keys.size), held(keys.left, keys.size)
    shipped = held(keys.left[left.cents > 0], keys.size)
    absent = shipped & ~has_parcel
    sent = parcels.get("shipped_at")
    when = _when(orders)
    outside = outside_days(keys.left, keys.size, when, sent)
    early = late = np.zeros(keys.size, dtype=np.bool_)
    if sent is not None:
        early = held(
            keys.right[(sent < orders["created_at"].min().normalize()).to_numpy()], keys.size
        )
        late = held(keys.right[(sent > last_time(orders)).to_numpy()], keys.size)
    return [
        Rule(~has_order, State.PAYMENT_ONLY, _UNKNOWN),
        Rule(~has_order & early, State.NOT_DUE, _EARLIER),
        Rule(has_order & has_parcel & ~shipped, State.PAYMENT_ONLY, _NOT_YET),
        Rule(has_parcel & ~shipped & late, State.NOT_DUE, _LATER),
        Rule(shipped & has_parcel, State.MATCHED, EMPTY),
        Rule(absent, State.ORDER_ONLY, _ABSENT),
        Rule(absent & held(keys.left[damaged_ids(orders)], keys.size), State.ORDER_ONLY, _LOSSY),
        Rule(absent & outside, State.NOT_DUE, _OUTSIDE),
        Rule(has_order & ~shipped & ~has_parcel, State.NOT_DUE, _UNSHIPPED),
    ]  # fmt: skip


def _when(orders: pd.DataFrame) -> pd.Series:
    """Return when each order was shipped, as far as it is known."""
    if "shipped_at" in orders.columns:
        return orders["shipped_at"]
    return orders["paid_at"] if "paid_at" in orders.columns else orders["created_at"]


def _can_meet(dataset: Dataset) -> bool:
    """Return whether a number can join parcels to orders."""
    by_order = dataset.has("shipments", "order_id")
    named = any(dataset.has(table, "waybill") for table in ("orders", "order_lines", "erp_orders"))
    return by_order or named


PAIR = Pair(
    key="orders.shipments",
    wording=WORDING,
    needs=(("orders", ("order_id", "created_at")), ("shipments", ("waybill",))),
    reconcile=reconcile,
    is_apt=_can_meet,
)
