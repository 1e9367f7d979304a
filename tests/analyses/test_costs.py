"""A cost list with a missing SKU gives a range that holds the true profit (features FI-4)."""

from typing import Any

from ecreview.analyses.costs import Profit, profit_of
from tests.builders import Row, dataset, inputs, period

JUNE = period("2026-06-01", "2026-06-30")


def line(order: str, sku: str, amount: int, quantity: int = 1, **more: object) -> Row:
    return {"order_id": order, "sku_code": sku, "quantity": quantity, "line_amount": amount, **more}


def cost(sku: str, cents: int, **more: object) -> Row:
    return {"sku_code": sku, "unit_cost": cents, **more}


def booked(subject: str, order: str, cents: int) -> Row:
    return {"order_id": order, "time": "2026-06-20", "amount": cents, "subject": subject}


def paid(number: str, amount: int, day: str = "2026-06-10", refunded: int = 0) -> Row:
    return {"order_id": number, "paid_at": day, "order_amount": amount, "refunded": refunded}


ORDERS = [paid("1", 10_000), paid("2", 8_000), paid("3", 2_000)]
LINES = [line("1", "A", 10_000, 2), line("2", "B", 8_000), line("3", "C", 2_000)]
COSTS = [cost("A", 2_000), cost("B", 4_000), cost("C", 900)]


def profit(costs: list[Row], lines: list[Row] | None = None, **tables: Any) -> Profit | None:
    data = dataset(
        orders=tables.pop("orders", ORDERS),
        order_lines=lines or LINES,
        product_costs=costs,
        **tables,
    )
    return profit_of(inputs(data, JUNE), JUNE)


def test_gross_profit_is_net_sales_without_the_cost_of_goods() -> None:
    found = profit(COSTS)
    assert found is not None
    assert (found.net_cents, found.gross_cents, found.coverage) == (
        20_000,
        20_000 - 4_000 - 4_000 - 900,
        1.0,
    )


def test_a_missing_cost_gives_a_range_that_holds_the_true_profit() -> None:
    found = profit(COSTS[:2])
    assert found is not None
    low, high = found.gross_range
    assert (found.coverage, found.gross_cents) == (0.9, None)
    # Known cost ratios are 0.4 and 0.5; the unknown line of 2,000 is set to both.
    assert (low, high) == (20_000 - 8_000 - 1_000, 20_000 - 8_000 - 800)
    assert low <= 20_000 - 8_900 <= high


def test_coverage_of_95_percent_gives_a_value_and_below_a_range() -> None:
    orders = [paid("1", 9_500), paid("2", 500)]
    lines = [line("1", "A", 9_500), line("2", "X", 500)]
    at = profit([cost("A", 950)], lines, orders=orders)
    below = profit([cost("A", 950)], [line("1", "A", 9_499), line("2", "X", 501)], orders=orders)
    assert at is not None
    assert below is not None
    assert at.gross_cents == 10_000 - 950 - 50
    assert below.gross_cents is None


def test_goods_of_orders_refunded_in_full_cost_nothing() -> None:
    found = profit(COSTS, orders=[paid("1", 10_000, refunded=10_000), *ORDERS[1:]])
    assert found is not None
    assert (found.net_cents, found.gross_cents) == (10_000, 10_000 - 4_000 - 900)


def test_orders_without_lines_have_no_known_cost() -> None:
    found = profit(COSTS, orders=[*ORDERS, paid("4", 20_000)])
    assert found is not None
    assert found.coverage == 0.5


def test_the_cost_valid_on_the_day_of_payment_is_used() -> None:
    costs = [
        cost("A", 1_000, valid_from="2026-06-01"),
        cost("A", 3_000, valid_from="2026-06-15"),
    ]
    orders = [paid("1", 10_000, "2026-06-14"), paid("2", 10_000, "2026-06-15")]
    found = profit(costs, [line("1", "A", 10_000), line("2", "A", 10_000)], orders=orders)
    assert found is not None
    assert found.gross_cents == 20_000 - 4_000


def test_contribution_needs_a_bill_and_fulfilment_costs() -> None:
    with_freight = [cost("A", 2_000, freight_per_order=500), *COSTS[1:]]
    bill = [
        booked("commission", "1", -300),
        booked("goods", "1", 10_000),
        booked("commission", "9", -999),
    ]
    found, no_bill, no_freight = (
        profit(with_freight, payments=bill),
        profit(with_freight),
        profit(COSTS, payments=bill),
    )
    assert found is not None
    assert no_bill is not None
    assert no_freight is not None
    assert found.contrib_cents == 11_100 - 300 - 500
    assert (no_bill.contrib_cents, no_freight.contrib_cents) == (None, None)


def test_no_costs_or_no_known_sku_give_no_profit_at_all() -> None:
    assert profit([cost("Z", 1)]) is None
    assert profit_of(inputs(dataset(orders=ORDERS, order_lines=LINES), JUNE), JUNE) is None


def test_codes_that_differ_in_case_and_blanks_alone_are_the_same() -> None:
    found = profit([cost("a", 2_000), cost("测试商品 2.5KG", 4_000)],
                   [line("1", "A", 10_000, 2), line("2", "测试 商品 2.5kg", 8_000)], orders=ORDERS[:2])  # fmt: skip
    assert found is not None
    assert (found.coverage, found.gross_cents) == (1.0, 18_000 - 4_000 - 4_000)
