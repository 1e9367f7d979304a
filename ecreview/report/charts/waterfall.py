"""Bars that add up: lying with 0 = target, or standing as a bridge from one total to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from ecreview.report.charts.brush import (
    BAR_ROW,
    NAME,
    TICKS,
    VALUE,
    Record,
    between,
    colour_of,
    label_room,
    layered,
    lookup,
    padded,
    table,
)
from ecreview.report.shapes import tones_of, waterfall_spans, wide

if TYPE_CHECKING:
    from ecreview.model.section import WaterfallChart
    from ecreview.report.charts.brush import Brush, Measure

BRIDGE_HEIGHT = 300  # pixels
HALF = 0.32  # half the width of a standing bar, in steps of its axis
LINE_WIDTH = 11  # half-width characters per line of a name below a standing bar
MOST_STANDING = 11  # more bars lie down: their names and amounts would touch
NARROW = "width < 560"  # names and amounts of standing bars are turned there


def draw_waterfall(chart: WaterfallChart, brush: Brush) -> alt.LayerChart:
    """Return the waterfall in the form that the chart asks for."""
    spans, measure = waterfall_spans(chart.frame), brush.measure(chart.unit, chart.frame["value"])
    names = brush.words(chart.frame["label"])
    records: list[Record] = [
        {
            "c0": i, "c1": start / measure.divisor, "c2": end / measure.divisor,
            "c3": max(start, end) / measure.divisor, "c4": brush.palette.tone(tone),
            "c5": brush.palette.ink_of(tone),
            "c6": brush.say(value, chart.unit) if kind == "total" else brush.say_step(value, chart.unit),
            "c11": ("+" if kind == "step" and value > 0 else "") + brush.say_bare(value, chart.unit, measure),
            "c7": name, "c8": i - HALF, "c9": i + HALF,
        }
        for i, ((start, end), value, kind, tone, name) in enumerate(
            zip(spans, chart.frame["value"].tolist(), chart.frame["kind"], tones_of(chart.frame), names, strict=True)
        )
    ]  # fmt: skip
    links = [
        {"c0": i, "c1": r["c2"], "c8": i + HALF, "c9": i + 1 - HALF, "c10": i + 1}
        for i, r in enumerate(records[:-1])
    ]
    form = _lying if chart.horizontal or len(names) > MOST_STANDING else _standing
    return form(records, links, brush, names, measure)


def _lying(
    records: list[Record], links: list[Record], brush: Brush, names: list[str], measure: Measure
) -> alt.LayerChart:
    """Return the gap form: names on y, the difference on x, labels at the right ends."""
    ends = [v for r in records for v in (r["c1"], r["c2"])]
    room = between(0, label_room(r["c6"] for r in records))
    scale = alt.Scale(domain=padded(ends, left=0.05), range=room, nice=False)
    band = alt.Scale(type="band", domain=list(range(len(names))), paddingInner=0.38)
    y = alt.Y("c0:O", axis=brush.name_axis(names), scale=band)
    axis = brush.value_axis(measure)
    x = {c: alt.X(f"{c}:Q", axis=axis, scale=scale) for c in ("c1", "c3")}
    base = alt.Chart(table(records)).encode(y=y, tooltip=brush.tip(c7=NAME, c6=VALUE))
    zero = alt.Chart(table([{"c1": 0}])).mark_rule(color=brush.palette.faint).encode(x=x["c1"])
    link = alt.Chart(table(links)).mark_rule(color=brush.palette.unknown, strokeWidth=1)
    return layered(
        zero,
        link.encode(x=x["c1"], y=y, y2="c10:O"),
        base.mark_bar(cornerRadius=2).encode(x=x["c1"], x2="c2:Q", color=colour_of("c4")),
        base.mark_text(align="left", dx=7, fontWeight=600).encode(
            x=x["c3"], text="c6:N", color=colour_of("c5")
        ),
        height=len(names) * (BAR_ROW + 4),
    )


def _standing(
    records: list[Record], links: list[Record], brush: Brush, names: list[str], measure: Measure
) -> alt.LayerChart:
    """Return the bridge form: rectangles on a quantitative axis, so that connectors are plain rules."""
    room = label_room(r["c11"] for r in records)
    scale = alt.Scale(
        domain=padded(v for r in records for v in (r["c1"], r["c2"])),
        range=[BRIDGE_HEIGHT, _by_width(f"{room:.0f}", "24")],
        nice=False,
    )
    x_axis = brush.name_axis(
        names,
        labelLimit=0,
        labelExpr=f"{NARROW} ? {lookup(names)} : {lookup([fold(n, LINE_WIDTH) for n in names])}",
        labelAngle=_by_width("300", "0"),
        labelAlign=_by_width("'right'", "'center'"),
        labelBaseline=_by_width("'middle'", "'top'"),
    )
    axis = brush.value_axis(measure, tickCount=TICKS)
    x_scale = alt.Scale(domain=[-0.6, len(names) - 0.4], nice=False)
    x = {c: alt.X(f"{c}:Q", axis=x_axis, scale=x_scale) for c in ("c0", "c8")}
    y = {c: alt.Y(f"{c}:Q", axis=axis, scale=scale) for c in ("c1", "c2", "c3")}
    base = alt.Chart(table(records)).encode(tooltip=brush.tip(c7=NAME, c6=VALUE))
    colour = colour_of("c4")
    link = alt.Chart(table(links)).mark_rule(color=brush.palette.unknown, strokeWidth=1)
    return layered(
        link.encode(x=x["c8"], x2="c9:Q", y=y["c1"]),
        base.mark_rect(cornerRadius=2).encode(
            x=x["c8"], x2="c9:Q", y=y["c1"], y2="c2:Q", color=colour
        ),
        base.mark_rule(strokeWidth=2).encode(x=x["c8"], x2="c9:Q", y=y["c2"], color=colour),
        base.mark_text(
            align=_by_width("'left'", "'center'"),
            baseline=_by_width("'middle'", "'bottom'"),
            angle=_by_width("270", "0"),
            dx=_by_width("5", "0"),
            dy=_by_width("0", "-5"),
            fontWeight=600,
            color=brush.palette.ink,
        ).encode(x=x["c0"], y=y["c3"], text="c11:N"),
        height=BRIDGE_HEIGHT,
    )


def _by_width(narrow: str, roomy: str) -> alt.ExprRef:
    """Return a value that depends on how wide the chart stands on the screen."""
    return alt.ExprRef(f"{NARROW} ? {narrow} : {roomy}")


def fold(name: str, width: int) -> list[str]:
    """Return a name broken into lines of at most that many half-width characters.

    Examples:
        >>> fold("未付款关闭订单", 10), fold("Platform subsidy", 10)
        (['未付款关闭', '订单'], ['Platform', 'subsidy'])
    """
    lines, used = [""], 0
    for piece in _pieces(name):
        size = wide(piece)
        if used and used + size > width:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += size
    return [line.strip() for line in lines]


def _pieces(name: str) -> list[str]:
    """Return what must not be broken: Latin words with their blank, and single CJK characters."""
    pieces: list[str] = []
    for char in name:
        if pieces and wide(char) == wide(pieces[-1][-1]) == 1 and not pieces[-1].endswith(" "):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
