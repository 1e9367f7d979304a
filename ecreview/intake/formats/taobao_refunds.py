"""Taobao / Tmall refunds (退款单, 退款明细): one row per refund of an item."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="taobao-refunds",
    title=Text(zh="淘宝／天猫退款明细", en="Taobao / Tmall refunds"),
    platform="taobao",
    table="refunds",
    columns=(
        Column("refund_id", ("退款编号",)),
        Column("order_id", ("订单编号",)),
        Column("applied_at", ("退款的申请时间",)),
        Column("finished_at", ("退款完结时间", "完结时间")),
        Column("sku_code", ("商家编码",)),
        Column("product_id", ("商品id",)),
        Column("title", ("宝贝标题",)),
        Column("amount", ("退款总额", "买家退款金额")),  # newer; 42 columns
        Column("amount_to_platform", ("退给平台金额",)),  # the platform's coupon goes back to it
        Column("type", ("售后类型",)),
        Column("goods_state", ("货物状态",)),
        Column("responsible", ("责任方",)),
        Column("status", ("退款状态",)),
        Column("reason", ("买家退款原因",)),
    ),
    required=(("退款编号",), ("订单编号",), ("退款状态",), ("退款总额", "买家退款金额")),
    menu=Text(
        zh="千牛 › 交易 › 退款管理 › 导出",
        en="Qianniu › Trade › Refunds › Export",
    ),
    personal=(
        "卖家真实姓名", "卖家真实姓名新", "卖家退货地址", "卖家邮编", "卖家电话", "卖家手机", "买家退款说明",
        "商家备注", "备注标签", "审核操作人", "退款操作人", "帮他退款操作账号",
    ),
    other=(
        # 42 columns
        "支付宝交易号", "订单付款时间", "商品编码", "买家实际支付金额", "手工退款/系统退款",
        "是否需要退货", "超时时间", "退货物流信息", "发货物流信息", "客服介入状态", "退货物流单号",
        "退货物流公司", "买家退货时间", "售中或售后", "部分退款/全部退款", "举证超时",
        "是否零秒响应", "退款原因标签", "业务类型", "是否帮他退款",
        # newer
        "支付单号", "退给买家金额", "小额收款", "淘特订单", "百亿补贴超链退款信息", "智能退款策略", "执行方案",
    ),
)  # fmt: skip
