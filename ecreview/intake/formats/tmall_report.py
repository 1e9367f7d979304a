"""The anonymised Tmall order file of seven columns that circulates for training."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="tmall-report",
    title=Text(zh="天猫订单明细（7 列）", en="Tmall order file (7 columns)"),
    platform="tmall",
    table="orders",
    columns=(
        Column("order_id", ("订单编号",)),
        Column("order_amount", ("总金额",)),
        Column("paid_amount", ("买家实际支付金额",)),
        Column("province", ("收货地址",)),
        Column("created_at", ("订单创建时间",)),
        Column("paid_at", ("订单付款时间",)),
        Column("refunded", ("退款金额",)),
    ),
    required=(("订单编号",), ("总金额",), ("买家实际支付金额",), ("退款金额",), ("订单创建时间",)),
    negative=("订单状态", "买家应付货款", "退款编号", "子订单编号"),
    paid_basis="net",
    is_buyerless=True,
    menu=Text(
        zh="公开的天猫订单数据（课程、竞赛常用）",
        en="Public Tmall order data (courses, contests)",
    ),
)
