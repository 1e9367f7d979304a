"""Google Analytics 4 traffic by channel: the period stands in `#` lines above, the sources are no levels."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.ga4_daily import CHANNEL, OTHER, REVENUE, USERS
from ecreview.model.text import Text

FORMAT = Format(
    key="ga4-channels",
    title=Text(zh="GA4 流量获取（按渠道）", en="GA4 traffic by channel"),
    platform="ga4",
    table="traffic_source",
    columns=(
        Column("date", ("Date",)),
        Column("source", CHANNEL),
        Column("uv", (*USERS, "Sessions")),
        Column("pv", ("Views",)),
        Column("pay_buyers", ("Total purchasers",)),
        Column("pay_amount", REVENUE),
    ),
    required=(CHANNEL, (*USERS, "Sessions")),
    period_from="file",
    remark=Text(
        zh="表里没有用户数这一列时，访客数用会话数代替。",
        en="Where there is no column of users, sessions stand in for visitors.",
    ),
    menu=Text(
        zh="Google Analytics › 报告 › 流量获取 › 下载 CSV",
        en="Google Analytics › Reports › Traffic acquisition › Download CSV",
    ),
    other=("New users", *OTHER),
)
