"""A made-up workbook that opens with a password only."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

ROWS = (
    ("订单编号", "订单创建时间", "订单金额"),
    ("B-1", "2026-06-18 10:00:00", 12.5),
    ("B-2", "2026-06-19 10:00:00", 7.5),
)


def locked_book(password: str) -> bytes:
    """Return the orders of ROWS as an encrypted book."""
    book = Workbook()
    sheet: Any = book.active
    for number, row in enumerate(ROWS, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    clear, locked = BytesIO(), BytesIO()
    book.save(clear)
    OOXMLFile(clear).encrypt(password, locked)
    return locked.getvalue()
