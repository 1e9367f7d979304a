"""The shop's orders and items as Taobao exports them: columns, quirks and spellings of the real files."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ecreview.samples.catalogue import SHOP
from ecreview.samples.days import SECOND_FROM
from ecreview.samples.files import csv_bytes, xlsx_bytes, yuan
from ecreview.samples.world import EXPORTED, EXPORTED_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecreview.samples.world import Line, Order, World

LINES_FROM = date(2026, 5, 1)
# The trailing blanks are those of the real header.
_HEAD = "订单编号,买家会员名,买家支付宝账号"
_NEW = "支付单号,支付详情"
_BODY = (
    "买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,"
    "收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,"
    "物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,"
    "分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,"
    "异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,"
    "新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包"
)
_TAIL = "是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号"
COLUMNS_54 = tuple(f"{_HEAD},{_BODY}".split(","))
COLUMNS_61 = tuple(f"{_HEAD},{_NEW},{_BODY},{_TAIL}".split(","))
_LINE_HEADER = (
    "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,套餐信息,联系方式备注,订单状态,"
    "商家编码,支付单号,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,淘鲜达渠道,商品ID,"
    "分阶段信息,备注标签,商家备注,主订单买家留言,是否主动赔付,主动赔付金额,主动赔付出账时间"
)
COLUMNS_27 = tuple(_LINE_HEADER.split(","))
_PLACES = (
    "浙江省 杭州市 西湖区 示例路1号(310000)",
    "江苏省 苏州市 姑苏区 示例路2号(215000)",
    "上海 上海市 静安区 示例路3号(200000)",
    "广东省 广州市 天河区 示例路4号(510000)",
    "四川省 成都市 锦江区 示例路5号(610000)",
    "山东省 青岛市 市南区 示例路6号(266000)",
)
_UNPAID_CLOSES = timedelta(hours=24)


def first_orders(world: World) -> list[Order]:
    """Return the orders of the first export, newest first."""
    return [o for o in reversed(world.orders) if o.created < EXPORTED]


def second_orders(world: World) -> list[Order]:
    """Return the orders of the second export, newest first."""
    return [o for o in reversed(world.orders) if o.created.date() >= SECOND_FROM]


def exported_lines(world: World) -> list[tuple[Order, Line]]:
    """Return the rows of the item report, newest order first."""
    orders = (o for o in reversed(world.orders) if o.created.date() >= LINES_FROM)
    return [(order, line) for order in orders for line in order.lines]


def orders_csv(world: World) -> bytes:
    """Return the first export: GB18030, 54 columns, ids as `="…"`, with the planted rows."""
    rows = [COLUMNS_54]
    for order in first_orders(world):
        cells = order_cells(order, EXPORTED)
        cells |= {"订单编号": f'="{order.order_id}"', "联系手机": "'18600000000"}
        rows += [tuple(_planted(order, cells).get(name, "") for name in COLUMNS_54)] * (
            2 if order.plant == "row_repeated" else 1
        )
    return csv_bytes(rows)


def _planted(order: Order, cells: dict[str, str]) -> dict[str, str]:
    """Return the cells with what is planted on the order."""
    match order.plant:
        case "amount_unreadable":
            return cells | {"总金额": "见备注"}
        case "id_blank":
            return cells | {"订单编号": ""}
        case "id_truncated":
            return cells | {"订单编号": f"{int(order.order_id):.5E}"}
        case _:
            return cells


def orders_xlsx(world: World) -> bytes:
    """Return the second, later export: 61 columns, text cells, newer statuses."""
    rows = [COLUMNS_61]
    for order in second_orders(world):
        cells = order_cells(order, EXPORTED_AGAIN)
        cells |= {"支付单号": f"2026{order.order_id[-12:]}" if order.paid else ""}
        rows.append(tuple(cells.get(name, "") for name in COLUMNS_61))
    return xlsx_bytes("订单报表", rows, has_false_dimension=True)


def lines_xlsx(world: World) -> bytes:
    """Return the item report with a total at its end."""
    lines = exported_lines(world)
    rows: list[tuple[str, ...]] = [COLUMNS_27]
    rows += [_in_columns(line_cells(order, line), COLUMNS_27) for order, line in lines]
    total = {
        "子订单编号": "合计",
        "购买数量": str(sum(line.quantity for _, line in lines)),
        "买家应付货款": yuan(sum(line.amount for _, line in lines)),
    }
    rows.append(_in_columns(total, COLUMNS_27))
    return xlsx_bytes("宝贝报表", rows, has_false_dimension=True)


def _in_columns(cells: dict[str, str], columns: Iterable[str]) -> tuple[str, ...]:
    """Return the cells in the order of the columns."""
    return tuple(cells.get(name, "") for name in columns)


def status(order: Order, moment: datetime) -> str:
    """Return the status that an export of that moment shows."""
    if not order.paid:
        return "交易关闭" if order.created + _UNPAID_CLOSES <= moment else "等待买家付款"
    if order.refund_kind == "before_shipping" and order.refunded_by(moment):
        return "交易关闭"
    if order.received and order.received <= moment:
        return "交易成功"
    if order.shipped and order.shipped <= moment:
        return "卖家已发货，等待买家确认"
    return "买家已付款，等待卖家发货"


def order_cells(order: Order, moment: datetime) -> dict[str, str]:
    """Return the cells of an order as an export of that moment shows them; personal ones are false."""
    net = order.gross - order.refunded_by(moment)
    now = status(order, moment)
    is_done, is_sent = now == "交易成功", bool(order.shipped and order.shipped <= moment)
    return {
        "订单编号": order.order_id,
        "买家会员名": order.buyer,
        "买家支付宝账号": "demo@example.com",
        "买家应付货款": yuan(order.goods),
        "买家应付邮费": yuan(order.freight),
        "买家支付积分": "0",
        "总金额": yuan(order.total),
        "返点积分": "0",
        "买家实际支付金额": yuan(net),
        "买家实际支付积分": "0",
        "订单状态": now,
        "收货人姓名": "张示例",
        "收货地址 ": _PLACES[int(order.order_id[-4:]) % len(_PLACES)],
        "运送方式": "快递",
        "联系手机": "18600000000",
        "订单创建时间": str(order.created),
        "订单付款时间 ": str(order.paid or ""),
        "宝贝标题 ": "，".join(line.item.title for line in order.lines),
        "宝贝种类 ": str(len(order.lines)),
        "物流单号 ": f"SF{order.order_id[-13:]}" if is_sent else "",
        "物流公司": "示例速运" if is_sent else "",
        "宝贝总数量": str(sum(line.quantity for line in order.lines)),
        "店铺Id": "0",
        "店铺名称": SHOP,
        "订单关闭原因": "买家未付款" if now == "交易关闭" and not order.paid else "订单未关闭",
        "卖家服务费": "0元",
        "是否手机订单": "手机订单",
        "退款金额": yuan(order.refunded_by(moment)),
        "确认收货时间": str(order.received) if is_done else "",
        "打款商家金额": f"{yuan(net if is_done else 0)}元",
    }


def line_cells(order: Order, line: Line) -> dict[str, str]:
    """Return the cells of an item of an order, as of the second export."""
    refunded = line.refunded if order.refunded_by(EXPORTED_AGAIN) else 0
    paid = line.amount - refunded if order.paid else 0
    return {
        "子订单编号": line.line_id,
        "主订单编号": order.order_id,
        "商品标题": line.item.title,
        "商品价格": yuan(line.item.price),
        "购买数量": str(line.quantity),
        "商品属性": f"尺码:{line.item.size}",
        "订单状态": status(order, EXPORTED_AGAIN),
        "商家编码": line.item.sku,
        "买家应付货款": yuan(line.amount),
        "买家实付金额": yuan(paid),
        "退款状态": "退款成功" if refunded else "没有申请退款",
        "退款金额": yuan(refunded) if refunded else "无退款申请",
        "订单创建时间": str(order.created),
        "订单付款时间": str(order.paid or ""),
        "商品ID": line.item.product_id,
    }
