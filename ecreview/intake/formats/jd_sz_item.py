"""JD product report (京东商智 商品明细): one row per SKU and day."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jd-sz-item",
    title=Text(zh="京东商智商品明细", en="JD analytics, products"),
    platform="jd",
    table="traffic_product",
    columns=(
        Column("date", ("时间",)),
        Column("product_id", ("SKU",)),  # the 商品ID of JD's orders
        Column("title", ("SKU名称",)),
        Column("category", ("一级类目",)),
        Column("impressions", ("商品曝光次数",)),
        Column("clicks", ("搜索点击次数",)),
        Column("uv", ("商品访客数",)),
        Column("pv", ("商品浏览量",)),
        Column("cart_users", ("加购客户数",)),
        Column("order_buyers", ("下单客户数",)),
        Column("order_amount", ("下单金额",)),
        Column("pay_buyers", ("成交客户数",)),
        Column("pay_orders", ("成交单量",)),
        Column("pay_qty", ("成交商品件数",)),
        Column("pay_amount", ("成交金额",)),
        Column("refund_amount", ("取消及售后退款金额",)),
    ),
    required=(("SKU",), ("成交金额",), ("成交客户数",), ("商品访客数",)),
    menu=Text(
        zh="京东商智 › 商品 › 商品明细 › 下载", en="JD analytics › Products › Details › Download"
    ),
    other=("二级类目", "三级类目", "搜索曝光次数", "商品曝光人数", "下单单量"),
)
