"""Restocking orders: our own template."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-restock",
    title=Text(zh="补货表", en="Restocking"),
    platform="",
    table="purchases",
    columns=(
        Column("sku_code", ("商家编码", "SKU code")),
        Column("ordered_at", ("下单补货时间", "Ordered at")),
        Column("received_at", ("到货时间", "Received at")),
        Column("quantity", ("数量", "Quantity")),
        Column("supplier", ("供应商", "Supplier")),
        Column("owner", ("负责人", "Owner")),
    ),
    required=(("商家编码", "SKU code"), ("下单补货时间", "Ordered at"), ("数量", "Quantity")),
    instruction=Text(
        zh="一行一次补货，没到货的到货时间留空",
        en="one row per order; leave the arrival empty until the goods are in",
    ),
)
