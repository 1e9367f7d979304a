from __future__ import annotations

import io
from datetime import UTC, date, datetime, time

import openpyxl
import openpyxl.xml
import pytest

from ecreview.intake.readers.second import cell_text, read_again
from ecreview.model.errors import FileRefused


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, "true"),
        (12, "12"),
        (12.0, "12"),
        (0.1, "0.1"),
        (1e16, "1e+16"),
        (" a ", " a "),
        (datetime(2026, 6, 18, 12, 30, 1, tzinfo=UTC).replace(tzinfo=None), "2026-06-18 12:30:01"),
        (date(2026, 6, 18), "2026-06-18 00:00:00"),
        (time(12, 30), "12:30:00"),
    ],
)
def test_values_are_written_as_the_engine_writes_them(value: object, written: str | None) -> None:
    assert cell_text(value) == written


def test_sheets_come_with_text_cells_and_the_addresses_of_errors() -> None:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "订单"
    sheet["B2"] = 9.9
    sheet["A3"] = "#N/A"
    book.save(target)
    ((title, table, errors),) = read_again(target.getvalue())
    assert title == "订单"
    assert table.to_pydict() == {"c0": [None, None, None], "c1": [None, "9.9", None]}
    assert errors == ((3, 0),)


def test_what_this_reader_cannot_read_is_damaged() -> None:
    with pytest.raises(FileRefused) as refused:
        read_again(b"PK\x03\x04")
    assert refused.value.code == "FILE_DAMAGED"


def test_entities_are_refused_by_the_xml_parser_in_use() -> None:
    assert openpyxl.xml.DEFUSEDXML is True
