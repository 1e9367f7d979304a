"""What to do first, on the verdict: a row per action with what it may bring and how it is checked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecreview.model.metrics import BY_KEY
from ecreview.model.text import UNDEFINED, Text, Unit, say, say_cents
from ecreview.report.palette import LIGHT
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.cells import money_word, width_of
from ecreview.report.workbook.grids import add_data_bars
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT, Page

if TYPE_CHECKING:
    from ecreview.model.action import Action
    from ecreview.report.workbook.book import Book

# Of the twelve columns of the verdict: its tiles stay equally wide, the last columns get room for words.
WIDTHS = (11.4,) * 9 + (11.4, 12.4, 14.6)
ACTIONS = 5
WORTH = 7  # place of the column with money
_FIRST = Text(zh="先做这几件事", en="Do these first")
_NO_ACTIONS = Text(zh="这次没有建议的行动。", en="No action is suggested.")
_TO = {"zh": " ～ ", "en": " – "}
_OPEN = Text(zh="待定", en="open")
_UNKNOWN = Text(zh="待估", en="open")
_WHAT = Look("ec action text", size=9.5, bottom=looks.HAIR, wrap=True)
_WHY = Look("ec action why", size=9, ink=LIGHT.mute, bottom=looks.HAIR, wrap=True)
_AMOUNT = Look("ec action amount", size=9.5, bottom=looks.HAIR, align="right")
_WORD = Look(
    "ec action word", size=9, ink=LIGHT.mute, bottom=looks.HAIR, indent=1, align="left", wrap=True
)  # fmt: skip
_COLUMNS = (  # place, columns it takes, title, looks of its header and of its cells
    (0, 4, Text("先做什么", "What"), looks.HEADER, _WHAT),
    (4, 3, Text("凭什么", "Why"), looks.HEADER, _WHY),
    (WORTH, 1, Text("可能多赚（{unit}）", "May bring ({unit})"), looks.HEADER_RIGHT, _AMOUNT),
    (8, 1, Text("区间", "Range"), looks.HEADER_INDENT, _WORD),
    (9, 1, Text("负责人", "Owner"), looks.HEADER_INDENT, _WORD),
    (10, 1, Text("到期", "Due"), looks.HEADER_INDENT, _WORD),
    (11, 1, Text("怎么算做到", "Done when"), looks.HEADER_INDENT, _WORD),
)


def write_first_steps(page: Page) -> None:
    """Write the first actions: what, why, what it may bring, who, when, and how it is checked."""
    book = page.book
    page.writer.write_cell(page.row, LEFT, book.say(_FIRST), looks.HEADING)
    page.row += 1
    actions = book.review.actions[:ACTIONS]
    if not actions:
        page.flow(book.say(_NO_ACTIONS), looks.CAPTION)
        return
    unit = money_word(book.lang, book.currency)
    for start, span, title, look, _ in _COLUMNS:
        page.writer.write_cell(page.row, LEFT + start, book.say(title.fill(unit=unit)), look)
        page.merge(start, span, look)
    page.row += 1
    top = page.row
    for number, action in enumerate(actions, start=1):
        _write_action(page, number, action)
    add_data_bars(page, top, page.row - 1, LEFT + WORTH)


def _write_action(page: Page, number: int, action: Action) -> None:
    """Write one action as a row."""
    book = page.book
    worth = None if action.worth_cents is None else action.worth_cents / 100
    values = (
        f"{number}\u3000{book.say(action.text)}", book.say(action.why),
        book.say(_UNKNOWN) if worth is None else worth, _range(book, action), book.say(action.owner),
        action.due or book.say(_OPEN), _check(book, action),
    )  # fmt: skip
    lines = 1
    for (start, span, _, _, look), value in zip(_COLUMNS, values, strict=True):
        form = looks.DATE if start > WORTH else looks.COUNT
        page.writer.write_cell(page.row, LEFT + start, value, look, form)
        page.merge(start, span, look)
        if isinstance(value, str):
            width = sum(WIDTHS[start : start + span]) + 2
            lines = max(lines, math.ceil(width_of(value) / width))
    page.sheet.row_dimensions[page.row].height = max(18.0, 12.5 * lines + 5)
    page.row += 1


def _range(book: Book, action: Action) -> str:
    """Return the interval of what an action may bring."""
    if action.worth_low is None or action.worth_high is None:
        return UNDEFINED
    low, high = (
        book.say(say_cents(v, book.currency)) for v in (action.worth_low, action.worth_high)
    )
    return f"{low.removesuffix(' 万') if high.endswith('万') and low.endswith('万') else low}{_TO[book.lang]}{high}"


def _check(book: Book, action: Action) -> str:
    """Return by which number an action counts as done."""
    metric = BY_KEY.get(action.metric)
    name = book.say(metric.title) if metric else action.metric
    if action.target is None:
        return name
    sign = "≤" if metric and metric.better == "lower" else "≥"
    target = say(action.target, metric.unit if metric else Unit.NUMBER, book.currency)
    return f"{name} {sign} {book.say(target)}"
