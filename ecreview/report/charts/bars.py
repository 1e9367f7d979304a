"""Horizontal rows: bars, grouped bars, funnels, values with intervals, and trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from ecreview.model.section import Tone
from ecreview.model.text import Text
from ecreview.report.charts.brush import (
    BAR_ROW,
    NAME,
    PART,
    VALUE,
    Record,
    between,
    colour_of,
    label_room,
    layered,
    padded,
    table,
)
from ecreview.report.shapes import (
    column_of,
    is_missing,
    stacked_spans,
    tones_of,
    tree_name,
    tree_rows,
    wide,
    word,
)

if TYPE_CHECKING:
    from ecreview.model.section import BarChart, BoxChart, FunnelChart, ShareChart, TreeChart
    from ecreview.report.charts.brush import Brush, Measure

NAME_WIDTH = 8  # pixels per half-width character of a name
GROUP_BAR = 22  # pixels per bar of a group
STACKED_ROW = 28  # pixels per stacked bar: often one per file
SPEAKING = frozenset({Tone.GOOD, Tone.BAD, Tone.CAUTION})  # tones whose labels take their colour
_TARGET, _BASELINE = Text("目标", "Target"), Text("对比期", "Baseline")
_INTERVAL = Text("95% 区间", "95% interval")


def draw_bar_chart(chart: BarChart, brush: Brush) -> alt.LayerChart:
    """Return the bars in the form that the chart asks for."""
    return _stacked(chart, brush) if chart.is_stacked else draw_bars(chart, brush)


def draw_bars(chart: BarChart | ShareChart, brush: Brush) -> alt.LayerChart:
    """Return bars in the frame's order; rows of one label and several series stand side by side."""
    frame = chart.frame
    labels, series = brush.words(frame["label"]), brush.words(column_of(frame, "series", ""))
    kinds = list(dict.fromkeys(series))
    is_grouped = len(kinds) > 1
    names = list(dict.fromkeys(labels)) if is_grouped else labels  # equal labels stay two rows
    measure = brush.measure(chart.unit, frame["value"])
    records: list[Record] = [
        {
            "c0": names.index(label) if is_grouped else row, "c1": value / measure.divisor,
            "c2": brush.palette.tone(tone), "c3": _noted(brush.say(value, chart.unit), note), "c4": label,
            "c5": kind, "c6": brush.palette.ink_of(tone) if tone in SPEAKING else brush.palette.ink,
            "c7": kinds.index(kind),
        }
        for row, (value, tone, note, label, kind) in enumerate(zip(
            frame["value"].tolist(), tones_of(frame), brush.words(column_of(frame, "note", "")),
            labels, series, strict=True,
        ))
        if not is_missing(value)
    ]  # fmt: skip
    titles = {"c4": NAME} | ({"c5": PART} if is_grouped else {})
    return _rows(brush, records, names, measure, titles)


def _noted(value: str, note: str) -> str:
    """Return a label with its note behind it."""
    return f"{value} · {note}" if note else value


def _rows(
    brush: Brush,
    records: list[Record],
    names: list[str],
    measure: Measure,
    titles: dict[str, Text],
    **name_options: Any,
) -> alt.LayerChart:
    """Return bars with labels at their ends: c0 row, c1 value, c2 and c6 colours, c3 label, c7 place in its group."""
    kinds = len({r["c7"] for r in records})
    left = label_room(r["c3"] for r in records if r["c1"] < 0)
    right = label_room(r["c3"] for r in records if r["c1"] >= 0)
    domain = padded(r["c1"] for r in records)
    scale = alt.Scale(domain=domain, range=between(left, right), nice=False)
    place: Record = {
        "x": alt.X("c1:Q", axis=brush.value_axis(measure), scale=scale),
        "y": brush.name_rows(names, **name_options),
    }
    if kinds > 1:
        inner = alt.Scale(domain=list(range(kinds)), paddingInner=0.1)
        place["yOffset"] = alt.YOffset("c7:O", scale=inner)
    base = alt.Chart(table(records)).encode(**place, tooltip=brush.tip(**titles, c3=VALUE))
    word: Record = {"color": colour_of("c6"), "text": "c3:N"}
    ahead = base.transform_filter("datum.c1 >= 0").mark_text(align="left", dx=7)
    behind = base.transform_filter("datum.c1 < 0").mark_text(align="right", dx=-7)
    return layered(
        base.mark_bar(cornerRadius=2).encode(color=colour_of("c2")),
        ahead.encode(**word),
        behind.encode(**word),
        height=len(names) * (BAR_ROW if kinds <= 1 else GROUP_BAR * kinds + 16),
    )


