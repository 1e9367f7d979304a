"""A review's workbook as people leave it: opened, edited and saved by another program than ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from ecreview.intake.worker import run_inline
from ecreview.memory.last_review import read_last_review
from ecreview.report.workbook import build_workbook
from tests.report.story import story

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.memory.memory import Memory
    from ecreview.model.findings import Finding
    from ecreview.model.text import Lang

GOALS, RISKS, ACTIONS = "#ec:goals:1", "#ec:risks:1", "#ec:actions:1"


@cache
def exported(lang: Lang = "zh") -> bytes:
    """Return the workbook of the story."""
    return build_workbook(story(), lang)


def edited(change: Callable[[Any], object], content: bytes | None = None) -> bytes:
    """Return the workbook after a change to the opened book."""
    book = load_workbook(BytesIO(content or exported()))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def read(content: bytes) -> tuple[Memory, tuple[Finding, ...]]:
    return read_last_review(content, name="上次.xlsx", run=run_inline)


@dataclass(frozen=True)
class Table:
    """A table to edit, found by its marker; row 0 is its first row below the header."""

    sheet: Any
    top: int
    columns: dict[str, int]

    @classmethod
    def of(cls, book: Any, mark: str) -> Table:
        cell = next(c for s in book.worksheets for r in s.iter_rows() for c in r if c.value == mark)
        keys = {c.value: c.column for c in cell.parent[cell.row] if c.value}
        return cls(cell.parent, cell.row, keys)

    def row(self, at: int) -> int:
        return self.top + 2 + at

    def write(self, at: int, **cells: object) -> None:
        for key, value in cells.items():
            self.sheet.cell(self.row(at), self.columns[key]).value = value

    def clear(self, at: int) -> None:
        self.write(at, **dict.fromkeys(self.columns.keys() - {GOALS, RISKS, ACTIONS}))
