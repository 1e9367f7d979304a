from __future__ import annotations

from typing import Any

from ecreview.analyses.customers import Buyers, buyers_of, gather_buyers
from ecreview.analyses.insight import cohorts
from tests.builders import dataset, inputs, period

ORDERS = [
    {"paid_at": "2026-06-01 10:00", "order_amount": 1000, "buyer_key": "a"},
    {"paid_at": "2026-06-01 18:00", "order_amount": 2000, "buyer_key": "a"},
    {"paid_at": "2026-06-09 09:00", "order_amount": 500, "buyer_key": "a", "refunded": 200},
    {"paid_at": "2026-06-03 12:00", "order_amount": 700, "buyer_key": "b"},
    {"paid_at": "2026-06-04 12:00", "order_amount": 900, "buyer_key": None},
    {"created_at": "2026-06-10 12:00", "order_amount": 800, "buyer_key": "c"},
]
ROWS = [{"refunded": 0} | row for row in ORDERS]
JUNE = period("2026-06-01", "2026-06-10")


def gathered(**tables: Any) -> Buyers:
    found = gather_buyers(inputs(dataset(orders=ROWS, **tables), JUNE).measures)
    assert found is not None
    return found


def test_orders_of_one_day_are_one_visit() -> None:
    buyers = gathered()
    assert buyers.orders.tolist() == [3, 1]
    assert buyers.visits.tolist() == [2, 1]
    assert buyers.gaps.tolist() == [8]


def test_unpaid_and_unidentified_orders_make_nobody_a_customer() -> None:
    buyers = gathered()
    assert len(buyers) == 2
    assert (buyers.unidentified_orders, buyers.unidentified_gross) == (1, 900)


def test_net_is_paid_minus_refunded() -> None:
    assert gathered().net.tolist() == [3300, 700]


def test_a_refund_that_names_only_the_buyer_is_taken_off_that_buyer() -> None:
    refunds = [
        {"buyer_key": "b", "amount": 300, "finished_at": "2026-06-08", "order_id": None},
        {"buyer_key": "z", "amount": 999, "finished_at": "2026-06-08", "order_id": None},
    ]
    assert gathered(refunds=refunds).net.tolist() == [3300, 400]


def test_recency_counts_whole_days_to_one_day_after_the_data_end() -> None:
    # the data end on 06-10; a came last on 06-09 09:00, b on 06-03 12:00
    assert gathered().recency.tolist() == [1, 7]


def test_the_second_visit_is_the_next_day_with_a_payment() -> None:
    buyers = gathered()
    assert (buyers.second_day - buyers.first_day)[buyers.is_repeater].tolist() == [8]


def test_without_any_buyer_id_there_are_no_buyers() -> None:
    rows = [{key: value for key, value in row.items() if key != "buyer_key"} for row in ROWS]
    assert gather_buyers(inputs(dataset(orders=rows), JUNE).measures) is None


def test_buyers_of_an_earlier_result_are_used_again() -> None:
    first = inputs(dataset(orders=ROWS), JUNE)
    result = cohorts.analyze(first)
    again = inputs(dataset(orders=ROWS), JUNE, results={"cohorts": result})
    assert buyers_of(again) is result.buyers
