"""Kuaishou return-freight insurance (退货补运费): what insuring each order cost the shop."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="kuaishou-freight-insurance",
    title=Text(zh="快手小店退货补运费", en="Kuaishou return-freight insurance"),
    platform="kuaishou",
    table="fees",
    columns=(
        Column("fee_id", ("收费编号",)),
        Column("order_id", ("订单编号",)),
        Column("time", ("生效时间",)),
        Column("amount", ("商家承担服务费用（元）",)),
    ),
    required=(("收费编号",), ("商家承担服务费用（元）",)),
    subjects=(Subject("", "freight_insurance"),),
    menu=Text(
        zh="快手小店 › 售后 › 退货补运费 › 费用明细 › 导出",
        en="Kuaishou shop › After-sales › Return freight › Fees › Export",
    ),
    other=("服务费用（元）", "平台补贴费用（元）"),
)
