"""Pinduoduo ads by day (商品推广 › 分日报表): all plans of the shop in one row per day."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="pdd-ads-day",
    title=Text(zh="拼多多推广日报", en="Pinduoduo ads by day"),
    platform="pdd",
    table="ad_spend",
    columns=(
        Column("date", ("日期",)),
        Column("impressions", ("曝光量",)),
        Column("clicks", ("点击量",)),
        Column("spend", ("总花费(元)",)),
        Column("attributed_orders", ("成交笔数",)),
        Column("attributed_gmv", ("交易额(元)",)),
        Column("net_gmv", ("净交易额(元)",)),
    ),
    required=(("日期",), ("总花费(元)",), ("曝光量",), ("点击量",)),
    negative=("商品ID",),
    menu=Text(
        zh="拼多多推广平台 › 数据报表 › 分日数据 › 下载",
        en="Pinduoduo ad platform › Reports › By day › Download",
    ),
    other=(
        "成交花费(元)", "实际投产比", "净实际投产比", "净成交笔数", "每笔净成交花费(元)", "净交易额占比",
        "净成交笔数占比", "每笔净成交金额(元)", "结算交易额(元)", "结算投产比", "结算成交笔数", "退款豁免率",
        "退单豁免率", "每笔结算成交花费(元)", "交易额结算率", "订单结算率", "每笔结算成交金额(元)",
        "每笔成交花费(元)", "每笔成交金额(元)",
    ),
    footer=("^(?:说明|提示)",),
)  # fmt: skip
