"""Shopify Payments transactions (`payment_transactions_export.csv`): what each charge, refund and payout moved."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="shopify-payouts",
    title=Text(zh="Shopify Payments 流水", en="Shopify Payments transactions"),
    platform="shopify",
    table="payments",
    columns=(
        Column("order_id", ("Order",)),
        Column("time", ("Transaction Date",)),
        Column("subject_raw", ("Type",)),
        Column("amount", ("Net",)),
        Column("part_goods", ("Amount",)),
        Column("part_tech_fee", ("Fee",), is_negated=True),
        Column("merchant_no", ("Payout ID",)),
        Column("currency", ("Currency",)),
    ),
    required=(("Transaction Date",), ("Payout Status",), ("Card Source",), ("Net",)),
    subjects=(
        Subject("charge", "goods"),
        Subject("refund", "refund"),
        Subject("chargeback", "refund"),
        Subject("dispute", "refund"),
        Subject("payout", "withdraw"),
        Subject("reserve", "deposit"),
        Subject("adjustment", "other"),
    ),
    menu=Text(
        zh="Shopify 后台 › 财务 › 付款 › 交易 › 导出",
        en="Shopify admin › Finances › Payouts › Transactions › Export",
    ),
    other=(
        "Card Brand", "Payout Date", "Available On", "Checkout", "Payment Method Name", "Presentment Amount",
        "Presentment Currency",
    ),
)  # fmt: skip
