"""Points on two axes, named directly where they are few, by group where they are many."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import altair as alt

from ecreview.model.text import Text
from ecreview.report.charts.brush import NAME, Record, colour_of, layered, padded, table
from ecreview.report.shapes import column_of, is_missing

if TYPE_CHECKING:
    from ecreview.model.section import ScatterChart
    from ecreview.report.charts.brush import Brush, Measure

MAX_POINTS = 5_000  # beyond that, every k-th point is drawn
NAMED_POINTS = 25
HEIGHT = 320
_GROUP = Text("分组", "Group")


def draw_scatter(chart: ScatterChart, brush: Brush) -> alt.LayerChart:
    """Return the points; colours tell groups, and each group's name stands at its middle."""
    frame = chart.frame.iloc[:: -(-len(chart.frame) // MAX_POINTS) or 1]
    across, up = brush.measure(chart.x_unit, frame["x"]), brush.measure(chart.unit, frame["y"])
    groups = brush.words(column_of(frame, "group", ""))
    order = list(dict.fromkeys(groups))
    colours = {
        g: brush.palette.categorical[i % len(brush.palette.categorical)]
        for i, g in enumerate(order)
    }
    few = len(frame) <= NAMED_POINTS
    labels = brush.words(column_of(frame, "label", ""))
    records: list[Record] = [
        {
            "c0": x / across.divisor, "c1": y / up.divisor, "c2": colours[group], "c3": label, "c4": group,
            "c5": brush.say(x, chart.x_unit), "c6": brush.say(y, chart.unit), "c7": label if few else "",
            "c8": size,
        }
        for x, y, group, label, size in zip(
            frame["x"].tolist(), frame["y"].tolist(), groups, labels, column_of(frame, "size", 1.0), strict=True
        )
        if not (is_missing(x) or is_missing(y))
    ]  # fmt: skip
    place = _axes(chart, brush, (across, up), records)
    tip = brush.tip(c3=NAME, c4=_GROUP, c5=chart.x_title, c6=chart.y_title)
    base = alt.Chart(table(records)).encode(**place)
    size = alt.Size("c8:Q", scale=alt.Scale(range=[30, 420]), legend=None)
    sized = {"size": size} if "size" in frame.columns else {}
    points = base.mark_circle(opacity=0.65, size=45).encode(
        color=colour_of("c2"), tooltip=tip, **sized
    )
    names = alt.Chart(table(_middles(records, order, colours))).encode(**place, text="c4:N")
    return layered(
        points,
        base.mark_text(align="left", dx=8, color=brush.palette.ink).encode(text="c7:N"),
        names.mark_text(stroke=brush.palette.paper, strokeWidth=5, fontWeight=600),
        names.mark_text(fontWeight=600).encode(color=colour_of("c2")),
        height=HEIGHT,
    )


def _axes(
    chart: ScatterChart, brush: Brush, measures: tuple[Measure, Measure], records: list[Record]
) -> Record:
    """Return both axes with their titles; the upper one's stands level, above the axis."""
    level: Record = {"titleAngle": 0, "titleAlign": "left", "titleY": -12, "titleX": 0}
    across = brush.value_axis(measures[0], title=chart.x_title.of(brush.lang), grid=False)
    up = brush.value_axis(measures[1], title=chart.y_title.of(brush.lang), **level)
    x, y = (alt.Scale(domain=padded([r[c] for r in records], right=0.12)) for c in ("c0", "c1"))
    return {"x": alt.X("c0:Q", axis=across, scale=x), "y": alt.Y("c1:Q", axis=up, scale=y)}


def _middles(records: list[Record], order: list[str], colours: dict[str, str]) -> list[Record]:
    """Return the middle of each named group."""
    members = {g: [r for r in records if r["c4"] == g] for g in order if g}
    return [
        {
            "c0": median(r["c0"] for r in rows),
            "c1": median(r["c1"] for r in rows),
            "c4": g,
            "c2": colours[g],
        }
        for g, rows in members.items()
        if rows
    ]
