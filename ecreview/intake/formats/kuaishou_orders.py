"""Kuaishou shop orders (订单导出): one row per order, an item in it; the export names no buyer."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="kuaishou-orders",
    title=Text(zh="快手小店订单", en="Kuaishou orders"),
    platform="kuaishou",
    table="order_lines",
    columns=(
        Column("order_id", ("订单号",)),
        Column("created_at", ("订单创建时间",)),
        Column("paid_at", ("订单支付时间",)),
        Column("shipped_at", ("发货时间",)),
        Column("promised_at", ("预售/承诺发货时间",)),
        Column("sku_code", ("SKU编码",)),
        Column("product_id", ("商品ID",)),
        Column("title", ("商品名称",)),
        Column("spec", ("商品规格",)),
        Column("quantity", ("成交数量",)),
        Column("unit_price", ("商品单价",)),
        Column("line_paid", ("实付款",)),
        Column("freight", ("快递费",)),
        Column("shop_discount", ("店铺优惠",)),
        Column("platform_discount", ("平台补贴",)),
        Column("payment_discount", ("支付优惠",)),
        Column("influencer_discount", ("主播补贴",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("售后状态",)),
        Column("province", ("收货地址-省",)),
        Column("city", ("收货地址-市",)),
        Column("channel", ("订单载体",)),
        Column("waybill", ("快递单号",)),
        Column("influencer", ("CPS达人昵称",)),
        Column("payment_method", ("支付方式",)),
    ),
    required=(("快赚客ID",), ("成交数量",)),
    status={
        "待付款": "created_unpaid",
        "待发货": "paid_unshipped",
        "已发货": "shipped",
        "已收货": "completed",
        "交易成功": "completed",
        "交易失败": "closed_unpaid",
    },
    paid_basis="gross",
    order_amount_on="line",
    is_buyerless=True,
    menu=Text(
        zh="快手小店 › 订单 › 订单查询 › 导出订单",
        en="Kuaishou shop › Orders › Order search › Export",
    ),
    personal=(
        "买家留言", "账号明细", "订单备注", "收货人姓名", "收货人电话", "收货地址-区", "收货地址-街道", "收货地址",
        "实名姓名", "服务门店地址", "仓库地址",
    ),
    other=(
        "赠品订单号", "活动订单编号", "预售定金支付时间", "混资活动优惠", "账号类型", "旗帜颜色", "活动订单", "渠道",
        "CPS达人ID", "预估推广佣金", "预估推广者分佣比例", "团长ID", "团长昵称", "快赚客ID", "快赚客昵称",
        "授权推广者ID", "授权推广者昵称", "快递公司", "物流信息", "集运类型", "直邮类型", "仓库名称", "服务门店ID",
        "服务门店名称", "国补/类国补/消费券",
    ),
)  # fmt: skip
