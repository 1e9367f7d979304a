"""Bytes of csv and xlsx files that depend on their content alone: no clock gets in."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | None
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')


def yuan(cents: int) -> str:
    """Return an amount as the platforms write it.

    Examples:
        >>> yuan(15_800), yuan(-316)
        ('158.00', '-3.16')
    """
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def csv_bytes(rows: Iterable[Sequence[Cell]], encoding: str = "gb18030") -> bytes:
    """Return rows as a csv with CRLF."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(
    sheet: str, rows: Iterable[Sequence[Cell]], *, has_false_dimension: bool = False
) -> bytes:
    """Return one sheet as an xlsx.

    `has_false_dimension` claims that the sheet is the cell A1, as the platforms' own exports do.
    """
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    for line in page.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a title that starts with = is text, not a formula
    raw = BytesIO()
    book.save(raw)
    return _without_clock(raw.getvalue(), has_false_dimension=has_false_dimension)


def _without_clock(content: bytes, *, has_false_dimension: bool) -> bytes:
    """Return the archive with fixed times in it."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = _STAMP.sub(rb"\g<1>2026-06-26T10:00:00Z", source.read(name))
            if has_false_dimension and name.startswith("xl/worksheets/"):
                part = _DIMENSION.sub(b'<dimension ref="A1"', part)
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, part)
    return out.getvalue()
