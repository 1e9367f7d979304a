"""Shopee orders (`Order.all`): one row per item, amounts of the order on every row, currency in the headers."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="shopee-orders",
    title=Text(zh="Shopee 订单", en="Shopee orders"),
    platform="shopee",
    table="order_lines",
    columns=(
        Column("order_id", ("Order ID",)),
        Column("buyer_key", ("Username (Buyer)",)),
        Column("created_at", ("Order Creation Date",)),
        Column("paid_at", ("Order Paid Time",)),
        Column("shipped_at", ("Ship Time",)),
        Column("promised_at", ("Estimated Ship Out Date",)),
        Column("received_at", ("Order Complete Time",)),
        Column("sku_code", ("SKU Reference No.",)),
        Column("title", ("Product Name",)),
        Column("spec", ("Variation Name",)),
        Column("quantity", ("Quantity",)),
        Column("unit_price", ("Deal Price",)),
        Column("line_amount", ("Product Subtotal",)),
        Column("line_paid", ("Grand Total", "Total Amount")),
        Column("freight", ("Buyer Paid Shipping Fee",)),
        Column("shop_discount", ("Seller Voucher",)),
        Column("platform_discount", ("Shopee Voucher",)),
        Column("status_raw", ("Order Status",)),
        Column("province", ("Province",)),
        Column("city", ("City",)),
        Column("waybill", ("Tracking Number*", "Tracking Number")),
        Column("payment_method", ("Payment Method",)),
    ),
    required=(("Order ID",), ("SKU Reference No.",), ("Deal Price",)),
    status={
        "Unpaid": "created_unpaid",
        "To ship": "paid_unshipped",
        "Shipping": "shipped",
        "To receive": "shipped",
        "Delivered": "completed",
        "Completed": "completed",
        "Cancelled": "closed_unpaid",
    },
    paid_basis="gross",
    order_amount_on="every_line",
    shared=("line_paid", "freight", "shop_discount", "platform_discount"),
    menu=Text(
        zh="Shopee 卖家中心 › 我的订单 › 导出", en="Shopee seller centre › My orders › Export"
    ),
    personal=(
        "Receiver Name", "Phone Number", "Delivery Address", "Town", "District", "Zip Code",
        "Remark from buyer", "Note",
    ),
    other=(
        "Cancel reason", "Return / Refund Status", "Shipping Option", "Shipment Method",
        "Parent SKU Reference No.", "Original Price", "Returned quantity", "Total Discount",
        "Price Discount(from Seller)", "Shopee Rebate", "SKU Total Weight", "No of product in order",
        "Number of Items in Order", "Order Total Weight", "Voucher Code", "Seller Absorbed Coin Cashback",
        "Coin Cashback Voucher Amount Sponsored by Seller", "Bundle Deals Indicator(Y/N)",
        "Shopee Bundle Discount", "Seller Bundle Discount", "Shopee Coins Offset",
        "Credit Card Discount Total", "Products' Price Paid by Buyer", "Shipping Rebate Estimate",
        "Reverse Shipping Fee", "Service Fee", "Commission Fee", "Transaction Fee", "Estimated Shipping Fee",
        "Country", "Region",
    ),
)  # fmt: skip
