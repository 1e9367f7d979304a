from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ecreview.intake.readers.workbook import read_workbook
from ecreview.intake.sniff import Kind
from ecreview.model.errors import FileRefused
from tests.intake.books import book, number, parts_of, row, text, zipped

if TYPE_CHECKING:
    from ecreview.intake.raw import RawSheet
    from ecreview.model.findings import Finding

Cells = list[list[str | None]]


def read(content: bytes) -> tuple[tuple[RawSheet, ...], tuple[Finding, ...]]:
    return read_workbook("订单.xlsx", content, Kind.XLSX)


def only(content: bytes) -> RawSheet:
    ((sheet,), _) = read(content)
    return sheet


def columns_of(sheet: RawSheet) -> Cells:
    return [column.to_pylist() for column in sheet.cells.columns]


def codes(sheet: RawSheet) -> list[tuple[str, int]]:
    return [(finding.kind.code, finding.count) for finding in sheet.findings]


def test_rows_and_columns_stand_where_the_sheet_has_them() -> None:
    sheet = only(book(row(3, text("C3", "金额")) + row(5, number("C5", "9.9"))))
    assert sheet.rows.tolist() == [1, 2, 3, 4, 5]
    assert columns_of(sheet) == [[None] * 5, [None] * 5, [None, None, "金额", None, "9.9"]]
    assert (sheet.sheet, sheet.total) == ("订单", 5)


def test_odd_values_far_down_are_kept_as_text() -> None:
    rows = row(1, text("A1", "编号")) + "".join(
        row(i, number(f"A{i}", str(i))) for i in range(2, 1_500)
    )
    rows += row(1_500, text("A1500", "C2500")) + row(1_501, text("A1501", "001"))
    column = columns_of(only(book(rows)))[0]
    assert column[1] == "2"
    assert column[-2:] == ["C2500", "001"]


def test_error_cells_are_blank_with_their_address() -> None:
    rows = row(1, text("B1", "金额")) + row(2, '<c r="B2" t="e"><v>#N/A</v></c>')
    sheet = only(book(rows))
    assert columns_of(sheet)[1] == ["金额", None]
    assert sheet.census.errors == ((2, 1),)


def test_an_error_that_the_engine_does_not_know_is_read_by_the_second_reader() -> None:
    rows = row(1, number("A1", "1"), '<c r="B1" t="e"><v>#SPILL!</v></c>')
    sheet = only(book(rows))
    assert columns_of(sheet) == [["1"], [None]]
    assert sheet.census.errors == ((1, 1),)


def test_a_formula_without_a_value_and_a_long_number_are_counted() -> None:
    rows = row(1, number("A1", "1234567890123456789"), '<c r="B1"><f>A1*2</f></c>')
    census = only(book(rows)).census
    assert (census.formulas_without_value, census.long_columns) == (1, (0,))


def test_a_cell_given_twice_is_told_since_one_value_is_lost() -> None:
    sheet = only(book(row(1, number("A1", "1"), number("A1", "2"))))
    assert codes(sheet) == [("READERS_DIFFER", 1)]


def test_rows_that_all_claim_to_be_the_first_are_told() -> None:
    rows = "".join(row(1, number("A1", str(i))) for i in range(10))
    assert codes(only(book(rows))) == [("READERS_DIFFER", 9)]


def test_many_cells_of_formatting_only_are_told() -> None:
    styled = row(2, *(f'<c r="B{i}" s="0"/>' for i in range(1_001)))
    sheet = only(book(row(1, number("A1", "1")) + styled))
    assert codes(sheet) == [("GRID_EMPTY_STYLE", 1_000)]


def test_an_empty_sheet_is_passed_over_and_named() -> None:
    sheets, findings = read(zipped(parts_of(("订单", row(1, text("A1", "x"))), ("空", ""))))
    assert [sheet.sheet for sheet in sheets] == ["订单"]
    assert [(f.kind.code, f.place.sheet) for f in findings] == [("SHEET_SKIPPED", "空")]


def test_a_hidden_sheet_is_read_and_told() -> None:
    parts = parts_of(("订单", row(1, text("A1", "x"))))
    shown = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = shown.replace('sheetId="1"', 'sheetId="1" state="hidden"')
    assert codes(only(zipped(parts))) == [("SHEET_HIDDEN", 1)]


@pytest.mark.parametrize(
    ("attributes", "is_1904"), [('date1904="1"', True), ('date1904="0"', False), ("", False)]
)
def test_the_date_system_is_told(attributes: str, is_1904: bool) -> None:  # noqa: FBT001
    assert only(book(row(1, number("A1", "1")), attributes=attributes)).date_1904 is is_1904


def test_a_date_cell_reads_like_a_date() -> None:
    target = io.BytesIO()
    written = openpyxl.Workbook()
    cell = written.active["A1"]  # type: ignore[index] # a new book has a sheet
    cell.value, cell.number_format = 45826.5, "yyyy-mm-dd hh:mm"
    written.save(target)
    assert columns_of(only(target.getvalue())) == [["2025-06-18 12:00:00"]]


def test_macros_are_told() -> None:
    parts = parts_of(("订单", row(1, text("A1", "x"))))
    parts["xl/vbaProject.bin"] = b"\x00"
    _, findings = read(zipped(parts))
    assert [finding.kind.code for finding in findings] == ["MACRO"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (book(""), "NO_DATA"),
        (book(row(1, text("A1", "  "))), "NO_DATA"),
        (zipped(parts_of()), "NO_SHEET"),
        (book(row(1, '<c r="A1" t="s"><v>7</v></c>')), "FILE_DAMAGED"),
        (book('<row r="1"><c r="A1"><v>1</v>'), "FILE_DAMAGED"),
    ],
)
def test_a_book_without_readable_cells_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert refused.value.code == code
