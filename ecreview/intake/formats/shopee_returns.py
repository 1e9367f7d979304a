"""Shopee returns: one row per returned item. The known columns hold no amount, so they are tickets, no refunds."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="shopee-returns",
    title=Text(zh="Shopee 退货", en="Shopee returns"),
    platform="shopee",
    table="tickets",
    columns=(
        Column("ticket_id", ("Return ID",)),
        Column("order_id", ("Order ID",)),
        Column("opened_at", ("Return Creation Time",)),
        Column("reason", ("Return Reason",)),
        Column("status", ("Return Status", "Return / Refund Status")),
    ),
    required=(("Return ID",), ("Return Creation Time",)),
    remark=Text(
        zh="这种导出没有退款金额：只计入售后工单，不计入退款。",
        en="This export has no refund amounts: its rows count as after-sales tickets, not as refunds.",
    ),
    menu=Text(zh="Shopee 卖家中心 › 退货退款 › 导出", en="Shopee seller centre › Returns › Export"),
    other=(
        "Order Creation Date", "Product Name", "SKU", "Return Quantity", "Return Tracking Number",
    ),
)  # fmt: skip
