"""Etsy sold orders: one row per order. Refunds show only as an adjusted total and are left to the statement."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="etsy-orders",
    title=Text(zh="Etsy 已售订单", en="Etsy sold orders"),
    platform="etsy",
    table="orders",
    columns=(
        Column("order_id", ("Order ID",)),
        Column("buyer_key", ("Buyer User ID", "Buyer")),
        Column("created_at", ("Sale Date",)),
        Column("shipped_at", ("Date Shipped",)),
        Column("order_amount", ("Order Total",)),
        Column("goods_amount", ("Order Value",)),
        Column("freight", ("Shipping",)),
        Column("shop_discount", ("Discount Amount",)),
        Column("tax", ("Sales Tax",)),
        Column("status_raw", ("Status",)),
        Column("units", ("Number of Items",)),
        Column("province", ("Ship State",)),
        Column("city", ("Ship City",)),
        Column("payment_method", ("Payment Method",)),
        Column("currency", ("Currency",)),
    ),
    required=(("Order ID",), ("Adjusted Order Total",), ("Order Total",)),
    status={
        "Paid": "paid_unshipped",
        "Shipped": "shipped",
        "Completed": "completed",
        "Canceled": "closed_unpaid",
        "Cancelled": "closed_unpaid",
    },
    menu=Text(
        zh="Etsy 店铺管理 › 设置 › 选项 › 下载数据 › 订单",
        en="Etsy Shop Manager › Settings › Options › Download data › Orders",
    ),
    personal=("Full Name", "First Name", "Last Name", "Street 1", "Street 2", "Ship Zipcode", "Buyer"),
    other=(
        "Ship Country", "Coupon Code", "Coupon Details", "Shipping Discount", "Card Processing Fees",
        "Order Net", "Adjusted Order Total", "Adjusted Card Processing Fees", "Adjusted Net Order Amount",
        "Order Type", "Payment Type",
    ),
)  # fmt: skip
