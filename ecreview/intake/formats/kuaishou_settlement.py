"""Kuaishou settlement (结算明细): one row per settled order; what was taken off it is written without a sign."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="kuaishou-settlement",
    title=Text(zh="快手小店结算明细", en="Kuaishou settlement"),
    platform="kuaishou",
    table="payments",
    columns=(
        Column("order_id", ("订单号",)),
        Column("ordered_at", ("订单创建时间",)),
        Column("time", ("实际结算时间",)),
        Column("amount", ("实际结算金额(元)",)),
        Column("note", ("备注",)),
        Column("part_goods", ("订单实付(元)",)),
        Column(
            "part_subsidy",
            ("平台补贴",),
            plus=("政府补贴", "支付营销补贴", "达人补贴"),
        ),
        Column("part_refund", ("订单退款(元)",), plus=("支付营销回退（元）",), is_negated=True),
        Column(
            "part_tech_fee",
            ("技术服务费(元)",),
            plus=("预售增收技术服务费（元）",),
            is_negated=True,
        ),
        Column(
            "part_affiliate",
            ("达人佣金(元)",),
            plus=("团长佣金(元)", "快赚客佣金(元)", "服务商佣金(元)"),
            is_negated=True,
        ),
        Column("part_other", ("其他收费",), is_negated=True),
    ),
    required=(("实际结算金额(元)",), ("合计支出(元)",)),
    subjects=(Subject("", "goods"),),
    menu=Text(
        zh="快手小店 › 资金 › 结算明细 › 导出",
        en="Kuaishou shop › Funds › Settlement › Export",
    ),
    personal=("账户名称",),
    other=(
        "商家ID", "商品ID", "商品名称", "商品数量", "商家补贴(元)", "达人补贴明细", "合计收入(元)", "达人ID",
        "MCN机构ID", "团长id", "佣金模式", "快赚客ID", "服务商ID", "分账基数", "其他收费明细", "合计支出(元)",
        "结算规则", "资金渠道", "结算商户号", "消费金信息",
    ),
)  # fmt: skip
