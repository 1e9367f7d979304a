"""Google Ads report: title and period above the header; without a Day column the period dates the rows."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="google-ads",
    title=Text(zh="Google Ads 报表", en="Google Ads report"),
    platform="google",
    table="ad_spend",
    columns=(
        Column("date", ("Day",)),
        Column("tool", ("Campaign type",)),
        Column("plan", ("Campaign",)),
        Column("impressions", ("Impr.", "Impressions")),
        Column("clicks", ("Clicks",)),
        Column("spend", ("Cost",)),
        Column("attributed_orders", ("Conversions",)),
        Column("attributed_gmv", ("Conv. value",)),
        Column("currency", ("Currency code",)),
    ),
    required=(("Campaign",), ("Cost",), ("Impr.", "Impressions")),
    period_from="file",
    menu=Text(
        zh="Google Ads › 广告系列 › 细分：天 › 下载", en="Google Ads › Campaigns › Segment by day › Download"
    ),
    other=(
        "Campaign status", "Campaign state", "Status", "Status reasons", "Budget", "Budget name",
        "Budget type", "Bid strategy type", "Interactions", "Interaction rate", "Avg. cost", "CTR",
        "Avg. CPC", "Avg. CPM", "Cost / conv.", "Conv. rate", "Conv. value / cost", "Optimization score",
        "Account", "Ad group",
    ),
)  # fmt: skip
