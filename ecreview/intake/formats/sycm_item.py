"""Products of 生意参谋 by day: every cell is text, the header stands in row 5, 4 or 1.

Of its columns only those that can be added up are kept; rates are computed from them. Visitors and buyers are
people: added up over products or days they serve as a denominator, never as a number of visitors.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="sycm-item",
    title=Text(zh="生意参谋商品（按天）", en="Business Advisor, products by day"),
    platform="taobao",
    table="traffic_product",
    columns=(
        Column("date", ("统计日期",)),
        Column("product_id", ("商品ID",)),
        Column("sku_code", ("货号",)),
        Column("title", ("商品名称",)),
        Column("uv", ("商品访客数",)),
        Column("pv", ("商品浏览量",)),
        Column("bounce_rate", ("商品详情页跳出率",)),
        Column("avg_stay_s", ("平均停留时长",)),
        Column("fav_users", ("商品收藏人数",)),
        Column("cart_users", ("商品加购人数",)),
        Column("cart_qty", ("商品加购件数",)),
        Column("order_buyers", ("下单买家数",)),
        Column("order_qty", ("下单件数",)),
        Column("order_amount", ("下单金额",)),
        Column("pay_buyers", ("支付买家数",)),
        Column("pay_qty", ("支付件数",)),
        Column("pay_amount", ("支付金额",)),
        Column("new_buyers", ("支付新买家数",)),
        Column("old_buyers", ("支付老买家数",)),
        Column("search_uv", ("搜索引导访客数",)),
        Column("search_buyers", ("搜索引导支付买家数",)),
        Column("refund_amount", ("成功退款金额",)),
    ),
    required=(("统计日期",), ("商品ID",), ("商品访客数",)),
    menu=Text(
        zh="生意参谋 › 品类 › 商品排行 › 下载", en="Business Advisor › Products › Ranking › Download"
    ),
    other=(
        "主商品ID", "商品类型", "商品状态", "商品标签", "下单转化率", "商品支付转化率", "老买家支付金额",
        "聚划算支付金额", "访客平均价值", "竞争力评分", "年累计支付金额", "月累计支付金额", "月累计支付件数",
        "搜索引导支付转化率", "结构化详情引导转化率", "结构化详情引导成交占比",
    ),
)  # fmt: skip
