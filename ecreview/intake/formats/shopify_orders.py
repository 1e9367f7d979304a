"""Shopify orders (`orders_export.csv`): one row per item; what holds for the order stands on its first row.

`Total` is what the buyer pays, tax and postage in, before refunds.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, known, put, text_column
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text


def tell_progress(table: pa.Table) -> pa.Table:
    """Return the lines with the status that payment, fulfilment and cancellation together tell.

    status, paid_at, shipped_at, closed_at → status
    """
    status = text_column(table, "status")
    is_shipped = pa.array(known(table, "shipped_at"))
    is_on_way = pc.and_kleene(pc.equal(status, "paid_unshipped"), is_shipped)
    status = pc.if_else(pc.fill_null(is_on_way, fill_value=False), "shipped", status)
    closed = pc.if_else(pa.array(known(table, "paid_at")), "closed_refunded", "closed_unpaid")
    status = pc.if_else(pa.array(known(table, "closed_at")), closed.cast(TEXT), status)
    return put(table, "status", category(status))


FORMAT = Format(
    key="shopify-orders",
    title=Text(zh="Shopify 订单", en="Shopify orders"),
    platform="shopify",
    table="order_lines",
    columns=(
        Column("order_id", ("Name",)),
        Column("buyer_key", ("Email",)),
        Column("created_at", ("Created at",)),
        Column("paid_at", ("Paid at",)),
        Column("shipped_at", ("Fulfilled at",)),
        Column("closed_at", ("Cancelled at",)),
        Column("sku_code", ("Lineitem sku",)),
        Column("title", ("Lineitem name",)),
        Column("quantity", ("Lineitem quantity",)),
        Column("unit_price", ("Lineitem price",)),
        Column("line_paid", ("Total",)),
        Column("refunded", ("Refunded Amount",)),
        Column("freight", ("Shipping",)),
        Column("tax", ("Taxes",)),
        Column("shop_discount", ("Discount Amount",)),
        Column("status_raw", ("Financial Status",)),
        Column("province", ("Shipping Province Name", "Shipping Province")),
        Column("city", ("Shipping City",)),
        Column("channel", ("Source",)),
        Column("payment_method", ("Payment Method",)),
        Column("currency", ("Currency",)),
    ),
    required=(("Name",), ("Financial Status",), ("Lineitem name",)),
    status={
        "pending": "created_unpaid",
        "authorized": "created_unpaid",
        "paid": "paid_unshipped",
        "partially_paid": "paid_unshipped",
        "partially_refunded": "paid_unshipped",
        "refunded": "closed_refunded",
        "voided": "closed_unpaid",
        "expired": "closed_unpaid",
    },
    paid_basis="gross",
    order_amount_on="first_line",
    shared=("line_paid", "refunded", "freight", "tax", "shop_discount"),
    menu=Text(zh="Shopify 后台 › 订单 › 导出", en="Shopify admin › Orders › Export"),
    personal=(
        "Billing Name", "Billing Street", "Billing Address1", "Billing Address2", "Billing Company",
        "Billing City", "Billing Zip", "Billing Phone", "Shipping Name", "Shipping Street",
        "Shipping Address1", "Shipping Address2", "Shipping Company", "Shipping Zip", "Shipping Phone",
        "Phone", "Notes", "Note Attributes", "Employee", "Device ID", "Payment Reference",
        "Payment References", "Receipt Number",
    ),
    other=(
        "Fulfillment Status", "Accepts Marketing", "Subtotal", "Discount Code", "Shipping Method",
        "Lineitem compare at price", "Lineitem requires shipping", "Lineitem taxable",
        "Lineitem fulfillment status", "Billing Province", "Billing Country", "Shipping Country", "Vendor",
        "Outstanding Balance", "Location", "Id", "Tags", "Risk Level", "Lineitem discount", "Tax 1 Name",
        "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value",
        "Tax 5 Name", "Tax 5 Value", "Duties", "Billing Province Name", "Payment ID", "Payment Terms Name",
        "Next Payment Due At",
    ),
    prepare=tell_progress,
)  # fmt: skip
