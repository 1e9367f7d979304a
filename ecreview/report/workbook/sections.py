"""A section on a sheet: answer, figures, sentences, charts, tables; or what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses import PLANNED
from ecreview.model.section import NoteKind
from ecreview.model.text import EMPTY, Text, Unit
from ecreview.report.figures import units_of_parts
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import BY_NUMBER
from ecreview.report.workbook.cells import address, format_of, sheet_value
from ecreview.report.workbook.drawing import write_charts
from ecreview.report.workbook.page import LEFT, PRINTED_ROWS, Col, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ecreview.model.section import Column, Grid, Note, Section
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.evidence import Exhibit

FEW_FIGURES = 8
MAX_ROWS = 5_000  # of a list; the total line tells how many there are

_FIGURES = Text(zh="指标", en="Figures")
_BASIS = Text(
    zh="口径：{basis} · 本期 {period} · 对比期 {baseline}",
    en="Basis: {basis} · period {period} · baseline {baseline}",
)
_SEE_EVIDENCE = Text(zh="见证据索引", en="see the evidence index")
_MISSING = Text(zh="缺少数据：需要 {export}", en="Data missing: needs {export}")
_MISSING_WHAT = Text(zh="{title}：缺少{missing}。", en="{title}: {missing} missing.")
_PLANNED = Text(
    zh="“{title}”这个版本还不计算。它会回答：{question}会用到：{uses}。",
    en="“{title}” is not computed in this version. It will answer: {question} It will use: {uses}.",
)
_NOTHING = Text(zh="这一页还没有内容", en="Nothing on this sheet yet")
CUT = Text(
    zh="共 {n} 行，此处列前 {m} 行（按金额）。",
    en="{n} rows in all; the first {m} by amount are listed here.",
)
_TOTAL = Text(zh="合计 {n} 行", en="Total of {n:row|rows}")
_PROOF = Text(zh="（证据 {labels}）", en=" ({labels})")
_SIGNS = {NoteKind.ALARM: "▲ ", NoteKind.LIMIT: "! "}
_LOOKS = {
    NoteKind.ALARM: looks.ALARM,
    NoteKind.LIMIT: looks.LIMIT,
    NoteKind.DEFINITION: looks.CAPTION,
}


def basis_line(book: Book, sections: Sequence[Section] = ()) -> str:
    """Return the basis of a sheet: definition of its leading figure, period, baseline."""
    figures = sections[0].figures if sections else ()
    basis = figures[0].basis.text if figures else _SEE_EVIDENCE
    period = book.review.scope.period.text
    return book.say(_BASIS.fill(basis=basis, period=period, baseline=book.baseline))


def write_sheet(book: Book, number: str) -> None:
    """Write a sheet of sections from its head to its print set-up."""
    page = start_sheet(book, number)
    write_sections(page)
    page.freeze(5)
    page.close()


def start_sheet(book: Book, number: str, answer: Text | None = None) -> Page:
    """Return the page of a sheet with its head: the answer of its first section, or that it lacks data.

    `answer` is said in place of the first section's own.
    """
    page, told = Page(book, number), book.told(number)
    if told:
        own = told[0].answer if told[0].answer.zh else told[0].title
        page.head(book.say(answer or own), basis_line(book, told))
    else:
        page.head(book.say(_NOTHING), basis_line(book), about=book.say(BY_NUMBER[number].content))
    return page


def write_sections(page: Page) -> None:
    """Write the sections of the sheet, then what could not be told."""
    told = page.book.told(page.number)
    for position, section in enumerate(told):
        write_section(page, section, is_first=position == 0, is_alone=len(told) == 1)
    write_missing(page)
    many = [e for s in told for e in page.book.evidence.of_section(s) if not _are_few(s)]
    if many:
        page.hush()
        write_figures(page, many)


def _are_few(section: Section) -> bool:
    """Return whether a section's figures lead; more of them are a reference behind its tables, for the screen."""
    return len(section.figures) <= FEW_FIGURES or not (section.grids or section.charts)


