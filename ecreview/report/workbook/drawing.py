"""The shapes of a section on a sheet: native charts, or coloured cells where cells are the chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ecreview.model import section as shapes
from ecreview.report.workbook import look as looks
from ecreview.report.workbook import native
from ecreview.report.workbook.bars import draw_bars, draw_bridge, draw_funnel, draw_intervals
from ecreview.report.workbook.cells import address
from ecreview.report.workbook.grids import write_heatmap, write_matrix, write_tree
from ecreview.report.workbook.lines import draw_lines, draw_points
from ecreview.report.workbook.page import LEFT, ROW_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.model.section import Chart
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.native import Drawn
    from ecreview.report.workbook.page import Page

POINTS_PER_CM = 28.35


def write_chart(page: Page, chart: Chart) -> None:
    """Write the finding, the reading key and the chart below them; nothing where it has no rows."""
    if chart.frame.empty:
        return
    page.heading(page.book.say(chart.title))
    in_cells = _IN_CELLS.get(type(chart))
    if in_cells is not None:
        page.flow(page.book.say(chart.caption), looks.CAPTION)
        in_cells(page, chart)
        return
    drawing, scale = _NATIVE[type(chart)](page.book, chart)
    page.flow(native.unit_line(chart.caption, scale, page.book.lang), looks.CAPTION)
    place(page, drawing, page.row, LEFT)
    page.row += math.ceil(drawing.height * POINTS_PER_CM / ROW_HEIGHT) + 1


def place(page: Page, drawing: Any, row: int, column: int) -> None:
    """Put a native chart with its upper left corner in a cell."""
    drawing.anchor = address(row, column)
    page.sheet.add_chart(drawing)
    page.charts.append(drawing)


_NATIVE: dict[type[Chart], Callable[[Book, Any], Drawn]] = {
    shapes.FunnelChart: draw_funnel,
    shapes.TrendChart: draw_lines,
    shapes.BarChart: draw_bars,
    shapes.ShareChart: draw_bars,
    shapes.WaterfallChart: draw_bridge,
    shapes.ScatterChart: draw_points,
    shapes.BoxChart: draw_intervals,
}
_IN_CELLS: dict[type[Chart], Callable[[Page, Any], None]] = {
    shapes.HeatmapChart: write_heatmap,
    shapes.MatrixChart: write_matrix,
    shapes.TreeChart: write_tree,
}
