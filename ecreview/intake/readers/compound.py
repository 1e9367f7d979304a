"""The container of old .xls books: which streams it holds, and what the book says about its sheets.

Only what the workbook engine keeps to itself: encryption, charts among the sheets, the date system.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_DAMAGED, FILE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK_STREAMS = ("workbook", "book")
ENCRYPTED_STREAMS = ("encryptedpackage", "encryptioninfo")

_ROOT = ""  # its name is free
_STREAM_KIND, _ROOT_KIND = 2, 5
_BROKEN = (struct.error, IndexError, KeyError, UnicodeDecodeError)
_LAST_SECTOR = 0xFFFFFFF9  # from here on a number is a mark, not a sector
_ENTRY_BYTES = 128
_MINI_CUTOFF = 4_096
_GLOBALS_BYTES = 4 << 20  # the sheet list stands well before the shared strings

_BOUNDSHEET, _FILEPASS, _DATEMODE, _EOF = 0x85, 0x2F, 0x22, 0x0A
_DIMENSIONS = 0x200
_WORKSHEET = 0


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What an .xls book says about itself.

    Attributes:
        is_sheet: per listed sheet, whether it is a worksheet (else a chart or macro sheet).
        date_1904: whether serial dates count from 1904.
    """

    is_sheet: tuple[bool, ...] = ()
    date_1904: bool = False


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file, its directory read.

    Attributes:
        content: the bytes of the file.
        sector: bytes of a sector.
        fat: the sector that follows each sector.
        entries: name in lower case → (first sector, size) of each stream and of the root.
    """

    content: bytes
    sector: int
    fat: tuple[int, ...]
    entries: dict[str, tuple[int, int]]

    def stream(self, name: str, limit: int) -> bytes:
        """Return the first bytes of a stream."""
        first, size = self.entries[name]
        if size >= _MINI_CUTOFF:
            return _join(self.content, self.sector, _chain(self.fat, first), min(size, limit))
        return self._small_stream(first, size)

    def _small_stream(self, first: int, size: int) -> bytes:
        """Return a stream below the cut-off, which stands in sectors of 64 bytes inside the root."""
        root, root_size = self.entries[_ROOT]
        mini = _join(self.content, self.sector, _chain(self.fat, root), root_size)
        (start,) = struct.unpack_from("<I", self.content, 60)
        table = _join(self.content, self.sector, _chain(self.fat, start), len(self.content))
        links = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        pieces = [mini[s * 64 : s * 64 + 64] for s in _chain(links, first)]
        return b"".join(pieces)[:size]


def open_compound(content: bytes) -> Compound:
    """Return the compound file.

    Raises:
        FileRefused: its directory cannot be read, or a chain of sectors runs in a circle.
    """
    try:
        book = _open(content)
    except _BROKEN as error:
        raise FileRefused(FILE_DAMAGED) from error
    if _ROOT not in book.entries:
        raise FileRefused(FILE_DAMAGED)
    return book


def read_facts(content: bytes) -> BookFacts:
    """Return what the book says about its sheets.

    A book that does not list its sheets is refused here: the engine ends the process on such files.

    Raises:
        FileRefused: the book is encrypted or damaged.
    """
    book = open_compound(content)
    name = next(name for name in WORKBOOK_STREAMS if name in book.entries)
    try:
        records = tuple(_records(book.stream(name, _GLOBALS_BYTES)))
        are_sheets = tuple(data[5] == _WORKSHEET for code, data in records if code == _BOUNDSHEET)
    except _BROKEN as error:
        raise FileRefused(FILE_DAMAGED) from error
    if any(code == _FILEPASS for code, _ in records):
        raise FileRefused(FILE_PASSWORD)
    if not are_sheets:
        raise FileRefused(FILE_DAMAGED)
    is_1904 = any(code == _DATEMODE and data[:1] == b"\x01" for code, data in records)
    return BookFacts(are_sheets, is_1904)


def grid_cells(content: bytes) -> int:
    """Return how many cells the grids of a book span as its sheets state; 0 where they cannot be read."""
    try:
        book = _open(content)
        stream = book.stream(next(n for n in WORKBOOK_STREAMS if n in book.entries), len(content))
        listed = [data for code, data in _records(stream) if code == _BOUNDSHEET]
        return sum(_grid(stream, *struct.unpack_from("<I", data)) for data in listed)
    except (*_BROKEN, StopIteration, FileRefused):
        return 0


def _grid(stream: bytes, start: int) -> int:
    """Return how many cells the grid of the sheet spans that begins there."""
    records = _records(stream, start)
    stated = next((data for code, data in records if code == _DIMENSIONS), bytes(12))
    top, bottom, left, right = struct.unpack_from("<IIHH", stated)
    return int(max(bottom - top, 0) * max(right - left, 0))


def _open(content: bytes) -> Compound:
    """Return the compound file."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4_096):
        raise IndexError
    tables = [s for s in struct.unpack_from("<109I", content, 76) if s < _LAST_SECTOR]
    per_sector = sector // 4
    fat: list[int] = []
    for table in tables:
        fat.extend(struct.unpack_from(f"<{per_sector}I", content, (table + 1) * sector))
    (first,) = struct.unpack_from("<I", content, 48)
    directory = _join(content, sector, _chain(fat, first), len(content))
    return Compound(content, sector, tuple(fat), dict(_entries(directory)))


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield name, first sector and size of the root and of each stream."""
    for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        name_bytes, kind = struct.unpack_from("<HB", directory, at + 64)
        first, size = struct.unpack_from("<II", directory, at + 116)
        if kind == _ROOT_KIND:
            yield _ROOT, (first, size)
        elif kind == _STREAM_KIND:
            name = directory[at : at + min(max(name_bytes - 2, 0), 64)].decode("utf-16-le")
            yield name.casefold(), (first, size)


def _chain(links: tuple[int, ...] | list[int], first: int) -> list[int]:
    """Return the sectors of a chain.

    Raises:
        FileRefused: it runs in a circle.
    """
    chain: list[int] = []
    while first < _LAST_SECTOR:
        if len(chain) > len(links):
            raise FileRefused(FILE_DAMAGED)
        chain.append(first)
        first = links[first]
    return chain


def _join(content: bytes, sector: int, chain: list[int], size: int) -> bytes:
    """Return the sectors of a chain as one, up to that size."""
    needed = chain[: -(-size // sector)]
    return b"".join(content[(n + 1) * sector : (n + 2) * sector] for n in needed)[:size]


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield code and data of the records from there to the end of the part, which is the book or one sheet."""
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        if code == _EOF:
            return
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size
