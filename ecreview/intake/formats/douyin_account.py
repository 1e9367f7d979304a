"""Douyin shop account ledger (账户流水): ids behind a backtick, the way of the money in a column of its own."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Direction, Format
from ecreview.intake.formats.douyin_ledger import DOUYIN_SUBJECTS
from ecreview.model.text import Text

FORMAT = Format(
    key="douyin-account",
    title=Text(zh="抖店账户流水", en="Douyin shop account"),
    platform="douyin",
    table="payments",
    columns=(
        Column("txn_id", ("动账流水号",)),
        Column("order_id", ("关联订单号",)),
        Column("line_id", ("关联子订单号",)),
        Column("time", ("动账时间",)),
        Column("subject_raw", ("动账场景",)),
        Column(
            "amount", ("动账金额(元)",), direction=Direction(("账户方向",), ("支出",), ("收入",))
        ),
        Column("balance", ("账户余额(元)",)),
        Column("note", ("备注",)),
    ),
    required=(("动账流水号",), ("账户方向",), ("动账金额(元)",), ("账户余额(元)",)),
    negative=("动账方向",),
    subjects=DOUYIN_SUBJECTS,
    yields_to=("douyin-ledger",),
    menu=Text(zh="抖店 › 资金 › 账户流水 › 导出", en="Douyin shop › Funds › Account › Export"),
)
