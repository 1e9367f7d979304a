"""The workbook of a review: 22 sheets that a team works in, and a hidden one that the next review reads back."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ecreview.report.workbook.archive import to_bytes
from ecreview.report.workbook.book import Book
from ecreview.report.workbook.catalogue import DATA_SHEET
from ecreview.report.workbook.cover import write_cover
from ecreview.report.workbook.editable import write_actions, write_goals, write_risks
from ecreview.report.workbook.index import write_dictionary, write_evidence
from ecreview.report.workbook.log import write_quality, write_reconciliations
from ecreview.report.workbook.memory import write_memory
from ecreview.report.workbook.names import write_lists
from ecreview.report.workbook.sections import write_sheet
from ecreview.report.workbook.trends import write_trends
from ecreview.report.workbook.verdict import write_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.model.text import Lang
    from ecreview.review import Review

_SECTION_SHEETS = ("04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "17")
_OPENS_ON = 1  # the verdict


def build_workbook(review: Review, lang: Lang) -> bytes:
    """Return the workbook in the language; the same review gives the same bytes."""
    with _collector_at_rest():
        return _build(review, lang)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Pause the cycle collector: all cells live until they are written, it would only walk them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _build(review: Review, lang: Lang) -> bytes:
    """Return the workbook, sheet by sheet in their order."""
    book = Book.start(review, lang)
    write_lists(book)
    write_cover(book)
    write_verdict(book)
    write_goals(book)
    write_trends(book)
    for number in _SECTION_SHEETS:
        write_sheet(book, number)
    write_risks(book)
    write_actions(book)
    write_reconciliations(book)
    write_quality(book)
    write_dictionary(book)
    write_evidence(book)
    write_memory(book)
    book.workbook[DATA_SHEET].sheet_state = "hidden"
    book.workbook.active = _OPENS_ON
    return to_bytes(book.workbook, title=book.title("01"), day=review.scope.period.end)


__all__ = ["build_workbook"]
