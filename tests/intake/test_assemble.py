from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.assemble import assemble
from ecreview.model.dataset import MIXED
from tests.intake.assembling import Rows, at, codes, line, order, orders, put_together

# --- frames ---


def test_columns_stand_in_the_order_of_the_table_with_the_source_last() -> None:
    found = orders(put_together(("orders", [order("1", buyer_key="k")])))
    assert list(found.columns) == [
        "platform", "order_id", "buyer_key", "created_at", "order_amount",
        "source_file", "source_sheet", "source_row",
    ]  # fmt: skip


def test_columns_have_the_types_that_analyses_rely_on() -> None:
    rows = [
        order("1", buyer_key="k", status="completed", settled_amount=5, is_id_lossy=True),
        order("2", buyer_key=None, status="shipped", settled_amount=None, is_id_lossy=None),
    ]
    types = {
        name: str(dtype) for name, dtype in orders(put_together(("orders", rows))).dtypes.items()
    }
    assert types == {
        "platform": "category", "order_id": "str", "buyer_key": "category",
        "created_at": "datetime64[s]", "order_amount": "int64", "settled_amount": "Int64",
        "status": "category", "is_id_lossy": "bool",
        "source_file": "category", "source_sheet": "category", "source_row": "int32",
    }  # fmt: skip


def test_titles_are_words_shared_by_their_rows() -> None:
    rows = [line(n, 1, 5, title=title) for n, title in (("1", "杯"), ("2", "杯"), ("3", None))]
    lines = put_together(("order_lines", rows)).frame("order_lines")
    assert lines is not None
    assert lines["title"].cat.categories.tolist() == ["杯"]
    assert lines["title"].isna().tolist() == [False, False, True]


def test_orders_and_their_lines_name_buyers_with_the_same_words() -> None:
    rows = [line(n, 1, 5, buyer_key=key) for n, key in (("1", "k"), ("2", "j"), ("2", "j"))]
    found = put_together(("order_lines", rows)).tables
    lines, made = found["order_lines"].frame, found["orders"].frame
    assert made["buyer_key"].tolist() == ["k", "j"]
    assert made["buyer_key"].dtype is lines["buyer_key"].dtype


def test_an_unknown_rate_is_nan_and_an_unknown_time_is_nat() -> None:
    rows = [
        {"date": at(1), "uv": 5, "bounce_rate": None},
        {"date": at(2), "uv": 6, "bounce_rate": 0.5},
    ]
    traffic = put_together(("traffic_daily", rows)).frame("traffic_daily")
    assert traffic is not None
    assert str(traffic["bounce_rate"].dtype) == "float64"
    assert traffic["bounce_rate"].isna().tolist() == [True, False]
    unpaid = orders(
        put_together(("orders", [order("1", paid_at=None), order("2", paid_at=at(18))]))
    )
    assert unpaid["paid_at"].isna().tolist() == [True, False]


def test_every_row_names_its_file_and_row() -> None:
    found = orders(put_together(("orders", [order("1")]), ("orders", [order("2"), order("3")])))
    assert found["source_file"].tolist() == ["a.csv", "b.csv", "b.csv"]
    assert found["source_row"].tolist() == [2, 2, 3]


def test_a_column_that_one_file_lacks_is_unknown_there() -> None:
    found = orders(put_together(("orders", [order("1")]), ("orders", [order("2", units=3)])))
    assert found["units"].tolist() == [pd.NA, 3]


def test_exports_without_rows_make_an_empty_table() -> None:
    empty = put_together(("orders", []), ("orders", []))
    assert len(orders(empty)) == 0
    assert not empty.has("orders")


def test_no_files_make_an_empty_dataset() -> None:
    dataset = assemble([], [])
    assert (dataset.tables, dataset.files, dataset.findings) == ({}, (), ())


def test_a_fact_on_which_files_disagree_is_mixed() -> None:
    given_tables = (("orders", [order("1")]), ("orders", [order("2")]))
    one = put_together(*given_tables, facts=[{"paid_basis": "net"}, {"paid_basis": "gross"}])
    other = put_together(*given_tables, facts=[{"paid_basis": "net"}, {}])
    assert one.tables["orders"].facts == {"paid_basis": MIXED}
    assert other.tables["orders"].facts == {"paid_basis": "net"}


# --- orders out of lines ---


