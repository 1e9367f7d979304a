"""Charts on the page: each shape of `ecreview.model.section` drawn with Altair.

A chart has no title, no legend and no frame: the page writes title and caption above it, marks are
labelled directly, and every mark has a tool tip. The only package that imports Altair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecreview.model import section as shapes
from ecreview.report.charts.bars import (
    draw_bar_chart,
    draw_bars,
    draw_funnel,
    draw_intervals,
    draw_tree,
)
from ecreview.report.charts.brush import Brush
from ecreview.report.charts.cells import draw_cells
from ecreview.report.charts.points import draw_scatter
from ecreview.report.charts.trend import draw_trend
from ecreview.report.charts.waterfall import draw_waterfall
from ecreview.report.palette import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

    from ecreview.model.section import Chart
    from ecreview.model.text import Lang

_DRAWERS: dict[type[Chart], Callable[[Any, Brush], alt.LayerChart]] = {
    shapes.FunnelChart: draw_funnel,
    shapes.TrendChart: draw_trend,
    shapes.BarChart: draw_bar_chart,
    shapes.ShareChart: draw_bars,
    shapes.WaterfallChart: draw_waterfall,
    shapes.HeatmapChart: draw_cells,
    shapes.MatrixChart: draw_cells,
    shapes.ScatterChart: draw_scatter,
    shapes.BoxChart: draw_intervals,
    shapes.TreeChart: draw_tree,
}


def draw(chart: Chart, lang: Lang, *, dark: bool = False, currency: str = "CNY") -> alt.LayerChart:
    """Return the chart drawn, as wide as its container, its words in the language.

    Args:
        chart: any of the ten shapes; its frame is not changed.
        lang: language of all words in it.
        dark: whether it stands on the dark theme.
        currency: ISO code of its amounts.
    """
    brush = Brush(lang, DARK if dark else LIGHT, currency)
    return brush.finish(_DRAWERS[type(chart)](chart, brush), chart.alt)
