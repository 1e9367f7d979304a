"""A finished workbook as bytes that depend on its content only."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.writer.excel import ExcelWriter

from ecreview import __version__

if TYPE_CHECKING:
    from datetime import date

    from openpyxl import Workbook

_FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry


class _TimelessZip(ZipFile):
    """A zip archive whose entries carry no time of their own."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Write an entry with the fixed time."""
        name = (
            zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        )
        entry = ZipInfo(name, _FIXED)
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write a file as an entry with the fixed time."""
        self.writestr(arcname or filename, Path(filename).read_bytes())


def to_bytes(workbook: Workbook, *, title: str, day: date) -> bytes:
    """Return the workbook as a file; its properties name the day of the data, not the clock's."""
    moment = datetime.combine(day, time())
    properties = workbook.properties
    properties.title, properties.creator = title, f"ecreview {__version__}"
    properties.created = properties.modified = moment
    content = BytesIO()
    ExcelWriter(workbook, _TimelessZip(content, "w", ZIP_DEFLATED)).save()
    return content.getvalue()
