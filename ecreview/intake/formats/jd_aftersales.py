"""JD after-sales (售后明细): one row per service order, with the times of its handling.

The newer layout has a row of group titles above its header, the older one has the same cases under other names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.intake.columns import has, put
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa


def date_refunds(table: pa.Table) -> pa.Table:
    """Return the cases dated by when the shop handled them: the export does not say when the money left.

    handled_at → finished_at
    """
    return put(table, "finished_at", table["handled_at"]) if has(table, "handled_at") else table


FORMAT = Format(
    key="jd-aftersales",
    title=Text(zh="京东售后明细", en="JD after-sales"),
    platform="jd",
    table="refunds",
    columns=(
        Column("refund_id", ("服务单号",)),
        Column("order_id", ("订单号",)),
        Column("buyer_key", ("下单账号",)),
        Column("product_id", ("商品编号",)),
        Column("title", ("商品名称",)),
        Column("quantity", ("商品数量",)),
        Column("applied_at", ("售后申请时间", "售后服务单申请时间")),  # newer; older
        Column("first_response_at", ("商家首次审核时间", "审核时间", "最新审核时间")),
        Column("handled_at", ("商家首次处理时间",)),
        Column("amount", ("退款金额",)),
        Column("type", ("客户期望", "客户预期处理方式")),  # newer; older
        Column("goods_state", ("出库状态",)),
        Column("status", ("服务单状态",)),
        Column("reason", ("一级申请原因",)),
    ),
    required=(("服务单号",), ("订单号",), ("客户期望", "客户预期处理方式")),
    may_be_blank=("amount",),  # an exchange or a repair moves no money
    menu=Text(
        zh="京东商家后台 › 售后管理 › 服务单查询 › 导出",
        en="JD seller centre › After-sales › Service orders › Export",
    ),
    personal=("客户问题描述", "审核意见", "审核人姓名", "处理人", "收货人"),
    other=(
        "二级申请原因", "返回方式", "订单类型", "申请时订单状态", "商品金额", "审核结果", "运单号", "运费金额",
        "快递公司", "处理结果", "自动审核类型", "售后整体时长(H)",
        # older
        "售后服务单整体时长", "处理结果描述", "取件时间", "取件状态", "发货时间", "商家收货时间", "收货登记原因",
        "换新订单", "换新商品编号", "是否闪退订单",
    ),
    prepare=date_refunds,
)  # fmt: skip