def test_an_order_is_built_from_its_lines() -> None:
    rows = [
        line("1", 2, 9_800, buyer_key=None, province="浙江省", created_at=at(18, 9)),
        line("1", 1, 6_000, buyer_key="k", province="江苏省", created_at=at(18, 8)),
    ]
    dataset = put_together(("order_lines", rows))
    (built,) = orders(dataset).to_dict("records")
    assert built["order_id"] == "1"
    assert built["buyer_key"] == "k"  # the first line that names one
    assert built["province"] == "浙江省"
    assert built["created_at"] == built["paid_at"] == pd.Timestamp("2026-06-18 08:00")
    assert (built["order_amount"], built["paid_gross"], built["units"]) == (15_800, 15_800, 3)
    assert dataset.tables["orders"].is_derived
    assert not dataset.tables["order_lines"].is_derived
    assert "ORDERS_DERIVED" in codes(dataset)


def test_payment_of_a_built_order_is_told_by_its_lines() -> None:
    rows = [
        line("1", 1, 100, paid_at=at(18, 9), line_paid=90, refunded=20),
        line("1", 1, 50, paid_at=None, line_paid=None, refunded=None),
        line("2", 1, 70, paid_at=None, line_paid=0, refunded=None),
    ]
    found = orders(put_together(("order_lines", rows)))
    assert found["paid_at"].tolist() == [pd.Timestamp("2026-06-18 09:00"), pd.NaT]
    assert found["paid_gross"].tolist() == [140, 0]  # 90 + 50, the amount standing in
    assert found["refunded"].tolist() == [20, 0]
    assert found["paid_net"].tolist() == [120, 0]
    assert found["refund_state"].tolist() == ["partial", "none"]


@pytest.mark.parametrize(
    ("status", "is_paid"), [("created_unpaid", False), ("closed_unpaid", False), ("shipped", True)]
)
def test_without_payment_times_only_the_status_says_unpaid(status: str, *, is_paid: bool) -> None:
    found = orders(put_together(("order_lines", [line("1", 1, 100, status=status)])))
    assert found["paid_at"].notna().tolist() == [is_paid]
    assert found["paid_gross"].tolist() == [100 if is_paid else 0]


@pytest.mark.parametrize(("quantity", "amount"), [(1, 0), (0, 100), (-1, -100), (1, -5)])
def test_a_line_that_sold_nothing_makes_no_order(quantity: int, amount: int) -> None:
    rows = [line("1", 1, 100), line("2", quantity, amount)]
    assert orders(put_together(("order_lines", rows)))["order_id"].tolist() == ["1"]


def test_lines_without_amounts_make_no_orders() -> None:
    rows = [{"order_id": "1", "quantity": 1, "created_at": at(18)}]
    assert set(put_together(("order_lines", rows)).tables) == {"order_lines"}


def test_orders_given_win_over_orders_built() -> None:
    dataset = put_together(("orders", [order("1")]), ("order_lines", [line("1", 1, 70)]))
    assert orders(dataset)["order_amount"].tolist() == [100]
    assert not dataset.tables["orders"].is_derived
    assert "ORDERS_DERIVED" not in codes(dataset)


def test_an_order_number_shared_by_two_buyers_is_two_orders() -> None:
    rows = [
        line("1", 1, 100, buyer_key="a"),
        line("1", 1, 200, buyer_key="b"),
        line("1", 1, 400, buyer_key="a"),
        line("2", 1, 800, buyer_key="b"),
    ]
    dataset = put_together(("order_lines", rows))
    found = orders(dataset)
    assert dict(zip(found["order_id"], found["order_amount"], strict=True)) == {
        "1": 500, "1·2": 200, "2": 800,
    }  # fmt: skip
    (shared,) = [f for f in dataset.findings if f.kind.code == "ORDERS_SHARED"]
    assert (shared.count, shared.of) == (1, 3)
    told = dataset.frame("order_lines")
    assert told is not None
    assert told["order_id"].tolist() == ["1", "1·2", "1", "2"]


# --- refunds ---


def test_a_return_line_is_a_refund_on_its_own_day() -> None:
    rows = [
        line("1", 2, 200, buyer_key="k"),
        line("C9", -1, -100, created_at=at(20), buyer_key="k"),
        line("1", -1, -40, created_at=at(21), buyer_key="k"),
        line("C8", -3, 0),  # written off, no money
    ]
    dataset = put_together(("order_lines", rows))
    refunds = dataset.frame("refunds")
    assert refunds is not None
    assert dataset.tables["refunds"].is_derived
    assert refunds["amount"].tolist() == [100, 40]
    assert refunds["order_id"].isna().tolist() == [True, False]
    assert refunds["finished_at"].tolist() == [
        pd.Timestamp("2026-06-20"),
        pd.Timestamp("2026-06-21"),
    ]
    assert refunds["refund_id"].is_unique
    assert orders(dataset)["refunded"].tolist() == [40]


