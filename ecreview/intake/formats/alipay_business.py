"""Alipay transaction details (业务明细): one row per payment or refund; refunds are negative."""

from __future__ import annotations

from ecreview.intake.formats.alipay_ledger import tell_orders
from ecreview.intake.formats.base import Column, Format, StandIn, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="alipay-business",
    title=Text(zh="支付宝业务明细", en="Alipay transaction details"),
    platform="alipay",
    table="payments",
    columns=(
        Column("txn_id", ("支付宝交易号",)),
        Column("merchant_no", ("商户订单号",)),
        Column("refund_id", ("退款批次号/请求号",)),
        Column("time", ("完成时间",), stand_in=StandIn("创建时间")),
        Column("ordered_at", ("创建时间",)),
        Column("amount", ("商家实收（元）",)),
        Column("fee", ("服务费（元）",), is_negated=True),
        Column("subject_raw", ("业务类型",)),
        Column("note", ("备注",)),
    ),
    required=(("支付宝交易号",), ("商家实收（元）",), ("分润（元）",)),
    subjects=(Subject("交易", "goods"), Subject("退款", "refund", is_part=True)),
    yields_to=("alipay-ledger", "alipay-funds"),
    menu=Text(
        zh="支付宝商家中心 › 对账中心 › 业务明细 › 下载",
        en="Alipay merchant centre › Reconciliation › Transaction details › Download",
    ),
    personal=("对方账户", "操作员"),
    other=(
        "商品名称", "门店编号", "门店名称", "终端号", "订单金额（元）", "支付宝红包（元）", "集分宝（元）",
        "支付宝优惠（元）", "商家优惠（元）", "券核销金额（元）", "券名称", "商家红包消费金额（元）",
        "卡消费金额（元）",
    ),
    footer=("^#",),
    prepare=tell_orders,
)  # fmt: skip
