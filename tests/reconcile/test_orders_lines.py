"""Orders against their lines: sums, lines without order, orders without lines, days outside the report."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import Reconciliation, State, Tally
from tests.builders import Row, dataset

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))


def order(order_id: str, amount: int, **more: Any) -> Row:
    return {"order_id": order_id, "created_at": "2026-06-10", "order_amount": amount} | more


def line(order_id: str, amount: int, **more: Any) -> Row:
    fields = {
        "order_id": order_id,
        "line_amount": amount,
        "quantity": 1,
        "created_at": "2026-06-10",
    }
    return fields | more


def reconcile(orders: list[Row], lines: list[Row]) -> Reconciliation:
    (result,) = reconcile_all(dataset(orders=orders, order_lines=lines), SCOPE, Settings())
    return result


def test_lines_that_sum_to_their_order_are_matched() -> None:
    result = reconcile([order("1", 15_800)], [line("1", 9_800), line("1", 6_000), line("1", 0)])
    assert result.key == "orders.order_lines"
    assert result.states == {State.MATCHED: Tally(1, 3, 15_800, 15_800, keys=1)}


def test_postage_explains_itself() -> None:
    result = reconcile([order("1", 10_800, freight=800)], [line("1", 10_000)])
    assert result.states == {State.MATCHED: Tally(1, 1, 10_800, 10_000, keys=1)}
    assert result.explained == {"freight": 800}
    assert result.unexplained_cents == 0


def test_the_goods_amount_goes_before_the_postage() -> None:
    orders = [
        order("1", 10_800, goods_amount=10_000, freight=500),
        order("2", 700, goods_amount=None),
    ]
    result = reconcile(orders, [line("1", 10_000), line("2", 700)])
    assert list(result.states) == [State.MATCHED]
    assert result.explained == {"freight": 800}


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (9_900, State.WITHIN_TOLERANCE),
        (9_899, State.AMOUNT_DIFFERS),
        (10_101, State.AMOUNT_DIFFERS),
    ],
)
def test_both_sides_of_the_tolerance(lines: int, state: State) -> None:
    assert list(reconcile([order("1", 10_000)], [line("1", lines)]).states) == [state]


def test_orders_without_lines_and_lines_without_order_are_listed() -> None:
    result = reconcile([order("1", 500)], [line("9", 300), line("9", 50)])
    assert result.states[State.ORDER_ONLY] == Tally(1, 0, 500, 0, keys=1)
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 2, 0, 350, keys=1)
    listed = result.differences[["state", "order_id", "left_cents", "right_cents"]]
    assert listed.to_numpy().tolist() == [
        ["order_only", "1", 500, 0],
        ["payment_only", "9", 0, 350],
    ]
    assert result.differences["right_source"].tolist()[1] == "order_lines.csv · 2"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-06-09 23:59", State.NOT_DUE),
        ("2026-06-10 00:00", State.ORDER_ONLY),
        ("2026-06-10 23:59", State.ORDER_ONLY),
        ("2026-06-11 00:00", State.NOT_DUE),
    ],
)
def test_orders_outside_the_days_of_the_report_are_not_due(day: str, state: State) -> None:
    result = reconcile([order("1", 500, created_at=day), order("2", 1)], [line("2", 1)])
    assert result.states[state].left_cents == 500


def test_damaged_ids_are_never_joined() -> None:
    lines = [line("3.9E+18", 500, is_id_lossy=True)]
    result = reconcile([order("3.9E+18", 500, is_id_lossy=True)], lines)
    assert set(result.states) == {State.ORDER_ONLY, State.PAYMENT_ONLY}


def test_orders_built_from_their_lines_are_not_compared_with_them() -> None:
    given_tables = dataset(orders=[order("1", 500)], order_lines=[line("1", 500)])
    built = given_tables.tables["orders"]
    derived = Table(built.spec, built.frame, is_derived=True)
    tables = {**given_tables.tables, "orders": derived}
    assert reconcile_all(Dataset(tables, (), (), "test"), SCOPE, Settings()) == ()


AMOUNT = st.integers(0, 20_000)


@given(
    st.dictionaries(st.sampled_from("12345"), AMOUNT, min_size=1),
    st.lists(st.tuples(st.sampled_from("123456"), AMOUNT), min_size=1, max_size=10),
)
def test_every_row_is_in_one_state_and_no_cent_is_lost(
    orders: dict[str, int], lines: list[tuple[str, int]]
) -> None:
    result = reconcile([order(*o) for o in orders.items()], [line(*x) for x in lines])
    tallies = result.states.values()
    assert sum(t.left_rows for t in tallies) == len(orders)
    assert sum(t.right_rows for t in tallies) == len(lines)
    assert sum(t.left_cents for t in tallies) == sum(orders.values()) == result.left_cents
    assert sum(t.right_cents for t in tallies) == sum(a for _, a in lines) == result.right_cents
    assert result.differences["difference_cents"].sum() == result.difference_cents


def test_orders_whose_amounts_come_from_the_lines_prove_nothing_and_are_not_compared() -> None:
    """Order 2 was built from the sheet of its line: only order 1 tells an amount of its own."""
    plain = dataset(
        orders=[order("1", 500), order("2", 300)], order_lines=[line("1", 200), line("2", 300)]
    )
    table = plain.tables["orders"]
    files = pd.Categorical(["orders.csv", "order_lines.csv"])
    mixed = Table(table.spec, table.frame.assign(source_file=files))
    tables = {**plain.tables, "orders": mixed}
    (result,) = reconcile_all(Dataset(tables, (), (), "test"), SCOPE, Settings())
    assert result.states[State.NOT_DUE] == Tally(1, 1, 300, 300, keys=1)
    assert result.rate_amount == (0, 500)
