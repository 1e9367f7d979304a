"""JD orders, after-sales and settlement: one row per order × product × fee, one number per settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.formats.exports.base import Export
from tests.formats.exports.jd import EXPORTS
from tests.reconcile.shops.entries import make_world
from tests.reconcile.shops.world import Traits
from tests.reconcile.shops.written import Line, Shop, Written, disguised, excel_id, yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reconcile.shops.world import Entry, Order

TRAITS = Traits(
    number=lambda number, _: f"3000{number:08d}",
    fees=("commission", "affiliate", "freight"),
    transfers=("withdraw",),
    is_by_line=True,
)
_SETTLED = next(e.header for e in EXPORTS if (e.format, e.case) == ("jd-settlement", "22"))
_ORDERS = next(e.header for e in EXPORTS if (e.format, e.case) == ("jd-orders", "32"))
_CASES = next(e.header for e in EXPORTS if (e.format, e.case) == ("jd-aftersales", "31"))
_NEVER = "0001-01-01 00:00:00"
_STATUS = {
    "unpaid": "等待付款",
    "cancelled": "取消",
    "shipped": "等待确认收货",
    "done": "完成",
    "refunded": "取消",
}
_FEES = {"goods": "货款", "refund": "货款", "commission": "佣金", "affiliate": "联盟服务费", "tech_fee": "平台使用费",
         "freight": "代收配送费", "withdraw": "提现"}  # fmt: skip
_PRODUCTS = ("10160000000011", "10160000000022")


def make_shop(seed: int, orders: int) -> Shop:
    """Return the files of a shop on JD."""
    world = make_world(seed, orders, TRAITS)
    export = Export("jd-orders", "", "订单导出_20260705.csv", _ORDERS, (), encoding="utf-8-sig")
    bill = Export(
        "jd-settlement",
        "",
        "结算单明细_202606.xlsx",
        _SETTLED,
        (),
        above=("名称：说明",),
        sheet="结算明细",
    )
    groups = (
        "申请信息",
        *[None] * 11,
        "订单信息",
        *[None] * 5,
        "审核信息",
        *[None] * 3,
        "处理信息",
    )
    cases = Export(
        "jd-aftersales", "", "售后明细_20260705.xlsx", _CASES, (), above=(groups,), sheet="售后明细"
    )
    entries = [each for entry in world.entries for each in entry.itemised()]
    return Shop(
        world,
        Written(export, tuple(line for order in world.orders for line in _order(order))),
        Written(bill, tuple(Line(_entry(e, n), e) for n, e in enumerate(entries))),
        (Written(cases, tuple(Line(_case(o)) for o in world.orders if o.refunded)),),
    )


def _order(order: Order) -> Iterator[Line]:
    """Yield the rows of an order, one per item; what the order came to stands on each."""
    order_id = excel_id(order.order_id) if order.is_damaged else f"'{order.order_id}\t"
    for product, cents in zip(_PRODUCTS, order.lines, strict=False):
        cells = {
            "订单号": order_id,
            "商品ID": product,
            "商品名称": "保温杯 白色",
            "订购数量": "1",
            "支付方式": "在线支付",
            "下单时间": str(order.created),
            "京东价": yuan(cents),
            "订单金额": yuan(order.gross),
            "应付金额": yuan(order.gross),
            "订单状态": _STATUS[order.status],
            "付款确认时间": str(order.paid or _NEVER),
            "订单完成时间": _NEVER,
        }
        yield Line(cells, order, order.order_id)


def _entry(entry: Entry, number: int) -> dict[str, str]:
    """Return the cells of an entry; the settlement of a week has one number."""
    order_id = excel_id(entry.order_id) if entry.is_damaged else disguised(entry.order_id, number)
    return {
        "订单编号": order_id,
        "商品编号": _PRODUCTS[entry.line or 0] if entry.order_id else "-",
        "费用名称": _FEES[entry.subject],
        "应结金额": yuan(entry.cents),
        "币种": "CNY",
        "收支方向": "收入" if entry.cents > 0 else "支出",
        "结算状态": "已结算",
        "账单生成时间": f"{entry.time:%Y%m%d}",
        "到账时间": str(entry.time),
        "商户订单号": f"S{entry.time.isocalendar().week:04d}",
    }


def _case(order: Order) -> dict[str, str]:
    """Return the after-sales case of a refunded order."""
    return {
        "服务单号": f"SV{order.number:06d}",
        "订单号": order.order_id,
        "客户期望": "退货",
        "服务单状态": "完成",
        "售后申请时间": str(order.paid),
        "商品编号": _PRODUCTS[0],
        "退款金额": yuan(order.refunded),
        "商家首次处理时间": str(order.paid),
    }
