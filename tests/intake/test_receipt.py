from __future__ import annotations

from ecreview.intake.clean_file import clean_file
from ecreview.intake.raw import CellCensus
from ecreview.intake.receipt import contents_of
from ecreview.intake.wire import FileAnswer, load
from ecreview.model.dataset import ColumnSum
from tests.intake.cleaning import clean, raw_table


def test_money_columns_add_up_over_all_data_rows_as_the_file_itself_would() -> None:
    table = clean(
        "orders",
        """
        order_id | created_at | order_amount | freight
        A-1      | 2026-06-18 | 10.00        | 1.50
        A-1      | 2026-06-18 | 10.00        | 1.50
        A-2      | 坏         | 20.00        |
        合计     |            | 40.00        | 3.00
        """,
    )
    assert table.contents.sums == (
        ColumnSum("order_amount", 40_00, 3),
        ColumnSum("freight", 3_00, 2),
    )
    assert table.ledger.kept == 1
    (stated,) = table.control_totals
    assert (stated.stated, stated.computed) == (40_00, 40_00)


def test_filled_cells_and_errors_below_the_header_are_counted() -> None:
    census = CellCensus(errors=((2, 1), (3, 1), (9, 0)), formulas_without_value=4)
    raw = raw_table(["id", "amount"], [["A", "1"], ["B", ""], ["", None]], census=census)
    contents = contents_of(raw)
    assert (contents.filled, contents.errors, contents.formulas_without_value) == (3, 2, 4)


def test_an_unknown_table_has_a_receipt_too() -> None:
    said, _ = clean_file("x.csv", "颜色,天气\n红,晴\n蓝,\n".encode())
    (table,) = load(FileAnswer, said).receipt.tables
    assert (table.table, table.contents.filled, table.digest) == (None, 3, "")
