"""Our own templates, filled in: an instruction stands above the header."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_SHIPMENTS = names("运单号,订单编号,快递公司,发货时间,签收时间,结算重量,运费,目的省,目的市")
_TICKETS = names(
    "工单编号,订单编号,商品ID,提交时间,首次响应时间,关闭时间,类型,原因,处理人,处理结果,状态"
)
_RISKS = names("编号,风险,所属环节,原因,严重度S,发生度O,探测度D,负责人,措施,截止日期,状态")
_ACTIONS = names("编号,来源,问题,措施,负责人,截止日期,优先级,状态,结果")
_RESTOCK = names("商家编码,下单补货时间,到货时间,数量,供应商,负责人")
_MOVES = names("出入库日期,仓库,商家编码,商品名称,出入库类型,出入库数量,单据编号")
_MEMBERS = names("买家标识,是否会员,入会时间")
_TRAFFIC = names(
    "平台,店铺,日期,访客数,浏览量,加购人数,收藏人数,下单买家数,下单金额,支付买家数,支付件数,支付金额"
)
_ADS = names("平台,店铺,日期,推广工具,计划,展现量,点击量,花费,归因成交笔数,归因成交金额,币种")

EXPORTS = (
    Export(
        format="own-shipments",
        case="template",
        name="物流运单表.xlsx",
        above=("填写说明：一行一个运单，运费单位元",),
        header=_SHIPMENTS,
        sheet="物流运单表",
        rows=rows(
            _SHIPMENTS,
            {
                "运单号": "SF0000000000011",
                "订单编号": "3900000000000000011",
                "快递公司": "顺丰",
                "发货时间": "2026-06-18 18:00",
                "签收时间": "2026-06-20 10:30",
                "结算重量": "1.2",
                "运费": "8.50",
                "目的省": "浙江省",
                "目的市": "杭州市",
            },
        ),
    ),
    Export(
        format="own-tickets",
        case="template",
        name="工单表.xlsx",
        above=("填写说明：一行一个工单",),
        header=_TICKETS,
        sheet="工单表",
        rows=rows(
            _TICKETS,
            {
                "工单编号": "T001",
                "订单编号": "3900000000000000011",
                "商品ID": "700000000011",
                "提交时间": "2026-06-19 09:00",
                "首次响应时间": "2026-06-19 09:05",
                "关闭时间": "2026-06-20 18:00",
                "类型": "退换货",
                "原因": "尺寸不合适",
                "处理人": "客服甲",
                "处理结果": "换货",
                "状态": "已关闭",
            },
        ),
    ),
    Export(
        format="own-risks",
        case="template",
        name="风险清单.xlsx",
        above=("填写说明：S、O、D 填 1 到 10 的整数",),
        header=_RISKS,
        sheet="风险清单",
        rows=rows(
            _RISKS,
            {
                "编号": "R1",
                "风险": "主推款断货",
                "所属环节": "供应链",
                "原因": "补货周期长",
                "严重度S": "8",
                "发生度O": "5",
                "探测度D": "4",
                "负责人": "采购",
                "措施": "提前备货",
                "截止日期": "2026-10-20",
                "状态": "进行中",
            },
        ),
    ),
    Export(
        format="own-actions",
        case="template",
        name="行动清单.xlsx",
        above=("填写说明：一行一项行动",),
        header=_ACTIONS,
        sheet="行动清单",
        rows=rows(
            _ACTIONS,
            {
                "编号": "A1",
                "来源": "618 复盘",
                "问题": "加购多、下单少",
                "措施": "详情页加尺码表",
                "负责人": "运营",
                "截止日期": "2026/7/15",
                "优先级": "高",
                "状态": "未开始",
            },
        ),
    ),
    Export(
        format="own-stock-moves",
        case="template",
        name="出入库流水.xlsx",
        above=("填写说明：一行一次出入库；数量入为正、出为负",),
        header=_MOVES,
        sheet="出入库流水",
        rows=(
            ("2026-06-10 09:00", "主仓", "A01", "保温杯 白色", "采购入库", 500, "CG001"),
            ("2026-06-18", "主仓", "A01", "保温杯 白色", "销售出库", -4, "XS001"),
            ("2026-06-19", "主仓", "A01", "保温杯 白色", "退货入库", 1, "TH001"),
            ("2026-06-20", "主仓", "A01", "", "盘亏", -2, "PD001"),
            ("2026-06-20", "主仓", "B02", "", "盘盈", 3, "PD001"),
        ),
    ),
    Export(
        format="own-restock",
        case="template",
        name="补货表.xlsx",
        above=("填写说明：一行一次补货",),
        header=_RESTOCK,
        sheet="补货表",
        rows=rows(
            _RESTOCK,
            {
                "商家编码": "A01",
                "下单补货时间": "2026-06-10",
                "到货时间": "2026-06-15",
                "数量": "500",
                "供应商": "示例杯业",
                "负责人": "采购",
            },
        ),
    ),
    Export(
        format="own-members",
        case="template",
        name="会员名单.xlsx",
        above=("填写说明：买家标识与订单里的一致",),
        header=_MEMBERS,
        sheet="会员名单",
        rows=rows(
            _MEMBERS,
            {"买家标识": "buyer_001", "是否会员": "是", "入会时间": "2025-11-11"},
            {"买家标识": "buyer_002", "是否会员": "否"},
        ),
    ),
    Export(
        format="own-traffic",
        case="template",
        name="每日流量表.xlsx",
        above=("填写说明：一行一店一天，金额单位元",),
        header=_TRAFFIC,
        sheet="每日流量表",
        rows=rows(
            _TRAFFIC,
            {
                "平台": "独立站",
                "店铺": "示例旗舰店",
                "日期": "2026-06-18",
                "访客数": "1,200",
                "浏览量": "3,600",
                "加购人数": "150",
                "支付买家数": "36",
                "支付件数": "40",
                "支付金额": "1,076.50",
            },
        ),
    ),
    Export(
        format="own-ads",
        case="template",
        name="推广费用表.xlsx",
        above=("填写说明：一行一个计划一天，金额单位元",),
        header=_ADS,
        sheet="推广费用表",
        rows=rows(
            _ADS,
            {
                "店铺": "示例旗舰店",
                "日期": "2026-06-18",
                "推广工具": "小红书聚光",
                "计划": "618 种草",
                "展现量": "10000",
                "点击量": "300",
                "花费": "500.00",
                "归因成交笔数": "12",
                "归因成交金额": "1,800.00",
            },
        ),
    ),
)
