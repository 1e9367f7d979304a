"""Scores of a shop by day of 生意参谋 (DSR): a block of 180-day indicators stands above the daily rows.

The header names are those of the metrics of 生意参谋; none was seen in a file yet.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="sycm-dsr",
    title=Text(zh="生意参谋 DSR 评分（按天）", en="Business Advisor, shop scores (DSR) by day"),
    platform="taobao",
    table="shop_scores",
    columns=(
        Column("date", ("统计日期", "日期")),
        Column("described", ("描述相符评分",)),
        Column("logistics", ("物流服务评分",)),
        Column("service", ("服务态度评分",)),
        Column("reviews", ("评价数",)),
        Column("good_reviews", ("正面评价数",)),
        Column("bad_reviews", ("负面评价数",)),
        Column("picture_reviews", ("有图评价数",)),
    ),
    required=(("统计日期", "日期"), ("描述相符评分",)),
    negative=("访客数",),
    menu=Text(
        zh="生意参谋 › 服务 › 评价 › DSR 评分 › 下载",
        en="Business Advisor › Service › Reviews › Shop scores › Download",
    ),
)
