"""Sheets that are not one table from top to bottom: several tables one below the other, or one lying on its side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.cells import filled, filled_rows
from ecreview.intake.header import HEADER_SEARCH_ROWS, hits, normalise_header
from ecreview.intake.raw import CellCensus
from ecreview.model.finding_kinds import TABLE_TRANSPOSED, TABLES_MANY
from ecreview.model.findings import Finding, Place

if TYPE_CHECKING:
    from ecreview.intake.raw import RawSheet

LABELS = 3  # known names in the first column of a table that lies on its side
TURNED_ROWS = 200  # a longer sheet has its names in a row
BLANK_ROWS = 10_000  # with more rows whose first cell is blank, blank rows part no tables
NOTE_LINES = 10  # lines that may stand between a blank row and the header of the next table
HEADER_NAMES = 2  # known names that make a header


def pieces_of(sheet: RawSheet, known: frozenset[str]) -> tuple[RawSheet, ...]:
    """Return the tables of a sheet as sheets of their own, as a rule the sheet itself.

    Args:
        sheet: the cells.
        known: normalised header names of all formats.

    Raises:
        AssertionError: the pieces do not have all rows of the sheet between them.
    """
    if _lies_on_its_side(sheet, known):
        return (_turned(sheet),)
    starts = _starts(sheet, known)
    if not starts:
        return (sheet,)
    ends = [*starts, len(sheet.rows)]
    pieces = [_piece(sheet, start, end) for start, end in zip([0, *starts], ends, strict=True)]
    if sum(piece.total for piece in pieces) != sheet.total:
        raise AssertionError(f"rows got lost in {sheet.file} {sheet.sheet}")
    finding = Finding(TABLES_MANY, Place(sheet.file, sheet.sheet), len(pieces), len(pieces))
    first = replace(pieces[0], findings=(*sheet.findings, finding))
    heading = _heading(sheet, known)
    named = [
        replace(piece, sheet=_numbered(sheet.sheet, number), heading=heading)
        for number, piece in enumerate(pieces[1:], 2)
    ]
    return (first, *named)


def _heading(sheet: RawSheet, known: frozenset[str]) -> tuple[str, ...]:
    """Return the lines above the first header of a sheet."""
    header = _header_from(sheet, 0, known)
    above = sheet.cells.slice(0, header[0] if header else 0).to_pylist()
    return tuple(" ".join(cell.strip() for cell in row.values() if cell) for row in above)


def _numbered(sheet: str | None, number: int) -> str:
    """Return the name of a further table of a sheet."""
    return f"{sheet} · {number}" if sheet else str(number)


def _starts(sheet: RawSheet, known: frozenset[str]) -> list[int]:
    """Return where further tables begin: behind a blank row, with a header of their own."""
    if not sheet.cells.num_columns:
        return []
    blank_first = np.flatnonzero(~filled(sheet.cells.column(0)).to_numpy())
    if not 0 < len(blank_first) <= BLANK_ROWS:
        return []
    blank = blank_first[~filled_rows(sheet.cells.take(pa.array(blank_first)))]
    behind = np.setdiff1d(blank + 1, np.append(blank, len(sheet.rows)))
    header = _header_from(sheet, 0, known)
    starts: list[int] = []
    for start in behind.tolist():
        other = _header_from(sheet, start, known)
        if header and other and other[0] > header[0] and other[1] != header[1]:
            starts.append(start)
            header = other
        header = header or other
    return starts


def _header_from(
    sheet: RawSheet, start: int, known: frozenset[str]
) -> tuple[int, frozenset[str]] | None:
    """Return position and names of a header that stands at `start` or a few lines below it."""
    reach = HEADER_SEARCH_ROWS if start == 0 else NOTE_LINES
    for at, cells in enumerate(sheet.cells.slice(start, reach).to_pylist(), start):
        names = [cell for cell in cells.values() if cell and cell.strip()]
        found = hits(names, known)
        if found >= HEADER_NAMES and 2 * found >= len(names):
            return at, frozenset(map(normalise_header, names))
        if start and len(names) > 1:  # a record: no header comes before it
            return None
    return None


def _piece(sheet: RawSheet, start: int, end: int) -> RawSheet:
    """Return the rows from one position to another as a sheet."""
    first = sheet.rows[start] if start else 0
    last = sheet.rows[end] if end < len(sheet.rows) else np.iinfo(np.int64).max
    aside = tuple(entry for entry in sheet.aside if first <= entry.row < last)
    errors = tuple(place for place in sheet.census.errors if first <= place[0] < last)
    census = CellCensus(errors, 0 if start else sheet.census.formulas_without_value)
    return replace(
        sheet,
        cells=sheet.cells.slice(start, end - start),
        rows=sheet.rows[start:end],
        total=end - start + len(aside),
        aside=aside,
        census=replace(census, long_columns=sheet.census.long_columns),
        findings=(),
    )


def _lies_on_its_side(sheet: RawSheet, known: frozenset[str]) -> bool:
    """Return whether the names of the table stand in its first column."""
    if sheet.cells.num_rows > TURNED_ROWS or sheet.cells.num_columns < HEADER_NAMES or sheet.aside:
        return False
    labels = [cell or "" for cell in sheet.cells.column(0).to_pylist()]
    rows = [[cell or "" for cell in row.values()] for row in sheet.cells.to_pylist()]
    across = max(hits(row, known) for row in rows)
    return across < HEADER_NAMES and hits(labels, known) >= LABELS


def _turned(sheet: RawSheet) -> RawSheet:
    """Return the sheet with its columns as rows; their numbers are those of the columns, from 1."""
    columns = [column.to_pylist() for column in sheet.cells.columns]
    rows = [
        pa.array([column[i] for column in columns], pa.large_string())
        for i in range(len(sheet.rows))
    ]
    finding = Finding(TABLE_TRANSPOSED, Place(sheet.file, sheet.sheet), 1, 1)
    return replace(
        sheet,
        cells=pa.table(rows, names=[f"c{i}" for i in range(len(rows))]),
        rows=np.arange(1, len(columns) + 1, dtype=np.int64),
        total=len(columns),
        census=CellCensus(),
        findings=(*sheet.findings, finding),
    )
