"""旺店通 order lines: joined with the platforms' orders by the original number."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="wdt-orders",
    title=Text(zh="旺店通订单明细", en="Wangdiantong order lines"),
    platform="wdt",
    table="erp_orders",
    columns=(
        Column("order_id", ("子单原始单号", "原始单号")),
        Column("shop", ("店铺",)),
        Column("created_at", ("交易时间",)),
        Column("paid_at", ("付款时间",)),
        Column("shipped_at", ("发货时间",)),
        Column("title", ("货品名称",)),
        Column("quantity", ("实发数量",)),
        Column("line_amount", ("分摊后总价",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("订单退款状态",)),
    ),
    required=(("子单原始单号", "原始单号"), ("分摊后总价",)),
    order_amount_on="line",
    is_buyerless=True,
    menu=Text(zh="旺店通 › 订单 › 订单管理 › 导出明细", en="Wangdiantong › Orders › Export lines"),
    personal=("收件人",),
    other=("订单编号", "买家实付", "应收金额"),
)
