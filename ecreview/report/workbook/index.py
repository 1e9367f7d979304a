"""Sheets 20 and 21: how each metric is computed, and what each figure stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.model.metrics import METRICS
from ecreview.model.text import Text, Unit
from ecreview.report.figures import units_of_parts
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import BY_NUMBER
from ecreview.report.workbook.cells import sheet_value
from ecreview.report.workbook.evidence import FIRST_ROW
from ecreview.report.workbook.page import LEFT, Col, Page, row_formats
from ecreview.report.workbook.sections import basis_line, figure_title, part

if TYPE_CHECKING:
    from ecreview.model.metrics import Metric
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.evidence import Exhibit

PRINTED = 40  # rows at most: what one page holds
VALUE_PLACE = 3  # of the value in a row of evidence; its numerator and denominator stand behind it
_DICTIONARY = Text(zh="{n} 个指标，每个只有一种算法", en="{n} metrics, each defined once")
_METRIC_COLUMNS = (
    Text("id", "id"), Text("中文名", "Chinese name"), Text("英文名", "English name"), Text("单位", "Unit"), Text("怎么算", "Formula"),
    Text("好的方向", "Better"), Text("容易混淆", "Often confused"), Text("用在哪些页", "Used on"),
)  # fmt: skip
_BETTER = {
    "higher": Text(zh="高", en="higher"), "lower": Text(zh="低", en="lower"), None: Text(zh="看情况", en="depends"),
}  # fmt: skip
_UNITS = {
    Unit.CENTS: Text(zh="金额", en="money"), Unit.COUNT: Text(zh="数量", en="count"), Unit.RATE: Text(zh="比例", en="rate"),
    Unit.RATIO: Text(zh="比值", en="ratio"), Unit.DAYS: Text(zh="天", en="days"), Unit.SECONDS: Text(zh="时长", en="duration"),
    Unit.NUMBER: Text(zh="数", en="number"),
}  # fmt: skip

_EVIDENCE = Text(zh="{n} 个数，每个都有出处", en="{n} figures, each with its source")
_EVIDENCE_COLUMNS = (
    (Text("证据号", "Evidence"), Unit.TEXT), (Text("指标 id", "Metric id"), Unit.TEXT), (Text("指标", "Figure"), Unit.TEXT),
    (Text("值", "Value"), Unit.NUMBER), (Text("分子", "Numerator"), Unit.NUMBER), (Text("分母", "Denominator"), Unit.NUMBER),
    (Text("样本", "n"), Unit.COUNT), (Text("可信", "Grade"), Unit.TEXT), (Text("口径", "Basis"), Unit.TEXT), (Text("期间", "Period"), Unit.TEXT),
    (Text("筛选", "Filter"), Unit.TEXT), (Text("为什么没有", "Why none"), Unit.TEXT), (Text("位置", "Place"), Unit.TEXT),
)  # fmt: skip


def write_dictionary(book: Book) -> None:
    """Write the metric dictionary."""
    page = Page(book, "20")
    page.head(book.say(_DICTIONARY.fill(n=len(METRICS))), book.say(BY_NUMBER["20"].content))
    rows = [_metric_row(book, metric) for metric in METRICS]
    first, _ = page.table(
        [Col(book.say(title)) for title in _METRIC_COLUMNS], rows, printed=PRINTED
    )
    page.freeze(first)
    page.close()


def _metric_row(book: Book, metric: Metric) -> list[Value]:
    """Return a metric with the sheets that show it."""
    titles = [
        place[0].split(" ")[0]
        for key, place in book.evidence.places.items()
        if key.split("/")[1] == metric.key
    ]
    return [
        metric.key, metric.title.zh, metric.title.en, book.say(_UNITS[metric.unit]), book.say(metric.formula),
        book.say(_BETTER[metric.better]), book.say(metric.trap) or None, "、".join(dict.fromkeys(titles)) or None,
    ]  # fmt: skip


def write_evidence(book: Book) -> None:
    """Write one row per figure, linked to where it stands; written last, when all places are known."""
    page = Page(book, "21")
    exhibits = book.evidence.exhibits
    page.head(book.say(_EVIDENCE.fill(n=len(exhibits))), basis_line(book))
    rows = [_evidence_row(book, exhibit) for exhibit in exhibits]
    columns = [Col(book.say(title), unit, cap=30) for title, unit in _EVIDENCE_COLUMNS]
    units = [(exhibit.figure.unit, *units_of_parts(exhibit.figure)) for exhibit in exhibits]
    formats = [row_formats(columns, dict(enumerate(own, start=VALUE_PLACE))) for own in units]
    first, _ = page.table(columns, rows, formats=formats, printed=PRINTED)
    if exhibits and first != FIRST_ROW:
        raise AssertionError(f"evidence starts in row {first}, links lead to row {FIRST_ROW}")
    end = LEFT + len(columns) - 1
    for exhibit, row in zip(exhibits, rows, strict=True):
        if exhibit.key in book.evidence.places:
            cell = page.writer.write_cell(exhibit.row, end, row[-1], looks.BODY_LINK)
            page.writer.link(cell, *book.evidence.places[exhibit.key])
    page.freeze(FIRST_ROW)
    page.close()


def _evidence_row(book: Book, exhibit: Exhibit) -> list[Value]:
    """Return all that a figure stands on."""
    figure, period = exhibit.figure, book.review.scope.period.text
    place = book.evidence.places.get(exhibit.key)
    return [
        exhibit.label, figure.key, figure_title(book, exhibit)[0],
        sheet_value(figure.value, figure.unit, book.lang), part(book, exhibit, 0)[0], part(book, exhibit, 1)[0],
        figure.n, figure.grade.value if figure.grade else None, book.say(figure.basis.text), book.say(period), book.filters,
        book.say(figure.reason.text) if figure.reason else None, f"{place[0]}!{place[1]}" if place else None,
    ]  # fmt: skip
