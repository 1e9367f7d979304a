"""WeChat shop quality inspection (质检仓费用): what each order's inspection, packing and postage cost."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="wxshop-bic",
    title=Text(zh="微信小店质检仓费用", en="WeChat shop inspection fees"),
    platform="wxshop",
    table="fees",
    columns=(
        Column("order_id", ("订单编号",)),
        Column("amount", ("实扣合计",)),
        Column("status_raw", ("结算状态",)),
    ),
    required=(("订单编号",), ("质检仓",), ("实扣合计",)),
    subjects=(Subject("", "other"),),
    menu=Text(zh="微信小店 › 资金 › 质检仓费用 › 导出", en="WeChat shop › Funds › Inspection fees › Export"),
    other=(
        "质检仓", "质检机构", "质检状态", "预扣物流费", "预扣包装盒费", "预扣首饰盒费", "预扣服务费", "预扣质检费",
        "预扣合单费", "预扣合计", "实扣物流费", "实扣包装盒费", "实扣首饰盒费", "实扣服务费", "实扣质检费",
        "实扣合单费", "已补差", "已退回", "结算欠款",
    ),
)  # fmt: skip
