"""Platform orders against the ERP: sums of lines, merged orders, unpaid orders, days, two ERPs, and the laws."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import orders_erp
from ecreview.reconcile.base import Reconciliation, State, Tally
from tests.builders import Row, dataset
from tests.reconcile.laws import assert_conserved, assert_same_backwards

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))


def order(order_id: str, paid: int, **more: Any) -> Row:
    fields = {"order_id": order_id, "paid_at": "2026-06-10", "order_amount": paid}
    return fields | more


def unpaid(order_id: str) -> Row:
    fields = {"order_id": order_id, "created_at": "2026-06-10", "paid_at": None}
    return fields | {"order_amount": 900}


def line(order_id: str | None, amount: int | None, **more: Any) -> Row:
    fields = {"order_id": order_id, "line_amount": amount, "quantity": 1}
    return fields | {"created_at": "2026-06-10"} | more


def run(data: Dataset) -> Reconciliation:
    assert orders_erp.PAIR.is_ready(data)
    return orders_erp.reconcile(data, SCOPE, Settings())


def merged(data: Dataset, rows: list[int]) -> Dataset:
    """The lines as intake leaves them that stood in these rows of the ERP's file."""
    table = data.tables["erp_orders"]
    lines = table.frame.assign(source_row=rows).astype({"source_row": "int32"})
    return Dataset({**data.tables, "erp_orders": Table(table.spec, lines)}, (), (), "test")


def reconcile(orders: list[Row], lines: list[Row], rows: list[int] | None = None) -> Reconciliation:
    data = dataset(orders=orders, erp_orders=lines)
    return run(merged(data, rows) if rows else data)


def reasons(result: Reconciliation) -> dict[str, tuple[str, str]]:
    rows = result.differences[["order_id", "state", "reason"]].to_numpy()
    return {order_id: (state, reason.zh) for order_id, state, reason in rows}


def test_lines_that_sum_to_what_was_paid_are_matched() -> None:
    result = reconcile([order("1", 15_800)], [line("1", 9_800), line("1", 6_000), line("1", 0)])
    assert result.states == {State.MATCHED: Tally(1, 3, 15_800, 15_800, keys=1)}


def test_what_the_erp_says_was_paid_goes_before_the_price_of_the_goods() -> None:
    lines = [line("1", 6_000, line_paid=5_000), line("1", 6_000, line_paid=None)]
    result = reconcile([order("1", 11_000)], lines)
    assert result.states == {State.MATCHED: Tally(1, 2, 11_000, 11_000, keys=1)}


def test_postage_explains_the_difference_of_an_erp_that_tells_goods_only() -> None:
    result = reconcile(
        [order("1", 10_800, freight=800), order("2", 10_800, freight=800)],
        [line("1", 10_000), line("2", 10_800)],
    )
    assert result.states == {State.MATCHED: Tally(2, 2, 21_600, 20_800, keys=2)}
    assert result.explained == {"freight": 800}
    assert result.unexplained_cents == 0


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (9_900, State.WITHIN_TOLERANCE),
        (9_899, State.AMOUNT_DIFFERS),
        (10_101, State.AMOUNT_DIFFERS),
    ],
)
def test_both_sides_of_the_tolerance(told: int, state: State) -> None:
    assert list(reconcile([order("1", 10_000)], [line("1", told)]).states) == [state]


def test_orders_that_the_erp_ships_as_one_are_compared_as_one() -> None:
    """100.00 and 60.00 were paid; the ERP shipped both as one and intake gave half to each."""
    result = reconcile(
        [order("1", 10_000), order("2", 6_000)], [line("1", 8_000), line("2", 8_000)], [2, 2]
    )
    assert result.states == {State.MATCHED: Tally(2, 2, 16_000, 16_000, keys=1)}
    assert [note.zh for note in result.notes] == [
        "2 笔订单在 ERP 里与别的订单合并发货，按整组比较，不拆开核对。"
    ]  # fmt: skip


def test_a_chain_of_merged_rows_is_one_group() -> None:
    orders = [order("1", 100), order("2", 500), order("3", 900)]
    lines = [line("1", 250), line("2", 250), line("2", 500), line("3", 500)]
    result = reconcile(orders, lines, [2, 2, 3, 3])
    assert result.states == {State.MATCHED: Tally(3, 4, 1_500, 1_500, keys=1)}
    short = reconcile(orders, [*lines[:3], line("3", 100)], [2, 2, 3, 3])
    assert short.states == {State.AMOUNT_DIFFERS: Tally(3, 4, 1_500, 1_100, keys=1)}
    assert reasons(short) == {"1": ("amount_differs", "合并发货的几笔订单整组比较，金额不同")}


