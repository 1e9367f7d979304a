"""A look into zipped books before any library opens them: limits, and a census of their sheets.

One pass over the unpacked bytes, without an XML tree. It stops what would end or stall the reader; what it
cannot tell is left to the limits of the worker process.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecreview.intake.binary import SCAN_BYTES, scan_sheet
from ecreview.intake.census import SheetCensus, SheetScan, StringScan, referred_bytes
from ecreview.intake.unzip import entries_of, is_encrypted, unpack
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    FILE_BOMB,
    FILE_DAMAGED,
    FILE_PASSWORD,
    FILE_TOO_BIG,
    FILE_UNSAFE_XML,
    GRID_TOO_BIG,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

UPLOAD_BYTES = 300_000_000
ROWS = 1_048_576
COLUMNS = 16_384
GRID_CELLS = 20_000_000  # beyond this a grid must be filled, as 1,000,000 × 20 honest rows are
GRID_CELLS_EVER = 80_000_000
GRID_SPARSENESS = 4
TABLE_COLUMNS = 500  # with a value; no export is wider
TEXT_BYTES = 2_000_000_000  # of all text cells together, each written out

_ROOT = re.compile(rb"<[A-Za-z_]")
_UNSAFE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_UNSAFE_ODS = re.compile(rb"<!(?:DOCTYPE[^>]*\[|ENTITY)")  # early office programs name a plain DTD
# More rows or columns than a sheet of any program has; to the last of them empty ones are honest.
_BEYOND_ODS = re.compile(rb"number-(?:rows|columns)-repeated=\"[1-9]\d{7,}\"")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_PROLOG_BYTES = 1 << 22  # nobody writes so much before the root element
_WIDE_MARKS = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_SMALL_PARTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.bin",
    "xl/_rels/workbook.bin.rels",
    "meta-inf/manifest.xml",
    "content.xml",
)
_BINARY_SHEET = re.compile(r"xl/worksheets/[^/]*sheet[^/]*\.bin")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the pass found.

    Attributes:
        sheets: census per sheet part, by `plain_name`.
        small: the parts that say how the book hangs together, by `plain_name`; of an OpenDocument, its cells.
        has_macros: whether the book holds macros.
    """

    sheets: Mapping[str, SheetCensus] = field(default_factory=dict)
    small: Mapping[str, bytes] = field(default_factory=dict)
    has_macros: bool = False


def check_size(content: bytes) -> None:
    """Refuse an upload over the limit.

    Raises:
        FileRefused: it is larger than UPLOAD_BYTES.
    """
    if len(content) > UPLOAD_BYTES:
        raise FileRefused(FILE_TOO_BIG, mb=f"{len(content) / 1_000_000:,.0f}")


def check_grid(rows: int, columns: int, values: int) -> None:
    """Refuse a sheet whose cells span more than can be laid out.

    Raises:
        FileRefused: the grid is too large, or large and nearly empty.
    """
    area = rows * columns
    is_sparse = area > GRID_CELLS and area > GRID_SPARSENESS * values
    if rows > ROWS or columns > COLUMNS or area > GRID_CELLS_EVER or is_sparse:
        raise FileRefused(GRID_TOO_BIG, rows=f"{rows:,}", cols=f"{columns:,}")


def plain_name(name: str) -> str:
    r"""Return the name of a part in one spelling.

    Examples:
        >>> plain_name("/XL\\Workbook.xml")
        'xl/workbook.xml'
    """
    return name.replace("\\", "/").lstrip("/").casefold()


