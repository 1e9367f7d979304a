"""Douyin shop: orders and after-sales, and the same money as a settlement or as a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.formats.exports.base import Export
from tests.formats.exports.douyin import EXPORTS
from tests.reconcile.shops.entries import make_world
from tests.reconcile.shops.world import Traits
from tests.reconcile.shops.written import Line, Shop, Written, excel_id, yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reconcile.shops.world import Entry, Order, World

_COMMON = frozenset({"fee_only"})  # a fee is a column of its receipt
SETTLED = Traits(
    number=lambda number, _: f"69170000000{number:06d}00",
    fees=("tech_fee", "affiliate"),
    is_by_line=True,
    is_net=True,
    without=_COMMON | {"part_refund_before"},  # the settlement has no column for it
)
BOOKED = Traits(
    number=SETTLED.number,
    fees=("tech_fee", "affiliate", "subsidy"),
    transfers=("withdraw", "ad_transfer", "deposit"),
    is_by_line=True,
    is_net=True,
    without=_COMMON,
)
_HEADERS = {(e.format, e.case): e.header for e in EXPORTS}
_SCENES = {"goods": "货款结算入账", "refund": "退款-结算后退款-退用户", "tech_fee": "供应链QIC费用",
           "withdraw": "提现", "ad_transfer": "充值千川广告费", "deposit": "充值保证金"}  # fmt: skip
_STATUS = {
    "unpaid": "待支付",
    "cancelled": "已关闭",
    "shipped": "已发货",
    "done": "已完成",
    "refunded": "已关闭",
}


def make_settled(seed: int, orders: int) -> Shop:
    """Return the files of a Douyin shop with its settlement."""
    world = make_world(seed, orders, SETTLED)
    note = (" ", " ", " ", "收入+支出", *[" "] * 8)
    header = _HEADERS["douyin-settlement", "12"]
    bill = Export("douyin-settlement", "", "结算账单.csv", header, (note,))
    return _shop(
        world, Written(bill, tuple(Line(_settled(e), e, e.txn[:16]) for e in world.entries))
    )


def make_booked(seed: int, orders: int) -> Shop:
    """Return the files of a Douyin shop with its ledger."""
    world = make_world(seed, orders, BOOKED)
    bill = Export("douyin-ledger", "", "动账明细.csv", _HEADERS["douyin-ledger", "39"], ())
    lines = tuple(Line(_booked(e, n), e, e.txn[:16]) for n, e in enumerate(world.entries))
    return _shop(world, Written(bill, lines))


def _shop(world: World, bill: Written) -> Shop:
    """Return the shop: orders, the bill, after-sales."""
    orders, cases = (
        Export(form, "", name, _HEADERS[form, case], (), encoding="utf-8-sig", quoted=True)
        for form, name, case in (
            ("douyin-orders", "1783200000_订单.csv", "74"),
            ("douyin-aftersales", "售后单.csv", "12"),
        )
    )
    return Shop(
        world,
        Written(orders, tuple(line for order in world.orders for line in _order(order))),
        bill,
        (Written(cases, tuple(Line(_case(o)) for o in world.orders if o.refunded)),),
    )


def _order(order: Order) -> Iterator[Line]:
    """Yield the rows of an order, one per sub-order."""
    main = excel_id(order.order_id) if order.is_damaged else f"\t{order.order_id}"
    for n, cents in enumerate(order.lines):
        cells = {
            "主订单编号": main,
            "子订单编号": f"\t{order.line_id(n)}",
            "选购商品": "\t保温杯",
            "商品数量": "1",
            "商品ID": f"\t350000000000000{n:04d}",
            "商家编码": "\tA01",
            "订单应付金额": yuan(cents),
            "订单提交时间": str(order.created),
            "支付完成时间": str(order.paid or "-"),
            "发货时间": "-",
            "订单完成时间": "-",
            "订单状态": _STATUS[order.status],
            "售后状态": "退款成功" if order.refunded else "-",
        }
        yield Line(cells, order, order.order_id)


def _ids(entry: Entry) -> dict[str, str]:
    """Return how an entry names its order; a sub-order alone where the order has several."""
    if not entry.order_id:
        return {}
    if entry.is_damaged:
        return dict.fromkeys(("订单号", "子订单号"), excel_id(entry.order_id))
    if entry.line is None or entry.order is None:
        return dict.fromkeys(("订单号", "子订单号"), f"'{entry.order_id}")
    main = f"'{entry.order_id}" if entry.order.number % 2 else ""
    return {"订单号": main, "子订单号": f"'{entry.order.line_id(entry.line)}"}


def _settled(entry: Entry) -> dict[str, str]:
    """Return the row of the settlement: net of fees, which are positive parts of the expenses."""
    is_refund = entry.cents < 0
    expenses = -entry.cents if is_refund else -sum(entry.fees.values())
    return _ids(entry) | {
        "结算时间": str(entry.time),
        "结算金额": yuan(entry.cents + sum(entry.fees.values())),
        "结算账户": "聚合账户",
        "结算单类型": "结算后退款-非原路退回" if is_refund else "已结算",
        "有结算前退款": "否",
        "收入合计": yuan(0 if is_refund else entry.cents),
        "支出合计": yuan(expenses),
        "平台服务费": yuan(-entry.fees.get("tech_fee", 0)),
        "达人佣金": yuan(-entry.fees.get("affiliate", 0)),
    }


def _booked(entry: Entry, number: int) -> dict[str, str]:
    """Return the row of the ledger: fees and refunds before settlement are negative parts."""
    total = entry.cents + sum(entry.fees.values())
    cells = _ids(entry) | {
        "动账时间": str(entry.time),
        "动帐流水号": f"'7{entry.txn}",
        "动账方向": "入账" if total > 0 else "出账",
        "动账金额": yuan(abs(total) if number % 2 else total),
        "动账场景": _SCENES[entry.subject],
    }
    if entry.subject != "goods":
        return cells
    return cells | {
        "订单实付应结": yuan(entry.cents + entry.back),
        "实际平台补贴": yuan(entry.fees.get("subsidy", 0)),
        "订单退款": yuan(-entry.back),
        "平台服务费": yuan(entry.fees.get("tech_fee", 0)),
        "佣金": yuan(entry.fees.get("affiliate", 0)),
    }


def _case(order: Order) -> dict[str, str]:
    """Return the after-sales case of a refunded order."""
    return {
        "售后单号": f"\tAS{order.number:06d}",
        "订单号": f"\t{order.order_id}",
        "商品单号": f"\t{order.line_id(0)}",
        "商品名称": "\t保温杯",
        "售后类型": "仅退款",
        "售后状态": "退款成功",
        "退商品金额（元）": yuan(order.refunded),
        "售后申请时间": str(order.paid),
        "商家退款时间": str(order.paid),
    }
