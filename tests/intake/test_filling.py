from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.assembling import at, codes, line, order, orders, put_together

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.findings import Finding


def bare(number: str, **more: Any) -> dict[str, Any]:
    """An order as a file without amounts tells it, paid when it was placed."""
    return {"order_id": number, "created_at": at(18), "paid_at": at(18, 1)} | more


def entry(number: str, cents: int, **more: Any) -> dict[str, Any]:
    """An entry as a bill without times tells it."""
    return {"txn_id": f"{number}-{cents}", "order_id": number, "amount": cents} | more


def told(dataset: Dataset, code: str) -> Finding:
    (finding,) = [f for f in dataset.findings if f.kind.code == code]
    return finding


def plain(column: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in column]


# --- amounts of orders ---


def test_an_order_without_an_amount_is_worth_its_lines_and_their_postage() -> None:
    dataset = put_together(
        ("orders", [bare("1"), bare("2", paid_at=None)]),
        ("order_lines", [
            line("1", 1, 4_990, freight=765), line("2", 3, 900, freight=0), line("1", 1, 4_990, freight=766),
        ]),
    )  # fmt: skip
    found = orders(dataset)
    assert found["goods_amount"].tolist() == [9_980, 900]
    assert found["freight"].tolist() == [1_531, 0]
    assert found["order_amount"].tolist() == [11_511, 900]
    assert found["units"].tolist() == [2, 3]
    assert found["paid_gross"].tolist() == [11_511, 0]
    assert dataset.tables["orders"].facts == {"order_amount": "lines", "summed_files": "a.csv"}
    assert codes(dataset) == []


def test_an_order_without_lines_stays_without_an_amount_and_its_money_in_the_bill_is_told() -> None:
    dataset = put_together(
        ("orders", [bare("1"), bare("2"), bare("3", paid_at=None)]),
        ("order_lines", [line("1", 1, 500)]),
        ("payments", [entry("1", 500), entry("2", 300), entry("2", 40), entry("9", 7)]),
    )
    found = orders(dataset)
    assert plain(found["order_amount"]) == [500, None, None]
    assert plain(found["paid_gross"]) == [500, None, None]
    without = told(dataset, "ORDERS_WITHOUT_AMOUNT")
    assert (without.count, without.of, without.amount_cents) == (2, 3, 340)
    assert (without.place.file, without.place.rows) == ("a.csv", (3, 4))


def test_without_a_bill_nothing_is_said_of_the_money_and_without_lines_no_amount_is_made_up() -> (
    None
):
    dataset = put_together(("orders", [bare("1")]))
    assert told(dataset, "ORDERS_WITHOUT_AMOUNT").amount_cents is None
    assert not {"order_amount", "paid_gross"} & set(orders(dataset).columns)
    assert dataset.tables["orders"].facts == {}


def test_a_line_without_an_amount_leaves_its_order_without_one() -> None:
    lines = [line("1", 1, 500), {"order_id": "1", "quantity": 2}, line("2", 1, 70)]
    dataset = put_together(("orders", [bare("1"), bare("2")]), ("order_lines", lines))
    assert plain(orders(dataset)["order_amount"]) == [None, 70]
    assert plain(orders(dataset)["units"]) == [3, 1]
    assert "freight" not in orders(dataset)
    assert told(dataset, "ORDERS_WITHOUT_AMOUNT").count == 1


def test_orders_of_files_with_amounts_keep_their_own_beside_those_without() -> None:
    own = order("1", 900, platform="shopify", paid_at=at(18), paid_gross=900)
    lines = [line("1", 1, 500, platform="shopify"), line("2", 1, 70, platform="olist")]
    dataset = put_together(
        ("orders", [own]),
        ("orders", [bare("2", platform="olist")]),
        ("order_lines", lines),
    )
    found = orders(dataset).set_index("order_id")
    assert found["order_amount"].to_dict() == {"1": 900, "2": 70}
    assert plain(found["goods_amount"]) == [None, 70]
    assert dataset.tables["orders"].facts == {"order_amount": "mixed", "summed_files": "b.csv"}


