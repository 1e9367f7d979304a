"""eBay transaction report: one row per sale, refund, label, fee or payout, with some lines above the header."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="ebay-transactions",
    title=Text(zh="eBay 交易报告", en="eBay transaction report"),
    platform="ebay",
    table="payments",
    columns=(
        Column("txn_id", ("Transaction ID",)),
        Column("order_id", ("Order number",)),
        Column("merchant_no", ("Payout ID",)),
        Column("time", ("Transaction creation date",)),
        Column("subject_raw", ("Type",)),
        Column("note", ("Description",)),
        Column("sku_code", ("Custom label",)),
        Column("amount", ("Net amount",)),
        Column("part_goods", ("Item subtotal",)),
        Column("part_freight", ("Shipping and handling",)),
        Column("part_tax", ("Seller collected tax",)),
        Column(
            "part_commission",
            ("Final Value Fee - fixed",),
            plus=(
                "Final Value Fee - variable",
                'Very high "item not as described" fee',
                "Below standard performance fee",
                "International fee",
            ),
        ),
        Column("currency", ("Payout currency",)),
    ),
    required=(("Transaction creation date",), ("Net amount",)),
    subjects=(
        Subject("Order", "goods"),
        Subject("Refund", "refund"),
        Subject("Claim", "refund"),
        Subject("Payment dispute", "refund"),
        Subject("Shipping label", "freight"),
        Subject("Postage label", "freight"),
        Subject("Other fee", "marketing", note="Promoted"),
        Subject("Other fee", "tech_fee"),
        Subject("Payout", "withdraw"),
        Subject("Transfer", "deposit"),
        Subject("Charge", "deposit"),
        Subject("Hold", "deposit"),
        Subject("Adjustment", "other"),
    ),
    menu=Text(
        zh="eBay 卖家中心 › 付款 › 报告 › 交易报告",
        en="eBay Seller Hub › Payments › Reports › Transaction report",
    ),
    personal=("Buyer username", "Buyer name", "Ship to zip"),
    other=(
        "Legacy order ID", "Ship to city", "Ship to province/region/state", "Ship to country", "Payout date",
        "Payout method", "Payout status", "Reason for hold", "Item ID", "Item title", "Quantity",
        "eBay collected tax", "Gross transaction amount", "Transaction currency", "Exchange rate",
        "Reference ID",
    ),
)  # fmt: skip
