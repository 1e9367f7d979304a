"""Web pages and old XML spreadsheets that pass for .xls → sheets of text cells.

Both are parsed without network, without entities, and nothing but the text of cells is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import lxml.etree
import lxml.html
import numpy as np
import pyarrow as pa

from ecreview.intake.guard import COLUMNS, ROWS, check_grid
from ecreview.intake.letters import BROKEN
from ecreview.intake.raw import RawSheet
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    CELLS_LOST,
    FILE_CUT,
    FILE_DAMAGED,
    FILE_HTML_PAGE,
    FILE_UNSAFE_XML,
    GRID_TOO_BIG,
    NO_DATA,
)
from ecreview.model.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

SPAN_LIMIT = 1_000  # browsers cap a column span at this
_ENCODINGS = ("utf-8-sig", "gb18030")
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TABLE_START = re.compile(rb"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(rb"</table\b", re.IGNORECASE)
_CELL_START = re.compile(rb"<t[dh][\s>/]", re.IGNORECASE)
_CELL_END = re.compile(rb"</t[dh]\b", re.IGNORECASE)
_UNSAFE = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(slots=True)
class _Grid:
    """Cells by row and column while a table is read."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def put(self, at: tuple[int, int], text: str, spans: tuple[int, int]) -> int:
        """Place a cell at or after a column of a row; return the column behind it."""
        row, column = at
        while (row, column) in self.taken:
            column += 1
        self.cells[row, column] = text
        for over in range(spans[0] if spans != (1, 1) else 0):
            self.taken.update((row + over, column + i) for i in range(spans[1]))
        return column + spans[1]

    def sheet(self, file: str, title: str | None) -> RawSheet | None:
        """Return the grid as a sheet, None where no cell is filled."""
        if not any(self.cells.values()):
            return None
        height = max(row for row, _ in self.cells) + 1
        width = max(column for _, column in self.cells) + 1
        check_grid(height, width, len(self.cells))
        columns: list[list[str | None]] = [[None] * height for _ in range(width)]
        for (row, column), text in self.cells.items():
            columns[column][row] = text
        arrays = [pa.array(column, pa.string()) for column in columns]
        return RawSheet(
            file=file,
            sheet=title,
            cells=pa.table(arrays, names=[f"c{i}" for i in range(width)]),
            rows=np.arange(1, height + 1, dtype=np.int64),
            total=height,
        )


def read_html(name: str, content: bytes) -> tuple[RawSheet, ...]:
    """Return the tables of a web page that have two columns or more; layout tables are passed over.

    Raises:
        FileRefused: the page holds no such table.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        page = lxml.html.document_fromstring(_as_utf8(content), parser=parser)
    except lxml.etree.LxmlError as error:
        raise FileRefused(FILE_DAMAGED) from error
    lxml.etree.strip_elements(page, "script", "style", with_tail=False)
    tables = [t for t in page.iter("table") if next(t.iterdescendants("table"), None) is None]
    found = [_html_grid(table) for table in tables]
    grids = [grid for grid in found if len({column for _, column in grid.cells}) > 1]
    sheets = [grid.sheet(name, _title(i, len(grids))) for i, grid in enumerate(grids)]
    filled = tuple(sheet for sheet in sheets if sheet is not None)
    if not filled:
        raise FileRefused(FILE_HTML_PAGE)
    findings = tuple(_damage(content, Place(name, filled[-1].sheet)))
    return (*filled[:-1], replace(filled[-1], findings=findings))


def _damage(content: bytes, place: Place) -> Iterator[Finding]:
    """Yield what the tags of a page tell about lost cells; an end tag may be left out, a start tag may not."""
    if len(_TABLE_START.findall(content)) > len(_TABLE_END.findall(content)):
        yield Finding(FILE_CUT, place, 1, 1)
    cells = len(_CELL_END.findall(content))
    lost = cells - len(_CELL_START.findall(content))
    if lost > 0:
        yield Finding(CELLS_LOST, place, lost, cells)


def read_spreadsheet_xml(name: str, content: bytes) -> tuple[RawSheet, ...]:
    """Return the worksheets of an XML spreadsheet of 2003.

    Raises:
        FileRefused: unsafe, damaged or empty.
    """
    if any(mark in content for mark in _UNSAFE):
        raise FileRefused(FILE_UNSAFE_XML)
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        book = lxml.etree.fromstring(content.lstrip(), parser)
    except lxml.etree.LxmlError as error:
        raise FileRefused(FILE_DAMAGED) from error
    worksheets = book.iter(f"{_SPREADSHEET}Worksheet")
    sheets = [_xml_grid(w).sheet(name, w.get(f"{_SPREADSHEET}Name")) for w in worksheets]
    filled = tuple(sheet for sheet in sheets if sheet is not None)
    if not filled:
        raise FileRefused(NO_DATA)
    return filled


def _as_utf8(content: bytes) -> bytes:
    """Return the page in UTF-8, whatever it declares."""
    texts = [content.decode(encoding, "replace") for encoding in _ENCODINGS]
    return min(texts, key=lambda text: text.count(BROKEN)).encode()


def _title(index: int, count: int) -> str | None:
    """Return a name for a table where a page holds several."""
    return None if count == 1 else f"table {index + 1}"


def _html_grid(table: lxml.etree._Element) -> _Grid:
    """Return the cells of a table, spans laid out."""
    grid = _Grid()
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            text = " ".join(_text(cell).split())
            spans = _span(cell, "rowspan"), _span(cell, "colspan")
            column = grid.put((row, column), text, spans)
    return grid


def _text(element: lxml.etree._Element) -> str:
    """Return all text inside an element."""
    return "".join(str(piece) for piece in element.itertext())


def _span(cell: lxml.etree._Element, kind: str) -> int:
    """Return how many rows or columns a cell covers."""
    text = (cell.get(kind) or "").strip()
    return min(max(int(text), 1), SPAN_LIMIT) if text.isdecimal() else 1


def _xml_grid(worksheet: lxml.etree._Element) -> _Grid:
    """Return the cells of a worksheet at their stated places."""
    grid = _Grid()
    row = -1
    for line in worksheet.iter(f"{_SPREADSHEET}Row"):
        row = _index(line, row, ROWS)
        column = -1
        for cell in line.iterchildren(f"{_SPREADSHEET}Cell"):
            column = _index(cell, column, COLUMNS)
            grid.cells[row, column] = _xml_text(cell)
    return grid


def _index(element: lxml.etree._Element, before: int, limit: int) -> int:
    """Return the place of a row or cell from 0: the stated one, or the next."""
    stated = element.get(f"{_SPREADSHEET}Index") or ""
    place = int(stated) - 1 if stated.isdecimal() else before + 1
    if not 0 <= place < limit:
        raise FileRefused(GRID_TOO_BIG, rows="?", cols="?")
    return place


def _xml_text(cell: lxml.etree._Element) -> str:
    """Return the text of a cell; a date is written as the workbook engine writes it."""
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        return ""
    text = _text(data)
    is_date = data.get(f"{_SPREADSHEET}Type") == "DateTime"
    return text.replace("T", " ").removesuffix(".000") if is_date else text
