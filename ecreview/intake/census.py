"""What the XML of a sheet tells that its cells as text do not: counted by bytes, never as a tree.

Fed with pieces of a part as they are unpacked. Costs a fraction of the reading itself: a few `bytes.count`
and one regular expression per piece; only a hit is looked at closely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

LONG_NUMBER = 1e15  # a number cell keeps 15 digits
EXACT_BYTES = (
    4_000_000  # up to here every cell's place is looked at; beyond, the last cell of each row
)

_SHEET_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_REFERENCE = re.compile(rb'<c\b[^>]*?\sr="([A-Z]{0,7}\d{1,10})"[^>]*(?<!/)>')
_LETTERS = re.compile(rb"^[A-Z]{1,7}", re.MULTILINE)
_ROW_NUMBER = re.compile(rb"^[A-Z]*(\d{1,10})", re.MULTILINE)
_REFERENCE_BYTES = 17
_PLACE = b' r="'
_PREFIX = re.compile(rb"<(/?)\w+:")
_LONG = re.compile(rb"<v>(?:\d{16}|[\d.]*+[eE]\+)")
_LONG_CELL = re.compile(
    rb'<c\b(?=[^>]*?\sr="([A-Z]+)\d+")(?![^>]*\st="(?:s|str|e|b|d|inlineStr)")[^>]*>'
    rb"(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>(?:\d{16}|[\d.]*[eE]\+)"
)
_UNCALCULATED = re.compile(rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_SHARED_TEXT = re.compile(rb'<c\b[^>]*\st="s"[^>]*>\s*<v>(\d{1,9})</v>')
_CELL_START = b"<c "
_EMPTY_CELL = b'"/><c '
_HOLD_BYTES = 1 << 20  # a cell longer than this is not waited for


@dataclass(frozen=True, slots=True)
class SheetCensus:
    """What was counted in the XML of one sheet.

    Attributes:
        values: cells that hold a value.
        formulas_without_value: formulas that were never calculated.
        long_columns: columns (from 0) with a number cell of more than 15 digits or in E-notation.
        empty_cells: cells that hold formatting only.
        rows, columns: the largest row and column number seen, from 1.
        errors: addresses of error cells (Excel's row, column from 0), where the engine does not tell them.
    """

    values: int
    formulas_without_value: int
    long_columns: tuple[int, ...]
    empty_cells: int
    rows: int
    columns: int
    errors: tuple[tuple[int, int], ...] = ()


def column_number(letters: bytes) -> int:
    """Return the number of a column from 1; 0 for no letters.

    Examples:
        >>> column_number(b"A"), column_number(b"XFD")
        (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@dataclass(slots=True)
class SheetScan:
    """Counts of one sheet while its pieces come in.

    Attributes:
        is_exact: whether every cell's place is looked at.
        prefix: whether its elements carry a namespace prefix, which is taken off.
    """

    is_exact: bool
    prefix: bool
    values: int = 0
    uncalculated: int = 0
    empty: int = 0
    rows: int = 0
    columns: int = 0
    long_letters: set[bytes] = field(default_factory=set)
    _letters: set[bytes] = field(default_factory=set)
    _has_formulas: bool = False
    _rest: bytes = b""

    @classmethod
    def starting(cls, head: bytes, size: int) -> SheetScan | None:
        """Return a scan where the part begins like a sheet."""
        root = _SHEET_ROOT.search(head)
        return None if root is None else cls(size <= EXACT_BYTES, prefix=root.group(1) is not None)

    def feed(self, chunk: bytes) -> None:
        """Count a piece up to its last cell; the rest waits for the next one."""
        piece = self._rest + chunk
        if self.prefix:
            piece = _PREFIX.sub(rb"<\1", piece)
        cut = piece.rfind(_CELL_START)
        if cut <= 0 and len(piece) < _HOLD_BYTES:
            self._rest = piece
            return
        cut = cut if cut > 0 else len(piece)
        self._rest = piece[cut:]
        self.empty += piece.count(_EMPTY_CELL, 0, cut + len(_CELL_START))
        self._count(piece[:cut])

    def census(self) -> SheetCensus:
        """Return the counts of the whole part."""
        self._count(self._rest)
        self._rest = b""
        columns = max([self.columns, *map(column_number, self._letters)])
        long_columns = sorted(column_number(letters) - 1 for letters in self.long_letters)
        return SheetCensus(
            self.values, self.uncalculated, tuple(long_columns), self.empty, self.rows, columns
        )

    def _count(self, piece: bytes) -> None:
        """Add the counts of a piece that ends between two cells."""
        self.values += piece.count(b"</v>") + piece.count(b"</is>")
        self._has_formulas = self._has_formulas or b"</f>" in piece
        if self._has_formulas:
            self.uncalculated += len(_UNCALCULATED.findall(piece))
            self.values -= piece.count(b"<v></v>")
        if _LONG.search(piece):
            self.long_letters.update(_LONG_CELL.findall(piece))
        seen = _REFERENCE.findall(piece) if self.is_exact else _last_references(piece)
        references = b"\n".join(seen)
        self._letters.update(_LETTERS.findall(references))
        self.rows = max([self.rows, *map(int, _ROW_NUMBER.findall(references))])


def _last_references(piece: bytes) -> list[bytes]:
    """Return, for each row of a piece, the bytes from the reference of its last filled cell on."""
    rows = piece.split(b"</row>")
    starts = [row.rfind(_PLACE, 0, max(row.rfind(b"</c>"), 0)) for row in rows]
    pairs = zip(rows, starts, strict=True)
    skip = len(_PLACE)
    return [row[at + skip : at + skip + _REFERENCE_BYTES] for row, at in pairs if at >= 0]


@dataclass(slots=True)
class StringScan:
    """Length of each shared string while its pieces come in, markup included."""

    longest: int = 0
    stated: int = 0
    _lengths: list[int] = field(default_factory=list)
    _open: int = 0

    def feed(self, chunk: bytes) -> None:
        """Measure the strings that end in a piece."""
        if not self._lengths and not self._open:
            stated = re.search(rb'uniqueCount="(\d+)"', chunk)
            self.stated = int(stated.group(1)) if stated else 0
        parts = [len(part) for part in chunk.split(b"</si>")]
        parts[0] += self._open
        self._open = parts.pop()
        self._lengths.extend(parts)
        self.longest = max([self.longest, self._open, *parts])

    def lengths(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the length of each string in order."""
        return np.asarray([*self._lengths, self._open], dtype=np.int64)


def referred_bytes(sheet: bytes, strings: StringScan) -> int:
    """Return the bytes of all text cells of a sheet, each written out."""
    lengths = strings.lengths()
    indices = np.asarray(_SHARED_TEXT.findall(sheet)).astype(np.int64)
    return int(lengths[indices[indices < len(lengths)]].sum())
