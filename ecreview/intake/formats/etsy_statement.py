"""Etsy monthly statement: one row per sale, fee or deposit; `--` is none, and a deposit has its amount in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ecreview.intake.columns import put, text_column
from ecreview.intake.formats.base import Column, Format, StandIn, Subject
from ecreview.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa


def name_orders(table: pa.Table) -> pa.Table:
    """Return the entries with the order that their Info names.

    order_id (`Order #1`, `Listing #2`, …) → order_id (1; null where no order is named)
    """
    named = pc.extract_regex(text_column(table, "order_id"), r"^Order #(?P<id>\d+)")
    return put(table, "order_id", pc.struct_field(named, "id"))


FORMAT = Format(
    key="etsy-statement",
    title=Text(zh="Etsy 月结单", en="Etsy statement"),
    platform="etsy",
    table="payments",
    columns=(
        Column("order_id", ("Info",)),
        Column("time", ("Date",)),
        Column("subject_raw", ("Type",)),
        Column("note", ("Title",)),
        Column(
            "amount", ("Net",), stand_in=StandIn("Title", r"(\S*\d) sent to your bank.*", r"-\1")
        ),
        Column("part_goods", ("Amount",)),
        Column("part_tech_fee", ("Fees & Taxes",)),
        Column("currency", ("Currency",)),
    ),
    required=(("Fees & Taxes",), ("Tax Details",)),
    subjects=(
        Subject("Sale", "goods"),
        Subject("Refund", "refund"),
        Subject("Fee", "commission", note="Transaction fee"),
        Subject("Fee", "tech_fee"),
        Subject("Tax", "tax"),
        Subject("VAT", "tax"),
        Subject("GST", "tax"),
        Subject("Marketing", "marketing"),
        Subject("Shipping", "freight"),
        Subject("Deposit", "withdraw"),
        Subject("Payment", "deposit"),
        Subject("Reserve", "deposit"),
    ),
    menu=Text(
        zh="Etsy 店铺管理 › 财务 › 月结单 › 生成 CSV",
        en="Etsy Shop Manager › Finances › Monthly statements › Generate CSV",
    ),
    other=("Tax Details",),
    prepare=name_orders,
)
