"""Sheet 01, for whoever decides: the answer, eight figures, the gap, the causes, what to do first; one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.metrics import BY_KEY
from ecreview.model.section import NoteKind, WaterfallChart
from ecreview.model.text import EMPTY, Text, join_texts, say_cents
from ecreview.report.palette import LIGHT
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.bars import draw_gap
from ecreview.report.workbook.cells import address, in_brackets
from ecreview.report.workbook.cover import grade_line
from ecreview.report.workbook.drawing import POINTS_PER_CM
from ecreview.report.workbook.first_steps import WIDTHS, write_first_steps
from ecreview.report.workbook.health import write_health
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT, Page
from ecreview.report.workbook.sections import basis_line, note_words
from ecreview.report.workbook.tiles import GRADED, TILE_COLUMNS, write_tile

if TYPE_CHECKING:
    from ecreview.model.section import Note, Section
    from ecreview.report.workbook.book import Book

TILES, TILES_PER_ROW = 8, 4
CAUSES = 3
CHART_ROWS, CAUSE_ROW = 10, 17.0
CHART_WIDTH = 15.2  # cm
CAUSE_COLUMN = LEFT + 7
_NO_DATA = Text(zh="数据不足，还没有结论。", en="Not enough data for a verdict.")
_WITH_TARGET = Text(zh="比目标", en="against target")
_WITH_BASELINE = Text(zh="比 {baseline}", en="against {baseline}")
_GRADE = Text(zh="数据等级 {grade}", en="Data grade {grade}")
_CAUSES, _FINDINGS = Text("主要原因", "Main causes"), Text("看到了什么", "What stands out")
_CAUSES_AND_MORE = Text("主要原因，还少在哪里", "Main cause, and what else cost money")
_NO_CAUSES = Text(zh="没有够得上说的原因。", en="No cause is solid enough to name.")
_CAUSE = Look("ec cause", size=10, bold=True, ink=looks.BAD_INK)
_GAIN = Look("ec gain", size=10, bold=True, ink=looks.GOOD_INK)
_PROOF = Look("ec proof", size=9, ink=LIGHT.actual, align="right")


def write_verdict(book: Book) -> None:
    """Write the verdict on one printed page."""
    page = Page(book, "01", row=6, last=LEFT + len(WIDTHS) - 1, is_one_page=True)
    told = book.told("01")
    lacking = book.missing("01")
    answer = told[0].answer if told else lacking[0].missing if lacking else _NO_DATA
    grade = book.say(_GRADE.fill(grade=grade_line(book)))
    page.head(book.say(answer), f"{basis_line(book, told)} · {grade}", about=_compared(book))
    _write_banner(page)
    _write_tiles(page)
    _write_gap_and_causes(page)
    write_first_steps(page)
    _gap(page)
    write_health(page)
    for column, width in enumerate(WIDTHS, start=LEFT):
        page.set_width(column, width)
    page.close()


def _compared(book: Book) -> str:
    """Return the period and what it is compared with."""
    scope = book.review.scope
    words = [scope.period.text]
    if any(goal.period == scope.period for goal in book.review.goals.items):
        words.append(_WITH_TARGET)
    if scope.baseline:
        words.append(_WITH_BASELINE.fill(baseline=scope.baseline.text))
    return book.say(join_texts(words, zh="，"))


def _write_banner(page: Page) -> None:
    """Write the red banner where one is due: nothing reassuring may stand above it."""
    for lead in _leads(page.book, NoteKind.ALARM)[:1]:
        page.flow(note_words(page.book, lead.note), looks.ALARM)
        _gap(page)


def _gap(page: Page, height: float = 7.0) -> None:
    """Leave a narrow empty row."""
    page.sheet.row_dimensions[page.row].height = height
    page.row += 1


def _write_tiles(page: Page) -> None:
    """Write the first eight figures of the verdict, four in a row."""
    told = page.book.told("01")
    exhibits = page.book.evidence.of_section(told[0])[:TILES] if told else ()
    for start in range(0, len(exhibits), TILES_PER_ROW):
        for i, exhibit in enumerate(exhibits[start : start + TILES_PER_ROW]):
            write_tile(page, exhibit, page.row, LEFT + TILE_COLUMNS * i)
        for offset, height in enumerate((16.0, 25.0, 16.0)):
            page.sheet.row_dimensions[page.row + offset].height = height
        page.row += 3
        _gap(page)


def _write_gap_and_causes(page: Page) -> None:
    """Write the waterfall of the gap at the left and the causes at the right."""
    book, top = page.book, page.row
    charts = [
        c
        for s in book.told("14")
        for c in s.charts
        if isinstance(c, WaterfallChart) and len(c.frame)
    ]
    if charts:
        drawing, scale = draw_gap(book, charts[0])
        title = f"{book.say(charts[0].title)}{in_brackets(scale.words, book.lang)}"
        page.writer.write_cell(top, LEFT, title, looks.HEADING)
        drawing.width, drawing.height = CHART_WIDTH, CHART_ROWS * CAUSE_ROW / POINTS_PER_CM
        drawing.anchor = address(top + 1, LEFT)
        page.sheet.add_chart(drawing)
    else:
        answers = [s.answer for s in book.told("14")] or [s.missing for s in book.missing("14")]
        page.writer.write_cell(top, LEFT, book.say(answers[0]) if answers else "", looks.NOTE_LINE)
    _write_causes(page, top)
    for row in range(top + 1, top + CHART_ROWS + 1):
        page.sheet.row_dimensions[row].height = CAUSE_ROW
    page.row = top + CHART_ROWS + 1 if charts else top + 1 + 3 * max(1, len(_leading(book)[1]))
    _gap(page, 5.0)


def _leading(book: Book) -> tuple[Text, list[Lead]]:
    """Return the causes with the most money, then what else cost money, each about another metric."""
    causes, findings = (
        sorted(_leads(book, kind), key=lambda lead: -abs(lead.note.amount_cents or 0))
        for kind in (NoteKind.CAUSE, NoteKind.FINDING)
    )
    chosen: list[Lead] = []
    losses = [lead for lead in findings if (lead.note.amount_cents or 0) < 0]
    for lead in (*causes, *(losses if causes else findings)):
        if not any(lead.metrics & other.metrics for other in chosen):
            chosen.append(lead)
    chosen = chosen[:CAUSES]
    if not causes:
        return (_FINDINGS if chosen else _CAUSES), chosen
    only_causes = all(lead.note.kind is NoteKind.CAUSE for lead in chosen)
    return (_CAUSES if only_causes else _CAUSES_AND_MORE), chosen


@dataclass(frozen=True, slots=True)
class Lead:
    """A note that may stand among the causes, with the section that tells it."""

    note: Note
    section: Section

    @property
    def title(self) -> Text:
        """Return its headline, else what its section is called."""
        return self.note.title if self.note.title.zh else self.section.title

    @property
    def metrics(self) -> frozenset[str]:
        """Return the metrics of the figures it rests on: the effect of a metric is about that metric."""
        keys = (key.split("/")[-1] for key in self.note.evidence)
        return frozenset(key.removeprefix("effect_") for key in keys) & BY_KEY.keys()


def _leads(book: Book, kind: NoteKind) -> list[Lead]:
    """Return the notes of a kind over all sections, in telling order."""
    return [Lead(note, s) for s in book.review.told for note in s.notes if note.kind is kind]


def _write_causes(page: Page, top: int) -> None:
    """Write the causes one below the other: name and money, then the sentence."""
    book = page.book
    heading, leads = _leading(book)
    page.writer.write_cell(top, CAUSE_COLUMN, book.say(heading), looks.HEADING)
    if not leads:
        page.writer.write_cell(top + 1, CAUSE_COLUMN, book.say(_NO_CAUSES), looks.CAPTION)
    for i, lead in enumerate(leads):
        row, note = top + 1 + 3 * i, lead.note
        grade = GRADED.fill(grade=note.grade.value) if note.grade else EMPTY
        amount = EMPTY if note.amount_cents is None else say_cents(note.amount_cents, book.currency)
        name = " · ".join(w for w in map(book.say, (lead.title, amount, grade)) if w)
        look = _GAIN if (note.amount_cents or 0) > 0 else _CAUSE
        page.writer.write_cell(row, CAUSE_COLUMN, name, look)
        _link_proof(page, row, note)
        page.writer.write_cell(row + 1, CAUSE_COLUMN, book.say(note.text), looks.CAPTION)
        page.join((row + 1, row + 2), (CAUSE_COLUMN, page.last))


def _link_proof(page: Page, row: int, note: Note) -> None:
    """Write the number of the first figure that a cause rests on, as a link to it."""
    for exhibit in page.book.evidence.behind(note.evidence)[:1]:
        cell = page.writer.write_cell(row, page.last, exhibit.label, _PROOF)
        page.link_evidence(cell, exhibit)
