"""Movements of stock: our own template, and lists of an ERP with the same columns."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

_DATE = ("出入库日期", "出入库时间", "日期", "Move day")
_CODE = ("商家编码", "商品编码", "SKU code")
_KIND = ("出入库类型", "单据类型", "Kind of move")
_QUANTITY = ("出入库数量", "变动数量", "数量", "Quantity")

FORMAT = Format(
    key="own-stock-moves",
    title=Text(zh="出入库流水", en="Stock movements"),
    platform="",
    table="stock_moves",
    columns=(
        Column("date", _DATE),
        Column("warehouse", ("仓库", "Warehouse")),
        Column("sku_code", _CODE),
        Column("title", ("商品名称", "Item")),
        Column("kind", _KIND),
        Column("quantity", _QUANTITY),
        Column("document", ("单据编号", "Document")),
    ),
    required=(_DATE, _CODE, _KIND, _QUANTITY),
    negative=("订单编号", "订单号", "订单状态", "实际库存"),
    instruction=Text(
        zh="一行一次出入库；数量入为正、出为负；类型写采购入库、退货入库、销售出库、调拨、盘盈、盘亏等",
        en="one row per movement; quantity in is positive, out is negative; kinds: in, out, adjust",
    ),
)
