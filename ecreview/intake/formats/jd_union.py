"""JD affiliates by day (京东联盟): the commission of completed orders is what was spent; a total last."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jd-union",
    title=Text(zh="京东联盟报表", en="JD affiliate report"),
    platform="jd",
    table="ad_spend",
    columns=(
        Column("date", ("日期",)),
        Column("clicks", ("点击量",)),
        Column("spend", ("付款佣金金额",)),
        Column("attributed_orders", ("下单订单量",)),
        Column("attributed_gmv", ("下单订单金额",)),
        Column("net_gmv", ("完成订单金额",)),
    ),
    required=(("日期",), ("付款佣金金额",)),
    constants={"tool": "京东联盟"},
    menu=Text(
        zh="京东联盟商家后台 › 效果报表 › 按天下载",
        en="JD affiliates › Reports › By day › Download",
    ),
    other=("预估佣金金额", "完成订单量"),
)
