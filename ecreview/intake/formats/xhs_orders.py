"""Xiaohongshu orders (千帆订单, sheet 包裹详情): one row per item of a parcel; identity numbers are dropped."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="xhs-orders",
    title=Text(zh="小红书订单", en="Xiaohongshu orders"),
    platform="xhs",
    table="order_lines",
    columns=(
        Column("shop", ("店铺名称",)),
        Column("order_id", ("订单号",)),
        Column("buyer_key", ("用户编号",)),
        Column("created_at", ("订单创建时间",)),
        Column("paid_at", ("支付时间",)),
        Column("shipped_at", ("订单发货时间",)),
        Column("promised_at", ("承诺发货时间",)),
        Column("closed_at", ("订单完成时间",)),
        Column("sku_code", ("商家编码",)),
        Column("product_id", ("商品ID",)),
        Column("platform_sku_id", ("规格ID",)),
        Column("title", ("商品名称", "SKU名称")),
        Column("spec", ("SKU规格",)),
        Column("quantity", ("SKU件数",)),
        Column("line_amount", ("商品总价(元)",)),
        Column("line_paid", ("用户应付金额(元)",)),
        Column("shop_discount", ("店铺优惠(元)",)),
        Column("platform_discount", ("平台优惠(元)",)),
        Column("payment_discount", ("支付渠道优惠(元)",)),
        Column("receivable", ("商家应收金额(元)（支付金额）",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("售后状态",)),
        Column("province", ("省",)),
        Column("city", ("市",)),
        Column("waybill", ("快递单号",)),
        Column("influencer", ("达人名称",)),
        Column("payment_method", ("支付方式",)),
        Column("is_gift", ("是否为赠品",)),
    ),
    required=(("订单号",), ("小红书编码", "商家应收金额(元)（支付金额）")),
    status={
        "待付款": "created_unpaid",
        "待配货": "paid_unshipped",
        "待发货": "paid_unshipped",
        "已发货": "shipped",
        "已完成": "completed",
        "已取消": "closed_unpaid",
    },
    paid_basis="gross",
    order_amount_on="line",
    menu=Text(zh="小红书千帆 › 订单 › 订单查询 › 导出", en="Xiaohongshu Qianfan › Orders › Export"),
    personal=(
        "收件人姓名", "收件人电话", "收件人地址", "区", "订购人身份证姓名/ID Name", "订购人身份证号/ID Number",
        "收件人身份证姓名", "收件人身份证号", "用户备注", "包裹备注信息", "发票/Invoice",
    ),
    other=(
        "订单类型", "订单标记", "区域编码", "小红书编码", "条形码", "达人ID", "SKU商家改价(元)",
        "支付渠道订单号", "支付期数", "利息费用", "手续费承担方", "sku净重(kg)", "包裹总净重(kg)", "包裹总运费(元)",
        "快递公司", "发货链接", "大头笔/Paint Marker", "集包地/Express Extend 1", "三段码/Express Extend 2",
        "预售订单开始发货时间", "预售订单截止发货时间", "发货仓库", "确认收货类型", "是否延迟收货", "包裹备注标记",
        "异常原因", "运费模版名称", "物流方案名称", "第三方机构订单号", "国补模式", "供应商id", "供应商名称",
    ),
)  # fmt: skip
