"""eBay orders report: one row per item; of an order with several, the first row holds number, buyer and total.

`Sold For` is the price of one piece. `Total Price` is what the buyer paid, with the tax that eBay collected
where the file says that it is included.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="ebay-orders",
    title=Text(zh="eBay 订单报告", en="eBay orders report"),
    platform="ebay",
    table="order_lines",
    columns=(
        Column("order_id", ("Order Number",)),
        Column("buyer_key", ("Buyer Username",)),
        Column("created_at", ("Sale Date",)),
        Column("paid_at", ("Paid On Date",)),
        Column("shipped_at", ("Shipped On Date", "Dispatched On Date")),
        Column("promised_at", ("Ship By Date", "Dispatch By Date")),
        Column("sku_code", ("Custom Label",)),
        Column("product_id", ("Item Number",)),
        Column("title", ("Item Title",)),
        Column("spec", ("Variation Details",)),
        Column("quantity", ("Quantity",)),
        Column("unit_price", ("Sold For",)),
        Column("line_paid", ("Total Price",)),
        Column("freight", ("Shipping And Handling", "Postage And Packaging")),
        Column("tax", ("Seller Collected Tax",)),
        Column("province", ("Ship To State", "Post to County", "Post To State")),
        Column("city", ("Ship To City", "Post to City")),
        Column("waybill", ("Tracking Number",)),
        Column("payment_method", ("Payment Method",)),
    ),
    required=(("Sales Record Number",), ("Item Number",)),
    paid_basis="gross",
    order_amount_on="first_line",
    shared=("line_paid", "freight", "tax"),
    menu=Text(
        zh="eBay 卖家中心 › 订单 › 下载报告", en="eBay Seller Hub › Orders › Download report"
    ),
    personal=(
        "Buyer Name", "Buyer Email", "Buyer Note", "Buyer Address 1", "Buyer Address 2", "Buyer City",
        "Buyer State", "Buyer Zip", "Ship To Name", "Ship To Phone", "Ship To Address 1",
        "Ship To Address 2", "Ship To Zip", "Post to Name", "Post to Phone", "Post to Address 1",
        "Post to Address 2", "Post to Postcode", "My Item Note",
    ),
    other=(
        "Buyer Country", "Ship To Country", "Post to Country", "Sold Via Promoted Listings",
        "eBay Collected Tax", "eBay Collected Tax Included in Total", "Minimum Estimated Delivery Date",
        "Maximum Estimated Delivery Date", "Feedback Left", "Feedback Received", "PayPal Transaction ID",
        "Shipping Service", "Transaction ID", "Global Shipping Program", "Global Shipping Reference ID",
        "Click And Collect", "Click And Collect Reference Number", "eBay Plus", "Item Location",
        "Item Zip Code", "Item Country", "eBay Collect And Remit Tax Rate", "eBay Collect And Remit Tax Type",
        "eBay Reference Name", "eBay Reference Value", "Tax Status", "Electronic Waste Recycling Fee",
        "Mattress Recycling Fee", "Battery Recycling Fee", "White Goods Disposal Tax", "Tire Recycling Fee",
        "Additional Fee", "eBay Collected Charges", "Commitment Date", "Authenticity Verification Program",
        "Authenticity Verification Status", "Authenticity Verification Outcome Reason", "eBay Vault Program",
        "Vault Fulfillment Type", "eBay Fulfillment Program", "Tax City", "Tax State", "Tax Zip",
        "Tax Country",
    ),
    footer=(r"^record\(s\) downloaded",),  # behind the number, in a cell of its own
)  # fmt: skip
