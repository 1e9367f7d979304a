"""Charts that are cells: heat maps and matrices as coloured cells, trees as branches with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import DataBarRule

from ecreview.model.text import Text, Unit
from ecreview.report.palette import DARK_STEPS_FROM, LIGHT
from ecreview.report.shapes import column_of, is_missing, tree_name, tree_rows, word, words
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.cells import address, format_of, sheet_value, unit_words
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT, Col

if TYPE_CHECKING:
    from ecreview.model.section import HeatmapChart, MatrixChart, TreeChart
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.page import Page

CELL_WIDTH = 10
STAR = '"*"'  # behind the number of an unfinished cell: hatches do not print everywhere
_STARRED = Text(
    zh="* 斜线格还没过完，不参与平均",
    en="* hatched cells are not finished and left out of averages",
)
_UNFINISHED = Look(
    "ec unfinished", size=9, ink=LIGHT.mute, fill=LIGHT.unknown, pattern="lightUp", align="center",
    top=("thin", "#FFFFFF"), left=("thin", "#FFFFFF"),
)  # fmt: skip
_HEAT = tuple(
    Look(
        f"ec heat {step}", size=9, align="center", fill=colour,
        ink=LIGHT.paper if step >= DARK_STEPS_FROM else LIGHT.ink,
        top=("thin", "#FFFFFF"), left=("thin", "#FFFFFF"),
    )
    for step, colour in enumerate(LIGHT.sequential)
)  # fmt: skip
_EMPTY = Look("ec empty", size=9)
_CENTRED = Look("ec heat head", size=9, bold=True, ink=LIGHT.mute, align="center")
_PART, _VALUE = Text("组成", "Part"), Text("数值", "Value")


def write_heatmap(page: Page, chart: HeatmapChart) -> None:
    """Write one row of cells per row of the chart; unfinished cells are hatched, unknown ones stay empty."""
    frame, lang = chart.frame, page.book.lang
    rows = words(frame["row"], lang)
    notes = dict(zip(rows, words(column_of(frame, "note", ""), lang), strict=True))
    columns = list(dict.fromkeys(words(frame["column"], lang)))
    names = list(dict.fromkeys(rows))
    done = frame["complete"].tolist()
    values = frame["value"].tolist()
    peak = max(
        (v for v, d in zip(values, done, strict=True) if d and not is_missing(v)), default=0.0
    )
    first = _names(page, names, [notes[n] for n in names], columns)
    cells = zip(rows, words(frame["column"], lang), values, done, strict=True)
    for row, column, value, is_done in cells:
        look = _EMPTY if is_missing(value) else _HEAT[LIGHT.step(value, peak)]
        place = (first + names.index(row), LEFT + 2 + columns.index(column))
        mark = "" if is_done else STAR
        shown = sheet_value(value, chart.unit, lang)
        look = look if is_done else _UNFINISHED
        page.writer.write_cell(*place, shown, look, _form(chart.unit) + mark)
    page.row = first + len(names)
    if not all(done):
        page.flow(page.book.say(_STARRED), looks.CAPTION)


def write_matrix(page: Page, chart: MatrixChart) -> None:
    """Write the counts on their grid, more in a darker cell."""
    frame, lang = chart.frame, page.book.lang
    names = list(dict.fromkeys(words(frame["row"], lang)))
    columns = list(dict.fromkeys(words(frame["column"], lang)))
    values = frame["value"].tolist()
    peak = max((v for v in values if not is_missing(v)), default=0.0)
    first = _names(page, names, [""] * len(names), columns)
    for row, column, value in zip(frame["row"], frame["column"], values, strict=True):
        look = _EMPTY if is_missing(value) else _HEAT[LIGHT.step(value, peak)]
        place = (first + names.index(word(row, lang)), LEFT + 2 + columns.index(word(column, lang)))
        page.writer.write_cell(
            *place, sheet_value(value, chart.unit, lang), look, _form(chart.unit)
        )
    page.row = first + len(names)


def _names(page: Page, names: list[str], notes: list[str], columns: list[str]) -> int:
    """Write the names of rows and columns and return the first row of cells."""
    for i, column in enumerate(columns):
        page.writer.write_cell(page.row, LEFT + 2 + i, column, _CENTRED)
        page.widen(LEFT + 2 + i, CELL_WIDTH)
    first = page.row + 1
    for i, (name, note) in enumerate(zip(names, notes, strict=True)):
        page.writer.write_cell(first + i, LEFT, name, looks.BODY_LEFT)
        page.writer.write_cell(first + i, LEFT + 1, note, looks.BODY_LEFT)
    page.widen(LEFT, 14)
    page.widen(LEFT + 1, 14)
    return first


def _form(unit: Unit) -> str:
    """Return the number format of the cells of a heat map."""
    return "0.0%" if unit is Unit.RATE else format_of(unit).split(";")[0]


def add_data_bars(page: Page, cells: str) -> None:
    """Draw bars from 0 inside cells with amounts."""
    make: Any = DataBarRule  # the stubs leave its arguments untyped
    colour = looks.rgb(LIGHT.sequential[3])
    page.sheet.conditional_formatting.add(cells, make("num", 0, "max", None, color=colour))


def write_tree(page: Page, chart: TreeChart) -> None:
    """Write each part below its whole, with a bar in the cell of its value."""
    lang = page.book.lang
    unit = unit_words(chart.unit, lang, page.book.currency)
    columns = (Col(_PART.of(lang)), Col(f"{_VALUE.of(lang)}{unit}", chart.unit))
    rows: list[tuple[Value, Value]] = [
        (tree_name(word(label, lang), depth), sheet_value(value, chart.unit, lang))
        for label, value, depth in tree_rows(chart.frame)
    ]
    first, last = page.table(columns, rows)
    page.widen(LEFT + 1, 24)
    cells = f"{address(first, LEFT + 1)}:{address(last, LEFT + 1)}"
    add_data_bars(page, cells)
