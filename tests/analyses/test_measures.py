from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.analyses.measures import NEVER, Measures, day_number, day_numbers, day_of, measure
from ecreview.model.dataset import Dataset
from ecreview.model.scope import Scope
from tests.builders import Row, dataset, period

JUNE = period("2026-06-01", "2026-06-30")


def measured(data: Dataset, shops: tuple[str, ...] = ()) -> Measures:
    return measure(data, Scope(JUNE, shops=shops))


def order(number: str, day: str, amount: int = 10_000, **more: object) -> Row:
    return {"order_id": number, "paid_at": f"{day} 12:00:00", "order_amount": amount, **more}


def unpaid(number: str, day: str, amount: int = 10_000) -> Row:
    return {"order_id": number, "created_at": day, "order_amount": amount}


def test_a_day_and_its_number_are_inverse() -> None:
    assert day_of(day_number(date(2026, 6, 18))) == date(2026, 6, 18)
    assert day_number(date(1970, 1, 1)) == 0


def test_an_unpaid_order_has_no_day_of_payment() -> None:
    orders = measured(dataset(orders=[order("1", "2026-06-01"), unpaid("2", "2026-06-02")])).orders
    assert orders is not None
    assert orders.paid_day.tolist() == [day_number(date(2026, 6, 1)), NEVER]
    assert day_numbers(orders.frame["paid_at"]).tolist() == orders.paid_day.tolist()


def test_unpaid_orders_count_as_placed_and_bring_no_paid_amount() -> None:
    totals = measured(
        dataset(orders=[order("1", "2026-06-01"), unpaid("2", "2026-06-02", 7)])
    ).totals(JUNE)
    assert (totals.orders_placed, totals.orders_paid, totals.placed_paid) == (2, 1, 1)
    assert (totals.gmv_order, totals.gmv_pay) == (10_007, 10_000)


def test_days_before_the_first_order_are_unknown_even_where_an_order_has_no_day() -> None:
    undated: Row = {"order_id": "2", "created_at": None, "order_amount": 1}
    measures = measured(dataset(orders=[order("1", "2026-06-01"), undated]))
    assert measures.totals(period("2026-05-01", "2026-05-31")).gmv_pay is None
    assert measures.totals(JUNE).gmv_pay == 10_000


def test_refunds_that_name_no_order_are_in_the_daily_series_of_their_day() -> None:
    data = dataset(
        orders=[order("1", "2026-06-01"), order("2", "2026-06-02")],
        refunds=[{"refund_id": "r", "finished_at": "2026-06-02", "amount": 300}],
    )
    measures = measured(data)
    refunded, net = measures.daily("refunded"), measures.daily("gsv")
    assert refunded is not None
    assert net is not None
    assert refunded.values.tolist() == [0, 300]
    assert net.values.tolist() == [10_000, 9_700]
    assert measures.totals(JUNE).gsv == 19_700


def test_orders_are_refunded_among_those_placed_in_the_period_whenever_they_were_paid() -> None:
    late = order("2", "2026-07-01", created_at="2026-06-30", refunded=5)
    early = order("3", "2026-06-01", created_at="2026-05-31", refunded=5)
    data = dataset(orders=[order("1", "2026-06-01", refunded=0), late, early])
    totals = measured(data).totals(JUNE)
    assert (totals.placed_refunded, totals.orders_placed) == (1, 2)
    assert totals.orders_refunded == 1


def test_refunds_belong_to_the_day_of_payment_whenever_they_came() -> None:
    data = dataset(
        orders=[order("1", "2026-06-18", refunded=3_000), order("2", "2026-06-20", refunded=0)],
        refunds=[{"refund_id": "r", "order_id": "1", "finished_at": "2026-06-20", "amount": 3_000}],
    )
    eighteenth = measured(data).totals(period("2026-06-18", "2026-06-18"))
    twentieth = measured(data).totals(period("2026-06-20", "2026-06-20"))
    assert (eighteenth.gsv, twentieth.gsv) == (7_000, 10_000)
    assert (eighteenth.orders_refunded, twentieth.orders_refunded) == (1, 0)


def test_refunds_that_name_no_order_count_on_their_own_day() -> None:
    data = dataset(
        orders=[order("1", "2026-06-18", refunded=0)],
        refunds=[{"refund_id": "r", "order_id": None, "finished_at": "2026-06-18", "amount": 400}],
    )
    assert measured(data).totals(JUNE).refunded == 400


def test_loose_refunds_alone_do_not_tell_which_orders_were_refunded() -> None:
    loose = [{"refund_id": "r", "order_id": None, "finished_at": "2026-06-18", "amount": 400}]
    unnamed = measured(
        dataset(orders=[order("1", "2026-06-18", refunded=0)], refunds=loose)
    ).totals(JUNE)
    named = measured(dataset(orders=[order("1", "2026-06-18", refunded=5)], refunds=loose)).totals(
        JUNE
    )
    assert (unnamed.orders_refunded, unnamed.placed_kept) == (None, None)
    assert (named.orders_refunded, named.placed_kept) == (1, 0)


def test_without_any_word_on_refunds_they_are_unknown_not_zero() -> None:
    totals = measured(dataset(orders=[order("1", "2026-06-01")])).totals(JUNE)
    assert (totals.refunded, totals.gsv, totals.orders_refunded) == (None, None, None)


def test_a_period_outside_the_orders_is_unknown_not_zero() -> None:
    totals = measured(dataset(orders=[order("1", "2026-06-01")])).totals(
        period("2025-06-01", "2025-06-30")
    )
    assert (totals.gmv_pay, totals.orders_paid) == (None, None)