def _stacked(chart: BarChart, brush: Brush) -> alt.LayerChart:
    """Return one bar per label, its series one behind the other, and their sum at its end."""
    frame, measure = chart.frame, brush.measure(chart.unit, chart.frame["value"])
    labels, values = brush.words(frame["label"]), frame["value"].tolist()
    names, spans = list(dict.fromkeys(labels)), stacked_spans(labels, values)
    records: list[Record] = [
        {
            "c0": names.index(label), "c1": start / measure.divisor, "c2": brush.palette.tone(tone),
            "c3": brush.say(value, chart.unit), "c4": label, "c5": kind, "c8": end / measure.divisor,
        }
        for (start, end), value, tone, label, kind in zip(
            spans, values, tones_of(frame), labels, brush.words(frame["series"]), strict=True
        )
    ]  # fmt: skip
    sums = dict(zip(labels, (end for _, end in spans), strict=True))  # of a label's last part
    ends: list[Record] = [
        {"c0": row, "c1": sums[name] / measure.divisor, "c3": brush.say(sums[name], chart.unit)}
        for row, name in enumerate(names)
    ]
    room = between(0, label_room(r["c3"] for r in ends))
    scale = alt.Scale(domain=padded(r["c1"] for r in ends), range=room, nice=False)
    x = alt.X("c1:Q", axis=brush.value_axis(measure), scale=scale)
    y, tip = brush.name_rows(names), brush.tip(c4=NAME, c5=PART, c3=VALUE)
    return layered(
        alt.Chart(table(records)).mark_bar().encode(
            x=x, x2="c8:Q", y=y, color=colour_of("c2"), tooltip=tip
        ),
        alt.Chart(table(ends)).mark_text(align="left", dx=7, color=brush.palette.ink).encode(x=x, y=y, text="c3:N"),
        height=len(names) * STACKED_ROW,
    )  # fmt: skip


def draw_funnel(chart: FunnelChart, brush: Brush) -> alt.LayerChart:
    """Return stages as bars of people, with the target as a tick and the difference from it in words."""
    frame = chart.frame
    names, measure = brush.words(frame["stage"]), brush.measure(chart.unit, frame["value"])
    values, targets, baselines = (column_of(frame, c) for c in ("value", "target", "baseline"))
    records: list[Record] = []
    for row, (name, value, target, baseline) in enumerate(
        zip(names, values, targets, baselines, strict=True)
    ):
        gap = None if is_missing(value) or is_missing(target) else value - target
        records.append(
            {
                "c0": row, "c1": measure.shown(value), "c2": brush.say(value, chart.unit), "c3": name,
                "c4": measure.shown(target),
                "c5": "" if gap is None else _more_or_less(gap, brush, chart),
                "c6": brush.palette.ink_of(Tone.GOOD if (gap or 0) >= 0 else Tone.BAD),
                "c7": measure.shown(baseline),
                "c8": brush.say(target, chart.unit), "c9": brush.say(baseline, chart.unit),
            }
        )  # fmt: skip
    domain = padded(r[c] for r in records for c in ("c1", "c4", "c7"))
    right = label_room(r["c2"] for r in records) + label_room(r["c5"] for r in records)
    scale = alt.Scale(domain=domain, range=between(0, right), nice=False)
    axis = brush.value_axis(measure, labels=False, grid=False)
    tip = brush.tip(c3=NAME, c2=VALUE, c8=_TARGET, c9=_BASELINE)
    base = alt.Chart(table(records)).encode(y=brush.name_rows(names), tooltip=tip)
    x = {c: alt.X(f"{c}:Q", axis=axis, scale=scale) for c in ("c1", "c4", "c7")}
    ink = brush.palette
    return layered(
        base.mark_bar(color=ink.actual, cornerRadius=2).encode(x=x["c1"]),
        base.mark_point(
            fill=ink.paper, stroke=ink.baseline, strokeWidth=2, size=70, opacity=1
        ).encode(x=x["c7"]),
        base.mark_tick(color=ink.target, thickness=2.2, size=26).encode(x=x["c4"]),
        base.mark_text(align="left", dx=10, fontWeight=600, color=ink.ink).encode(
            x=x["c1"], text="c2:N"
        ),
        base.mark_text(align="right").encode(
            x=alt.value(alt.ExprRef("width")), text="c5:N", color=colour_of("c6")
        ),
        height=len(names) * BAR_ROW,
    )


