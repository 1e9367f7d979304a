"""JD ads by hour (京准通 非全站): a total first, then one row per hour; the date is a range within it."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jzt-hour",
    title=Text(zh="京准通分时报表", en="JD ads by hour"),
    platform="jd",
    table="ad_spend",
    columns=(
        Column("date", ("点击时间",)),
        Column("impressions", ("展现数",)),
        Column("clicks", ("点击数",)),
        Column("spend", ("花费",)),
        Column("carts", ("总加购数",)),
        Column("attributed_orders", ("总订单行",)),
        Column("attributed_gmv", ("总订单金额",)),
    ),
    required=(("点击时间",), ("花费",), ("总订单金额",)),
    constants={"tool": "京准通非全站"},
    menu=Text(
        zh="京准通 › 报表 › 账户报表 › 分时下载",
        en="JD ad platform › Reports › Account › By hour › Download",
    ),
)
