"""JD settlement summed up by fee (账单汇总): the same money as the details, refused so that it counts once."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jd-summary",
    title=Text(zh="京东账单汇总", en="JD settlement summary"),
    platform="jd",
    table="",
    columns=(),
    required=(
        ("费用项", "费用名称"),
        ("金额", "应结金额"),
        ("商家应收/应付", "收支方向", "费用分类"),
    ),
    negative=("订单编号", "单据编号", "商户订单号"),
    other=("账单日期", "对账日期", "币种", "店铺号", "结算状态", "单据类型"),
    refusal=(
        Text(
            zh="京东账单汇总，与结算明细是同一笔钱",
            en="a JD settlement summary: the same money as in the settlement details",
        ),
        Text(
            zh="请上传结算明细：京东商家后台 › 财务中心 › 结算管理 › 账单明细下载。",
            en="Upload the details instead: JD seller centre › Finance › Settlement › Download details.",
        ),
    ),
)
