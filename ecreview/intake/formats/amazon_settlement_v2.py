"""Amazon settlement report V2 (flat file): one row per amount; the first row states the settlement's total."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="amazon-settlement-v2",
    title=Text(zh="亚马逊结算报告（V2）", en="Amazon settlement report (V2)"),
    platform="amazon",
    table="payments",
    columns=(
        Column("order_id", ("order-id",)),
        Column("merchant_no", ("settlement-id",)),
        Column("line_id", ("order-item-code",)),
        Column("refund_id", ("adjustment-id",)),
        Column("sku_code", ("sku",)),
        Column("time", ("posted-date-time", "posted-date")),
        Column("subject_raw", ("transaction-type",)),
        Column("note", ("amount-description",)),
        Column("amount", ("amount",)),
        Column("currency", ("currency",)),
    ),
    required=(("settlement-id",), ("amount-description",)),
    subjects=(
        Subject("", "tax", note="Tax"),
        Subject("", "commission", note="Commission"),
        Subject("", "freight", note="Fulfillment"),
        Subject("", "freight", note="Shipping"),
        Subject("", "deposit", note="Reserve"),
        Subject("", "tech_fee", note="Subscription"),
        Subject("", "tech_fee", note="Storage"),
        Subject("", "compensation", note="REIMBURSEMENT"),
        Subject("", "compensation", note="WAREHOUSE"),
        Subject("Order", "goods"),
        Subject("Refund", "refund"),
        Subject("Chargeback Refund", "refund"),
        Subject("A-to-z Guarantee Refund", "refund"),
        Subject("ServiceFee", "marketing", note="TransactionTotalAmount"),  # Cost of Advertising
        Subject("ServiceFee", "tech_fee"),
        Subject("other-transaction", "other"),
    ),
    total_in="total-amount",
    yields_to=("amazon-daterange",),
    menu=Text(
        zh="亚马逊卖家平台 › 付款 › 所有结算 › 下载 Flat File V2",
        en="Seller Central › Payments › All statements › Download flat file V2",
    ),
    other=(
        "settlement-start-date", "settlement-end-date", "deposit-date", "merchant-order-id", "shipment-id",
        "marketplace-name", "amount-type", "fulfillment-id", "merchant-order-item-id",
        "merchant-adjustment-item-id", "quantity-purchased", "promotion-id",
    ),
)  # fmt: skip
