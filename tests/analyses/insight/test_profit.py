"""The account closes to the cent, every cut sums to it, and what nobody tells stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.analyses.insight.profit import analyze, present
from ecreview.analyses.insight.profit_account import account, waterfall
from ecreview.analyses.insight.profit_cuts import by_product, by_shop
from ecreview.analyses.margins.profit import profit_of
from ecreview.analyses.margins.table import margins_of
from ecreview.model.costs import CostSettings
from ecreview.model.grade import Grade
from ecreview.model.section import Reason, WaterfallChart
from tests.analyses.margins.ledger import JUNE, booked, cost, line, paid
from tests.analyses.margins.ledger import given as seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.analyses.base import Inputs
    from ecreview.model.section import Section
    from tests.builders import Row

# Golden vector G4: 100.00 a piece, cost 40, commission 5 % of what is kept, freight 8 on all, return
# freight 8 on refunded ones, a fifth refunded, returns can be sold again.
G4_ORDERS = [paid(str(n), 10_000, refunded=10_000 if n == 0 else 0) for n in range(5)]
G4_GOODS: dict[str, Any] = {
    "order_lines": [line(str(n), "A", 10_000) for n in range(5)],
    "product_costs": [cost("A", 4_000)],
}
G4_COSTS = CostSettings(fee_rates={"*": 0.05}, freight=800, return_freight=800, packaging=0)


def told(inputs: Inputs) -> Section:
    return present(analyze(inputs))


def value(section: Section, key: str) -> float | None:
    figure = section.figure(key)
    assert figure is not None, key
    return figure.value


def grid(section: Section, key: str) -> pd.DataFrame:
    return next(g.frame for g in section.grids if g.key == key)


def words(section: Section) -> str:
    return " ".join(n.text.zh for n in section.notes)


def test_golden_vector_g4_break_even_with_refunds() -> None:
    section = told(seen(G4_ORDERS, G4_COSTS, **G4_GOODS))
    assert value(section, "contrib") == 5 * 3_440
    assert value(section, "be_roas") == pytest.approx(2.907, abs=5e-4)
    assert value(section, "be_roas_net") == pytest.approx(2.326, abs=5e-4)
    assert "保本投产比是 2.907；不算退款会得到 2.128" in words(section)


def test_a_channel_at_roas_2_5_loses_5_60_of_every_100_paid() -> None:
    ads = [{"date": "2026-06-10", "spend": 50_000 * 10 // 25}]
    section = told(seen(G4_ORDERS, G4_COSTS, ad_spend=ads, **G4_GOODS))
    assert value(section, "contrib_ads") == -5 * 560


def test_net_profit_needs_fixed_costs_and_the_waterfall_ends_where_knowledge_ends() -> None:
    ads: Sequence[Row] = [{"date": "2026-06-10", "spend": 3_000}]
    without = told(seen(G4_ORDERS, G4_COSTS, ad_spend=ads, **G4_GOODS))
    fixed = CostSettings(
        fee_rates={"*": 0.05}, freight=800, return_freight=800, packaging=0, fixed={"人工": 4_000}
    )
    whole = told(seen(G4_ORDERS, fixed, ad_spend=ads, **G4_GOODS))
    assert value(without, "net") is None
    assert value(whole, "net") == 17_200 - 3_000 - 4_000
    assert value(whole, "net_margin") == pytest.approx(10_200 / 40_000)
    assert bars(without)[-1] == ("扣推广后贡献", 14_200)
    assert bars(whole)[-1] == ("净利润", 10_200)


def bars(section: Section) -> list[tuple[str, int]]:
    (chart,) = section.charts
    return [
        (label.zh, cents)
        for label, cents in zip(chart.frame["label"], chart.frame["value"], strict=True)
    ]


def test_without_fees_the_waterfall_stops_at_gross_profit_and_without_costs_at_net_sales() -> None:
    assert bars(told(seen(G4_ORDERS, **G4_GOODS)))[-1] == ("毛利", 24_000)
    bare = told(seen(G4_ORDERS, order_lines=G4_GOODS["order_lines"]))
    assert bars(bare)[-1] == ("净销售额", 40_000)
    assert "没有成本表" in bare.answer.zh


def test_low_coverage_gives_ranges_and_says_that_the_bars_are_a_middle() -> None:
    lines = [line(str(n), sku, 10_000) for n, sku in enumerate("ABCAX")]
    costs = [cost("A", 4_000), cost("B", 5_000), cost("C", 3_000)]
    section = told(
        seen(
            [paid(str(n), 10_000) for n in range(5)],
            G4_COSTS,
            order_lines=lines,
            product_costs=costs,
        )
    )
    gross = section.figure("gross")
    assert gross is not None
    assert (gross.value, gross.low, gross.high) == (None, 50_000 - 21_000, 50_000 - 19_000)
    assert "中间值" in section.charts[0].caption.zh
    assert "20.0% 的净销售额没有成本" in words(section)
    row = grid(section, "account").set_index("key").loc["gross"]
    assert (row["amount_cents"] is pd.NA, row["low_cents"], row["high_cents"]) == (
        True,
        29_000,
        31_000,
    )
    (missing,) = grid(section, "without_cost").to_dict("records")
    assert (missing["sku_code"], missing["net_cents"], missing["share"]) == ("X", 10_000, 0.2)


def test_one_known_sku_gives_no_value_below_95_percent_though_both_ends_meet() -> None:
    orders, lines = (
        [paid("1", 9_000), paid("2", 1_000)],
        [line("1", "A", 9_000), line("2", "X", 1_000)],
    )
    section = told(seen(orders, order_lines=lines, product_costs=[cost("A", 4_500)]))
    row = grid(section, "account").set_index("key").loc["gross"]
    assert (row["amount_cents"] is pd.NA, row["low_cents"], row["high_cents"]) == (
        True,
        5_000,
        5_000,
    )


def test_unknown_refunds_leave_no_net_sales_and_no_profit() -> None:
    orders = [{k: v for k, v in o.items() if k != "refunded"} for o in G4_ORDERS]
    section = told(seen(orders, G4_COSTS, **G4_GOODS))
    assert value(section, "gross") is None
    assert value(section, "contrib") is None
    assert bars(section)[-1] == ("支付金额", 50_000)
    assert grid(section, "shops")["gsv"].isna().all()
    assert "没有退款数据" in section.answer.zh


def test_figures_without_fees_say_that_costs_are_unknown() -> None:
    section = told(seen(G4_ORDERS, **G4_GOODS))
    contrib, roas = section.figure("contrib"), section.figure("be_roas")
    assert contrib is not None
    assert roas is not None
    assert (contrib.value, contrib.low, contrib.reason) == (None, None, Reason.COST_UNKNOWN)
    assert (roas.value, roas.reason) == (None, Reason.COST_UNKNOWN)
    assert "没有平台佣金、快递运费的数据" in words(section)


def test_orders_that_earn_nothing_before_ads_break_even_at_no_roas() -> None:
    section = told(
        seen(
            G4_ORDERS,
            G4_COSTS,
            order_lines=G4_GOODS["order_lines"],
            product_costs=[cost("A", 9_900)],
        )
    )
    roas = section.figure("be_roas")
    assert roas is not None
    assert (roas.value, roas.reason) == (None, Reason.ZERO_DENOMINATOR)
    assert "投产比多高都保不了本" in section.answer.zh


def test_a_loss_making_order_says_why() -> None:
    orders = [
        paid("ok", 10_000), paid("back", 10_000, refunded=10_000), paid("dear", 3_000),
        paid("far", 4_600), paid("part", 10_000, refunded=6_000), paid("nocost", 100),
    ]  # fmt: skip
    lines = [line(o["order_id"], "A", o["order_amount"]) for o in orders[:5]] + [
        line("nocost", "X", 100)
    ]
    bill = [booked("commission", o["order_id"], -1) for o in orders]
    section = told(
        seen(
            orders,
            CostSettings(freight=700),
            order_lines=lines,
            product_costs=[cost("A", 4_000)],
            payments=bill,
        )
    )
    found = grid(section, "loss_orders")
    assert list(zip(found["order_id"], found["contribution"], found["code"], strict=True)) == [
        ("dear", 3_000 - 4_000 - 701, "price"),
        ("back", -701, "refund"),
        ("part", 4_000 - 4_000 - 701, "refund"),
        ("far", 4_600 - 4_000 - 701, "freight"),
    ]
    assert (value(section, "loss_orders"), value(section, "loss_cents")) == (
        4,
        -1_701 - 701 - 701 - 101,
    )


def test_a_gift_without_a_cost_is_named_and_not_taken_as_free() -> None:
    lines = [*G4_GOODS["order_lines"], line("1", "GIFT", 0, 2)]
    section = told(seen(G4_ORDERS, G4_COSTS, order_lines=lines, product_costs=[cost("A", 4_000)]))
    assert "2 件 0 元商品（赠品）没有成本" in words(section)
    products = grid(section, "products").set_index("sku_code")
    assert products.loc["GIFT", "gross"] is pd.NA
    assert products.loc["A", "gross"] == 24_000


def test_refunds_that_name_no_order_are_off_net_sales_and_told() -> None:
    refunds = [{"refund_id": "r", "order_id": None, "finished_at": "2026-06-12", "amount": 1_500}]
    section = told(seen(G4_ORDERS, G4_COSTS, refunds=refunds, **G4_GOODS))
    rows = grid(section, "account").set_index("key")["amount_cents"]
    assert (rows["gsv"], rows["gross"]) == (40_000 - 1_500, 24_000 - 1_500)
    assert grid(section, "shops")["gsv"].sum() == 38_500
    assert "有 ¥15.00 退款没写是哪一单" in words(section)


def test_what_stays_out_of_the_account_is_told_with_its_amount() -> None:
    bill = [
        booked("commission", "1", -300), booked("commission", "unknown order", -999),
        booked(None, None, -250), booked("tech_fee", None, -40),
    ]  # fmt: skip
    parcels = [{"waybill": "W9", "freight": 800}]
    section = told(seen([paid("1", 10_000)], payments=bill, shipments=parcels))
    said = words(section)
    assert "另有 ¥9.99 费用属于订单表里没有的订单" in said
    assert "有 ¥2.50 认不出科目" in said
    assert "快递账单里有 ¥8.00 对不上订单" in said
    rows = grid(section, "account").set_index("key")["amount_cents"]
    assert (rows["commission"], rows["shop_fees"]) == (-300, -40)


def test_fees_at_a_rate_entered_say_so() -> None:
    assert "无账单，费用按您填写的费率估算。" in words(told(seen(G4_ORDERS, G4_COSTS, **G4_GOODS)))


def test_who_funds_the_discounts_is_told_by_payer() -> None:
    order = paid("1", 8_000, shop_discount=1_500, platform_discount=500)
    found = grid(told(seen([order])), "funding")
    assert [(p.zh, c, s) for p, c, s in found.itertuples(index=False)] == [
        ("店铺（减少收入）", 1_500, 0.15),
        ("平台（补给店铺）", 500, 0.05),
    ]


def test_the_grade_is_the_worst_of_coverage_bill_days_and_refunds() -> None:
    days = [paid(f"{d}", 10_000, f"2026-06-{d:02}") for d in range(1, 31)]
    late = [paid("l", 1, "2026-07-20")]
    lines = [line(o["order_id"], "A", 10_000) for o in days]
    section = told(seen([*days, *late], G4_COSTS, order_lines=lines, product_costs=[cost("A", 1)]))
    contrib = section.figure("contrib")
    assert contrib is not None
    assert contrib.grade is Grade.C  # no bill: reconciliation allows no better one


SKUS = st.sampled_from(["A", "B", "C", "Z", None])  # Z has no cost
CENTS = st.integers(0, 50_000)


@st.composite
def shops(draw: st.DrawFn) -> dict[str, Any]:
    """Return the tables of some small shops: some orders bare, refunded, unsettled, of other months."""
    orders, lines, bill = [], [], []
    for number in range(draw(st.integers(1, 8))):
        name, amounts = str(number), draw(st.lists(CENTS, max_size=3))
        gross = sum(amounts) + draw(st.sampled_from([0, 500]))
        refunded = draw(st.sampled_from([0, gross, gross // 3]))
        day = draw(st.sampled_from(["2026-06-10", "2026-06-11", "2026-05-02"]))
        orders.append(
            paid(name, gross, day, refunded, shop=draw(st.sampled_from(["甲", "乙", "丙", "丁", None])),
                 platform=draw(st.sampled_from(["taobao", "jd"])), platform_discount=draw(st.integers(0, 300)))
        )  # fmt: skip
        lines += [line(name, draw(SKUS), a, draw(st.integers(0, 3))) for a in amounts]
        if draw(st.booleans()):
            bill.append(booked("commission", name, -draw(st.integers(1, 900))))
    bill += [booked("tech_fee", None, -draw(CENTS)), booked("affiliate", "strange", -77)]
    ads = [
        {
            "date": draw(st.sampled_from(["2026-06-10", "2026-06-20"])),
            "spend": draw(CENTS),
            "shop": shop,
        }
        for shop in draw(st.lists(st.sampled_from(["甲", None]), max_size=3))
    ]
    costs = [
        cost(sku, 900 + 400 * n, freight_per_order=300, packaging=33) for n, sku in enumerate("ABC")
    ]
    tables = {"order_lines": lines, "payments": bill, "ad_spend": ads, "product_costs": costs}
    return {"orders": orders} | {key: rows for key, rows in tables.items() if rows}


FIXED = CostSettings(
    fee_rates={"*": 0.05}, freight=400, packaging=20, return_freight=90, payment_rate=0.006,
    resaleable=0.7, fixed={"人工": 1_234, "房租": 777},
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(shops(), st.sampled_from([CostSettings(), FIXED]))
def test_the_account_closes_and_every_cut_sums_to_it(
    tables: dict[str, Any], costs: CostSettings
) -> None:
    inputs = seen(tables.pop("orders"), costs, **tables)
    margins, profit = margins_of(inputs), profit_of(inputs, JUNE)
    assert margins is not None
    assert profit is not None
    mine = margins.paid_in(JUNE)
    running = 0
    for step in account(profit):
        if step.cents is None:
            break
        running = running + step.cents if not step.is_total else running or step.cents
        assert not step.is_total or step.cents == running, step.key
    after_ads = int(margins.after_ads[mine].sum()) + sum(profit.rest.values())
    cogs_to_cost = profit.net_cents - profit.cogs_mid + sum(profit.parts.values())
    assert after_ads == cogs_to_cost
    for cut in (by_shop(margins, mine, profit), by_product(margins, mine, profit)):
        assert (
            int((cut["net_sales"] - cut["cogs"] + cut["costs"] + cut["promotion"]).sum())
            == after_ads
        )
        assert int(cut["gmv_pay"].sum()) == profit.gross_cents
    assert profit.cogs_low <= profit.cogs_mid <= profit.cogs_high
    chart = waterfall(profit, "CNY")
    assert isinstance(chart, WaterfallChart)
    assert closes(chart)


def closes(chart: WaterfallChart) -> bool:
    """Return whether every total of a waterfall is the first one plus the steps before it."""
    running = None
    for amount, kind in zip(chart.frame["value"], chart.frame["kind"], strict=True):
        if kind == "step":
            running += amount
        elif running is None:
            running = amount
        elif running != amount:
            return False
    return True


@settings(max_examples=12, deadline=None)
@given(shops(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_cent(tables: dict[str, Any], shuffle: Any) -> None:
    first = seen(**tables)
    mixed = {key: shuffle.sample(rows, len(rows)) for key, rows in tables.items()}
    second = seen(**mixed)
    assert profit_of(first, JUNE) == profit_of(second, JUNE)
    one, two = (present(analyze(i)) for i in (first, second))
    for a, b in zip(one.grids, two.grids, strict=True):
        assert (
            a.frame.astype("str").to_numpy().tolist() == b.frame.astype("str").to_numpy().tolist()
        )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1_000, 9_000), st.integers(20, 60)), min_size=4, max_size=8))
def test_the_range_without_one_sku_holds_the_true_profit(skus: list[tuple[int, int]]) -> None:
    """A SKU whose cost ratio lies between the others' is taken out of the cost list."""
    skus = sorted((price, percent) for price, percent in skus)
    ratio = [price * percent // 100 / price for price, percent in skus]
    middle = sorted(range(len(skus)), key=lambda n: ratio[n])[len(skus) // 2]
    orders = [paid(str(n), price) for n, (price, _) in enumerate(skus)]
    lines = [line(str(n), f"S{n}", price) for n, (price, _) in enumerate(skus)]
    costs = [cost(f"S{n}", price * percent // 100) for n, (price, percent) in enumerate(skus)]
    true = profit_of(seen(orders, order_lines=lines, product_costs=costs), JUNE)
    fewer = [c for n, c in enumerate(costs) if n != middle]
    found = profit_of(seen(orders, order_lines=lines, product_costs=fewer), JUNE)
    assert true is not None
    assert found is not None
    assert _cents(found.gross.low) <= _cents(true.gross.mid) <= _cents(found.gross.high)


def _cents(known: int | None) -> int:
    """Return an amount that is known."""
    assert known is not None
    return known


def test_what_is_left_when_refunds_freight_or_fees_rise_by_a_tenth() -> None:
    """G4 again: 17,200 left; refunds take 1,000 more of which 45 % are goods and fees; freight 4,800, fees 2,000."""
    frame = grid(told(seen(G4_ORDERS, G4_COSTS, **G4_GOODS)), "sensitivity")
    assert frame["at_2"].tolist() == [17_200] * 3
    assert frame["at_3"].tolist() == [17_200 - 550, 17_200 - 480, 17_200 - 200]