def _more_or_less(gap: float, brush: Brush, chart: FunnelChart) -> str:
    """Return the difference from the target in words: the sign that colour alone would not give."""
    size = brush.say(abs(gap), chart.unit)
    if brush.lang == "zh":
        return f"{'多' if gap >= 0 else '少'} {size}"
    return f"{size} {'more' if gap >= 0 else 'fewer'}"


def draw_intervals(chart: BoxChart, brush: Brush) -> alt.LayerChart:
    """Return a dot and its interval per row, beside a dashed line to compare with."""
    frame = chart.frame
    names = brush.words(frame["label"])
    measure = brush.measure(chart.unit, [*frame["value"], *frame["high"]])
    records = [
        {
            "c0": row, "c1": measure.shown(value), "c2": measure.shown(low),
            "c3": measure.shown(high), "c4": brush.palette.ink_of(tone),
            "c5": note if tone is Tone.UNKNOWN and note else _noted(brush.say(value, chart.unit), note),
            "c6": name, "c7": f"{brush.say(low, chart.unit)} ～ {brush.say(high, chart.unit)}",
            "c8": measure.shown(value if is_missing(high) else high),
        }
        for row, (name, value, low, high, tone, note) in enumerate(
            zip(names, frame["value"], frame["low"], frame["high"], tones_of(frame),
                brush.words(column_of(frame, "note", "")), strict=True)
        )
    ]  # fmt: skip
    reference = measure.shown(chart.reference)
    seen = [r[c] for r in records for c in ("c1", "c2", "c3")] + [reference]
    room = between(0, label_room(r["c5"] for r in records))
    scale = alt.Scale(domain=padded(seen), range=room, nice=False)
    axis = brush.value_axis(measure)
    x = {c: alt.X(f"{c}:Q", axis=axis, scale=scale) for c in ("c1", "c2", "c8")}
    y, tip = brush.name_rows(names), brush.tip(c6=NAME, c5=VALUE, c7=_INTERVAL)
    base = alt.Chart(table(records)).encode(y=y, color=colour_of("c4"), tooltip=tip)
    layers = [
        base.mark_rule(strokeWidth=2.5, strokeCap="round").encode(x=x["c2"], x2="c3:Q"),
        base.mark_point(filled=True, size=75, opacity=1).encode(x=x["c1"]),
        base.mark_text(align="left", dx=9, fontWeight=600).encode(x=x["c8"], text="c5:N"),
    ]
    if reference is not None:
        line = alt.Chart(table([{"c1": reference}])).encode(x=x["c1"])
        layers.insert(0, line.mark_rule(color=brush.palette.target, strokeDash=[4, 3]))
    return layered(*layers, height=len(names) * BAR_ROW)


def draw_tree(chart: TreeChart, brush: Brush) -> alt.LayerChart:
    """Return the parts of a whole as indented bars, each part below its whole."""
    rows = tree_rows(chart.frame)
    measure = brush.measure(chart.unit, chart.frame["value"])
    labels = [word(label, brush.lang) for label, _, _ in rows]
    names = [tree_name(label, depth) for label, (_, _, depth) in zip(labels, rows, strict=True)]
    records = [
        {
            "c0": i, "c1": value / measure.divisor, "c3": brush.say(value, chart.unit), "c4": labels[i],
            "c2": brush.palette.total if depth == 0 else brush.palette.actual if value >= 0 else brush.palette.bad,
            "c6": brush.palette.ink, "c7": 0,
        }
        for i, (_, value, depth) in enumerate(rows)
        if not is_missing(value)
    ]  # fmt: skip
    padding = NAME_WIDTH * max(map(wide, names), default=0)
    return _rows(
        brush, records, names, measure, {"c4": NAME}, labelAlign="left", labelPadding=padding
    )
