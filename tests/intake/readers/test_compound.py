from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.readers.compound import (
    MAGIC,
    BookFacts,
    grid_cells,
    open_compound,
    read_facts,
)
from ecreview.model.errors import FileRefused

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def entry(name: str, kind: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\x00") + struct.pack("<HB", len(written) + 2, kind)
    return head.ljust(116, b"\x00") + struct.pack("<II", first, size).ljust(12, b"\x00")


def compound(stream: bytes, *, name: str = "Workbook", loops: bool = False) -> bytes:
    """Return a compound file: FAT in sector 0, directory in 1, one stream of 4,096 bytes from 2 on."""
    stream = stream.ljust(4_096, b"\x00")
    count = len(stream) // SECTOR
    chain = [*range(3, 2 + count), 2 if loops else END]
    table = [FAT, END, *chain]
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    directory = entry("Root Entry", 5, END, 0) + entry(name, 2, 2, len(stream))
    header = bytearray(MAGIC.ljust(SECTOR, b"\x00"))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    return bytes(header) + fat + directory.ljust(SECTOR, b"\x00") + stream


def record(code: int, data: bytes) -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def sheet(kind: int) -> bytes:
    return record(0x85, b"\x00" * 5 + bytes([kind]) + b"\x01\x00a")


BOF, EOF = record(0x809, b"\x00\x06\x05\x00"), record(0x0A, b"")


def test_charts_among_the_sheets_and_the_date_system_are_told() -> None:
    stream = BOF + record(0x22, b"\x01\x00") + sheet(0) + sheet(2) + EOF + sheet(0)
    assert read_facts(compound(stream)) == BookFacts((True, False), date_1904=True)


def test_a_stream_goes_by_its_name_whatever_the_case() -> None:
    assert read_facts(compound(BOF + sheet(0) + EOF, name="BOOK")) == BookFacts((True,))


def test_the_cells_of_a_book_are_those_that_the_grids_of_its_sheets_span() -> None:
    def listed(start: int) -> bytes:
        return record(0x85, struct.pack("<I", start) + b"\x00\x00\x01\x00a")

    def dimensions(*grid: int) -> bytes:
        return BOF + record(0x200, struct.pack("<IIHHH", *grid, 0)) + EOF

    first = len(BOF + listed(0) + listed(0) + EOF)
    second = first + len(dimensions(0, 0, 0, 0))
    book = BOF + listed(first) + listed(second) + EOF
    book += dimensions(0, 65_536, 0, 256) + dimensions(9, 11, 2, 5)
    assert grid_cells(compound(book)) == 65_536 * 256 + 2 * 3


def test_a_book_that_cannot_be_read_spans_no_cells() -> None:
    assert grid_cells(MAGIC) == 0
    assert grid_cells(compound(b"", name="Other")) == 0


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (BOF + record(0x2F, b"\x00\x00") + sheet(0) + EOF, "FILE_PASSWORD"),
        (BOF + EOF, "FILE_DAMAGED"),
        (b"", "FILE_DAMAGED"),
    ],
)
def test_an_encrypted_or_empty_book_is_refused_by_name(stream: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_facts(compound(stream))
    assert refused.value.code == code


def test_a_chain_of_sectors_that_runs_in_a_circle_is_damage() -> None:
    directory = bytearray(compound(BOF + sheet(0) + EOF))
    struct.pack_into("<I", directory, SECTOR + 4, 1)
    for content in (bytes(directory), compound(BOF + sheet(0) + EOF, loops=True)):
        with pytest.raises(FileRefused) as refused:
            read_facts(content)
        assert refused.value.code == "FILE_DAMAGED"


@given(st.integers(0, 6 * SECTOR), st.integers(0, 255))
def test_any_byte_may_be_wrong_without_anything_but_a_refusal(at: int, value: int) -> None:
    content = bytearray(compound(BOF + sheet(0) + EOF))
    content[at] = value
    assert grid_cells(bytes(content)) >= 0
    with suppress(FileRefused):
        if "workbook" in open_compound(bytes(content)).entries:
            read_facts(bytes(content))
