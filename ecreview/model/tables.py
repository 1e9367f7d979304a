"""The canonical tables: one spec each, its grain, its natural key and the meaning of its columns."""

from __future__ import annotations

from dataclasses import dataclass

from ecreview.model.fields import Field, Kind
from ecreview.model.text import EMPTY, Text

CANONICAL_STATUS = (
    "created_unpaid",
    "paid_unshipped",
    "shipped",
    "completed",
    "closed_unpaid",
    "closed_refunded",
    "unknown",
)
REFUND_STATES = ("none", "open", "partial", "full", "rejected")
MEMORY_SHEET = "_ecreview"  # very hidden in our own workbook; tells it from all others
TRANSFER_SUBJECTS = frozenset({"ad_transfer", "withdraw", "deposit"})


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A canonical table.

    Attributes:
        key: the word of the JSON record.
        title: what people call it.
        grain: one row is …
        fields: its columns.
        natural_key: columns that name a row across files; empty = rows have no name, identical ones are real.
        time: the column that dates a row, None for undated tables.
        amount: the leading money column: what conservation of cents is proved on; None without money.
        export: which export holds it, with menu path.
    """

    key: str
    title: Text
    grain: Text
    fields: tuple[Field, ...]
    natural_key: tuple[str, ...] = ()
    time: str | None = None
    amount: str | None = None
    export: Text = EMPTY

    def field(self, key: str) -> Field:
        """Return the field of that key.

        Raises:
            KeyError: the table has no such field.
        """
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise KeyError(f"{self.key} has no field {key}")

    @property
    def required(self) -> tuple[Field, ...]:
        """Return the fields without which the table is of no use."""
        return tuple(f for f in self.fields if f.required)


def _f(key: str, kind: Kind, zh: str, en: str, *names: str, required: bool = False) -> Field:
    """Return a field; `names` are header names seen in exports."""
    return Field(key, kind, Text(zh=zh, en=en), names, required)


_PLATFORM = _f("platform", Kind.CATEGORY, "平台", "Platform", "平台", "platform")
_SHOP = _f("shop", Kind.CATEGORY, "店铺", "Shop", "店铺名称", "店铺", "shop", "store")
_BUYER = _f(
    "buyer_key", Kind.KEY, "买家标识", "Buyer id",
    "买家会员名", "买家账号", "用户编号", "客户编号", "客户名称", "会员ID", "下单帐号", "CustomerID",
    "Customer ID", "customer_id", "customer_unique_id", "user_id", "Email",
)  # fmt: skip
_CURRENCY = _f("currency", Kind.CATEGORY, "币种", "Currency", "币种", "货币", "currency")
_PROVINCE = _f(
    "province", Kind.CATEGORY, "省份", "Province",
    "省份", "省/自治区", "省", "收货地址", "Country", "country", "customer_state",
)  # fmt: skip

ORDERS = TableSpec(
    key="orders",
    title=Text(zh="订单", en="Orders"),
    grain=Text(zh="一行一笔订单", en="one row per order"),
    natural_key=("platform", "shop", "order_id"),
    time="created_at",
    amount="order_amount",
    export=Text(
        zh="订单报表：千牛 › 交易 › 已卖出的宝贝 › 批量导出",
        en="Orders report: seller centre › Orders › Export",
    ),
    fields=(
        _PLATFORM,
        _SHOP,
        _f("order_id", Kind.ID, "订单编号", "Order id", "订单编号", "订单号", "订单ID", "订单 Id",
           "主订单编号", "order_id", "Order ID", "InvoiceNo", "Name", required=True),
        _BUYER,
        _f("created_at", Kind.TIME, "下单时间", "Ordered at", "订单创建时间", "下单时间", "创建时间",
           "订单日期", "InvoiceDate", "order_purchase_timestamp", "Created at", "日期", required=True),
        _f("paid_at", Kind.TIME, "付款时间", "Paid at", "订单付款时间", "付款时间", "支付时间",
           "付款确认时间", "Paid at", "order_approved_at"),
        _f("shipped_at", Kind.TIME, "发货时间", "Shipped at", "发货时间", "发货日期"),
        _f("received_at", Kind.TIME, "确认收货时间", "Received at", "确认收货时间"),
        _f("order_amount", Kind.CENTS, "订单金额", "Order amount", "总金额", "订单金额", "商品总价",
           "应付金额", "销售额", "amount", "Total", required=True),
        _f("goods_amount", Kind.CENTS, "应付货款", "Goods amount", "买家应付货款", "商品金额"),
        _f("freight", Kind.CENTS, "运费", "Postage", "买家应付邮费", "运费"),
        _f("shop_discount", Kind.CENTS, "店铺优惠", "Shop discount", "店铺优惠折扣", "店铺优惠"),
        _f("platform_discount", Kind.CENTS, "平台优惠", "Platform discount", "平台优惠折扣", "平台优惠"),
        _f("receivable", Kind.CENTS, "商家应收", "Merchant receivable", "商家实收金额", "商家应收"),
        _f("paid_amount", Kind.CENTS, "实付金额（文件口径）", "Paid amount (as in the file)",
           "买家实际支付金额", "买家实付金额", "用户实付金额", "实付金额", "实付款"),
        _f("paid_gross", Kind.CENTS, "支付金额（未扣退款）", "Paid, before refunds"),
        _f("refunded", Kind.CENTS, "退款金额", "Refunded", "退款金额", "退款", "refund"),
        _f("paid_net", Kind.CENTS, "实收净额", "Paid, after refunds"),
        _f("settled_amount", Kind.CENTS, "打款金额", "Settled", "打款商家金额", "确认收货打款金额"),
        _f("status_raw", Kind.CATEGORY, "订单状态（原文）", "Status as in the file", "订单状态", "状态",
           "order_status", "Financial Status"),
        _f("status", Kind.CATEGORY, "订单状态", "Status"),
        _f("refund_state", Kind.CATEGORY, "退款状态", "Refund state", "退款状态"),
        _f("units", Kind.COUNT, "件数", "Units", "宝贝总数量", "商品数量", "商品数量(件)", "数量",
           "Quantity"),
        _f("title", Kind.TEXT, "商品标题", "Item title", "宝贝标题", "商品标题"),
        _f("waybill", Kind.ID, "物流单号", "Waybill", "物流单号", "快递单号"),
        _PROVINCE,
        _f("city", Kind.CATEGORY, "城市", "City", "城市", "市"),
        _f("channel", Kind.CATEGORY, "渠道", "Channel", "渠道来源", "渠道", "流量渠道", "channel"),
        _f("is_id_lossy", Kind.FLAG, "订单号已失真", "Order id damaged"),
        _CURRENCY,
    ),
)  # fmt: skip

ORDER_LINES = TableSpec(
    key="order_lines",
    title=Text(zh="订单明细", en="Order lines"),
    grain=Text(zh="一行一个商品行", en="one row per item line"),
    natural_key=("platform", "shop", "line_id"),
    time="created_at",
    amount="line_amount",
    export=Text(
        zh="宝贝报表：千牛 › 交易 › 已卖出的宝贝 › 导出宝贝报表",
        en="Item report: seller centre › Orders › Export items",
    ),
    fields=(
        _PLATFORM,
        _SHOP,
        _f("order_id", Kind.ID, "订单编号", "Order id", "主订单编号", "订单编号", "订单号", "订单 Id",
           "order_id", "InvoiceNo", required=True),
        _f("line_id", Kind.ID, "子订单编号", "Line id", "子订单编号", "行号"),
        _BUYER,
        _f("created_at", Kind.TIME, "下单时间", "Ordered at", "订单创建时间", "订单日期", "下单时间",
           "InvoiceDate", "日期"),
        _f("paid_at", Kind.TIME, "付款时间", "Paid at", "订单付款时间", "付款时间", "支付时间"),
        _f("shipped_at", Kind.TIME, "发货时间", "Shipped at", "发货时间", "发货日期"),
        _f("sku_code", Kind.ID, "商家编码", "SKU code", "商家编码", "外部系统编号", "SKU", "StockCode",
           "商品编码", "sku", "product_id"),
        _f("product_id", Kind.ID, "平台商品ID", "Platform product id", "商品ID"),
        _f("title", Kind.TEXT, "商品标题", "Item title", "商品标题", "标题", "产品名称", "商品名称",
           "商品中文名称", "Description", "title"),
        _f("category", Kind.CATEGORY, "类目", "Category", "类别", "类目", "子类别", "category"),
        _f("quantity", Kind.COUNT, "数量", "Quantity", "购买数量", "商品数量", "数量", "Quantity",
           "quantity", required=True),
        _f("unit_price", Kind.NUMBER, "单价", "Unit price", "商品价格", "商品销售单价", "价格", "单价",
           "UnitPrice", "price"),
        _f("line_amount", Kind.CENTS, "商品行金额", "Line amount", "买家应付货款", "销售额", "商品总价",
           "商品总金额", "金额", "line_total"),
        _f("line_paid", Kind.CENTS, "商品行实付", "Line paid", "买家实付金额", "买家实际支付金额"),
        _f("refunded", Kind.CENTS, "退款金额", "Refunded", "退款金额"),
        _f("profit", Kind.CENTS, "利润（文件口径）", "Profit (as in the file)", "利润"),
        _f("discount", Kind.RATE, "折扣", "Discount", "折扣"),
        _f("status_raw", Kind.CATEGORY, "订单状态（原文）", "Status as in the file", "订单状态"),
        _f("status", Kind.CATEGORY, "订单状态", "Status"),
        _f("refund_state", Kind.CATEGORY, "退款状态", "Refund state", "退款状态"),
        _PROVINCE,
        _f("city", Kind.CATEGORY, "城市", "City", "城市"),
        _f("channel", Kind.CATEGORY, "渠道", "Channel", "渠道来源", "渠道", "channel"),
        _f("is_gift", Kind.FLAG, "赠品", "Gift"),
        _f("is_return", Kind.FLAG, "退货行", "Return line"),
        _f("is_id_lossy", Kind.FLAG, "订单号已失真", "Order id damaged"),
        _CURRENCY,
    ),
)  # fmt: skip

REFUNDS = TableSpec(
    key="refunds",
    title=Text(zh="退款", en="Refunds"),
    grain=Text(zh="一行一笔退款", en="one row per refund"),
    natural_key=("platform", "refund_id"),
    time="finished_at",
    amount="amount",
    export=Text(
        zh="退款明细：千牛 › 交易 › 退款管理 › 导出",
        en="Refunds: seller centre › Refunds › Export",
    ),
    fields=(
        _PLATFORM,
        _SHOP,
        _f("refund_id", Kind.ID, "退款编号", "Refund id", "退款编号", required=True),
        _f("order_id", Kind.ID, "订单编号", "Order id", "订单编号"),
        _BUYER,
        _f("applied_at", Kind.TIME, "申请时间", "Applied at", "退款的申请时间", "申请时间"),
        _f("finished_at", Kind.TIME, "完结时间", "Finished at", "退款完结时间"),
        _f("amount", Kind.CENTS, "退款金额", "Refund amount", "退款总额", "买家退款金额", required=True),
        _f("status", Kind.CATEGORY, "退款状态", "Refund status", "退款状态"),
        _f("reason", Kind.CATEGORY, "退款原因", "Reason", "买家退款原因"),
    ),
)  # fmt: skip

PAYMENTS = TableSpec(
    key="payments",
    title=Text(zh="账单流水", en="Payment ledger"),
    grain=Text(zh="一行一笔流水", en="one row per ledger entry"),
    natural_key=("platform", "txn_id", "subject_raw", "amount"),
    time="time",
    amount="amount",
    export=Text(
        zh="支付宝账务明细：商家中心 › 账单 › 账务明细 › 下载",
        en="Alipay ledger: merchant centre › Bills › Ledger › Download",
    ),
    fields=(
        _PLATFORM,
        _SHOP,
        _f("entry_id", Kind.ID, "账务流水号", "Entry id", "账务流水号"),
        _f("txn_id", Kind.ID, "业务流水号", "Transaction id", "业务流水号", required=True),
        _f("merchant_no", Kind.ID, "商户订单号", "Merchant's number", "商户订单号"),
        _f("base_order_id", Kind.ID, "业务基础订单号", "Base order id", "业务基础订单号"),
        _f("order_id", Kind.ID, "订单编号（解析）", "Order id (parsed)"),
        _f("time", Kind.TIME, "发生时间", "Time", "发生时间", "入账时间", required=True),
        _f("subject_raw", Kind.CATEGORY, "业务类型（原文）", "Type as in the file", "业务类型"),
        _f("subject", Kind.CATEGORY, "科目", "Subject"),
        _f("amount", Kind.CENTS, "金额（收正支负）", "Amount (signed)", "收支金额", required=True),
        _f("balance", Kind.CENTS, "账户余额", "Balance", "账户余额（元）"),
        _f("note", Kind.TEXT, "备注", "Note", "备注"),
        _f("is_transfer", Kind.FLAG, "非经营流水", "Transfer"),
    ),
)  # fmt: skip

TRAFFIC_DAILY = TableSpec(
    key="traffic_daily",
    title=Text(zh="店铺每日流量", en="Daily shop traffic"),
    grain=Text(zh="一行一店一天", en="one row per shop and day"),
    natural_key=("platform", "shop", "date"),
    time="date",
    amount="pay_amount",
    export=Text(
        zh="店铺整体日报：生意参谋 › 取数 › 店铺整体 › 按天下载",
        en="Daily shop report: platform analytics › Shop › by day",
    ),
    fields=(
        _PLATFORM,
        _SHOP,
        _f("date", Kind.TIME, "统计日期", "Date", "统计日期", "日期", "date", required=True),
        _f("uv", Kind.COUNT, "访客数", "Visitors", "访客数", "uv", required=True),
        _f("pv", Kind.COUNT, "浏览量", "Page views", "浏览量", "pv"),
        _f("new_uv", Kind.COUNT, "新访客数", "New visitors", "新访客数"),
        _f("bounce_rate", Kind.RATE, "跳失率", "Bounce rate", "跳失率"),
        _f("avg_stay_s", Kind.SECONDS, "平均停留时长", "Average stay", "平均停留时长"),
        _f("fav_users", Kind.COUNT, "收藏人数", "Favouring visitors", "商品收藏买家数", "收藏人数"),
        _f("cart_users", Kind.COUNT, "加购人数", "Cart visitors", "加购人数"),
        _f("cart_qty", Kind.COUNT, "加购件数", "Units added to cart", "加购件数"),
        _f("order_buyers", Kind.COUNT, "下单买家数", "Ordering buyers", "下单买家数"),
        _f("order_amount", Kind.CENTS, "下单金额", "Ordered amount", "下单金额"),
        _f("pay_buyers", Kind.COUNT, "支付买家数", "Paying buyers", "支付买家数"),
        _f("pay_qty", Kind.COUNT, "支付件数", "Units paid", "支付件数"),
        _f("pay_amount", Kind.CENTS, "支付金额", "Paid amount", "支付金额"),
        _f("old_buyers", Kind.COUNT, "支付老买家数", "Returning buyers", "支付老买家数"),
        _f("refund_amount", Kind.CENTS, "成功退款金额", "Refunds", "成功退货退款金额", "成功退款金额"),
        _f("ad_spend", Kind.CENTS, "推广消耗", "Ad spend", "直通车消耗"),
        _f("display_spend", Kind.CENTS, "其中：展示推广", "Of it: display ads", "钻石展位消耗"),
    ),
)  # fmt: skip

PRODUCT_COSTS = TableSpec(
    key="product_costs",
    title=Text(zh="成本表", en="Cost list"),
    grain=Text(zh="一行一个编码从某日起的成本", en="one row per SKU and valid-from day"),
    natural_key=("sku_code", "valid_from"),
    export=Text(zh="成本表：用本系统的模板填写", en="Cost list: fill in our template"),
    fields=(
        _f("sku_code", Kind.ID, "商家编码", "SKU code", "商家编码", "组合编码", "型号", "规格编码",
           "SKU", required=True),
        _f("unit_cost", Kind.CENTS, "单位成本", "Unit cost", "单位成本", "成本价", "sku成本", "采购价",
           required=True),
        _f("packaging", Kind.CENTS, "包装成本", "Packaging", "包装成本"),
        _f("freight_per_order", Kind.CENTS, "单均运费", "Freight per order", "单均运费"),
        _f("valid_from", Kind.TIME, "生效日期", "Valid from", "生效日期"),
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
        _f("date", Kind.TIME, "快照日期", "Snapshot day", "快照日期", "日期", required=True),
        _f("warehouse", Kind.CATEGORY, "仓库", "Warehouse", "仓库"),
        _f("sku_code", Kind.ID, "商家编码", "SKU code", "商家编码", "商品编码", required=True),
        _f("title", Kind.TEXT, "商品名称", "Item", "商品名称"),
        _f("on_hand", Kind.COUNT, "实际库存", "On hand", "实际库存", "主仓实际库存数", "库存",
           required=True),
        _f("available", Kind.COUNT, "可用库存", "Available", "可用库存", "公有可用数", "可发库存"),
        _f("in_transit", Kind.COUNT, "在途", "In transit", "在途", "采购在途数"),
    ),
)  # fmt: skip

EVENTS = TableSpec(
    key="events",
    title=Text(zh="行为明细", en="Event log"),
    grain=Text(zh="一行一次行为", en="one row per event"),
    time="time",
    export=Text(
        zh="行为明细：自建站或数据银行导出（用户、行为、时间三列）",
        en="Event log: own site or tag export (user, event, time)",
    ),
    fields=(
        _f("user_key", Kind.KEY, "用户", "User", "user_id", "用户ID", "user", required=True),
        _f("session_id", Kind.ID, "会话", "Session", "session_id"),
        _f("item_id", Kind.ID, "商品", "Item", "item_id", "商品ID"),
        _f("category", Kind.CATEGORY, "类目", "Category", "category_id", "类目"),
        _f("event", Kind.CATEGORY, "行为", "Event", "event", "behavior", "behavior_type", "行为",
           required=True),
        _f("time", Kind.TIME, "时间", "Time", "timestamp", "time", "时间", required=True),
        _f("channel", Kind.CATEGORY, "渠道", "Channel", "acquisition_channel", "channel", "渠道"),
        _f("device", Kind.CATEGORY, "设备", "Device", "platform", "device"),
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
        _f("period_start", Kind.TIME, "期间开始", "Period start", "期间开始", required=True),
        _f("period_end", Kind.TIME, "期间结束", "Period end (last day)", "期间结束", required=True),
        _f("scope", Kind.CATEGORY, "范围", "Scope", "范围"),
        _f("metric", Kind.CATEGORY, "指标", "Metric", "指标", required=True),
        _f("target", Kind.NUMBER, "目标值", "Target", "目标值", required=True),
        _f("unit", Kind.CATEGORY, "单位", "Unit", "单位"),
        _f("owner", Kind.CATEGORY, "负责人", "Owner", "负责人"),
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
        _f("name", Kind.TEXT, "活动", "Campaign", "活动", required=True),
        _f("phase", Kind.CATEGORY, "阶段", "Phase", "阶段", required=True),
        _f("start", Kind.TIME, "开始", "Start", "开始日期", required=True),
        _f("end", Kind.TIME, "结束", "End (last day)", "结束日期", required=True),
    ),
)  # fmt: skip

TABLES: tuple[TableSpec, ...] = (
    ORDERS,
    ORDER_LINES,
    REFUNDS,
    PAYMENTS,
    TRAFFIC_DAILY,
    PRODUCT_COSTS,
    INVENTORY,
    EVENTS,
    TARGETS,
    CALENDAR,
)


def table_spec(key: str) -> TableSpec:
    """Return the spec of that table word.

    Raises:
        KeyError: no such table.
    """
    for spec in TABLES:
        if spec.key == key:
            return spec
    raise KeyError(f"no table {key}")
