"""Cells on a grid: heat maps with hatched unfinished cells, and matrices of two ordered scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from ecreview.model.section import MatrixChart
from ecreview.model.text import Text, Unit
from ecreview.report.charts.brush import (
    LABEL_SIZE,
    VALUE,
    Record,
    between,
    colour_of,
    label_room,
    layered,
    table,
)
from ecreview.report.palette import DARK_STEPS_FROM
from ecreview.report.shapes import cell_grid, column_of, is_missing

if TYPE_CHECKING:
    from ecreview.model.section import HeatmapChart
    from ecreview.report.charts.brush import Brush
    from ecreview.report.shapes import CellGrid

HALF_WIDTH, HALF_HEIGHT = 0.47, 0.45  # of a cell, in steps of its axis
ASPECT = 3.7  # width : height of a cell on screen, so that the hatch runs at 45°
HATCH_STEP = 0.45  # distance of the hatch lines, in heights of a cell
HATCH_LINES = 4_000  # beyond that many lines the hatch gets wider
ROOMY_COLUMNS = 12  # with more columns numbers lose their decimals
_ROW, _COLUMN = Text("行", "Row"), Text("列", "Column")


def draw_cells(chart: HeatmapChart | MatrixChart, brush: Brush) -> alt.LayerChart:
    """Return the cells with their values; unfinished ones are outlined and hatched, never filled."""
    grid = cell_grid(chart.frame, brush.lang)
    labels = brush.words(column_of(chart.frame, "label", ""))
    records = [
        _cell(
            brush, row, column, label=label or _label(chart, brush, value, len(grid.columns)),
            step=brush.palette.step(0.0 if is_missing(value) else value, grid.peak) if done else None,
        )
        | {"c6": grid.rows[row], "c7": grid.columns[column], "c12": brush.say(value, chart.unit)}
        for (row, column, value, done), label in zip(grid.cells, labels, strict=True)
    ]  # fmt: skip
    return _grid(brush, records, grid)


def _cell(brush: Brush, row: int, column: int, *, step: int | None, label: str) -> Record:
    """Return one cell: place, fill, words and their colour; without a step it is unfinished."""
    strong = step is not None and step >= DARK_STEPS_FROM
    ink = brush.palette.ink if step is not None else brush.palette.mute
    return {
        "c0": column - HALF_WIDTH, "c1": column + HALF_WIDTH, "c2": row - HALF_HEIGHT, "c3": row + HALF_HEIGHT,
        "c4": brush.palette.sequential[step or 0], "c5": label, "c8": column, "c9": row,
        "c10": brush.palette.paper if strong else ink, "c11": step is not None,
    }  # fmt: skip


def _label(chart: HeatmapChart | MatrixChart, brush: Brush, value: float, columns: int) -> str:
    """Return a value as a cell has room for it; nothing where it is unknown, a count of 0, or told by colour."""
    is_bare = not value if isinstance(chart, MatrixChart) else not chart.has_labels
    if is_missing(value) or is_bare:
        return ""
    if chart.unit is not Unit.RATE:
        return brush.say(value, chart.unit)
    return f"{value:.1%}" if columns <= ROOMY_COLUMNS else f"{value * 100:.0f}"


def _grid(brush: Brush, records: list[Record], grid: CellGrid) -> alt.LayerChart:
    """Return the grid with column names above and row names and notes at the left."""
    names, columns, notes = grid.rows, grid.columns, grid.notes
    room = between(label_room(notes), 0)
    x_scale = alt.Scale(domain=[-0.55, len(columns) - 0.45], range=room, nice=False)
    y_scale = alt.Scale(domain=[len(names) - 0.45, -0.55], nice=False)
    x_axis = brush.name_axis(
        columns, orient="top", labelColor=brush.palette.mute, labelLimit=90, labelOverlap=True
    )
    y_axis = brush.name_axis(names)
    x = {c: alt.X(f"{c}:Q", axis=x_axis, scale=x_scale) for c in ("c0", "c8")}
    y = {c: alt.Y(f"{c}:Q", axis=y_axis, scale=y_scale) for c in ("c2", "c9")}
    tip = brush.tip(c6=_ROW, c7=_COLUMN, c12=VALUE)
    base = alt.Chart(table(records)).encode(tooltip=tip)
    box: Record = {"x": x["c0"], "x2": "c1:Q", "y": y["c2"], "y2": "c3:Q"}
    unknown = brush.palette.unknown
    halo = base.transform_filter("!datum.c11").mark_text(stroke=brush.palette.paper, strokeWidth=5)
    words: Record = {"x": x["c8"], "y": y["c9"], "text": "c5:N"}
    size = LABEL_SIZE if len(columns) <= ROOMY_COLUMNS else LABEL_SIZE - 1
    side = [{"c8": -0.6, "c9": i, "c5": note} for i, note in enumerate(notes)]
    return layered(
        base.transform_filter("datum.c11").mark_rect(cornerRadius=3).encode(**box, color=colour_of("c4")),
        base.transform_filter("!datum.c11").mark_rect(cornerRadius=3, fillOpacity=0, stroke=unknown).encode(**box),
        alt.Chart(table(_hatch(records))).mark_rule(color=unknown, strokeWidth=1).encode(**box),
        halo.encode(**words),
        base.mark_text(fontSize=size).encode(**words, color=colour_of("c10")),
        alt.Chart(table(side)).mark_text(align="right", color=brush.palette.mute).encode(**words),
        height=max(len(names), 2) * (34 if len(names) <= ROOMY_COLUMNS else 26),
    )  # fmt: skip


def _hatch(records: list[Record]) -> list[Record]:
    """Return the lines at 45° over every unfinished cell, in the units of both axes."""
    open_cells = [r for r in records if not r["c11"]]
    step = max(HATCH_STEP, (ASPECT + 1) * len(open_cells) / HATCH_LINES)
    lines = []
    for cell in open_cells:
        wide, high = (cell["c1"] - cell["c0"]) / ASPECT, cell["c3"] - cell["c2"]
        start = -1 + step / 2
        while start < ASPECT:
            low, top = max(0.0, -start), min(1.0, ASPECT - start)
            lines.append(
                {
                    "c0": cell["c0"] + (start + low) * wide, "c1": cell["c0"] + (start + top) * wide,
                    "c2": cell["c3"] - low * high, "c3": cell["c3"] - top * high,
                }
            )  # fmt: skip
            start += step
    return lines
