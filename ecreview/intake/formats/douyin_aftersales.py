"""Douyin shop after-sales: one row per case; its refund is booked on the day when the money went back."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, StandIn
from ecreview.model.text import Text

FORMAT = Format(
    key="douyin-aftersales",
    title=Text(zh="抖店售后单", en="Douyin shop after-sales"),
    platform="douyin",
    table="refunds",
    columns=(
        Column("refund_id", ("售后单号",)),
        Column("order_id", ("订单号",)),
        Column("line_id", ("商品单号",)),
        Column("sku_code", ("商家编码",)),
        Column("title", ("商品名称",)),
        Column("applied_at", ("售后申请时间",)),
        Column("finished_at", ("商家退款时间",), stand_in=StandIn("售后完结时间")),
        Column("amount", ("退商品金额（元）",)),
        Column("type", ("售后类型",)),
        Column("status", ("售后状态",)),
        Column("reason", ("售后原因",)),
    ),
    required=(("售后单号",), ("商品单号",), ("退商品金额（元）",)),
    is_buyerless=True,
    menu=Text(
        zh="抖店 › 售后 › 售后工作台 › 导出", en="Douyin shop › After-sales › Workbench › Export"
    ),
)
