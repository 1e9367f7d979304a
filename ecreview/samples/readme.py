"""The README beside the made-up exports: what is in them, in both languages, with the planted numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecreview.samples.catalogue import SHOP

if TYPE_CHECKING:
    from collections.abc import Mapping

_ZH = """# 示例数据（虚构）

{shop}的一次 618 大促。店铺、买家、订单号、金额全是程序按种子 {seed} 编出来的，与任何真实店铺无关；姓名、电话、地址是一眼可见的假数据。
重新生成：`ecreview sample sample_data --seed {seed}`。全部预埋数字在 `truths.json`（金额单位：分）。

| 文件 | 内容 | 特意保留的毛病 |
|---|---|---|
| ExportOrderList202606211000.csv | 订单报表，54 列，6 月 21 日导出 | GB18030；订单号写成 `="…"`；表头带空格；{repeated} 行重复；1 行金额写着“见备注”；1 行没有订单号；1 个订单号被 Excel 截断 |
| ExportOrderList202606261000.xlsx | 订单报表，61 列，6 月 26 日导出 | 与上一份重叠 {overlap} 单，其中 {changed} 单有更新 |
| ExportOrderDetailList202606261000.xlsx | 宝贝报表，27 列，5 月起 | 最后一行是合计；工作表尺寸写错 |
| 20880000000000000000_202606_账务明细.csv | 支付宝账务明细 | `#` 开头的说明行、控制合计、编号后的 TAB |
| 店铺整体-2026-06-26.xls | 生意参谋店铺整体（按天） | 扩展名是 .xls，内容是 xlsx；表头上有 5 行说明；缺 {missing} 这一天 |
| 成本表、库存快照、目标表、活动日历 | 自填模板 | 表头上有一行填写说明；成本表缺 {nocost} |

## 预埋的真相

- 本期 {period}：支付 {paid} 元（目标 {target} 元），退款 {refunded} 元，净销售 {net} 元，{orders} 单，{buyers} 位买家。
- 访客 {uv}，加购 {carts}，下单买家 {ordering}，支付买家 {paying}。漏在加购到下单：{soldout} 从 6 月 16 日 10 点起断货。
- 对账：未到结算期 {not_due} 元；金额差异 {differs} 笔；有单无款 {order_only} 笔；重复入账 {twice} 笔；退款未见账 {unsettled} 笔；未解释 {unexplained} 元。
- 异常：{drop} 访客骤降；{shift} 起访客上了一个台阶；{missing} 没有数据，不是 0。
- 30 日复购：{again} / {observed}。买家分四类：常客 {loyal}、大单 {big}、大促客 {bargain}、旧客 {past}。
"""
_EN = """
# Sample data (made up)

One 618 campaign of a shop called {shop}. Shop, buyers, order ids and amounts come out of a generator with seed {seed} and belong to nobody; names, phones and addresses are visibly false.
Make them again with `ecreview sample sample_data --seed {seed}`. All planted numbers stand in `truths.json` (amounts in cents).

| file | holds | faults left in on purpose |
|---|---|---|
| ExportOrderList202606211000.csv | orders, 54 columns, exported on 21 June | GB18030; ids as `="…"`; blanks in headers; {repeated} repeated rows; one amount says 见备注; one row without an id; one id cut by Excel |
| ExportOrderList202606261000.xlsx | orders, 61 columns, exported on 26 June | {overlap} orders of the first export again, {changed} of them changed |
| ExportOrderDetailList202606261000.xlsx | item report, 27 columns, from May on | a total in the last row; a false sheet dimension |
| 20880000000000000000_202606_账务明细.csv | Alipay ledger | `#` lines, control totals, TABs after ids |
| 店铺整体-2026-06-26.xls | shop traffic by day | an xlsx named .xls; five rows above the header; {missing} is not in it |
| 成本表, 库存快照, 目标表, 活动日历 | our own templates: costs, stock, targets, calendar | a line of instructions above the header; no cost for {nocost} |

## Planted truths

- Period {period}: paid {paid} (target {target}), refunded {refunded}, net {net} yuan; {orders} orders, {buyers} buyers.
- Visitors {uv}, carts {carts}, ordering buyers {ordering}, paying buyers {paying}. The leak is from cart to order: {soldout} ran out on 16 June at 10:00.
- Reconciliation: not due {not_due} yuan; {differs} amounts differ; {order_only} orders without payment; {twice} entries twice; {unsettled} refunds not in the bill; {unexplained} yuan unexplained.
- Anomalies: visitors drop on {drop}; a new level from {shift}; {missing} has no data, which is not 0.
- 30-day repurchase: {again} / {observed}. Four kinds of buyers: loyal {loyal}, big spenders {big}, bargain hunters {bargain}, past buyers {past}.
"""


def readme(truths: Mapping[str, Any], seed: int) -> str:
    """Return the text with the numbers of these truths."""
    return (_ZH + _EN).format(shop=SHOP, seed=seed, **_numbers(truths))


def _numbers(truths: Mapping[str, Any]) -> dict[str, str | int]:
    """Return the numbers that the text names."""
    now, clean = truths["totals"]["period"], truths["cleaning"]
    bill, people = truths["reconciliation"]["orders.payments"], truths["customers"]
    states = bill["states"]
    return {
        "repeated": clean["rows_repeated"],
        "overlap": clean["orders_in_both_exports"],
        "changed": clean["of_those_changed"],
        "missing": truths["anomalies"]["missing_day"],
        "drop": truths["anomalies"]["drop"],
        "shift": truths["anomalies"]["level_shift"],
        "nocost": ", ".join(truths["costs"]["skus_without_cost"]),
        "soldout": ", ".join(truths["funnel"]["skus"]),
        "period": " ～ ".join(truths["period"]),
        "paid": _money(now["gmv_pay"]),
        "target": _money(round(truths["targets"]["支付金额"] * 100)),
        "refunded": _money(now["refunded"]),
        "net": _money(now["gsv"]),
        "orders": now["orders_paid"],
        "buyers": now["buyers_paid"],
        "uv": now["uv"],
        "carts": now["cart_users"],
        "ordering": now["order_buyers"],
        "paying": now["pay_buyers"],
        "not_due": _money(bill["explained"]["not_due"]),
        "differs": states["amount_differs"]["left_rows"],
        "order_only": states["order_only"]["left_rows"],
        "twice": states["duplicate_entry"]["right_rows"],
        "unsettled": states["refund_unsettled"]["left_rows"],
        "unexplained": _money(bill["unexplained_cents"]),
        "again": people["rep_30"]["numerator"],
        "observed": people["rep_30"]["denominator"],
        **people["groups"],
    }


def _money(cents: int) -> str:
    """Return an amount in yuan as a sentence writes it.

    Examples:
        >>> _money(-22_970), _money(13_867_760)
        ('−229.70', '138,677.60')
    """
    return f"{cents / 100:,.2f}".replace("-", "−")
