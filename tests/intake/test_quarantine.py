from __future__ import annotations

import pytest

from ecreview.intake.raw import CellCensus
from tests.intake.cleaning import clean, plain_format, values

HEADER = "order_id | created_at | paid_at | order_amount | units\n"
GOOD = "A1 | 2026-06-18 | 2026-06-18 | 10.00 | 1\n"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (" | 2026-06-18 | | 5.00 | 1", "ID_BLANK"),
        ("- | 2026-06-18 | | 5.00 | 1", "ID_BLANK"),
        ("A2 | 见备注 | | 5.00 | 1", "DATE_BAD"),
        ("A2 | 3026-06-18 | | 5.00 | 1", "DATE_BAD"),
        ("A2 | 2026-06-18 | | 见备注 | 1", "AMOUNT_BAD"),
        ("A2 | 2026-06-18 | | NaN | 1", "AMOUNT_BAD"),
        ("A2 | 2026-06-18 | | 1e999 | 1", "AMOUNT_BAD"),
        ("A2 | 2026-06-18 | | -- | 1", "AMOUNT_BLANK"),
        (" | 见备注 | | 见备注 | 1", "ID_BLANK"),
    ],
)
def test_a_row_without_what_it_needs_is_set_aside_with_its_first_reason(
    row: str, code: str
) -> None:
    orders = clean("orders", HEADER + GOOD + row)
    assert values(orders, "order_id") == ["A1"]
    assert [(a.row, a.kind.code, a.twin) for a in orders.ledger.aside] == [(3, code, None)]
    assert orders.ledger.quarantined == 1
    assert [f.count for f in orders.findings if f.kind.code == code] == [1]


def test_the_money_of_a_quarantined_row_is_counted_where_it_can_be_read() -> None:
    ledger = clean("orders", HEADER + GOOD + " | 2026-06-18 | | 5.00 | 1").ledger
    assert (ledger.cents_in, ledger.cents_kept, ledger.cents_aside) == (1500, 1000, 500)
    unreadable = clean("orders", HEADER + GOOD + "A2 | 2026-06-18 | | x1 | 1").ledger
    assert unreadable.aside[0].amount_cents is None
    assert unreadable.cents_in == 1000


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A2 | 2026-06-18 | 见备注 | 5.00 | 1", "DATE_UNREADABLE"),
        ("A2 | 2026-06-18 | | 5.00 | 很多", "NUMBER_BAD"),
        ("A2 | 2026-06-18 | | 5.00 | 1.5", "NUMBER_BAD"),
        ("A2 | | | 5.00 | 1", "DATE_BLANK"),
    ],
)
def test_a_row_that_lacks_something_else_is_kept_and_told(row: str, code: str) -> None:
    orders = clean("orders", HEADER + GOOD + row)
    assert orders.ledger.kept == 2
    assert [f.count for f in orders.findings if f.kind.code == code] == [1]


def test_a_message_shows_the_cell_but_no_more_than_twenty_letters() -> None:
    orders = clean("orders", HEADER + GOOD + f"A2 | 2026-06-18 | | {'见备注' * 9} | 1")
    (bad,) = [f for f in orders.findings if f.kind.code == "AMOUNT_BAD"]
    example = dict(bad.values)["example"]
    assert example == "见备注见备注见备注见备注见备注见备注见…"


def test_a_formula_error_in_a_needed_cell_sets_the_row_aside_and_elsewhere_is_told() -> None:
    text = HEADER + GOOD + "A2 | 2026-06-18 | | | 1\n" + "A3 | 2026-06-18 | | 5.00 |"
    orders = clean("orders", text, census=CellCensus(errors=((3, 3), (4, 4))))
    assert values(orders, "order_id") == ["A1", "A3"]
    assert [(a.row, a.kind.code) for a in orders.ledger.aside] == [(3, "CELL_ERROR")]
    columns = {f.place.column for f in orders.findings if f.kind.code == "CELL_ERROR"}
    assert columns == {"order_amount", "units"}


def test_a_blank_day_names_nothing_in_a_table_of_days() -> None:
    traffic = clean("traffic_daily", "date | uv\n2026-06-18 | 5\n | 7")
    assert [(a.row, a.kind.code) for a in traffic.ledger.aside] == [(3, "ID_BLANK")]


def test_a_blank_amount_on_the_further_lines_of_an_order_is_no_fault() -> None:
    text = HEADER + "A1 | 2026-06-18 | | 10.00 | 1\nA1 | 2026-06-18 | | | 1"
    orders = clean("orders", text, plain_format("orders", order_amount_on="first_line"))
    assert orders.ledger.quarantined == 0
    assert values(orders, "order_amount") == [1000]


@pytest.mark.parametrize(
    ("amount", "freight", "formulas", "told"),
    [
        ("1.00", "", 1, []),  # some other cell of an optional column
        ("", "1.00", 0, []),  # blank, but no formula anywhere
        ("", "1.00", 3, [("order_amount", 1)]),
    ],
)
def test_a_blank_needed_cell_beside_formulas_without_a_value_is_told(
    amount: str, freight: str, formulas: int, told: list[tuple[str, int]]
) -> None:
    rows = f"1 | 2026-06-18 | {amount} | {freight}\n2 | 2026-06-18 | 2.00 | 1.00"
    orders = clean(
        "orders",
        f"order_id | created_at | order_amount | freight\n{rows}",
        census=CellCensus(formulas_without_value=formulas),
    )
    found = [f for f in orders.findings if f.kind.code == "FORMULA_NO_VALUE"]
    assert [(f.place.column, f.count) for f in found] == told
    assert all(f"{formulas} 个公式" in f.message.zh for f in found)


def test_a_wholly_blank_column_beside_formulas_without_a_value_is_told_though_not_needed() -> None:
    orders = clean(
        "orders",
        "order_id | created_at | order_amount | freight\n1 | 2026-06-18 | 1.00 |",
        census=CellCensus(formulas_without_value=1),
    )
    (found,) = (f for f in orders.findings if f.kind.code == "FORMULA_NO_VALUE")
    assert (found.place.column, found.place.rows, found.count, found.of) == ("freight", (2,), 1, 1)
