from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.merging import natural_key
from ecreview.model.findings import Level
from ecreview.model.tables import table_spec
from tests.intake.cleaning import clean, codes, plain_format, values

if TYPE_CHECKING:
    from ecreview.intake.clean import CleanTable

ORDERS = """
    order_id | created_at | order_amount | title
    A        | 2026-06-18 | 10.00        | cup
    B        | 2026-06-18 | 20.00        | umbrella
    A        | 2026-06-18 | 10.00        | cup
"""


def test_an_identical_row_is_merged_and_names_the_row_that_stands_for_it() -> None:
    orders = clean("orders", ORDERS)
    assert values(orders, "order_id") == ["B", "A"]
    (aside,) = orders.ledger.aside
    assert (aside.row, aside.kind.code, aside.twin, aside.amount_cents) == (
        2,
        "ROW_DUP",
        "订单.csv · 4",
        1000,
    )
    assert (orders.ledger.kept, orders.ledger.duplicate) == (2, 1)


def test_of_two_versions_of_an_order_the_last_one_counts() -> None:
    orders = clean("orders", ORDERS.replace("10.00        | cup\n", "10.00        | old\n", 1))
    assert values(orders, "title") == ["umbrella", "cup"]
    assert "ROW_REPLACED" in codes(orders)
    assert "ROW_DUP" not in codes(orders)


def test_a_copy_of_the_last_version_is_a_copy_and_the_old_version_is_replaced() -> None:
    text = """
        order_id | created_at | order_amount | title
        A        | 2026-06-18 | 10.00        | new
        A        | 2026-06-18 | 10.00        | old
        A        | 2026-06-18 | 10.00        | new
    """
    aside = clean("orders", text).ledger.aside
    assert [(a.row, a.kind.code) for a in aside] == [(2, "ROW_DUP"), (3, "ROW_REPLACED")]
    assert all(a.kind.level is Level.INFO for a in aside)


def test_an_id_with_lost_digits_merges_nothing() -> None:
    orders = clean("orders", ORDERS.replace("A  ", "3.9E+18"))
    assert values(orders, "is_id_lossy") == [True, False, True]
    assert "ID_TRUNCATED" in codes(orders)
    assert orders.ledger.duplicate == 0


def test_lines_without_a_line_id_are_told_apart_by_nothing_and_stay() -> None:
    text = """
        order_id | line_id | created_at | quantity | line_amount
        A        |         | 2026-06-18 | 1        | 3.00
        A        |         | 2026-06-18 | 1        | 4.00
        A        | L1      | 2026-06-18 | 1        | 5.00
        A        | L1      | 2026-06-18 | 1        | 5.00
    """
    lines = clean("order_lines", text)
    assert values(lines, "line_amount") == [300, 400, 500]


def test_a_natural_key_of_several_parts_is_compared_as_a_whole() -> None:
    text = """
        date       | sku_code | warehouse | on_hand
        2026-06-18 | A        | 主仓      | 1
        2026-06-18 | B        | 主仓      | 2
        2026-06-19 | A        | 主仓      | 3
        2026-06-18 | A        | 分仓      | 4
        2026-06-18 | A        | 主仓      | 5
    """
    assert values(clean("inventory", text), "on_hand") == [2, 3, 4, 5]


LEDGER = """
    txn_id | time             | subject_raw | amount | note
    T1     | 2026-06-18 10:00 | 在线支付    | 10.00  | a
    T1     | 2026-06-18 10:00 | 收费        | -0.60  | a
    T1     | 2026-06-18 10:00 | 在线支付    | 10.00  | a
    T1     | 2026-06-19 10:00 | 在线支付    | 10.00  | b
"""


def test_a_ledger_merges_copies_but_keeps_a_receipt_its_fee_and_a_second_entry() -> None:
    payments = clean("payments", LEDGER)
    assert values(payments, "amount") == [1000, -60, 1000]
    assert payments.ledger.duplicate == 1


LINES = """
    order_id | created_at | quantity | line_amount
    A        | 2026-06-18 | 1        | 3.00
    A        | 2026-06-18 | 1        | 3.00
    A        | 2026-06-18 | 2        | 3.00
"""


def test_identical_rows_without_a_name_are_real_and_told() -> None:
    lines = clean("order_lines", LINES)
    assert lines.frame.num_rows == 3
    (repeated,) = [f for f in lines.findings if f.kind.code == "ROW_REPEATED"]
    assert (repeated.count, repeated.amount_cents, repeated.place.rows) == (1, 300, (3,))


def test_a_person_may_have_them_merged() -> None:
    lines = clean("order_lines", LINES, duplicates="merge")
    assert lines.frame.num_rows == 2
    assert [(a.row, a.twin) for a in lines.ledger.aside] == [(3, "订单.csv · 2")]
    assert "ROW_REPEATED" not in codes(lines)


FAN_OUT = """
    order_id | created_at | order_amount | units | title
    A        | 2026-06-18 | {a1}         | 1     | cup
    A        | 2026-06-18 | {a2}         | 2     | umbrella
    A        | 2026-06-18 | {a3}         | 1     | cup
    B        | 2026-06-18 | 5.00         | 1     | cup
"""


