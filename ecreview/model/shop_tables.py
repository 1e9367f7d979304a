"""Canonical tables of how the shop works: costs, stock, purchases, parcels, service, and what was planned."""

from __future__ import annotations

from ecreview.model.fields import Kind
from ecreview.model.table_spec import (
    CURRENCY,
    PERIOD_END,
    PLATFORM,
    SHOP,
    TableSpec,
    column,
)
from ecreview.model.text import Text

PRODUCT_COSTS = TableSpec(
    key="product_costs",
    title=Text(zh="成本表", en="Cost list"),
    grain=Text(zh="一行一个编码从某日起的成本", en="one row per SKU and valid-from day"),
    natural_key=("sku_code", "valid_from"),
    export=Text(zh="成本表：用本系统的模板填写", en="Cost list: fill in our template"),
    fields=(
        column("sku_code", Kind.ID, "商家编码", "SKU code", "商家编码", "组合编码", "型号", "规格编码",
           "SKU", required=True),
        column("unit_cost", Kind.CENTS, "单位成本", "Unit cost", "单位成本", "成本价", "sku成本", "采购价",
           required=True),
        column("packaging", Kind.CENTS, "包装成本", "Packaging", "包装成本"),
        column("freight_per_order", Kind.CENTS, "单均运费", "Freight per order", "单均运费"),
        column("valid_from", Kind.TIME, "生效日期", "Valid from", "生效日期"),
    ),
)  # fmt: skip

INVENTORY = TableSpec(
    key="inventory",
    title=Text(zh="库存快照", en="Stock snapshot"),
    grain=Text(zh="一行一个编码某日的库存", en="one row per SKU and day"),
    natural_key=("date", "warehouse", "sku_code"),
    time="date",
    export=Text(zh="库存快照：ERP 导出，或用本系统的模板填写", en="Stock: ERP export, or our template"),
    fields=(
        column("date", Kind.TIME, "快照日期", "Snapshot day", "快照日期", "日期", required=True),
        column("warehouse", Kind.CATEGORY, "仓库", "Warehouse", "仓库"),
        column("sku_code", Kind.ID, "商家编码", "SKU code", "商家编码", "商品编码", required=True),
        column("title", Kind.TEXT, "商品名称", "Item", "商品名称"),
        column("on_hand", Kind.COUNT, "实际库存", "On hand", "实际库存", "主仓实际库存数", "库存",
           required=True),
        column("available", Kind.COUNT, "可用库存", "Available", "可用库存", "公有可用数", "可发库存"),
        column("reserved", Kind.COUNT, "占用", "Reserved", "订单占有数", "锁定量"),
        column("in_transit", Kind.COUNT, "在途", "In transit", "在途", "采购在途数"),
        column("safety_min", Kind.COUNT, "警戒下限", "Safety stock, lower", "警戒库存下限"),
        column("safety_max", Kind.COUNT, "警戒上限", "Safety stock, upper", "警戒库存上限"),
    ),
)  # fmt: skip

STOCK_MOVES = TableSpec(
    key="stock_moves",
    title=Text(zh="出入库流水", en="Stock movements"),
    grain=Text(zh="一行一次出入库", en="one row per stock movement"),
    time="date",
    export=Text(
        zh="出入库流水：ERP 导出，或用本系统的模板填写",
        en="Stock movements: ERP export, or our template",
    ),
    fields=(
        column("date", Kind.TIME, "出入库日期", "Move day", "出入库日期", "出入库时间", "日期", required=True),
        column("warehouse", Kind.CATEGORY, "仓库", "Warehouse", "仓库"),
        column("sku_code", Kind.ID, "商家编码", "SKU code", "商家编码", "商品编码", required=True),
        column("title", Kind.TEXT, "商品名称", "Item", "商品名称"),
        column("kind", Kind.CATEGORY, "出入库类型", "Kind of move", "出入库类型", "单据类型"),
        column("quantity", Kind.COUNT, "数量（入正出负）", "Quantity", "出入库数量", "变动数量", "数量",
           required=True),
        column("document", Kind.ID, "单据编号", "Document", "单据编号"),
    ),
)  # fmt: skip

