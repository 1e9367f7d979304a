"""The three Olist files together: orders without amounts, payments without times, each filled in from the others.

The figures are those of the data folder's README; sums per order are taken with `csv` and `Decimal`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ecreview import cli
from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile.base import State
from ecreview.reconcile.orders_payments import PAIR
from tests.cli.real_sets import counts_of, frame_of, read, records_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecreview.model.dataset import Dataset

    Find = Callable[[str], Path]

pytestmark = pytest.mark.real_data

SCOPE = Scope(Period(date(2016, 9, 1), date(2018, 11, 1)))
FILES = ("orders", "order_items", "order_payments")


def path_of(real_data: Find, name: str) -> Path:
    return real_data(f"olist_sample/olist_{name}_dataset.csv")


@pytest.fixture
def olist(real_data: Find) -> Dataset:
    return read(*(path_of(real_data, name) for name in FILES))


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def test_orders_are_worth_their_items_to_the_cent(real_data: Find, olist: Dataset) -> None:
    expected: Counter[str] = Counter()
    for item in records_of(path_of(real_data, "order_items")):
        expected[item["order_id"]] += cents(item["price"]) + cents(item["freight_value"])
    frame = frame_of(olist, "orders").set_index("order_id")
    told = frame["order_amount"].dropna()
    assert (len(frame), len(told)) == (8_135, 7_360)
    assert told.astype(int).to_dict() == expected
    assert (frame["goods_amount"].sum(), frame["freight"].sum()) == (109_326_435, 17_228_839)
    assert frame["order_amount"].sum() == frame["paid_gross"].sum() == 126_555_274
    assert frame["units"].sum() == 8_365
    assert olist.tables["orders"].facts["order_amount"] == "lines"


def test_orders_without_items_have_no_amount_and_their_payments_are_told(olist: Dataset) -> None:
    (without,) = [f for f in olist.findings if f.kind.code == "ORDERS_WITHOUT_AMOUNT"]
    assert (without.count, without.of, without.amount_cents) == (775, 8_135, 16_259_195)


def test_payments_take_the_time_of_their_order_and_pay_those_without_one(
    real_data: Find, olist: Dataset
) -> None:
    received: Counter[str] = Counter()
    for payment in records_of(path_of(real_data, "order_payments")):
        received[payment["order_id"]] += cents(payment["payment_value"])
    unapproved = {
        order["order_id"]
        for order in records_of(path_of(real_data, "orders"))
        if not order["order_approved_at"]
    }
    assert len(unapproved) == 146
    orders, payments = frame_of(olist, "orders"), frame_of(olist, "payments")
    never = {number for number in unapproved if not received[number]}
    assert set(orders.loc[orders["paid_at"].isna(), "order_id"]) == never
    counts = counts_of(olist)
    assert (counts["PAID_BY_BILL"], counts["PAYMENT_TIME_ASSUMED"]) == (146 - 3, 8_924)
    assert payments["time"].notna().all()
    assert payments["txn_id"].is_unique
    assert payments["amount"].sum() == 142_860_281


def test_payments_and_items_differ_as_known(olist: Dataset) -> None:
    found = PAIR.reconcile(olist, SCOPE, Settings())
    rows = found.differences
    assert (found.left_rows, found.left_cents) == (8_135, 126_555_274)
    assert (found.right_rows, found.right_cents) == (8_924, 142_860_281)
    priced = set(frame_of(olist, "orders").dropna(subset=["order_amount"])["order_id"])
    is_priced = rows["order_id"].isin(priced)
    both = rows[is_priced & (rows["difference_cents"].abs() > 1)]
    assert (len(both), -both["difference_cents"].sum()) == (26, 45_816)
    settled = found.states[State.MATCHED].left_rows + found.states[State.WITHIN_TOLERANCE].left_rows
    assert settled == 7_334
    without = rows[~is_priced]
    assert (len(without), -without["difference_cents"].sum()) == (
        775 - 3,
        16_259_195,
    )  # 3 of them by 0
    assert found.states[State.PAYMENT_ONLY].left_rows == 775


@pytest.mark.parametrize("names", [FILES, FILES[:1], FILES[1:2], FILES[2:], FILES[::2]])
def test_a_review_is_made_of_any_of_the_files(
    real_data: Find, tmp_path: Path, names: tuple[str, ...]
) -> None:
    paths = [str(path_of(real_data, name)) for name in names]
    assert cli.main(["review", *paths, "--out", str(tmp_path / "r.xlsx"), "--lang", "en"]) == 0
