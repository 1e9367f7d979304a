"""Xiaohongshu settlement (商品结算明细): one row per settled order or refund, every part with its own sign."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="xhs-settlement",
    title=Text(zh="小红书商品结算明细", en="Xiaohongshu settlement"),
    platform="xhs",
    table="payments",
    columns=(
        Column("order_id", ("订单号",)),
        Column("refund_id", ("售后单号",)),
        Column("ordered_at", ("下单时间",)),
        Column("time", ("结算时间",)),
        Column("subject_raw", ("交易类型",)),
        Column("amount", ("动账金额",)),
        Column("note", ("备注",)),
        Column("part_goods", ("商品实付/实退",)),
        Column("part_freight", ("运费实付/实退",)),
        Column("part_subsidy", ("平台优惠补贴",), plus=("平台运费补贴",)),
        Column("part_tax", ("跨境税代缴",), plus=("商品税金", "运费税金")),
        Column("part_commission", ("佣金",)),
        Column("part_affiliate", ("分销佣金",)),
        Column("part_tech_fee", ("支付渠道费",)),
        Column(
            "part_other",
            ("代运营服务商佣金",),
            plus=("代开发服务商佣金", "花呗分期手续费", "国补订单毛保金额"),
        ),
    ),
    required=(("计佣基数",), ("动账金额",)),
    subjects=(Subject("结算入账", "goods"), Subject("退款", "refund", is_part=True)),
    menu=Text(
        zh="小红书千帆 › 资金 › 账单 › 商品结算明细 › 导出",
        en="Xiaohongshu Qianfan › Funds › Bills › Settlement › Export",
    ),
    other=("结算账户", "计佣基数"),
)