PURCHASES = TableSpec(
    key="purchases",
    title=Text(zh="采购单", en="Purchases"),
    grain=Text(zh="一行一个采购商品行", en="one row per purchased item"),
    time="ordered_at",
    amount="line_amount",
    export=Text(
        zh="采购订单：1688 › 买家后台 › 已买到的货品 › 导出",
        en="Purchase orders: supplier platform › Orders › Export",
    ),
    fields=(
        PLATFORM,
        column("po_id", Kind.ID, "采购单号", "Purchase order", "采购单号", "订单编号"),
        column("supplier", Kind.CATEGORY, "供应商", "Supplier", "供应商", "卖家公司名"),
        column("ordered_at", Kind.TIME, "下单时间", "Ordered at", "订单创建时间", "下单补货时间",
           required=True),
        column("paid_at", Kind.TIME, "付款时间", "Paid at", "订单付款时间"),
        column("received_at", Kind.TIME, "到货时间", "Received at", "到货时间"),
        column("sku_code", Kind.ID, "商家编码", "SKU code", "单品货号", "货号", "商家编码"),
        column("title", Kind.TEXT, "货品标题", "Item", "货品标题", "商品名称"),
        column("quantity", Kind.COUNT, "数量", "Quantity", "数量", required=True),
        column("unit_price", Kind.NUMBER, "单价", "Unit price", "单价(元)", "单价"),
        column("line_amount", Kind.CENTS, "货品金额", "Line amount"),
        column("freight", Kind.CENTS, "运费", "Postage", "运费(元)"),
        column("adjustment", Kind.CENTS, "涨价或折扣", "Surcharge or discount", "涨价或折扣(元)"),
        column("paid_amount", Kind.CENTS, "实付款", "Paid", "实付款(元)"),
        column("status_raw", Kind.CATEGORY, "状态（原文）", "Status as in the file", "订单状态", "状态"),
        column("status", Kind.CATEGORY, "状态", "Status"),
        column("owner", Kind.CATEGORY, "负责人", "Owner", "负责人"),
        CURRENCY,
    ),
)  # fmt: skip

SHIPMENTS = TableSpec(
    key="shipments",
    title=Text(zh="物流运单", en="Shipments"),
    grain=Text(zh="一行一个运单", en="one row per parcel"),
    natural_key=("waybill", "shipped_at", "freight"),  # a parcel charged twice is two charges
    time="shipped_at",
    amount="freight",
    export=Text(
        zh="快递对账单：快递公司 › 月结账单 › 导出，或用本系统的模板填写",
        en="Courier bill: courier › Monthly bill › Export, or our template",
    ),
    fields=(
        column("waybill", Kind.ID, "运单号", "Waybill", "运单号", "运单号码", "快递单号", required=True),
        column("order_id", Kind.ID, "订单编号", "Order id", "订单编号", "订单号"),
        column("carrier", Kind.CATEGORY, "快递公司", "Carrier", "快递公司"),
        column("shipped_at", Kind.TIME, "发货时间", "Shipped at", "发货时间", "账单日期", "日期"),
        column("signed_at", Kind.TIME, "签收时间", "Signed for at", "签收时间"),
        column("weight", Kind.NUMBER, "结算重量（kg）", "Weight (kg)", "结算重量", "计费重量"),
        column("freight", Kind.CENTS, "运费", "Freight", "合计", "应付金额", "金额"),
        column("province", Kind.CATEGORY, "目的省份", "Province", "目的省"),
        column("city", Kind.CATEGORY, "目的城市", "City", "目的市", "目的地市"),
    ),
)  # fmt: skip

TICKETS = TableSpec(
    key="tickets",
    title=Text(zh="售后与客服工单", en="Service tickets"),
    grain=Text(zh="一行一个工单", en="one row per ticket"),
    natural_key=("ticket_id",),
    time="opened_at",
    export=Text(
        zh="工单：客服系统导出，或用本系统的模板填写", en="Tickets: help desk export, or our template"
    ),
    fields=(
        PLATFORM,
        SHOP,
        column("ticket_id", Kind.ID, "工单编号", "Ticket", "工单编号", "服务单号", required=True),
        column("order_id", Kind.ID, "订单编号", "Order id", "订单编号", "订单号"),
        column("product_id", Kind.ID, "平台商品ID", "Platform product id", "商品ID", "商品id"),
        column("opened_at", Kind.TIME, "提交时间", "Opened at", "提交时间", "创建时间", required=True),
        column("first_response_at", Kind.TIME, "首次响应时间", "First answered at", "首次响应时间"),
        column("closed_at", Kind.TIME, "关闭时间", "Closed at", "关闭时间", "完结时间"),
        column("type", Kind.CATEGORY, "类型", "Type", "类型", "工单类型"),
        column("reason", Kind.CATEGORY, "原因", "Reason", "原因"),
        column("owner", Kind.CATEGORY, "处理人", "Handled by", "处理人", "负责人"),
        column("outcome", Kind.CATEGORY, "处理结果", "Outcome", "处理结果"),
        column("status", Kind.CATEGORY, "状态", "Status", "状态"),
    ),
)  # fmt: skip

