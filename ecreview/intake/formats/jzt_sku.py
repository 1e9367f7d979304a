"""JD ads by SKU (京准通 商品): one row per SKU, its date a day or a period."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jzt-sku",
    title=Text(zh="京准通商品报表", en="JD ads by SKU"),
    platform="jd",
    table="ad_spend",
    columns=(
        Column("date", ("日期",)),
        Column("entity_id", ("跟单SKU ID",)),
        Column("entity", ("跟单SKU名称",)),
        Column("impressions", ("展现数",)),
        Column("clicks", ("点击数",)),
        Column("spend", ("花费",)),
    ),
    required=(("日期",), ("跟单SKU ID",), ("花费",)),
    constants={"tool": "京准通商品"},
    menu=Text(
        zh="京准通 › 报表 › 商品报表 › 下载", en="JD ad platform › Reports › Products › Download"
    ),
    other=("SPU ID", "点击率(%)", "千次展现成本", "平均点击成本"),
)
