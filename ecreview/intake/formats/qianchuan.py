"""Douyin ads (巨量千川): by material, plan or day; header names may hold TABs and line breaks."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="qianchuan",
    title=Text(zh="千川推广报表", en="Douyin ad report (Qianchuan)"),
    platform="douyin",
    table="ad_spend",
    columns=(
        Column("date", ("日期", "统计日期", "时间")),
        Column("plan", ("计划名称", "素材名称")),
        Column("entity_id", ("商品ID",)),
        Column("entity", ("商品名称",)),
        Column("impressions", ("展示次数", "整体展示次数")),
        Column("clicks", ("点击次数", "整体点击次数")),
        Column("spend", ("整体消耗(元)", "整体消耗")),
        Column("attributed_orders", ("整体成交订单数",)),
        Column("attributed_gmv", ("整体成交金额(元)", "整体成交金额")),
        Column("net_gmv", ("净成交金额(元)", "净成交金额")),
    ),
    required=(("整体消耗(元)", "整体消耗"), ("整体支付ROI", "净成交ROI")),
    period_from="file",
    whole="全部",
    parts=("推商品", "推直播间"),
    remark=Text(
        zh="千川的“全部”已含“推商品”和“推直播间”，一起上传时花费只计一遍；当天的数据次日 23:00 后才是终值。",
        en="Qianchuan's “all” report already includes products and live rooms: uploaded together, the spend counts once. A day's figures are final after 23:00 the next day.",
    ),
    menu=Text(
        zh="巨量千川 › 报表 › 全域推广 › 按天下载", en="Qianchuan › Reports › By day › Download"
    ),
    other=(
        "素材ID", "基础消耗", "净成交订单数", "净成交金额结算率", "1小时内退款率", "整体点击率", "3s完播率",
        "转化数", "转化成本", "千次展示成本", "整体千次展现费用", "投放时段",
    ),
)  # fmt: skip
