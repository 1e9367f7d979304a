"""The metric dictionary: id, name, unit and formula of each metric, said once.

Ids are language-free and stable: they are the keys of figures in the workbook, the JSON record, goals and
actions. Formulas: features §3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.text import EMPTY, Text, Unit

if TYPE_CHECKING:
    from ecreview.model.section import Better


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the dictionary.

    Attributes:
        formula: in words, with the base it is divided by.
        trap: what is often confused with it; empty where nothing is.
        better: which direction is good, None for neither.
    """

    key: str
    title: Text
    unit: Unit
    formula: Text
    better: Better | None = "higher"
    trap: Text = EMPTY


def _m(
    key: str,
    unit: Unit,
    title: tuple[str, str],
    formula: tuple[str, str],
    *,
    better: Better | None = "higher",
    trap: tuple[str, str] = ("", ""),
) -> Metric:
    """Return a metric; texts are (Chinese, English)."""
    return Metric(key, Text(*title), unit, Text(*formula), better, Text(*trap))


METRICS: tuple[Metric, ...] = (
    # 3.1 traffic
    _m("uv", Unit.COUNT, ("访客数", "Visitors"), ("当日去重访客", "distinct visitors of a day"),
       trap=("多日相加是人次，不是人数", "a sum over days counts visits, not people")),
    _m("uv_days", Unit.COUNT, ("人次（UV 加总）", "Daily visitors added up"),
       ("各日访客数之和", "sum of daily visitors")),
    _m("pv", Unit.COUNT, ("浏览量", "Page views"), ("浏览次数之和", "sum of views")),
    _m("depth", Unit.RATIO, ("人均浏览量", "Pages per visitor"), ("浏览量 ÷ 访客数", "page views / visitors")),
    _m("uv_value", Unit.CENTS, ("UV 价值", "Revenue per visitor"),
       ("支付金额 ÷ 访客数", "paid amount / visitors")),
    # 3.2 conversion
    _m("fav_rate", Unit.RATE, ("收藏率", "Favourite rate"),
       ("收藏人数 ÷ 访客数", "favouring visitors / visitors")),
    _m("cart_rate", Unit.RATE, ("加购率", "Add-to-cart rate"),
       ("加购人数 ÷ 访客数", "cart visitors / visitors")),
    _m("cart_order", Unit.RATE, ("加购-下单比", "Cart-to-order ratio"),
       ("下单买家数 ÷ 加购人数", "ordering buyers / cart visitors"),
       trap=("不是包含关系，可能超过 100%", "not nested, may exceed 100 %")),
    _m("order_cvr", Unit.RATE, ("下单转化率", "Order conversion"),
       ("下单买家数 ÷ 访客数", "ordering buyers / visitors")),
    _m("pay_rate", Unit.RATE, ("下单-支付转化率", "Order-to-pay rate"),
       ("下单且支付的买家数 ÷ 下单买家数", "buyers who ordered and paid / ordering buyers")),
    _m("pay_cvr", Unit.RATE, ("支付转化率", "Payment conversion"),
       ("支付买家数 ÷ 访客数", "paying buyers / visitors"),
       trap=("广告后台的转化率是订单÷点击", "an ad console divides orders by clicks")),
    _m("aov_buyer", Unit.CENTS, ("客单价", "Spend per buyer"),
       ("有买家标识的支付金额 ÷ 支付买家数", "paid amount with a buyer id / paying buyers"),
       trap=("有的系统按订单除", "some systems divide by orders")),
    _m("aov_order", Unit.CENTS, ("笔单价", "Average order value"),
       ("支付金额 ÷ 支付订单数", "paid amount / paid orders")),
    _m("orders_per_buyer", Unit.RATIO, ("人均订单数", "Orders per buyer"),
       ("有买家标识的支付订单数 ÷ 支付买家数", "paid orders with a buyer id / paying buyers")),
    _m("upt", Unit.RATIO, ("连带率", "Units per order"), ("支付件数 ÷ 支付订单数", "paid units / paid orders")),
    _m("asp", Unit.CENTS, ("件单价", "Average selling price"),
       ("支付金额 ÷ 支付件数", "paid amount / paid units")),
    _m("gmv_order", Unit.CENTS, ("下单金额", "Ordered GMV"),
       ("全部订单金额，含未付款", "all orders, unpaid ones in")),
    _m("gmv_pay", Unit.CENTS, ("支付金额", "Paid GMV"),
       ("已付款订单金额，未扣退款，含邮费", "paid orders, refunds not removed, postage in")),
    _m("gsv", Unit.CENTS, ("净销售额", "Net sales"), ("支付金额 − 退款", "paid amount − refunds")),
    # 3.3 refunds
    _m("refunded", Unit.CENTS, ("退款金额", "Refunded"),
       ("期内支付订单的成功退款", "successful refunds of orders paid in the period"), better="lower"),
    _m("refund_rate_amt", Unit.RATE, ("退款率（金额）", "Refund rate (value)"),
       ("期内支付订单的退款 ÷ 支付金额", "refunds of orders paid in the period / paid amount"),
       better="lower", trap=("还会继续增长", "still growing")),
    _m("refund_rate_ord", Unit.RATE, ("退款率（订单）", "Refund rate (orders)"),
       ("有退款的支付订单 ÷ 支付订单", "paid orders with a refund / paid orders"), better="lower"),
    _m("refund_rate_all", Unit.RATE, ("退款率（占全部订单）", "Refund rate (of all orders)"),
       ("期内下单且有退款的订单 ÷ 期内全部订单（含未付款）",
        "orders placed in the period with a refund / all orders placed, unpaid ones in"),
       better="lower"),
    _m("maturity", Unit.RATE, ("退款成熟度", "Refund maturity"),
       ("已见退款 ÷ 预计最终退款", "refunds seen so far / expected final refunds")),
    _m("refunded_final", Unit.CENTS, ("预计最终退款", "Expected final refunds"),
       ("已见退款 + 按往期到账规律还会发生的退款", "refunds so far + those still to come by the shop's own delays"),
       better="lower"),
    _m("refund_cash", Unit.CENTS, ("退款额（退款日）", "Refunds by refund date"),
       ("期内发生的成功退款，不论订单何时付款", "successful refunds dated in the period, whenever the order was paid"),
       better="lower", trap=("与归属支付日的退款不是一个口径", "not the refunds of the period's orders")),
    _m("refund_pre_ship", Unit.RATE, ("发货前退款率", "Before-ship refund rate"),
       ("发货前有退款的支付订单 ÷ 支付订单", "paid orders with a refund before shipping / paid orders"),
       better="lower"),
    _m("refund_post_ship", Unit.RATE, ("发货后退款率", "After-ship refund rate"),
       ("发货后有退款的支付订单 ÷ 支付订单", "paid orders with a refund after shipping / paid orders"),
       better="lower"),
    _m("quality_refund_rate", Unit.RATE, ("品质退款率", "Quality refund rate"),
       ("因品质原因退款的支付订单 ÷ 支付订单", "paid orders refunded for quality / paid orders"),
       better="lower", trap=("品质原因按词表判断，词表可改", "quality reasons go by an editable list of words")),
    # counts
    _m("orders_placed", Unit.COUNT, ("下单笔数", "Orders placed"), ("全部订单", "all orders")),
    _m("orders_paid", Unit.COUNT, ("支付笔数", "Orders paid"), ("有付款的订单", "orders with a payment")),
    _m("orders_refunded", Unit.COUNT, ("退款笔数", "Orders refunded"),
       ("有成功退款的支付订单", "paid orders with a successful refund"), better="lower"),
    _m("buyers_paid", Unit.COUNT, ("支付买家数", "Paying buyers"),
       ("期内付款的去重买家", "distinct buyers who paid in the period")),
    _m("buyers_unknown", Unit.COUNT, ("未识别买家的订单", "Orders without a buyer id"),
       ("没有买家标识的支付订单", "paid orders without a buyer id"), better=None),
    _m("orders_known", Unit.COUNT, ("有买家标识的支付笔数", "Paid orders with a buyer id"),
       ("有买家标识的支付订单", "paid orders that carry a buyer id")),
    _m("gmv_known", Unit.CENTS, ("有买家标识的支付金额", "Paid GMV with a buyer id"),
       ("有买家标识的支付订单金额，未扣退款", "paid orders that carry a buyer id, refunds not removed")),
    _m("units_paid", Unit.COUNT, ("支付件数", "Units paid"), ("支付订单的件数", "units of paid orders")),
    _m("new_buyers", Unit.COUNT, ("新客数", "New buyers"),
       ("首单落在期内的买家", "buyers whose first order falls in the period")),
    _m("order_pay_rate", Unit.RATE, ("成交率（订单）", "Paid share of orders"),
       ("支付订单 ÷ 下单订单", "paid orders / orders placed")),
    _m("kept_rate", Unit.RATE, ("支付后未退率", "Kept rate"),
       ("未退款的支付订单 ÷ 支付订单", "paid orders without a refund / paid orders")),
    # 3.4 ads
    _m("cost", Unit.CENTS, ("推广花费", "Ad spend"), ("推广消耗之和", "sum of ad spend"), better=None),
    _m("fee_ratio", Unit.RATE, ("推广费比", "Ad cost ratio"), ("推广花费 ÷ 支付金额", "ad spend / paid amount"),
       better="lower"),
    _m("channel_share", Unit.RATE, ("最大渠道占比", "Largest channel's share"),
       ("金额最大的渠道的支付金额 ÷ 各渠道支付金额", "paid amount of the largest channel / of all channels"),
       better="lower"),
    # 3.6 customers
    _m("rep_user", Unit.RATE, ("复购率（人数）", "Repeat-purchase rate"),
       ("期内 ≥2 笔支付订单的买家 ÷ 买家（同一天也算）", "buyers with ≥2 paid orders / buyers, same day counts")),
    _m("rep_user_days", Unit.RATE, ("复购率（人数，按天）", "Repeat-purchase rate (days)"),
       ("在 ≥2 个不同日期付款的买家 ÷ 买家", "buyers who paid on ≥2 days / buyers")),
    _m("rep_txn", Unit.RATE, ("复购率（次数）", "Repeat share of orders"),
       ("（订单 − 买家）÷ 订单", "(orders − buyers) / orders")),
    _m("rep_30", Unit.RATE, ("30 日复购率", "30-day repurchase"),
       ("首单后 30 天内再买的买家 ÷ 首单后观察满 30 天的买家",
        "second order within 30 days / first-time buyers observed for 30 days")),
    _m("interval", Unit.DAYS, ("复购周期", "Repurchase cycle"),
       ("相邻两次支付相隔天数的中位数", "median days between paid orders"), better="lower"),
    _m("new_unverified", Unit.RATE, ("首单前历史不足一年的买家", "Buyers with under a year of history before"),
       ("首单距数据起点不足 365 天的买家 ÷ 买家：他们可能更早就买过",
        "buyers whose first order lies less than 365 days after the data start / buyers"), better=None),
    _m("rfm_buyers", Unit.COUNT, ("参与分层的买家", "Buyers segmented"),
       ("有买家标识且付过款的买家", "buyers with an id and a paid order"), better=None),
    _m("rfm_value_share", Unit.RATE, ("“重要价值”金额占比", "Amount from key buyers"),
       ("重要价值客户的金额 ÷ 已识别买家的金额", "amount of key buyers / amount of identified buyers"), better=None),
    _m("clustered_buyers", Unit.COUNT, ("参与分群的买家", "Buyers grouped"),
       ("金额为正的已识别买家", "identified buyers with a positive amount"), better=None),
    _m("cluster_count", Unit.COUNT, ("分成几群", "Groups"),
       ("分得最开、重抽样本仍稳定的群数", "the furthest apart that come back when buyers are drawn anew"),
       better=None),
    # signals
    _m("anomaly_count", Unit.COUNT, ("异常", "Anomalies"),
       ("偏离预期且让店铺少赚的日子、台阶", "days and steps off the expected band that cost money"),
       better="lower"),
    _m("opportunity_count", Unit.COUNT, ("机会", "Opportunities"),
       ("偏离预期且让店铺多赚的日子、台阶", "days and steps off the expected band that brought money")),
    _m("missing_days", Unit.COUNT, ("缺数据的天数", "Days without data"),
       ("数据起止之间没有任何记录的天", "days without any row between first and last day"), better="lower"),
    # 3.7 money
    _m("cogs", Unit.CENTS, ("商品成本", "Cost of goods"),
       ("已知单位成本 × 未退件数", "known unit cost × kept units"), better="lower"),
    _m("cost_cov", Unit.RATE, ("成本覆盖率", "Cost coverage"),
       ("有成本的净销售 ÷ 净销售", "net sales with a known cost / net sales")),
    _m("gross", Unit.CENTS, ("毛利", "Gross profit"), ("净销售 − 商品成本", "net sales − cost of goods")),
    _m("gross_margin", Unit.RATE, ("毛利率", "Gross margin"), ("毛利 ÷ 净销售", "gross profit / net sales")),
    _m("contrib", Unit.CENTS, ("贡献毛利", "Contribution"),
       ("毛利 − 平台费 − 履约费", "gross profit − platform fees − fulfilment")),
    _m("receivable", Unit.CENTS, ("本期应收", "Receivable"),
       ("本期支付 − 本期退款，按各自的日期", "paid − refunded in the period, each on its own day"),
       trap=("还没扣费用", "fees are not taken off yet")),
    _m("settled", Unit.CENTS, ("本期到账", "Received"),
       ("账单里本期的收支净额，已扣费用和退款，不含提现", "net entries of the bill in the period, fees and refunds taken off, withdrawals left out"),
       trap=("含以前月份订单的钱", "holds money for orders of earlier months")),
    _m("cash_gap", Unit.CENTS, ("未到账", "Cash outstanding"),
       ("账单最后一天的期末应收：应收 − 费用 ± 调整 − 到账", "owed − fees ± adjustments − received, at the last day of the bill"),
       better="lower"),
    # 3.10 goals and data quality
    _m("attainment", Unit.RATE, ("目标达成率", "Attainment"), ("实际 ÷ 目标", "actual / target")),
    _m("gap", Unit.CENTS, ("差距", "Gap"), ("实际 − 目标（无目标时减对比期）", "actual − target, else − baseline")),
    _m("rec_rate_amt", Unit.RATE, ("对账率（金额）", "Reconciled by amount"),
       ("核平金额 ÷ 应核金额", "amount matched / amount due")),
    _m("rec_rate_cnt", Unit.RATE, ("对账率（笔数）", "Reconciled by count"),
       ("核平笔数 ÷ 应核笔数", "rows matched / rows due")),
    _m("unexplained", Unit.CENTS, ("未解释差额", "Unexplained"),
       ("差额 − 按费用解释的部分", "difference − what fees explain"), better="lower"),
    _m("row_keep", Unit.RATE, ("行保留率", "Rows kept"),
       ("保留 ÷（保留 + 合并 + 隔离）", "kept / (kept + merged + quarantined)")),
    _m("day_cov", Unit.RATE, ("日期覆盖率", "Day coverage"), ("有数据的天 ÷ 期内天数", "days with data / days")),
)  # fmt: skip

BY_KEY = {metric.key: metric for metric in METRICS}


def metric(key: str) -> Metric:
    """Return the metric of that id.

    Raises:
        KeyError: no such metric.
    """
    return BY_KEY[key]