def test_buyers_are_distinct_and_unknown_ones_are_money_but_no_buyers() -> None:
    orders = [
        order("1", "2026-06-01", buyer_key="a"),
        order("2", "2026-06-01", buyer_key="a"),
        order("3", "2026-06-02", buyer_key="b"),
        order("4", "2026-06-02", buyer_key=None),
    ]
    totals = measured(dataset(orders=orders)).totals(JUNE)
    assert (totals.buyers_paid, totals.repeat_buyers, totals.buyers_unknown) == (2, 1, 1)
    assert totals.gmv_pay == 40_000


def test_a_buyer_is_new_only_in_the_period_of_the_first_paid_order() -> None:
    orders = [order("1", "2026-05-01", buyer_key="a"), order("2", "2026-06-01", buyer_key="a"),
              order("3", "2026-06-02", buyer_key="b")]  # fmt: skip
    assert measured(dataset(orders=orders)).totals(JUNE).new_buyers == 1


def test_visitors_are_summed_and_only_known_columns_are_told() -> None:
    traffic = [
        {"date": "2026-06-01", "uv": 10, "pay_buyers": 2},
        {"date": "2026-06-02", "uv": 5, "pay_buyers": None},
    ]
    totals = measured(dataset(traffic=traffic)).totals(JUNE)
    assert (totals.uv, totals.pay_buyers, totals.cart_users) == (15, 2, None)
    assert totals.buyers_paid == 2


def test_the_buyers_of_the_chain_are_those_of_the_daily_report_where_it_tells() -> None:
    orders = [order("1", "2026-06-01", buyer_key="a"), order("2", "2026-06-02", buyer_key="a")]
    with_report = dataset(
        orders=orders, traffic=[{"date": "2026-06-01", "uv": 10, "pay_buyers": 2}]
    )
    without = dataset(orders=orders, traffic=[{"date": "2026-06-01", "uv": 10}])
    assert measured(with_report).totals(JUNE).chain_buyers == 2
    assert measured(without).totals(JUNE).chain_buyers == 1


def test_the_shop_filter_keeps_only_its_rows() -> None:
    orders = [order("1", "2026-06-01", shop="a"), order("2", "2026-06-01", shop="b", amount=5)]
    assert measured(dataset(orders=orders), shops=("b",)).totals(JUNE).gmv_pay == 5


def test_a_weekday_on_which_the_shop_is_always_closed_is_not_missing() -> None:
    # June 2026 has four Saturdays: 6, 13, 20, 27.
    days = [d for d in range(1, 31) if d not in (6, 13, 20, 27)]
    totals = measured(dataset(orders=[order(str(d), f"2026-06-{d:02d}") for d in days])).totals(
        JUNE
    )
    assert (totals.days_with_data, totals.days_expected) == (26, 26)


def test_three_weeks_without_a_weekday_do_not_make_it_a_closed_day() -> None:
    days = [d for d in range(1, 22) if d not in (6, 13, 20)]
    data = dataset(orders=[order(str(d), f"2026-06-{d:02d}") for d in days])
    totals = measured(data).totals(period("2026-06-01", "2026-06-21"))
    assert (totals.days_with_data, totals.days_expected) == (18, 21)


def test_a_day_without_rows_is_missing_in_a_series_not_zero() -> None:
    data = dataset(orders=[order("1", "2026-06-01"), order("2", "2026-06-03")])
    series = measured(data).daily("gmv_pay")
    assert series is not None
    assert series.start == date(2026, 6, 1)
    assert [None if np.isnan(v) else v for v in series.values] == [10_000, None, 10_000]
    assert np.isnan(series.between(date(2026, 5, 31), 2)).tolist() == [True, False]


def test_series_of_traffic_add_up_shops_and_unknown_names_give_none() -> None:
    traffic = [
        {"date": "2026-06-01", "uv": 1, "shop": "a"},
        {"date": "2026-06-01", "uv": 2, "shop": "b"},
    ]
    measures = measured(dataset(traffic=traffic))
    series = measures.daily("uv")
    assert series is not None
    assert series.values.tolist() == [3.0]
    assert measures.daily("mood") is None


def test_the_reference_date_is_the_last_day_of_the_files() -> None:
    data = dataset(orders=[order("1", "2026-06-01")], traffic=[{"date": "2026-06-09", "uv": 1}])
    assert measured(data).last_day == date(2026, 6, 9)


@given(st.permutations(range(8)))
def test_totals_do_not_depend_on_the_order_of_rows(places: list[int]) -> None:
    rows = [
        order(str(i), f"2026-06-{i + 1:02d}", amount=i * 7, buyer_key=f"b{i % 3}") for i in range(8)
    ]
    mixed = measured(dataset(orders=[rows[i] for i in places])).totals(JUNE)
    assert mixed == measured(dataset(orders=rows)).totals(JUNE)


@pytest.mark.parametrize(
    "key", ["orders_placed", "orders_paid", "gmv_order", "gmv_pay", "gsv", "refunded"]
)
def test_a_daily_series_sums_to_the_total(key: str) -> None:
    rows = [order(str(i), f"2026-06-{i % 9 + 1:02d}", amount=i * 11, refunded=i) for i in range(30)]
    measures = measured(dataset(orders=rows))
    series = measures.daily(key)
    assert series is not None
    assert series.values.sum() == getattr(measures.totals(JUNE), key)
