"""A figure as a tile of 3 × 3 cells: name and grade, value and difference, target and baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.model.text import UNDEFINED, Text, Unit
from ecreview.report.figures import difference_of, say_references
from ecreview.report.palette import LIGHT
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.cells import in_brackets, money_word
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.native import Scale

if TYPE_CHECKING:
    from ecreview.model.section import Figure
    from ecreview.model.text import Lang
    from ecreview.report.figures import Difference
    from ecreview.report.workbook.evidence import Exhibit
    from ecreview.report.workbook.page import Page

TILE_COLUMNS = 3
GRADED = Text(zh="可信 {grade}", en="grade {grade}")
_FILL = "#FAFBFD"
_EDGE: looks.Line = ("hair", looks.EDGE)


def short_scale(figure: Figure, lang: Lang, currency: str) -> Scale:
    """Return how a value is kept short: 万 in Chinese from 10,000 on, millions or thousands in English."""
    size = abs(figure.value or 0)
    match figure.unit:
        case Unit.RATE:
            return Scale(1, "0.00%" if size < 0.1 else "0.0%")  # noqa: PLR2004 - 10 %
        case Unit.CENTS:
            return _money_scale(size, lang, money_word(lang, currency))
        case Unit.COUNT if lang == "zh" and size >= 100_000:  # noqa: PLR2004 - counts are worded in 万 from here on
            return Scale(1e4, "#,##0.0", "万")
        case Unit.COUNT:
            return Scale(1, looks.COUNT)
        case Unit.SECONDS:
            return Scale(3_600, "#,##0.0", "小时" if lang == "zh" else "hours")
        case _:
            return Scale(1, looks.NUMBER)


def _money_scale(size: float, lang: Lang, word: str) -> Scale:
    """Return how an amount is kept short."""
    if lang == "zh" and size >= 1e6:  # noqa: PLR2004 - 10,000 in cents
        return Scale(1e6, looks.DAYS, f"万{word}")
    if lang == "en" and size >= 1e8:  # noqa: PLR2004 - a million in cents
        return Scale(1e8, looks.NUMBER, f"{word}M")
    if lang == "en" and size >= 1e6:  # noqa: PLR2004 - 10,000 in cents
        return Scale(1e5, looks.DAYS, f"{word}K")
    return Scale(100, looks.MONEY, word)


def difference_format(difference: Difference, lang: Lang) -> str:
    """Return the number format of a difference, points given in hundredths: an arrow tells the direction."""
    if not difference.is_points:
        return _arrows("0.0%", "")
    digits = "0.00" if abs(difference.size) < 0.01 else "0.0"  # noqa: PLR2004 - one point
    return _arrows(digits, '" 点"' if lang == "zh" else '" pt"')


def _arrows(digits: str, unit: str) -> str:
    """Return a number format with an arrow for the direction."""
    return f"▲{digits}{unit};▼{digits}{unit};{digits}{unit}"


def write_tile(page: Page, exhibit: Exhibit, row: int, column: int) -> None:
    """Write a figure in 3 × 3 cells; its left edge is green or red, its difference has the arrow."""
    book, figure = page.book, exhibit.figure
    scale = short_scale(figure, book.lang, book.currency)
    value = scale.shown(figure.value)
    apart = difference_of(figure)
    is_good = None if apart is None else apart.is_good
    size = None if apart is None else apart.size * (100 if apart.is_points else 1)
    accent = LIGHT.unknown if is_good is None else LIGHT.good if is_good else LIGHT.bad
    grade = book.say(GRADED.fill(grade=figure.grade.value)) if figure.grade else None
    values = (
        (f"{book.say(figure.title)}{in_brackets(scale.words, book.lang)}", None, grade),
        (UNDEFINED if value is None else value, None, size),
        (book.say(say_references(figure, book.currency)), None, None),
    )
    forms = (looks.GENERAL, scale.form, looks.GENERAL)
    for i, cells in enumerate(values):
        for j, shown in enumerate(cells):
            look = _look(i, j, accent, is_good=is_good)
            form = difference_format(apart, book.lang) if apart and (i, j) == (1, 2) else forms[i]
            page.writer.write_cell(row + i, column + j, shown, look, form)
        end = column + (TILE_COLUMNS - 1 if i == len(values) - 1 else 1)
        page.join((row + i, row + i), (column, end))
    page.link_evidence(page.cell(row, column), exhibit)


def _look(i: int, j: int, accent: str, *, is_good: bool | None) -> Look:
    """Return the look of a cell of a tile by its place."""
    is_value = i == 1
    ink = LIGHT.ink if is_value and j == 0 else LIGHT.mute
    if is_value and j == TILE_COLUMNS - 1:
        ink = LIGHT.mute if is_good is None else looks.GOOD_INK if is_good else looks.BAD_INK
    return Look(
        f"ec tile {i}{j} {accent[1:]} {ink[1:]}",
        size=17 if is_value and j == 0 else 10.5 if is_value else 8.5,
        bold=is_value,
        ink=ink,
        fill=_FILL,
        align="right" if j == TILE_COLUMNS - 1 else "left",
        indent=1,
        top=_EDGE if i == 0 else None,
        bottom=_EDGE if i == TILE_COLUMNS - 1 else None,
        left=("thick", accent) if j == 0 else None,
        right=_EDGE if j == TILE_COLUMNS - 1 else None,
    )
