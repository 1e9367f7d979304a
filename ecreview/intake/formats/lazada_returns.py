"""Lazada returns: one row per return order, its ids often numbers. No amounts: tickets, no refunds."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.shopee_returns import FORMAT as SHOPEE
from ecreview.model.text import Text

FORMAT = Format(
    key="lazada-returns",
    title=Text(zh="Lazada 退货", en="Lazada returns"),
    platform="lazada",
    table="tickets",
    columns=(
        Column("ticket_id", ("Return Order ID",)),
        Column("order_id", ("Order ID",)),
        Column("opened_at", ("Return Order Date",)),
        Column("reason", ("Return Reason",)),
        Column("status", ("Return Status",)),
    ),
    required=(("Return Order ID",), ("Return Order Date",)),
    remark=SHOPEE.remark,
    menu=Text(
        zh="Lazada 卖家中心 › 退货单 › 导出", en="Lazada seller centre › Return orders › Export"
    ),
    other=("Order Date", "Seller SKU ID"),
)
