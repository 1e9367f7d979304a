"""Account of 万相台: money moved into and out of the ad account, no report of what ads cost; refused by name."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="wxt-flow",
    title=Text(zh="万相台账户流水", en="Alimama ad account ledger"),
    platform="taobao",
    table="",
    columns=(),
    required=(("记账时间",), ("交易类型",), ("操作金额(元)",), ("操作后余额(元)",)),
    other=("交易日期", "收支类型", "备注"),
    refusal=(
        Text(zh="万相台账户流水", en="an Alimama ad account ledger"),
        Text(
            zh="它记的是账户的充值和扣款，不是推广报表。请上传：万相台 › 报表 › 商品报表 › 按天下载。",
            en="It lists the account's top-ups and charges, not how the ads performed. Upload the report instead: Alimama › Reports › By product and day › Download.",
        ),
    ),
)
