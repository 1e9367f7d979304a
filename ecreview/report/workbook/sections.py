"""A section on a sheet: answer, figures, sentences, charts, tables; or what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses import PLANNED
from ecreview.model.section import NoteKind
from ecreview.model.text import EMPTY, Text, Unit
from ecreview.report.shapes import units_of_parts
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import BY_NUMBER
from ecreview.report.workbook.cells import address, format_of, sheet_value, unit_words
from ecreview.report.workbook.drawing import write_chart
from ecreview.report.workbook.page import HEAD_ROWS, LEFT, Col, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecreview.model.section import Column, Grid, Note, Section
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.evidence import Exhibit

MAX_ROWS = 5_000  # of a list; the total line tells how many there are

_BASIS_TITLE = Text(zh="口径", en="Basis")
_FIGURES = Text(zh="指标", en="Figures")
_BASIS = Text(
    zh="口径：{basis} · 本期 {period} · 对比期 {baseline}",
    en="Basis: {basis} · period {period} · baseline {baseline}",
)
_NONE = Text(zh="无", en="none")
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
_PROOF = Text(zh="（证据 {labels}）", en=" ({labels})")
_SIGNS = {NoteKind.ALARM: "▲ ", NoteKind.LIMIT: "! "}
_LOOKS = {
    NoteKind.ALARM: looks.ALARM,
    NoteKind.LIMIT: looks.LIMIT,
    NoteKind.DEFINITION: looks.CAPTION,
}


def basis_line(book: Book, basis: Text | None = None) -> str:
    """Return the basis of a sheet: definition, period, baseline."""
    scope = book.review.scope
    text = _BASIS.fill(
        basis=basis or Text(zh="见每个指标", en="see each figure"),
        period=scope.period.text,
        baseline=scope.baseline.text if scope.baseline else _NONE,
    )
    return book.say(text)


def write_sheet(book: Book, number: str) -> None:
    """Write a sheet of sections from its head to its print set-up."""
    page = start_sheet(book, number)
    write_sections(page)
    page.freeze(5)
    page.close()


def start_sheet(book: Book, number: str) -> Page:
    """Return the page of a sheet with its head: the answer of its first section, or that it lacks data."""
    page, told = Page(book, number), book.told(number)
    if told:
        figures = told[0].figures
        answer = told[0].answer if told[0].answer.zh else told[0].title
        page.head(book.say(answer), basis_line(book, figures[0].basis.text if figures else None))
    else:
        page.head(book.say(_NOTHING), basis_line(book), about=book.say(BY_NUMBER[number].content))
    return page


def write_sections(page: Page) -> None:
    """Write the sections of the sheet, then what could not be told."""
    told = page.book.told(page.number)
    for position, section in enumerate(told):
        write_section(page, section, is_first=position == 0, is_alone=len(told) == 1)
    write_missing(page)


def write_section(page: Page, section: Section, *, is_first: bool, is_alone: bool) -> None:
    """Write a section; its name and answer stand above it where the head does not already say them."""
    if not is_alone:
        page.heading(page.book.say(section.title), gap=not is_first)
    if section.answer.zh and not is_first:
        page.flow(page.book.say(section.answer), looks.SUBANSWER)
    write_figures(page, page.book.evidence.of_section(section))
    write_notes(page, section.notes)
    for chart in section.charts:
        write_chart(page, chart)
    for grid in section.grids:
        write_grid(page, grid)


def write_missing(page: Page) -> None:
    """Write what the sheet would show with which data, and what this version does not compute."""
    say = page.book.say
    page.row += 1 if page.row > HEAD_ROWS + 2 else 0
    for section in page.book.missing(page.number):
        line = say(_MISSING.fill(export=section.export))
        why = say(_MISSING_WHAT.fill(title=section.title, missing=section.missing))
        page.flow(
            f"{line}\u3000{why}" if page.book.lang == "zh" else f"{line}. {why}", looks.MISSING
        )
    done = {s.key for s in page.book.review.sections}
    for plan in PLANNED:
        if plan.sheet == page.number and plan.key not in done:
            values = {"title": plan.title, "question": plan.question, "uses": plan.uses}
            page.flow(say(_PLANNED.fill(**values)), looks.MISSING)


def write_figures(page: Page, exhibits: Sequence[Exhibit]) -> None:
    """Write the figures with all they stand on, each linked to its evidence; empty columns are left out."""
    if not exhibits:
        return
    book = page.book
    page.heading(book.say(_FIGURES))
    rows = [[column.cell(book, exhibit) for column in FIGURE_COLUMNS] for exhibit in exhibits]
    shown = [
        i
        for i, c in enumerate(FIGURE_COLUMNS)
        if _is_worth_a_column(c, {row[i][0] for row in rows})
    ]
    first, _ = page.table(
        [Col(book.say(FIGURE_COLUMNS[i].title), Unit.NUMBER if FIGURE_COLUMNS[i].is_number else Unit.TEXT, cap=40) for i in shown],
        [[row[i][0] for i in shown] for row in rows],
        formats=[[format_of(row[i][1]) for i in shown] for row in rows],
    )  # fmt: skip
    for row, exhibit in enumerate(exhibits, start=first):
        book.evidence.places[exhibit.key] = (page.title, address(row, LEFT + 1))
        link = page.writer.write_cell(row, LEFT + len(shown) - 1, exhibit.label, looks.BODY_LINK)
        page.link_evidence(link, exhibit.key)


def _is_worth_a_column(column: FigureColumn, values: set[Value]) -> bool:
    """Return whether a column of figures tells anything: a basis that all share stands in the head."""
    if column.title is _BASIS_TITLE:
        return len(values) > 1
    return column.is_always or values != {None}


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of the table of figures: its title, and its cell with the unit that formats it."""

    title: Text
    cell: Callable[[Book, Exhibit], tuple[Value, Unit]]
    is_number: bool = False
    is_always: bool = False


