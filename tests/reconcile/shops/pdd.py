"""Pinduoduo orders and ledger: a TAB behind every value of the orders, entries without numbers of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.formats.exports.base import Export, tabbed
from tests.formats.exports.pinduoduo import LEDGER, OF_ENTRIES, ORDERS
from tests.reconcile.shops.entries import make_world
from tests.reconcile.shops.world import LAST, Traits
from tests.reconcile.shops.written import Line, Shop, Written, disguised, yuan

if TYPE_CHECKING:
    from tests.reconcile.shops.world import Entry, Order

# The order export names no amount of a refund: only whole ones are known, and an id is no number for Excel.
TRAITS = Traits(
    number=lambda number, day: f"{day:%y%m%d}-{number:015d}",
    fees=("tech_fee", "marketing", "freight_insurance"),
    transfers=("withdraw", "deposit"),
    without=frozenset(
        {"part_refund", "part_refund_before", "part_refund_missing", "refund_twice", "equal_items",
         "several_items", "order_id_damaged", "entry_id_damaged"}
    ),
)  # fmt: skip
_STATUS = {
    "unpaid": "待支付",
    "cancelled": "已取消",
    "shipped": "已发货，待收货",
    "done": "已收货",
    "refunded": "已发货，退款成功",
}
_TYPES = {
    "goods": ("交易收入", "0010002|交易收入-订单收入"),
    "refund": ("交易退款", "0020002|交易退款-订单退款"),
    "tech_fee": ("技术服务费", "0030002|技术服务费-基础技术服务费"),
    "marketing": ("多多进宝", "0060001|营销费用-多多进宝"),
    "freight_insurance": ("其他支出", "0140001|其他支出-退货运费险"),
    "withdraw": ("提现", "0050001|提现-提现"),
    "deposit": ("保证金", "0070001|保证金-充值"),
}


def make_shop(seed: int, orders: int) -> Shop:
    """Return the files of a shop on Pinduoduo."""
    world = make_world(seed, orders, TRAITS)
    export = Export("pdd-orders", "", "orders_export2026-07-05.csv", ORDERS, (), encoding="gbk")
    entries = [each for entry in world.entries for each in entry.itemised()]
    return Shop(
        world,
        Written(export, tuple(Line(tabbed(_order(order)), order) for order in world.orders)),
        Written(
            OF_ENTRIES.with_(rows=(), header=LEDGER),
            tuple(Line(_entry(e, n), e, e.txn[:16]) for n, e in enumerate(entries)),
        ),
    )


def _order(order: Order) -> dict[str, str]:
    """Return the cells of an order."""
    is_paid = order.paid is not None
    cells = dict.fromkeys((str(name) for name in ORDERS), "")
    return cells | {
        "商品": "保温杯 白色",
        "订单号": order.order_id,
        "订单状态": _STATUS[order.status],
        "商品总价(元)": yuan(order.gross),
        "邮费(元)": "0.00",
        "店铺优惠折扣(元)": "0.00",
        "平台优惠折扣(元)": "0.00",
        "多多支付立减金额(元)": "0.00",
        "用户实付金额(元)": yuan(order.gross),
        "商家实收金额(元)": yuan(order.gross),
        "商品数量(件)": "1",
        "确认收货时间": str(min(order.paid + timedelta(days=4), LAST)) if order.paid else "",
        "商品id": "754000000011",
        "售后状态": "退款成功" if order.refunded else "无售后或售后取消",
        "订单成交时间": str(order.paid) if is_paid else "",
    }


def _entry(entry: Entry, number: int) -> dict[str, str]:
    """Return the cells of an entry; the side without money says 0."""
    kind, said = _TYPES[entry.subject]
    return {
        "商户订单号": disguised(entry.order_id, number),
        "发生时间": str(entry.time),
        "收入金额（+元）": yuan(entry.cents) if entry.cents > 0 else "0",
        "支出金额（-元）": yuan(entry.cents) if entry.cents < 0 else "0",
        "账务类型": kind,
        "备注": "-",
        "业务描述": said,
    }