def write_section(page: Page, section: Section, *, is_first: bool, is_alone: bool) -> None:
    """Write a section; its name and answer stand above it where the head does not already say them."""
    if not is_alone:
        page.heading(page.book.say(section.title), gap=not is_first)
    if section.answer.zh and not is_first:
        page.flow(page.book.say(section.answer), looks.SUBANSWER)
    if _are_few(section):
        write_figures(page, page.book.evidence.of_section(section))
    write_notes(page, section.notes)
    write_charts(page, section.charts)
    for grid in section.grids:
        write_grid(page, grid)


def write_missing(page: Page) -> None:
    """Write what the sheet would show with which data, and what this version does not compute."""
    lines = [*_lacking(page), *_planned(page)]
    if lines:
        page.gap()
    for line in lines:
        page.flow(line, looks.MISSING)


def _lacking(page: Page) -> Iterator[str]:
    """Yield what the sections that cannot be told need."""
    say = page.book.say
    for section in page.book.missing(page.number):
        line = say(_MISSING.fill(export=section.export))
        why = say(_MISSING_WHAT.fill(title=section.title, missing=section.missing))
        yield f"{line}\u3000{why}" if page.book.lang == "zh" else f"{line}. {why}"


def _planned(page: Page) -> Iterator[str]:
    """Yield what this version does not compute."""
    done = {s.key for s in page.book.review.sections}
    for plan in PLANNED:
        if plan.sheet == page.number and plan.key not in done:
            values = {"title": plan.title, "question": plan.question, "uses": plan.uses}
            yield page.book.say(_PLANNED.fill(**values))


def write_figures(page: Page, exhibits: Sequence[Exhibit], *, in_short: bool = False) -> None:
    """Write the figures, each linked to its evidence, which has their samples and bases; empty columns are left out.

    Args:
        page: where they stand.
        exhibits: the figures.
        in_short: leave parts and intervals to the evidence too.
    """
    if not exhibits:
        return
    book = page.book
    page.heading(book.say(_FIGURES))
    columns = [c for c in FIGURE_COLUMNS if not (in_short and c.is_detail)]
    rows = [[column.cell(book, exhibit) for column in columns] for exhibit in exhibits]
    shown = [
        i for i, c in enumerate(columns) if c.is_always or {row[i][0] for row in rows} != {None}
    ]
    first, _ = page.table(
        [Col(book.say(columns[i].title), Unit.NUMBER if columns[i].is_number else Unit.TEXT, cap=40) for i in shown],
        [[row[i][0] for i in shown] for row in rows],
        formats=[[format_of(row[i][1]) for i in shown] for row in rows],
        printed=0,
    )  # fmt: skip
    for row, exhibit in enumerate(exhibits, start=first):
        book.evidence.places[exhibit.key] = (page.title, address(row, LEFT + 1))
        link = page.writer.write_cell(row, LEFT + len(shown) - 1, exhibit.label, looks.BODY_LINK)
        page.link_evidence(link, exhibit)


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of the table of figures: its title, and its cell with the unit that formats it."""

    title: Text
    cell: Callable[[Book, Exhibit], tuple[Value, Unit]]
    is_number: bool = False
    is_always: bool = False
    is_detail: bool = False


def _amount(name: str) -> Callable[[Book, Exhibit], tuple[Value, Unit]]:
    """Return the cell of an attribute in the figure's own unit."""
    return lambda book, e: (
        sheet_value(getattr(e.figure, name), e.figure.unit, book.lang),
        e.figure.unit,
    )


def figure_title(book: Book, exhibit: Exhibit) -> tuple[Value, Unit]:
    """Return the name of a figure with its unit."""
    return book.with_unit(exhibit.figure.title, exhibit.figure.unit), Unit.TEXT


def part(book: Book, exhibit: Exhibit, position: int) -> tuple[Value, Unit]:
    """Return the numerator (0) or denominator (1) of a figure."""
    figure = exhibit.figure
    value = (figure.numerator, figure.denominator)[position]
    unit = units_of_parts(figure)[position]
    return sheet_value(value, unit, book.lang), unit


