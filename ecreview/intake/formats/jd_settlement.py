"""JD settlement (对账单, 货款明细; of the wallet: 钱包结算明细): one row per order and fee.

The amount is unsigned or signed by version; which way the money went stands in a column of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, put, text_column, whole
from ecreview.intake.formats.base import Column, Direction, Format, StandIn, Subject
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_VOID = ("付款失败", "数据作废")

_SUBJECTS: Mapping[str, str] = {
    "货款": "goods",
    "保证金": "deposit",
    "提现": "withdraw",
    "充值": "deposit",
    "转账": "withdraw",
    "运费险": "freight_insurance",
    "运费保险": "freight_insurance",
    "配送费": "freight",
    "运费": "freight",
    "京豆": "marketing",
    "返利": "marketing",
    "赔付": "compensation",
    "价保": "compensation",
    "联盟": "affiliate",
    "佣金": "commission",
    "服务费": "tech_fee",
    "使用费": "tech_fee",
}


def tell_refunds(table: pa.Table) -> pa.Table:
    """Return the entries with goods money that went back as refunds, and void ones marked as no business.

    subject, amount, status_raw → subject, is_transfer
    """
    subject, amount = text_column(table, "subject"), whole(table["amount"])
    went_back = pc.and_(pc.equal(subject, "goods"), pc.less(amount, 0))
    subject = pc.if_else(pc.fill_null(went_back, fill_value=False), "refund", subject)
    is_void = pc.is_in(text_column(table, "status_raw"), pa.array(_VOID, TEXT))
    moved = pc.or_(whole(table["is_transfer"]), is_void)
    return put(put(table, "subject", category(subject)), "is_transfer", moved)


FORMAT = Format(
    key="jd-settlement",
    title=Text(zh="京东结算明细", en="JD settlement"),
    platform="jd",
    table="payments",
    columns=(
        Column("order_id", ("订单编号",)),
        # wallet; 18 columns; 22 columns
        Column("txn_id", ("单据编号", "结算单号", "商户订单号")),
        Column("refund_id", ("售后服务单号",)),
        Column("product_id", ("商品编号",)),
        Column("ordered_at", ("订单下单时间", "费用发生时间")),
        Column(
            "time",
            ("到账时间", "结算时间", "费用结算时间", "费用计费时间", "账单生成时间"),
            stand_in=StandIn("账单生成时间"),
        ),
        Column("subject_raw", ("费用名称", "费用项")),
        Column(
            "amount",
            ("应结金额", "金额"),
            direction=Direction(
                ("商家应收/应付", "收支方向", "费用分类"),
                out=("支出", "应付"),
                into=("收入", "应收"),
            ),
        ),
        Column("status_raw", ("结算状态",)),
        Column("note", ("资金动账备注", "钱包结算备注", "备注")),
        Column("currency", ("币种",)),
    ),
    required=(
        ("订单编号",),
        ("费用名称", "费用项"),
        ("应结金额", "金额"),
        ("收支方向", "费用分类", "商家应收/应付"),
    ),
    subjects=(
        Subject("货款", "refund", note="退货金额"),
        *(Subject(word, subject, is_part=True) for word, subject in _SUBJECTS.items()),
    ),
    menu=Text(
        zh="京东商家后台 › 财务中心 › 结算管理 › 账单明细下载",
        en="JD seller centre › Finance › Settlement › Download details",
    ),
    other=(
        # 22 columns
        "父单号", "订单状态", "订单完成时间", "售后退款时间", "商品名称", "商品数量", "扣点类型",
        "佣金比例", "预计结算时间",
        # 18 columns
        "商品单价", "结算单类型", "结算主体",
        # wallet
        "单据类型", "店铺号", "京东门店编号", "品牌门店编号", "门店名称", "对账日期",
        "账单日期",
    ),
    null_words=("--",),
    prepare=tell_refunds,
)  # fmt: skip
