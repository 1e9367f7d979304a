"""Ads of 万相台 (阿里妈妈) by product, plan or scene and day: GBK csv with %, or xlsx with fractions.

The same product comes once per plan and day.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="wxt-item",
    title=Text(zh="万相台推广报表", en="Alimama ad report"),
    platform="taobao",
    table="ad_spend",
    columns=(
        Column("date", ("日期",)),
        Column("tool", ("场景名字",)),
        Column("plan", ("计划名字",)),
        Column("entity_id", ("主体ID",)),
        Column("entity", ("主体名称",)),
        Column("impressions", ("展现量",)),
        Column("clicks", ("点击量",)),
        Column("spend", ("花费",)),
        Column("carts", ("总购物车数",)),
        Column("favs", ("总收藏数",)),
        Column("attributed_orders", ("总成交笔数",)),
        Column("attributed_gmv", ("总成交金额",)),
        Column("direct_gmv", ("直接成交金额",)),
        Column("net_gmv", ("净成交金额",)),
        Column("new_buyers", ("成交新客数",)),
    ),
    required=(("主体ID", "计划ID", "场景ID"), ("展现量",), ("花费",)),
    negative=("操作金额(元)",),
    menu=Text(
        zh="万相台 › 报表 › 商品报表 › 按天下载", en="Alimama › Reports › By product and day › Download"
    ),
    other=(
        "场景ID", "计划ID", "净成交笔数", "主体类型", "点击率", "平均点击花费", "千次展现花费",
        "总预售成交金额", "总预售成交笔数", "直接预售成交金额", "直接预售成交笔数", "间接预售成交金额",
        "间接预售成交笔数", "间接成交金额", "直接成交笔数", "间接成交笔数", "点击转化率", "投入产出比",
        "含预售投产比", "总成交成本", "直接购物车数", "间接购物车数", "加购率", "收藏宝贝数", "收藏店铺数",
        "店铺收藏成本", "总收藏加购数", "总收藏加购成本", "宝贝收藏加购数", "宝贝收藏加购成本",
        "宝贝收藏成本", "宝贝收藏率", "加购成本", "拍下订单笔数", "拍下订单金额", "直接收藏宝贝数",
        "间接收藏宝贝数", "优惠券领取量", "购物金充值笔数", "购物金充值金额", "旺旺咨询量", "引导访问量",
        "引导访问人数", "引导访问潜客数", "引导访问潜客占比", "入会率", "入会量", "引导访问率", "深度访问量",
        "平均访问页面数", "成交新客占比", "会员首购人数", "会员成交金额", "会员成交笔数", "成交人数",
        "人均成交笔数", "人均成交金额", "自然流量转化金额", "自然流量曝光量", "宝贝优惠券抵扣金额",
        "宝贝优惠券撬动总成交", "宝贝优惠券撬动直接成交", "宝贝优惠券撬动点击", "平台补贴金额",
        "补贴引导成交金额", "发券补贴商品个数", "补贴引导成交人数",
    ),
)  # fmt: skip