def test_refunds_that_name_an_order_are_counted_in_it() -> None:
    refunds: Rows = [
        {"refund_id": "r1", "order_id": "1", "amount": 30, "status": "done"},
        {"refund_id": "r2", "order_id": "1", "amount": 20, "status": "done"},
        {"refund_id": "r3", "order_id": "1", "amount": 99, "status": "rejected"},
        {"refund_id": "r4", "order_id": "7", "amount": 99, "status": "done"},
        {"refund_id": "r5", "order_id": None, "amount": 99, "status": "done"},
        {"refund_id": "r6", "order_id": "1", "amount": 7, "status": "open"},
    ]
    given_orders = [order("1", paid_gross=100), order("2", paid_gross=100)]
    found = orders(put_together(("orders", given_orders), ("refunds", refunds)))
    assert found["refunded"].tolist() == [50, 0]
    assert found["paid_net"].tolist() == [50, 100]
    assert found["refund_state"].tolist() == ["partial", "none"]


def test_orders_that_tell_their_refunds_keep_their_own_figure() -> None:
    refunds = [{"refund_id": "r1", "order_id": "1", "amount": 30}]
    given_orders = [order("1", paid_gross=100, refunded=10)]
    found = orders(put_together(("orders", given_orders), ("refunds", refunds)))
    assert found["refunded"].tolist() == [10]


def test_refunds_that_name_no_order_say_nothing_about_orders() -> None:
    refunds = [{"refund_id": "r1", "order_id": None, "amount": 30}]
    found = orders(put_together(("orders", [order("1", paid_gross=100)]), ("refunds", refunds)))
    assert "refunded" not in found.columns


# --- overlapping exports ---


def test_a_later_export_wins_and_the_other_row_names_it() -> None:
    dataset = put_together(
        ("orders", [order("1", status="created_unpaid"), order("2")]),
        ("orders", [order("1", 90, status="closed_unpaid"), order("3")]),
    )
    found = orders(dataset).set_index("order_id")
    assert found["order_amount"].to_dict() == {"1": 90, "2": 100, "3": 100}
    assert found.loc["1", "status"] == "closed_unpaid"
    first = dataset.files[0].tables[0].ledger
    assert (first.kept, first.duplicate) == (1, 1)
    assert (first.cents_kept, first.cents_aside) == (100, 100)
    assert first.is_balanced
    (aside,) = first.aside
    assert (aside.row, aside.twin, aside.amount_cents) == (2, "b.csv · 2", 100)
    assert aside.kind.code == "ROW_SUPERSEDED"
    assert dataset.files[1].tables[0].ledger.duplicate == 0
    (told,) = [f for f in dataset.findings if f.kind.code == "ROW_SUPERSEDED"]
    assert (told.place.file, told.place.rows, told.count, told.of) == ("a.csv", (2,), 1, 2)


def test_an_order_never_moves_backwards_in_its_life() -> None:
    found = orders(
        put_together(
            ("orders", [order("1", status="completed", paid_at=at(19))]),
            ("orders", [order("1", status="created_unpaid", paid_at=None)]),
        )
    )
    assert found["status"].tolist() == ["completed"]
    assert found["source_file"].tolist() == ["a.csv"]


def test_an_order_once_paid_stays_paid_where_no_status_is_given() -> None:
    found = orders(
        put_together(
            ("orders", [order("1", paid_at=at(19))]), ("orders", [order("1", paid_at=None)])
        )
    )
    assert found["paid_at"].notna().tolist() == [True]


def test_equal_rows_of_two_exports_are_told_as_duplicates() -> None:
    dataset = put_together(("orders", [order("1")]), ("orders", [order("1")]))
    assert len(orders(dataset)) == 1
    assert "ROW_DUP" in codes(dataset)
    assert "ROW_SUPERSEDED" not in codes(dataset)


def test_a_column_that_only_one_export_has_makes_no_difference() -> None:
    dataset = put_together(("orders", [order("1", units=2)]), ("orders", [order("1")]))
    assert "ROW_DUP" in codes(dataset)
    assert "ROW_SUPERSEDED" not in codes(dataset)


def test_the_same_number_in_two_shops_is_two_orders() -> None:
    dataset = put_together(("orders", [order("1", shop="甲")]), ("orders", [order("1", shop="乙")]))
    assert len(orders(dataset)) == 2


def test_an_order_is_the_same_with_and_without_its_shop() -> None:
    dataset = put_together(("orders", [order("1", shop="甲")]), ("orders", [order("1")]))
    assert len(orders(dataset)) == 1


def test_a_damaged_number_is_never_merged() -> None:
    damaged = order("3.9E+18", is_id_lossy=True)
    assert len(orders(put_together(("orders", [damaged]), ("orders", [damaged])))) == 2


