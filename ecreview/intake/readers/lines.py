"""Text line by line: each physical line becomes a row or is set aside with its reason.

Kept apart from the fast reader because it must survive anything: broken bytes, quotes that never close, rows
that are too wide, and a file that ends in the middle of a row.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.encoding import BLANKS, split_blanks
from ecreview.intake.letters import BROKEN
from ecreview.model.finding_kinds import ROW_CUT, ROW_ENCODING, ROW_QUOTE, ROW_WIDTH
from ecreview.model.ledger import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.intake.encoding import TextShape
    from ecreview.model.findings import FindingKind

QUOTED_LINES = 100  # a cell with more line breaks than this is a quote that was never closed
CHUNK_ROWS = 50_000
FILLED_ROWS = (
    20  # so many rows with a filled last cell make a blank one at the end of the file a cut
)

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line.

    Attributes:
        number: from 1, as an editor shows it.
        text: without its line end.
        is_ended: whether it has a line end.
    """

    number: int
    text: str
    is_ended: bool

    @property
    def is_broken(self) -> bool:
        """Return whether bytes of it could not be decoded."""
        return BROKEN in self.text or "\x00" in self.text


@dataclass(slots=True)
class Rows:
    """The rows read so far.

    Attributes:
        numbers: physical line of each row kept.
        tables: finished pieces.
        aside: rows set aside.
        short: lines of kept rows with too few cells.
        filled: body rows seen so far; 0 once the last cell of one was blank.
    """

    width: int
    numbers: list[int] = field(default_factory=list)
    tables: list[pa.Table] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    filled: int = 0
    _open: list[Cells] = field(default_factory=list)

    def keep(self, number: int, cells: Cells) -> None:
        """Add a row."""
        self.numbers.append(number)
        self._open.append(cells)
        if len(self._open) >= CHUNK_ROWS:
            self.close()

    def set_aside(self, number: int, kind: FindingKind) -> None:
        """Add a row that is not kept."""
        self.aside.append(SetAside(number, kind))

    def close(self) -> None:
        """Turn the rows since the last call into a table."""
        if self._open:
            width = max(self.width, *(len(cells) for cells in self._open))
            padded = [cells + [""] * (width - len(cells)) for cells in self._open]
            columns = [pa.array(column, pa.string()) for column in zip(*padded, strict=True)]
            self.tables.append(pa.table(columns, names=[f"c{i}" for i in range(width)]))
            self._open = []


def physical_lines(content: bytes | memoryview, encoding: str, start: int = 1) -> Iterator[Line]:
    """Yield the lines of a text; undecodable bytes become the replacement character."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
    for number, line in enumerate(stream, start):
        text = line.rstrip("\r\n")
        yield Line(number, text.removeprefix("\ufeff") if number == 1 else text, text != line)


def read_lines(lines: Iterator[Line], shape: TextShape, rows: Rows) -> None:
    """Add all lines to the rows.

    Args:
        lines: physical lines in order.
        shape: separator, width and place of the header.
        rows: takes what is read.
    """
    body_from = 1 if shape.header is None else shape.header + 2
    with _long_fields():
        source = _Source(lines)
        for line in source:
            cells = None if line.is_broken else _cells(line, source, shape)
            if cells is not None:
                _place(line, cells, rows, is_body=line.number >= body_from)
            else:
                rows.set_aside(line.number, ROW_ENCODING if line.is_broken else ROW_QUOTE)
    rows.close()


class _Source:
    """Lines with a look ahead."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._ahead: deque[Line] = deque()

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        return self._ahead.popleft() if self._ahead else next(self._lines)

    def peek(self, count: int) -> list[Line]:
        """Return up to so many of the next lines without taking them."""
        self._ahead.extend(islice(self._lines, count - len(self._ahead)))
        return list(islice(self._ahead, count))

    def skip(self, count: int) -> None:
        """Take lines that were looked at."""
        for _ in range(count):
            self._ahead.popleft()


def _cells(line: Line, source: _Source, shape: TextShape) -> Cells | None:
    """Return the cells of the row that begins on a line, None where its quote never closes."""
    if shape.separator == BLANKS:
        return split_blanks(line.text)
    if '"' not in line.text:
        return line.text.split(shape.separator)
    cells, taken = _parse([line.text], shape.separator)
    if taken == 1:
        return cells
    ahead = source.peek(QUOTED_LINES)
    cells, taken = _parse([line.text, *(a.text for a in ahead)], shape.separator)
    followers = ahead[: taken - 1]
    if taken > len(ahead) + 1 or len(cells) != shape.width or _holds_row(followers, shape):
        return None
    source.skip(len(followers))
    return cells


def _parse(texts: list[str], separator: str) -> tuple[Cells, int]:
    """Return the first record and how many lines it took: one more than given where a quote stays open."""
    reader = csv.reader([f"{text}\n" for text in texts] + ["\n"], delimiter=separator)
    return next(reader), reader.line_num


def _holds_row(lines: list[Line], shape: TextShape) -> bool:
    """Return whether one of the lines inside a quote is a row of its own, so that the quote was left open."""
    return shape.width > 1 and any(
        line.is_broken
        or ('"' not in line.text and len(line.text.split(shape.separator)) == shape.width)
        for line in lines
    )


def _place(line: Line, cells: Cells, rows: Rows, *, is_body: bool) -> None:
    """Keep a row, or set it aside where it is too wide or cut."""
    if not is_body:
        rows.keep(line.number, cells)
        return
    while len(cells) > rows.width and not cells[-1].strip():
        cells.pop()
    if len(cells) > rows.width:
        rows.set_aside(line.number, ROW_WIDTH)
    elif not line.is_ended and _is_cut(cells, rows):
        rows.set_aside(line.number, ROW_CUT)
    else:
        _note(line.number, cells, rows)
        rows.keep(line.number, cells)


def _is_cut(cells: Cells, rows: Rows) -> bool:
    """Return whether the last row of a text without a last line end was cut off."""
    if rows.width == 1 or not any(cells):
        return False
    if len(cells) == 1:  # a total or a note, unless it looks like the beginning of an id
        return cells[0].strip("\"'\t =").isascii() and cells[0].strip("\"'\t =").isalnum()
    return len(cells) < rows.width or (not cells[-1].strip() and rows.filled >= FILLED_ROWS)


def _note(number: int, cells: Cells, rows: Rows) -> None:
    """Keep count of short rows and of filled last cells."""
    is_note = 2 * len(cells) < rows.width or sum(bool(cell.strip()) for cell in cells) == 1
    if len(cells) < rows.width and not is_note:
        rows.short.append(number)
    if rows.filled >= 0 and len(cells) == rows.width:
        rows.filled = rows.filled + 1 if cells[-1].strip() else -1


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let the csv module take cells of any length for a while: its limit holds for the whole process."""
    usual = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(usual)
