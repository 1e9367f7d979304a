from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecreview.intake.readers.html import read_html, read_spreadsheet_xml
from ecreview.model.errors import FileRefused

if TYPE_CHECKING:
    from ecreview.intake.raw import RawSheet

_XML = '<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{}</Workbook>'


def rows_of(sheet: RawSheet) -> list[tuple[str | None, ...]]:
    return list(zip(*(column.to_pylist() for column in sheet.cells.columns), strict=True))


def html(text: str, codec: str = "utf-8") -> list[tuple[str | None, ...]]:
    (sheet,) = read_html("订单.xls", text.encode(codec))
    return rows_of(sheet)


def xml(body: str, prolog: str = "") -> tuple[RawSheet, ...]:
    return read_spreadsheet_xml("订单.xls", _XML.format(prolog, body).encode())


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_its_encoding(codec: str) -> None:
    text = "<table><tr><th>订单编号<th>金额</tr><tr><td>1</td><td>9.90</td></tr></table>"
    assert html(text, codec) == [("订单编号", "金额"), ("1", "9.90")]


def test_scripts_and_markup_leave_only_their_text() -> None:
    text = "<table><tr><td><b>a</b> <i>b</i><script>x()</script><td><img src='http://x/'></table>"
    assert html(text) == [("a b", "")]


def test_merged_cells_keep_the_others_in_their_columns() -> None:
    text = (
        "<table><tr><td rowspan=2>A<td colspan=2>B<td>C</tr>"
        "<tr><td>1<td>2<td>3</tr><tr><td>4<td>5<td>6<td>7</tr></table>"
    )
    assert html(text) == [("A", "B", None, "C"), (None, "1", "2", "3"), ("4", "5", "6", "7")]


def test_a_layout_table_around_the_table_is_passed_over() -> None:
    inner = "<table><tr><td>a<td>b</table>"
    assert html(f"<table><tr><td>menu<td>{inner}</table>") == [("a", "b")]


def test_several_tables_are_several_sheets() -> None:
    one = "<table><tr><td>a<td>b</table>"
    assert [s.sheet for s in read_html("x", (one * 2).encode())] == ["table 1", "table 2"]


def test_a_page_without_a_table_of_two_columns_is_a_page() -> None:
    with pytest.raises(FileRefused) as refused:
        read_html("x", b"<html><table><tr><td>Log in</td></tr></table></html>")
    assert refused.value.code == "FILE_HTML_PAGE"


def test_an_xml_spreadsheet_is_read_at_its_stated_places() -> None:
    (sheet,) = xml(
        '<Worksheet ss:Name="订单"><Table><Row ss:Index="2">'
        '<Cell ss:Index="2"><Data ss:Type="String">编号</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2026-06-18T10:00:00.000</Data></Cell></Row></Table></Worksheet>'
    )
    assert sheet.sheet == "订单"
    assert rows_of(sheet) == [(None, None, None), (None, "编号", "2026-06-18 10:00:00")]


@pytest.mark.parametrize(
    ("body", "prolog", "code"),
    [
        ("", "<!DOCTYPE x>", "FILE_UNSAFE_XML"),
        ("<Worksheet>", "", "FILE_DAMAGED"),
        ("<Worksheet/>", "", "NO_DATA"),
        (
            '<Worksheet><Row ss:Index="9999999"><Cell><Data>1</Data></Cell></Row></Worksheet>',
            "",
            "GRID_TOO_BIG",
        ),
    ],
)
def test_an_xml_spreadsheet_that_cannot_be_read_is_refused_by_name(
    body: str, prolog: str, code: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        xml(body, prolog)
    assert refused.value.code == code


def test_a_page_that_ends_within_its_table_is_read_and_told() -> None:
    page = b"<table><tr><td>a<td>b<tr><td>1<td>2"
    (cut,) = read_html("a.xls", page)
    (whole,) = read_html("a.xls", page + b"</TABLE>")
    assert cut.cells.equals(whole.cells)
    assert [finding.kind.code for finding in cut.findings] == ["FILE_CUT"]
    assert whole.findings == ()


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        ("<tr><td>1</td><td>5.00</td></tr>", 0),
        ("<tr><td>1<td>5.00</tr>", 0),  # end tags may be left out
        ("<tr><td>1</td><tx>5.00</td></tr>", 1),
    ],
)
def test_a_cell_whose_start_tag_is_damaged_is_told(row: str, lost: int) -> None:
    page = f"<table><tr><td>订单编号</td><td>金额</td></tr>{row}</table>".encode()
    (sheet,) = read_html("订单.xls", page)
    assert [(f.kind.code, f.count) for f in sheet.findings] == [("CELLS_LOST", lost)] * bool(lost)
