"""What people decided is applied again: links, accepted differences and notes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ecreview.model.scope import Decision, Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import State
from tests.builders import dataset

if TYPE_CHECKING:
    from ecreview.reconcile.base import Reconciliation
    from tests.builders import Row

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
ORDERS: list[Row] = [
    {"order_id": "A", "paid_at": "2026-06-10", "order_amount": 5_000, "refunded": 0, "status": "completed"},
    {"order_id": "B", "paid_at": "2026-06-10", "order_amount": 800, "refunded": 0, "status": "completed"},
]  # fmt: skip
ENTRIES: list[Row] = [
    {"order_id": None, "txn_id": "t0", "time": "2026-06-01", "amount": 0, "subject": "withdraw"},
    {"order_id": "X9", "txn_id": "t1", "time": "2026-06-12", "amount": 5_000, "subject": "goods"},
    {"order_id": "B", "txn_id": "t2", "time": "2026-06-30", "amount": 500, "subject": "goods"},
]


def reconcile(*decisions: Decision, entries: list[Row] = ENTRIES) -> Reconciliation:
    data = dataset(orders=ORDERS, payments=entries)
    return reconcile_all(data, SCOPE, Settings(decisions=decisions))[0]


def test_without_a_decision_both_stay_open() -> None:
    assert reconcile().unexplained_cents == 5_000 - 5_000 + 300
    assert {*reconcile().states} >= {State.ORDER_ONLY, State.PAYMENT_ONLY, State.AMOUNT_DIFFERS}


@pytest.mark.parametrize("right", ["t1", "X9"])
def test_linked_rows_whose_sums_agree_are_matched_by_hand(right: str) -> None:
    result = reconcile(Decision("orders.payments", "A", right, note="换号支付"))
    assert (
        result.states[State.MANUAL].left_cents == result.states[State.MANUAL].right_cents == 5_000
    )
    assert result.rate_amount == (5_000, 5_800)
    assert result.unexplained_cents == 300


def test_linked_rows_that_do_not_agree_stay_a_difference() -> None:
    short = [ENTRIES[0], ENTRIES[1] | {"amount": 4_000}, ENTRIES[2]]
    result = reconcile(Decision("orders.payments", "A", "t1"), entries=short)
    assert State.MANUAL not in result.states
    assert result.states[State.AMOUNT_DIFFERS].left_cents == 5_800


def test_an_accepted_difference_is_forced_told_with_its_note_and_no_success() -> None:
    result = reconcile(Decision("orders.payments", "B", is_accepted=True, note="小额打款"))
    assert result.states[State.FORCED].left_rows == 1
    assert result.explained["forced"] == 300
    assert result.rate_amount == (0, 5_800)
    (reason,) = result.differences.loc[result.differences["state"] == "forced", "reason"]
    assert reason.zh == "小额打款"


def test_a_note_stands_beside_the_reason_and_changes_no_state() -> None:
    result = reconcile(Decision("orders.payments", "B", note="问过客服"))
    assert result.states == reconcile().states
    (reason,) = result.differences.loc[result.differences["order_id"] == "B", "reason"]
    assert reason.zh == "到账少于应收（备注：问过客服）"


def test_a_decision_on_rows_that_are_not_there_changes_nothing() -> None:
    gone = reconcile(Decision("orders.payments", "Z", "t9", is_accepted=True))
    assert gone.states == reconcile().states


def test_decisions_hold_when_the_rows_stand_elsewhere_in_the_files() -> None:
    decision = Decision("orders.payments", "A", "t1")
    assert reconcile(decision).states == reconcile(decision, entries=ENTRIES[::-1]).states
