"""Ad spend: our own template, for a tool whose report is not known."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-ads",
    title=Text(zh="推广费用表", en="Ad spend"),
    platform="",
    table="ad_spend",
    columns=(
        Column("platform", ("平台", "Platform")),
        Column("shop", ("店铺", "Shop")),
        Column("date", ("日期", "Date")),
        Column("tool", ("推广工具", "Ad tool")),
        Column("plan", ("计划", "Plan")),
        Column("impressions", ("展现量", "Impressions")),
        Column("clicks", ("点击量", "Clicks")),
        Column("spend", ("花费", "Spend")),
        Column("attributed_orders", ("归因成交笔数", "Attributed orders")),
        Column("attributed_gmv", ("归因成交金额", "Attributed sales")),
        Column("currency", ("币种", "Currency")),
    ),
    required=(("日期", "Date"), ("推广工具", "Ad tool"), ("花费", "Spend")),
    instruction=Text(
        zh="一行一个计划一天，花费单位元；外币请填币种",
        en="one row per plan and day; name the currency unless it is yuan",
    ),
)
