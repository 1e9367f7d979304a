"""聚水潭 cost of goods sold: a title row, then one row per parcel and item; identical rows are real."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jst-cost",
    title=Text(zh="聚水潭成本明细", en="Jushuitan cost of goods sold"),
    platform="jst",
    table="erp_orders",
    columns=(
        Column("order_id", ("原始线上订单号",)),
        Column("shop", ("店铺名称",)),
        Column("created_at", ("下单时间",)),
        Column("sku_code", ("商品编码",)),
        Column("title", ("商品名称",)),
        Column("quantity", ("数量",)),
        Column("unit_cost", ("成本价",)),
        Column("status_raw", ("状态",)),
    ),
    required=(("内部订单号",), ("总成本",)),
    is_buyerless=True,
    menu=Text(zh="聚水潭 › 报表 › 成本 › 导出", en="Jushuitan › Reports › Cost › Export"),
    other=("线上订单号", "订单类型", "线上子订单编号"),
)
