"""WeChat shop ledger (资金流水): the header says 动帐; a row that names a withdrawal moved money to the bank."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, known, mask, put, text_column
from ecreview.intake.formats.base import Column, Direction, Format, Subject
from ecreview.intake.formats.moving import MOVED_OR_BACK
from ecreview.model.text import Text


def tell_withdrawals(table: pa.Table) -> pa.Table:
    """Return the ledger with every row that names a withdrawal told as one.

    withdrawal_id, subject, is_transfer → subject, is_transfer
    """
    is_withdrawal = known(table, "withdrawal_id")
    subject = pc.if_else(pa.array(is_withdrawal), "withdraw", text_column(table, "subject"))
    moved = np.logical_or(is_withdrawal, mask(table["is_transfer"]))
    return put(put(table, "subject", category(subject.cast(TEXT))), "is_transfer", pa.array(moved))


FORMAT = Format(
    key="wxshop-ledger",
    title=Text(zh="微信小店资金流水", en="WeChat shop ledger"),
    platform="wxshop",
    table="payments",
    columns=(
        Column("txn_id", ("流水单号",)),
        Column("order_id", ("关联订单号",)),
        Column("refund_id", ("关联售后单号",)),
        Column("withdrawal_id", ("关联提现单号",)),
        Column("time", ("记账时间",)),
        Column("subject_raw", ("动帐类型",)),
        Column(
            "amount",
            ("收支金额",),
            direction=Direction(("收支类型",), out=("支出",), into=("收入",)),
        ),
        Column("balance", ("账户余额",)),
        Column("note", ("详情",)),
    ),
    required=(("动帐类型",), ("关联提现单号",)),
    subjects=(
        *MOVED_OR_BACK,
        Subject("技术服务费", "tech_fee", is_part=True),
        Subject("佣金", "affiliate", is_part=True),
        Subject("赔付", "compensation", is_part=True),
        Subject("订单支付", "goods", is_part=True),
        Subject("结算", "goods", is_part=True),
    ),
    menu=Text(zh="微信小店 › 资金 › 资金流水 › 导出", en="WeChat shop › Funds › Ledger › Export"),
    other=("关联保单号", "关联礼物单号"),
    prepare=tell_withdrawals,
)