CS_DAILY = TableSpec(
    key="cs_daily",
    title=Text(zh="客服绩效", en="Customer service"),
    grain=Text(zh="一行一位客服一个期间", en="one row per agent and period"),
    natural_key=("platform", "shop", "date", "period_end", "staff"),
    time="date",
    amount="paid_amount",
    export=Text(
        zh="客服绩效：千牛 › 客户 › 客服绩效 › 自制报表 › 下载",
        en="Service report: seller centre › Customer service › Performance › Download",
    ),
    fields=(
        PLATFORM,
        SHOP,
        column("date", Kind.TIME, "日期", "Date", "日期", required=True),
        PERIOD_END,
        column("staff", Kind.CATEGORY, "客服", "Agent", "旺旺昵称", "客服", required=True),
        column("inquiries", Kind.COUNT, "询单人数", "Inquiring visitors", "询单人数"),
        column("paid_inquiries", Kind.COUNT, "询单付款人数", "Inquiring buyers", "询单最终付款人数"),
        column("paid_amount", Kind.CENTS, "询单付款金额", "Paid after inquiry", "询单最终付款金额"),
        column("first_response_s", Kind.SECONDS, "首次响应时长", "First response", "首次响应时长（秒)"),
        column("avg_response_s", Kind.SECONDS, "平均响应时长", "Average response", "平均响应时长（秒)"),
        column("satisfaction", Kind.RATE, "客户满意率", "Satisfaction", "客户满意率"),
        column("reply_rate", Kind.RATE, "回复率", "Reply rate", "旺旺回复率"),
        column("refund_amount", Kind.CENTS, "成功退款金额", "Refunds", "成功退款金额"),
    ),
)  # fmt: skip

SHOP_SCORES = TableSpec(
    key="shop_scores",
    title=Text(zh="店铺评分", en="Shop scores"),
    grain=Text(zh="一行一店一天", en="one row per shop and day"),
    natural_key=("platform", "shop", "date"),
    time="date",
    export=Text(
        zh="店铺评分：生意参谋 › 服务 › 评价 › DSR 评分 › 下载",
        en="Shop scores: platform analytics › Service › Reviews › Shop scores › Download",
    ),
    fields=(
        PLATFORM,
        SHOP,
        column("date", Kind.TIME, "统计日期", "Date", "统计日期", "日期", required=True),
        column("described", Kind.NUMBER, "描述相符评分", "Score: as described", "描述相符评分",
           required=True),
        column("logistics", Kind.NUMBER, "物流服务评分", "Score: logistics", "物流服务评分"),
        column("service", Kind.NUMBER, "服务态度评分", "Score: service", "服务态度评分"),
        column("reviews", Kind.COUNT, "评价数", "Reviews", "评价数"),
        column("good_reviews", Kind.COUNT, "正面评价数", "Good reviews", "正面评价数"),
        column("bad_reviews", Kind.COUNT, "负面评价数", "Bad reviews", "负面评价数"),
        column("picture_reviews", Kind.COUNT, "有图评价数", "Reviews with pictures", "有图评价数"),
    ),
)  # fmt: skip

MEMBERS = TableSpec(
    key="members",
    title=Text(zh="会员名单", en="Members"),
    grain=Text(zh="一行一位买家", en="one row per buyer"),
    natural_key=("buyer_key",),
    time="joined_at",
    export=Text(zh="会员名单：用本系统的模板填写", en="Members: fill in our template"),
    fields=(
        column("buyer_key", Kind.KEY, "买家标识", "Buyer id", "买家标识", required=True),
        column("is_member", Kind.FLAG, "是否会员", "Member", "是否会员", required=True),
        column("joined_at", Kind.TIME, "入会时间", "Joined at", "入会时间"),
    ),
)  # fmt: skip

