"""WeChat Pay funds (资金账单): every value behind a backtick, the direction in a column of its own.

The voucher (业务凭证号) of a payment and of its fee is the shop's own order number; of a refund it is that of
the refund, which names no order.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, put, text_column
from ecreview.intake.formats.base import Column, Direction, Format, Subject
from ecreview.model.text import Text

_OF_ORDERS = ("goods", "tech_fee")


def tell_orders(table: pa.Table) -> pa.Table:
    """Return the entries with the orders that they name.

    merchant_no, subject → order_id
    """
    names_order = pc.is_in(text_column(table, "subject"), pa.array(_OF_ORDERS, TEXT))
    number = text_column(table, "merchant_no")
    return put(table, "order_id", pc.if_else(names_order, number, pa.scalar(None, TEXT)))


FORMAT = Format(
    key="wechat-funds",
    title=Text(zh="微信支付资金账单", en="WeChat Pay fund bill"),
    platform="wechat",
    table="payments",
    columns=(
        Column("entry_id", ("资金流水单号",)),
        Column("txn_id", ("微信支付业务单号",)),
        Column("merchant_no", ("业务凭证号",)),
        Column("time", ("记账时间",)),
        Column(
            "amount",
            ("收支金额(元)",),
            direction=Direction(("收支类型",), out=("支出",), into=("收入",)),
        ),
        Column("balance", ("账户结余(元)",)),
        Column("subject_raw", ("业务类型",)),
        Column("note", ("备注",)),
    ),
    required=(("资金流水单号",), ("收支金额(元)",), ("账户结余(元)",)),
    subjects=(
        Subject("手续费", "tech_fee", is_part=True),
        Subject("交易", "goods"),
        Subject("退款", "refund", is_part=True),
        Subject("提现", "withdraw", is_part=True),
        Subject("充值", "deposit", is_part=True),
    ),
    summary={
        "资金流水总笔数": "",
        "收入笔数": "",
        "收入金额": "in",
        "支出笔数": "",
        "支出金额": "out",
    },
    prefix="`",
    yields_to=("wechat-trades",),
    menu=Text(
        zh="微信支付商户平台 › 账户中心 › 资金账单 › 下载",
        en="WeChat Pay merchant platform › Account › Fund bill › Download",
    ),
    personal=("资金变更提交申请人",),
    other=("业务名称",),
    prepare=tell_orders,
)
