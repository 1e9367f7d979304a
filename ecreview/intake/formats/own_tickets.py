"""Service tickets: our own template."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-tickets",
    title=Text(zh="售后与客服工单表", en="Service tickets"),
    platform="",
    table="tickets",
    columns=(
        Column("ticket_id", ("工单编号", "Ticket")),
        Column("order_id", ("订单编号", "Order id")),
        Column("product_id", ("商品ID", "Platform product id")),
        Column("opened_at", ("提交时间", "Opened at")),
        Column("first_response_at", ("首次响应时间", "First answered at")),
        Column("closed_at", ("关闭时间", "Closed at")),
        Column("type", ("类型", "Type")),
        Column("reason", ("原因", "Reason")),
        Column("owner", ("处理人", "Handled by")),
        Column("outcome", ("处理结果", "Outcome")),
        Column("status", ("状态", "Status")),
    ),
    required=(("工单编号", "Ticket"), ("提交时间", "Opened at"), ("处理人", "Handled by")),
    instruction=Text(
        zh="一行一个工单，不要写买家姓名和电话", en="one row per ticket; no names or phone numbers"
    ),
)
