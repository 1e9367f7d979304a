"""Meta Ads Manager report broken down by day: `Day` dates a row, the reporting columns name the whole span."""

from __future__ import annotations

from dataclasses import replace

from ecreview.intake.formats import meta_ads
from ecreview.intake.formats.base import Column
from ecreview.model.text import Text

_DAY = ("Day", "Jour")

FORMAT = replace(
    meta_ads.FORMAT,
    key="meta-ads-day",
    title=Text(zh="Meta 广告报表（按天）", en="Meta ads report by day"),
    columns=(Column("date", _DAY), *meta_ads.COMMON),
    required=(_DAY, meta_ads.CAMPAIGN, meta_ads.SPEND),
    negative=(),
    other=(
        *meta_ads.FORMAT.other,
        "Reporting starts",
        "Reporting ends",
        "Début des rapports",
        "Fin des rapports",
    ),
)