def test_rows_without_a_name_are_the_same_when_all_cells_are() -> None:
    shared = {"date": at(18), "plan": "A", "spend": 100}
    dataset = put_together(
        ("ad_spend", [shared, shared, shared | {"plan": "B"}]),
        ("ad_spend", [shared, shared | {"plan": "C"}]),
    )
    plans = dataset.frame("ad_spend")
    assert plans is not None
    assert sorted(plans["plan"]) == ["A", "A", "B", "C"]  # as often as the export with most of them
    ledgers = [file.tables[0].ledger for file in dataset.files]
    assert [ledger.duplicate for ledger in ledgers] == [0, 1]
    assert all(ledger.is_balanced for ledger in ledgers)


def test_equal_entries_inside_one_ledger_stay_beside_another_export() -> None:
    entry = {"txn_id": "t", "subject_raw": "交易分账", "amount": -316, "time": at(18)}
    dataset = put_together(("payments", [entry, entry]), ("payments", [entry, entry]))
    found = dataset.frame("payments")
    assert found is not None
    assert len(found) == 2


LIVES = st.sampled_from([None, "created_unpaid", "paid_unshipped", "shipped", "completed"])
ORDER_ROWS = st.lists(
    st.builds(order, st.sampled_from("12345"), st.integers(0, 999), status=LIVES),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["order_id"],
)


@settings(deadline=None)
@given(ORDER_ROWS, ORDER_ROWS, ORDER_ROWS)
def test_no_row_and_no_cent_gets_lost_between_exports(a: Rows, b: Rows, c: Rows) -> None:
    dataset = put_together(("orders", a), ("orders", b), ("orders", c))
    ledgers = [file.tables[0].ledger for file in dataset.files]
    assert all(ledger.is_balanced for ledger in ledgers)
    found = orders(dataset)
    assert len(found) == sum(ledger.kept for ledger in ledgers)
    assert found["order_amount"].sum() == sum(ledger.cents_kept or 0 for ledger in ledgers)
    assert set(found["order_id"]) == {row["order_id"] for row in (*a, *b, *c)}
    assert found["order_id"].is_unique


@settings(deadline=None)
@given(ORDER_ROWS)
def test_the_same_export_twice_changes_nothing_but_the_notice(rows: Rows) -> None:
    once, twice = put_together(("orders", rows)), put_together(("orders", rows), ("orders", rows))
    columns = ["order_id", "order_amount"]
    assert orders(once)[columns].to_dict("list") == orders(twice)[columns].to_dict("list")


# --- days ---


def every_day_but(*missing: int, last: int) -> Rows:
    """Return an order on each day of June up to the last one, but for the missing ones."""
    days = [day for day in range(1, last + 1) if day not in missing]
    return [order(str(day), created_at=at(day)) for day in days]


def test_days_without_any_row_are_named() -> None:
    rows = every_day_but(2, 3, last=11)
    (gap,) = [f for f in put_together(("orders", rows)).findings if f.kind.code == "DAYS_MISSING"]
    assert (gap.count, gap.of) == (2, 11)
    assert "2026-06-02、2026-06-03" in gap.message.zh


def test_from_a_fifth_of_all_days_on_missing_ones_are_one_plain_fact() -> None:
    (sparse,) = put_together(("orders", every_day_but(2, 3, last=10))).findings
    assert (sparse.kind.code, sparse.kind.level.value) == ("DAYS_SPARSE", "info")
    assert (sparse.count, sparse.of) == (8, 10)
    assert "10 天里只有 8 天有数据" in sparse.message.zh


def test_days_without_a_gap_are_not_remarked_on() -> None:
    rows = [order("1", created_at=at(1)), order("2", created_at=at(2))]
    assert codes(put_together(("orders", rows))) == []


def test_only_five_missing_days_are_named() -> None:
    rows = [{"date": at(day), "uv": 1} for day in (*range(1, 3), *range(9, 31))]
    rows += [{"date": datetime(2026, 7, day), "uv": 1} for day in range(1, 8)]
    (gap,) = put_together(("traffic_daily", rows)).findings
    assert (gap.count, gap.of) == (6, 37)
    assert "2026-06-07…" in gap.message.en
    assert date(2026, 6, 8).isoformat() not in gap.message.en


def test_the_leading_table_is_asked_for_gaps() -> None:
    traffic: Rows = [{"date": at(1), "uv": 1}, {"date": at(3), "uv": 1}]
    full = [order("1", created_at=at(1)), order("2", created_at=at(2))]
    assert codes(put_together(("traffic_daily", traffic))) == ["DAYS_SPARSE"]
    assert codes(put_together(("traffic_daily", traffic), ("orders", full))) == []
