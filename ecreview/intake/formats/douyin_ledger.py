"""Douyin shop ledger (动账明细): every movement of money with the parts of a settled amount."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Direction, Format, Subject
from ecreview.model.text import Text

# The scenes of the official list and those seen in files beyond it.
_SCENES: dict[str, tuple[str, ...]] = {
    "goods": ("货款结算入账", "货款完结分账-执照注销场景", "提前收款", "福袋业务结算入账"),
    "refund": (
        "退款-结算后退款-退用户", "退款-退转付扣减商家货款", "退款-极速退二阶段商家资金回补",
        "退款-极速退二次售后-退用户", "退款-订单退款触发-分账", "退款-价保补差", "退款-价保补差退回",
        "退款-退款失败资金退回",
    ),
    "commission": ("退款-订单退款触发-退分账", "上门取件平台分佣"),
    "tech_fee": ("供应链QIC费用",),
    "affiliate": ("佣金入账",),
    "freight_insurance": ("退换货运费险", "上门取件保司理赔金"),
    "freight": ("上门取件运费", "上门取件结算入账"),
    "subsidy": (
        "退款-订单退款触发-退补贴", "年框返点", "上门取件平台激励金", "上门取件平台改派补贴",
    ),
    "compensation": (
        "消费者赔付", "小额打款", "判罚扣款", "物流赔付", "退款-商家赔付扣减商家货款",
        "退款-赔付失败资金退回",
    ),
    "marketing": (
        "抖音支付与商家联合补贴营销活动", "抖音月付与商家联合补贴营销活动",
        "抖音月付与商家联合贴息活动", "营销费用-评价有礼",
    ),
    "tax": ("欠票扣款-商家开票",),
    "ad_transfer": ("充值千川广告费", "货款直投千川"),
    "withdraw": ("提现", "提现退票", "放心借·贷款还款"),
    "deposit": (
        "充值保证金", "货款充值保证金", "保证金充值", "保证金退还", "保证金垫付退款结算分账",
        "抖店货款充值云仓服务账户",
    ),
    "other": ("其他", "权益保险", "公益捐款", "人工调账", "供应链平台代发费用"),
}  # fmt: skip
DOUYIN_SUBJECTS = tuple(
    Subject(scene, subject) for subject, scenes in _SCENES.items() for scene in scenes
)

FORMAT = Format(
    key="douyin-ledger",
    title=Text(zh="抖店动账明细", en="Douyin shop ledger"),
    platform="douyin",
    table="payments",
    columns=(
        Column("txn_id", ("动帐流水号",)),
        Column("order_id", ("订单号", "关联订单号")),
        Column("line_id", ("子订单号", "关联子订单号")),
        Column("refund_id", ("售后编号",)),
        Column("time", ("动账时间",)),
        Column("subject_raw", ("动账场景",)),
        Column("amount", ("动账金额",), direction=Direction(("动账方向",), ("出账",), ("入账",))),
        Column("ordered_at", ("下单时间",)),
        Column("note", ("备注",)),
        Column("part_goods", ("订单实付应结",)),
        Column("part_freight", ("运费实付",)),
        Column(
            "part_subsidy",
            ("实际平台补贴",),
            plus=(
                "实际平台补贴_运费", "其他平台补贴", "以旧换新抵扣", "政府补贴平台垫资", "实际达人补贴",
                "实际抖音支付补贴", "实际抖音月付营销补贴", "银行补贴",
            ),
        ),
        Column("part_refund", ("订单退款",)),
        Column("part_tech_fee", ("平台服务费",)),
        Column("part_affiliate", ("佣金",), plus=("服务商佣金", "渠道分成", "招商服务费")),
        Column("part_marketing", ("站外推广费",)),
        Column("part_other", ("其他分成",)),
    ),
    required=(("动帐流水号",), ("动账方向",), ("动账场景",), ("订单实付应结",)),
    negative=("账户方向",),
    subjects=DOUYIN_SUBJECTS,
    menu=Text(
        zh="抖店 › 资金 › 动账明细 › 导出", en="Douyin shop › Funds › Ledger › Export"
    ),
    personal=("商户主体名称",),
    other=(
        "动账账户", "计费类型", "商品ID", "商品名称", "达人ID", "达人名称", "订单类型", "是否免佣", "免佣金额",
    ),
)  # fmt: skip