def grade_words(book: Book, exhibit: Exhibit) -> tuple[Value, Unit]:
    """Return the grade of a figure and what it allows."""
    grade = exhibit.figure.grade
    return None if grade is None else f"{grade.value} {book.say(grade.verdict)}", Unit.TEXT


FIGURE_COLUMNS: tuple[FigureColumn, ...] = (
    FigureColumn(Text("指标", "Figure"), figure_title, is_always=True),
    FigureColumn(Text("本期", "This period"), _amount("value"), is_number=True, is_always=True),
    FigureColumn(Text("目标", "Target"), _amount("target"), is_number=True),
    FigureColumn(Text("对比期", "Baseline"), _amount("baseline"), is_number=True),
    FigureColumn(Text("95% 下限", "95% low"), _amount("low"), is_number=True, is_detail=True),
    FigureColumn(Text("95% 上限", "95% high"), _amount("high"), is_number=True, is_detail=True),
    FigureColumn(
        Text("分子", "Numerator"), lambda b, e: part(b, e, 0), is_number=True, is_detail=True
    ),
    FigureColumn(
        Text("分母", "Denominator"), lambda b, e: part(b, e, 1), is_number=True, is_detail=True
    ),
    FigureColumn(Text("可信", "Grade"), grade_words),
    FigureColumn(
        Text("为什么没有", "Why none"),
        lambda b, e: (b.say(e.figure.reason.text) if e.figure.reason else None, Unit.TEXT),
    ),
    FigureColumn(Text("证据", "Evidence"), lambda _, e: (e.label, Unit.TEXT), is_always=True),
)


def write_notes(page: Page, notes: Sequence[Note]) -> None:
    """Write the sentences, each with a sign for its kind and the numbers of its evidence."""
    if notes:
        page.gap()
    for note in notes:
        labels = [e.label for e in page.book.evidence.behind(note.evidence)]
        proof = _PROOF.fill(labels=Text("、".join(labels), ", ".join(labels))) if labels else EMPTY
        line = f"{note_words(page.book, note)}{page.book.say(proof)}"
        page.flow(line, _LOOKS.get(note.kind, looks.NOTE))


def note_words(book: Book, note: Note) -> str:
    """Return a note in one line: sign, title, sentence."""
    title = f"{book.say(note.title)}{'：' if book.lang == 'zh' else ': '}" if note.title.zh else ""
    return f"{_SIGNS.get(note.kind, '')}{title}{book.say(note.text)}"


def write_grid(page: Page, grid: Grid) -> None:
    """Write a table of a section; a cut list says how many rows there are, its sums are those of all of them."""
    book = page.book
    page.heading(book.say(grid.title))
    if grid.caption.zh:
        page.flow(book.say(grid.caption), looks.CAPTION)
    frame = grid.frame.head(MAX_ROWS)
    shown = shown_columns(grid)
    cells = [
        [sheet_value(cell, column.unit, book.lang) for cell in frame[column.key].tolist()]
        for column in shown
    ]
    columns = [Col(book.with_unit(column.title, column.unit), column.unit) for column in shown]
    is_list = grid.total is not None or len(frame) > PRINTED_ROWS  # an account is printed whole
    page.table(columns, list(zip(*cells, strict=True)), printed=PRINTED_ROWS if is_list else 0)
    rows = max(grid.total or 0, len(grid.frame))
    if grid.sums:
        sums = dict(grid.sums)
        values = [sheet_value(sums.get(c.key), c.unit, book.lang) for c in shown[1:]]
        page.total(columns, [book.say(_TOTAL.fill(n=f"{rows:,}")), *values])
    if rows > len(frame):
        page.flow(book.say(CUT.fill(n=f"{rows:,}", m=f"{len(frame):,}")), looks.CAPTION)


def shown_columns(grid: Grid) -> list[Column]:
    """Return the columns for people: machine words are for the record only."""
    return [column for column in grid.columns if column.is_shown]
