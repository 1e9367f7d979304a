from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.header import find_tables
from ecreview.intake.pieces import pieces_of
from ecreview.intake.raw import CellCensus, RawSheet
from ecreview.intake.recognise import known_names

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWN = known_names()
ORDERS = ["订单编号", "总金额", "订单创建时间"]
STOCK = ["商家编码", "快照日期", "实际库存"]


def sheet_of(*rows: Sequence[str], name: str | None = "Sheet1") -> RawSheet:
    width = max(len(row) for row in rows)
    columns = {
        f"c{i}": pa.array([row[i] if i < len(row) else None for row in rows], pa.large_string())
        for i in range(width)
    }
    return RawSheet(
        "测试.xlsx",
        name,
        pa.table(columns),
        np.arange(1, len(rows) + 1),
        len(rows),
        census=CellCensus(errors=((2, 1), (len(rows), 0)), formulas_without_value=3),
    )


def headers(sheet: RawSheet) -> list[tuple[str, ...]]:
    return [table.names for piece in pieces_of(sheet, KNOWN) for table in find_tables(piece, KNOWN)]


def test_a_sheet_of_one_table_stays_as_it_is() -> None:
    sheet = sheet_of(ORDERS, ["1", "5.00", "2026-06-18"], [], ["2", "6.00", "2026-06-19"])
    assert pieces_of(sheet, KNOWN) == (sheet,)


def test_a_second_header_behind_a_blank_row_begins_a_table_of_its_own() -> None:
    sheet = sheet_of(
        ORDERS, ["1", "5.00", "2026-06-18"], [], ["# 库存"], STOCK, ["A01", "2026-06-18", "7"]
    )
    assert headers(sheet) == [tuple(ORDERS), tuple(STOCK)]
    first, second = pieces_of(sheet, KNOWN)
    assert (first.sheet, second.sheet) == ("Sheet1", "Sheet1 · 2")
    assert (first.rows.tolist(), second.rows.tolist()) == ([1, 2, 3], [4, 5, 6])
    assert first.total + second.total == sheet.total
    assert (first.census.errors, second.census.errors) == (((2, 1),), ((6, 0),))
    assert {f.kind.code for f in first.findings} == {"TABLES_MANY"}


def test_the_same_header_again_is_no_new_table() -> None:
    sheet = sheet_of(ORDERS, ["1", "5", "2026-06-18"], [], ORDERS, ["2", "6", "2026-06-18"])
    assert len(pieces_of(sheet, KNOWN)) == 1


def test_a_record_behind_a_blank_row_is_no_header() -> None:
    sheet = sheet_of(ORDERS, ["1", "5", "2026-06-18"], [], ["2", "6", "2026-06-18"], STOCK)
    assert len(pieces_of(sheet, KNOWN)) == 1


def test_title_rows_and_blank_rows_above_the_first_header_belong_to_its_table() -> None:
    sheet = sheet_of(["账单"], [], ORDERS, ["1", "5", "2026-06-18"])
    assert len(pieces_of(sheet, KNOWN)) == 1


def test_a_table_on_its_side_is_turned() -> None:
    sheet = sheet_of(
        ["订单编号", "1", "2"],
        ["总金额", "5.00", "6.00"],
        ["订单创建时间", "2026-06-18", "2026-06-19"],
    )
    (turned,) = pieces_of(sheet, KNOWN)
    assert headers(sheet) == [tuple(ORDERS)]
    assert turned.cells.num_rows == turned.total == 3
    assert turned.rows.tolist() == [1, 2, 3]
    assert "TABLE_TRANSPOSED" in {f.kind.code for f in turned.findings}
