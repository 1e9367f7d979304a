"""Xiaohongshu products (商品数据, by SKU): carts and payments; a file without days has its period in its name."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="xhs-item",
    title=Text(zh="小红书商品数据", en="Xiaohongshu products"),
    platform="xhs",
    table="traffic_product",
    columns=(
        Column("date", ("时间",)),
        Column("product_id", ("商品ID",)),
        Column("platform_sku_id", ("规格ID",)),
        Column("title", ("规格名称",)),
        Column("category", ("一级品类",)),
        Column("uv", ("商品访客数",)),
        Column("cart_users", ("加购人数",)),
        Column("pay_buyers", ("支付买家数",)),
        Column("pay_orders", ("支付订单数",)),
        Column("pay_amount", ("支付金额",)),
    ),
    required=(("规格ID",), ("规格名称",), ("商品ID",), ("支付金额",)),
    period_from="file",
    menu=Text(
        zh="小红书千帆 › 数据 › 商品数据 › 下载",
        en="Xiaohongshu Qianfan › Data › Products › Download",
    ),
    other=("客单价", "支付转化率"),
)
