"""Bytes of an upload → sheets of text cells, or one refusal with its reason.

    sniff by bytes → unpack, unlock → guard (zipped books) → reader → RawFile

Meant to run in a worker process: the libraries below may stall or end it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from ecreview.intake.archive import members_of
from ecreview.intake.cells import any_filled
from ecreview.intake.encoding import BLANKS
from ecreview.intake.guard import TABLE_COLUMNS, UPLOAD_BYTES, check_size
from ecreview.intake.header import find_tables
from ecreview.intake.raw import RawFile, RawSheet
from ecreview.intake.readers.delimited import read_delimited
from ecreview.intake.readers.html import read_html, read_spreadsheet_xml
from ecreview.intake.readers.workbook import read_workbook
from ecreview.intake.sniff import Kind, is_archive, sniff
from ecreview.intake.unlock import unlock
from ecreview.intake.unzip import inflate
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    ARCHIVE_NO_TABLE,
    ARCHIVE_SKIPPED,
    ARCHIVE_UNREAD,
    FILE_ARCHIVE,
    FILE_BOMB,
    FILE_EMPTY,
    FILE_HTML_PAGE,
    FILE_LOCKED,
    FILE_NOT_TABLE,
    FILE_PASSWORD,
    FILE_PASSWORD_WRONG,
    FILE_UNKNOWN,
    FMT_EXT,
    FMT_HTML_XLS,
    FMT_TEXT_XLS,
    FMT_XML_XLS,
    GRID_TOO_BIG,
    NO_DATA,
    NO_ROWS,
    NO_SHEET,
    PAST_REVIEW,
    SHEET_MANY,
)
from ecreview.model.findings import Finding, FindingKind, Place
from ecreview.model.tables import MEMORY_SHEET

if TYPE_CHECKING:
    from ecreview.intake.archive import Member
    from ecreview.model.dataset import Upload

_TEXT_ENDINGS = ("csv", "tsv", "txt", "")
_ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.XLSX: ("xlsx", "xlsm"),
    Kind.XLSB: ("xlsb",),
    Kind.ODS: ("ods",),
    Kind.XLS: ("xls",),
    Kind.HTML: ("htm", "html"),
    Kind.XML: ("xml",),
    Kind.ZIP: ("zip",),
    Kind.TEXT: _TEXT_ENDINGS,
}
_NO_TABLES = (
    FILE_EMPTY, FILE_HTML_PAGE, FILE_NOT_TABLE, FILE_UNKNOWN, NO_DATA, NO_ROWS, NO_SHEET,
)  # fmt: skip
# What a person can mend at once, or what is a danger, stops a whole archive.
_STOP = (FILE_BOMB, FILE_LOCKED, FILE_PASSWORD, FILE_PASSWORD_WRONG)
_SEPARATOR_WORDS = {"\t": "TAB", BLANKS: "blanks"}


def read_file(
    upload: Upload,
    known: frozenset[str],
    passwords: tuple[str, ...] = (),
    *,
    encoding: str | None = None,
) -> RawFile:
    """Return the sheets of an upload; those of a zip bear the names of its files.

    Args:
        upload: the file.
        known: normalised header names of all formats; they tell encoding, separator and header.
        passwords: tried in order where something is encrypted.
        encoding: of texts, as a person chose; None = to be told.

    Raises:
        FileRefused: it cannot be used; says why and what to do.
    """
    check_size(upload.content)
    how = _How(known, passwords, encoding)
    read = _read_archive if is_archive(upload.content) else _read
    file = read(upload.name, upload.content, how)
    _refuse_header_alone(file, known)
    return file


@dataclass(frozen=True, slots=True)
class _How:
    """How the files of an upload are read, see `read_file`."""

    known: frozenset[str]
    passwords: tuple[str, ...]
    encoding: str | None


def _read(name: str, content: bytes, how: _How) -> RawFile:
    """Return the sheets of a file that is no archive, unlocked where that is needed."""
    try:
        kind = sniff(content)
        if kind is Kind.GZIP:
            return _read_unpacked(name, content, how)
        return _read_kind(name, content, kind, how)
    except FileRefused as refused:
        if refused.kind is not FILE_PASSWORD:
            raise
    return _read(name, unlock(content, how.passwords), replace(how, passwords=()))


def _read_unpacked(name: str, content: bytes, how: _How) -> RawFile:
    """Return the one text that a .gz file holds; under another name it is an archive like any other."""
    path = PurePath(name)
    if path.suffix.casefold() != ".gz":
        raise FileRefused(FILE_ARCHIVE)
    text = inflate(content, UPLOAD_BYTES)
    if sniff(text) is not Kind.TEXT:
        raise FileRefused(FILE_ARCHIVE)
    file = _read_text(name, text, how, ending=PurePath(path.stem).suffix.lstrip("."))
    return RawFile(file.name, f"gz · {file.engine}", file.sheets, file.findings)


def _read_archive(name: str, content: bytes, how: _How) -> RawFile:
    """Return the sheets of all tables in a zip; what is not read is named."""
    files: list[RawFile] = []
    notes = [*_ending_findings(name, PurePath(name).suffix.lstrip(".").casefold(), Kind.ZIP)]
    reasons: list[FileRefused] = []
    for member in members_of(content, how.passwords):
        try:
            files.append(_inside(name, _read_member(member, how)))
        except FileRefused as refused:
            if refused.kind in _STOP:
                raise
            reasons.append(refused)
            notes.append(_unread(name, member.name, refused))
    if not files:
        serious = (reason for reason in reasons if reason.kind not in _NO_TABLES)
        raise next(serious, FileRefused(ARCHIVE_NO_TABLE))
    sheets = tuple(sheet for file in files for sheet in file.sheets)
    notes += [finding for file in files for finding in file.findings]
    if len(sheets) > 1:
        notes.append(Finding(SHEET_MANY, Place(name), len(sheets), len(sheets)))
    engines = dict.fromkeys(file.engine for file in files)
    return RawFile(name, f"zip · {' / '.join(engines)}", sheets, tuple(notes))


def _read_member(member: Member, how: _How) -> RawFile:
    """Return the sheets of one file of an archive.

    Raises:
        FileRefused: it is no table, or a table that cannot be read.
    """
    if member.refused is not None:
        raise member.refused
    return _read(member.name, member.content, how)


def _inside(archive: str, file: RawFile) -> RawFile:
    """Return the file of an archive with its places told as places in the archive."""
    is_one = len(file.sheets) == 1

    def title(sheet: str | None) -> str:
        return file.name if is_one or sheet is None else f"{file.name} · {sheet}"

    def moved(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(
            replace(f, place=replace(f.place, file=archive, sheet=title(f.place.sheet)))
            for f in findings
            if f.kind is not SHEET_MANY
        )

    sheets = tuple(
        replace(s, file=archive, sheet=title(s.sheet), findings=moved(s.findings))
        for s in file.sheets
    )
    return RawFile(archive, file.engine, sheets, moved(file.findings))


def _unread(archive: str, member: str, refused: FileRefused) -> Finding:
    """Return what to say about a file of an archive that was not read."""
    kind = ARCHIVE_SKIPPED if refused.kind in _NO_TABLES else ARCHIVE_UNREAD
    values = (("member", member), ("why", refused.text))
    return Finding(kind, Place(archive, member), 1, 1, values=values)


def _read_kind(name: str, content: bytes, kind: Kind, how: _How) -> RawFile:
    """Return the sheets of a file of a known kind."""
    if kind is Kind.ZIP:
        raise FileRefused(FILE_ARCHIVE)
    ending = PurePath(name).suffix.lstrip(".").casefold()
    if kind is Kind.TEXT:
        return _read_text(name, content, how, ending=ending)
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


def _read_text(name: str, content: bytes, how: _How, *, ending: str) -> RawFile:
    """Return the one sheet of a delimited text."""
    sheet, shape = read_delimited(name, content, how.known, encoding=how.encoding)
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
