"""Cost of goods: a missing cost gives a range that holds the true profit (features FI-4)."""

from __future__ import annotations

from typing import Any

from ecreview.model.costs import CostSettings
from tests.analyses.margins.ledger import cost, line, paid, profit

ORDERS = [paid("1", 10_000), paid("2", 8_000), paid("3", 2_000)]
LINES = [line("1", "A", 10_000, 2), line("2", "B", 8_000), line("3", "C", 2_000)]
COSTS = [cost("A", 2_000), cost("B", 4_000), cost("C", 900)]  # ratios 0.40, 0.50, 0.45


def test_gross_profit_is_net_sales_without_the_cost_of_goods() -> None:
    found = profit(ORDERS, order_lines=LINES, product_costs=COSTS)
    assert (found.net_cents, found.gross.value, found.coverage) == (20_000, 20_000 - 8_900, 1.0)


def test_a_missing_cost_gives_a_range_that_holds_the_true_profit() -> None:
    found = profit(
        ORDERS, order_lines=LINES, product_costs=[c for c in COSTS if c["sku_code"] != "C"]
    )
    low, high = found.gross.low, found.gross.high
    assert (found.coverage, found.gross.value) == (0.9, None)
    # 2,000 of unknown cost at the known ratios 0.4 and 0.5
    assert (low, high) == (20_000 - 8_000 - 1_000, 20_000 - 8_000 - 800)
    assert low is not None
    assert high is not None
    assert low <= 20_000 - 8_900 <= high


def test_unknown_costs_take_the_ratios_of_their_category_where_two_skus_tell_them() -> None:
    lines = [
        line("1", "A", 5_000, category="衣"), line("1", "B", 5_000, category="衣"),
        line("2", "X", 8_000, category="衣"), line("3", "C", 2_000, category="鞋"),
    ]  # fmt: skip
    found = profit(
        ORDERS,
        order_lines=lines,
        product_costs=[cost("A", 1_500), cost("B", 2_000), cost("C", 1_800)],
    )
    known = 1_500 + 2_000 + 1_800
    assert (found.cogs_low, found.cogs_high) == (known + 2_400, known + 3_200)


def test_a_category_with_one_known_sku_takes_the_ratios_of_the_shop() -> None:
    lines = [
        line("1", "A", 10_000, category="衣"), line("2", "X", 8_000, category="鞋"),
        line("3", "C", 2_000, category="鞋"),
    ]  # fmt: skip
    found = profit(ORDERS, order_lines=lines, product_costs=[cost("A", 3_000), cost("C", 1_800)])
    assert (found.cogs_low, found.cogs_high) == (4_800 + 2_400, 4_800 + 7_200)


def test_coverage_of_95_percent_gives_a_value_and_below_a_range() -> None:
    orders = [paid("1", 9_500), paid("2", 500)]
    at = profit(
        orders,
        order_lines=[line("1", "A", 9_500), line("2", "X", 500)],
        product_costs=[cost("A", 950)],
    )
    below = profit(
        orders,
        order_lines=[line("1", "A", 9_499), line("2", "X", 501)],
        product_costs=[cost("A", 950)],
    )
    assert at.gross.value == 10_000 - 950 - 50
    assert below.gross.value is None


def test_goods_that_come_back_cost_nothing_but_what_cannot_be_sold_again() -> None:
    orders = [paid("1", 10_000, refunded=10_000), *ORDERS[1:]]
    tables: dict[str, Any] = {"order_lines": LINES, "product_costs": COSTS}
    whole, part = profit(orders, **tables), profit(orders, CostSettings(resaleable=0.75), **tables)
    assert (whole.net_cents, whole.gross.value) == (10_000, 10_000 - 4_900)
    assert part.gross.value == 10_000 - 4_900 - 1_000  # a quarter of 2 × 2,000


def test_goods_refunded_before_they_were_shipped_never_left() -> None:
    orders = [
        paid("1", 10_000, refunded=10_000, shipped_at=None),
        *(o | {"shipped_at": "2026-06-11"} for o in ORDERS[1:]),
    ]
    found = profit(orders, CostSettings(resaleable=0.0), order_lines=LINES, product_costs=COSTS)
    assert found.gross.value == 10_000 - 4_900


def test_a_line_refunded_in_part_keeps_its_cost_and_one_refunded_in_full_does_not() -> None:
    orders = [paid("1", 10_000, refunded=4_000), paid("2", 8_000, refunded=8_000 - 3_000)]
    lines = [
        line("1", "A", 10_000, 2, refunded=4_000),
        line("2", "B", 5_000, refunded=5_000), line("2", "C", 3_000, refunded=0),
    ]  # fmt: skip
    found = profit(orders, order_lines=lines, product_costs=COSTS)
    assert found.gross.value == (6_000 + 3_000) - 4_000 - 900


def test_orders_without_lines_have_no_known_cost() -> None:
    found = profit([*ORDERS, paid("4", 20_000)], order_lines=LINES, product_costs=COSTS)
    assert found.coverage == 0.5
    assert (found.cogs_low, found.cogs_high) == (8_900 + 8_000, 8_900 + 10_000)


def test_the_cost_valid_on_the_day_of_payment_is_used() -> None:
    costs = [cost("A", 1_000, valid_from="2026-06-01"), cost("A", 3_000, valid_from="2026-06-15")]
    orders = [paid("1", 10_000, "2026-06-14"), paid("2", 10_000, "2026-06-15")]
    lines = [line("1", "A", 10_000), line("2", "A", 10_000)]
    assert profit(orders, order_lines=lines, product_costs=costs).gross.value == 20_000 - 4_000


def test_a_cost_from_a_later_day_on_says_nothing_about_an_earlier_one() -> None:
    costs = [cost("A", 1_000, valid_from="2026-06-15"), cost("B", 4_000, valid_from=None)]
    found = profit(ORDERS[:2], order_lines=LINES[:2], product_costs=costs)
    assert found.known_cents == 8_000


def test_codes_that_differ_in_case_and_blanks_alone_are_the_same() -> None:
    costs = [cost("a", 2_000), cost("测试商品 2.5KG", 4_000)]
    lines = [line("1", "A", 10_000, 2), line("2", "测试 商品 2.5kg", 8_000)]
    found = profit(ORDERS[:2], order_lines=lines, product_costs=costs)
    assert (found.coverage, found.gross.value) == (1.0, 18_000 - 8_000)


def test_without_a_known_cost_there_is_no_gross_profit() -> None:
    for costs in ([], [cost("Z", 1)]):
        found = profit(ORDERS, order_lines=LINES, product_costs=costs)
        assert (found.is_costed, found.gross.mid, found.contrib.mid) == (False, None, None)


def test_a_damaged_order_number_is_never_joined() -> None:
    orders = [paid("1", 10_000, is_id_lossy=True), paid("2", 8_000, is_id_lossy=False)]
    found = profit(orders, order_lines=LINES[:2], product_costs=COSTS)
    assert (found.known_cents, found.line_cents) == (8_000, 18_000)
