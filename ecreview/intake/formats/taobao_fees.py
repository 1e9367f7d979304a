"""Taobao / Tmall fee files: one row per fee; the amount has a name of its own in each of them."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="taobao-fees",
    title=Text(zh="淘宝／天猫费用明细", en="Taobao / Tmall fees"),
    platform="taobao",
    table="fees",
    columns=(
        Column("order_id", ("主订单编号", "订单编号", "淘宝订单编号")),
        Column("time", ("扣费时间", "扣费日期", "支付时间", "日期")),
        Column("subject_raw", ("业务大类",)),
        Column(
            "amount",
            (
                "扣费金额", "扣费金额(元)", "扣费金额合计 (元）", "扣费金额合计(元)", "金额",
                "支出金额合计（元）", "捐赠金额", "本月付款",
            ),
        ),
        Column("note", ("备注",)),
    ),
    required=(
        ("业务大类",),
        ("扣费金额", "扣费金额合计 (元）", "金额", "支出金额合计（元）", "捐赠金额", "本月付款"),
    ),
    subjects=(
        Subject("淘宝客", "affiliate", is_part=True),
        Subject("联盟", "affiliate", is_part=True),
        Subject("运费险", "freight_insurance", is_part=True),
        Subject("保险", "freight_insurance", is_part=True),
        Subject("佣金", "commission", is_part=True),
        Subject("服务费", "tech_fee", is_part=True),
        Subject("推广", "marketing", is_part=True),
        Subject("营销", "marketing", is_part=True),
        Subject("赔付", "compensation", is_part=True),
        Subject("捐赠", "other", is_part=True),
        Subject("公益", "other", is_part=True),
    ),
    period_from="file",
    menu=Text(
        zh="千牛 › 财务 › 费用账单 › 下载明细", en="Qianniu › Finance › Fees › Download details"
    ),
    other=("扣费交易金额",),  # what the order came to, never the fee
)  # fmt: skip
