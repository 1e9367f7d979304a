"""Douyin return-freight insurance: one row per policy, with the premium that the shop paid."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="douyin-freight-insurance",
    title=Text(zh="抖店运费险保单", en="Douyin return-freight insurance"),
    platform="douyin",
    table="fees",
    columns=(
        Column("fee_id", ("投保单号",)),
        Column("order_id", ("订单编号",)),
        Column("time", ("动账时间",)),
        Column("subject_raw", ("保险名称",)),
        Column("amount", ("支付保费",)),
        Column("status_raw", ("保费状态",)),
        Column("note", ("备注",)),
    ),
    required=(("投保单号",), ("支付保费",), ("保险名称",)),
    subjects=(Subject("", "freight_insurance"),),
    menu=Text(
        zh="抖店 › 资金 › 运费险 › 保单明细 › 导出",
        en="Douyin shop › Funds › Freight insurance › Policies › Export",
    ),
    other=(
        "下单时间", "承保时间", "承保保司", "保费来源", "动账流水号", "保险交易单号", "平台优惠【营销补贴】",
        "保障额度", "保障状态", "平台优惠【特殊活动】", "平台优惠",
    ),
)  # fmt: skip
