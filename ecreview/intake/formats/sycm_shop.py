"""Shop report by day of 生意参谋 (店铺整体): rates with %, numbers with commas, some rows above the header."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import put, whole
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text


def add_up_ad_spend(table: pa.Table) -> pa.Table:
    """Return the table with display ads counted in the ad spend.

    ad_spend (search ads alone), display_spend → ad_spend (both), display_spend
    """
    if "display_spend" not in table.column_names:
        return table
    display = whole(table["display_spend"])
    if "ad_spend" not in table.column_names:
        return put(table, "ad_spend", display)
    search = whole(table["ad_spend"])
    both = pc.add(pc.fill_null(search, 0), pc.fill_null(display, 0))
    known = pc.or_(pc.is_valid(search), pc.is_valid(display))
    return put(table, "ad_spend", pc.if_else(known, both, pa.scalar(None, both.type)))


FORMAT = Format(
    key="sycm-shop",
    title=Text(zh="生意参谋店铺整体（按天）", en="Business Advisor, shop by day"),
    platform="taobao",
    table="traffic_daily",
    columns=(
        Column("date", ("统计日期",)),
        Column("uv", ("访客数",)),
        Column("pv", ("浏览量",)),
        Column("new_uv", ("新访客数",)),
        Column("bounce_rate", ("跳失率",)),
        Column("avg_stay_s", ("平均停留时长",)),
        Column("fav_users", ("商品收藏买家数",)),
        Column("cart_users", ("加购人数",)),
        Column("cart_qty", ("加购件数",)),
        Column("order_buyers", ("下单买家数",)),
        Column("order_amount", ("下单金额",)),
        Column("pay_buyers", ("支付买家数",)),
        Column("pay_qty", ("支付件数",)),
        Column("pay_amount", ("支付金额",)),
        Column("old_buyers", ("支付老买家数",)),
        Column("refund_amount", ("成功退货退款金额", "成功退款金额")),
        Column("ad_spend", ("直通车消耗",)),
        Column("display_spend", ("钻石展位消耗",)),
    ),
    required=(("统计日期",), ("访客数",), ("跳失率", "浏览量"), ("支付买家数",)),
    negative=("商品ID", "一级来源", "搜索词"),
    menu=Text(
        zh="生意参谋 › 取数 › 店铺整体 › 按天下载",
        en="Business Advisor › Data › Shop › By day › Download",
    ),
    other=(
        "老访客数", "商品浏览量", "商品访客数", "下单转化率", "支付转化率", "下单-支付转化率", "老买家支付金额",
        "客单价", "支付商品数", "店铺收藏买家数", "淘宝客佣金", "评价数", "有图评价数", "正面评价数",
        "负面评价数", "老买家正面评价数", "老买家负面评价数", "揽收包裹数", "发货包裹数", "派送包裹数",
        "签收成功包裹数", "平均支付_签收时长(秒)", "描述相符评分", "物流服务评分", "服务态度评分",
    ),
    prepare=add_up_ad_spend,
)  # fmt: skip
