"""Sheets 18 and 19: files against each other to the cent, and where every row went."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from ecreview.model.text import Text, Unit, same
from ecreview.reconcile.present import whether_it_ties
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.cells import sheet_value
from ecreview.report.workbook.decisions import write_decisions
from ecreview.report.workbook.drawing import write_charts
from ecreview.report.workbook.page import LEFT, Col
from ecreview.report.workbook.sections import (
    CUT,
    start_sheet,
    write_figures,
    write_grid,
    write_missing,
    write_notes,
    write_sections,
)

if TYPE_CHECKING:
    from ecreview.model.findings import FindingKind
    from ecreview.model.section import Section
    from ecreview.reconcile.base import Reconciliation
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.page import Page

_PAIRS = Text(zh="文件两两对账", en="Files against each other")
_PAIR_COLUMNS = (
    (Text("对账对", "Pair"), Unit.TEXT), (Text("左边（行）", "Rows left"), Unit.COUNT), (Text("右边（行）", "Rows right"), Unit.COUNT),
    (Text("左边金额", "Amount left"), Unit.CENTS), (Text("右边净额", "Net right"), Unit.CENTS),
    (Text("差额", "Difference"), Unit.CENTS), (Text("费用解释", "By fees"), Unit.CENTS), (Text("时间差", "Not due"), Unit.CENTS),
    (Text("其他原因", "Other reasons"), Unit.CENTS), (Text("未解释", "Unexplained"), Unit.CENTS),
)  # fmt: skip
_UNEXPLAINED_TOTAL = Text(zh="未解释合计", en="Unexplained in all")
_TOTAL = Text(zh="合计 {n} 行", en="Total of {n} rows")
_NO_PAIRS = Text(
    zh="缺少数据：需要两份能互相核对的表，例如订单报表和支付宝账单，或订单报表和订单明细。",
    en="Data missing: needs two tables that can be checked against each other, such as orders and the bill, or orders and order lines.",
)

_ASIDE_LISTED = 1_000  # who looks for one of more rows filters the file itself
_ASIDE = Text(zh="没有进入分析的行", en="Rows set aside")
_ASIDE_COLUMNS = (
    (Text("文件", "File"), Unit.TEXT), (Text("工作表", "Sheet"), Unit.TEXT), (Text("行号", "Row"), Unit.COUNT),
    (Text("为什么", "Why"), Unit.TEXT), (Text("代替它的行", "Row that stands for it"), Unit.TEXT), (Text("金额", "Amount"), Unit.CENTS),
)  # fmt: skip
_FILE_REFUSED = Text(zh="没有使用的文件：{name}：{why}", en="File not used: {name}: {why}")


def write_reconciliations(book: Book) -> None:
    """Write the pairs in one table, then the bridge and each pair with its states and differences."""
    pairs = book.review.reconciliations
    page = start_sheet(book, "18", whether_it_ties(pairs))
    if pairs:
        _write_pairs(page, pairs)
        write_decisions(page)
    else:
        page.flow(book.say(_NO_PAIRS), looks.MISSING)
    for section in book.told("18"):
        _write_section(page, section)
    write_missing(page)
    page.freeze(5)
    page.close()


def _write_pairs(page: Page, pairs: tuple[Reconciliation, ...]) -> None:
    """Write one row per pair; green where nothing is left unexplained, amber where something is."""
    book = page.book
    page.heading(book.say(_PAIRS))
    columns = [Col(book.with_unit(title, unit), unit) for title, unit in _PAIR_COLUMNS]
    rows: list[list[Value]] = [
        [
            book.say(p.title), p.left_rows, p.right_rows,
            *(sheet_value(v, p.unit, book.lang) for v in (p.left_cents, *p.breakdown)),
        ]
        for p in pairs
    ]  # fmt: skip
    first, _ = page.table(columns, rows)
    for row, values in enumerate(rows, start=first):
        look = looks.BODY_CAUTION if values[-1] else looks.BODY_GOOD
        page.writer.write_cell(row, LEFT + len(columns) - 1, values[-1], look, looks.MONEY)
    left_over = sum(p.unexplained_cents for p in pairs if p.unit is Unit.CENTS) / 100
    page.total(columns, [book.say(_UNEXPLAINED_TOTAL), *([None] * (len(columns) - 2)), left_over])


def _write_section(page: Page, section: Section) -> None:
    """Write the section of a pair or of the bridge; its tables beyond the first are for the screen."""
    book = page.book
    page.heading(book.say(section.title))
    page.flow(book.say(section.answer), looks.SUBANSWER)
    write_figures(page, book.evidence.of_section(section))
    write_notes(page, section.notes)
    write_charts(page, section.charts)
    for grid in section.grids:
        if page.has_tail:
            page.hush()
        write_grid(page, grid)
    page.speak()


def write_quality(book: Book) -> None:
    """Write the section on data quality, then files not used and rows set aside, one by one."""
    page = start_sheet(book, "19")
    write_sections(page)
    for file in book.review.dataset.files:
        if file.error is not None:
            page.flow(
                book.say(_FILE_REFUSED.fill(name=file.name, why=file.error.message)), looks.LIMIT
            )
    if rows := _rows_aside(book):
        _write_aside(page, rows)
    page.freeze(5)
    page.close()


def _write_aside(page: Page, rows: list[list[Value]]) -> None:
    """Write the rows set aside, and how many and how much they are in all."""
    book = page.book
    page.heading(book.say(_ASIDE))
    columns = [Col(book.with_unit(title, unit), unit) for title, unit in _ASIDE_COLUMNS]
    page.table(columns, rows[:_ASIDE_LISTED])
    ledgers = [t.ledger for f in book.review.dataset.files for t in f.tables]
    count = sum(ledger.duplicate + ledger.quarantined for ledger in ledgers)
    cents = sum(ledger.cents_aside or 0 for ledger in ledgers)
    page.total(columns, [book.say(_TOTAL.fill(n=f"{count:,}")), *([None] * 4), cents / 100])
    listed = min(len(rows), _ASIDE_LISTED)
    if count > listed:
        page.flow(book.say(CUT.fill(n=f"{count:,}", m=f"{listed:,}")), looks.CAPTION)


def _rows_aside(book: Book) -> list[list[Value]]:
    """Return the rows set aside of all tables: not counted before merged ones, the largest amounts first."""
    listed = [
        ((aside.twin is not None, -abs(aside.amount_cents or 0)), [
            file.name, table.sheet, aside.row, book.say(why_aside(aside.kind)),
            aside.twin, sheet_value(aside.amount_cents, Unit.CENTS, book.lang),
        ])
        for file in book.review.dataset.files
        for table in file.tables
        for aside in table.ledger.aside
    ]  # fmt: skip
    return [row for _, row in sorted(listed, key=lambda pair: pair[0])]


def why_aside(kind: FindingKind) -> Text:
    """Return why a single row was set aside; the code where the message needs more than a count."""
    names = {name for _, name, _, _ in Formatter().parse(kind.message.zh) if name}
    return kind.message.fill(n=1) if names <= {"n"} else same(kind.code)
