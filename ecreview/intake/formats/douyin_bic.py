"""Douyin quality-inspection fees (BIC / QIC): one row per fee of a parcel."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="douyin-bic",
    title=Text(zh="抖店质检费用（BIC）", en="Douyin quality-inspection fees"),
    platform="douyin",
    table="fees",
    columns=(
        Column("fee_id", ("结算单号",)),
        Column("order_id", ("关联订单号",)),
        Column("time", ("结算时间",)),
        Column("subject_raw", ("费用项",)),
        Column("amount", ("结算金额",)),
        Column("status_raw", ("状态",)),
        Column("note", ("备注",)),
    ),
    required=(("结算单号",), ("QIC仓",), ("费用项",), ("结算金额",)),
    subjects=(Subject("", "tech_fee"),),
    menu=Text(
        zh="抖店 › 资金 › 供应链费用 › 导出", en="Douyin shop › Funds › Supply-chain fees › Export"
    ),
    other=(
        "订单码", "关联运单号", "服务商", "计费参数", "计费完成时间", "业务节点", "业务发生时间", "动账账户",
        "动账流水号", "是否木带宝", "是否子单",
    ),
)  # fmt: skip
