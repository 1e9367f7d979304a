"""Native lines over days, and points on two axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from openpyxl.chart import LineChart as NativeLine
from openpyxl.chart import ScatterChart as NativeScatter
from openpyxl.chart.marker import Marker

from ecreview.model.section import Tone
from ecreview.model.text import Text
from ecreview.report.palette import LIGHT
from ecreview.report.shapes import column_of, is_missing, say_tick, tones_of, words
from ecreview.report.workbook import look as looks
from ecreview.report.workbook import native

if TYPE_CHECKING:
    import pandas as pd

    from ecreview.model import section as shapes
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.native import Drawn

HEIGHT = 6.2  # cm
MAX_POINTS = 2_000  # of a scatter; more make a file slow without showing more
TICKS = 10
_LOW, _HIGH = Text("预期下限", "Expected low"), Text("预期上限", "Expected high")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trend.

    Attributes:
        cells: one value per day, None where the day has none.
        marks: position and meaning of marked days.
        is_edge: whether it bounds an expected range.
    """

    name: str
    cells: list[float | None]
    tone: Tone
    marks: tuple[tuple[int, Tone], ...] = ()
    is_edge: bool = False


def draw_lines(book: Book, chart: shapes.TrendChart) -> Drawn:
    """Return the series as lines over the days; expected ranges as thin grey lines, marks as symbols."""
    scale = native.scale(book, chart)
    days = sorted(set(chart.frame["date"]))
    lines = lines_of(book, chart.frame, {day: i for i, day in enumerate(days)})
    ticks = [say_tick(day, (days[-1] - days[0]).days, book.lang) for day in days]
    columns = [([scale.shown(v) for v in line.cells], scale.form) for line in lines]
    names, *references = native.put_data(book, [(ticks, looks.TEXT), *columns])
    drawing: Any = NativeLine()
    native.quiet(drawing, height=HEIGHT, legend=len(lines) > 1)
    for line, reference in zip(lines, references, strict=True):
        drawing.append(_series(line, native.make_series(reference, line.name, "")))
    drawing.set_categories(names)
    drawing.y_axis.number_format = scale.form
    drawing.x_axis.tickLblSkip = drawing.x_axis.tickMarkSkip = max(1, len(days) // TICKS)
    drawing.x_axis.tickLblPos = "low"
    return drawing, scale


def _series(line: Line, series: Any) -> Any:
    """Return the series with the look of its line: straight, dashed for a target, thin for a range."""
    dash: Literal["sysDash"] | None = "sysDash" if line.tone is Tone.TARGET else None
    points = 0.75 if line.is_edge else 1.75
    series.graphicalProperties = native.stroke(LIGHT.tone(line.tone), points=points, dash=dash)
    series.smooth, series.marker = False, Marker(symbol="none")
    series.dPt = [native.marked_point(i, mark) for i, mark in line.marks]
    return series


def lines_of(book: Book, frame: pd.DataFrame, at: dict[Any, int]) -> list[Line]:
    """Return the lines of a trend, each followed by the edges of its expected range."""
    names, tones = words(frame["series"], book.lang), tones_of(frame)
    marks, days = column_of(frame, "mark"), frame["date"].tolist()
    lines = []
    for name in dict.fromkeys(names):
        rows = [i for i, n in enumerate(names) if n == name]
        marked = tuple(
            (at[days[i]], Tone(marks[i])) for i in rows if marks[i] and not is_missing(marks[i])
        )
        cells = {
            c: _by_day(column_of(frame, c), rows, [at[days[i]] for i in rows], len(at))
            for c in ("value", "low", "high")
        }
        lines.append(Line(name, cells["value"], tones[rows[0]], marked))
        for edge, text in (("low", _LOW), ("high", _HIGH)):
            if any(value is not None for value in cells[edge]):
                lines.append(Line(book.say(text), cells[edge], Tone.UNKNOWN, is_edge=True))
    return lines


def _by_day(cells: list[Any], rows: list[int], where: list[int], days: int) -> list[float | None]:
    """Return the cells of some rows by day, nothing where a day has none."""
    values: list[float | None] = [None] * days
    for row, day in zip(rows, where, strict=True):
        values[day] = None if is_missing(cells[row]) else float(cells[row])
    return values


def draw_points(book: Book, chart: shapes.ScatterChart) -> Drawn:
    """Return the points, one series per group."""
    frame = chart.frame.iloc[:: -(-len(chart.frame) // MAX_POINTS)]
    scale = native.scale(book, chart, "y")
    across = native.scale_of(chart.x_unit, frame["x"].tolist(), book.lang, book.currency)
    groups = words(column_of(frame, "group", ""), book.lang)
    kinds = list(dict.fromkeys(groups))
    drawing = NativeScatter(style=None, scatterStyle="lineMarker")
    native.quiet(drawing, height=7.5, legend=len(kinds) > 1)
    for i, kind in enumerate(kinds):
        rows = [n for n, g in enumerate(groups) if g == kind]
        x, y = native.put_data(
            book,
            [
                ([across.shown(frame["x"].iloc[n]) for n in rows], across.form),
                ([scale.shown(frame["y"].iloc[n]) for n in rows], scale.form),
            ],
        )
        colour = LIGHT.categorical[i % len(LIGHT.categorical)]
        one = native.make_series(y, kind, "", xvalues=x)
        one.marker = Marker(symbol="circle", size=5, spPr=native.filled(colour))
        drawing.append(one)
    drawing.x_axis.title, drawing.y_axis.title = book.say(chart.x_title), book.say(chart.y_title)
    drawing.x_axis.number_format, drawing.y_axis.number_format = across.form, scale.form
    return drawing, scale