def _amount(name: str) -> Callable[[Book, Exhibit], tuple[Value, Unit]]:
    """Return the cell of an attribute in the figure's own unit."""
    return lambda book, e: (
        sheet_value(getattr(e.figure, name), e.figure.unit, book.lang),
        e.figure.unit,
    )


def figure_title(book: Book, exhibit: Exhibit) -> tuple[Value, Unit]:
    """Return the name of a figure with its unit."""
    unit = unit_words(exhibit.figure.unit, book.lang, book.currency)
    return f"{book.say(exhibit.figure.title)}{unit}", Unit.TEXT


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
    FigureColumn(Text("95% 下限", "95% low"), _amount("low"), is_number=True),
    FigureColumn(Text("95% 上限", "95% high"), _amount("high"), is_number=True),
    FigureColumn(Text("分子", "Numerator"), lambda b, e: part(b, e, 0), is_number=True),
    FigureColumn(Text("分母", "Denominator"), lambda b, e: part(b, e, 1), is_number=True),
    FigureColumn(Text("样本", "n"), lambda _, e: (e.figure.n, Unit.COUNT), is_number=True),
    FigureColumn(Text("可信", "Grade"), grade_words),
    FigureColumn(_BASIS_TITLE, lambda b, e: (b.say(e.figure.basis.text), Unit.TEXT)),
    FigureColumn(
        Text("为什么没有", "Why none"),
        lambda b, e: (b.say(e.figure.reason.text) if e.figure.reason else None, Unit.TEXT),
    ),
    FigureColumn(Text("证据", "Evidence"), lambda _, e: (e.label, Unit.TEXT), is_always=True),
)


def write_notes(page: Page, notes: Sequence[Note]) -> None:
    """Write the sentences, each with a sign for its kind and the numbers of its evidence."""
    if notes:
        page.row += 1
    for note in notes:
        look = _LOOKS.get(note.kind, looks.NOTE)
        page.flow(note_words(page.book, note), look)


def note_words(book: Book, note: Note) -> str:
    """Return a note in one line: sign, title, sentence, evidence."""
    title = f"{book.say(note.title)}{'：' if book.lang == 'zh' else ': '}" if note.title.zh else ""
    labels = [e.label for e in map(book.evidence.find, note.evidence) if e is not None]
    proof = _PROOF.fill(labels=Text("、".join(labels), ", ".join(labels))) if labels else EMPTY
    return f"{_SIGNS.get(note.kind, '')}{title}{book.say(note.text)}{book.say(proof)}"


def write_grid(page: Page, grid: Grid, *, sums: Sequence[Value] = ()) -> None:
    """Write a table of a section; a cut list says how many rows there are, `sums` are those of all of them."""
    book = page.book
    page.heading(book.say(grid.title))
    if grid.caption.zh:
        page.flow(book.say(grid.caption), looks.CAPTION)
    frame = grid.frame.head(MAX_ROWS)
    columns = [_grid_column(book, column) for column in grid.columns]
    cells = [
        [sheet_value(cell, column.unit, book.lang) for cell in frame[column.key].tolist()]
        for column in grid.columns
    ]
    page.table(columns, list(zip(*cells, strict=True)))
    if sums:
        page.total(columns, sums)
    rows = max(grid.total or 0, len(grid.frame))
    if rows > len(frame):
        page.flow(book.say(CUT.fill(n=f"{rows:,}", m=f"{len(frame):,}")), looks.CAPTION)


def _grid_column(book: Book, column: Column) -> Col:
    """Return a column of a table with its unit in the header."""
    return Col(
        f"{book.say(column.title)}{unit_words(column.unit, book.lang, book.currency)}", column.unit
    )