def test_orders_missing_on_either_side_are_listed_with_their_reason() -> None:
    result = reconcile(
        [order("1", 500), order("2", 70, refunded=70)],
        [line("8", 300), line("8", 50), line(None, 20)],
    )
    assert result.states[State.ORDER_ONLY] == Tally(2, 0, 570, 0, keys=2)
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 3, 0, 370, keys=2)
    assert [r.zh for r in result.differences["reason"]] == [
        "ERP 里没有这笔订单",
        "ERP 里没有这笔订单，订单已全额退款",
        "平台订单里没有这个订单号（补发、线下单或别的店铺）",
        "ERP 行没有平台订单号",
    ]


def test_unpaid_orders_need_not_be_in_the_erp() -> None:
    result = reconcile([unpaid("1"), order("2", 5)], [line("2", 5)])
    assert result.states[State.NOT_DUE] == Tally(1, 0, 0, 0, keys=1)
    result = reconcile([unpaid("1"), order("2", 5)], [line("2", 5), line("1", 900)])
    assert reasons(result) == {"1": ("not_due", "未付款")}


def test_an_order_paid_in_the_erp_alone_differs() -> None:
    lines = [line("1", 900, paid_at="2026-06-10")]
    assert reasons(reconcile([unpaid("1")], lines)) == {
        "1": ("amount_differs", "平台未付款，ERP 记为已付款")
    }


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-06-09 23:59", State.NOT_DUE),
        ("2026-06-10 00:00", State.ORDER_ONLY),
        ("2026-06-11 00:00", State.NOT_DUE),
    ],
)
def test_orders_outside_the_days_of_the_erp_file_are_not_due(day: str, state: State) -> None:
    result = reconcile([order("1", 500, created_at=day), order("2", 1)], [line("2", 1)])
    assert result.states[state].left_cents == 500


def test_lines_outside_the_days_of_the_orders_are_not_due() -> None:
    lines = [line("2", 1), line("7", 9, created_at="2026-05-01")]
    assert reasons(reconcile([order("2", 1)], lines)) == {
        "7": ("not_due", "下单不在平台订单的日期内")
    }


@pytest.mark.parametrize("column", ["platform", "shop"])
def test_a_shop_that_the_erp_does_not_know_is_not_due(column: str) -> None:
    orders = [order("1", 500, **{column: "a"}), order("2", 1, **{column: "b"})]
    assert reasons(reconcile(orders, [line("2", 1)])) == {
        "1": ("not_due", "ERP 里没有这个平台或店铺的订单")
    }


def test_of_two_erps_the_one_with_more_lines_counts() -> None:
    lines = [
        line("1", 500, platform="wdt"),
        line("1", 300, platform="jst"),
        line("1", 200, platform="jst"),
        line("2", 7, platform="wdt"),
        line("3", 9, platform="jst"),
    ]
    result = reconcile([order("1", 500), order("2", 7), order("3", 9)], lines)
    assert result.states[State.MATCHED] == Tally(3, 4, 516, 516, keys=3)
    assert result.states[State.DUPLICATE_ENTRY] == Tally(0, 1, 0, 500, keys=1)
    assert result.unexplained_cents == 0


def test_an_erp_line_without_an_amount_only_proves_that_the_order_is_there() -> None:
    result = reconcile([order("1", 500), order("2", 5)], [line("1", None), line("2", 5)])
    assert reasons(result) == {"1": ("not_due", "ERP 没有这笔订单的金额，只能确认有单")}


def test_a_list_of_costs_is_not_compared() -> None:
    assert not orders_erp.PAIR.is_ready(
        dataset(orders=[order("1", 500)], erp_orders=[line("1", None)])
    )
    assert not orders_erp.PAIR.is_ready(dataset(orders=[order("1", 500)]))


def test_damaged_ids_are_never_joined() -> None:
    lines = [line("3.9E+18", 500, is_id_lossy=True)]
    result = reconcile([order("3.9E+18", 500, is_id_lossy=True)], lines)
    assert set(result.states) == {State.ORDER_ONLY, State.PAYMENT_ONLY}


AMOUNT = st.integers(0, 3) | st.integers(0, 20_000)


@given(
    st.dictionaries(st.sampled_from("12345"), st.tuples(AMOUNT, st.booleans()), min_size=1),
    st.lists(
        st.tuples(
            st.sampled_from([*"1234567", None]),
            AMOUNT,
            st.sampled_from(["jst", "wdt"]),
            st.integers(2, 5),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_every_row_is_in_one_state_and_no_cent_is_lost(
    orders: dict[str, tuple[int, bool]], lines: list[tuple[str | None, int, str, int]]
) -> None:
    data = dataset(
        orders=[order(key, n) if paid else unpaid(key) for key, (n, paid) in orders.items()],
        erp_orders=[line(key, n, platform=erp) for key, n, erp, _ in lines],
    )
    result = assert_same_backwards(run, merged(data, [row for *_, row in lines]))
    assert_conserved(result, len(orders), len(lines))
    assert result.left_cents == sum(n for n, paid in orders.values() if paid)
    assert result.right_cents == sum(n for _, n, *_ in lines)
