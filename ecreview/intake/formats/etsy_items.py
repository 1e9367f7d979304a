"""Etsy sold order items: one row per item; postage and tax of the order stand on every row.

Tax is left out of what was paid: Etsy collects and remits it in most places.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.paid import add_up_paid
from ecreview.model.text import Text

FORMAT = Format(
    key="etsy-items",
    title=Text(zh="Etsy 已售商品明细", en="Etsy sold order items"),
    platform="etsy",
    table="order_lines",
    columns=(
        Column("order_id", ("Order ID",)),
        Column("line_id", ("Transaction ID",)),
        Column("buyer_key", ("Buyer",)),
        Column("created_at", ("Sale Date",)),
        Column("paid_at", ("Date Paid",)),
        Column("shipped_at", ("Date Shipped",)),
        Column("sku_code", ("SKU",)),
        Column("product_id", ("Listing ID",)),
        Column("title", ("Item Name",)),
        Column("spec", ("Variations",)),
        Column("quantity", ("Quantity",)),
        Column("unit_price", ("Price",)),
        Column("line_amount", ("Item Total",)),
        Column("freight", ("Order Shipping",)),
        Column("shop_discount", ("Discount Amount",)),
        Column("tax", ("Order Sales Tax",)),
        Column("province", ("Ship State",)),
        Column("city", ("Ship City",)),
        Column("payment_method", ("Payment Type",)),
        Column("currency", ("Currency",)),
    ),
    required=(("Listings Type", "Listing ID"), ("Item Total",)),
    order_amount_on="every_line",
    shared=("freight", "tax"),
    menu=Text(
        zh="Etsy 店铺管理 › 设置 › 选项 › 下载数据 › 订单商品",
        en="Etsy Shop Manager › Settings › Options › Download data › Order items",
    ),
    personal=("Ship Name", "Ship Address1", "Ship Address2", "Ship Zipcode"),
    other=(
        "Coupon Code", "Coupon Details", "Shipping Discount", "Ship Country", "Order Type", "Listings Type",
        "InPerson Discount", "InPerson Location", "VAT Paid by Buyer",
    ),
    prepare=add_up_paid,
)  # fmt: skip
