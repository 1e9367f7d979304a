"""WeChat Pay trades (交易账单): every value behind a backtick, a second table sums up the first.

One layout per type of bill (ALL, SUCCESS, REFUND) and an older one, told by names alone. 应结订单金额 has
coupons taken off: orders are matched on 订单金额.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, has, put, text_column
from ecreview.intake.formats.base import Column, Format, StandIn, Subject
from ecreview.model.text import Text

_NO_REFUND = "0"  # the refund's number in rows that are none
_FAILED = "FAIL"  # the money never left


def restore(table: pa.Table) -> pa.Table:
    r"""Return the trades with titles as they were written and refunds that failed marked as no business.

    note (`\ ` for a comma, `\n` for a line end), refund_id (0 for none) → the same, plain;
    status_raw → is_transfer
    """
    if has(table, "note"):
        plain = pc.replace_substring(text_column(table, "note"), "\\ ", ", ")
        table = put(table, "note", pc.replace_substring(plain, "\\n", "\n"))
    if has(table, "refund_id"):
        number = text_column(table, "refund_id")
        is_none = pc.equal(number, _NO_REFUND)
        table = put(table, "refund_id", pc.if_else(is_none, pa.scalar(None, TEXT), number))
    failed = pc.fill_null(pc.equal(text_column(table, "status_raw"), _FAILED), fill_value=False)
    return put(table, "is_transfer", failed)


FORMAT = Format(
    key="wechat-trades",
    title=Text(zh="微信支付交易账单", en="WeChat Pay trade bill"),
    platform="wechat",
    table="payments",
    columns=(
        Column("txn_id", ("微信订单号",)),
        Column("order_id", ("商户订单号",)),
        Column("refund_id", ("微信退款单号",)),
        # A REFUND bill says when the refund was done; until then, when it was asked for.
        Column("time", ("退款成功时间", "交易时间"), stand_in=StandIn("退款申请时间")),
        Column("amount", ("订单金额", "总金额"), subtract=(("申请退款金额", "退款金额"),)),
        Column("fee", ("手续费",)),
        Column("subject_raw", ("交易状态",)),
        Column("status_raw", ("退款状态",)),
        Column("note", ("商品名称",)),
        Column("currency", ("货币种类",)),
    ),
    required=(("微信订单号",), ("商户订单号",), ("交易状态",), ("费率",)),
    subjects=(
        Subject("SUCCESS", "goods"),
        Subject("REFUND", "refund"),
        Subject("REVOKED", "refund"),
    ),
    summary={
        "总交易单数": "",
        "应结订单总金额": "",
        "退款总金额": "",
        "充值券退款总金额": "",
        "手续费总金额": "fee",
        "订单总金额": "in",
        "申请退款总金额": "out",
        # older
        "总交易额": "in",
        "总退款金额": "out",
    },
    prefix="`",
    menu=Text(
        zh="微信支付商户平台 › 交易中心 › 交易账单 › 下载",
        en="WeChat Pay merchant platform › Trades › Trade bill › Download",
    ),
    personal=("用户标识", "商户数据包"),
    other=(
        "公众账号ID", "商户号", "特约商户号", "子商户号", "设备号", "交易类型", "付款银行", "应结订单金额",
        "代金券金额", "代金券或立减优惠金额", "企业红包金额", "商户退款单号", "充值券退款金额",
        "代金券或立减优惠退款金额", "企业红包退款金额", "退款类型", "费率备注",
    ),
    prepare=restore,
)  # fmt: skip
