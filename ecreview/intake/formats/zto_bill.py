"""中通 bill: the fee stands in 合计, in older ones in 金额 alone."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="zto-bill",
    title=Text(zh="中通账单", en="ZTO Express bill"),
    platform="zto",
    table="shipments",
    columns=(
        Column("waybill", ("运单号",)),
        Column("shipped_at", ("账单日期",)),
        Column("weight", ("结算重量",)),
        Column("freight", ("合计", "金额", "应结金额", "费用合计")),
        Column("province", ("目的省",)),
        Column("city", ("目的地市", "目的市")),
    ),
    required=(("运单号",), ("结算重量",), ("账单日期",)),
    constants={"carrier": "中通"},
    menu=Text(zh="中通 › 对账 › 账单明细 › 下载", en="ZTO Express › Bills › Details › Download"),
    personal=("结算对象",),
    other=("运单发放",),
)