def test_a_damaged_order_number_finds_no_lines() -> None:
    dataset = put_together(
        ("orders", [bare("3.9E+18", is_id_lossy=True), bare("1")]),
        ("order_lines", [line("3.9E+18", 1, 500, is_id_lossy=True), line("1", 1, 70)]),
    )
    assert plain(orders(dataset)["order_amount"])[:2] == [None, 70]


@given(st.lists(st.tuples(st.sampled_from("1239"), st.integers(0, 10**7)), max_size=12))
def test_every_cent_of_a_line_is_in_its_order(sold: list[tuple[str, int]]) -> None:
    lines = [line(number, 1, cents, platform="p") for number, cents in sold]
    given_orders = ("orders", [bare(number, platform="p") for number in "123"])
    dataset = put_together(given_orders, *([("order_lines", lines)] if lines else []))
    frame = orders(dataset)
    amounts = frame["order_amount"] if "order_amount" in frame else pd.Series([None])
    assert sum(filter(None, plain(amounts))) == sum(cents for n, cents in sold if n != "9")


def test_a_refund_of_an_order_without_an_amount_leaves_its_net_unknown() -> None:
    refunds = [{"refund_id": n, "order_id": n, "amount": 30} for n in "12"]
    dataset = put_together(
        ("orders", [bare("1"), bare("2")]),
        ("order_lines", [line("1", 1, 500)]),
        ("refunds", refunds),
    )
    found = orders(dataset)
    assert found["refunded"].tolist() == [30, 30]
    assert plain(found["paid_net"]) == [470, None]
    assert found["refund_state"].isna().tolist() == [False, True]


# --- times of payments ---


def test_a_payment_without_a_time_was_made_when_its_order_was_paid() -> None:
    dataset = put_together(
        ("orders", [order("1", 500, paid_at=at(19, 3), paid_gross=500)]),
        ("payments", [entry("1", 500), entry("9", 40)]),
    )
    payments = dataset.tables["payments"].frame
    assert payments["time"].isna().tolist() == [False, True]
    assert payments["time"][0] == pd.Timestamp(at(19, 3))
    assumed = told(dataset, "PAYMENT_TIME_ASSUMED")
    assert (assumed.count, assumed.of, assumed.amount_cents) == (1, 2, 500)
    assert assumed.place.file == "b.csv"


def test_an_order_without_a_payment_time_that_the_bill_names_was_paid_when_placed() -> None:
    dataset = put_together(
        ("orders", [
            bare("1", paid_at=None, status="created_unpaid"), bare("2", paid_at=None, status="closed_unpaid"),
            bare("3", paid_at=None, status="closed_unpaid"), bare("4", status="shipped"),
        ]),
        ("order_lines", [line("1", 1, 500), line("2", 1, 70), line("3", 1, 8), line("4", 1, 9)]),
        ("payments", [entry("1", 500), entry("2", 71), entry("3", 0), entry("4", 9)]),
    )  # fmt: skip
    found = orders(dataset)
    assert found["paid_at"].isna().tolist() == [False, False, True, False]
    assert found["paid_at"][0] == pd.Timestamp(at(18))
    assert found["paid_gross"].tolist() == [500, 70, 0, 9]
    words = ["paid_unshipped", "closed_refunded", "closed_unpaid", "shipped"]
    assert found["status"].tolist() == words
    by_bill = told(dataset, "PAID_BY_BILL")
    assert (by_bill.count, by_bill.of, by_bill.amount_cents) == (2, 4, 571)
    times = dataset.tables["payments"].frame["time"]
    assert [time.hour for time in times] == [0, 0, 0, 1]


def test_a_bill_with_times_pays_no_order_and_keeps_its_blank_times() -> None:
    dataset = put_together(
        ("orders", [order("1", 500, paid_at=None, paid_gross=0), order("2", 70, paid_at=at(18))]),
        ("payments", [entry("1", 500, time=at(20)), entry("2", 70)]),
    )
    assert orders(dataset)["paid_at"].isna().tolist() == [True, False]
    assert dataset.tables["payments"].frame["time"].isna().tolist() == [False, True]
    assert not {"PAYMENT_TIME_ASSUMED", "PAID_BY_BILL"} & set(codes(dataset))


def test_a_bill_without_times_alone_has_no_days() -> None:
    dataset = put_together(("payments", [entry("1", 500)]))
    assert "time" not in dataset.tables["payments"].frame
    assert codes(dataset) == []
