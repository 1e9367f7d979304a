"""顺丰 monthly bill (账单明细): a merged title above the header, days without a year."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="sf-bill",
    title=Text(zh="顺丰月结账单", en="SF Express monthly bill"),
    platform="sf",
    table="shipments",
    columns=(
        Column("waybill", ("运单号码",)),
        Column("shipped_at", ("日期",)),
        Column("weight", ("计费重量",)),
        Column("freight", ("应付金额",)),
    ),
    required=(("运单号码",), ("应付金额",), ("日期",)),
    constants={"carrier": "顺丰"},
    menu=Text(
        zh="顺丰 › 月结 › 账单明细 › 下载", en="SF Express › Monthly bill › Details › Download"
    ),
    personal=("对方公司名称", "经手人"),
    other=("序号", "寄件地区", "到件地区", "产品类型", "付款方式", "费用", "折扣"),
)
