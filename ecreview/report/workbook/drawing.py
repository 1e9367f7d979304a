"""The shapes of a section on a sheet: native charts, or coloured cells where cells are the chart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecreview.model import section as shapes
from ecreview.report.workbook import look as looks
from ecreview.report.workbook import native
from ecreview.report.workbook.bars import draw_bars, draw_bridge, draw_funnel, draw_intervals
from ecreview.report.workbook.cells import address, width_of
from ecreview.report.workbook.grids import write_cells, write_tree
from ecreview.report.workbook.layout import LINE_HEIGHT, ROW_HEIGHT
from ecreview.report.workbook.lines import draw_lines, draw_points
from ecreview.report.workbook.page import CM_PER_CHARACTER, LEFT
from ecreview.report.workbook.paper import PAGE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecreview.model.section import Chart
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.native import Drawn
    from ecreview.report.workbook.page import Page
    from ecreview.report.workbook.paper import Span

POINTS_PER_CM = 28.35
GUTTER = 3.0  # between two charts side by side
HALF = PAGE_WIDTH / 2 - GUTTER  # width of the words above one of them


def write_chart(page: Page, chart: Chart) -> None:
    """Write the finding, the reading key and the chart below them; nothing where it has no rows."""
    if chart.frame.empty:
        return
    page.heading(page.book.say(chart.title))
    in_cells = _IN_CELLS.get(type(chart))
    if in_cells is not None:
        page.flow(page.book.say(chart.caption), looks.CAPTION)
        in_cells(page, chart)
        page.keep(page.row - 1)
        return
    drawing, scale = _NATIVE[type(chart)](page.book, chart)
    page.flow(native.unit_line(chart.caption, scale, page.book.lang), looks.CAPTION)
    drawing.anchor = address(page.row, LEFT)
    page.sheet.add_chart(drawing)
    page.charts.append(drawing)
    page.row += math.ceil(drawing.height * POINTS_PER_CM / ROW_HEIGHT) + 1
    page.keep(page.row - 1)


def write_charts(page: Page, charts: Sequence[Chart]) -> None:
    """Write charts in telling order, two native ones side by side."""
    left = [chart for chart in charts if not chart.frame.empty]
    while left:
        if all(type(chart) in _NATIVE for chart in left[:2]) and len(left) > 1:
            _write_pair(page, left[0], left[1])
            del left[:2]
        else:
            write_chart(page, left.pop(0))


@dataclass(frozen=True, slots=True)
class Half:
    """A chart with its words, for one half of a page."""

    title: str
    caption: str
    drawing: Any

    def put(self, page: Page, row: int, columns: Span, width: float) -> None:
        """Put it into those columns from that row on."""
        start, _ = columns
        for at, text, look in (
            (row, self.title, looks.HALF_HEADING),
            (row + 1, self.caption, looks.CAPTION),
        ):
            page.writer.write_cell(at, start, text, look)
            page.join((at, at), columns)
        self.drawing.width = (width - GUTTER) * CM_PER_CHARACTER
        self.drawing.anchor = address(row + 2, start)
        page.sheet.add_chart(self.drawing)


def _half(page: Page, chart: Chart) -> Half:
    """Return the chart with its words."""
    drawing, scale = _NATIVE[type(chart)](page.book, chart)
    caption = native.unit_line(chart.caption, scale, page.book.lang)
    return Half(page.book.say(chart.title), caption, drawing)


def _write_pair(page: Page, left: Chart, right: Chart) -> None:
    """Write two charts side by side; which column the right one starts in is known when the page is closed."""
    halves = (_half(page, left), _half(page, right))
    page.heading("")
    top = page.row - 1
    for row, texts, look in (
        (top, [half.title for half in halves], looks.HALF_HEADING),
        (top + 1, [half.caption for half in halves], looks.CAPTION),
    ):
        lines = max(
            math.ceil(width_of(text) * look.size / looks.BODY.size / HALF) for text in texts
        )
        page.sheet.row_dimensions[row].height = lines * look.size * LINE_HEIGHT + 3
    tallest = max(half.drawing.height for half in halves)
    page.row += 1 + math.ceil(tallest * POINTS_PER_CM / ROW_HEIGHT)
    page.keep(page.row - 1)

    def put_both(middle: int, widths: tuple[float, float]) -> None:
        halves[0].put(page, top, (LEFT, middle - 1), widths[0])
        halves[1].put(page, top, (middle, page.last), widths[1])

    page.later.append(put_both)


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
    shapes.HeatmapChart: write_cells,
    shapes.MatrixChart: write_cells,
    shapes.TreeChart: write_tree,
}
