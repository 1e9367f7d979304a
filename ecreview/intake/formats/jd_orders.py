"""JD orders (订单导出): one row per item; what an order came to stands on each of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ecreview.intake.columns import put, text_column
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

_ON_DELIVERY = "货到付款"

JD_STATUS = {
    "等待付款": "created_unpaid",
    "待付款": "created_unpaid",
    "待支付": "created_unpaid",
    "等待出库": "paid_unshipped",
    "等待发货": "paid_unshipped",
    "锁定": "paid_unshipped",
    "暂停": "paid_unshipped",
    "等待确认收货": "shipped",
    "完成": "completed",
    "已完成": "completed",
    "取消": "closed_unpaid",
    "已取消": "closed_unpaid",
    "关闭": "closed_unpaid",
    "已关闭": "closed_unpaid",
}


def tell_cash_on_delivery(table: pa.Table) -> pa.Table:
    """Return the lines with whether they are paid on delivery.

    payment_method → is_cod
    """
    is_cod = pc.equal(text_column(table, "payment_method"), _ON_DELIVERY)
    return put(table, "is_cod", pc.fill_null(is_cod, fill_value=False))


FORMAT = Format(
    key="jd-orders",
    title=Text(zh="京东订单", en="JD orders"),
    platform="jd",
    table="order_lines",
    columns=(
        Column("order_id", ("订单号",)),
        Column("buyer_key", ("下单帐号",)),
        Column("created_at", ("下单时间",)),
        Column("paid_at", ("付款确认时间",)),
        Column("closed_at", ("订单完成时间",)),
        Column("sku_code", ("商家SKUID", "货号")),  # later columns; 30 columns
        Column("product_id", ("商品ID",)),  # JD's SKU, not the merchant's code
        Column("title", ("商品名称",)),
        Column("quantity", ("订购数量",)),
        Column("unit_price", ("京东价",)),
        Column("line_paid", ("应付金额", "商家应收")),  # 30 columns; 2026
        Column("freight", ("运费金额",)),
        Column("status_raw", ("订单状态",)),
        Column("payment_method", ("支付方式",)),
        Column("province", ("客户地址",)),  # cleaning keeps province and city
        Column("waybill", ("快递单号",)),
    ),
    required=(("订单号",), ("订购数量",), ("京东价", "应付金额", "商家应收")),
    negative=("主订单编号",),
    status=JD_STATUS,
    paid_basis="gross",
    order_amount_on="every_line",
    shared=("line_paid", "freight"),
    menu=Text(
        zh="京东商家后台 › 订单管理 › 订单查询与跟踪 › 导出",
        en="JD seller centre › Orders › Search › Export",
    ),
    personal=(
        "客户姓名", "联系电话", "订单备注", "发票类型", "发票抬头", "发票内容", "商家备注", "增值税发票",
    ),
    other=("订单渠道", "订单来源", "订单金额", "结算金额", "余额支付", "订单类型", "商家备注等级（等级1-5为由高到低）",
        # later
        "送装服务", "服务费", "仓库id", "仓库名称",
    ),
    prepare=tell_cash_on_delivery,
)  # fmt: skip
