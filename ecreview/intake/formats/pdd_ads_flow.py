"""Pinduoduo ad account (推广账户流水): what was paid in and taken out, no report of what ads did; refused by name."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="pdd-ads-flow",
    title=Text(zh="拼多多推广账户流水", en="Pinduoduo ad account ledger"),
    platform="pdd",
    table="",
    columns=(),
    required=(("流水类型",), ("交易摘要",), ("交易金额",), ("资金类型",)),
    other=("时间",),
    refusal=(
        Text(zh="拼多多推广账户流水", en="a Pinduoduo ad account ledger"),
        Text(
            zh="它只记充值和扣款，不是推广花费。请上传推广报表：拼多多推广平台 › 数据报表 › 分日数据 › 下载。",
            en="It lists top-ups and deductions, not what the ads cost. Upload the ad report instead: Pinduoduo ad platform › Reports › By day › Download.",
        ),
    ),
)
