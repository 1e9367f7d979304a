"""CSV exports: Excel reads them as they are, nothing runs as a formula, no person is in them."""

from __future__ import annotations

import csv
from io import StringIO

import pandas as pd
import pytest

from ecreview.app.delimited import csv_bytes, harmless, table_csv
from ecreview.model.dataset import Table
from ecreview.model.tables import ORDERS


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
)
def test_a_text_that_could_run_as_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_other_text_is_left_alone() -> None:
    assert [harmless(text) for text in ("1-1", "木槿", "")] == ["1-1", "木槿", ""]


def test_the_file_begins_with_a_bom_quotes_every_field_and_ends_lines_for_windows() -> None:
    assert csv_bytes([["订单", 'a"b']]) == '\ufeff"订单","a""b"\r\n'.encode()


def test_a_cleaned_table_keeps_amounts_as_numbers_and_says_where_each_row_came_from() -> None:
    frame = pd.DataFrame(
        {
            "order_id": ["=1", "2"],
            "buyer_key": ["secret", "secret"],
            "order_amount": [-500, 123_456],
            "refunded": pd.array([None, 1], dtype="Int64"),
            "paid_at": pd.Series(["2026-06-18T00:07:01", "NaT"], dtype="datetime64[s]"),
            "source_file": ["a.xlsx", "a.xlsx"],
            "source_row": [2, 3],
        }
    )
    assert _read(table_csv(Table(ORDERS, frame), "zh")) == [
        ["订单编号", "付款时间", "订单金额", "退款金额", "来源文件", "来源行"],
        ["'=1", "2026-06-18 00:07:01", "-5.00", "", "a.xlsx", "2"],
        ["2", "", "1234.56", "0.01", "a.xlsx", "3"],
    ]
