"""WeChat Pay bill of a person: no shop's ledger, refused by name."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="wechat-personal",
    title=Text(zh="微信个人账单", en="personal WeChat Pay bill"),
    platform="wechat",
    table="",
    columns=(),
    required=(("收/支",), ("交易对方",), ("当前状态",), ("商户单号",)),
    personal=("交易对方",),
    other=(
        "交易时间", "交易类型", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注",
    ),
    refusal=(
        Text(zh="微信个人账单", en="a personal WeChat Pay bill"),
        Text(
            zh="请上传店铺的订单报表；微信收款请上传：微信支付商户平台 › 交易中心 › 交易账单 › 下载。",
            en="Upload the shop's orders report; for takings by WeChat Pay upload the trade bill: WeChat Pay merchant platform › Trades › Trade bill › Download.",
        ),
    ),
)  # fmt: skip
