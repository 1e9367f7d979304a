"""Pinduoduo after-sales (退款明细): one row per claim; only 退款成功 moved money."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="pdd-refunds",
    title=Text(zh="拼多多退款明细", en="Pinduoduo refunds"),
    platform="pdd",
    table="refunds",
    columns=(
        Column("refund_id", ("售后编号",)),
        Column("order_id", ("订单编号",)),
        Column("applied_at", ("申请时间",)),
        Column("amount", ("退款金额",)),
        Column("type", ("退款类型",)),
        Column("status", ("售后状态",)),
    ),
    required=(("售后编号",), ("订单编号",), ("退款金额",)),
    menu=Text(
        zh="拼多多商家后台 › 售后管理 › 售后工作台 › 导出",
        en="Pinduoduo merchant centre › After-sales › Export",
    ),
    other=("交易金额",),
)
