"""Charts on the page: title, reading key, the drawing, and the table behind it one click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ecreview.app.grids import draw_table
from ecreview.app.state import session
from ecreview.app.words import plain, safe
from ecreview.model.section import (
    Column,
    HeatmapChart,
    ScatterChart,
    TreeChart,
    TrendChart,
)
from ecreview.model.text import Text, Unit
from ecreview.report.charts import draw

if TYPE_CHECKING:
    from ecreview.model.section import Chart

_TABLE = Text(zh="看表格 · {n} 行", en="Table · {n:row|rows}")
_WIDE = (HeatmapChart, TrendChart, TreeChart)
_TITLES = {
    "stage": Text(zh="环节", en="Stage"),
    "label": Text(zh="项目", en="Item"),
    "series": Text(zh="系列", en="Series"),
    "group": Text(zh="组", en="Group"),
    "date": Text(zh="日期", en="Date"),
    "row": Text(zh="行", en="Row"),
    "column": Text(zh="列", en="Column"),
    "note": Text(zh="说明", en="Note"),
    "parent": Text(zh="上级", en="Parent"),
    "size": Text(zh="大小", en="Size"),
    "value": Text(zh="数值", en="Value"),
    "target": Text(zh="目标", en="Target"),
    "baseline": Text(zh="对比期", en="Baseline"),
    "low": Text(zh="下限", en="Low"),
    "high": Text(zh="上限", en="High"),
    "x": Text(zh="横轴", en="Across"),
    "y": Text(zh="纵轴", en="Up"),
}
_MEASURED = frozenset({"value", "target", "baseline", "low", "high", "y"})


def is_wide(chart: Chart) -> bool:
    """Return whether the chart needs the whole width of the page."""
    return isinstance(chart, _WIDE)


def draw_chart(chart: Chart, *, currency: str) -> None:
    """Draw a chart under its finding; its table is folded below."""
    st.markdown(f"#### {safe(chart.title)}")
    if chart.caption.zh:
        st.caption(safe(chart.caption))
    drawing = draw(chart, session().lang, dark=is_dark(), currency=currency)
    st.altair_chart(drawing, theme=None)  # the drawing carries the description for screen readers
    with st.expander(
        plain(_TABLE.fill(n=f"{len(chart.frame):,}")), icon=":material/table:", type="compact"
    ):
        draw_table(chart.frame, chart_columns(chart), currency=currency, alt=plain(chart.title))


def is_dark() -> bool:
    """Return whether the browser shows the dark theme."""
    return st.context.theme.type == "dark"


def chart_columns(chart: Chart) -> tuple[Column, ...]:
    """Return the columns of a chart's frame that hold data, with title and unit."""
    return tuple(
        Column(name, _title(chart, name), _unit(chart, name, chart.frame[name]))
        for name in chart.frame.columns
        if name in _TITLES
    )


def _title(chart: Chart, name: str) -> Text:
    """Return the title of a column; a scatter names its own axes."""
    if isinstance(chart, ScatterChart) and name in ("x", "y"):
        own = chart.x_title if name == "x" else chart.y_title
        return own if own.zh else _TITLES[name]
    return _TITLES[name]


def _unit(chart: Chart, name: str, column: pd.Series) -> Unit:
    """Return the unit of a column: the chart's own for what it measures, else by the type."""
    if name in _MEASURED:
        return chart.unit
    if isinstance(chart, ScatterChart) and name == "x":
        return chart.x_unit
    if pd.api.types.is_datetime64_any_dtype(column):
        return Unit.DATE
    return Unit.NUMBER if pd.api.types.is_float_dtype(column) else Unit.TEXT