@pytest.mark.parametrize(
    ("where", "amounts", "cents_in", "cents_aside"),
    [
        ("every_line", ("10.00", "10.00", "10.00"), 3500, 2000),
        ("first_line", ("10.00", "", ""), 1500, 0),
        ("line", ("3.00", "4.00", "3.00"), 1500, 0),
    ],
)
def test_an_order_over_several_rows_counts_once(
    where: str, amounts: tuple[str, str, str], cents_in: int, cents_aside: int
) -> None:
    text = FAN_OUT.format(a1=amounts[0], a2=amounts[1], a3=amounts[2])
    orders = clean("orders", text, plain_format("orders", order_amount_on=where))
    assert values(orders, "order_id") == ["A", "B"]
    assert values(orders, "order_amount") == [1000, 500]
    assert values(orders, "units") == [4, 1]
    ledger = orders.ledger
    assert (ledger.cents_in, ledger.cents_aside, ledger.duplicate) == (cents_in, cents_aside, 2)


def test_a_hand_kept_file_with_an_amount_per_item_is_added_up() -> None:
    text = FAN_OUT.format(a1="3.00", a2="4.00", a3="3.00")
    orders = clean("orders", text, plain_format("orders", is_generic=True))
    assert values(orders, "order_amount") == [1000, 500]
    assert "ROW_FOLDED" in codes(orders)


def test_a_hand_kept_file_with_one_changed_amount_among_versions_holds_versions() -> None:
    text = """
        order_id | created_at | order_amount | title
        A        | 2026-06-18 | 10.00        | old
        A        | 2026-06-18 | 9.00         | new
        B        | 2026-06-18 | 10.00        | old
        B        | 2026-06-18 | 10.00        | new
    """
    orders = clean("orders", text, plain_format("orders", is_generic=True))
    assert values(orders, "order_amount") == [900, 1000]


def test_identical_items_of_a_folded_order_are_counted_and_told() -> None:
    text = FAN_OUT.format(a1="3.00", a2="4.00", a3="3.00")
    orders = clean("orders", text, plain_format("orders", is_generic=True))
    (repeated,) = [f for f in orders.findings if f.kind.code == "ROW_REPEATED"]
    assert (repeated.count, repeated.amount_cents) == (1, 300)


def test_a_hand_kept_file_with_equal_amounts_holds_versions() -> None:
    text = FAN_OUT.format(a1="10.00", a2="10.00", a3="10.00")
    orders = clean("orders", text, plain_format("orders", is_generic=True))
    assert values(orders, "order_amount") == [1000, 500]
    assert "ROW_FOLDED" not in codes(orders)


def _hand_kept(*rows: str) -> CleanTable:
    """Return the clean orders of a hand-kept file; each row is `order amount note`."""
    cells = [row.split() for row in rows]
    body = [f"{order} | 2026-06-18 | {amount} | {note}" for order, amount, note in cells]
    text = "\n".join(["order_id | created_at | order_amount | title", *body])
    return clean("orders", text, plain_format("orders", is_generic=True))


def test_in_a_hand_kept_file_written_twice_items_are_added_up_once() -> None:
    items = ("A 3.00 cup", "A 4.00 umbrella", "B 5.00 cup")
    orders = _hand_kept(*items, *items)
    assert values(orders, "order_id") == ["A", "B"]
    assert values(orders, "order_amount") == [700, 500]
    assert {"ROW_DUP", "ROW_FOLDED"} <= set(codes(orders))
    assert "ROW_REPEATED" not in codes(orders)
    assert orders.ledger.cents_in == 2 * 1200
    assert orders.ledger.cents_aside == 1200


def test_items_of_a_month_that_overlaps_the_next_one_are_added_up_once() -> None:
    may = ("A 3.00 cup", "A 4.00 umbrella", "B 5.00 cup")
    june = ("A 3.00 cup", "A 4.00 umbrella", "C 1.00 cup", "C 2.00 hat")
    assert values(_hand_kept(*may, *june), "order_amount") == [700, 500, 300]


def test_where_most_orders_come_again_alike_a_changed_amount_is_a_version() -> None:
    orders = _hand_kept(
        "A 3.00 cup", "B 5.00 cup", "C 6.00 cup", "A 3.00 cup", "B 5.00 cup", "C 4.00 cup"
    )
    assert values(orders, "order_amount") == [300, 500, 400]
    assert {"ROW_DUP", "ROW_REPLACED"} <= set(codes(orders))


@pytest.mark.parametrize(
    ("table", "given", "key"),
    [
        ("orders", ("order_id", "shop"), ("shop", "order_id")),
        ("order_lines", ("order_id", "line_id"), ("line_id",)),
        ("order_lines", ("order_id",), ()),
        ("payments", ("txn_id", "amount"), ("txn_id", "amount")),
        ("payments", ("subject_raw", "amount"), ()),
        ("product_costs", ("sku_code",), ("sku_code",)),
        ("inventory", ("sku_code",), ()),
        ("events", ("user_key",), ()),
    ],
)
def test_rows_have_a_name_only_where_its_needed_parts_are_given(
    table: str, given: tuple[str, ...], key: tuple[str, ...]
) -> None:
    spec = table_spec(table)
    assert set(natural_key(replace(spec), dict.fromkeys(given))) == set(key)  # type: ignore[arg-type]
