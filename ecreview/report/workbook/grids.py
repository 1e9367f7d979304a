"""Charts that are cells: heat maps and matrices as coloured cells, trees as branches with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import DataBarRule

from ecreview.model.section import HeatmapChart
from ecreview.model.text import Text, Unit
from ecreview.report.palette import DARK_STEPS_FROM, LIGHT
from ecreview.report.shapes import cell_grid, is_missing, tree_name, tree_rows, word
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.cells import address, format_of, sheet_value
from ecreview.report.workbook.look import Look
from ecreview.report.workbook.page import LEFT, Col

if TYPE_CHECKING:
    from ecreview.model.section import MatrixChart, TreeChart
    from ecreview.report.shapes import CellGrid
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.page import Page

CELL_WIDTH = 10
HIDDEN = ";;;"  # the colour says all
STAR = '"*"'  # behind the number of an unfinished cell: hatches do not print everywhere
_STARRED = Text(
    zh="* 斜线格还没过完，不参与平均",
    en="* hatched cells are not finished and left out of averages",
)
_UNFINISHED = Look(
    "ec unfinished", size=9, ink=LIGHT.mute, fill=LIGHT.unknown, pattern="lightUp", align="center",
    top=("thin", LIGHT.paper), left=("thin", LIGHT.paper),
)  # fmt: skip
_HEAT = tuple(
    Look(
        f"ec heat {step}", size=9, align="center", fill=colour,
        ink=LIGHT.paper if step >= DARK_STEPS_FROM else LIGHT.ink,
        top=("thin", LIGHT.paper), left=("thin", LIGHT.paper),
    )
    for step, colour in enumerate(LIGHT.sequential)
)  # fmt: skip
_EMPTY = Look("ec empty", size=9)
_CENTRED = Look("ec heat head", size=9, bold=True, ink=LIGHT.mute, align="center")
_PART, _VALUE = Text("组成", "Part"), Text("数值", "Value")


def write_cells(page: Page, chart: HeatmapChart | MatrixChart) -> None:
    """Write one row of cells per row of the chart; unfinished cells are hatched, unknown ones stay empty."""
    grid = cell_grid(chart.frame, page.book.lang)
    first = _names(page, grid)
    has_labels = not isinstance(chart, HeatmapChart) or chart.has_labels
    for row, column, value, is_done in grid.cells:
        look = _EMPTY if is_missing(value) else _HEAT[LIGHT.step(value, grid.peak)]
        form = _form(chart.unit) if has_labels else HIDDEN
        if not is_done:
            look, form = _UNFINISHED, form + STAR if has_labels else form
        shown = sheet_value(value, chart.unit, page.book.lang)
        page.writer.write_cell(first + row, LEFT + 2 + column, shown, look, form)
    page.row = first + len(grid.rows)
    if has_labels and not all(is_done for *_, is_done in grid.cells):
        page.flow(page.book.say(_STARRED), looks.CAPTION)


def _names(page: Page, grid: CellGrid) -> int:
    """Write the names of rows and columns and return the first row of cells."""
    for i, column in enumerate(grid.columns):
        page.writer.write_cell(page.row, LEFT + 2 + i, column, _CENTRED)
        page.widen(LEFT + 2 + i, CELL_WIDTH)
    first = page.row + 1
    for i, (name, note) in enumerate(zip(grid.rows, grid.notes, strict=True)):
        page.writer.write_cell(first + i, LEFT, name, looks.BODY_LEFT)
        page.writer.write_cell(first + i, LEFT + 1, note, looks.BODY_LEFT)
    page.widen(LEFT, 14)
    page.widen(LEFT + 1, 14)
    return first


def _form(unit: Unit) -> str:
    """Return the number format of the cells of a heat map."""
    return "0.0%" if unit is Unit.RATE else format_of(unit).split(";")[0]


def add_data_bars(page: Page, first: int, last: int, column: int) -> None:
    """Draw bars from 0 inside the cells of a column with amounts, between two rows."""
    make: Any = DataBarRule  # the stubs leave its arguments untyped
    colour = looks.rgb(LIGHT.sequential[3])
    cells = f"{address(first, column)}:{address(last, column)}"
    page.sheet.conditional_formatting.add(cells, make("num", 0, "max", None, color=colour))


def write_tree(page: Page, chart: TreeChart) -> None:
    """Write each part below its whole, with a bar in the cell of its value."""
    book, lang = page.book, page.book.lang
    columns = (Col(book.say(_PART)), Col(book.with_unit(_VALUE, chart.unit), chart.unit))
    rows: list[tuple[Value, Value]] = [
        (tree_name(word(label, lang), depth), sheet_value(value, chart.unit, lang))
        for label, value, depth in tree_rows(chart.frame)
    ]
    first, last = page.table(columns, rows)
    page.widen(LEFT + 1, 24)
    add_data_bars(page, first, last, LEFT + 1)
