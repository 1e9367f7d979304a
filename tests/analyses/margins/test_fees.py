"""Platform fees are the bill's; where it is silent they are estimated and marked, or unknown, never 0."""

from __future__ import annotations

from typing import Any

from ecreview.analyses.margins.parts import Source
from ecreview.analyses.margins.table import margins_of
from ecreview.model.costs import CostSettings
from tests.analyses.margins.ledger import booked, cost, given, line, paid, profit

ORDERS = [paid("1", 10_000), paid("2", 8_000), paid("3", 2_000)]
LINES = [line("1", "A", 10_000, 2), line("2", "B", 8_000), line("3", "C", 2_000)]
COSTS = [cost("A", 2_000, freight_per_order=500), cost("B", 4_000), cost("C", 900)]
GOODS: dict[str, Any] = {"order_lines": LINES, "product_costs": COSTS}


def test_an_order_without_fees_of_its_own_is_charged_at_the_rate_of_the_settled_ones() -> None:
    found = profit(
        ORDERS, payments=[booked("commission", "1", -300), booked("goods", "1", 10_000)], **GOODS
    )
    # 3 % of 8,000 and of 2,000; freight 500 of the first stands in for the other two
    assert found.parts["commission"] == -300 - 240 - 60
    assert found.sources["commission"] == {Source.BILL: 1, Source.ESTIMATE: 2}
    assert found.contrib.value == 20_000 - 8_900 - 600 - 1_500


def test_without_any_fee_in_a_bill_fees_are_unknown_and_there_is_no_contribution() -> None:
    found = profit(ORDERS, **GOODS)
    assert found.plat_fee is None
    assert (found.contrib.mid, found.contrib.low, found.contrib_ads.mid) == (None, None, None)
    assert found.gross.value == 11_100


def test_without_a_bill_the_rate_of_the_settings_is_an_estimate() -> None:
    costs = CostSettings(fee_rates={"taobao": 0.05, "*": 0.1})
    orders = [o | {"platform": p} for o, p in zip(ORDERS, ("taobao", "jd", None), strict=True)]
    found = profit(orders, costs, **GOODS)
    assert found.parts["commission"] == -(500 + 800 + 200)
    assert found.sources["commission"] == {Source.SETTING: 3}


def test_a_bill_of_one_platform_says_nothing_about_another() -> None:
    orders = [o | {"platform": p} for o, p in zip(ORDERS, ("taobao", "jd", "jd"), strict=True)]
    found = profit(orders, payments=[booked("commission", "1", -300)], **GOODS)
    assert found.sources["commission"] == {Source.BILL: 1, Source.UNKNOWN: 2}
    assert found.contrib.mid is None


def test_fees_that_come_back_with_a_refund_are_no_fees() -> None:
    bill = [
        booked("commission", "1", -500),
        booked("commission", "1", 500),
        booked("tech_fee", "1", -60),
    ]
    found = profit(ORDERS[:1], payments=bill)
    assert (found.parts["commission"], found.parts["tech_fee"]) == (0, -60)


def test_an_order_refunded_in_full_without_an_entry_cost_no_fees() -> None:
    orders = [ORDERS[0], paid("2", 8_000, refunded=8_000)]
    found = profit(orders, payments=[booked("commission", "1", -300)])
    assert found.parts["commission"] == -300
    assert found.sources["commission"] == {Source.BILL: 2}


def test_transfers_and_ad_top_ups_are_no_cost() -> None:
    bill = [
        booked("commission", "1", -300), booked("ad_transfer", None, -5_000),
        booked("withdraw", None, -9_000), booked("marketing", None, -70, is_transfer=True),
    ]  # fmt: skip
    rows = [b | {"is_transfer": b.get("is_transfer", False)} for b in bill]
    found = profit(ORDERS[:1], payments=rows)
    assert sum(found.parts.values()) == -300


def test_of_an_entry_that_is_one_net_amount_the_parts_are_the_fees() -> None:
    entry = booked(
        "goods", "1", 9_100,
        part_goods=10_000, part_freight=100, part_commission=-600, part_affiliate=-500,
        part_subsidy=200, part_other=-100, part_tax=0,
    )  # fmt: skip
    found = profit(ORDERS[:1], payments=[entry])
    told = {key: cents for key, cents in found.parts.items() if cents}
    assert told == {"commission": -600, "affiliate": -500, "subsidy": 200, "other_fee": -100}


def test_a_fee_that_bill_and_fee_list_both_tell_counts_once() -> None:
    fees = [
        {"order_id": "1", "time": "2026-06-12", "subject": "commission", "amount": 300},
        {"order_id": "2", "time": "2026-06-12", "subject": None, "amount": 40},
    ]
    found = profit(ORDERS[:2], payments=[booked("commission", "1", -300)], fees=fees)
    assert (found.parts["commission"], found.parts["other_fee"]) == (-300, -40)


def test_fees_without_an_order_are_a_line_of_their_own_and_never_lost() -> None:
    bill = [booked("commission", "1", -300), booked("tech_fee", None, -199),
            booked("tech_fee", None, -50, time="2026-07-02")]  # fmt: skip
    found = profit(ORDERS[:1], payments=bill)
    assert dict(found.rest) == {"tech_fee": -199}
    assert found.parts["tech_fee"] == -199


def test_fees_of_an_order_of_another_time_are_told_but_not_of_this_period() -> None:
    inputs = given(
        ORDERS[:1], payments=[booked("commission", "1", -300), booked("commission", "9", -999)]
    )
    margins = margins_of(inputs)
    assert margins is not None
    assert margins.parts["commission"].cents.tolist() == [-300]
    assert [(r.key, r.cents.tolist()) for r in margins.strangers] == [("commission", [-999])]


def test_a_bill_that_names_the_line_finds_its_order() -> None:
    lines = [line("1", "A", 10_000, line_id="1-1"), line("2", "B", 8_000, line_id="2-1")]
    found = profit(ORDERS[:2], order_lines=lines, payments=[booked("commission", "2-1", -400)])
    assert found.sources["commission"] == {Source.BILL: 1, Source.ESTIMATE: 1}


def test_the_effective_rate_is_fees_by_net_sales_of_settled_orders() -> None:
    orders = [
        paid("1", 10_000, refunded=2_000, platform="taobao"),
        paid("2", 9_999, platform="taobao"),
    ]
    margins = margins_of(given(orders, payments=[booked("commission", "1", -400)]))
    assert margins is not None
    (rate,) = margins.rates
    assert (rate.platform, rate.key, rate.cents, rate.base_cents, rate.orders) == (
        "taobao", "commission", -400, 8_000, 1,
    )  # fmt: skip


def test_what_platform_and_influencer_pay_for_discounts_is_income_and_the_shop_s_is_not() -> None:
    order = paid(
        "1",
        10_000,
        refunded=2_500,
        shop_discount=700,
        platform_discount=-400,
        influencer_discount=200,
    )
    found = profit([order])
    assert found.list_cents == 10_000 + 700 + 400 + 200
    assert found.parts["subsidy"] == 450  # three quarters of 600 are kept


def test_subsidies_that_the_bill_tells_are_not_counted_again_from_the_orders() -> None:
    orders = [paid("1", 10_000, platform_discount=400), paid("2", 8_000, platform_discount=300)]
    bill = [
        booked("subsidy", "1", 390),
        booked("commission", "1", -300),
        booked("commission", "2", -300),
    ]
    assert profit(orders, payments=bill).parts["subsidy"] == 390
