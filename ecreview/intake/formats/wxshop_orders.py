"""WeChat shop orders (视频号小店, 微信小店): one row per item, the order's amounts repeated on each."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, StandIn
from ecreview.model.text import Text

FORMAT = Format(
    key="wxshop-orders",
    title=Text(zh="微信小店订单", en="WeChat shop orders"),
    platform="wxshop",
    table="order_lines",
    columns=(
        Column("order_id", ("订单号",)),
        Column("created_at", ("订单下单时间",)),
        Column("paid_at", ("支付时间",)),
        Column("shipped_at", ("订单发货时间",)),
        Column("received_at", ("订单确认收货时间",)),
        Column("closed_at", ("订单完成结算时间",)),
        Column(
            "sku_code",
            ("SKU编码(自定义)", "商品编码(自定义)"),
            stand_in=StandIn("商品编码(自定义)"),
        ),
        Column("product_id", ("商品编码(平台)",)),
        Column("title", ("商品名称",)),
        Column("spec", ("商品属性",)),
        Column("quantity", ("商品数量",)),
        Column("unit_price", ("商品价格(单件)",)),
        Column("line_amount", ("商品实际价格(总共)",)),
        Column("line_paid", ("订单实际支付金额",)),
        Column("refunded", ("商品已退款金额",)),
        Column("freight", ("订单运费",)),
        Column("shop_discount", ("商品优惠",)),
        Column("platform_discount", ("跨店优惠",)),
        Column("receivable", ("订单实际收款金额",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("商品售后",)),
        Column("province", ("省",)),
        Column("city", ("市",)),
        Column("channel", ("带货方式",)),
        Column("waybill", ("快递单号",)),
        Column("influencer", ("带货账号昵称",)),
        Column("payment_method", ("支付方式",)),
        Column("is_presale", ("是否预售",)),
    ),
    required=(("带货方式",), ("商品编码(平台)",)),
    paid_basis="gross",
    order_amount_on="every_line",
    shared=("line_paid", "receivable", "freight", "shop_discount", "platform_discount"),
    is_buyerless=True,
    menu=Text(zh="微信小店 › 订单与配送 › 订单管理 › 导出", en="WeChat shop › Orders › Export"),
    personal=(
        "收件人姓名", "收件人地址", "区", "收件人手机", "买家备注", "商家备注", "定制信息", "定制预览图",
    ),
    other=(
        "发货方式", "打标颜色", "商品总价", "商品改价", "积分抵扣", "交易单号", "物流公司", "技术服务费",
        "技术服务费（将以人气卡形式返还）", "运费险预计投保费用", "带货账号类型", "带货费用渠道", "带货费用类型",
        "带货费用", "带货佣金率", "礼物单号", "商品实际价格(单件)", "商品平台券优惠",
        "商品平均运费", "商品发货",
    ),
)  # fmt: skip
