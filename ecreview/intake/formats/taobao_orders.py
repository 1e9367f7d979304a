"""Taobao / Tmall orders report: `ExportOrderList….csv`, one row per order."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

# Words of the status column; 交易关闭 with a payment time is closed after a refund, which cleaning decides.
TAOBAO_STATUS = {
    "等待买家付款": "created_unpaid",
    "买家已付款，等待卖家发货": "paid_unshipped",
    "卖家部分发货": "paid_unshipped",
    "卖家已发货，等待买家确认": "shipped",
    "交易成功": "completed",
    "交易关闭": "closed_unpaid",
}

FORMAT = Format(
    key="taobao-orders",
    title=Text(zh="淘宝／天猫订单报表", en="Taobao / Tmall orders report"),
    platform="taobao",
    table="orders",
    columns=(
        Column("order_id", ("订单编号",)),
        Column("buyer_key", ("买家会员名",)),
        Column("created_at", ("订单创建时间",)),
        Column("paid_at", ("订单付款时间",)),
        Column("shipped_at", ("发货时间",)),  # later columns, 2024+
        Column("received_at", ("确认收货时间",)),
        Column("order_amount", ("总金额",)),
        Column("goods_amount", ("买家应付货款",)),
        Column("freight", ("买家应付邮费",)),
        Column("paid_amount", ("买家实际支付金额", "买家实付金额")),  # 54/61 columns; 2024+
        Column("refunded", ("退款金额",)),
        Column("settled_amount", ("打款商家金额", "确认收货打款金额")),  # 54/61 columns; 2024+
        Column("status_raw", ("订单状态",)),
        Column("units", ("宝贝总数量",)),
        Column("title", ("宝贝标题", "商品标题")),  # 54/61 columns; 2024+
        Column("waybill", ("物流单号",)),
        Column("province", ("收货地址",)),  # cleaning keeps province and city
        Column("shop", ("店铺名称",)),
    ),
    required=(("订单编号",), ("订单创建时间",), ("总金额",), ("买家应付货款", "订单状态")),
    negative=("退款编号", "子订单编号", "货品总价(元)"),
    status=TAOBAO_STATUS,
    paid_basis="net",
    menu=Text(
        zh="千牛 › 交易 › 已卖出的宝贝 › 批量导出 › 订单报表",
        en="Qianniu › Trade › Sold items › Export › Orders report",
    ),
    personal=(
        "买家支付宝账号",
        "收货人姓名",
        "联系电话",
        "联系手机",
        "买家留言",
        "订单备注",
        "商家备忘",
        "发票抬头",
        "修改后的收货地址",
    ),
    other=(
        # 54 columns
        "买家支付积分", "返点积分", "买家实际支付积分", "运送方式", "宝贝种类", "物流公司", "店铺Id",
        "订单关闭原因", "卖家服务费", "买家服务费", "是否手机订单", "分阶段订单信息", "特权订金订单id",
        "是否上传合同照片", "是否上传小票", "是否代付", "定金排名", "修改后的sku", "异常信息",
        "天猫卡券抵扣", "集分宝抵扣", "是否是O2O交易", "新零售交易类型", "新零售导购门店名称",
        "新零售导购门店id", "新零售发货门店名称", "新零售发货门店id", "预约门店",
        "含应开票给个人的个人红包",
        # 61 columns
        "支付单号", "支付详情", "是否信用购", "体验期结束时间", "前N有礼", "配送类型", "主订单编号",
        # 2024+
        "是否主动赔付", "主动赔付金额", "主动赔付出账时间", "商品属性SKU", "C2B小额收款",
        "含应开票给个人红包", "总金额(旧版)", "直播返现状态", "返现金额", "延迟发货自动赔付金额", "预售订单",
        # 38 to 40 columns, older
        "卡券抵扣", "积分抵扣",
    ),
    null_words=("订单未关闭",),
)  # fmt: skip
