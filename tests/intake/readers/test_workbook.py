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


def first_rows(*numbers: str) -> str:
    """Return rows that all claim to be the first, as Kuaishou and TikTok write them."""
    return "".join(row(1, text("A1", f"D{i}"), number("B1", n)) for i, n in enumerate(numbers))


def test_rows_that_all_claim_to_be_the_first_are_read_in_their_order_and_told() -> None:
    sheet = only(book(first_rows("9.9", "8.8", "7.7")))
    assert columns_of(sheet) == [["D0", "D1", "D2"], ["9.9", "8.8", "7.7"]]
    assert codes(sheet) == [("ROWS_RENUMBERED", 3)]


def test_cells_without_an_address_in_rows_of_one_number_are_read_in_their_order() -> None:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    sheet = only(book("".join(row(1, cell.format(i)) for i in "abc") + row(4, cell.format("d"))))
    assert columns_of(sheet) == [["a", "b", "c", "d"]]


def test_a_row_number_that_stands_twice_moves_no_row_that_can_stay() -> None:
    numbers = [(1, "a"), (3, "b"), (3, "c"), (10, "d")]
    sheet = only(book('<row r="2" ht="9"/>'.join(row(i, text(f"A{i}", t)) for i, t in numbers)))
    assert columns_of(sheet) == [["a", None, "b", "c", *[None] * 5, "d"]]


def test_only_the_sheet_with_repeated_row_numbers_is_mended() -> None:
    good = row(5, number("A5", "1"))
    sheets, _ = read(zipped(parts_of(("坏", first_rows("1", "2")), ("好", good))))
    assert [(s.sheet, s.total, codes(s)) for s in sheets] == [
        ("坏", 2, [("ROWS_RENUMBERED", 2)]),
        ("好", 5, []),
    ]


@pytest.mark.parametrize("stated", ["A1", "A1:XFD1048576"])
def test_a_false_dimension_hides_no_cell(stated: str) -> None:
    rows = "".join(row(i, number(f"A{i}", "1"), number(f"B{i}", "2")) for i in range(1, 4))
    parts = parts_of(("订单", rows))
    part = "xl/worksheets/sheet1.xml"
    parts[part] = str(parts[part]).replace("<sheetData>", f'<dimension ref="{stated}"/><sheetData>')
    sheet = only(zipped(parts))
    assert columns_of(sheet) == [["1"] * 3, ["2"] * 3]
    assert codes(sheet) == []


def test_hidden_rows_are_read_and_counted() -> None:
    hidden = '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    sheet = only(book(row(1, number("A1", "1")) + hidden + row(3, text("A3", 'hidden="1"'))))
    assert columns_of(sheet) == [["1", "2", 'hidden="1"']]
    assert codes(sheet) == [("ROWS_HIDDEN", 1)]


@pytest.mark.parametrize(("last", "is_full"), [(65_534, False), (65_535, True), (65_536, True)])
def test_a_sheet_as_long_as_an_old_book_can_be_may_be_cut(last: int, is_full: bool) -> None:  # noqa: FBT001
    sheet = only(book(row(1, number("A1", "1")) + row(last, number(f"A{last}", "2"))))
    assert codes(sheet) == [("SHEET_FULL", last)] * is_full


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


_ODS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT_ID = '<table:table-cell office:value-type="string"><text:p>3900000000000000011</text:p></table:table-cell>'
_NUMBER_ID = '<table:table-cell office:value-type="float" office:value="3.9E+018"><text:p>3.9E+018</text:p></table:table-cell>'
_NUMBER = '<table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'


def opendocument(*cells: str) -> bytes:
    """Return a book of one column."""
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    content = (
        f'<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0"'
        f' xmlns:text="{_ODS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="订单">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0"/>'
    return zipped(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}, level=0
    )


@pytest.mark.parametrize(
    ("cells", "long_columns"),
    [
        ((_TEXT_ID, _TEXT_ID), ()),
        ((_TEXT_ID, _NUMBER), ()),  # a total row may count in the column of the ids
        ((_NUMBER_ID, _NUMBER_ID), (0,)),
        ((_TEXT_ID, _NUMBER_ID), (0,)),
    ],
)
def test_an_id_is_lost_where_it_stood_in_a_number_cell_not_in_a_text_cell(
    cells: tuple[str, ...], long_columns: tuple[int, ...]
) -> None:
    ((sheet,), _) = read_workbook("订单.ods", opendocument(*cells), Kind.ODS)
    assert sheet.census.long_columns == long_columns
