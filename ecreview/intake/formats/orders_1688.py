"""1688 purchase orders: order columns stand on the first line of an order only, or are merged cells."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="1688-orders",
    title=Text(zh="1688 采购订单", en="1688 purchase orders"),
    platform="1688",
    table="purchases",
    columns=(
        Column("po_id", ("订单编号",)),
        Column("supplier", ("卖家公司名",)),
        Column("ordered_at", ("订单创建时间",)),
        Column("paid_at", ("订单付款时间",)),
        Column("sku_code", ("单品货号", "货号")),
        Column("title", ("货品标题",)),
        Column("quantity", ("数量",)),
        Column("unit_price", ("单价(元)",)),
        Column("freight", ("运费(元)",)),
        Column("adjustment", ("涨价或折扣(元)",)),
        Column("paid_amount", ("实付款(元)",)),
        Column("status_raw", ("订单状态",)),
    ),
    required=(("货品总价(元)",), ("实付款(元)",), ("卖家会员名",)),
    status={"等待卖家发货": "paid_unshipped", "等待买家收货": "shipped"},
    order_amount_on="first_line",
    shared=("freight", "adjustment", "paid_amount"),
    menu=Text(
        zh="1688 › 买家中心 › 已买到的货品 › 导出", en="1688 › Buyer centre › Orders › Export"
    ),
    personal=(
        "买家公司名", "买家会员名", "收货人姓名", "收货地址", "邮编", "联系电话", "联系手机", "买家留言",
        "发票：购货单位名称", "发票：纳税人识别号", "发票：地址、电话", "发票：开户行及账号", "发票收取地址",
        "代理商姓名", "代理商联系方式", "发起人登录名", "下单公司主体",
    ),
    other=(
        "卖家会员名", "发货方", "单位", "型号", "Offer ID", "SKU ID", "物料编号", "货品种类", "物流公司",
        "运单号", "关联编号", "是否代发订单", "代发服务商id", "微商订单号", "下单批次号", "下游渠道",
        "下游订单号", "是否发起免密支付(1:淘货源诚e赊免密支付2:批量下单免密支付)",
    ),
)  # fmt: skip
