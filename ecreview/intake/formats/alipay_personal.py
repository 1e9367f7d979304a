"""Alipay bill of a person (电子客户回单): no shop's ledger, refused by name."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="alipay-personal",
    title=Text(zh="支付宝个人账单", en="personal Alipay bill"),
    platform="alipay",
    table="",
    columns=(),
    required=(
        ("收/支",),
        ("交易对方", "资金状态"),
        ("交易分类", "商品说明", "资金状态"),
        ("商家订单号",),
    ),
    personal=("交易对方", "对方账号"),
    other=(
        "交易时间", "交易分类", "商品说明", "收/支", "金额", "收/付款方式", "交易状态", "交易订单号", "商家订单号",
        "备注",
        # older
        "交易号", "交易创建时间", "付款时间", "最近修改时间", "交易来源地", "类型", "商品名称", "金额（元）",
        "服务费（元）", "成功退款（元）", "资金状态",
    ),
    refusal=(
        Text(zh="支付宝个人账单", en="a personal Alipay bill"),
        Text(
            zh="请上传商家账务明细：支付宝商家中心 › 对账中心 › 账务明细 › 下载。",
            en="Upload the merchant ledger instead: Alipay merchant centre › Reconciliation › Ledger › Download.",
        ),
    ),
)  # fmt: skip
