"""How native charts look: no title, no frame, few lines, direct labels; a legend only where series share bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from openpyxl.chart import Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)

from ecreview.model.section import Tone
from ecreview.model.text import Text, Unit
from ecreview.report.palette import LIGHT
from ecreview.report.shapes import is_missing, known
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import DATA_SHEET
from ecreview.report.workbook.cells import money_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecreview.model.section import Chart
    from ecreview.model.text import Lang
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value

EMU_PER_POINT = 12_700
WIDTH = 22.0  # cm; a page may widen its charts
FONT_SIZE = 900  # hundredths of a point
BAR_GAP = 45  # per cent of a bar
FINE_BELOW = 10  # numbers below this get two decimals
_MARKERS: dict[Tone, Literal["triangle", "square", "diamond"]] = {
    Tone.GOOD: "triangle",
    Tone.BAD: "square",
    Tone.CAUTION: "diamond",
}
_UNIT = Text(zh="单位：{unit}", en="Unit: {unit}")


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of a native chart are written: shown = value / divisor, in this format and unit."""

    divisor: float
    form: str
    words: str = ""

    def shown(self, value: float | None) -> float | None:
        """Return a value as the chart's cells hold it."""
        return None if value is None or is_missing(value) else value / self.divisor


def scale_of(unit: Unit, values: Iterable[float], lang: Lang, currency: str) -> Scale:
    """Return the scale that keeps labels short: money in 万 or thousands, durations in hours.

    Examples:
        >>> scale_of(Unit.CENTS, [268_396_740], "zh", "CNY").words
        '万元'
    """
    peak = max(map(abs, known(values)), default=0.0)
    money = money_word(lang, currency)
    match unit:
        case Unit.CENTS if peak >= 1_000_000:  # noqa: PLR2004 - 10,000 in cents
            zh = lang == "zh"
            divisor = 1e6 if zh else 1e5
            form = looks.DAYS if peak / divisor >= FINE_BELOW else looks.NUMBER
            return Scale(divisor, form, f"万{money}" if zh else f"{money}K")
        case Unit.CENTS:
            return Scale(100, looks.MONEY, money)
        case Unit.RATE:
            return Scale(1, '0.0%;"−"0.0%')
        case Unit.SECONDS:
            return Scale(3_600, looks.DAYS, "小时" if lang == "zh" else "hours")
        case Unit.COUNT:
            return Scale(1, looks.COUNT)
        case _:
            return Scale(1, looks.NUMBER)


Drawn = tuple[Any, Scale]  # a native chart, and how its numbers are written


def scale(book: Book, chart: Chart, column: str = "value") -> Scale:
    """Return the scale of a chart's values."""
    return scale_of(chart.unit, chart.frame[column].tolist(), book.lang, book.currency)


def signed(scale: Scale) -> Scale:
    """Return the scale with plus and minus in its labels."""
    digits = scale.form.split(";", maxsplit=1)[0]
    return Scale(scale.divisor, f'+{digits};"−"{digits};0', scale.words)


def put_data(book: Book, columns: Sequence[tuple[Sequence[Value], str]]) -> list[Reference]:
    """Write columns (values, number format) on the hidden sheet and return where they stand."""
    writer, top = book.writer(DATA_SHEET), book.data_row
    references = []
    for column, (values, form) in enumerate(columns, start=1):
        writer.write_cell(top, column, "", looks.KEY_ROW)  # no title: series are named in the chart
        for row, value in enumerate(values, start=top + 1):
            writer.write_cell(row, column, value, looks.KEY_ROW, form)
        end = max(top + len(values), top + 1)
        references.append(Reference(writer.sheet, min_col=column, min_row=top + 1, max_row=end))
    book.data_row = top + max(len(values) for values, _ in columns) + 2
    return references


def make_series(values: Reference, name: str, colour: str, **options: Any) -> Any:
    """Return a series of filled marks."""
    series: Any = Series(values, title=name, **options)
    series.graphicalProperties = filled(colour)
    return series


def filled(colour: str) -> GraphicalProperties:
    """Return a plain fill without outline; no colour gives nothing visible."""
    fill = {"solidFill": looks.rgb(colour)} if colour else {"noFill": True}
    return GraphicalProperties(ln=LineProperties(noFill=True), **fill)


def stroke(
    colour: str, *, points: float = 1.75, dash: Literal["sysDash"] | None = None
) -> GraphicalProperties:
    """Return a line."""
    line = LineProperties(
        solidFill=looks.rgb(colour), w=round(points * EMU_PER_POINT), prstDash=dash
    )
    return GraphicalProperties(ln=line)


def make_toned_series(values: Reference, name: str, tones: Sequence[Tone]) -> Any:
    """Return a series whose marks have the colours of their tones."""
    colours = [LIGHT.tone(tone) for tone in tones]
    series = make_series(values, name, colours[0])
    series.dPt = [
        DataPoint(idx=i, invertIfNegative=False, spPr=filled(colour))
        for i, colour in enumerate(colours)
        if colour != colours[0]
    ]
    series.invertIfNegative = False
    return series


def marked_point(index: int, tone: Tone) -> DataPoint:
    """Return a point of a line with a mark of that meaning."""
    marker = Marker(symbol=_MARKERS.get(tone, "circle"), size=9, spPr=filled(LIGHT.tone(tone)))
    return DataPoint(idx=index, marker=marker)


def label_values(series: Any, form: str) -> None:
    """Write the values beside the marks of a series."""
    labels: Any = DataLabelList(showVal=True, numFmt=form, txPr=rich(LIGHT.ink, bold=True))
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    series.dLbls = labels


def rich(colour: str, *, bold: bool = False) -> RichText:
    """Return the letters of labels and axes."""
    letters = CharacterProperties(sz=FONT_SIZE, b=bold, solidFill=looks.rgb(colour))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def quiet(chart: Any, *, height: float, legend: bool) -> None:
    """Take frame, title and heavy lines away; both axes stay (they vanish unless told so)."""
    chart.width, chart.height = WIDTH, height
    chart.style, chart.roundedCorners = None, False
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.legend = Legend() if legend else None
    if legend:
        chart.legend.position = "b"
        chart.legend.txPr = rich(LIGHT.mute)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
        axis.txPr = rich(LIGHT.mute)
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.graphicalProperties = stroke(LIGHT.unknown, points=0.5)
    chart.x_axis.majorGridlines = None
    chart.y_axis.majorGridlines.spPr = stroke(LIGHT.line, points=0.5)


def lie_down(chart: Any) -> None:
    """Turn bars so that the first row stands on top, names at the left of negative bars too."""
    chart.type = "bar"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None


def leave_room(chart: Any, values: Iterable[float | None]) -> None:
    """Widen the value axis so that labels beside the longest bars stand clear of the names."""
    seen = [0.0, *(value for value in values if value is not None)]
    low, high = min(seen), max(seen)
    room = 0.18 * ((high - low) or 1.0)
    chart.y_axis.scaling.min = low - room if low < 0 else 0.0
    chart.y_axis.scaling.max = high + room if high > 0 else 0.0


def unit_line(caption: Text, scale: Scale, lang: Lang) -> str:
    """Return the caption with the unit of the labels behind it."""
    unit = _UNIT.fill(unit=scale.words).of(lang) if scale.words else ""
    return " · ".join(part for part in (caption.of(lang), unit) if part)
