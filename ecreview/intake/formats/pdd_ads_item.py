"""Pinduoduo ads by product (商品推广): by day, or over a period that only the file's name says.

Its last row 总计 may be more than the rows: what whole-shop hosting spends is not broken down by product.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.pdd_ads_day import FORMAT as BY_DAY
from ecreview.model.text import Text

FORMAT = Format(
    key="pdd-ads-item",
    title=Text(zh="拼多多商品推广报表", en="Pinduoduo ads by product"),
    platform="pdd",
    table="ad_spend",
    columns=(
        Column("date", ("日期",)),
        Column("tool", ("推广场景",)),
        Column("plan", ("推广名称",)),
        Column("entity_id", ("商品ID",)),
        Column("entity", ("商品名称",)),
        Column("impressions", ("曝光量",)),
        Column("clicks", ("点击量",)),
        Column("spend", ("总花费(元)",)),
        Column("favs", ("收藏量",)),
        Column("attributed_orders", ("成交笔数",)),
        Column("attributed_gmv", ("交易额(元)",)),
        Column("direct_gmv", ("直接交易额(元)",)),
        Column("net_gmv", ("净交易额(元)",)),
    ),
    required=(("商品ID",), ("推广名称",), ("总花费(元)",)),
    period_from="file",
    menu=Text(
        zh="拼多多推广平台 › 数据报表 › 商品推广 › 下载",
        en="Pinduoduo ad platform › Reports › By product › Download",
    ),
    other=(
        "分组", "出价方式", "是否已删除", *BY_DAY.other, "间接交易额(元)", "直接成交笔数", "间接成交笔数",
        "询单花费(元)", "询单量", "平均询单成本(元)", "收藏花费(元)", "平均收藏成本(元)", "关注花费(元)",
        "关注量", "平均关注成本(元)",
    ),
    footer=BY_DAY.footer,
)  # fmt: skip
