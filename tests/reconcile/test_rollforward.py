"""The receivable from month to month: each event on its day, each month exact, what is open per order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.model.scope import Decision, Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.rollforward import ADJUSTMENTS, SIGNS, RollForward, rollforward_grid
from tests.builders import Row, dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.reconcile.base import Reconciliation

ALL = Period(date(2026, 1, 1), date(2027, 1, 1))


def order(order_id: str, gross: int, paid_at: str | None, refunded: int = 0, **more: Any) -> Row:
    fields = {
        "order_id": order_id,
        "created_at": paid_at or "2026-06-01",
        "paid_at": paid_at,
        "order_amount": gross,
        "refunded": refunded,
        "status": "completed",
    }
    return fields | more


def entry(order_id: str | None, amount: int, time: str, subject: str = "goods") -> Row:
    txn = f"{order_id}-{subject}-{amount}-{time}"
    return {
        "order_id": order_id, "txn_id": txn, "time": time, "subject": subject, "amount": amount
    }  # fmt: skip


def reconcile(orders: Sequence[Row], entries: Sequence[Row], **tables: Any) -> Reconciliation:
    data = dataset(orders=orders, payments=entries, **tables)
    result, *_ = reconcile_all(data, Scope(ALL), Settings())
    return result


def roll_of(orders: Sequence[Row], entries: Sequence[Row], **tables: Any) -> RollForward:
    found = reconcile(orders, entries, **tables).rollforward
    assert found is not None
    return found


def told(rows: pd.DataFrame, *kinds: str) -> list[tuple[int, ...]]:
    """Return these columns, one tuple per row."""
    return [tuple(int(cents) for cents in row) for row in rows[list(kinds)].itertuples(index=False)]


def test_an_order_paid_in_june_and_settled_in_july_is_open_at_the_end_of_june() -> None:
    found = roll_of(
        [order("1", 10_000, "2026-06-28"), order("2", 5_000, "2026-06-05")],
        [entry("2", 5_000, "2026-06-10"), entry("1", 10_000, "2026-07-03")],
    )
    rows = told(found.months(), "opening", "paid", "received", "crossing", "closing")
    assert rows == [(0, 15_000, 5_000, 0, 10_000), (10_000, 0, 10_000, 10_000, 0)]


def test_fees_are_part_of_what_is_owed_and_not_of_what_came_in() -> None:
    found = roll_of(
        [order("1", 10_000, "2026-06-01")],
        [entry("1", 10_000, "2026-06-05"), entry("1", -316, "2026-06-05", "commission")],
    )
    assert told(found.months(), "paid", "received", "fees", "closing") == [(10_000, 9_684, 316, 0)]


def test_a_refund_counts_on_the_day_of_the_bill_first() -> None:
    """Paid and received in June, the bill takes 20 yuan back on 2 July; the refund table says 30 June."""
    found = roll_of(
        [order("1", 10_000, "2026-06-10", 2_000)],
        [entry("1", 10_000, "2026-06-12"), entry("1", -2_000, "2026-07-02", "refund")],
        refunds=[{"refund_id": "r", "order_id": "1", "amount": 2_000, "finished_at": "2026-06-30"}],
    )
    rows = told(found.months(), "paid", "refunded", "received", "closing")
    assert rows == [(10_000, 0, 10_000, 0), (0, 2_000, -2_000, 0)]


@pytest.mark.parametrize(
    ("refunds", "by_month"),
    [
        ([{"refund_id": "r", "order_id": "1", "amount": 2_000, "finished_at": "2026-07-02"}], (0, 2_000)),
        ([], (2_000, 0)),
    ],
)  # fmt: skip
def test_a_refund_that_the_bill_does_not_show_counts_by_the_refund_table_then_by_the_payment(
    refunds: list[Row], by_month: tuple[int, int]
) -> None:
    found = roll_of(
        [order("1", 10_000, "2026-06-10", 2_000)],
        [entry(None, 0, "2026-06-01", "withdraw"), entry("1", 8_000, "2026-07-20")],
        refunds=refunds,
    )
    assert tuple(found.months()["refunded"]) == by_month
    assert found.closing == 0


def test_a_refund_not_in_the_bill_is_still_to_be_taken_off() -> None:
    found = roll_of([order("1", 10_000, "2026-06-10", 2_000)], [entry("1", 10_000, "2026-06-12")])
    assert found.closing == -2_000
    assert list(found.unsettled["cents"]) == [-2_000]


def test_money_without_a_receivable_is_named_and_hides_nothing() -> None:
    """Order 1 came in twice, 9 is no order of the files, 2 brought 50 cents too much, 3 is 30 yuan short."""
    came = entry("1", 10_000, "2026-06-05")
    found = roll_of(
        [
            order("1", 10_000, "2026-06-01"),
            order("2", 5_000, "2026-06-01"),
            order("3", 8_000, "2026-06-01"),
        ],
        [
            came,
            came,
            entry("9", 700, "2026-06-06"),
            entry("2", 5_050, "2026-06-06"),
            entry("3", 5_000, "2026-06-06"),
            entry(None, -9_000, "2026-06-07", "withdraw"),
        ],
    )
    (row,) = told(
        found.months(),
        "paid", "received", "duplicate_entry", "payment_only", "written_off", "closing",
    )  # fmt: skip
    assert row == (23_000, 30_750, 10_000, 700, 50, 3_000)
    assert list(found.unsettled["cents"]) == [3_000]
    assert list(found.unsettled["is_due"]) == [True]


def test_orders_of_which_the_bill_cannot_tell_stay_outside() -> None:
    found = roll_of(
        [
            order("early", 100, "2026-06-09"),
            order("late", 200, "2026-06-21"),
            order("lost", 400, "2026-06-12", is_id_lossy=True),
            order("1", 5_000, "2026-06-11", is_id_lossy=False),
        ],
        [entry("1", 5_000, "2026-06-10"), entry(None, 0, "2026-06-20", "withdraw")],
    )
    assert found.outside == (3, 700)
    assert told(found.months(), "paid", "closing") == [(5_000, 0)]


@pytest.mark.parametrize(
    ("decision", "outside", "written_off", "closing"),
    [
        (Decision("orders.payments", left="late", note="7 月再看"), (1, 200), 0, 3_000),
        (Decision("orders.payments", left="lost", is_accepted=True), (1, 200), -3_000, 0),
        (Decision("orders.payments", left="late", is_accepted=True), (0, 0), -200, 3_000),
    ],
)
def test_what_a_person_settled_is_written_off_and_a_note_changes_nothing(
    decision: Decision, outside: tuple[int, int], written_off: int, closing: int
) -> None:
    data = dataset(
        orders=[
            order("late", 200, "2026-06-21"),
            order("lost", 3_000, "2026-06-02"),
            order("1", 5_000, "2026-06-01"),
        ],
        payments=[entry("1", 5_000, "2026-06-01"), entry("x", 0, "2026-06-20")],
    )
    result, *_ = reconcile_all(data, Scope(ALL), Settings(decisions=(decision,)))
    assert result.rollforward is not None
    assert result.rollforward.outside == outside
    assert told(result.rollforward.months(), "written_off", "closing") == [(written_off, closing)]


def test_an_order_paid_before_the_bill_and_settled_in_it_was_open_at_its_start() -> None:
    found = roll_of([order("1", 5_000, "2026-05-30")], [entry("1", 5_000, "2026-06-02")])
    assert told(found.months(), "opening", "paid", "received", "crossing", "closing") == [
        (5_000, 0, 5_000, 5_000, 0)
    ]


def test_what_happened_after_the_bill_to_an_order_in_it_counts_on_its_last_day() -> None:
    found = roll_of(
        [order("1", 5_000, "2026-06-01", 1_000)],
        [entry("1", 5_000, "2026-06-05")],
        refunds=[{"refund_id": "r", "order_id": "1", "amount": 1_000, "finished_at": "2026-08-01"}],
    )
    assert told(found.months(), "refunded", "closing") == [(1_000, -1_000)]


def test_a_period_is_rolled_over_the_days_that_the_bill_covers() -> None:
    found = roll_of(
        [order("1", 5_000, "2026-06-11"), order("2", 700, "2026-06-13")],
        [entry("1", 5_000, "2026-06-12"), entry("2", 700, "2026-06-30")],
    )
    inside = found.over(Period(date(2026, 6, 12), date(2026, 6, 20)))
    assert told(inside, "opening", "paid", "received", "closing") == [(5_000, 700, 5_000, 700)]
    whole = found.over(ALL)
    assert (str(whole["start"][0].date()), str(whole["end"][0].date())) == (
        "2026-06-01",
        "2026-06-30",
    )
    assert found.over(Period(date(2026, 7, 1), date(2026, 8, 1))).empty


def test_the_grid_adds_the_period_where_it_is_no_month() -> None:
    found = roll_of([order("1", 5_000, "2026-06-11")], [entry("1", 5_000, "2026-06-30")])
    labels = [text.zh for text in rollforward_grid(found, ALL, "CNY").frame["month"]]
    own = Period(date(2026, 6, 10), date(2026, 6, 20))
    assert labels == ["2026-06"]
    assert [t.zh for t in rollforward_grid(found, own, "CNY").frame["month"]] == [
        "2026-06",
        "本期 06-10 ～ 06-19",
    ]


def test_the_grid_shows_the_equation_and_then_what_is_in_it() -> None:
    came = entry("1", 5_000, "2026-06-12")
    found = roll_of([order("1", 5_000, "2026-06-11")], [came, came, entry("x", 300, "2026-06-13")])
    grid = rollforward_grid(found, ALL, "CNY")
    (row,) = grid.frame.itertuples(index=False)
    assert row[1:] == (0, 5_000, 0, 10_300, 0, 5_300, 0, 0, 5_000, 300, 0)
    assert [column.key for column in grid.columns] == list(grid.frame.columns)


# --- laws -----------------------------------------------------------------------------------------

AMOUNTS = st.sampled_from([1, 99, 100, 101, 500, 990, 1_000, 9_999])
START = datetime(2026, 4, 20)
MOMENTS = st.integers(0, 120 * 24).map(lambda hours: str(START + timedelta(hours=hours)))


@st.composite
def some_order(draw: st.DrawFn, order_id: str) -> Row:
    gross = draw(AMOUNTS)
    return order(
        order_id,
        gross,
        draw(st.one_of(st.none(), MOMENTS)),
        draw(st.sampled_from([0, 0, gross, gross // 2])),
        status=draw(st.sampled_from(["shipped", "completed"])),
        is_id_lossy=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def some_ledger(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row]]:
    """Return orders, entries and refunds; entries often carry the very amount of an order."""
    ids = [str(n) for n in range(draw(st.integers(1, 6)))]
    orders = [draw(some_order(i)) for i in ids]
    for row in orders:
        row["refunded"] = row["refunded"] if row["paid_at"] else 0
    gross = {row["order_id"]: row["order_amount"] for row in orders}
    entries = []
    for _ in range(draw(st.integers(1, 10))):
        order_id = draw(st.sampled_from([*ids, *ids, "x", None]))
        kind = draw(st.sampled_from(["goods", "goods", "refund", "commission", "withdraw"]))
        size = gross.get(str(order_id), 0) if draw(st.booleans()) else draw(AMOUNTS)
        entries.append(entry(order_id, size if kind == "goods" else -size, draw(MOMENTS), kind))
    refunds = [
        {"refund_id": i, "order_id": i, "amount": 1, "finished_at": draw(MOMENTS)}
        for i in ids
        if draw(st.booleans())
    ]
    return orders, entries, refunds


@given(some_ledger())
@settings(deadline=None, max_examples=500)
def test_each_month_is_exact_and_the_last_one_ties_to_the_bridge(
    ledger: tuple[list[Row], list[Row], list[Row]],
) -> None:
    orders, entries, refunds = ledger
    result = reconcile(orders, entries, refunds=refunds)
    found = result.rollforward
    assert found is not None
    rows = found.months()
    moved = sum(sign * rows[kind] for kind, sign in SIGNS.items())
    assert (rows["opening"] + moved == rows["closing"]).all()
    assert (rows["opening"].iloc[1:].to_numpy() == rows["closing"].iloc[:-1].to_numpy()).all()
    assert found.closing == rows["closing"].iloc[-1] == found.unsettled["cents"].sum()
    assert found.closing == _closing_by_bridge(result, found)
    assert found.closing == _open_differences(result)
    for month, received in zip(rows["start"].dt.strftime("%Y-%m"), rows["received"], strict=True):
        here = [e for e in entries if e["time"].startswith(month) and e["subject"] != "withdraw"]
        assert received == sum(e["amount"] for e in here)


def _closing_by_bridge(result: Reconciliation, found: RollForward) -> int:
    """Return receivable − received of the bridge, less fees, plus the named adjustments."""
    assert result.bridge is not None
    steps = {step.key: step.cents for step in result.bridge.steps}
    total = {kind: int(np.sum(cents)) for kind, cents in found.flows.items()}
    extra = sum(total[kind] for kind in ADJUSTMENTS)
    fees = -sum(c for key, c in steps.items() if key in {"commission", "other_fees"})
    assert fees == total["fees"]
    return steps["receivable"] - found.outside[1] - steps["settled"] - fees + extra


def _open_differences(result: Reconciliation) -> int:
    """Return what the list of differences says is still to come, or still to be taken off."""
    rows = result.differences
    words = [reason.en for reason in rows["reason"]]
    cannot_tell = pd.Series(words, dtype="str").str.contains("day of the bill|damaged")
    waits = rows["state"].isin(["order_only", "not_due", "refund_unsettled"])
    short = (rows["state"] == "amount_differs") & (rows["difference_cents"] > 0)
    return int(rows.loc[(waits | short) & ~cannot_tell.to_numpy(), "difference_cents"].sum())
