"""A shop of its own on WeChat Pay: hand-kept orders, and the same money as a trade bill or as a fund bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.formats.exports.base import Export, names
from tests.formats.exports.wechat import EXPORTS
from tests.reconcile.shops.entries import make_world
from tests.reconcile.shops.world import Entry, Traits
from tests.reconcile.shops.written import Line, Shop, Written, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.formats.exports.base import Cells
    from tests.reconcile.shops.world import Order, World

# The money comes with the payment, so nothing is ever young; the shop's own numbers are no numbers for Excel.
_NEVER = frozenset(
    {
        "young",
        "before_settled",
        "equal_items",
        "several_items",
        "order_id_damaged",
        "entry_id_damaged",
    }
)
TRADED = Traits(
    number=lambda number, day: f"WX{day:%Y%m%d}{number:05d}",
    fees=(),
    lag_days=(0, 0),
    without=_NEVER | {"fee_only"},  # the fee is a column and no money of its own
)
# A refund of the fund bill names itself, not its order: which refunds are in it cannot be told.
FUNDED = Traits(
    number=TRADED.number,
    fees=("tech_fee",),
    lag_days=(0, 0),
    transfers=("withdraw", "deposit"),
    without=_NEVER | {"part_refund", "full_refund", "refund_twice"},
)
_ORDERS = names("订单编号,下单时间,付款时间,订单金额,实付金额,退款金额,订单状态")
_STATUS = {
    "unpaid": "待付款",
    "cancelled": "已取消",
    "shipped": "已发货",
    "done": "已完成",
    "refunded": "已退款",
}
_HEADERS = {(e.format, e.case): e.header for e in EXPORTS}
_TYPES = {
    "goods": "交易",
    "refund": "退款",
    "tech_fee": "扣除交易手续费",
    "withdraw": "提现",
    "deposit": "充值",
}
_NONE_BACK = {"微信退款单号": "0", "商户退款单号": "0", "退款金额": "0.00", "申请退款金额": "0.00"}


def make_traded(seed: int, orders: int) -> Shop:
    """Return the files of a shop with its trade bill."""
    world = make_world(seed, orders, TRADED)
    header = _HEADERS["wechat-trades", "27"]
    bill = Export("wechat-trades", "", "1600000000All2026-06-01_2026-06-30.csv", header, ())
    lines = tuple(Line(_ticked(header, _traded(e)), e, e.txn[:16]) for e in world.entries)
    return Shop(world, _orders(world), Written(bill, lines, _trade_sums))


def make_funded(seed: int, orders: int) -> Shop:
    """Return the files of a shop with its fund bill."""
    world = make_world(seed, orders, FUNDED)
    header = _HEADERS["wechat-funds", "11"]
    bill = Export("wechat-funds", "", "1600000000Fund2026-06-01_2026-06-30.csv", header, ())
    entries = [each for entry in world.entries for each in entry.itemised()]
    lines = tuple(
        Line(_ticked(header, _funded(e, n)), e, e.txn[:16]) for n, e in enumerate(entries)
    )
    return Shop(world, _orders(world), Written(bill, lines, _fund_sums))


def _orders(world: World) -> Written:
    """Return the shop's own list of orders."""
    export = Export("generic-orders", "", "小程序订单.csv", _ORDERS, ())
    return Written(export, tuple(Line(_order(order), order) for order in world.orders))


def _order(order: Order) -> dict[str, str]:
    """Return the cells of an order: paid before refunds."""
    return {
        "订单编号": order.order_id,
        "下单时间": str(order.created),
        "付款时间": str(order.paid or ""),
        "订单金额": yuan(order.gross),
        "实付金额": yuan(order.gross if order.paid else 0),
        "退款金额": yuan(order.refunded),
        "订单状态": _STATUS[order.status],
    }


def _ticked(header: Cells, cells: dict[str, str]) -> dict[str, str]:
    """Return the cells of a row with a backtick before every value, blank ones too."""
    return {str(name): f"`{cells.get(str(name), '')}" for name in header}


def _traded(entry: Entry) -> dict[str, str]:
    """Return the cells of a trade; a refund has its amount in columns of its own."""
    paid = {
        "交易时间": str(entry.time),
        "微信订单号": f"42000000{entry.txn[:16]}",
        "商户订单号": entry.order_id,
        "交易类型": "JSAPI",
        "交易状态": "SUCCESS",
        "货币种类": "CNY",
        "应结订单金额": yuan(entry.cents),
        "代金券金额": "0.00",
        "手续费": "0.00",
        "费率": "0.60%",
        "订单金额": yuan(entry.cents),
    }
    if entry.subject == "goods":
        return paid | _NONE_BACK | {"微信订单号": f"42000000{entry.txn}"}
    return paid | {
        "交易状态": "REFUND",
        "应结订单金额": "0.00",
        "订单金额": "0.00",
        "微信退款单号": f"50000000{entry.txn}",
        "商户退款单号": f"R{entry.txn}",
        "退款金额": yuan(-entry.cents),
        "申请退款金额": yuan(-entry.cents),
        "退款类型": "ORIGINAL",
        "退款状态": "SUCCESS",
    }


def _trade_sums(lines: Sequence[Line]) -> tuple[Cells, ...]:
    """Return the second table of the trade bill."""
    cents = [line.of.cents for line in lines if isinstance(line.of, Entry)]
    came, went = yuan(sum(c for c in cents if c > 0)), yuan(-sum(c for c in cents if c < 0))
    header = names(
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
    )
    sums = (str(len(cents)), came, went, "0.00", "0.00", came, went)
    return header, tuple(f"`{cell}" for cell in sums)


def _funded(entry: Entry, number: int) -> dict[str, str]:
    """Return the cells of a movement; the voucher is the order's number, of a refund its own."""
    return {
        "记账时间": str(entry.time),
        "微信支付业务单号": f"42000000{entry.txn}",
        "资金流水单号": f"19000000{number:011d}",
        "业务名称": _TYPES[entry.subject],
        "业务类型": _TYPES[entry.subject],
        "收支类型": "收入" if entry.cents > 0 else "支出",
        "收支金额(元)": yuan(abs(entry.cents)),
        "账户结余(元)": "1000.00",
        "业务凭证号": entry.order_id,
    }


def _fund_sums(lines: Sequence[Line]) -> tuple[Cells, ...]:
    """Return the second table of the fund bill."""
    cents = [line.of.cents for line in lines if isinstance(line.of, Entry)]
    came, went = [c for c in cents if c > 0], [-c for c in cents if c < 0]
    header = names("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
    sums = (len(cents), len(came), yuan(sum(came)), len(went), yuan(sum(went)))
    return header, tuple(f"`{cell}" for cell in sums)
