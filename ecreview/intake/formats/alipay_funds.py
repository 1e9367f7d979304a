"""Alipay account statement (资金流水): title rows, then one row per entry, income and expense in two columns."""

from __future__ import annotations

from ecreview.intake.formats.alipay_ledger import ALIPAY_SUBJECTS, tell_orders
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="alipay-funds",
    title=Text(zh="支付宝资金流水", en="Alipay account statement"),
    platform="alipay",
    table="payments",
    columns=(
        Column("entry_id", ("支付宝流水号",)),
        Column("txn_id", ("支付宝交易号",)),
        Column("merchant_no", ("商户订单号",)),
        Column("base_order_id", ("业务基础订单号",)),
        Column("time", ("入账时间",)),
        Column("amount", ("收入（+元）",), subtract=("支出（-元）",)),
        Column("balance", ("账户余额（元）",)),
        Column("subject_raw", ("账务类型",)),
        Column("note", ("备注",)),
        Column("fee", ("服务费（元）",), is_negated=True),
    ),
    required=(("支付宝流水号",), ("账务类型",), ("收入（+元）",)),
    subjects=ALIPAY_SUBJECTS,
    yields_to=("alipay-ledger",),
    menu=Text(
        zh="支付宝商家中心 › 对账中心 › 资金流水 › 下载",
        en="Alipay merchant centre › Reconciliation › Account statement › Download",
    ),
    personal=("对方账户", "对方名称", "付款备注"),
    other=(
        "序号", "支付渠道", "签约产品", "银行订单号", "商品名称", "业务订单号", "业务账单来源", "业务描述",
    ),
    prepare=tell_orders,
)  # fmt: skip
