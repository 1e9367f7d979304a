"""Whether the data can be trusted, in one strip on the verdict, and the limits that apply."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecreview.model.section import NoteKind
from ecreview.model.text import EMPTY, UNDEFINED, Text, Unit, say_cents, say_rate
from ecreview.report.palette import LIGHT
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT

if TYPE_CHECKING:
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.page import Page

LIMITS = 3
_SMALL = Look("ec small", size=9, ink=LIGHT.mute, wrap=True, vertical="top")
_STRIP = Look("ec strip", size=9, ink=LIGHT.mute, fill=LIGHT.panel, indent=1)
_STRIP_LINK = Look("ec strip link", size=9, ink=LIGHT.actual, fill=LIGHT.panel, indent=1)
_ROWS = Text(zh="✓ {n} 行进出相等", en="✓ {n} rows in and out")
_ROWS_OFF = Text(zh="✕ 行数对不上", en="✕ rows do not add up")
_MATCHED = Text(zh="对账率 {rate}，未解释 {open}", en="reconciled {rate}, {open} unexplained")
_NO_BILL = Text(zh="! 没有账单可对", en="! no bill to check against")
_DAYS = Text(zh="日期覆盖 {rate}", en="days covered {rate}")
_FINE, _NOT_FINE = Text("✓ ", "✓"), Text("! ", "!")


def write_health(page: Page) -> None:
    """Write whether the data can be trusted, then the limits that apply."""
    book = page.book
    column = 0
    for span, words in ((3, _rows_words(book)), (3, _matched_words(book)), (2, _days_words(book))):
        page.writer.write_cell(page.row, LEFT + column, book.say(words), _STRIP)
        page.merge(column, span, _STRIP)
        column += span
    for number in ("16", "18"):
        title = f"→ {book.title(number)}"
        cell = page.writer.write_cell(page.row, LEFT + column, title, _STRIP_LINK)
        page.writer.link(cell, book.title(number), "A1")
        page.merge(column, 2, _STRIP_LINK)
        column += 2
    page.row += 1
    limits = [n for s in book.told("01") for n in s.notes if n.kind is NoteKind.LIMIT]
    for note in sorted(limits, key=lambda n: not n.evidence)[:LIMITS]:  # those about a shown figure
        page.flow(f"! {book.say(note.text)}", _SMALL)


def _rows_words(book: Book) -> Text:
    """Return whether all rows are accounted for."""
    ledgers = [t.ledger for f in book.review.dataset.files for t in f.tables]
    if not all(ledger.is_balanced for ledger in ledgers):
        return _ROWS_OFF
    return _ROWS.fill(n=f"{sum(ledger.total for ledger in ledgers):,}")


def _matched_words(book: Book) -> Text:
    """Return how much of the money another file confirms."""
    pairs = [p for p in book.review.reconciliations if p.unit is Unit.CENTS]
    if not pairs:
        return _NO_BILL
    settled, due = (sum(p.rate_amount[i] for p in pairs) for i in (0, 1))
    open_cents = sum(p.unexplained_cents for p in pairs)
    sign = _FINE if open_cents == 0 else _NOT_FINE
    # Never 100 % by rounding.
    rate = f"{math.floor(settled / due * 10_000) / 100:.2f}%" if due else UNDEFINED
    return sign + _MATCHED.fill(rate=rate, open=say_cents(open_cents, book.currency))


def _days_words(book: Book) -> Text:
    """Return how much of the period the data cover."""
    exhibit = book.evidence.find("quality/day_cov")
    if exhibit is None or exhibit.figure.value is None:
        return EMPTY
    sign = _FINE if exhibit.figure.value >= 1 else _NOT_FINE
    return sign + _DAYS.fill(rate=say_rate(exhibit.figure.value))