def survey_book(content: bytes) -> Survey:
    """Return the census of a zipped book that is safe to read.

    Raises:
        FileRefused: damaged, encrypted, unsafe, too large once unpacked, or a grid that is too wide.
    """
    parts = _directory(content)
    unsafe = _UNSAFE_ODS if "content.xml" in parts else _UNSAFE
    sheets: dict[str, SheetCensus] = {}
    small: dict[str, bytes] = {}
    strings = StringScan()
    for name, part in parts.items():
        chunks = unpack(content, part)
        if name.endswith((".xml", ".rels")):
            chunks = _safe_xml(chunks, unsafe)
        if name.endswith("sharedstrings.xml"):
            _feed_strings(strings, chunks, part.file_size)
        elif name in _SMALL_PARTS:
            small[name] = b"".join(chunks)
        elif (census := _census(name, chunks, part.file_size)) is not None:
            sheets[name] = census
    if _BEYOND_ODS.search(small.get("content.xml", b"")):
        raise FileRefused(GRID_TOO_BIG, rows="?", cols="?")
    for name, census in sheets.items():
        check_grid(census.rows, census.columns, census.values)
        _check_text(content, parts[name], census, strings)
    return Survey(sheets, small, any(name.endswith("vbaproject.bin") for name in parts))


def _directory(content: bytes) -> dict[str, zipfile.ZipInfo]:
    """Return the parts of a book by `plain_name`; no name may stand twice or point outside."""
    entries = entries_of(content)
    parts = {plain_name(entry.filename): entry for entry in entries}
    if len(parts) < len(entries) or any(".." in name.split("/") for name in parts):
        raise FileRefused(FILE_DAMAGED)
    if any(map(is_encrypted, entries)):
        raise FileRefused(FILE_PASSWORD)
    return parts


def _safe_xml(chunks: Iterator[bytes], unsafe: re.Pattern[bytes] = _UNSAFE) -> Iterator[bytes]:
    """Yield an XML part as UTF-8 or another superset of ASCII, once its prolog is found harmless."""
    prolog = next(chunks, b"")
    wide = next((codec for mark, codec in _WIDE_MARKS if prolog.startswith(mark)), None)
    if wide is not None:
        chunks = _narrowed(prolog, chunks, wide)
        prolog = next(chunks, b"")
    while not (root := _ROOT.search(prolog)) and len(prolog) < _PROLOG_BYTES:
        more = next(chunks, b"")
        if not more:
            break
        prolog += more
    _check_prolog(prolog[: root.start()] if root else prolog, unsafe)
    yield prolog
    yield from chunks


def _narrowed(first: bytes, chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """Yield a UTF-16 part as UTF-8."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        yield decoder.decode(first).encode()
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
    except UnicodeError as error:
        raise FileRefused(FILE_DAMAGED) from error


def _check_prolog(prolog: bytes, unsafe: re.Pattern[bytes]) -> None:
    """Refuse what may stand before the root element only to do harm, and encodings that would hide it."""
    if unsafe.search(prolog):
        raise FileRefused(FILE_UNSAFE_XML)
    declared = _DECLARED.search(prolog)
    if declared and declared.group(1).lower() not in _ENCODINGS:
        raise FileRefused(FILE_DAMAGED)


def _census(name: str, chunks: Iterator[bytes], size: int) -> SheetCensus | None:
    """Return the census of a part, None where it is no sheet; the part is unpacked to its end."""
    if _BINARY_SHEET.fullmatch(name) and size <= SCAN_BYTES:
        return scan_sheet(b"".join(chunks))
    head = next(chunks, b"")
    scan = SheetScan.starting(head, size)
    if scan is not None:
        scan.feed(head)
    for chunk in chunks:
        if scan is not None:
            scan.feed(chunk)
    return None if scan is None else scan.census()


def _feed_strings(strings: StringScan, chunks: Iterator[bytes], size: int) -> None:
    """Measure the shared strings; a count that cannot be true is refused."""
    for chunk in chunks:
        strings.feed(chunk)
    if strings.stated > size:
        raise FileRefused(FILE_DAMAGED)


def _check_text(
    content: bytes, part: zipfile.ZipInfo, census: SheetCensus, strings: StringScan
) -> None:
    """Refuse a sheet whose text cells, each written out, would be too large; counted only where they may."""
    if strings.longest * census.values <= TEXT_BYTES:
        return
    text = b"".join(_safe_xml(unpack(content, part)))
    if referred_bytes(text, strings) > TEXT_BYTES:
        raise FileRefused(FILE_BOMB)
