"""Xiaohongshu account ledger (店铺余额明细): income and expense side by side, the order among the business numbers."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, put, text_column
from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.intake.formats.moving import MOVED_OR_BACK
from ecreview.model.text import Text

_ORDER_NUMBER = r"^P\d+$"


def tell_orders(table: pa.Table) -> pa.Table:
    """Return the ledger with the order of each row: its business number where that is an order's.

    txn_id → order_id
    """
    number = text_column(table, "txn_id")
    is_order = pc.match_substring_regex(number, _ORDER_NUMBER)
    return put(table, "order_id", pc.if_else(is_order, number, pa.scalar(None, TEXT)))


FORMAT = Format(
    key="xhs-ledger",
    title=Text(zh="小红书账户流水", en="Xiaohongshu ledger"),
    platform="xhs",
    table="payments",
    columns=(
        Column("txn_id", ("业务单号",)),
        Column("time", ("创建时间",)),
        Column("subject_raw", ("交易类型描述",)),
        Column("amount", ("收入（元）",), subtract=("支出（元）",)),
        Column("balance", ("账户余额（元）",)),
        Column("note", ("备注",)),
    ),
    required=(("交易类型描述",), ("业务单号",)),
    subjects=(
        *MOVED_OR_BACK,
        Subject("分销佣金", "affiliate", is_part=True),
        Subject("佣金", "commission", is_part=True),
        Subject("赔付", "compensation", is_part=True),
        Subject("结算", "goods", is_part=True),
    ),
    yields_to=("xhs-settlement",),
    menu=Text(
        zh="小红书千帆 › 资金 › 账户流水 › 导出", en="Xiaohongshu Qianfan › Funds › Ledger › Export"
    ),
    prepare=tell_orders,
)
