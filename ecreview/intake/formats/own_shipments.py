"""Shipments: our own template."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-shipments",
    title=Text(zh="物流运单表", en="Shipments"),
    platform="",
    table="shipments",
    columns=(
        Column("waybill", ("运单号", "Waybill")),
        Column("order_id", ("订单编号", "Order id")),
        Column("carrier", ("快递公司", "Carrier")),
        Column("shipped_at", ("发货时间", "Shipped at")),
        Column("signed_at", ("签收时间", "Signed for at")),
        Column("weight", ("结算重量", "Weight (kg)")),
        Column("freight", ("运费", "Freight")),
        Column("province", ("目的省", "Province")),
        Column("city", ("目的市", "City")),
    ),
    required=(
        ("运单号", "Waybill"),
        ("快递公司", "Carrier"),
        ("发货时间", "Shipped at"),
        ("签收时间", "Signed for at"),
    ),
    instruction=Text(
        zh="一行一个运单，运费单位元，重量单位千克",
        en="one row per parcel; freight in currency units, weight in kg",
    ),
)
