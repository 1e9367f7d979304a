"""JD wallet bill of a person: no shop's ledger, refused by name."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jd-personal",
    title=Text(zh="京东个人账单", en="personal JD bill"),
    platform="jd",
    table="",
    columns=(),
    required=(("收/支",), ("商户名称",), ("交易说明",)),
    other=(
        "交易时间", "商户名称", "交易说明", "金额", "收/付款方式", "交易状态", "收/支", "交易分类", "交易订单号",
        "商家订单号", "备注",
    ),
    refusal=(
        Text(zh="京东个人账单", en="a personal JD bill"),
        Text(
            zh="请上传店铺的订单：京东商家后台 › 订单管理 › 订单查询与跟踪 › 导出。",
            en="Upload the shop's orders: JD seller centre › Orders › Search › Export.",
        ),
    ),
)  # fmt: skip
