"""Customer service by agent (客服绩效): the period stands in the file's name, six rows at the end sum up."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="cs-daily",
    title=Text(zh="客服绩效（自制报表）", en="Customer service by agent"),
    platform="taobao",
    table="cs_daily",
    columns=(
        Column("date", ("日期", "统计日期")),
        Column("staff", ("旺旺昵称",)),
        Column("inquiries", ("询单人数",)),
        Column("paid_inquiries", ("询单最终付款人数",)),
        Column("paid_amount", ("询单最终付款金额",)),
        Column("first_response_s", ("首次响应时长（秒)",)),
        Column("avg_response_s", ("平均响应时长（秒)",)),
        Column("satisfaction", ("客户满意率",)),
        Column("reply_rate", ("旺旺回复率",)),
        Column("refund_amount", ("成功退款金额",)),
    ),
    required=(("旺旺昵称",), ("询单人数",)),
    period_from="file",
    menu=Text(
        zh="千牛 › 客户 › 客服绩效 › 自制报表 › 下载",
        en="Qianniu › Customer service › Performance › Custom reports › Download",
    ),
    other=("询单最终付款转化率",),
    footer=("^(?:全店)?(?:汇总|平均)值$", "^同行同层"),
)
