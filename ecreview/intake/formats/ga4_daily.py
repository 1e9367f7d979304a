"""Google Analytics 4 report by day: `#` lines above the header, dates as 20260618."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

OTHER = (
    "Engaged sessions", "Engagement rate", "Engaged sessions per active user",
    "Average engagement time per session", "Average engagement time per active user", "Events per session",
    "Event count", "Key events", "User key event rate", "Session key event rate", "Returning users",
    "Views per active user", "Sessions per user",
)  # fmt: skip
CHANNEL = (
    "Session primary channel group (Default Channel Group)",
    "Session default channel group",
    "First user primary channel group (Default Channel Group)",
    "Session source / medium",
    "Session source",
)
USERS = ("Active users", "Total users", "Users")
REVENUE = ("Purchase revenue", "Total revenue")

FORMAT = Format(
    key="ga4-daily",
    title=Text(zh="GA4 报告（按天）", en="GA4 report by day"),
    platform="ga4",
    table="traffic_daily",
    columns=(
        Column("date", ("Date",)),
        Column("uv", USERS),
        Column("pv", ("Views",)),
        Column("new_uv", ("New users",)),
        Column("bounce_rate", ("Bounce rate",)),
        Column("pay_buyers", ("Total purchasers",)),
        Column("pay_amount", REVENUE),
    ),
    required=(("Date",), USERS),
    negative=CHANNEL,
    menu=Text(
        zh="Google Analytics › 探索（维度：日期）› 导出 CSV",
        en="Google Analytics › Explore, dimension Date › Export CSV",
    ),
    other=("Sessions", "Add to carts", "Ecommerce purchases", "Transactions", *OTHER),
    footer=("^# ",),
)
