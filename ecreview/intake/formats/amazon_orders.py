"""Amazon all orders report (flat file): one row per item; `item-price` is that of the whole line.

The export names no buyer, no payment and no refund; an order counts as paid when placed, unless it is pending
or cancelled. Tax is left out: Amazon collects and remits it in most places.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.paid import add_up_paid
from ecreview.model.text import Text

FORMAT = Format(
    key="amazon-orders",
    title=Text(zh="亚马逊所有订单报告", en="Amazon all orders report"),
    platform="amazon",
    table="order_lines",
    columns=(
        Column("order_id", ("amazon-order-id",)),
        Column("created_at", ("purchase-date",)),
        Column("sku_code", ("sku",)),
        Column("product_id", ("asin",)),
        Column("title", ("product-name",)),
        Column("quantity", ("quantity",)),
        Column("line_amount", ("item-price",)),
        Column("freight", ("shipping-price",)),
        Column(
            "shop_discount", ("item-promotion-discount",), plus=("ship-promotion-discount",)
        ),
        Column("tax", ("item-tax",)),
        Column("status_raw", ("order-status",)),
        Column("province", ("ship-state",)),
        Column("city", ("ship-city",)),
        Column("channel", ("sales-channel",)),
        Column("currency", ("currency",)),
    ),
    required=(("amazon-order-id",), ("purchase-date",), ("order-status",), ("item-price",)),
    status={
        "Pending": "created_unpaid",
        "Unshipped": "paid_unshipped",
        "PartiallyShipped": "paid_unshipped",
        "Shipping": "paid_unshipped",
        "Shipped": "shipped",
        "Shipped - Picked Up": "shipped",
        "Shipped - Out for Delivery": "shipped",
        "Shipped - Delivered to Buyer": "completed",
        "Complete": "completed",
        "Cancelled": "closed_unpaid",
    },
    is_buyerless=True,
    menu=Text(
        zh="亚马逊卖家平台 › 订单 › 订单报告 › 所有订单",
        en="Seller Central › Orders › Order reports › All orders",
    ),
    personal=("ship-postal-code",),
    other=(
        "merchant-order-id", "last-updated-date", "fulfillment-channel", "order-channel", "url",
        "ship-service-level", "item-status", "number-of-items", "tax-collection-model",
        "tax-collection-responsible-party", "shipping-tax", "gift-wrap-price", "gift-wrap-tax", "address-type",
        "ship-country", "promotion-ids", "cpf", "is-business-order", "purchase-order-number",
        "price-designation",
    ),
    prepare=add_up_paid,
)  # fmt: skip
