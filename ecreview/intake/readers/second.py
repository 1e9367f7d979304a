"""The second reader of xlsx books: openpyxl in full mode, for small books that the engine refuses."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import FILE_DAMAGED

WHOLE_NUMBERS_BELOW = 1e16

Address = tuple[int, int]


def read_again(content: bytes) -> list[tuple[str, pa.Table, tuple[Address, ...]]]:
    """Return title, text cells and error cells of each worksheet.

    Raises:
        FileRefused: this reader cannot read the book either.
    """
    import openpyxl  # noqa: PLC0415 - costs more than reading a small book, and is hardly ever needed

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        return [_sheet(sheet) for sheet in book.worksheets]
    except MemoryError:
        raise
    except Exception as error:  # whatever openpyxl throws at a broken book
        raise FileRefused(FILE_DAMAGED) from error


def _sheet(sheet: Any) -> tuple[str, pa.Table, tuple[Address, ...]]:
    """Return title, text cells and error cells of one worksheet."""
    errors: list[Address] = []
    columns: list[list[str | None]] = [[] for _ in range(sheet.max_column)]
    for row in sheet.iter_rows(min_row=1, min_col=1):
        for column, cell in enumerate(row):
            is_error = cell.data_type == "e"
            if is_error:
                errors.append((cell.row, column))
            columns[column].append(None if is_error else cell_text(cell.value))
    arrays = [pa.array(column, pa.string()) for column in columns]
    return sheet.title, pa.table(arrays, names=[f"c{i}" for i in range(len(arrays))]), tuple(errors)


def cell_text(value: object) -> str | None:
    """Return a cell's value as the engine would write it.

    Examples:
        >>> cell_text(True), cell_text(12.0), cell_text(datetime(2026, 6, 18, 12))
        ('true', '12', '2026-06-18 12:00:00')
    """
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < WHOLE_NUMBERS_BELOW:
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return f"{value.isoformat()} 00:00:00"
        case _:
            return str(value)
