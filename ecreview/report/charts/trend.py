"""Values over days: lines labelled at their ends, expected ranges, marked days and shaded stretches.

Days are positions on a quantitative axis, so that no time zone can move them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ecreview.model.section import Tone
from ecreview.model.text import Text
from ecreview.report.charts.brush import (
    CHARACTER,
    LABEL_SIZE,
    NAME,
    TICKS,
    VALUE,
    Record,
    between,
    colour_of,
    label_room,
    layered,
    table,
)
from ecreview.report.shapes import (
    column_of,
    is_missing,
    joined_bands,
    known,
    say_tick,
    tones_of,
    wide,
)

if TYPE_CHECKING:
    from ecreview.model.section import TrendChart
    from ecreview.model.text import Lang
    from ecreview.report.charts.brush import Brush, Measure

HEIGHT = 260
DAYS_NAMED = 6
LABEL_LINE = 16  # pixels between the labels of two lines
PHONE_PLOT = 200  # pixels between the axis and the labels of the lines where it is narrowest
BAND_LINE = 15  # pixels per line of names of shaded stretches
NAME_LINES = 4  # of such names at most, so that they never take the room of the chart
_DAY, _DAYS = Text("日期", "Day"), Text("日期", "Days")
_MARKS = {Tone.GOOD: "triangle-up", Tone.BAD: "triangle-down", Tone.CAUTION: "diamond"}


def draw_trend(chart: TrendChart, brush: Brush) -> alt.LayerChart:
    """Return the lines of the chart over its days."""
    frame = chart.frame
    days = pd.DatetimeIndex(frame["date"])
    first, last = days.min(), days.max()
    measure = brush.measure(chart.unit, frame["value"])
    records = _records(chart, brush, measure, first)
    seen = known(r[c] for r in records for c in ("c1", "c5", "c6"))
    low, high = min([0.0, *seen]), max(seen, default=1.0)
    top = high + 0.06 * ((high - low) or 1.0)
    length = (last - first).days
    bands = _band_records(chart, brush, first, length)
    named = min(1 + max((r["c15"] for r in bands), default=-1), NAME_LINES)
    height = HEIGHT - BAND_LINE * named
    bands = [r | {"c1": low - r["c15"] * BAND_LINE * (top - low) / height} for r in bands]
    scale = alt.Scale(domain=[low, top], range=[height, 0], nice=False)
    labels = _end_labels(records, gap=(top - low) * LABEL_LINE / height)
    room = between(0, label_room(r["c3"] for r in labels))
    day_scale = alt.Scale(domain=[-0.5, max(length, 1)], range=room, nice=False)
    x = partial(alt.X, axis=_day_axis(first, length, brush.lang), scale=day_scale)
    y = partial(alt.Y, axis=brush.value_axis(measure, tickCount=TICKS), scale=scale)
    base = alt.Chart(table(records)).encode(
        detail="c2:N", tooltip=brush.tip(c7=_DAY, c3=NAME, c8=VALUE)
    )
    dash = alt.StrokeDash(
        "c9:N", scale=alt.Scale(domain=["solid", "dash"], range=[[1, 0], [5, 4]]), legend=None
    )
    marked = base.transform_filter("datum.c10 != null")
    lines = base.encode(x=x("c0:Q"), y=y("c1:Q"), color=colour_of("c4"))
    return layered(
        *_bands(bands, brush, x, y),
        base.transform_filter("datum.c5 != null")
        .mark_area(color=brush.palette.baseline, opacity=0.2)
        .encode(x=x("c0:Q"), y=y("c5:Q"), y2="c6:Q"),
        lines.mark_line(strokeWidth=2.2).encode(strokeDash=dash),
        lines.mark_point(filled=True, size=18, opacity=0),  # something to hover on
        marked.mark_point(filled=True, size=110, opacity=1).encode(
            x=x("c0:Q"), y=y("c1:Q"), color=colour_of("c10"), shape=alt.Shape("c11:N", scale=None)
        ),
        alt.Chart(table(labels))
        .mark_text(align="left", dx=7, fontWeight=600)
        .encode(x=x("c0:Q"), y=y("c1:Q"), text="c3:N", color=colour_of("c12")),
        height=HEIGHT,
    )


def _records(
    chart: TrendChart, brush: Brush, measure: Measure, first: pd.Timestamp
) -> list[Record]:
    """Return one record per day and series."""
    frame = chart.frame
    names = brush.words(frame["series"])
    colours = _series_colours(names, tones_of(frame), brush)
    return [
        {
            "c0": (day - first).days, "c1": measure.shown(value), "c2": name, "c3": name, "c4": colours[name],
            "c5": measure.shown(low), "c6": measure.shown(high), "c7": f"{day:%Y-%m-%d}",
            "c8": brush.say(value, chart.unit), "c9": "dash" if tone is Tone.TARGET else "solid",
            "c10": None if is_missing(mark) or mark == "" else brush.palette.tone(mark),
            "c11": _MARKS.get(mark, "circle"),
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


def _day_axis(first: pd.Timestamp, length: int, lang: Lang) -> alt.Axis:
    """Return the axis of the days, counted from the first one."""
    ticks = _tick_days(length)
    words = {str(i): say_tick(first + pd.Timedelta(days=i), length, lang) for i in ticks}
    return alt.Axis(
        values=ticks, grid=False, title=None, labelOverlap="greedy", labelFlush=False,
        labelExpr=f"{words!r}[toString(datum.value)] || ''",
    )  # fmt: skip


def _tick_days(length: int) -> list[int]:
    """Return about DAYS_NAMED positions, the first and the last day among them."""
    step = max(1, round(length / (DAYS_NAMED - 1)))
    ticks = list(range(0, length + 1, step))
    if length - ticks[-1] >= step / 2:
        return [*ticks, length]
    return [*ticks[:-1], length]


def _band_records(
    chart: TrendChart, brush: Brush, first: pd.Timestamp, length: int
) -> list[Record]:
    """Return the shaded stretches: c0 to c13 in days, c14 where the name stands, c15 on which line of names."""
    day = CHARACTER * max(length, 1) / PHONE_PLOT  # days under one character where it is narrowest
    records: list[Record] = []
    for band in joined_bands(chart.bands):
        start, end = ((pd.Timestamp(d) - first).days for d in (band.start, band.end))
        name, middle = band.label.of(brush.lang), (start + end) / 2
        is_first = middle < wide(name) * day / 2  # its name would hang over the axis
        records.append(
            {
                "c0": start - 0.5, "c13": end + 0.5, "c14": start if is_first else middle, "c16": is_first,
                "c3": name, "c4": brush.palette.tone(band.tone), "c12": brush.palette.ink_of(band.tone),
                "c7": f"{band.start.isoformat()} ～ {band.end.isoformat()}",
            }
        )  # fmt: skip
    widths = [wide(r["c3"]) * day for r in records]
    lefts = [r["c14"] - (0 if r["c16"] else w / 2) for r, w in zip(records, widths, strict=True)]
    return [r | {"c15": line} for r, line in zip(records, name_lines(lefts, widths), strict=True)]


def _bands(
    records: list[Record], brush: Brush, x: partial[alt.X], y: partial[alt.Y]
) -> list[alt.Chart]:
    """Return the shaded stretches with their names below 0."""
    if not records:
        return []
    base = alt.Chart(table(records)).encode(tooltip=brush.tip(c3=NAME, c7=_DAYS))
    name: Record = {"x": x("c14:Q"), "y": y("c1:Q"), "text": "c3:N", "color": colour_of("c12")}
    fits = f"datum.c15 < {NAME_LINES}"  # further ones are shaded and told by the tooltip only
    style: Record = {"baseline": "top", "dy": 4, "fontSize": LABEL_SIZE - 0.5}
    return [
        base.mark_rect(opacity=0.14).encode(x=x("c0:Q"), x2="c13:Q", color=colour_of("c4")),
        base.transform_filter(f"!datum.c16 && {fits}").mark_text(**style).encode(**name),
        base.transform_filter(f"datum.c16 && {fits}")
        .mark_text(align="left", **style)
        .encode(**name),
    ]


def name_lines(lefts: list[float], widths: list[float]) -> list[int]:
    """Return for each name, given where it begins, the first line on which it touches no earlier one.

    Examples:
        >>> name_lines([0.0, 3.0, 20.0], [8.0, 8.0, 8.0])
        [0, 1, 0]
    """
    ends: list[float] = []  # of the last name on each line
    lines = []
    for left, width in zip(lefts, widths, strict=True):
        line = next((i for i, end in enumerate(ends) if end <= left), len(ends))
        ends[line : line + 1] = [left + width]
        lines.append(line)
    return lines


def _end_labels(records: list[Record], *, gap: float) -> list[Record]:
    """Return each line's name and last value at its end, moved apart where they would touch."""
    ends: dict[str, Record] = {r["c2"]: r for r in records if r["c1"] is not None}
    order = sorted(ends.values(), key=lambda r: -r["c1"])
    places = spread([r["c1"] for r in order], gap=gap)
    return [
        {"c0": r["c0"], "c1": place, "c3": f"{r['c3']} {r['c8']}", "c12": r["c12"]}
        for r, place in zip(order, places, strict=True)
    ]


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
