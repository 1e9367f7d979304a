"""Search words of 生意参谋: two lines and three blank rows above the header. They are a part of the search traffic."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="sycm-keyword",
    title=Text(zh="生意参谋搜索词", en="Business Advisor, search terms"),
    platform="taobao",
    table="traffic_source",
    columns=(
        Column("date", ("统计日期",)),
        Column("keyword", ("搜索词",)),
        Column("uv", ("访客数",)),
        Column("cart_users", ("加购人数",)),
        Column("fav_users", ("商品收藏人数",)),
        Column("pay_buyers", ("支付买家数",)),
        Column("pay_amount", ("支付金额",)),
    ),
    required=(("搜索词",), ("UV价值",)),
    remark=Text(
        zh="搜索词是搜索流量的一部分，不与流量来源相加。",
        en="Search terms are part of the search traffic and are not added to the sources.",
    ),
    menu=Text(
        zh="生意参谋 › 流量 › 选词助手 › 引流搜索词 › 下载",
        en="Business Advisor › Traffic › Search terms › Download",
    ),
    other=("支付转化率", "客单价"),
)
