"""Cost list: our own template, and the cost tables that sellers keep themselves."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

_CODE = ("商家编码", "组合编码", "型号", "规格编码", "SKU", "SKU code")
_COST = ("单位成本", "成本价", "sku成本", "采购价", "Unit cost")

FORMAT = Format(
    key="own-cost",
    title=Text(zh="成本表", en="Cost list"),
    platform="",
    table="product_costs",
    columns=(
        Column("sku_code", _CODE),
        Column("unit_cost", _COST),
        Column("packaging", ("包装成本", "Packaging")),
        Column("freight_per_order", ("单均运费", "Freight per order")),
        Column("valid_from", ("生效日期", "Valid from")),
    ),
    required=(_CODE, _COST),
    negative=("订单编号", "订单号", "线上订单号", "数量", "购买数量", "实际库存", "库存"),
    other=("商品名称", "规格", "供应商", "备注"),
    instruction=Text(
        zh="一行一个商家编码，金额单位元", en="one row per SKU; amounts in currency units"
    ),
)
