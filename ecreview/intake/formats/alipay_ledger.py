"""Alipay merchant ledger (账务明细): `#` lines around the table, order numbers hidden in three columns."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, has, put, text_column, whole
from ecreview.intake.entries import OTHER
from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table that tells order numbers: which rows, where to look, what to find.

    Attributes:
        subject: only rows of this 业务类型; empty = all.
        column: `merchant_no` (商户订单号) or `note` (备注).
        pattern: its group `id` is the order number; an empty group says that the row names none.
        merchant_no: only rows whose 商户订单号 matches this; empty = all.
    """

    subject: str
    column: str
    pattern: str
    merchant_no: str = ""


_DIGITS = r"(?P<id>\d+)"

# The first rule that finds something counts; a filled 业务基础订单号 goes before them all.
ORDER_NUMBERS: tuple[Rule, ...] = (
    Rule("提现", "note", "(?P<id>)"),
    Rule("", "merchant_no", r"^T\d+P(?P<id>\d+)$"),
    Rule("交易退款", "note", r"(?:^|-)(?:售后退款|保证金退款)-(?:.*-)?T\d*P(?P<id>\d+)"),
    Rule("交易退款", "note", _DIGITS),
    Rule("其它", "note", r"(?:^|-)(?:售后支付|保证金退款)-(?:.*-)?T\d*P(?P<id>\d+)"),
    Rule("其它", "note", "^聚划算保险保证金(?P<id>)"),
    Rule("其它", "note", _DIGITS),
    Rule("转账", "note", _DIGITS, merchant_no="^CAE"),
    Rule("转账", "merchant_no", r"^CAE[^_]*_[^_]*_(?P<id>[^_]+)"),
    Rule("转账", "merchant_no", r"^HJCAE.*?==.*?==.*?==(?P<id>[^=]+)"),
    Rule("转账", "note", r"KY_ITEM\)\((?P<id>\d+)", merchant_no="^HJCAE"),
    Rule("转账", "note", r"淘宝客佣金(?:代扣|退)款\[(?P<id>\d+)\]"),
    Rule("转账", "note", r"\{(?P<id>\d+)\}"),
    Rule("交易分账", "note", _DIGITS),
    Rule("", "merchant_no", r"^HJCOM.*?==.*?==.*?==(?P<id>[^=]+)"),
    Rule("", "note", _DIGITS, merchant_no=r'^CAE_POINT.*_RETURNGIVE"?$'),
    Rule("", "merchant_no", r"^CAE_POINT_(?P<id>[^_]+)"),
    Rule("", "merchant_no", r"^GXFZ_[^_]*_(?P<id>[^_]+)"),
    Rule("淘宝联盟", "note", r"tradeid:(?P<id>\d+)"),
)

ALIPAY_SUBJECTS: tuple[Subject, ...] = (
    Subject("在线支付", "goods"),
    Subject("交易付款", "goods"),
    Subject("交易退款", "refund", is_part=True),
    Subject("分账", "affiliate", note="淘宝客", is_part=True),
    Subject("分账", "commission", is_part=True),
    Subject("淘宝联盟", "affiliate"),
    Subject("转账", "affiliate", note="淘宝客佣金"),
    Subject("转账", "freight_insurance", note="运费险"),
    Subject("转账", "compensation", note="赔付"),
    Subject("转账", "other"),
    Subject("收费", "tech_fee"),
    Subject("服务费", "tech_fee", is_part=True),
    Subject("保险", "freight_insurance"),
    Subject("提现", "withdraw"),
    Subject("充值", "deposit"),
    Subject("保证金", "deposit"),
    Subject("其它", "other"),
    Subject("其他", "other"),
)


def tell_orders(table: pa.Table) -> pa.Table:
    """Return the entries with their order numbers; money sent on for no order and no purpose is only moved.

    merchant_no, base_order_id, subject_raw, subject, note → order_id, subject_raw, is_transfer
    """
    kind = pc.replace_substring_regex(_words(table, "subject_raw"), "^分账$", "交易分账")
    cells = {name: _words(table, name) for name in ("note", "merchant_no")}
    order_id = _order_numbers(kind, _words(table, "base_order_id"), cells)
    is_idle = pc.and_(
        pc.and_(pc.equal(kind, "转账"), pc.is_null(order_id)),
        pc.equal(_words(table, "subject"), OTHER),
    )
    if has(table, "subject_raw"):
        table = put(table, "subject_raw", category(kind))
    moved = pc.or_(is_idle, whole(table["is_transfer"]))
    return put(put(table, "order_id", order_id), "is_transfer", moved)


def _words(table: pa.Table, name: str) -> pa.Array:
    """Return a column as text, "" for what is missing."""
    return pc.fill_null(text_column(table, name), "")


def _order_numbers(kind: pa.Array, base: pa.Array, cells: dict[str, pa.Array]) -> pa.Array:
    """Return the order number of each row, null where it names none."""
    found = pc.if_else(pc.equal(base, ""), pa.scalar(None, TEXT), base)
    for rule in ORDER_NUMBERS:
        use = pc.is_null(found)
        if rule.subject:
            use = pc.and_(use, pc.equal(kind, rule.subject))
        if rule.merchant_no:
            use = pc.and_(use, pc.match_substring_regex(cells["merchant_no"], rule.merchant_no))
        matched = pc.extract_regex(cells[rule.column].filter(use), rule.pattern)
        found = pc.replace_with_mask(found, use, pc.struct_field(matched, "id").cast(TEXT))
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, TEXT), found)


FORMAT = Format(
    key="alipay-ledger",
    title=Text(zh="支付宝账务明细", en="Alipay ledger"),
    platform="alipay",
    table="payments",
    columns=(
        Column("entry_id", ("账务流水号",)),
        Column("txn_id", ("业务流水号",)),
        Column("merchant_no", ("商户订单号",)),
        Column("base_order_id", ("业务基础订单号",)),  # 13 and 16 columns
        Column("time", ("发生时间",)),
        Column("amount", ("收入金额（+元）",), subtract=("支出金额（-元）",)),
        Column("balance", ("账户余额（元）",)),
        Column("subject_raw", ("业务类型",)),
        Column("note", ("备注",)),
    ),
    required=(
        ("账务流水号",),
        ("业务流水号",),
        ("发生时间",),
        ("收入金额（+元）",),
        ("账户余额（元）",),
    ),
    negative=("收/支", "关联业务单号"),
    subjects=ALIPAY_SUBJECTS,
    menu=Text(
        zh="支付宝商家中心 › 对账中心 › 账务明细 › 下载",
        en="Alipay merchant centre › Reconciliation › Ledger › Download",
    ),
    personal=("对方账号",),
    other=("商品名称", "交易渠道", "业务描述", "业务账单来源", "业务订单号"),
    footer=("^#",),
    control={
        r"^#支出合计[：:](?P<count>\d+)笔[，,]共(?P<amount>[\d,.]+)元": "支出合计",
        r"^#收入合计[：:](?P<count>\d+)笔[，,]共(?P<amount>[\d,.]+)元": "收入合计",
    },
    prepare=tell_orders,
)