RISKS = TableSpec(
    key="risks",
    title=Text(zh="风险清单", en="Risk register"),
    grain=Text(zh="一行一个风险", en="one row per risk"),
    natural_key=("risk_id",),
    export=Text(zh="风险清单：用本系统的模板填写", en="Risk register: fill in our template"),
    fields=(
        column("risk_id", Kind.ID, "编号", "Number", "编号", required=True),
        column("risk", Kind.TEXT, "风险", "Risk", "风险", required=True),
        column("stage", Kind.CATEGORY, "所属环节", "Stage", "所属环节"),
        column("cause", Kind.TEXT, "原因", "Cause", "原因"),
        column("severity", Kind.COUNT, "严重度 S", "Severity S", "严重度S", required=True),
        column("occurrence", Kind.COUNT, "发生度 O", "Occurrence O", "发生度O", required=True),
        column("detection", Kind.COUNT, "探测度 D", "Detection D", "探测度D", required=True),
        column("owner", Kind.CATEGORY, "负责人", "Owner", "负责人"),
        column("measure", Kind.TEXT, "措施", "Measure", "措施"),
        column("due", Kind.TIME, "截止日期", "Due", "截止日期"),
        column("status", Kind.CATEGORY, "状态", "Status", "状态"),
    ),
)  # fmt: skip

ACTIONS = TableSpec(
    key="actions",
    title=Text(zh="行动清单", en="Action list"),
    grain=Text(zh="一行一项行动", en="one row per action"),
    natural_key=("action_id",),
    time="due",
    export=Text(zh="行动清单：用本系统的模板填写", en="Action list: fill in our template"),
    fields=(
        column("action_id", Kind.ID, "编号", "Number", "编号", required=True),
        column("source", Kind.CATEGORY, "来源", "Source", "来源"),
        column("problem", Kind.TEXT, "问题", "Problem", "问题"),
        column("action", Kind.TEXT, "措施", "Action", "措施", required=True),
        column("owner", Kind.CATEGORY, "负责人", "Owner", "负责人"),
        column("due", Kind.TIME, "截止日期", "Due", "截止日期"),
        column("priority", Kind.CATEGORY, "优先级", "Priority", "优先级", required=True),
        column("status", Kind.CATEGORY, "状态", "Status", "状态"),
        column("result", Kind.TEXT, "结果", "Result", "结果"),
    ),
)  # fmt: skip

TARGETS = TableSpec(
    key="targets",
    title=Text(zh="目标", en="Targets"),
    grain=Text(zh="一行一个指标一个期间", en="one row per metric and period"),
    natural_key=("period_start", "period_end", "scope", "metric"),
    time="period_start",
    export=Text(zh="目标表：用本系统的模板填写", en="Targets: fill in our template"),
    fields=(
        column("period_start", Kind.TIME, "期间开始", "Period start", "期间开始", required=True),
        column("period_end", Kind.TIME, "期间结束", "Period end (last day)", "期间结束", required=True),
        column("scope", Kind.CATEGORY, "范围", "Scope", "范围"),
        column("metric", Kind.CATEGORY, "指标", "Metric", "指标", required=True),
        column("target", Kind.NUMBER, "目标值", "Target", "目标值", required=True),
        column("unit", Kind.CATEGORY, "单位", "Unit", "单位"),
        column("owner", Kind.CATEGORY, "负责人", "Owner", "负责人"),
    ),
)  # fmt: skip

CALENDAR = TableSpec(
    key="calendar",
    title=Text(zh="活动日历", en="Campaign calendar"),
    grain=Text(zh="一行一个活动的一个阶段", en="one row per campaign phase"),
    natural_key=("name", "phase", "start"),
    time="start",
    export=Text(zh="活动日历：用本系统的模板填写", en="Campaign calendar: fill in our template"),
    fields=(
        column("name", Kind.TEXT, "活动", "Campaign", "活动", required=True),
        column("phase", Kind.CATEGORY, "阶段", "Phase", "阶段", required=True),
        column("start", Kind.TIME, "开始", "Start", "开始日期", required=True),
        column("end", Kind.TIME, "结束", "End (last day)", "结束日期", required=True),
    ),
)  # fmt: skip
