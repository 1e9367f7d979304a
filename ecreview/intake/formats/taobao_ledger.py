"""Taobao / Tmall takings and payouts (收支明细, 动账): one row per entry, income and expense in two columns."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="taobao-ledger",
    title=Text(zh="淘宝／天猫收支明细", en="Taobao / Tmall ledger"),
    platform="taobao",
    table="payments",
    columns=(
        Column("txn_id", ("支付流水号",)),
        Column("order_id", ("主订单id", "淘宝订单编号")),  # 14 columns; 聚合结算账户
        Column("line_id", ("子订单id",)),
        Column("time", ("入帐日期", "入帐时间")),  # the latter may be a clock alone
        Column("amount", ("收入金额(元)",), subtract=("支出金额(元)",)),
        Column("subject_raw", ("入帐类型",)),
        Column("note", ("业务描述", "备注")),
        Column("shop", ("商家昵称",)),
    ),
    required=(("主订单id", "淘宝订单编号"), ("入帐类型",), ("收入金额(元)",), ("支出金额(元)",)),
    subjects=(
        Subject("交易收款", "goods"),
        Subject("交易退款", "refund", is_part=True),
        Subject("提现", "withdraw", is_part=True),
        Subject("保证金", "deposit", is_part=True),
        # 服务费 and 扣款 say no more than that: what they are for stands in the description.
        Subject("", "affiliate", note="淘宝客"),
        Subject("", "freight_insurance", note="运费险"),
        Subject("", "commission", note="佣金"),
        Subject("服务费", "tech_fee", is_part=True),
        Subject("", "tech_fee", note="服务费"),
        Subject("扣款", "other", is_part=True),  # and 扣款退回, the same coming back
    ),
    period_from="file",
    yields_to=(
        "alipay-ledger",
        "alipay-funds",
    ),
    menu=Text(zh="千牛 › 财务 › 收支明细 › 导出", en="Qianniu › Finance › Ledger › Export"),
    other=("收/付渠道", "数据创建时间", "数据修改时间"),
)
