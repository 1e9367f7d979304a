"""Alipay trade orders (交易订单明细): one row per trade, what came in and what went back in two columns."""

from __future__ import annotations

from ecreview.intake.formats.alipay_ledger import tell_orders
from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="alipay-trades",
    title=Text(zh="支付宝交易订单明细", en="Alipay trade orders"),
    platform="alipay",
    table="payments",
    columns=(
        Column("txn_id", ("支付宝交易号",)),
        Column("merchant_no", ("商户订单号",)),
        Column("time", ("创建时间",)),
        Column("amount", ("商家实收(元)",), subtract=("商家实退(元)",)),
        Column("fee", ("服务费(元)",), subtract=("退服务费(元)",)),
        Column("status_raw", ("交易状态",)),
    ),
    required=(("支付宝交易号",), ("商家实退(元)",), ("退服务费(元)",)),
    subjects=(Subject("", "goods"),),
    yields_to=(
        "alipay-ledger",
        "alipay-funds",
        "alipay-business",
    ),
    menu=Text(
        zh="支付宝商家中心 › 交易订单 › 下载明细",
        en="Alipay merchant centre › Trade orders › Download",
    ),
    personal=("付款备注",),
    prepare=tell_orders,
)
