"""Taobao orders and the Alipay ledger: the order hides in the merchant's number or in the note."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ecreview.samples.taobao import COLUMNS_54
from tests.formats.exports.base import Export, names
from tests.reconcile.shops.entries import make_world
from tests.reconcile.shops.world import LAST, Entry, Traits
from tests.reconcile.shops.written import Line, Shop, Written, excel_id, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reconcile.shops.world import Order

TRAITS = Traits(
    number=lambda number, _: f"39{number:017d}",
    fees=("commission", "affiliate", "freight_insurance"),
    transfers=("withdraw", "deposit"),
    without=frozenset({"entry_id_damaged", "equal_items", "several_items"}),
)
_LEDGER = names(
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,"
    "交易渠道,业务类型,备注"
)
_STATUS = {
    "unpaid": "等待买家付款",
    "cancelled": "交易关闭",
    "shipped": "卖家已发货，等待买家确认",
    "done": "交易成功",
    "refunded": "交易关闭",
}
_TYPES = {"goods": "在线支付", "refund": "交易退款", "commission": "交易分账", "affiliate": "交易分账",
          "freight_insurance": "保险", "tech_fee": "服务费", "withdraw": "提现", "deposit": "充值"}  # fmt: skip


def make_shop(seed: int, orders: int) -> Shop:
    """Return the files of a Taobao shop."""
    world = make_world(seed, orders, TRAITS)
    export = Export(
        "taobao-orders", "", "ExportOrderList202607051000.csv", COLUMNS_54, (), encoding="gb18030"
    )
    entries = [each for entry in world.entries for each in entry.itemised()]
    ledger = Export(
        "alipay-ledger", "", "20880000000000000000_202606_账务明细.csv", _LEDGER, (),
        above=(
            "#支付宝账务明细查询",
            "#账号：[20880000000000000000]",
            "#起始日期：[2026年06月01日 00:00:00]   终止日期：[2026年07月01日 00:00:00]",
            f"#{'-' * 41}账务明细列表{'-' * 40}",
        ),
        encoding="gb18030",
    )  # fmt: skip
    return Shop(
        world,
        Written(export, tuple(Line(_order(order), order) for order in world.orders)),
        Written(ledger, tuple(_booked(entries)), _totals),
    )


def _order(order: Order) -> dict[str, str]:
    """Return the cells of an order: what was paid has refunds taken off."""
    is_done = order.status == "done"
    return {
        "订单编号": excel_id(order.order_id) if order.is_damaged else f'="{order.order_id}"',
        "买家会员名": f"buyer_{order.number:03d}",
        "总金额": yuan(order.gross),
        "买家实际支付金额": yuan(order.gross - order.refunded if order.paid else 0),
        "订单状态": _STATUS[order.status],
        "订单创建时间": str(order.created),
        "订单付款时间 ": str(order.paid or ""),
        "宝贝标题 ": "保温杯 白色",
        "宝贝总数量": "1",
        "订单关闭原因": "订单未关闭",
        "卖家服务费": "0元",
        "退款金额": yuan(order.refunded),
        "确认收货时间": str(min(order.paid + timedelta(days=4), LAST))
        if is_done and order.paid
        else "",
        "打款商家金额": f"{yuan(order.gross - order.refunded if is_done else 0)}元",
    }


def _booked(entries: Sequence[Entry]) -> list[Line]:
    """Return the entries with running balance and number; TABs stand behind the ids."""
    balance, lines = 2_000_000, []
    for number, entry in enumerate(entries):
        balance += entry.cents
        cells = _named(entry) | {
            "账务流水号": f"5460000{number:07d}\t",
            "业务流水号": f"{entry.txn}\t",
            "发生时间": str(entry.time),
            "收入金额（+元）": yuan(max(entry.cents, 0)),
            "支出金额（-元）": yuan(min(entry.cents, 0)),
            "账户余额（元）": yuan(balance),
        }
        lines.append(Line(cells, entry, entry.txn))
    return lines


def _named(entry: Entry) -> dict[str, str]:
    """Return how the ledger names the order of an entry."""
    number = f"T200P{entry.order_id}" if entry.order_id else ""
    merchant_no, note = {
        "refund": (f"R{entry.txn[-10:]}", f"售后退款-{number}-示例"),
        "commission": ("", f"佣金{entry.order_id}"),
        "affiliate": ("", f"淘宝客佣金代扣款[{entry.order_id}]"),
    }.get(entry.subject, (number, ""))
    return {"业务类型": _TYPES[entry.subject], "商户订单号": f"{merchant_no}\t", "备注": note}


def _totals(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the lines under the table with the control totals."""
    cents = [line.of.cents for line in lines if isinstance(line.of, Entry)]
    came, went = [c for c in cents if c > 0], [-c for c in cents if c < 0]
    return (
        f"#{'-' * 40}账务明细列表结束{'-' * 37}",
        f"#支出合计：{len(went)}笔，共{yuan(sum(went))}元",
        f"#收入合计：{len(came)}笔，共{yuan(sum(came))}元",
        "#导出时间：[2026年07月05日 10:30:00]",
    )
