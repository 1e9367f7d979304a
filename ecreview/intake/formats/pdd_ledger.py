"""Pinduoduo ledger (账务明细, 货款明细): half its headers are Alipay's, its order numbers its own."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="pdd-ledger",
    title=Text(zh="拼多多账务明细", en="Pinduoduo ledger"),
    platform="pdd",
    table="payments",
    columns=(
        Column("order_id", ("商户订单号",)),
        Column("time", ("发生时间",)),
        Column("amount", ("收入金额（+元）",), subtract=("支出金额（-元）",)),
        Column("subject_raw", ("账务类型",)),
        Column("note", ("业务描述", "备注")),
    ),
    required=(("商户订单号",), ("账务类型",), ("收入金额（+元）",)),
    negative=("账务流水号", "账户余额（元）"),
    subjects=(
        Subject("交易收入", "goods"),
        Subject("交易退款", "refund"),
        Subject("技术服务费", "tech_fee"),
        Subject("", "marketing", note="营销费用-"),
        Subject("多多进宝", "marketing"),
        Subject("优惠券结算", "subsidy"),
        Subject("", "freight_insurance", note="运费险"),
        Subject("提现", "withdraw"),
        Subject("转账", "withdraw", is_part=True),
        Subject("充值", "deposit", is_part=True),
        Subject("保证金", "deposit", is_part=True),
        Subject("其他支出", "other"),
        Subject("其他收入", "other"),
    ),
    menu=Text(
        zh="拼多多商家后台 › 账户资金 › 货款账户 › 账务明细 › 导出",
        en="Pinduoduo merchant centre › Funds › Sales proceeds › Ledger › Export",
    ),
    other=("费项", "金额"),
)
