"""Refunds of orders against refund cases: each state, both sides of each border, and the laws."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import orders_refunds
from ecreview.reconcile.base import Reconciliation, State, Tally
from tests.builders import Row, dataset
from tests.reconcile.laws import assert_conserved, assert_same_backwards

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
# Something happened to this order on the last day, so that the orders know of all the cases before.
LAST = {"order_id": "last", "created_at": "2026-06-30 12:00", "refunded": 0}


def order(order_id: str, refunded: int | None, **more: Any) -> Row:
    fields = {"order_id": order_id, "paid_at": "2026-06-10", "order_amount": 90_000}
    return fields | {"refunded": refunded} | more


def case(order_id: str | None, amount: int | None, status: str = "done", **more: Any) -> Row:
    fields = {
        "refund_id": f"r-{order_id}-{amount}-{status}",
        "order_id": order_id,
        "applied_at": "2026-06-10",
        "finished_at": "2026-06-20",
        "amount": amount,
        "status": status,
    }
    return fields | more


def run(data: Dataset) -> Reconciliation:
    assert orders_refunds.PAIR.is_ready(data)
    return orders_refunds.reconcile(data, SCOPE, Settings())


def reconcile(orders: list[Row], cases: list[Row], **more: Any) -> Reconciliation:
    return run(dataset(orders=[*orders, LAST], refunds=cases, **more))


def reasons(result: Reconciliation) -> dict[str, tuple[str, str]]:
    rows = result.differences[["order_id", "state", "reason"]].to_numpy()
    return {order_id: (state, reason.zh) for order_id, state, reason in rows}


def test_several_cases_that_sum_to_the_refund_of_the_order_are_matched() -> None:
    result = reconcile([order("1", 8_000)], [case("1", 5_000), case("1", 3_000)])
    assert result.states[State.MATCHED] == Tally(1, 2, 8_000, 8_000, keys=1)
    assert result.rate_count == (1, 1)


def test_an_order_without_refund_in_either_file_has_nothing_to_compare() -> None:
    result = reconcile([order("1", 8_000), order("2", 0)], [case("1", 8_000)])
    assert result.states[State.NOT_DUE] == Tally(2, 0, 0, 0, keys=2)
    assert result.differences.empty


@pytest.mark.parametrize(
    ("paid_back", "state"),
    [
        (7_900, State.WITHIN_TOLERANCE),
        (7_899, State.AMOUNT_DIFFERS),
        (8_101, State.AMOUNT_DIFFERS),
    ],
)
def test_both_sides_of_the_tolerance(paid_back: int, state: State) -> None:
    result = reconcile([order("1", 8_000)], [case("1", paid_back)])
    assert result.states[state] == Tally(1, 1, 8_000, paid_back, keys=1)


def test_a_refund_without_a_case_and_a_case_without_a_refund_are_listed() -> None:
    result = reconcile(
        [order("1", 500), order("2", 0)],
        [case("2", 300), case("9", 70), case(None, 20, finished_at="2026-06-11")],
    )
    assert result.states[State.ORDER_ONLY] == Tally(1, 0, 500, 0, keys=1)
    assert result.states[State.PAYMENT_ONLY] == Tally(1, 3, 0, 390, keys=3)
    assert result.unexplained_cents == 110
    assert [r.zh for r in result.differences["reason"]] == [
        "退款单里没有成功的退款", "订单上没有退款", "订单表里没有这个订单号，可能是更早的订单", "退款单没有订单号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("open", "退款处理中"),
        ("rejected", "已拒绝或已关闭"),
        ("售后关闭", "退款状态：售后关闭"),
    ],
)
def test_cases_that_moved_no_money_are_not_due_with_their_status(status: str, reason: str) -> None:
    result = reconcile([order("1", 500)], [case("1", 500), case("1", 900, status)])
    assert result.states[State.MATCHED] == Tally(1, 1, 500, 500, keys=1)
    assert result.states[State.NOT_DUE].right_cents == 900
    assert reasons(result) == {"1": ("not_due", reason)}
    assert result.unexplained_cents == 0


def test_an_exchange_moves_no_money_and_differs_from_nothing() -> None:
    result = reconcile([order("1", 500)], [case("1", 500), case("1", None)])
    assert result.states[State.MATCHED].right_rows == 1
    assert result.differences.empty


def test_a_refund_of_an_order_whose_case_is_open_says_so() -> None:
    result = reconcile([order("1", 500)], [case("1", 500, "open"), case("8", 10)])
    assert result.states[State.ORDER_ONLY].left_cents == 500
    assert "退款单还在处理中" in result.differences["reason"].iloc[0].zh


def test_a_case_finished_after_the_orders_were_exported_is_no_difference() -> None:
    late = {"finished_at": "2026-06-30 12:00:01"}
    told = reconcile([order("1", 0), order("2", 500)], [case("1", 300, **late), case("2", 500)])
    assert told.states[State.NOT_DUE].right_cents == 300
    in_time = {"finished_at": "2026-06-30 12:00:00"}
    told = reconcile([order("1", 0), order("2", 500)], [case("1", 300, **in_time), case("2", 500)])
    assert told.states[State.PAYMENT_ONLY].right_cents == 300


@pytest.mark.parametrize(
    ("paid_at", "state"),
    [
        ("2026-06-09 23:59", State.NOT_DUE),
        ("2026-06-10 00:00", State.ORDER_ONLY),
        ("2026-06-20 23:59", State.ORDER_ONLY),
        ("2026-06-21 00:00", State.NOT_DUE),
    ],
)
def test_orders_paid_outside_the_days_of_the_cases_cannot_be_told(
    paid_at: str, state: State
) -> None:
    result = reconcile([order("1", 500, paid_at=paid_at)], [case("8", 10)])
    assert result.states[state].left_cents == 500


def test_orders_of_a_platform_without_cases_are_not_due() -> None:
    orders = [order("1", 500, platform="taobao"), order("2", 700, platform="jd")]
    result = reconcile(orders, [case("1", 500)])
    assert reasons(result) == {"2": ("not_due", "退款单里没有这个平台的订单")}


def test_a_case_that_names_the_line_finds_its_order() -> None:
    lines = [{"order_id": "1", "line_id": "1-2", "quantity": 1}]
    result = reconcile([order("1", 500)], [case(None, 500, line_id="1-2")], order_lines=lines)
    assert result.states[State.MATCHED] == Tally(1, 1, 500, 500, keys=1)


def test_damaged_ids_are_never_joined() -> None:
    result = reconcile([order("3.9E+18", 500, is_id_lossy=True)], [case("3.9E+18", 500)])
    assert reasons(result) == {
        "3.9E+18": ("payment_only", "订单表里没有这个订单号，可能是更早的订单")
    }
    assert result.states[State.ORDER_ONLY].left_cents == 500


def test_an_order_that_does_not_say_what_was_refunded_is_not_compared() -> None:
    result = reconcile([order("1", None), order("2", 5)], [case("1", 500), case("2", 5)])
    assert reasons(result) == {"1": ("not_due", "订单没有写退款金额")}


def counted(files: str) -> Dataset:
    """Orders of two files, of which the first told of no refunds itself."""
    facts = {"orders": {"refunds_counted": files}}
    data = dataset(orders=[order("1", 500), order("2", 80)], refunds=[case("2", 90)], facts=facts)
    frame = data.tables["orders"].frame.assign(source_file=["a.csv", "b.csv"])
    frame["source_file"] = frame["source_file"].astype("category")
    orders = Table(data.tables["orders"].spec, frame, facts["orders"])
    return Dataset({**data.tables, "orders": orders}, (), (), "test")


def test_orders_that_had_the_cases_counted_into_them_are_not_compared() -> None:
    result = run(counted("a.csv"))
    assert result.states[State.NOT_DUE] == Tally(1, 0, 500, 0, keys=1)
    assert result.states[State.WITHIN_TOLERANCE] == Tally(1, 1, 80, 90, keys=1)
    assert any("1 笔订单自己不记退款" in note.zh for note in result.notes)


def test_where_no_order_tells_of_refunds_itself_nothing_is_compared() -> None:
    assert not orders_refunds.PAIR.is_ready(counted("a.csv\nb.csv"))
    assert not orders_refunds.PAIR.is_ready(
        dataset(orders=[order("1", None)], refunds=[case("1", 5)])
    )
    assert not orders_refunds.PAIR.is_ready(dataset(orders=[order("1", 500)]))


def test_cases_made_of_return_lines_are_not_compared() -> None:
    data = dataset(orders=[order("1", 500)], refunds=[case("1", 500)])
    made = data.tables["refunds"]
    derived = Table(made.spec, made.frame, is_derived=True)
    assert not orders_refunds.PAIR.is_ready(
        Dataset({**data.tables, "refunds": derived}, (), (), "test")
    )


AMOUNT = st.integers(0, 3) | st.integers(0, 20_000)
DAYS = st.sampled_from(["2026-06-01", "2026-06-15", "2026-07-15"])


@given(
    st.dictionaries(st.sampled_from("12345"), st.tuples(AMOUNT, DAYS), min_size=1),
    st.lists(
        st.tuples(
            st.sampled_from([*"1234567", None]),
            AMOUNT,
            st.sampled_from(["done", "open", "rejected", "x"]),
            DAYS,
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_every_row_is_in_one_state_and_no_cent_is_lost(
    orders: dict[str, tuple[int, str]], cases: list[tuple[str | None, int, str, str]]
) -> None:
    data = dataset(
        orders=[order(key, cents, paid_at=day) for key, (cents, day) in orders.items()],
        refunds=[case(key, cents, word, finished_at=day) for key, cents, word, day in cases],
    )
    result = assert_same_backwards(run, data)
    assert_conserved(result, len(orders), len(cases))
    assert result.left_cents == sum(cents for cents, _ in orders.values())
    assert result.right_cents == sum(cents for _, cents, *_ in cases)
