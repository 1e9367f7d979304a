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
from ecreview.report.workbook.cells import format_of, in_brackets
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value

COLUMN, COLUMNS = 11.5, 12  # width and number of the columns that the parts of the cover share
DIGEST_SHOWN = 12  # characters: enough to tell files apart
FACT_SPANS, CONTENT_START, CONTENT_SPANS = (2, 4), 6, (2, 4)
_ANSWER = Text(zh="复盘 {period}", en="Review of {period}")
_BASELINE = Text(zh="，对比 {baseline}", en=", compared with {baseline}")
_FACTS = (
    Text("本期", "Period"), Text("对比期", "Baseline"), Text("数据截止", "Data end"), Text("默认口径", "Default basis"),
    Text("筛选", "Filters"), Text("币种", "Currency"), Text("数据等级", "Data grade"), Text("程序版本 / 数据格式", "Version / schema"),
)  # fmt: skip
_GRADES = Text(
    zh="A、B 可下结论，C 仅供参考，D 数据不足",
    en="A, B conclusive; C indicative; D too few",
)
_FILES, _CONTENTS, _LEGEND = (
    Text("用到的文件", "Files used"),
    Text("目录", "Contents"),
    Text("颜色和记号", "Colours and signs"),
)
_FILE_COLUMNS = (
    (Text("文件", "File"), Unit.TEXT, 4), (Text("工作表", "Sheet"), Unit.TEXT, 1), (Text("识别为", "Recognised as"), Unit.TEXT, 2),
    (Text("总行数", "Rows"), Unit.COUNT, 1), (Text("保留", "Kept"), Unit.COUNT, 1), (Text("字节", "Bytes"), Unit.COUNT, 1),
    (Text("sha256 前 12 位", "sha256 (first 12)"), Unit.ID, 2),
)  # fmt: skip
_UNRECOGNISED = Text(zh="没有认出", en="not recognised")
_UNUSED = Text(zh="没有使用", en="not used")
_REFUSED = Text(zh="“{name}”没有使用：{why}", en="{name} is not used: {why}")
_LACKING = Text(zh="没有内容，原因见该页", en="empty, the sheet says why")
_ALWAYS = frozenset({"00", "01", "02", "15", "16", "20", "21"})
_LEGEND_WORDS = (
    (Tone.ACTUAL, Text("本期", "this period")), (Tone.BASELINE, Text("对比期", "baseline")),
    (Tone.GOOD, Text("比目标好（▲▼ 指方向）", "better than target (▲▼ give the direction)")),
    (Tone.BAD, Text("比目标差", "worse than target")), (Tone.CAUTION, Text("待确认、未解释", "to be confirmed, unexplained")),
    (Tone.TOTAL, Text("合计", "sum")), (Tone.UNKNOWN, Text("斜线格 = 还没过完，不参与平均", "hatched = not finished, left out of averages")),
)  # fmt: skip


def write_cover(book: Book) -> None:
    """Write the cover: facts and legend at the left of the contents, the files below."""
    page = Page(book, "00", is_one_page=True, last=LEFT + COLUMNS - 1)
    for column in range(LEFT, LEFT + COLUMNS):
        page.set_width(column, COLUMN)
    scope = book.review.scope
    answer = _ANSWER.fill(period=scope.period.text)
    if scope.baseline:
        answer += _BASELINE.fill(baseline=scope.baseline.text)
    page.head(book.say(answer), book.say(PAID_ORDERS.text))
    top = page.row
    _write_contents(page)
    bottom = page.row
    page.row = top
    _write_facts(page)
    page.row += 1
    _write_legend(page)
    page.row = max(bottom, page.row)
    _write_files(page)
    page.freeze(5)
    page.close()


def _write_facts(page: Page) -> None:
    """Write what the review stands on."""
    for title, value in zip(_FACTS, _facts(page.book), strict=True):
        words = (page.book.say(title), value)
        _write_cells(page, 0, FACT_SPANS, words, (looks.KICKER, looks.FACT))
        page.row += 1


def _write_cells(
    page: Page,
    start: int,
    spans: Sequence[int],
    values: Sequence[Value],
    styles: Sequence[Look],
    forms: Sequence[str] = (),
) -> None:
    """Write values into the current row, each over so many columns, from a place on."""
    for i, (span, value, look) in enumerate(zip(spans, values, styles, strict=True)):
        form = forms[i] if forms else looks.GENERAL
        page.writer.write_cell(page.row, LEFT + start, value, look, form)
        page.merge(start, span, look)
        start += span


