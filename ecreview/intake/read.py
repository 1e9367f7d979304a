"""Bytes of an upload → sheets of text cells, or one refusal with its reason.

    sniff by bytes → guard (zipped books) → reader → RawFile

Meant to run in a worker process: the libraries below may stall or end it.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from ecreview.intake.cells import any_filled
from ecreview.intake.encoding import BLANKS
from ecreview.intake.guard import TABLE_COLUMNS, UPLOAD_BYTES, check_size, inflate
from ecreview.intake.header import find_tables
from ecreview.intake.raw import RawFile, RawSheet
from ecreview.intake.readers.delimited import read_delimited
from ecreview.intake.readers.html import read_html, read_spreadsheet_xml
from ecreview.intake.readers.workbook import read_workbook
from ecreview.intake.sniff import Kind, sniff
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    FILE_ARCHIVE,
    FMT_EXT,
    FMT_HTML_XLS,
    FMT_TEXT_XLS,
    FMT_XML_XLS,
    GRID_TOO_BIG,
    NO_ROWS,
    PAST_REVIEW,
    SHEET_MANY,
)
from ecreview.model.findings import Finding, FindingKind, Place
from ecreview.model.tables import MEMORY_SHEET

if TYPE_CHECKING:
    from ecreview.model.dataset import Upload

_TEXT_ENDINGS = ("csv", "tsv", "txt", "")
_ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.XLSX: ("xlsx", "xlsm"),
    Kind.XLSB: ("xlsb",),
    Kind.ODS: ("ods",),
    Kind.XLS: ("xls",),
    Kind.HTML: ("htm", "html"),
    Kind.XML: ("xml",),
    Kind.TEXT: _TEXT_ENDINGS,
}
_SEPARATOR_WORDS = {"\t": "TAB", BLANKS: "blanks"}


def read_file(upload: Upload, known: frozenset[str]) -> RawFile:
    """Return the sheets of an upload.

    Args:
        upload: the file.
        known: normalised header names of all formats; they tell encoding, separator and header.

    Raises:
        FileRefused: it cannot be used; says why and what to do.
    """
    check_size(upload.content)
    kind = sniff(upload.content)
    if kind is Kind.GZIP:
        return _read_unpacked(upload, known)
    file = _read_kind(upload.name, upload.content, kind, known)
    _refuse_header_alone(file, known)
    return file


def _read_unpacked(upload: Upload, known: frozenset[str]) -> RawFile:
    """Return the one text that a .gz file holds; under another name it is an archive like any other."""
    path = PurePath(upload.name)
    if path.suffix.casefold() != ".gz":
        raise FileRefused(FILE_ARCHIVE)
    content = inflate(upload.content, UPLOAD_BYTES)
    if sniff(content) is not Kind.TEXT:
        raise FileRefused(FILE_ARCHIVE)
    file = _read_text(upload.name, content, known, ending=PurePath(path.stem).suffix.lstrip("."))
    return RawFile(file.name, f"gz · {file.engine}", file.sheets, file.findings)


def _read_kind(name: str, content: bytes, kind: Kind, known: frozenset[str]) -> RawFile:
    """Return the sheets of a file of a known kind."""
    ending = PurePath(name).suffix.lstrip(".").casefold()
    if kind is Kind.TEXT:
        return _read_text(name, content, known, ending=ending)
    findings: tuple[Finding, ...] = ()
    if kind is Kind.HTML:
        sheets = read_html(name, content)
    elif kind is Kind.XML:
        sheets = read_spreadsheet_xml(name, content)
    else:
        sheets, findings = read_workbook(name, content, kind)
        if any(sheet.sheet == MEMORY_SHEET for sheet in sheets):
            raise FileRefused(PAST_REVIEW)
    for sheet in sheets:
        _check_columns(sheet)
    notes = [*_ending_findings(name, ending, kind), *findings]
    if len(sheets) > 1:
        notes.append(Finding(SHEET_MANY, Place(name), len(sheets), len(sheets)))
    return RawFile(name, kind.value, sheets, tuple(notes))


def _read_text(name: str, content: bytes, known: frozenset[str], *, ending: str) -> RawFile:
    """Return the one sheet of a delimited text."""
    sheet, shape = read_delimited(name, content, known)
    separator = _SEPARATOR_WORDS.get(shape.separator, shape.separator)
    engine = f"csv · {shape.encoding} · {separator}"
    return RawFile(name, engine, (sheet,), _ending_findings(name, ending, Kind.TEXT, engine))


def _ending_findings(name: str, ending: str, kind: Kind, form: str = "") -> tuple[Finding, ...]:
    """Return what to say where the name promises something else than the bytes hold."""
    if ending in _ENDINGS[kind]:
        return ()
    told: dict[Kind, FindingKind] = {Kind.HTML: FMT_HTML_XLS, Kind.XML: FMT_XML_XLS}
    found = told.get(kind, FMT_TEXT_XLS if kind is Kind.TEXT and ending == "xls" else FMT_EXT)
    return (Finding(found, Place(name), 1, 1, values=(("format", form or kind.value),)),)


def _check_columns(sheet: RawSheet) -> None:
    """Refuse a sheet with more filled columns than any export has."""
    if sheet.cells.num_columns <= TABLE_COLUMNS:
        return
    filled = sum(any_filled(column) for column in sheet.cells.columns)
    if filled > TABLE_COLUMNS:
        raise FileRefused(GRID_TOO_BIG, rows=f"{sheet.total:,}", cols=f"{filled:,}")


def _refuse_header_alone(file: RawFile, known: frozenset[str]) -> None:
    """Refuse a file of which all sheets hold a known header and nothing below it."""
    tables = [table for sheet in file.sheets for table in find_tables(sheet, known)]
    if tables and all(table.header_row and not len(table.body) for table in tables):
        raise FileRefused(NO_ROWS)
