from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.binary import is_date_1904, scan_sheet, sheet_entries


def record(code: int, data: bytes) -> bytes:
    head = bytes([code]) if code < 128 else bytes([code & 0x7F | 0x80, code >> 7])
    return head + bytes([len(data)]) + data


def line(number: int) -> bytes:
    return record(0, struct.pack("<I", number) + b"\x00" * 13)


def cell(code: int, column: int, value: bytes = b"") -> bytes:
    return record(code, struct.pack("<I", column) + b"\x00" * 4 + value)


def word(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


SHEET = (
    line(0)
    + cell(1, 0)
    + cell(5, 1, struct.pack("<d", 1.5e18))
    + line(4)
    + cell(3, 2, b"\x2a")
    + cell(11, 3, b"\x00\x00\x17")
    + cell(7, 4, b"\x00\x00\x00\x00")
)


def test_errors_long_numbers_and_the_span_of_a_binary_sheet() -> None:
    census = scan_sheet(SHEET)
    assert census.errors == ((5, 2), (5, 3))
    assert census.long_columns == (1,)
    assert (census.values, census.rows, census.columns) == (4, 5, 5)


@given(st.integers(0, len(SHEET)))
def test_a_part_cut_anywhere_gives_what_stands_before_the_cut(cut: int) -> None:
    assert scan_sheet(SHEET[:cut]).values <= 4


@given(st.binary(max_size=200))
def test_any_bytes_can_be_walked(part: bytes) -> None:
    scan_sheet(part)
    sheet_entries(part)
    is_date_1904(part)


def test_the_book_part_lists_its_sheets() -> None:
    entry = record(156, b"\x00" * 8 + word("rId1") + word("订单"))
    assert sheet_entries(entry) == (("订单", "rId1"),)
    assert is_date_1904(record(153, b"\x01\x00\x00\x00"))
    assert not is_date_1904(entry)
