"""Douyin shop settlement (结算账单): a row of formulas below the header, refunds as negative rows."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

_FEES = ("平台服务费", "达人佣金")

FORMAT = Format(
    key="douyin-settlement",
    title=Text(zh="抖店结算账单", en="Douyin shop settlement"),
    platform="douyin",
    table="payments",
    columns=(
        Column("order_id", ("订单号",)),
        Column("line_id", ("子订单号",)),
        Column("time", ("结算时间",)),
        Column("subject_raw", ("结算单类型",)),
        Column("amount", ("结算金额",)),
        Column("ordered_at", ("下单时间",)),
        # 结算金额 = 收入合计 − 支出合计; the fees are positive parts of 支出合计
        Column("part_goods", ("收入合计",)),
        Column("part_tech_fee", ("平台服务费",), is_negated=True),
        Column("part_affiliate", ("达人佣金",), is_negated=True),
        Column("part_other", ("支出合计",), subtract=_FEES, is_negated=True),
    ),
    required=(("结算单类型",), ("有结算前退款",), ("结算金额",)),
    subjects=(Subject("退款", "refund", is_part=True), Subject("结算", "goods", is_part=True)),
    yields_to=(
        "douyin-ledger",
        "douyin-account",
    ),
    menu=Text(zh="抖店 › 资金 › 结算账单 › 导出", en="Douyin shop › Funds › Settlement › Export"),
    other=("结算账户",),
)
