"""TikTok Shop settlement: one row per order or adjustment; revenue, fees and adjustment make up the amount.

`GMV Payment for TikTok Ads` is money spent on ads out of the sales, not money moved between accounts.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, put, text_column
from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

_OF_ORDERS = ("goods", "refund")


def name_orders(table: pa.Table) -> pa.Table:
    """Return the entries with the order that they belong to: an adjustment has a number of its own.

    txn_id, subject [, order_id] → order_id
    """
    is_order = pc.is_in(text_column(table, "subject"), pa.array(_OF_ORDERS, TEXT))
    own = pc.if_else(is_order, text_column(table, "txn_id"), pa.scalar(None, TEXT))
    return put(table, "order_id", pc.coalesce(text_column(table, "order_id"), own))


FORMAT = Format(
    key="tiktok-settlement",
    title=Text(zh="TikTok Shop 结算明细", en="TikTok Shop settlement"),
    platform="tiktok",
    table="payments",
    columns=(
        Column("txn_id", ("Order/adjustment ID",)),
        Column("order_id", ("Related order ID",)),
        Column("subject_raw", ("Type",)),
        Column("ordered_at", ("Order created time",)),
        Column("time", ("Order settled time",)),
        Column("amount", ("Total settlement amount",)),
        Column("part_goods", ("Subtotal after seller discounts",)),
        Column("part_refund", ("Refund subtotal after seller discounts",)),
        Column("part_tech_fee", ("Total fees",)),
        Column("part_other", ("Ajustment amount", "Adjustment amount")),
        Column("currency", ("Currency",)),
    ),
    required=(("Order/adjustment ID",), ("Total settlement amount",)),
    subjects=(
        Subject("Order", "goods"),
        Subject("Refund", "refund"),
        Subject("GMV Payment for TikTok Ads", "marketing"),
        Subject("GMV payment for TikTok Ads", "marketing"),
        Subject("Logistics reimbursement", "compensation"),
        Subject("Platform reimbursement", "compensation"),
        Subject("Shipping fee adjustment", "freight"),
        Subject("Withdrawal", "withdraw"),
    ),
    menu=Text(
        zh="TikTok Shop 卖家中心 › 财务 › 结算 › 导出",
        en="TikTok Shop seller centre › Finance › Settlements › Export",
    ),
    other=(
        "Total revenue", "Subtotal before discounts", "Seller discounts",
        "Refund subtotal before seller discounts", "Refund of seller discounts", "Transaction fee",
        "TikTok Shop commission fee", "Seller shipping fee", "Affiliate commission", "Customer payment",
        "Customer refund", "Platform discounts", "Platform discounts refund",
    ),
    prepare=name_orders,
)  # fmt: skip
