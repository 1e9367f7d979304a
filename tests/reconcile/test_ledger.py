"""What a bill's entries are, where the bill says it, says half of it, or says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecreview.reconcile.groups import Side
from ecreview.reconcile.ledger import Bill, entry_ids, itemise, read_bill, read_sales
from tests.builders import dataset

if TYPE_CHECKING:
    import pandas as pd


def payments(*rows: dict[str, Any]) -> pd.DataFrame:
    times = {"time": "2026-06-12 12:00", "order_id": "1"}
    return dataset(payments=[times | row for row in rows]).tables["payments"].frame


def bill(*rows: dict[str, Any]) -> Bill:
    return read_bill(payments(*rows), refunds_told=True)


def test_a_bill_without_subjects_is_all_goods() -> None:
    told = bill({"amount": 100}, {"amount": -30})
    assert told.subject.tolist() == ["goods", "goods"]
    assert not told.is_fee.any()
    assert not told.is_transfer.any()


def test_an_entry_of_unknown_subject_is_other_and_no_fee() -> None:
    told = bill({"amount": 100, "subject": None}, {"amount": -3, "subject": "commission"})
    assert told.subject.tolist() == ["other", "commission"]
    assert told.is_fee.tolist() == [False, True]


def test_a_transfer_is_known_by_its_mark_as_well_as_by_its_subject() -> None:
    told = bill(
        {"amount": -900, "subject": "other", "is_transfer": True},
        {"amount": -800, "subject": "withdraw", "is_transfer": False},
        {"amount": 100, "subject": "goods", "is_transfer": False},
    )
    assert told.is_transfer.tolist() == [True, True, False]


def test_refunds_are_fees_of_the_bill_where_the_orders_do_not_tell_them() -> None:
    rows = payments({"amount": -50, "subject": "refund"})
    assert read_bill(rows, refunds_told=True).is_fee.tolist() == [False]
    assert read_bill(rows, refunds_told=False).is_fee.tolist() == [True]


def test_orders_without_a_status_are_never_final_and_without_refunds_keep_all() -> None:
    orders = dataset(orders=[{"order_id": "1", "paid_at": "2026-06-10", "order_amount": 100}])
    sales = read_sales(orders.tables["orders"].frame, bill({"amount": 100}))
    assert sales.owed.tolist() == [100]
    assert not np.asarray(sales.is_final).any()


NET = {
    "amount": 9_702,
    "subject": "goods",
    "part_goods": 10_900,
    "part_tech_fee": -545,
    "part_affiliate": -653,
}


def test_a_receipt_paid_out_net_of_its_fees_is_compared_without_them() -> None:
    told = bill(NET, {"amount": 500, "subject": "goods"})
    assert told.compared.tolist() == [10_900, 500]
    assert {word: cents.tolist() for word, cents in told.within.items()} == {
        "tech_fee": [-545, 0],
        "affiliate": [-653, 0],
    }


def test_parts_that_do_not_add_up_tell_nothing() -> None:
    told = bill(NET | {"amount": 9_701})
    assert told.compared.tolist() == [9_701]
    assert told.within == {}


def test_the_parts_of_a_refund_are_the_refund() -> None:
    told = bill({"amount": -800, "subject": "refund", "part_goods": 0, "part_subsidy": -800})
    assert told.compared.tolist() == [-800]


def test_postage_within_a_receipt_is_the_buyers_where_it_came_in_and_a_fee_where_it_went_out() -> (
    None
):
    into = {"amount": 1_600, "subject": "goods", "part_goods": 1_000, "part_freight": 600}
    out = {"amount": 400, "subject": "goods", "part_goods": 1_000, "part_freight": -600}
    assert bill(into, out).compared.tolist() == [1_600, 1_000]


def test_fees_within_receipts_are_told_as_rows_of_their_own_and_no_cent_is_added() -> None:
    told = bill(NET, {"amount": -300, "subject": "commission"})
    side = Side(told.frame, told.cents, told.aside, np.array([7, 8]))
    items, fees = itemise(told, side)
    assert items.cents.tolist() == [10_900, -300, -545, -653]
    assert items.aside.tolist() == [0, -300, -545, -653]
    assert items.groups.tolist() == [7, 8, 7, 7]
    assert fees.astype("object").fillna("").tolist() == ["", "commission", "tech_fee", "affiliate"]


def test_an_entry_that_names_no_order_is_known_by_its_line() -> None:
    rows = ({"amount": 1, "order_id": None, "line_id": "12"}, {"amount": 2, "line_id": "13"})
    assert entry_ids(bill(*rows)).tolist() == ["12", "1"]


def test_a_damaged_order_id_of_an_entry_is_none() -> None:
    cut = {"order_id": "3.90000E+18", "line_id": "3.90000E+18", "is_id_lossy": True}
    fine = {"order_id": "2", "line_id": "21", "is_id_lossy": False}
    ids = entry_ids(bill({"amount": 1} | cut, {"amount": 2} | fine))
    assert ids.isna().tolist() == [True, False]
