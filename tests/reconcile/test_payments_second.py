"""The bill that counts against a second bill of the same money: joins, kinds left out, days, and the laws."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import payments_second
from ecreview.reconcile.base import Reconciliation, State, Tally
from tests.builders import Row, dataset
from tests.reconcile.laws import assert_conserved, assert_same_backwards

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))


def entry(txn: str | None, amount: int, subject: str | None = "goods", **more: Any) -> Row:
    fields = {"txn_id": txn, "order_id": None, "time": "2026-06-12 12:00", "subject": subject}
    return fields | {"amount": amount} | more


def run(data: Dataset) -> Reconciliation:
    assert payments_second.PAIR.is_ready(data)
    return payments_second.reconcile(data, SCOPE, Settings())


def of_files(data: Dataset, table: str, files: list[str]) -> Dataset:
    """The same rows, each from the file named."""
    own = data.tables[table]
    frame = own.frame.assign(source_file=files).astype({"source_file": "category"})
    return Dataset({**data.tables, table: Table(own.spec, frame)}, (), (), "test")


def reconcile(bill: list[Row], second: list[Row]) -> Reconciliation:
    return run(dataset(payments=bill, second_bills=second))


def reasons(result: Reconciliation) -> list[tuple[str, str]]:
    return [
        (state, reason.zh)
        for state, reason in result.differences[["state", "reason"]].to_numpy().tolist()
    ]


def test_entries_of_one_transaction_are_matched_whatever_their_day() -> None:
    result = reconcile(
        [entry("t1", 15_800), entry("t2", -2_000, "refund")],
        [entry("t1", 15_800, time="2026-06-12 23:00"), entry("t2", -2_000, "refund")],
    )
    assert result.states == {State.MATCHED: Tally(2, 2, 13_800, 13_800, keys=2)}
    assert result.rate_amount == (17_800, 17_800)


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        (15_799, "主账单金额大于核对账单"),
        (15_801, "主账单金额小于核对账单"),
    ],
)
def test_a_cent_apart_is_a_difference(amount: int, reason: str) -> None:
    assert reasons(reconcile([entry("t1", 15_800)], [entry("t1", amount)])) == [
        ("amount_differs", reason)
    ]


def test_a_payment_and_its_fee_apart_equal_one_net_entry() -> None:
    result = reconcile(
        [entry("t1", 15_800), entry("t1", -316, "other")], [entry("t1", 15_484, "other")]
    )
    assert result.states == {State.MATCHED: Tally(2, 1, 15_484, 15_484, keys=1)}


def test_other_numbers_are_joined_by_order_and_subject_whatever_the_day() -> None:
    result = reconcile(
        [entry("a1", 500, order_id="1"), entry("a2", 70, order_id="2"), entry("a3", 9, order_id="3")],
        [
            entry("b1", 500, order_id="1"),
            entry("b2", 70, "refund", order_id="2"),
            entry("b3", 9, order_id="3", time="2026-06-13"),
        ],
    )  # fmt: skip
    assert result.states[State.MATCHED] == Tally(2, 2, 509, 509, keys=2)
    assert result.states[State.ORDER_ONLY] == Tally(1, 0, 70, 0, keys=1)
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 1, 0, 70, keys=1)


def test_the_entry_of_the_same_day_goes_before_one_of_another_day() -> None:
    result = reconcile(
        [entry("a1", 500, order_id="1"), entry("a2", 70, order_id="1", time="2026-06-14")],
        [entry("b1", 500, order_id="1"), entry("b2", 60, order_id="1", time="2026-06-15")],
    )
    assert result.states[State.MATCHED] == Tally(1, 1, 500, 500, keys=1)
    assert result.states[State.AMOUNT_DIFFERS] == Tally(1, 1, 70, 60, keys=1)


def test_a_fee_within_an_entry_explains_why_the_other_bill_tells_more() -> None:
    """158.00 came in; one bill tells 157.05 after a fee of 0.95."""
    result = reconcile([entry("t1", 15_800)], [entry("t1", 15_705, fee=95)])
    assert result.states == {State.MATCHED: Tally(1, 1, 15_800, 15_705, keys=1)}
    assert result.explained == {"tech_fee": 95}
    turned = reconcile([entry("t1", 15_705, fee=95)], [entry("t1", 15_800)])
    assert turned.explained == {"tech_fee": -95}
    beside = reconcile([entry("t1", 15_800, fee=95)], [entry("t1", 15_800)])
    assert (list(beside.states), beside.explained) == ([State.MATCHED], {})


def test_an_entry_that_one_bill_lacks_is_listed() -> None:
    result = reconcile(
        [entry("t1", 500), entry("t2", 30)], [entry("t1", 500), entry("t3", 7), entry(None, 4)]
    )
    assert reasons(result) == [
        ("order_only", "核对用账单里没有这笔流水"),
        ("payment_only", "主账单里没有这笔流水"),
        ("payment_only", "主账单里没有这笔流水"),
    ]
    assert result.unexplained_cents == 30 - 7 - 4


def test_a_kind_that_the_second_bill_leaves_out_explains_itself() -> None:
    """The ledger books the fee apart and the withdrawal; the list of trades knows neither."""
    result = reconcile(
        [
            entry("t1", 15_800),
            entry("t1", -316, "commission"),
            entry("w", -9_000, "withdraw"),
        ],
        [entry("t1", 15_800)],
    )
    assert result.states[State.MATCHED] == Tally(2, 1, 15_484, 15_800, keys=1)
    assert result.states[State.NOT_DUE] == Tally(1, 0, -9_000, 0, keys=1)
    assert result.explained == {"commission": -316, "withdraw": -9_000}
    assert result.wording.reason("withdraw").zh == "提现"
    assert result.unexplained_cents == 0


def test_a_fee_that_the_second_bill_does_list_is_missed() -> None:
    result = reconcile(
        [entry("t1", -10, "commission"), entry("t2", -20, "commission")],
        [entry("t1", -10, "commission")],
    )
    assert reasons(result) == [("order_only", "核对用账单里没有这笔流水")]


def test_a_bill_without_kinds_leaves_out_none() -> None:
    result = reconcile([entry("t1", -10, "commission")], [entry("t1", -10, None)])
    assert list(result.states) == [State.MATCHED]


@pytest.mark.parametrize(
    ("time", "state"),
    [
        ("2026-06-11 23:59", State.NOT_DUE),
        ("2026-06-12 00:00", State.ORDER_ONLY),
        ("2026-06-13 00:00", State.NOT_DUE),
    ],
)
def test_days_that_the_second_bill_does_not_cover_are_no_difference(
    time: str, state: State
) -> None:
    result = reconcile([entry("t1", 5), entry("t2", 70, time=time)], [entry("t1", 5)])
    assert result.states[state].left_cents == 70


def test_a_bill_of_other_money_is_not_looked_for() -> None:
    data = dataset(payments=[entry("t1", 5), entry("p1", 900)], second_bills=[entry("t1", 5)])
    result = run(of_files(data, "payments", ["alipay.csv", "pdd.csv"]))
    assert reasons(result) == [("not_due", "核对用账单不含这份账单的流水")]


def test_two_second_bills_count_once() -> None:
    second = [entry("t1", 5), entry("t2", 6), entry("t1", 5)]
    data = dataset(payments=[entry("t1", 5), entry("t2", 6)], second_bills=second)
    result = run(of_files(data, "second_bills", ["a.csv", "a.csv", "b.csv"]))
    assert result.states[State.MATCHED] == Tally(2, 2, 11, 11, keys=2)
    assert result.states[State.DUPLICATE_ENTRY] == Tally(0, 1, 0, 5, keys=1)
    assert result.unexplained_cents == 0


def test_both_bills_are_told_day_by_day() -> None:
    result = reconcile(
        [entry("t1", 500), entry("t2", 70, time="2026-06-13"), entry("t0", 9, time="2026-06-01")],
        [entry("t1", 500), entry("t2", 60, time="2026-06-13")],
    )
    (grid,) = result.grids
    days = grid.frame[["left_cents", "right_cents", "difference_cents"]].to_numpy().tolist()
    assert [f"{day:%m-%d}" for day in grid.frame["day"]] == ["06-12", "06-13"]
    assert days == [[500, 500, 0], [70, 60, 10]]


def test_without_a_second_bill_nothing_is_compared() -> None:
    assert not payments_second.PAIR.is_ready(dataset(payments=[entry("t1", 5)]))


Entry = tuple[str | None, int, str | None, str | None, str, int]
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["t1", "t2", "t3", None]),
        st.integers(-300, 300),
        st.sampled_from(["goods", "refund", "commission", "withdraw", None]),
        st.sampled_from(["1", "2", None]),
        st.sampled_from(["2026-06-10", "2026-06-12", "2026-06-15"]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=7,
)


@given(ENTRIES, ENTRIES)
def test_every_entry_is_in_one_state_and_no_cent_is_lost(
    bill: list[Entry],
    second: list[Entry],
) -> None:
    def rows(
        of: list[Entry],
    ) -> list[Row]:
        return [
            entry(txn, n, word, order_id=order, time=day, fee=fee)
            for txn, n, word, order, day, fee in of
        ]

    data = dataset(payments=rows(bill), second_bills=rows(second))
    result = assert_same_backwards(run, data)
    assert_conserved(result, len(bill), len(second))
    assert result.left_cents == sum(n for _, n, *_ in bill)
    assert result.right_cents == sum(n for _, n, *_ in second)
