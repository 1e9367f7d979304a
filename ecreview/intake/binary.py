"""The binary parts of .xlsb books: which part holds which sheet, and the error cells of a sheet.

The engine passes over error cells that come from a formula, so they are counted here, record by record.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ecreview.intake.census import LONG_NUMBER, SheetCensus

if TYPE_CHECKING:
    from collections.abc import Iterator

SCAN_BYTES = 32 << 20  # about two million cells; a second or two

_ROW, _BLANK, _ERROR, _REAL, _FORMULA_ERROR = 0, 1, 3, 5, 11
_CELLS = range(1, 12)
_BOOK_PROPERTIES, _SHEET_ENTRY = 153, 156


def scan_sheet(part: bytes) -> SheetCensus:
    """Return the census of a binary sheet part; of a broken one, what stands before the break."""
    row = values = rows = columns = 0
    errors: list[tuple[int, int]] = []
    long_columns: set[int] = set()
    for code, at, size in _records(part):
        if code == _ROW and size >= 4:  # noqa: PLR2004 - bytes of a row number
            (row,) = struct.unpack_from("<I", part, at)
        elif code in _CELLS and code != _BLANK and size >= 8:  # noqa: PLR2004 - column and style
            (column,) = struct.unpack_from("<I", part, at)
            values += 1
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if code in (_ERROR, _FORMULA_ERROR):
                errors.append((row + 1, column))
            elif code == _REAL and _number(part, at, size) >= LONG_NUMBER:
                long_columns.add(column)
    return SheetCensus(values, 0, tuple(sorted(long_columns)), 0, rows, columns, tuple(errors))


def _number(part: bytes, at: int, size: int) -> float:
    """Return the number of a cell record, which stands behind column and style."""
    return float(struct.unpack_from("<d", part, at + 8)[0]) if size >= 16 else 0.0  # noqa: PLR2004


def sheet_entries(book: bytes) -> tuple[tuple[str, str], ...]:
    """Return name and relation id of each sheet listed in the book part."""
    found: list[tuple[str, str]] = []
    for code, at, size in _records(book):
        if code == _SHEET_ENTRY:
            relation, behind = _text(book[at : at + size], 8)
            name, _ = _text(book[at : at + size], behind)
            found.append((name, relation))
    return tuple(found)


def is_date_1904(book: bytes) -> bool:
    """Return whether the book part says that serial dates count from 1904."""
    records = _records(book)
    return any(code == _BOOK_PROPERTIES and size and book[at] & 1 for code, at, size in records)


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield code, place of the data and size of each record."""
    at, end = 0, len(part)
    while at + 2 <= end:
        code = part[at]
        at += 1
        if code & 0x80:
            code = (code & 0x7F) | (part[at] << 7)
            at += 1
        size = shift = 0
        while at < end:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + size > end:
            return
        yield code, at, size
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Return a text with its length before it, and the place behind it."""
    if at + 4 > len(data):
        return "", at
    (length,) = struct.unpack_from("<I", data, at)
    start = at + 4
    stop = start + 2 * length
    return data[start:stop].decode("utf-16-le", "replace"), stop
