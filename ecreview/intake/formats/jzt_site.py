"""JD ads, whole shop by day (京准通 全站营销): a total first, then one row per day."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jzt-site",
    title=Text(zh="京准通全站报表", en="JD ads, whole shop"),
    platform="jd",
    table="ad_spend",
    columns=(
        Column("date", ("日期",)),
        Column("impressions", ("核心位置展现量",)),
        Column("clicks", ("核心位置点击量",)),
        Column("spend", ("花费",)),
        Column("attributed_orders", ("全站订单行",)),
        Column("attributed_gmv", ("全站交易额",)),
    ),
    required=(("日期",), ("花费",), ("全站交易额",)),
    constants={"tool": "京准通全站"},
    menu=Text(
        zh="京准通 › 报表 › 全站营销 › 按天下载",
        en="JD ad platform › Reports › Whole shop › By day › Download",
    ),
    other=("全站投产比", "全站订单成本"),
)
