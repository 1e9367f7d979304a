"""Daily shop traffic: our own template, for a platform whose report is not known."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-traffic",
    title=Text(zh="每日流量表", en="Daily traffic"),
    platform="",
    table="traffic_daily",
    columns=(
        Column("platform", ("平台", "Platform")),
        Column("shop", ("店铺", "Shop")),
        Column("date", ("日期", "Date")),
        Column("uv", ("访客数", "Visitors")),
        Column("pv", ("浏览量", "Page views")),
        Column("cart_users", ("加购人数", "Cart visitors")),
        Column("fav_users", ("收藏人数", "Favouring visitors")),
        Column("order_buyers", ("下单买家数", "Ordering buyers")),
        Column("order_amount", ("下单金额", "Ordered amount")),
        Column("pay_buyers", ("支付买家数", "Paying buyers")),
        Column("pay_qty", ("支付件数", "Units paid")),
        Column("pay_amount", ("支付金额", "Paid amount")),
    ),
    required=(("日期", "Date"), ("访客数", "Visitors"), ("支付金额", "Paid amount")),
    negative=("商品ID", "商品id", "一级来源", "二级来源", "搜索词", "统计日期", "流量来源"),
    instruction=Text(
        zh="一行一店一天，金额单位元", en="one row per shop and day; amounts in currency units"
    ),
)
