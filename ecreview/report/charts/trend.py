"""Values over days: lines labelled at their ends, expected ranges, marked days and shaded stretches.

Days are positions on a quantitative axis, so that no time zone can move them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from ecreview.model.section import Tone
from ecreview.report.charts.brush import LABEL_SIZE, Record, layered, table
from ecreview.report.shapes import column_of, is_missing, say_tick, tones_of

if TYPE_CHECKING:
    from ecreview.model.section import TrendChart
    from ecreview.report.charts.brush import Brush, Measure

HEIGHT = 260
END_ROOM = 0.2  # share of the days kept free at the right for the labels of the lines
TICKS = 6
_MARKS = {Tone.GOOD: "triangle-up", Tone.BAD: "triangle-down", Tone.CAUTION: "diamond"}


def draw_trend(chart: TrendChart, brush: Brush) -> alt.LayerChart:
    """Return the lines of the chart over its days."""
    frame = chart.frame
    days = pd.DatetimeIndex(frame["date"])
    first, last = days.min(), days.max()
    measure = brush.measure(chart.unit, frame["value"])
    records = _records(chart, brush, measure, first)
    seen = [r[c] for r in records for c in ("c1", "c5", "c6") if r[c] is not None]
    low, high = min([0.0, *seen]), max(seen, default=1.0)
    top = high + 0.06 * ((high - low) or 1.0)
    scale = alt.Scale(domain=[low, top], nice=False)
    axes = _Axes(brush, first, (last - first).days, brush.value_axis(measure), scale)
    base = alt.Chart(table(records)).encode(
        detail="c2:N",
        tooltip=brush.tip(
            c7="日期" if brush.lang == "zh" else "Day", c3=brush.name_title, c8=brush.value_title
        ),
    )
    colour = alt.Color("c4:N", scale=None)
    dash = alt.StrokeDash(
        "c9:N", scale=alt.Scale(domain=["solid", "dash"], range=[[1, 0], [5, 4]]), legend=None
    )
    marked = base.transform_filter("datum.c10 != null")
    lines = base.encode(x=axes.x("c0"), y=axes.y("c1"), color=colour)
    return layered(
        *_bands(chart, brush, axes, low),
        base.transform_filter("datum.c5 != null")
        .mark_area(color=brush.palette.baseline, opacity=0.2)
        .encode(x=axes.x("c0"), y=axes.y("c5"), y2="c6:Q"),
        lines.mark_line(strokeWidth=2.2).encode(strokeDash=dash),
        lines.mark_point(filled=True, size=18, opacity=0),  # something to hover on
        marked.mark_point(filled=True, size=110, opacity=1).encode(
            x=axes.x("c0"),
            y=axes.y("c1"),
            color=alt.Color("c10:N", scale=None),
            shape=alt.Shape("c11:N", scale=None),
        ),
        _end_labels(records, axes, span=top - low),
        height=HEIGHT,
    )


def _records(
    chart: TrendChart, brush: Brush, measure: Measure, first: pd.Timestamp
) -> list[Record]:
    """Return one record per day and series."""
    frame = chart.frame
    names = brush.words(frame["series"])
    colours = _series_colours(names, tones_of(frame), brush)

    def shown(value: Any) -> float | None:
        return None if is_missing(value) else value / measure.divisor

    return [
        {
            "c0": (day - first).days, "c1": shown(value), "c2": name, "c3": name, "c4": colours[name],
            "c5": shown(low), "c6": shown(high), "c7": f"{day:%Y-%m-%d}", "c8": brush.say(value, chart.unit),
            "c9": "dash" if tone is Tone.TARGET else "solid",
            "c10": None if is_missing(mark) or mark == "" else brush.palette.tone(mark),
            "c11": "circle" if is_missing(mark) or mark == "" else _MARKS.get(Tone(mark), "circle"),
            "c12": brush.palette.ink_of(tone) if colours[name] == brush.palette.tone(tone) else colours[name],
        }
        for day, value, name, tone, low, high, mark in zip(
            pd.DatetimeIndex(frame["date"]), frame["value"].tolist(), names, tones_of(frame),
            column_of(frame, "low"), column_of(frame, "high"), column_of(frame, "mark"), strict=True,
        )
    ]  # fmt: skip


def _series_colours(names: list[str], tones: list[Tone], brush: Brush) -> dict[str, str]:
    """Return a colour per series: its tone's, and another one for a second series of the same tone."""
    spare = [
        c for c in brush.palette.categorical if c not in {brush.palette.tone(t) for t in tones}
    ]
    colours: dict[str, str] = {}
    for name, tone in zip(names, tones, strict=True):
        if name not in colours:
            own = brush.palette.tone(tone)
            colours[name] = own if own not in colours.values() else spare.pop(0) if spare else own
    return colours


