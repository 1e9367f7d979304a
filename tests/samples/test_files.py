"""Bytes of made-up files: the same content gives the same bytes, and text stays text."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ecreview.samples.files import csv_bytes, xlsx_bytes, yuan


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0.00"), (5, "0.05"), (15_800, "158.00"), (-316, "-3.16"), (-5, "-0.05")],
)
def test_amounts_are_written_with_two_decimals(cents: int, text: str) -> None:
    assert yuan(cents) == text


def test_a_csv_has_crlf_and_the_encoding_of_the_platform() -> None:
    assert csv_bytes([["订单", 'a"b'], ["1", ""]]) == '订单,"a""b"\r\n1,\r\n'.encode("gb18030")


def test_an_xlsx_depends_on_its_content_alone() -> None:
    content = xlsx_bytes("页", [["a", 1], ["=1+1特价", None]])
    assert content == xlsx_bytes("页", [["a", 1], ["=1+1特价", None]])
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-06-26T10:00:00Z") == 2


def test_a_title_that_starts_like_a_formula_is_text() -> None:
    page = load_workbook(BytesIO(xlsx_bytes("页", [["=1+1特价"], ["+加绒"]]))).worksheets[0]
    assert [cell.data_type for cell in next(page.columns)] == ["s", "s"]
    assert page["A1"].value == "=1+1特价"


def test_a_false_dimension_claims_one_cell_and_hides_none() -> None:
    content = xlsx_bytes("页", [["a", "b"], ["c", "d"]], has_false_dimension=True)
    with ZipFile(BytesIO(content)) as archive:
        assert b'<dimension ref="A1"' in archive.read("xl/worksheets/sheet1.xml")
    assert load_workbook(BytesIO(content)).worksheets[0]["B2"].value == "d"
