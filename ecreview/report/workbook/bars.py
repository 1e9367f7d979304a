"""Native bars: gaps, bridges, plain and grouped bars, funnels, values with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart as NativeBar
from openpyxl.chart import Reference
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.error_bar import ErrorBars

from ecreview.model import section as shapes
from ecreview.model.section import Tone
from ecreview.model.text import Text, say
from ecreview.report.palette import LIGHT
from ecreview.report.shapes import column_of, known, tones_of, waterfall_spans, words
from ecreview.report.workbook import look as looks
from ecreview.report.workbook import native

if TYPE_CHECKING:
    from ecreview.model.section import Chart
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.native import Drawn

_TARGET, _BASELINE, _ACTUAL = (
    Text("目标", "Target"),
    Text("对比期", "Baseline"),
    Text("本期", "This period"),
)


def draw_gap(book: Book, chart: shapes.WaterfallChart) -> Drawn:
    """Return the lying waterfall: each step from 0, as native bars cannot float and carry a sign at once."""
    return _plain_bars(book, chart, native.signed(native.scale(book, chart)))


def _plain_bars(book: Book, chart: Chart, scale: native.Scale) -> Drawn:
    """Return one bar per row; equal labels stay two rows."""
    frame = chart.frame
    shown = [scale.shown(value) for value in frame["value"].tolist()]
    names, values = native.put_data(
        book, [(words(frame["label"], book.lang), looks.TEXT), (shown, scale.form)]
    )
    series = native.make_toned_series(values, book.say(chart.title), tones_of(frame))
    native.label_values(series, scale.form)
    drawing = _bars([series], names, rows=len(frame))
    native.leave_room(drawing, shown)
    return drawing, scale


def _bars(series: list[Any], names: Reference, *, rows: int, is_stacked: bool = False) -> Any:
    """Return lying bars, one row per name."""
    drawing = NativeBar()
    bars = rows if is_stacked else rows * len(series) ** 0.5
    height = min(max(0.52 * bars + 1.1, 3.4), 14.0)
    native.quiet(drawing, height=height, legend=len(series) > 1)
    native.lie_down(drawing)
    for one in series:
        drawing.append(one)
    drawing.set_categories(names)
    drawing.gapWidth, drawing.overlap = native.BAR_GAP, 0
    if is_stacked:
        drawing.grouping, drawing.overlap = "stacked", 100
    return drawing


def draw_bridge(book: Book, chart: shapes.WaterfallChart) -> Drawn:
    """Return the standing waterfall: coloured parts on an invisible base, the amounts in the names."""
    if chart.horizontal:
        return draw_gap(book, chart)
    frame, scale = chart.frame, native.scale(book, chart)
    tones = tones_of(frame)
    named = zip(words(frame["label"], book.lang), frame["value"].tolist(), strict=True)
    labels = [f"{name}\n{_bare(book, value, chart, scale)}" for name, value in named]
    spans = [(min(span), max(span)) for span in waterfall_spans(frame)]
    base = [max(low, 0.0) + min(high, 0.0) for low, high in spans]
    above = [max(high, 0.0) - max(low, 0.0) for low, high in spans]
    below = [min(low, 0.0) - min(high, 0.0) for low, high in spans]
    names, *parts = native.put_data(
        book,
        [
            (labels, looks.TEXT),
            *(([v / scale.divisor for v in part], scale.form) for part in (base, above, below)),
        ],
    )
    drawing = NativeBar()
    native.quiet(drawing, height=7.5, legend=False)
    drawing.type, drawing.grouping = "col", "stacked"
    drawing.overlap, drawing.gapWidth = 100, native.BAR_GAP
    drawing.append(native.make_series(parts[0], "", ""))
    for part in parts[1:]:
        drawing.append(native.make_toned_series(part, "", tones))
    drawing.set_categories(names)
    drawing.y_axis.number_format = scale.form
    return drawing, scale


def _bare(book: Book, value: float, chart: Chart, scale: native.Scale) -> str:
    """Return an amount in the unit of the chart; in full where that would give 0."""
    shown = f"{value / scale.divisor:,.1f}".replace("-", "−")
    return shown if shown.strip("−") != "0.0" else book.say(say(value, chart.unit, book.currency))


def draw_bars(book: Book, chart: shapes.BarChart | shapes.ShareChart) -> Drawn:
    """Return bars in the frame's order; several series of a label stand side by side."""
    frame = chart.frame
    labels, series = (words(column_of(frame, c, ""), book.lang) for c in ("label", "series"))
    kinds, scale = list(dict.fromkeys(series)), native.scale(book, chart)
    is_stacked = isinstance(chart, shapes.BarChart) and chart.is_stacked
    if len(kinds) == 1 and not is_stacked:
        return _plain_bars(book, chart, scale)
    names = list(dict.fromkeys(labels))
    cells = {
        (kind, label): scale.shown(value)
        for kind, label, value in zip(series, labels, frame["value"].tolist(), strict=True)
    }
    tones = dict(zip(reversed(series), reversed(tones_of(frame)), strict=True))  # of its first row
    columns = [([cells.get((kind, name)) for name in names], scale.form) for kind in kinds]
    shown = _with_sums(book, chart, labels) if is_stacked else names
    heads, *references = native.put_data(book, [(shown, looks.TEXT), *columns])
    made = []
    for kind, reference in zip(kinds, references, strict=True):
        made.append(native.make_series(reference, kind, LIGHT.tone(tones[kind])))
        if not is_stacked:
            native.label_values(made[-1], scale.form)
    return _bars(made, heads, rows=len(names), is_stacked=is_stacked), scale


