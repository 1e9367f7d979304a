"""Xiaohongshu other services (其他服务款项): what services beside the sale of goods cost or paid."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="xhs-other-service",
    title=Text(zh="小红书其他服务款项", en="Xiaohongshu other services"),
    platform="xhs",
    table="payments",
    columns=(
        Column("txn_id", ("业务单据号",)),
        Column("order_id", ("订单号",)),
        Column("time", ("结算时间",)),
        Column("subject_raw", ("业务款项",)),
        Column("amount", ("动账金额",)),
        Column("note", ("备注",)),
    ),
    required=(("业务款项",), ("业务单据号",), ("动账金额",)),
    subjects=(
        Subject("运费险", "freight_insurance", is_part=True),
        Subject("运费", "freight", is_part=True),
        Subject("赔付", "compensation", is_part=True),
        Subject("保证金", "deposit", is_part=True),
        Subject("佣金", "affiliate", is_part=True),
        Subject("补贴", "subsidy", is_part=True),
        Subject("技术服务费", "tech_fee", is_part=True),
    ),
    menu=Text(
        zh="小红书千帆 › 资金 › 账单 › 其他服务款项 › 导出",
        en="Xiaohongshu Qianfan › Funds › Bills › Other services › Export",
    ),
    other=("结算账户", "交易类型"),
)
