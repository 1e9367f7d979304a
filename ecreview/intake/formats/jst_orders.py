"""聚水潭 order lines: joined with the platforms' orders by the original number, not by the split one."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="jst-orders",
    title=Text(zh="聚水潭订单明细", en="Jushuitan order lines"),
    platform="jst",
    table="erp_orders",
    columns=(
        Column("order_id", ("原始线上订单号",)),
        Column("line_id", ("子订单编号",)),
        Column("shop", ("店铺",)),
        Column("buyer_key", ("买家账号",)),
        Column("created_at", ("下单时间",)),
        Column("paid_at", ("付款日期",)),
        Column("shipped_at", ("发货日期",)),
        Column("sku_code", ("商品编码",)),
        Column("title", ("商品名称",)),
        Column("spec", ("颜色及规格",)),
        Column("quantity", ("数量",)),
        Column("unit_price", ("商品单价",)),
        Column("line_amount", ("商品金额",)),
        Column("line_paid", ("已付金额",)),
        Column("refunded", ("订单退款金额",)),
        Column("freight", ("运费",)),
        Column("unit_cost", ("成本价",)),
        Column("is_gift", ("是否赠品",)),
        Column("status_raw", ("店铺状态",)),
        Column("province", ("省份",)),
        Column("city", ("城市",)),
        Column("waybill", ("快递单号",)),
    ),
    required=(("原始线上订单号",), ("店铺状态",)),
    paid_basis="gross",
    order_amount_on="every_line",
    shared=("line_paid", "refunded", "freight"),
    menu=Text(zh="聚水潭 › 订单 › 订单查询 › 导出", en="Jushuitan › Orders › Search › Export"),
    personal=(
        "收货人姓名", "区县", "街道", "地址", "手机", "固话", "买家留言", "订单备注",
    ),
    other=(
        "订单号", "线上订单号", "店铺编号", "应付金额", "抵扣金额", "状态", "异常类型", "快递公司", "订单类型",
        "发货仓", "标签", "支付单号", "平台站点", "款号", "子订单状态", "申请退货数量", "实退数量",
    ),
)  # fmt: skip
