"""Stock snapshot: our own template, and ERP exports with a date column."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

_CODE = ("商家编码", "商品编码")
_ON_HAND = ("实际库存", "主仓实际库存数", "库存")
_DATE = ("快照日期", "日期")

FORMAT = Format(
    key="own-stock",
    title=Text(zh="库存快照", en="Stock snapshot"),
    platform="",
    table="inventory",
    columns=(
        Column("date", _DATE),
        Column("warehouse", ("仓库",)),
        Column("sku_code", _CODE),
        Column("title", ("商品名称",)),
        Column("on_hand", _ON_HAND),
        Column("available", ("可用库存", "公有可用数", "可发库存")),
        Column("in_transit", ("在途", "采购在途数")),
    ),
    required=(_CODE, _ON_HAND, _DATE),
    negative=("订单编号", "订单号", "订单状态"),
    other=(
        "款式编码",
        "颜色及规格",
        "订单占有数",
        "进货仓库存",
        "调拨在途数",
        "库存锁定数",
    ),  # 聚水潭
)
