"""One made-up export: its cells as text and how the platform writes them into bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping

Cells = tuple[str | float | None, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A file as a platform writes it.

    Attributes:
        format: key of the format that must recognise it; of a file to be refused likewise.
        case: name of the golden pair below `tests/formats/<format with _>/`.
        name: file name as the platform gives it; it may hold the period or the time of the export.
        header: column names exactly as in the file, trailing blanks and full-width signs in.
        rows: cells under the header, in its order.
        above, below: lines before the header and after the rows; a text is a line of one cell (in csv it is
            written as it stands, unquoted), a tuple is a row of cells.
        encoding, separator, newline, quoted: of text files.
        sheet: name of the sheet; makes it a workbook. Cells that are `str` are text cells.
        is_dimension_false: whether the sheet claims to be one cell large (`<dimension ref="A1">`).
        all_rows_one: whether every row of the sheet says `r="1"`, and no cell says where it stands.
    """

    format: str
    case: str
    name: str
    header: Cells
    rows: tuple[Cells, ...]
    above: tuple[str | Cells, ...] = ()
    below: tuple[str | Cells, ...] = ()
    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\r\n"
    quoted: bool = False
    sheet: str | None = None
    is_dimension_false: bool = False
    all_rows_one: bool = False

    @property
    def content(self) -> bytes:
        """Return the bytes of the file."""
        return self._book() if self.sheet is not None else self._text().encode(self.encoding)

    def with_(self, **changes: object) -> Export:
        """Return a variant of the export."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def _lines(self) -> list[str | Cells]:
        return [*self.above, self.header, *self.rows, *self.below]

    def _text(self) -> str:
        lines = [line if isinstance(line, str) else self._row(line) for line in self._lines()]
        return self.newline.join([*lines, ""])

    def _row(self, cells: Cells) -> str:
        buffer = io.StringIO()
        dialect = csv.excel()
        dialect.quoting = csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL
        writer = csv.writer(buffer, dialect, delimiter=self.separator, lineterminator="")
        writer.writerow(["" if cell is None else cell for cell in cells])
        return buffer.getvalue()

    def _book(self) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = self.sheet or "Sheet1"
        for number, line in enumerate(self._lines(), 1):
            for column, value in enumerate((line,) if isinstance(line, str) else line, 1):
                if value not in (None, ""):
                    cell = sheet.cell(number, column)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
        buffer = io.BytesIO()
        book.save(buffer)
        if not (self.is_dimension_false or self.all_rows_one):
            return buffer.getvalue()
        return _rewritten(buffer.getvalue(), self._damage)

    def _damage(self, xml: str) -> str:
        if self.is_dimension_false:
            xml = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', xml)
        if self.all_rows_one:
            xml = re.sub(r'<row r="\d+"', '<row r="1"', xml)
            xml = re.sub(r'<c r="[A-Z]+\d+"', "<c", xml)
        return xml


def _rewritten(content: bytes, change: object) -> bytes:
    """Return the book with the XML of its first sheet changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.namelist():
            data = old.read(item)
            if item == "xl/worksheets/sheet1.xml":
                assert callable(change)
                data = change(data.decode()).encode()
            new.writestr(item, data)
    return buffer.getvalue()


def names(listed: str) -> tuple[str, ...]:
    """Return the names of a header written as the export lists them: comma-separated, quoted where needed."""
    return tuple(next(csv.reader([listed])))


def row(header: Cells, cells: Mapping[str, str | float]) -> Cells:
    """Return a row with these cells and all others empty.

    Raises:
        KeyError: the header has no such column.
    """
    unknown = set(cells) - set(header)
    if unknown:
        raise KeyError(f"not in the header: {sorted(unknown)}")
    return tuple(cells.get(str(name), "") for name in header)


def rows(header: Cells, *cells: Mapping[str, str | float]) -> tuple[Cells, ...]:
    """Return several such rows."""
    return tuple(row(header, each) for each in cells)


def tabbed(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells with a TAB behind each, as Pinduoduo and Alipay write them."""
    return {name: f"{value}\t" for name, value in cells.items()}
