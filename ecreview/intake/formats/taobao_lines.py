"""Taobao / Tmall item report (宝贝报表): `ExportOrderDetailList…`, one row per item of an order."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.taobao_orders import TAOBAO_STATUS
from ecreview.model.text import Text

FORMAT = Format(
    key="taobao-lines",
    title=Text(zh="淘宝／天猫宝贝报表", en="Taobao / Tmall item report"),
    platform="taobao",
    table="order_lines",
    columns=(
        Column("order_id", ("主订单编号", "订单编号")),  # 27 columns and more; old csv
        Column("line_id", ("子订单编号",)),
        Column("buyer_key", ("买家会员名",)),
        Column("created_at", ("订单创建时间",)),
        Column("paid_at", ("订单付款时间",)),
        Column("shipped_at", ("发货时间",)),
        Column("sku_code", ("商家编码", "外部系统编号")),
        Column("product_id", ("商品ID",)),
        Column("title", ("商品标题", "标题")),  # 27 columns and more; old csv
        Column("quantity", ("购买数量",)),
        Column("unit_price", ("商品价格", "价格")),  # 27 columns and more; old csv
        Column("line_amount", ("买家应付货款",)),
        Column("line_paid", ("买家实付金额", "买家实际支付金额")),
        Column("refunded", ("退款金额",)),
        Column("status_raw", ("订单状态",)),
        Column("refund_state", ("退款状态",)),
    ),
    required=(
        ("购买数量",),
        ("主订单编号", "外部系统编号"),
        ("商品标题", "标题"),
        ("商品价格", "价格"),
    ),
    negative=("选购商品", "退款编号"),
    status=TAOBAO_STATUS,
    order_amount_on="line",
    menu=Text(
        zh="千牛 › 交易 › 已卖出的宝贝 › 批量导出 › 宝贝报表",
        en="Qianniu › Trade › Sold items › Export › Items report",
    ),
    personal=("联系方式备注", "备注", "备注标签", "商家备注", "主订单买家留言"),
    other=(
        "商品属性", "套餐信息", "支付单号", "淘鲜达渠道", "分阶段信息", "应发货时间", "物流单号", "物流公司",
        "是否主动赔付", "主动赔付金额", "主动赔付出账时间", "飞猪购订单信息", "免单资格", "免单金额",
        "百亿补贴超链订单信息", "超链半托管订单信息",
    ),
    zero_words=("无退款申请",),
)  # fmt: skip
