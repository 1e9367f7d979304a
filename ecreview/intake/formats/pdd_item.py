"""Pinduoduo products (商品数据): visitors and deals by product; the period stands in the file's name.

Pinduoduo counts no add-to-cart: favouring visitors are what comes nearest to it.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="pdd-item",
    title=Text(zh="拼多多商品数据", en="Pinduoduo products"),
    platform="pdd",
    table="traffic_product",
    columns=(
        Column("date", ("统计时间", "日期")),
        Column("product_id", ("商品ID",)),
        Column("title", ("商品名称",)),
        Column("uv", ("商品访客数",)),
        Column("pv", ("商品浏览量",)),
        Column("fav_users", ("商品收藏用户数",)),
        Column("order_buyers", ("下单用户数",)),
        Column("pay_buyers", ("成交买家数",)),
        Column("pay_orders", ("成交订单数",)),
        Column("pay_qty", ("成交件数",)),
        Column("pay_amount", ("成交金额",)),
    ),
    required=(("商品ID",), ("商品访客数",), ("商品收藏用户数",)),
    period_from="file",
    remark=Text(
        zh="拼多多不提供加购人数；最接近的是商品收藏用户数，这里记作收藏人数。",
        en="Pinduoduo does not report add-to-cart visitors; visitors who saved the product come closest and are read as favourites.",
    ),
    menu=Text(
        zh="拼多多商家后台 › 数据中心 › 商品数据 › 商品明细 › 下载",
        en="Pinduoduo merchant centre › Data › Products › Download",
    ),
    other=("确认订单数", "成交转化率", "客单价", "成交UV价值"),
)
