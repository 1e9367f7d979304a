"""Workbooks written by hand, part by part, so that a test shows what is wrong with them."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def zipped(parts: dict[str, str | bytes], *, level: int = 6) -> bytes:
    """Return a zip of the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return target.getvalue()


def sheet_xml(rows: str) -> str:
    """Return a sheet part around its rows."""
    return f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def parts_of(*sheets: tuple[str, str], attributes: str = "") -> dict[str, str | bytes]:
    """Return the parts of a book: (name, rows as XML) per sheet; attributes go to `workbookPr`."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>'
        for i, (name, _) in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    book_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{sheet_type}"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{book_type}"/>{types}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
        f"<workbookPr {attributes}/><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{targets}'
        "</Relationships>",
    }
    for i, (_, rows) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml(rows)
    return parts


def book(rows: str, *, attributes: str = "") -> bytes:
    """Return a book with one sheet named 订单."""
    return zipped(parts_of(("订单", rows), attributes=attributes))


def row(number: int, *cells: str) -> str:
    """Return a row of a sheet."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(place: str, value: str) -> str:
    """Return a text cell."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(place: str, value: str) -> str:
    """Return a number cell."""
    return f'<c r="{place}"><v>{value}</v></c>'