def _with_sums(book: Book, chart: Chart, labels: list[str]) -> list[str]:
    """Return the names of stacked bars with their sums: labels inside thin parts cannot be read."""
    sums = chart.frame["value"].groupby(labels, sort=False).sum()
    return [
        f"{name} · {book.say(say(total, chart.unit, book.currency))}"
        for name, total in sums.items()
    ]


def draw_funnel(book: Book, chart: shapes.FunnelChart) -> Drawn:
    """Return the stages as bars, beside target and baseline where they are known."""
    frame, scale = chart.frame, native.scale(book, chart)
    listed = (
        (_ACTUAL, Tone.ACTUAL, "value"), (_TARGET, Tone.TARGET, "target"), (_BASELINE, Tone.BASELINE, "baseline"),
    )  # fmt: skip
    parts = [
        (text, tone, [scale.shown(value) for value in column_of(frame, column)])
        for text, tone, column in listed
        if known(column_of(frame, column))
    ]
    columns = [(shown, scale.form) for _, _, shown in parts]
    names, *references = native.put_data(
        book, [(words(frame["stage"], book.lang), looks.TEXT), *columns]
    )
    made = []
    for (text, tone, _), reference in zip(parts, references, strict=True):
        made.append(native.make_series(reference, book.say(text), LIGHT.tone(tone)))
        native.label_values(made[-1], scale.form)
    drawing = _bars(made, names, rows=len(frame))
    native.leave_room(drawing, (value for _, _, shown in parts for value in shown))
    return drawing, scale


def draw_intervals(book: Book, chart: shapes.BoxChart) -> Drawn:
    """Return a bar per row with its interval; too small a sample shows its note instead of a bar."""
    frame, scale = chart.frame, native.scale(book, chart)
    tones, notes = tones_of(frame), words(column_of(frame, "note", ""), book.lang)
    silent = [tone is Tone.UNKNOWN and note != "" for tone, note in zip(tones, notes, strict=True)]
    names = [
        f"{name} · {note}" if is_silent else name
        for name, note, is_silent in zip(
            words(frame["label"], book.lang), notes, silent, strict=True
        )
    ]
    values, lows, highs = (
        [None if is_silent else v for v, is_silent in zip(frame[c].tolist(), silent, strict=True)]
        for c in ("value", "low", "high")
    )
    columns = (
        [scale.shown(v) for v in values],
        [_distance(high, value, scale) for high, value in zip(highs, values, strict=True)],
        [_distance(value, low, scale) for value, low in zip(values, lows, strict=True)],
    )
    labels, middle, plus, minus = native.put_data(
        book, [(names, looks.TEXT), *((column, scale.form) for column in columns)]
    )
    series = native.make_toned_series(middle, book.say(chart.title), tones)
    native.label_values(series, scale.form)
    series.dLbls.position, series.dLbls.txPr = "inBase", native.rich(LIGHT.paper, bold=True)
    edge = native.stroke(LIGHT.ink, points=1)
    series.errBars = ErrorBars(
        errBarType="both", errValType="cust", plus=_numbers(plus), minus=_numbers(minus), spPr=edge
    )
    return _bars([series], labels, rows=len(frame)), scale


def _distance(upper: float | None, lower: float | None, scale: native.Scale) -> float:
    """Return how far an end of an interval is from its middle, 0 where it is unknown."""
    shown = (scale.shown(upper), scale.shown(lower))
    return 0.0 if shown[0] is None or shown[1] is None else shown[0] - shown[1]


def _numbers(reference: Reference) -> NumDataSource:
    """Return cells as the source of error bars."""
    return NumDataSource(numRef=NumRef(f=str(reference)))
