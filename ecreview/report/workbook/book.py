"""The workbook under construction: what all its sheets share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook

from ecreview.analyses import ANALYSES, PLANNED
from ecreview.model.section import NotReady
from ecreview.model.tables import MEMORY_SHEET
from ecreview.model.text import Text
from ecreview.report.workbook.catalogue import (
    BY_NUMBER,
    DATA_SHEET,
    SHEET_OF_CORE,
    SHEETS,
)
from ecreview.report.workbook.cells import Writer, unit_words
from ecreview.report.workbook.evidence import Evidence
from ecreview.report.workbook.look import Styles, set_usual_font

if TYPE_CHECKING:
    from ecreview.analyses.base import Analysis, Planned
    from ecreview.model.section import Section
    from ecreview.model.text import Lang, Unit
    from ecreview.review import Review

RECONCILIATIONS = "18"
_NONE, _ALL = Text(zh="无", en="none"), Text(zh="全部", en="all")


@dataclass(slots=True)
class Book:
    """One workbook with all its sheets already there, so that links can be written at once."""

    review: Review
    lang: Lang
    workbook: Workbook
    styles: Styles
    evidence: Evidence
    writers: dict[str, Writer] = field(default_factory=dict)
    data_row: int = 1

    @classmethod
    def start(cls, review: Review, lang: Lang) -> Book:
        """Return an empty workbook with its sheets in order."""
        workbook = Workbook()
        set_usual_font(workbook)
        workbook.worksheets[0].title = SHEETS[0].title(lang)
        titles = [*(sheet.title(lang) for sheet in SHEETS[1:]), MEMORY_SHEET, DATA_SHEET]
        for title in titles:
            workbook.create_sheet(title)
        return cls(review, lang, workbook, Styles(workbook), Evidence.of(review))

    @property
    def currency(self) -> str:
        """Return the currency of all amounts."""
        return self.review.settings.currency

    def say(self, text: Text) -> str:
        """Return a text in the language of the workbook."""
        return text.of(self.lang)

    def with_unit(self, title: Text, unit: Unit) -> str:
        """Return a title with the unit in brackets behind it."""
        return f"{self.say(title)}{unit_words(unit, self.lang, self.currency)}"

    @property
    def baseline(self) -> Text:
        """Return the compared period in words."""
        baseline = self.review.scope.baseline
        return baseline.text if baseline else _NONE

    @property
    def filters(self) -> str:
        """Return the shops and channels that the review looks at, in words."""
        scope = self.review.scope
        return "、".join([*scope.shops, *scope.channels]) or self.say(_ALL)

    def title(self, number: str) -> str:
        """Return the title of the sheet with that number."""
        return BY_NUMBER[number].title(self.lang)

    def writer(self, title: str) -> Writer:
        """Return the writer of a sheet, the same one each time."""
        if title not in self.writers:
            self.writers[title] = Writer(self.workbook[title], self.styles)
        return self.writers[title]

    def told(self, number: str) -> tuple[Section, ...]:
        """Return the sections of a sheet that the data allow."""
        return tuple(s for s in self.review.told if sheet_of(s.key, s.core) == number)

    def missing(self, number: str) -> tuple[NotReady, ...]:
        """Return the sections of a sheet that lack their data."""
        untold = (s for s in self.review.sections if isinstance(s, NotReady))
        return tuple(s for s in untold if sheet_of(s.key, s.core) == number)


def sheet_of(key: str, core: str) -> str:
    """Return the number of the sheet that shows a section.

    Examples:
        >>> sheet_of("reconcile.orders.payments", "quality"), sheet_of("unheard_of", "risk")
        ('18', '13')
    """
    if key.startswith("reconcile."):
        return RECONCILIATIONS
    listed: tuple[Analysis | Planned, ...] = (*ANALYSES, *PLANNED)
    named = (entry.sheet for entry in listed if entry.key == key)
    return next(named, SHEET_OF_CORE.get(core, "03"))
