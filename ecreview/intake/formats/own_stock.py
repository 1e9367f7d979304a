"""Stock snapshot: our own template, and stock lists with a date column that sellers keep themselves."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

_CODE = ("商家编码", "商品编码", "SKU code")
_ON_HAND = ("实际库存", "库存", "On hand")
_DATE = ("快照日期", "日期", "Snapshot day")

FORMAT = Format(
    key="own-stock",
    title=Text(zh="库存快照", en="Stock snapshot"),
    platform="",
    table="inventory",
    columns=(
        Column("date", _DATE),
        Column("warehouse", ("仓库", "Warehouse")),
        Column("sku_code", _CODE),
        Column("title", ("商品名称", "Item")),
        Column("on_hand", _ON_HAND),
        Column("available", ("可用库存", "Available")),
        Column("in_transit", ("在途", "In transit")),
    ),
    required=(_CODE, _ON_HAND, _DATE),
    negative=("订单编号", "订单号", "订单状态", "主仓实际库存数", "可发库存"),
    instruction=Text(
        zh="一行一个商家编码在快照日的库存", en="one row per SKU with its stock on the snapshot day"
    ),
)
