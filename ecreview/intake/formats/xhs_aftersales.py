"""Xiaohongshu after-sales (千帆售后): one row per claim, joined by the order; it names no merchant code."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="xhs-aftersales",
    title=Text(zh="小红书售后", en="Xiaohongshu after-sales"),
    platform="xhs",
    table="refunds",
    columns=(
        Column("refund_id", ("售后单号",)),
        Column("order_id", ("订单号",)),
        Column("title", ("商品名称",)),
        Column("applied_at", ("退货创建时间",)),
        Column("finished_at", ("商家确认收货时间",)),
        Column("amount", ("申请售后金额(元)",)),
        Column("type", ("售后类型",)),
        Column("status", ("售后状态",)),
        Column("reason", ("原因",)),
    ),
    required=(("申请售后金额(元)",), ("售后单号",)),
    remark=Text(
        zh="这份售后表只有申请售后金额，没有实际退款金额，退款按申请金额计。",
        en="This export has the amount requested, not the amount paid back; refunds count at the requested amount.",
    ),
    menu=Text(
        zh="小红书千帆 › 售后 › 售后列表 › 导出", en="Xiaohongshu Qianfan › After-sales › Export"
    ),
)
