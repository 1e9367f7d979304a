"""Orders against the payment ledger: each state, both sides of each border, and the laws of conservation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import State, Tally
from tests.builders import Row, dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.reconcile.base import Reconciliation
    from ecreview.reconcile.bridge import Step

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
FIRST_ENTRY = {"order_id": None, "time": "2026-06-10 08:00", "amount": 0, "subject": "withdraw"}
LAST_ENTRY = {"order_id": None, "time": "2026-06-30 00:00", "amount": 0, "subject": "withdraw"}


def order(order_id: str, gross: int, refunded: int = 0, **more: Any) -> Row:
    fields = {
        "order_id": order_id,
        "created_at": "2026-06-10 11:59",
        "paid_at": "2026-06-10 12:00",
        "order_amount": gross,
        "refunded": refunded,
        "status": "completed",
        "is_id_lossy": False,
    }
    return fields | more


def entry(order_id: str | None, amount: int, subject: str = "goods", **more: Any) -> Row:
    fields = {
        "order_id": order_id,
        "txn_id": f"{order_id}-{subject}-{amount}",
        "time": "2026-06-12 12:00",
        "subject": subject,
        "amount": amount,
    }
    return fields | more


def reconcile(orders: Sequence[Row], entries: Sequence[Row], **more: Any) -> Reconciliation:
    (result,) = reconcile_all(dataset(orders=orders, payments=entries), SCOPE, Settings(**more))
    return result


def steps(result: Reconciliation) -> tuple[Step, ...]:
    assert result.bridge is not None
    return result.bridge.steps


def only_state(result: Reconciliation, order_id: str) -> str:
    (state,) = result.differences.loc[result.differences["order_id"] == order_id, "state"]
    return str(state)


def test_an_order_paid_out_in_full_is_matched() -> None:
    result = reconcile([order("1", 15_800)], [entry("1", 15_800)])
    assert result.states == {State.MATCHED: Tally(1, 1, 15_800, 15_800, keys=1)}
    assert result.differences.empty
    assert result.rate_amount == (15_800, 15_800)
    assert result.rate_count == (1, 1)


def test_a_refund_in_both_files_is_matched() -> None:
    result = reconcile(
        [order("1", 10_000, 2_000)], [entry("1", 10_000), entry("1", -2_000, "refund")]
    )
    assert result.states == {State.MATCHED: Tally(1, 2, 8_000, 8_000, keys=1)}


def test_a_refund_before_settlement_reaches_the_bill_as_a_smaller_receipt() -> None:
    result = reconcile([order("1", 10_000, 2_000)], [entry("1", 8_000)])
    assert list(result.states) == [State.MATCHED]


def test_the_alipay_example_of_the_fixtures_explains_its_commission() -> None:
    result = reconcile(
        [order("11", 15_800), order("22", 10_000, 2_000), order("33", 5_990, 5_990)],
        [
            entry("11", 15_800),
            entry("22", 10_000),
            entry("22", -2_000, "refund"),
            entry("11", -316, "commission", txn_id="11-goods-15800"),
            entry(None, -50_000, "withdraw"),
        ],
    )
    assert result.left_cents == 23_800
    assert result.right_cents == 23_484 - 50_000
    assert result.explained == {"commission": 316, "transfer": 50_000}
    assert result.unexplained_cents == 0
    assert result.states[State.MATCHED] == Tally(2, 4, 23_800, 23_484, keys=2)
    assert result.states[State.NOT_DUE] == Tally(1, 0, 0, 0, keys=1)


@pytest.mark.parametrize(
    ("received", "state"),
    [
        (9_900, State.WITHIN_TOLERANCE),
        (9_899, State.AMOUNT_DIFFERS),
        (10_100, State.WITHIN_TOLERANCE),
        (10_101, State.AMOUNT_DIFFERS),
    ],
)
def test_the_tolerance_is_one_yuan_an_order(received: int, state: State) -> None:
    result = reconcile([order("1", 10_000)], [entry("1", received)])
    assert list(result.states) == [state]
    assert only_state(result, "1") == state.value
    assert result.tolerance_cents == 100


def test_the_tolerance_can_be_set() -> None:
    thresholds = {"reconcile.tolerance_cents": 0.0}
    result = reconcile([order("1", 10_000)], [entry("1", 9_999)], thresholds=thresholds)
    assert list(result.states) == [State.AMOUNT_DIFFERS]
    assert result.unexplained_cents == 1


def test_a_completed_order_without_entry_is_an_order_without_payment() -> None:
    result = reconcile([order("1", 10_000)], [entry("9", 500), FIRST_ENTRY, LAST_ENTRY])
    assert result.states[State.ORDER_ONLY] == Tally(1, 0, 10_000, 0, keys=1)
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 1, 0, 500, keys=1)
    assert result.unexplained_cents == 9_500
    assert result.rate_count == (0, 1)


def test_a_fee_alone_does_not_pay_an_order() -> None:
    result = reconcile(
        [order("1", 10_000)], [entry("1", -300, "tech_fee"), FIRST_ENTRY, LAST_ENTRY]
    )
    assert result.states[State.ORDER_ONLY] == Tally(1, 1, 10_000, -300, keys=1)
    assert result.explained["tech_fee"] == 300
    assert result.unexplained_cents == 10_000


def test_a_fee_without_an_order_explains_itself() -> None:
    result = reconcile([order("1", 100)], [entry("1", 100), entry(None, -300, "tech_fee")])
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 1, 0, -300, keys=1)
    assert result.explained == {"tech_fee": 300}
    row = result.differences.iloc[0]
    assert (row["state"], row["right_cents"]) == ("payment_only", -300)
    assert row["reason"].zh == "技术服务费"


def test_an_unpaid_order_is_not_due_and_carries_nothing() -> None:
    result = reconcile([order("1", 8_800, paid_at=None)], [entry("9", 1)])
    assert result.states[State.NOT_DUE] == Tally(1, 0, 0, 0, keys=1)
    assert result.rate_amount == (0, 0)


def test_an_order_closed_after_payment_is_not_due_even_where_no_file_tells_its_refund() -> None:
    closed = order("1", 25_000, status="closed_refunded")
    result = reconcile([closed], [entry("9", 1), FIRST_ENTRY, LAST_ENTRY])
    assert result.states[State.NOT_DUE].left_cents == 25_000


def test_money_for_an_unpaid_order_differs() -> None:
    result = reconcile([order("1", 8_800, paid_at=None)], [entry("1", 8_800)])
    assert result.states[State.AMOUNT_DIFFERS] == Tally(1, 1, 0, 8_800, keys=1)


def test_an_order_paid_after_the_last_day_of_the_bill_is_not_due() -> None:
    late = order("1", 10_000, paid_at="2026-06-13 00:00")
    result = reconcile([late, order("2", 500)], [entry("2", 500)])
    assert result.states[State.NOT_DUE] == Tally(1, 0, 10_000, 0, keys=1)
    assert result.explained == {"not_due": 10_000}
    assert result.rate_amount == (500, 500)


@pytest.mark.parametrize(
    ("paid_at", "state"),
    [("2026-06-09 23:59", State.NOT_DUE), ("2026-06-10 00:00", State.ORDER_ONLY)],
)
def test_an_order_paid_before_the_first_day_of_the_bill_is_outside_it(
    paid_at: str, state: State
) -> None:
    early = order("1", 10_000, paid_at=paid_at)
    result = reconcile([early], [entry("9", 1), FIRST_ENTRY, LAST_ENTRY])
    assert result.states[state].left_cents == 10_000


@pytest.mark.parametrize(
    ("paid_at", "status", "state"),
    [
        ("2026-06-28 00:00:01", "shipped", State.NOT_DUE),
        ("2026-06-28 00:00:00", "shipped", State.ORDER_ONLY),
        ("2026-06-28 00:00:01", "completed", State.ORDER_ONLY),
    ],
)
def test_an_open_order_younger_than_the_usual_lag_is_not_due(
    paid_at: str, status: str, state: State
) -> None:
    """Order 2 came in after two days, the bill ends on 30 June 00:00."""
    young = order("1", 10_000, paid_at=paid_at, status=status)
    result = reconcile([young, order("2", 500)], [entry("2", 500), FIRST_ENTRY, LAST_ENTRY])
    assert result.states[state].left_cents == 10_000


def test_an_order_received_after_the_bill_is_not_due_while_young() -> None:
    young = order("1", 10_000, paid_at="2026-06-29 00:00", received_at="2026-06-30 00:01")
    old = order("2", 500, received_at="2026-06-12 00:00")
    result = reconcile([young, old], [entry("2", 500), FIRST_ENTRY, LAST_ENTRY])
    assert result.states[State.NOT_DUE].left_cents == 10_000


def test_a_refund_that_the_bill_does_not_show_is_unsettled() -> None:
    result = reconcile([order("1", 10_000, 3_000)], [entry("1", 10_000)])
    assert result.states == {State.REFUND_UNSETTLED: Tally(1, 1, 7_000, 10_000, keys=1)}
    assert result.explained == {"refund_unsettled": -3_000}


def test_a_refund_that_the_bill_shows_in_part_is_unsettled() -> None:
    result = reconcile(
        [order("1", 10_000, 3_000)], [entry("1", 10_000), entry("1", -1_000, "refund")]
    )
    assert list(result.states) == [State.REFUND_UNSETTLED]
    assert result.explained == {"refund_unsettled": -2_000}


def test_orders_that_tell_of_no_refunds_are_compared_before_them() -> None:
    (result,) = reconcile_all(
        dataset(
            orders=[{"order_id": "1", "paid_at": "2026-06-10", "order_amount": 10_000}],
            payments=[entry("1", 10_000), entry("1", -1_000, "refund")],
        ),
        SCOPE,
        Settings(),
    )
    assert list(result.states) == [State.MATCHED]
    assert result.explained == {"refund": 1_000}


def test_the_same_receipt_twice_is_a_duplicate_entry() -> None:
    again = entry("1", 10_000, txn_id="other", time="2026-06-13 12:00")
    result = reconcile([order("1", 10_000)], [entry("1", 10_000), again])
    assert result.states[State.MATCHED] == Tally(1, 1, 10_000, 10_000, keys=1)
    assert result.states[State.DUPLICATE_ENTRY] == Tally(0, 1, 0, 10_000, keys=1)
    assert result.explained == {"duplicate_entry": -10_000}
    assert result.differences["right_source"].tolist() == ["payments.csv · 3"]


def test_the_same_refund_twice_is_a_duplicate_entry() -> None:
    refunds = [entry("1", -2_000, "refund", txn_id=t) for t in "ab"]
    result = reconcile([order("1", 10_000, 2_000)], [entry("1", 10_000), *refunds])
    assert result.states[State.DUPLICATE_ENTRY] == Tally(0, 1, 0, -2_000, keys=1)


def test_two_equal_halves_are_no_duplicates() -> None:
    halves = [entry("1", 5_000, txn_id=t) for t in "ab"]
    assert list(reconcile([order("1", 10_000)], halves).states) == [State.MATCHED]


def test_equal_payments_of_an_order_without_an_amount_are_no_duplicates() -> None:
    unknown = {"order_amount": None, "paid_gross": None}
    halves = [entry("2", 5_000, txn_id=t) for t in "ab"]
    result = reconcile([order("1", 10_000), order("2", 0) | unknown], [entry("1", 10_000), *halves])
    assert State.DUPLICATE_ENTRY not in result.states
    assert result.states[State.PAYMENT_ONLY].right_rows == 2


def test_of_three_equal_halves_one_is_a_duplicate() -> None:
    halves = [entry("1", 5_000, txn_id=t) for t in "abc"]
    result = reconcile([order("1", 10_000)], halves)
    assert result.states[State.MATCHED] == Tally(1, 2, 10_000, 10_000, keys=1)
    assert result.states[State.DUPLICATE_ENTRY].right_rows == 1


def test_a_receipt_and_a_fee_of_one_transaction_are_no_duplicates() -> None:
    entries = [entry("1", 300, txn_id="t"), entry("1", 300, "subsidy", txn_id="t")]
    assert list(reconcile([order("1", 300)], entries).states) == [State.MATCHED]


def test_one_transaction_twice_is_a_duplicate_even_for_a_fee() -> None:
    fees = [entry("1", -30, "commission") for _ in range(2)]
    result = reconcile([order("1", 300)], [entry("1", 300), *fees])
    assert result.states[State.DUPLICATE_ENTRY] == Tally(0, 1, 0, -30, keys=1)
    assert result.explained == {"commission": 60}


def test_damaged_ids_are_never_joined() -> None:
    damaged = order("3.90E+18", 10_000, is_id_lossy=True)
    result = reconcile([damaged], [entry("3.90E+18", 10_000), FIRST_ENTRY, LAST_ENTRY])
    assert result.states[State.ORDER_ONLY] == Tally(1, 0, 10_000, 0, keys=1)
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 1, 0, 10_000, keys=1)
    assert "订单号已失真" in result.differences["reason"].iloc[0].zh
    assert any("截断" in note.zh for note in result.notes)


def test_entries_whose_ids_are_cut_to_the_same_digits_are_not_one_order() -> None:
    cut: Row = {"is_id_lossy": True}
    strange = [entry("3.9E+18", 500, **cut), entry("3.9E+18", -500, "refund", **cut)]
    result = reconcile([order("1", 100)], [entry("1", 100, is_id_lossy=False), *strange])
    assert sorted(result.differences["right_cents"]) == [-500, 500]
    assert {reason.en for reason in result.differences["reason"]} == {
        "the order id is damaged and cannot be matched"
    }


@pytest.mark.parametrize("written", ["'1001", " 1001\t", '="1001"', "１００１", "\ufeff1001"])
def test_an_id_in_another_spelling_finds_its_order(written: str) -> None:
    result = reconcile([order("1001", 100)], [entry(written, 100)])
    assert list(result.states) == [State.MATCHED]
    assert "整理写法后 1 行" in result.notes[0].zh


def test_an_id_that_reads_like_two_orders_is_not_guessed() -> None:
    result = reconcile(
        [order("a1", 100), order("A1", 100)], [entry(" a1", 100), FIRST_ENTRY, LAST_ENTRY]
    )
    assert result.states[State.PAYMENT_ONLY].right_rows == 1


def test_an_entry_that_names_a_line_finds_the_order_of_the_line() -> None:
    lines = [{"order_id": "1001", "line_id": "1002", "quantity": 1, "line_amount": 100}]
    data = dataset(orders=[order("1001", 100)], payments=[entry("1002", 100)], order_lines=lines)
    result = reconcile_all(data, SCOPE, Settings())[0]
    assert list(result.states) == [State.MATCHED]


def test_orders_of_a_platform_without_a_bill_are_not_due() -> None:
    result = reconcile(
        [order("1", 100, platform="taobao"), order("2", 900, platform="douyin")],
        [entry("1", 100), FIRST_ENTRY, LAST_ENTRY],
    )
    assert result.states[State.NOT_DUE].left_cents == 900
    assert result.rate_count == (1, 1)


def test_a_bill_that_names_no_known_order_at_all_is_not_excused() -> None:
    result = reconcile(
        [order("1", 100, platform="taobao")], [entry("x", 100), FIRST_ENTRY, LAST_ENTRY]
    )
    assert State.ORDER_ONLY in result.states


def test_nineteen_digit_ids_that_a_float_would_merge_stay_apart() -> None:
    near = ("4000000000000000001", "4000000000000000002")
    result = reconcile([order(i, 100 + n) for n, i in enumerate(near)], [entry(near[1], 101)])
    assert result.states[State.MATCHED].left_rows == 1


@pytest.mark.parametrize("other", ["01001", "1001.0", "9223372036854775808", "9223372036854775807"])
def test_ids_that_only_look_like_the_same_number_stay_apart(other: str) -> None:
    result = reconcile([order("1001", 100), order(other, 900)], [entry(other, 900)])
    assert result.states[State.MATCHED] == Tally(1, 1, 900, 900, keys=1)


def test_refund_timing_the_bridge_keeps_the_refund_with_its_order() -> None:
    """Golden vector G13: paid on 18 June, 30 of 100 refunded on 20 June; the review ends on 19 June."""
    data = dataset(
        orders=[order("1", 10_000, 3_000, paid_at="2026-06-18 10:00")],
        payments=[entry("1", 10_000), entry("1", -3_000, "refund", time="2026-06-20 10:00")],
    )
    scope = Scope(Period(date(2026, 6, 18), date(2026, 6, 20)))
    bridge = reconcile_all(data, scope, Settings())[0].bridge
    assert bridge is not None
    steps = {s.key: s.cents for s in bridge.steps}
    assert (steps["gmv_pay"], steps["refunded"], steps["settled"]) == (10_000, -3_000, 7_000)


def test_orders_built_from_lines_are_reconciled_with_the_bill() -> None:
    plain = dataset(orders=[order("1", 100)], payments=[entry("1", 100)])
    built = Table(plain.tables["orders"].spec, plain.tables["orders"].frame, is_derived=True)
    (result,) = reconcile_all(
        Dataset({**plain.tables, "orders": built}, (), (), "test"), SCOPE, Settings()
    )
    assert list(result.states) == [State.MATCHED]


def test_orders_alone_are_not_reconciled() -> None:
    assert reconcile_all(dataset(orders=[order("1", 100)]), SCOPE, Settings()) == ()


# --- laws -----------------------------------------------------------------------------------------

AMOUNTS = st.sampled_from([0, 1, 99, 100, 101, 500, 990, 1_000, 9_999])
IDS = st.sampled_from(["1", "2", "3", "4", " 5", "5", None])
START = datetime(2026, 6, 1)


@st.composite
def some_orders(draw: st.DrawFn) -> list[Row]:
    chosen = draw(
        st.lists(st.sampled_from(["1", "2", "3", "4", "5", "6"]), unique=True, min_size=1)
    )
    return [draw(some_order(order_id)) for order_id in chosen]


@st.composite
def some_order(draw: st.DrawFn, order_id: str) -> Row:
    gross = draw(AMOUNTS)
    paid = draw(st.booleans())
    return order(
        order_id,
        gross,
        draw(st.sampled_from([0, gross, gross // 2])) if paid else 0,
        paid_at=str(START + timedelta(hours=draw(st.integers(0, 400)))) if paid else None,
        status=draw(st.sampled_from(["shipped", "completed"])),
        is_id_lossy=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def some_entry(draw: st.DrawFn) -> Row:
    subject = draw(st.sampled_from(["goods", "goods", "refund", "commission", "withdraw", "other"]))
    sign = 1 if subject in {"goods", "other"} else -1
    return entry(
        draw(IDS),
        sign * draw(AMOUNTS),
        subject,
        txn_id=draw(st.sampled_from(["a", "b", None])),
        time=str(START + timedelta(hours=draw(st.integers(0, 600)))),
    )


@given(some_orders(), st.lists(some_entry(), min_size=1, max_size=12))
@settings(deadline=None)
def test_every_row_is_in_one_state_and_no_cent_is_lost(
    orders: list[Row], entries: list[Row]
) -> None:
    result = reconcile(orders, entries)
    tallies = result.states.values()
    owed = sum(o["order_amount"] - o["refunded"] for o in orders if o["paid_at"])
    assert sum(t.left_rows for t in tallies) == len(orders) == result.left_rows
    assert sum(t.right_rows for t in tallies) == len(entries) == result.right_rows
    assert sum(t.left_cents for t in tallies) == owed == result.left_cents
    assert sum(t.right_cents for t in tallies) == sum(e["amount"] for e in entries)
    assert sum(result.explained.values()) + result.unexplained_cents == result.difference_cents
    rows = result.differences
    assert rows.loc[rows["is_open"], "difference_cents"].sum() == result.unexplained_cents


@given(some_orders(), st.lists(some_entry(), min_size=1, max_size=12))
@settings(deadline=None)
def test_without_fees_the_listed_differences_are_the_whole_difference(
    orders: list[Row], entries: list[Row]
) -> None:
    result = reconcile(orders, [e | {"subject": "goods"} for e in entries])
    rows = result.differences
    assert (rows["left_cents"] - rows["right_cents"] == rows["difference_cents"]).all()
    assert rows["difference_cents"].sum() == result.difference_cents


@given(some_orders(), st.lists(some_entry(), min_size=1, max_size=12))
@settings(deadline=None)
def test_each_bar_is_the_sum_of_the_orders_and_entries_behind_it(
    orders: list[Row], entries: list[Row]
) -> None:
    bridge = reconcile(orders, entries).bridge
    assert bridge is not None
    for step in bridge.steps:
        rows = bridge.rows(step.key)
        assert (rows["cents"].sum(), len(rows)) == (step.cents, step.count)


def test_what_the_platform_adds_is_owed_and_has_its_own_bar() -> None:
    """Bought for 90.00, 5.00 of it a platform discount: the buyer pays 85.00, the bill brings 90.00."""
    orders = [order("1", 9_000, paid_gross=8_500, receivable=9_000, platform_discount=500)]
    result = reconcile(orders, [entry("1", 9_000)])
    assert list(result.states) == [State.MATCHED]
    bars = {step.key: step.cents for step in steps(result)}
    assert (bars["gmv_pay"], bars["subsidy_owed"], bars["receivable"]) == (8_500, 500, 9_000)


def test_a_receivable_that_no_platform_discount_explains_is_not_taken_for_a_subsidy() -> None:
    orders = [order("1", 9_000, paid_gross=8_500, receivable=9_000, platform_discount=300)]
    assert list(reconcile(orders, [entry("1", 9_000)]).states) == [State.AMOUNT_DIFFERS]


def test_an_entry_of_any_subject_has_a_name() -> None:
    result = reconcile([order("1", 1_000)], [entry("1", 1_000), entry("1", -300, "tax")])
    assert result.explained == {"tax": 300}