class _Axes:
    """The axis and scale objects that all layers share."""

    def __init__(
        self, brush: Brush, first: pd.Timestamp, length: int, y_axis: alt.Axis, y_scale: alt.Scale
    ) -> None:
        self.first, self.length = first, length
        ticks = _tick_days(length)
        words = {str(i): say_tick(first + pd.Timedelta(days=i), length, brush.lang) for i in ticks}
        self._x_axis = alt.Axis(
            values=ticks, grid=False, title=None, labelOverlap=False, labelFlush=False,
            labelExpr=f"{words!r}[toString(datum.value)] || ''",
        )  # fmt: skip
        self._x_scale = alt.Scale(domain=[-0.5, max(length, 1) * (1 + END_ROOM)], nice=False)
        self._y_axis, self._y_scale = y_axis, y_scale

    def x(self, field: str) -> alt.X:
        """Return the days of a field on the shared axis."""
        return alt.X(f"{field}:Q", axis=self._x_axis, scale=self._x_scale)

    def y(self, field: str) -> alt.Y:
        """Return the values of a field on the shared axis."""
        return alt.Y(f"{field}:Q", axis=self._y_axis, scale=self._y_scale)


def _tick_days(length: int) -> list[int]:
    """Return about TICKS positions, the first and the last day among them."""
    step = max(1, round(length / (TICKS - 1)))
    ticks = list(range(0, length + 1, step))
    if length - ticks[-1] >= step / 2:
        return [*ticks, length]
    return [*ticks[:-1], length]


def _bands(chart: TrendChart, brush: Brush, axes: _Axes, low: float) -> list[alt.Chart]:
    """Return the shaded stretches with their names at the bottom."""
    records = [
        {
            "c0": (pd.Timestamp(b.start) - axes.first).days - 0.5, "c13": (pd.Timestamp(b.end) - axes.first).days + 0.5,
            "c1": low, "c3": b.label.of(brush.lang), "c4": brush.palette.tone(b.tone), "c12": brush.palette.ink_of(b.tone),
            "c14": ((pd.Timestamp(b.start) - axes.first).days + (pd.Timestamp(b.end) - axes.first).days) / 2,
            "c7": f"{b.start.isoformat()} ～ {b.end.isoformat()}",
        }
        for b in chart.bands
    ]  # fmt: skip
    if not records:
        return []
    tip = brush.tip(c3=brush.name_title, c7="日期" if brush.lang == "zh" else "Days")
    base = alt.Chart(table(records)).encode(tooltip=tip)
    return [
        base.mark_rect(opacity=0.14).encode(
            x=axes.x("c0"), x2="c13:Q", color=alt.Color("c4:N", scale=None)
        ),
        base.mark_text(baseline="bottom", dy=-4, fontSize=LABEL_SIZE - 0.5).encode(
            x=axes.x("c14"), y=axes.y("c1"), text="c3:N", color=alt.Color("c12:N", scale=None)
        ),
    ]


def _end_labels(records: list[Record], axes: _Axes, *, span: float) -> alt.Chart:
    """Return each line's name and last value at its end, moved apart where they would touch."""
    ends: dict[str, Record] = {r["c2"]: r for r in records if r["c1"] is not None}
    order = sorted(ends.values(), key=lambda r: -r["c1"])
    places = spread([r["c1"] for r in order], gap=span * 16 / HEIGHT)
    labels = [
        {"c0": r["c0"], "c1": place, "c3": f"{r['c3']} {r['c8']}", "c12": r["c12"]}
        for r, place in zip(order, places, strict=True)
    ]
    base: alt.Chart = alt.Chart(table(labels)).mark_text(align="left", dx=7, fontWeight=600)
    colour = alt.Color("c12:N", scale=None)
    return base.encode(x=axes.x("c0"), y=axes.y("c1"), text="c3:N", color=colour)


def spread(places: list[float], gap: float) -> list[float]:
    """Return falling places moved just so far that neighbours are at least a gap apart, around their middle.

    Examples:
        >>> spread([10.0, 10.0, 2.0], gap=2.0)
        [11.0, 9.0, 2.0]
    """
    groups: list[list[float]] = []  # [middle, members]
    for place in places:
        groups.append([place, 1])
        while len(groups) > 1 and _touch(groups[-2], groups[-1], gap):
            below, above = groups.pop(), groups.pop()
            size = above[1] + below[1]
            groups.append([(above[0] * above[1] + below[0] * below[1]) / size, size])
    return [
        middle + gap * ((size - 1) / 2 - i) for middle, size in groups for i in range(int(size))
    ]


def _touch(above: list[float], below: list[float], gap: float) -> bool:
    """Return whether two groups of labels overlap."""
    return above[0] - gap * (above[1] - 1) / 2 - (below[0] + gap * (below[1] - 1) / 2) < gap
