"""Workbooks → sheets of text cells: xlsx, xlsb, ods and old xls through one engine.

The engine gives every cell as text; what it keeps to itself comes from the guard's census. openpyxl is asked
only where the engine gives up on a small book that the guard has passed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.cells import any_filled
from ecreview.intake.guard import survey_book
from ecreview.intake.raw import CellCensus, RawSheet
from ecreview.intake.readers.book import Book, Cells
from ecreview.intake.readers.compound import MAGIC, BookFacts, read_facts
from ecreview.intake.readers.opendocument import error_cells
from ecreview.intake.readers.renumber import put_in_order
from ecreview.intake.readers.second import read_again
from ecreview.intake.readers.structure import structure_of
from ecreview.intake.sniff import Kind
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    FILE_DAMAGED,
    FILE_PASSWORD,
    GRID_EMPTY_STYLE,
    MACRO,
    NO_DATA,
    NO_SHEET,
    READERS_DIFFER,
    ROWS_HIDDEN,
    ROWS_RENUMBERED,
    SHEET_FULL,
    SHEET_HIDDEN,
    SHEET_SKIPPED,
)
from ecreview.model.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SECOND_OPINION_CELLS = 200_000  # openpyxl needs twenty times the engine's time
EMPTY_STYLED_CELLS = 1_000  # fewer are ordinary and not worth a word
FULL_ROWS = (
    65_535,
    65_536,
    1_048_575,
    1_048_576,
)  # as many as a sheet can hold, or one is kept free

_LONG_TEXT = r"^\d{16,}$"
LONG_TEXTS = 1_000  # of a column that are looked at


class EngineFailed(Exception):
    """The engine cannot read a book or one of its sheets."""


def read_workbook(
    name: str, content: bytes, kind: Kind
) -> tuple[tuple[RawSheet, ...], tuple[Finding, ...]]:
    """Return the filled sheets of a book, and what is to be said about the whole book.

    Raises:
        FileRefused: the book is unsafe, damaged, encrypted or empty.
    """
    book, found = _read_in_order(_look_into(name, content, kind))
    findings = [Finding(MACRO, Place(name), 1, 1)] if book.survey.has_macros else []
    sheets: list[RawSheet] = []
    if not found:
        raise FileRefused(NO_SHEET)
    for title, cells in found:
        if cells is None or _is_blank(cells):
            values = (("sheet", title),)
            findings.append(
                Finding(SHEET_SKIPPED, Place(name, title), 1, len(found), values=values)
            )
        else:
            sheets.append(_raw_sheet(book, title, cells))
    if not sheets:
        is_lost = any(cells and book.lost(title, cells) > 0 for title, cells in found)
        raise FileRefused(FILE_DAMAGED if is_lost else NO_DATA)
    return tuple(sheets), tuple(findings)


def _look_into(name: str, content: bytes, kind: Kind) -> Book:
    """Return what is known of a book before its cells are read."""
    if kind is Kind.XLS:
        facts = read_facts(content) if content.startswith(MAGIC) else BookFacts()
        return Book(name, content, kind, facts=facts)
    survey = survey_book(content)
    return Book(name, content, kind, survey, structure_of(survey.small))


def _read_in_order(book: Book) -> tuple[Book, list[tuple[str, Cells | None]]]:
    """Return the book and its sheets; where cells were lost to repeated row numbers, with those mended."""
    found = _read_all(book)
    lossy = {book.part(title) for title, cells in found if cells and book.lost(title, cells) > 0}
    if book.kind is not Kind.XLSX or not lossy:
        return book, found
    content, numbered = put_in_order(book.content, lossy)
    if not numbered:
        return book, found
    mended = replace(_look_into(book.name, content, book.kind), renumbered=numbered)
    return mended, _read_all(mended)


def _read_all(book: Book) -> list[tuple[str, Cells | None]]:
    """Return title and cells of each sheet in order; None for charts and macro sheets."""
    try:
        reader = _call(lambda: fastexcel.read_excel(book.content))
        titles = tuple(reader.sheet_names)
        return [
            (title, None if book.is_drawing(title) else _read_sheet(book, reader, i))
            for i, title in enumerate(titles)
        ]
    except EngineFailed as error:
        return [(title, Cells(table, errors)) for title, table, errors in _second(book, error)]


def _second(
    book: Book, error: EngineFailed
) -> list[tuple[str, pa.Table, tuple[tuple[int, int], ...]]]:
    """Return the sheets as the second reader sees them.

    Raises:
        FileRefused: it is no book for the second reader, or that one fails too.
    """
    if "password" in str(error).lower():
        raise FileRefused(FILE_PASSWORD) from error
    cells = sum(census.values for census in book.survey.sheets.values())
    if book.kind is not Kind.XLSX or cells > SECOND_OPINION_CELLS:
        raise FileRefused(FILE_DAMAGED) from error
    return read_again(book.content)


def _read_sheet(book: Book, reader: Any, position: int) -> Cells | None:
    """Return the cells of one sheet, None for a chart or macro sheet.

    Raises:
        EngineFailed: the engine cannot read it.
    """
    are_sheets = book.facts.is_sheet
    if position < len(are_sheets) and not are_sheets[position]:
        return None
    sheet = _call(lambda: _load(reader, position))
    batch, errors = _call(sheet.to_arrow_with_errors)
    places = [column.absolute_index for column in sheet.available_columns()]
    table = _placed(batch, places)
    addresses = [e.position for e in errors.errors] if errors is not None else []
    found = [(row + 1, places[column]) for row, column in addresses]
    if marks := book.structure.marks.get(position):
        found.extend(error_cells(table, marks))
    return Cells(
        table,
        tuple(found),
        sheet.visible != "visible",
        () if book.kind is Kind.XLSX else _long_columns(reader, position, table, places),
    )


def _load(reader: Any, position: int, **options: Any) -> Any:
    """Return a sheet of the engine with every row in place and every cell as text."""
    wanted = {"dtypes": "string", **options}
    return reader.load_sheet(position, header_row=None, skip_rows=0, **wanted)


def _call(function: Callable[[], T]) -> T:
    """Return what the engine gives; whatever it throws becomes one known error.

    The engine's panics are no `Exception`; an abort of the whole process is left to the worker.
    """
    try:
        return function()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise EngineFailed(str(error)) from error


def _placed(batch: pa.RecordBatch, places: list[int]) -> pa.Table:
    """Return the columns at their true places; blank ones before them are filled in."""
    by_place = dict(zip(places, batch.columns, strict=True))
    blank = pa.nulls(batch.num_rows, pa.string())
    width = max(places, default=-1) + 1
    columns = [by_place.get(i, blank) for i in range(width)]
    return pa.table(columns, names=[f"c{i}" for i in range(width)])


def _long_columns(
    reader: Any, position: int, table: pa.Table, places: list[int]
) -> tuple[int, ...]:
    """Return the columns in which a long number stands in a number cell, not in a text cell.

    Only columns that show one at all are read again, to tell whether they are of text cells alone.
    """
    return tuple(
        place
        for index, place in enumerate(places)
        if _shows_long_number(table.column(place)) and not _is_all_text(reader, position, index)
    )


def _shows_long_number(cells: pa.ChunkedArray) -> bool:
    """Return whether a cell reads as a number of more than 15 digits that a number cell could hold.

    The engine writes a number cell with as few digits as tell it from its neighbours, then zeros; a text with
    more digits than that (3900000000000000011) is none.
    """
    shown = cells.filter(pc.match_substring_regex(cells, _LONG_TEXT))[:LONG_TEXTS]
    return any(int(Decimal(repr(float(text)))) == int(Decimal(text)) for text in shown.to_pylist())


def _is_all_text(reader: Any, position: int, index: int) -> bool:
    """Return whether all cells of a column are text cells."""
    options = {"dtypes": None, "use_columns": [index], "dtype_coercion": "strict"}
    try:
        sheet = _call(lambda: _load(reader, position, schema_sample_rows=None, **options))
        cells = _call(sheet.to_arrow)
    except EngineFailed:  # cells of several kinds
        return False
    return bool(pa.types.is_string(cells.schema.field(0).type))


def _is_blank(cells: Cells) -> bool:
    """Return whether no cell holds more than blanks."""
    return not cells.errors and not any(any_filled(column) for column in cells.table.columns)


def _raw_sheet(book: Book, title: str, cells: Cells) -> RawSheet:
    """Return the sheet with its census and findings."""
    counted = book.census(title)
    errors = sorted({*cells.errors, *(counted.errors if counted else ())})
    long_columns = counted.long_columns if counted else cells.long_columns
    rows = cells.table.num_rows
    return RawSheet(
        file=book.name,
        sheet=title,
        cells=cells.table,
        rows=np.arange(1, rows + 1, dtype=np.int64),
        total=rows,
        census=CellCensus(
            errors=tuple(errors),
            formulas_without_value=counted.formulas_without_value if counted else 0,
            long_columns=long_columns,
        ),
        findings=tuple(_sheet_findings(book, title, cells)),
        date_1904=book.date_1904,
    )


def _sheet_findings(book: Book, title: str, cells: Cells) -> list[Finding]:
    """Return what is remarkable about a sheet as a whole."""
    place = Place(book.name, title)
    findings: list[Finding] = []
    if cells.is_hidden:
        findings.append(Finding(SHEET_HIDDEN, place, 1, 1, values=(("sheet", title),)))
    rows = cells.table.num_rows
    if rows in FULL_ROWS:
        findings.append(Finding(SHEET_FULL, place, rows, rows))
    counted = book.census(title)
    if counted is None:
        return findings
    if mended := book.renumbered.get(book.part(title)):
        findings.append(Finding(ROWS_RENUMBERED, place, mended, mended))
    if (lost := book.lost(title, cells)) > 0:
        findings.append(Finding(READERS_DIFFER, place, lost, counted.values))
    if counted.hidden_rows:
        findings.append(Finding(ROWS_HIDDEN, place, counted.hidden_rows, rows))
    if counted.empty_cells >= EMPTY_STYLED_CELLS:
        findings.append(Finding(GRID_EMPTY_STYLE, place, counted.empty_cells, counted.empty_cells))
    return findings
