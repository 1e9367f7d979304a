"""Pinduoduo orders (订单导出): one row per order, an item in it; the export names no buyer and no refund amount.

The user picks the columns. The time of a deal may be blank: the day then stands in front of the order number.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, has, put, text_column
from ecreview.intake.formats.base import Column, Format, StandIn
from ecreview.model.text import Text

_UNPAID = ("created_unpaid", "closed_unpaid")


def pay_at_the_deal(table: pa.Table) -> pa.Table:
    """Return the lines with the time of the deal as that of payment, where the export has no such column.

    created_at, status → paid_at
    """
    if has(table, "paid_at") or not has(table, "created_at"):
        return table
    is_unpaid = pc.is_in(text_column(table, "status"), pa.array(_UNPAID, TEXT))
    never = pa.scalar(None, table["created_at"].type)
    return put(table, "paid_at", pc.if_else(is_unpaid, never, table["created_at"]))


FORMAT = Format(
    key="pdd-orders",
    title=Text(zh="拼多多订单", en="Pinduoduo orders"),
    platform="pdd",
    table="order_lines",
    columns=(
        Column("order_id", ("订单号",)),
        Column(
            "created_at",
            ("订单成交时间",),
            stand_in=StandIn("订单号", r"(\d{6})-\d+", r"20\1"),
        ),
        Column("paid_at", ("支付时间",)),
        Column("shipped_at", ("发货时间",)),
        Column("promised_at", ("承诺发货时间",)),
        Column("received_at", ("确认收货时间",)),
        Column(
            "sku_code",
            ("商家编码-规格维度", "商家编码-商品维度"),
            stand_in=StandIn("商家编码-商品维度"),
        ),
        Column("product_id", ("商品id",)),
        Column("platform_sku_id", ("样式ID",)),
        Column("title", ("商品",)),
        Column("spec", ("商品规格",)),
        Column("category", ("商品一级类目",)),
        Column("quantity", ("商品数量(件)",)),
        Column("line_amount", ("商品总价(元)",)),
        Column("line_paid", ("用户实付金额(元)",)),
        Column("freight", ("邮费(元)",)),
        Column("shop_discount", ("店铺优惠折扣(元)",)),
        Column("platform_discount", ("平台优惠折扣(元)",)),
        Column("payment_discount", ("多多支付立减金额(元)",)),
        Column("receivable", ("商家实收金额(元)",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("售后状态",)),
        Column("province", ("省",)),
        Column("city", ("市",)),
        Column("channel", ("订单来源",)),
        Column("waybill", ("快递单号",)),
        Column("payment_method", ("支付方式",)),
    ),
    required=(("订单号",), ("商品id",), ("商家实收金额(元)",)),
    status={
        "待支付": "created_unpaid",
        "待发货": "paid_unshipped",
        "已发货，待收货": "shipped",
        "已收货": "completed",
        "未发货，退款成功": "closed_refunded",
        "已发货，退款成功": "closed_refunded",
        "已收货，退款成功": "closed_refunded",
        "已取消": "closed_unpaid",
    },
    paid_basis="gross",
    order_amount_on="every_line",
    shared=(
        "line_paid", "receivable", "freight", "shop_discount", "platform_discount", "payment_discount",
    ),
    refunds_in_full=True,
    is_buyerless=True,
    menu=Text(
        zh="拼多多商家后台 › 订单管理 › 订单查询 › 批量导出",
        en="Pinduoduo merchant centre › Orders › Order search › Export",
    ),
    personal=(
        "商家备注", "买家留言", "消费者资料", "消费者资料上传时间", "街道/镇", "区", "配送员手机号", "用户购买手机号",
        "旅行类信息", "充值号码", "仓库所在地址",
    ),
    other=(
        "上门安装费(元)", "送货入户费(元)", "送货入户并安装费(元)", "是否审核中", "承诺送达时间", "商品二级类目",
        "商品三级类目", "商品四级类目", "赠品名称", "赠品id", "赠品规格", "赠品数量", "团ID", "团身份",
        "是否已开始配送", "配送员是否已送达", "配送状态", "同城是否普通快递", "快递公司", "是否抽奖或0元试用",
        "是否顺丰加价", "是否门店自提", "门店名称", "门店自定义编码", "关联货品编码", "货品名称", "货品类型",
        "子货品", "仓库名称", "海淘清关订单号", "支付ID", "保税仓", "是否直播间成交", "是否直播间引导成交",
        "预约配送时间", "是否节能补贴", "是否分期", "分期期数", "手续费承担方", "是否无痕发货", "是否社区团购",
        "小区送达情况", "分期方式",
    ),
    prepare=pay_at_the_deal,
)  # fmt: skip
