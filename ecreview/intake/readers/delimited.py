"""Delimited text → a sheet of text cells; one bad line never costs the file.

    a clean text      read whole, between the lines down to its header and the last few lines
    anything else     read line by line, see `lines`

Row numbers are physical lines, blank ones counted, as an editor shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from ecreview.intake.cells import filled, filled_rows
from ecreview.intake.encoding import SEPARATORS, TextShape, shape_of
from ecreview.intake.guard import TABLE_COLUMNS
from ecreview.intake.raw import RawSheet
from ecreview.intake.readers.lines import FILLED_ROWS, Rows, physical_lines, read_lines
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_NOT_TABLE, GRID_TOO_BIG, NO_DATA, ROW_SHORT
from ecreview.model.findings import FIRST_ROWS, Finding, FindingKind, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

FAST_FROM_BYTES = 100_000  # below, the line reader is as quick
BLOCK_BYTES = 1 << 20  # larger blocks leave the cache
FIRST_LOOK = 1_000  # rows of which two filled ones make a table
TAIL_LINES = 8  # footers and a cut last row are left to the line reader
_SINGLE_BYTE_ENDS = ("utf-8", "utf-8-sig", "gb18030", "big5", "cp1252")


def read_delimited(
    name: str, content: bytes, known: frozenset[str], *, encoding: str | None = None
) -> tuple[RawSheet, TextShape]:
    """Return the text as a sheet, and how it was read.

    Args:
        name: name of the upload.
        content: its bytes.
        known: normalised header names of all formats.
        encoding: as a person chose, None = to be told.

    Raises:
        FileRefused: no encoding fits, the table is too wide, or there is no row at all.
    """
    shape = shape_of(content, known, encoding)
    if shape.width > TABLE_COLUMNS:
        raise FileRefused(GRID_TOO_BIG, rows="?", cols=f"{shape.width:,}")
    rows = _read_fast(content, shape) or _read_tolerant(content, shape)
    if not rows.numbers and not rows.aside:
        raise FileRefused(NO_DATA)
    sheet = _sheet(name, rows)
    _check_table(sheet, shape)
    return sheet, shape


def _read_tolerant(content: bytes, shape: TextShape) -> Rows:
    """Return the rows of any text."""
    rows = Rows(shape.width)
    read_lines(physical_lines(content, shape.encoding), shape, rows)
    return rows


def _read_fast(content: bytes, shape: TextShape) -> Rows | None:
    """Return the rows of a large clean text, None where it is not clean."""
    is_plain = shape.encoding in _SINGLE_BYTE_ENDS and shape.separator in SEPARATORS
    if len(content) < FAST_FROM_BYTES or not is_plain or b"\x00" in content:
        return None
    start = _line_start(content, 0 if shape.header is None else shape.header + 1)
    end = _tail_start(content, start)
    body = _read_body(memoryview(content)[start:end], shape)
    if body is None or body.num_rows != content.count(b"\n", start, end):
        return None
    rows = Rows(shape.width)
    read_lines(physical_lines(content[:start], shape.encoding), shape, rows)
    first = 1 if shape.header is None else shape.header + 2
    if len(rows.numbers) + 1 != first:
        return None
    rows.numbers.extend(range(first, first + body.num_rows))
    rows.tables.append(body)
    is_full = pc.all(filled(body.column(shape.width - 1))).as_py()
    rows.filled = min(body.num_rows, FILLED_ROWS) if is_full else -1
    tail = physical_lines(content[end:], shape.encoding, first + body.num_rows)
    read_lines(tail, shape, rows)
    return rows


def _line_start(content: bytes, line: int) -> int:
    """Return where the line of that index begins."""
    at = 0
    for _ in range(line):
        at = content.find(b"\n", at) + 1
        if at == 0:
            return len(content)
    return at


def _tail_start(content: bytes, start: int) -> int:
    """Return where the last lines begin."""
    at = len(content)
    for _ in range(TAIL_LINES + 1):
        at = content.rfind(b"\n", start, at)
        if at < 0:
            return start
    return at + 1


def _read_body(body: memoryview, shape: TextShape) -> pa.Table | None:
    """Return the rows of a clean text, None where it is not clean."""
    names = [f"c{i}" for i in range(shape.width)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            arrow_csv.ReadOptions(
                column_names=names,
                encoding=shape.encoding.removesuffix("-sig"),
                use_threads=False,
                block_size=BLOCK_BYTES,
            ),
            arrow_csv.ParseOptions(delimiter=shape.separator, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeError):
        return None


def _sheet(name: str, rows: Rows) -> RawSheet:
    """Return the sheet of all rows."""
    width = max((table.num_columns for table in rows.tables), default=rows.width)
    tables = [_widened(table, width) for table in rows.tables]
    total = len(rows.numbers) + len(rows.aside)
    return RawSheet(
        file=name,
        sheet=None,
        cells=pa.concat_tables(tables) if tables else _no_rows(width),
        rows=np.asarray(rows.numbers, dtype=np.int64),
        total=total,
        aside=tuple(rows.aside),
        findings=tuple(_findings(name, rows, total)),
    )


def _no_rows(width: int) -> pa.Table:
    """Return a table without rows."""
    blank = pa.array([], pa.string())
    return pa.table([blank] * width, names=[f"c{i}" for i in range(width)])


def _widened(table: pa.Table, width: int) -> pa.Table:
    """Return the table with blank columns added up to that width."""
    blank = pa.nulls(table.num_rows, pa.string())
    for i in range(table.num_columns, width):
        table = table.append_column(f"c{i}", blank)
    return table


def _findings(name: str, rows: Rows, total: int) -> Iterable[Finding]:
    """Yield one finding per reason for which rows were set aside or filled up."""
    by_kind: dict[str, tuple[FindingKind, list[int]]] = {}
    for aside in rows.aside:
        by_kind.setdefault(aside.kind.code, (aside.kind, []))[1].append(aside.row)
    if rows.short:
        by_kind[ROW_SHORT.code] = (ROW_SHORT, rows.short)
    for kind, numbers in by_kind.values():
        place = Place(name, rows=tuple(numbers[:FIRST_ROWS]))
        yield Finding(kind, place, len(numbers), total)


def _check_table(sheet: RawSheet, shape: TextShape) -> None:
    """Refuse a text without a filled row, and a single word or sentence."""
    if sheet.aside:
        return
    if filled_rows(sheet.cells.slice(0, FIRST_LOOK)).sum() > 1:
        return
    rows = int(filled_rows(sheet.cells).sum())
    if not rows:
        raise FileRefused(NO_DATA)
    if rows == 1 and shape.width == 1 and shape.header is None:
        raise FileRefused(FILE_NOT_TABLE)
