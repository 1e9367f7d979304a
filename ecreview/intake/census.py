"""What the XML of a sheet tells that its cells as text do not: counted by bytes, never as a tree.

Fed with pieces of a part as they are unpacked. Costs a fraction of the reading itself: a few marks are looked
for in each piece, see `words`; only a hit is looked at closely, by regular expressions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.words import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.intake.words import Places

LONG_NUMBER = 1e15  # a number cell keeps 15 digits
EXACT_BYTES = (
    4_000_000  # up to here every cell's place is looked at; beyond, the last cell of each row
)

_SHEET_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_PLACE = b' r="'
_REFERENCE_BYTES = 12  # XFD1048576 has 10
_REFERENCES = 1 << 16  # so many are looked at together
_LETTERS_FROM, _ZERO, _DECIMALS = ord("A"), np.uint8(ord("0")), 10
_PREFIX = re.compile(rb"<(/?)\w+:")
_LONG_DIGITS = 16
_LONG = re.compile(rb"<v>(?:\d{16}|[\d.]*+[eE]\+)")
_LONG_CELL = re.compile(
    rb'<c\b(?=[^>]*?\sr="([A-Z]+)\d+")(?![^>]*\st="(?:s|str|e|b|d|inlineStr)")[^>]*>'
    rb"(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>(?:\d{16}|[\d.]*[eE]\+)"
)
_UNCALCULATED = re.compile(rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_SHARED_TEXT = re.compile(rb'<c\b[^>]*\st="s"[^>]*>\s*<v>(\d{1,9})</v>')
_CELL_START, _USUAL_CELL, _ROW_END = b"<c ", b"<c r", b"</ro"
_TO_PLACE = _USUAL_CELL.index(_PLACE[:2])
_HIDDEN_MARK = b"hidden="
_HIDDEN_ROW = re.compile(rb"<row\b[^>]*\shidden=\"(?:1|true)\"")

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
        hidden_rows: rows that Excel does not show.
    """

    values: int
    formulas_without_value: int
    long_columns: tuple[int, ...]
    empty_cells: int
    rows: int
    columns: int
    errors: tuple[tuple[int, int], ...] = ()
    hidden_rows: int = 0


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
    hidden: int = 0
    long_letters: set[bytes] = field(default_factory=set)
    _references: list[NDArray[np.uint8]] = field(default_factory=list)
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
        self._count(piece, cut)

    def census(self) -> SheetCensus:
        """Return the counts of the whole part."""
        self._count(self._rest, len(self._rest))
        self._rest = b""
        self._reach()
        long_columns = sorted(column_number(letters) - 1 for letters in self.long_letters)
        return SheetCensus(
            self.values,
            self.uncalculated,
            tuple(long_columns),
            self.empty,
            self.rows,
            self.columns,
            hidden_rows=self.hidden,
        )

    def _count(self, piece: bytes, end: int) -> None:
        """Add the counts of a piece up to there, where it ends between two cells."""
        words = Words(piece, end)
        self.values += words.count(b"</v>") + words.count(b"</is")
        self._has_formulas = self._has_formulas or words.count(b"</f>") > 0
        if self._has_formulas:
            self.uncalculated += len(_UNCALCULATED.findall(piece, 0, end))
            self.values -= piece.count(b"<v></v>", 0, end)
        may_be_long = words.has_digits(b"<v>", _LONG_DIGITS) or words.has_exponent()
        if may_be_long and _LONG.search(piece, 0, end):
            self.long_letters.update(_LONG_CELL.findall(piece, 0, end))
        if words.may_hold(_HIDDEN_MARK):
            self.hidden += len(_HIDDEN_ROW.findall(piece, 0, end))
        if words.has_pair(b"/>"):
            self.empty += piece.count(_EMPTY_CELL, 0, end + len(_CELL_START))
            places = _before(_cells(words), words.tags(b"</c>"))
        else:
            places = _cells(words) if self.is_exact else _last_cells(words, end)
        self._references.append(words.texts(places + len(_PLACE), _REFERENCE_BYTES))
        if sum(map(len, self._references)) > _REFERENCES:
            self._reach()

    def _reach(self) -> None:
        """Take in how far right and down the cells go whose references were collected."""
        signs = np.concatenate([np.zeros((0, _REFERENCE_BYTES), np.uint8), *self._references])
        self._references.clear()
        row, column = np.zeros((2, len(signs)), dtype=np.int64)
        is_open = np.ones(len(signs), dtype=np.bool_)
        for sign in signs.T:
            is_letter = sign >= _LETTERS_FROM
            digit = sign - _ZERO  # what is below a zero wraps around
            is_digit = digit < _DECIMALS
            is_open &= is_letter | is_digit
            column = np.where(is_open & is_letter, column * 26 + sign - _LETTERS_FROM + 1, column)
            row = np.where(is_open & is_digit, row * 10 + digit, row)
        self.rows = max(self.rows, int(row.max(initial=0)))
        self.columns = max(self.columns, int(column.max(initial=0)))


def _before(places: Places, ends: Places) -> Places:
    """Return the last place before each of the ends, so far as there is one."""
    index = np.searchsorted(places, ends) - 1
    found: Places = places[index[index >= 0]]
    return found


def _last_cells(words: Words, end: int) -> Places:
    """Return the places of the references of the last cell of each row, and of the last before the end."""
    if words.count(_USUAL_CELL) == words.count(_CELL_START):
        return words.last_before(_CELL_START, _ROW_END) + _TO_PLACE
    return _before(_cells(words), np.append(words.tags(_ROW_END), end))


def _cells(words: Words) -> Places:
    """Return the places of the references of all cells."""
    usual = words.tags(_USUAL_CELL)
    if len(usual) == words.count(_CELL_START):
        return usual + _TO_PLACE
    places = words.places(_PLACE)  # some stand behind other attributes; a row's own has no letters
    return places[words.texts(places + len(_PLACE), 1)[:, 0] >= _LETTERS_FROM]


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
