"""Freight and packaging come from the best source that tells them, and say which."""

from __future__ import annotations

from ecreview.analyses.margins.parts import Source
from ecreview.model.costs import CostSettings
from tests.analyses.margins.ledger import booked, cost, line, paid, profit

ORDERS = [paid("1", 10_000, waybill="W1"), paid("2", 8_000, waybill="W2")]
LINES = [line("1", "A", 6_000, 2), line("1", "B", 4_000), line("2", "B", 8_000)]


def test_freight_is_the_bills_then_the_couriers_then_the_cost_lists() -> None:
    orders = [*ORDERS, paid("3", 2_000), paid("4", 2_000)]
    lines = [*LINES, line("3", "A", 2_000), line("4", "Z", 2_000)]
    found = profit(
        orders,
        order_lines=lines,
        product_costs=[cost("A", 100, freight_per_order=450), cost("B", 100, freight_per_order=600)],
        payments=[booked("freight", "1", -520)],
        shipments=[{"waybill": "W1", "freight": 333}, {"waybill": "W2", "freight": 300},
                   {"waybill": "W2", "freight": 80}],
    )  # fmt: skip
    # the fourth is told by nobody: the mean of 520, 380 and 450
    assert found.parts["freight"] == -(520 + 380 + 450 + 450)
    assert found.sources["freight"] == {
        Source.BILL: 1, Source.COURIER: 1, Source.COST_LIST: 1, Source.ESTIMATE: 1,
    }  # fmt: skip


def test_the_price_of_a_parcel_fills_what_no_file_tells() -> None:
    found = profit(ORDERS, CostSettings(freight=400, packaging=60))
    assert (found.parts["freight"], found.parts["packaging"]) == (-800, -120)
    assert found.sources["freight"] == {Source.SETTING: 2}


def test_freight_that_nobody_tells_is_unknown_not_0() -> None:
    found = profit(ORDERS)
    assert found.ship_fee is None
    assert found.sources["freight"] == {Source.UNKNOWN: 2}


def test_packaging_is_per_unit_and_an_order_with_an_unknown_line_has_none_told() -> None:
    found = profit(
        [*ORDERS, paid("3", 500)],
        order_lines=[*LINES, line("3", "C", 300), line("3", "Z", 200)],
        product_costs=[
            cost("A", 100, packaging=50),
            cost("B", 100, packaging=80),
            cost("C", 1, packaging=7),
        ],
    )
    assert found.parts["packaging"] == -(180 + 80 + 130)  # the third at the mean of the others
    assert found.sources["packaging"] == {Source.COST_LIST: 2, Source.ESTIMATE: 1}


def test_what_was_never_shipped_costs_no_freight_and_what_came_back_costs_it_twice() -> None:
    orders = [
        paid("1", 100, refunded=100, shipped_at=None),
        paid("2", 100, refunded=100, shipped_at="2026-06-11"),
        paid("3", 100, shipped_at="2026-06-11"),
    ]
    found = profit(orders, CostSettings(freight=10, return_freight=8, packaging=1))
    assert (found.parts["freight"], found.parts["return_freight"]) == (-20, -8)
    assert found.parts["packaging"] == -2


def test_a_payment_fee_is_the_bills_or_at_the_rate_of_the_settings() -> None:
    told = profit(
        ORDERS, CostSettings(payment_rate=0.5), payments=[booked("goods", "1", 10_000, fee=60)]
    )
    set_ = profit(ORDERS, CostSettings(payment_rate=0.006))
    assert told.parts["payment_fee"] == -60 - 48  # 0.6 % of the 8,000 not settled yet
    assert set_.parts["payment_fee"] == -108
    assert profit(ORDERS).sources["payment_fee"] == {Source.UNKNOWN: 2}
