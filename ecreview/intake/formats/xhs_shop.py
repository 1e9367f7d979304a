"""Xiaohongshu business data (经营数据): one row per day, a row of explanations below the header."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="xhs-shop",
    title=Text(zh="小红书经营数据（按天）", en="Xiaohongshu shop by day"),
    platform="xhs",
    table="traffic_daily",
    columns=(
        Column("date", ("时间",)),
        Column("uv", ("商品访客数",)),
        Column("pay_buyers", ("支付买家数", "支付买家数（支付时间）")),
        Column("pay_amount", ("支付金额", "支付金额（支付时间）")),
    ),
    required=(
        ("时间",),
        ("商品访客数",),
        ("支付买家数", "支付买家数（支付时间）", "退款后支付金额（支付时间）"),
    ),
    negative=("商品ID", "规格ID", "SKU"),
    remark=Text(
        zh="小红书的按天数据只有商品访客数，这里用作店铺访客数。",
        en="Xiaohongshu's daily data has product visitors only; they are used as the shop's visitors.",
    ),
    menu=Text(
        zh="小红书千帆 › 数据 › 经营数据 › 下载", en="Xiaohongshu Qianfan › Data › Business › Download"
    ),
    other=(
        "支付订单数", "客单价", "支付转化率", "退款后支付金额（支付时间）", "退款率（支付时间）",
    ),
)  # fmt: skip
