"""Sheet 00: what was reviewed, on which basis, from which files, and where everything stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview import __version__
from ecreview.model.grade import Grade
from ecreview.model.section import PAID_ORDERS, Tone
from ecreview.model.text import Text, Unit
from ecreview.report.palette import LIGHT
from ecreview.report.record import REVIEW_SCHEMA
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import SHEETS
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT, Col, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value

DIGEST_SHOWN = 64
_ANSWER = Text(zh="复盘 {period}", en="Review of {period}")
_BASELINE = Text(zh="，对比 {baseline}", en=", compared with {baseline}")
_WHOLE = Text(zh="全部", en="all")
_NONE = Text(zh="无", en="none")
_FACTS = {
    "period": Text(zh="本期", en="Period"),
    "baseline": Text(zh="对比期", en="Baseline"),
    "data_end": Text(zh="数据截止", en="Data end"),
    "basis": Text(zh="默认口径", en="Default basis"),
    "filter": Text(zh="筛选", en="Filters"),
    "currency": Text(zh="币种", en="Currency"),
    "grade": Text(zh="数据等级", en="Data grade"),
    "version": Text(zh="程序版本 / 数据格式", en="Version / schema"),
}
_GRADES = Text(
    zh="A、B 可下结论，C 仅供参考，D 数据不足",
    en="A and B conclusive, C indicative only, D not enough data",
)
_FILES, _CONTENTS, _LEGEND = (
    Text("用到的文件", "Files used"),
    Text("目录", "Contents"),
    Text("颜色和记号", "Colours and signs"),
)
_FILE_COLUMNS = (
    (Text("文件", "File"), Unit.TEXT, 40), (Text("工作表", "Sheet"), Unit.TEXT, 18), (Text("识别为", "Recognised as"), Unit.TEXT, 30),
    (Text("总行数", "Rows"), Unit.COUNT, 12), (Text("保留", "Kept"), Unit.COUNT, 12), (Text("字节", "Bytes"), Unit.COUNT, 14),
    (Text("sha256", "sha256"), Unit.ID, 46),
)  # fmt: skip
_UNRECOGNISED = Text(zh="没有认出", en="not recognised")
_REFUSED = Text(zh="没有使用：{why}", en="not used: {why}")
_CONTENT_COLUMNS = (Text("页", "Sheet"), Text("内容", "Content"), Text("状态", "State"))
_READY, _LACKING = Text(zh="有内容", en="ready"), Text(zh="缺少数据", en="data missing")
_ALWAYS = frozenset({"00", "01", "02", "15", "16", "20", "21"})
_LEGEND_WORDS = (
    (Tone.ACTUAL, Text("本期", "this period")), (Tone.BASELINE, Text("对比期", "baseline")),
    (Tone.GOOD, Text("比目标好（▲▼ 指方向）", "better than target (▲▼ give the direction)")),
    (Tone.BAD, Text("比目标差", "worse than target")), (Tone.CAUTION, Text("待确认、未解释", "to be confirmed, unexplained")),
    (Tone.TOTAL, Text("合计", "sum")), (Tone.UNKNOWN, Text("斜线格 = 还没过完，不参与平均", "hatched = not finished, left out of averages")),
)  # fmt: skip


def write_cover(book: Book) -> None:
    """Write the cover."""
    page = Page(book, "00", pages_high=1)
    scope = book.review.scope
    answer = _ANSWER.fill(period=scope.period.text)
    if scope.baseline:
        answer += _BASELINE.fill(baseline=scope.baseline.text)
    page.head(book.say(answer), book.say(PAID_ORDERS.text))
    for key, value in _facts(book):
        page.writer.write_cell(page.row, LEFT, book.say(_FACTS[key]), looks.KICKER)
        page.writer.write_cell(page.row, LEFT + 1, value, looks.NOTE_LINE)
        page.row += 1
    _write_files(page)
    _write_contents(page)
    _write_legend(page)
    page.freeze(5)
    page.close()


def _facts(book: Book) -> Iterator[tuple[str, str]]:
    """Yield what the review stands on."""
    review, scope = book.review, book.review.scope
    ends = [t.span[1] for f in review.dataset.files for t in f.tables if t.span]
    filters = [*scope.shops, *scope.channels]
    yield "period", book.say(scope.period.text)
    yield "baseline", book.say(scope.baseline.text if scope.baseline else _NONE)
    yield "data_end", max(ends).isoformat() if ends else scope.period.last.isoformat()
    yield "basis", book.say(PAID_ORDERS.text)
    yield "filter", "、".join(filters) or book.say(_WHOLE)
    yield "currency", book.currency
    yield (
        "grade",
        f"{grade_line(book)}（{book.say(_GRADES)}）"
        if book.lang == "zh"
        else f"{grade_line(book)} ({book.say(_GRADES)})",
    )
    yield "version", f"ecreview {__version__} / {REVIEW_SCHEMA}"


def grade_line(book: Book) -> str:
    """Return the grade of the data and what it allows."""
    grade = book.review.grade or Grade.D
    return f"{grade.value} {book.say(grade.verdict)}"


def _write_files(page: Page) -> None:
    """Write one row per table of each file, with the digest of the file."""
    book = page.book
    page.heading(book.say(_FILES))
    rows: list[list[Value]] = []
    for file in book.review.dataset.files:
        end: list[Value] = [file.size, file.digest]
        if file.error is not None:
            why = book.say(_REFUSED.fill(why=file.error.message))
            rows.append([file.name, None, why, None, None, *end])
        for table in file.tables:
            title = table.title if table.table else _UNRECOGNISED
            ledger = table.ledger
            rows.append([file.name, table.sheet, book.say(title), ledger.total, ledger.kept, *end])
    page.table([Col(book.say(t), unit, cap=cap) for t, unit, cap in _FILE_COLUMNS], rows)


def _write_contents(page: Page) -> None:
    """Write a linked list of all sheets."""
    book = page.book
    page.heading(book.say(_CONTENTS))
    rows: list[list[Value]] = [
        [sheet.title(book.lang), book.say(sheet.content), book.say(_state(book, sheet.number))]
        for sheet in SHEETS
    ]
    first, _ = page.table([Col(book.say(title)) for title in _CONTENT_COLUMNS], rows)
    for row, sheet in enumerate(SHEETS, start=first):
        cell = page.writer.write_cell(row, LEFT, sheet.title(book.lang), looks.BODY_LINK)
        page.writer.link(cell, sheet.title(book.lang), "A1")


def _state(book: Book, number: str) -> Text:
    """Return whether a sheet has content."""
    return (
        _READY
        if number in _ALWAYS or book.told(number) or (number == "03" and book.told("01"))
        else _LACKING
    )


def _write_legend(page: Page) -> None:
    """Write what the colours mean."""
    page.heading(page.book.say(_LEGEND))
    for tone, words in _LEGEND_WORDS:
        hatched = tone is Tone.UNKNOWN
        swatch = Look(
            f"ec tone {tone.value}",
            fill=LIGHT.tone(tone),
            pattern="lightUp" if hatched else "solid",
        )
        page.writer.write_cell(page.row, LEFT, None, swatch)
        page.writer.write_cell(page.row, LEFT + 1, page.book.say(words), looks.NOTE_LINE)
        page.row += 1