def _facts(book: Book) -> tuple[str, ...]:
    """Return what the review stands on, in the order of its titles."""
    period = book.review.scope.period
    ends = [t.span[1] for f in book.review.dataset.files for t in f.tables if t.span]
    return (
        book.say(period.text),
        book.say(book.baseline),
        max(ends, default=period.last).isoformat(),
        book.say(PAID_ORDERS.text),
        book.filters,
        book.currency,
        f"{grade_line(book)}{in_brackets(book.say(_GRADES), book.lang)}",
        f"ecreview {__version__} / {REVIEW_SCHEMA}",
    )


def grade_line(book: Book) -> str:
    """Return the grade of the data and what it allows."""
    grade = book.review.grade or Grade.D
    return f"{grade.value} {book.say(grade.verdict)}"


def _write_files(page: Page) -> None:
    """Write one row per table of each file, with the beginning of the file's digest."""
    book = page.book
    page.heading(book.say(_FILES))
    spans = [span for _, _, span in _FILE_COLUMNS]
    numbers = [unit is Unit.COUNT for _, unit, _ in _FILE_COLUMNS]
    heads = [looks.HEADER_RIGHT if n else looks.HEADER for n in numbers]
    heads[-1] = looks.HEADER_INDENT
    styles = [looks.BODY if n else looks.BODY_CLIPPED for n in numbers]
    styles[-1] = looks.BODY_CODE
    forms = [format_of(unit) for _, unit, _ in _FILE_COLUMNS]
    _write_cells(page, 0, spans, [book.say(title) for title, _, _ in _FILE_COLUMNS], heads)
    page.row += 1
    for row in _file_rows(book):
        _write_cells(page, 0, spans, row, styles, forms)
        page.row += 1
    for file in book.review.dataset.files:
        if file.error is not None:
            why = _REFUSED.fill(name=file.name, why=file.error.message)
            page.flow(book.say(why), looks.CAPTION)


def _file_rows(book: Book) -> Iterator[list[Value]]:
    """Yield a row per table, and per file that was not used."""
    for file in book.review.dataset.files:
        end: list[Value] = [file.size, file.digest[:DIGEST_SHOWN]]
        if file.error is not None:
            yield [file.name, None, book.say(_UNUSED), None, None, *end]
        for table in file.tables:
            title = table.title if table.table else _UNRECOGNISED
            ledger = table.ledger
            yield [file.name, table.sheet, book.say(title), ledger.total, ledger.kept, *end]


def _write_contents(page: Page) -> None:
    """Write a linked list of all sheets; those that lack data say so."""
    book = page.book
    page.writer.write_cell(page.row, LEFT + CONTENT_START, book.say(_CONTENTS), looks.HEADING)
    page.row += 1
    for sheet in SHEETS:
        has_content = _has_content(book, sheet.number)
        content = book.say(sheet.content if has_content else _LACKING)
        styles = (looks.BODY_LINK, looks.BODY_LEFT if has_content else looks.BODY_FAINT)
        title = sheet.title(book.lang)
        _write_cells(page, CONTENT_START, CONTENT_SPANS, (title, content), styles)
        page.writer.link(page.cell(page.row, LEFT + CONTENT_START), title, "A1")
        page.row += 1


def _has_content(book: Book, number: str) -> bool:
    """Return whether a sheet has content."""
    return (
        number in _ALWAYS or bool(book.told(number)) or (number == "03" and bool(book.told("01")))
    )


def _write_legend(page: Page) -> None:
    """Write what the colours mean: a swatch in the margin, the words beside it."""
    page.writer.write_cell(page.row, LEFT, page.book.say(_LEGEND), looks.HEADING)
    page.row += 1
    for tone, words in _LEGEND_WORDS:
        swatch = Look(
            f"ec tone {tone.value}",
            fill=LIGHT.tone(tone),
            pattern="lightUp" if tone is Tone.UNKNOWN else "solid",
            top=("thick", LIGHT.paper),
            bottom=("thick", LIGHT.paper),
        )
        page.writer.write_cell(page.row, LEFT - 1, None, swatch)
        page.writer.write_cell(page.row, LEFT, page.book.say(words), looks.BODY_PLAIN)
        page.row += 1
