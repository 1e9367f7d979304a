"""Douyin shop orders: one row per item order; several items of one order may be packed into a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ecreview.intake.columns import has, put, text_column
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

_BEHIND_NUMBER = "(?s)[-,，].*$"  # SF0000000000011-顺丰速运,商品…


def tell_waybill(table: pa.Table) -> pa.Table:
    """Return the table with the number of the parcel alone.

    waybill (number, courier, items) → waybill (number)
    """
    if not has(table, "waybill"):
        return table
    number = pc.replace_substring_regex(text_column(table, "waybill"), _BEHIND_NUMBER, "")
    return put(table, "waybill", number)


FORMAT = Format(
    key="douyin-orders",
    title=Text(zh="抖店订单", en="Douyin shop orders"),
    platform="douyin",
    table="order_lines",
    columns=(
        Column("order_id", ("主订单编号",)),
        Column("line_id", ("子订单编号",)),
        Column("created_at", ("订单提交时间",)),
        Column("paid_at", ("支付完成时间",)),
        Column("shipped_at", ("发货时间",)),
        Column("promised_at", ("承诺发货时间",)),
        Column("closed_at", ("订单完成时间",)),
        Column("sku_code", ("商家编码", "货号")),
        Column("product_id", ("商品ID",)),
        Column("title", ("选购商品",)),
        Column("spec", ("商品规格",)),
        Column("quantity", ("商品数量",)),
        Column("unit_price", ("商品单价", "商品金额")),
        Column("line_amount", ("订单应付金额",)),  # paid after discounts, before refunds
        Column("freight", ("运费",)),
        Column("shop_discount", ("商家实际承担优惠金额", "商家优惠")),
        Column("platform_discount", ("平台实际承担优惠金额", "平台优惠")),
        Column("influencer_discount", ("达人实际承担优惠金额", "达人优惠")),
        Column("payment_discount", ("支付优惠",)),
        Column("receivable", ("商家收入金额",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("售后状态",)),
        Column("province", ("省",)),
        Column("city", ("市",)),
        Column("channel", ("流量渠道",)),
        Column("waybill", ("快递信息",)),
        Column("traffic_form", ("流量体裁",)),
        Column("influencer", ("达人昵称",)),
        Column("payment_method", ("支付方式",)),
    ),
    required=(("主订单编号",), ("子订单编号",), ("选购商品",)),
    paid_basis="gross",
    order_amount_on="packed",
    is_buyerless=True,
    menu=Text(
        zh="抖店 › 订单 › 订单管理 › 导出订单",
        en="Douyin shop › Orders › Order list › Export",
    ),
    personal=(
        "收件人", "收件人手机号", "区", "街道", "详细地址", "买家留言", "商家备注",
        "发货SN码", "发货IMEI码1", "发货IMEI码2", "物流SN码", "物流IMEI码1", "物流IMEI码2",
    ),
    other=(
        "优惠总金额", "商家改价", "红包抵扣", "手续费", "是否修改过地址", "地址修改时段", "旗帜颜色",
        "APP渠道", "流量来源", "订单类型", "鲁班落地页ID", "达人ID", "所属门店ID", "取消原因",
        "预约发货时间", "仓库ID", "仓库名称", "序列号", "是否安心购", "广告渠道", "流量类型", "发货主体",
        "发货主体明细", "降价类优惠", "预计送达时间", "是否平台仓自流转", "车型", "商品69码",
        "预约送达时间", "建议发货时间（起）", "建议发货时间（止）",
    ),
    prepare=tell_waybill,
)  # fmt: skip
