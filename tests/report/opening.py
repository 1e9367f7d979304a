"""A workbook opened again, and what stands in it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from ecreview.report.workbook import build_workbook

if TYPE_CHECKING:
    from ecreview.model.text import Lang
    from ecreview.review import Review


def opened(review: Review, lang: Lang = "zh") -> Any:
    """Return the workbook of a review as openpyxl reads it."""
    return load_workbook(BytesIO(build_workbook(review, lang)))


def values(sheet: Any) -> list[Any]:
    """Return all values of a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def find(sheet: Any, text: object) -> Any:
    """Return the first cell with that value."""
    return next(c for row in sheet.iter_rows() for c in row if c.value == text)
