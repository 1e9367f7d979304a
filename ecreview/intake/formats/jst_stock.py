"""聚水潭 stock: no date column, the day stands in the file's name."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jst-stock",
    title=Text(zh="聚水潭库存", en="Jushuitan stock"),
    platform="jst",
    table="inventory",
    columns=(
        Column("date", ("快照日期", "日期")),
        Column("warehouse", ("仓库",)),
        Column("sku_code", ("商品编码",)),
        Column("title", ("商品名称",)),
        Column("on_hand", ("主仓实际库存数",)),
        Column("available", ("公有可用数",)),
        Column("reserved", ("订单占有数",)),
        Column("in_transit", ("采购在途数",)),
    ),
    required=(("主仓实际库存数",), ("商品编码",)),
    period_from="file",
    menu=Text(zh="聚水潭 › 库存 › 商品库存 › 导出", en="Jushuitan › Stock › By item › Export"),
    other=("款式编码", "颜色及规格", "进货仓库存", "调拨在途数", "库存锁定数"),
)
