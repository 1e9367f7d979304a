"""What a bill's entries are, where the bill says it, says half of it, or says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecreview.reconcile.ledger import Bill, entry_ids, read_bill, read_sales
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


def test_an_entry_that_names_no_order_is_known_by_its_line() -> None:
    rows = ({"amount": 1, "order_id": None, "line_id": "12"}, {"amount": 2, "line_id": "13"})
    assert entry_ids(bill(*rows)).tolist() == ["12", "1"]
