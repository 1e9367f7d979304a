"""What all charts share: words, scales, axes and the look around the marks.

Fields are named c… by us, categories are positions with their words in the axis's label expression: names
from files never become field names, and two equal names stay two rows. In a layered chart every layer gets
the same axis and scale objects (one layer with another axis makes the whole chart vanish without an error).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import altair as alt

from ecreview.model.text import Text, Unit, currency_sign, say
from ecreview.report.shapes import is_missing, known, wide, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecreview.model.text import Lang
    from ecreview.report.palette import Palette

FONT = (
    "'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei UI','Microsoft YaHei','Noto Sans SC',"
    "'Noto Sans CJK SC','Source Han Sans SC',sans-serif"
)
LABEL_SIZE = 12.5
NAME_LIMIT = 205  # pixels for the names of rows
BAR_ROW = 34  # pixels per row of bars
CHARACTER = 7.2  # pixels per half-width character of a label in bold
TICKS, TICK_ROOM = 5, 75  # ticks of a value axis, and the pixels each needs
LABEL_GAP = 14  # pixels between a mark and its label, and behind it
WAN, MILLION = 1_000_000, 100_000_000  # in cents
COUNT_WAN = 100_000
NAME, PART, VALUE = (
    Text("名称", "Name"),
    Text("类别", "Part"),
    Text("数值", "Value"),
)  # in tool tips

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """How the numbers of one axis are written: shown = value / divisor, between prefix and suffix."""

    divisor: float
    prefix: str
    suffix: str
    pattern: str = ",.2~f"
    digits: int = 1

    def shown(self, value: float | None) -> float | None:
        """Return a value as the axis counts it, None where it is unknown."""
        return None if value is None or is_missing(value) else value / self.divisor

    @property
    def expression(self) -> str:
        """Return the Vega expression of a tick's label."""
        prefix, suffix = (json.dumps(w, ensure_ascii=False) for w in (self.prefix, self.suffix))
        size = f"{prefix} + format(abs(datum.value), '{self.pattern}') + {suffix}"
        return f"datum.value == 0 ? '0' : (datum.value < 0 ? '−' : '') + {size}"


@dataclass(frozen=True, slots=True)
class Brush:
    """Language, colours and currency of one drawing."""

    lang: Lang
    palette: Palette
    currency: str

    def words(self, column: Iterable[object]) -> list[str]:
        """Return the label cells of a column in words."""
        return words(column, self.lang)

    def say(self, value: float | None, unit: Unit) -> str:
        """Return a number as a direct label; the undefined mark where it is unknown."""
        return say(None if is_missing(value) else value, unit, self.currency).of(self.lang)

    def say_step(self, value: float, unit: Unit) -> str:
        """Return a number as a signed direct label."""
        return f"{'+' if value > 0 else ''}{self.say(value, unit)}"

    def say_bare(self, value: float, unit: Unit, measure: Measure) -> str:
        """Return a number as the axis counts it, where there is no room for its unit; in full where that gives 0."""
        bare = f"{value / measure.divisor:,.{measure.digits}f}".replace("-", "−")
        return bare if float(bare.strip("−").replace(",", "")) else self.say(value, unit)

    def measure(self, unit: Unit, values: Iterable[float]) -> Measure:
        """Return how an axis over these values is written, by its unit and the largest of them."""
        peak = max(map(abs, known(values)), default=0.0)
        match unit:
            case Unit.CENTS:
                return self._money(peak)
            case Unit.RATE:
                return Measure(1, "", "", ".3~%")
            case Unit.SECONDS:
                return self._time(peak)
            case Unit.COUNT if self.lang == "zh" and peak >= COUNT_WAN:
                return Measure(10_000, "", " 万")
            case Unit.DAYS:
                return Measure(1, "", " 天" if self.lang == "zh" else " d")
            case _:
                return Measure(1, "", "")

    def _money(self, peak: float) -> Measure:
        """Return how an axis of money is written."""
        sign = currency_sign(self.currency)
        if self.lang == "zh":
            before = "" if self.currency == "CNY" else sign
            return Measure(WAN, before, " 万") if peak >= WAN else Measure(100, sign, "")
        if peak >= MILLION:
            return Measure(MILLION, sign, "M", digits=2)
        return Measure(100_000, sign, "K") if peak >= WAN else Measure(100, sign, "")

    def _time(self, peak: float) -> Measure:
        """Return how an axis of durations is written."""
        for size, zh, en in ((86_400, "天", "d"), (3_600, "小时", "h"), (60, "分钟", "min")):
            if peak >= 2 * size:
                return Measure(size, "", f" {zh if self.lang == 'zh' else en}")
        return Measure(1, "", " 秒" if self.lang == "zh" else " s")

    def value_axis(self, measure: Measure, **options: Any) -> alt.Axis:
        """Return the axis of the values: light grid, few ticks, fewer where it is narrow, no line."""
        few = alt.ExprRef(f"clamp(floor(width / {TICK_ROOM}), 2, {TICKS})")
        style: Record = {
            "grid": True,
            "tickCount": few,
            "title": None,
            "labelOverlap": "greedy",
        } | options
        return alt.Axis(labelExpr=measure.expression, **style)

    def name_rows(self, names: Sequence[str], **options: Any) -> alt.Y:
        """Return names down the chart; the scale is a band, since a point scale cuts the first one."""
        domain = list(range(len(names)))
        band = alt.Scale(type="band", domain=domain, paddingInner=0.38, paddingOuter=0.15)
        return alt.Y("c0:O", axis=self.name_axis(names, **options), scale=band)

    def name_axis(self, names: Sequence[str], **options: Any) -> alt.Axis:
        """Return an axis that writes names at the positions from 0 on."""
        style: Record = {
            "grid": False,
            "title": None,
            "labelColor": self.palette.ink,
            "labelLimit": NAME_LIMIT,
            "values": list(range(len(names))),
            "labelOverlap": False,
            "labelExpr": lookup(names),
        } | options
        return alt.Axis(**style)

    def tip(self, **titles: Text) -> list[alt.Tooltip]:
        """Return a tool tip with these fields, each under its title."""
        return [
            alt.Tooltip(f"{field}:N", title=title.of(self.lang)) for field, title in titles.items()
        ]

    def finish(self, layers: alt.LayerChart, description: Text) -> alt.LayerChart:
        """Return the layers with the look shared by all charts and the words for those who cannot see it."""
        look = (
            layers.properties(
                width="container",
                autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
                description=description.of(self.lang),
                background="transparent",
            )
            .configure_view(stroke=None)
            .configure_axis(
                domain=False,
                ticks=False,
                labelFont=FONT,
                titleFont=FONT,
                labelFontSize=LABEL_SIZE,
                labelColor=self.palette.faint,
                labelPadding=8,
                titleFontSize=LABEL_SIZE,
                titleFontWeight="normal",
                titleColor=self.palette.mute,
                gridColor=self.palette.line,
            )
            .configure_text(font=FONT, fontSize=LABEL_SIZE)
        )
        return cast("alt.LayerChart", look)


def layered(*layers: alt.Chart, height: float) -> alt.LayerChart:
    """Return the layers, first one at the bottom, as one chart of that height in pixels."""
    return cast("alt.LayerChart", alt.layer(*layers).properties(height=height))


def colour_of(field: str) -> alt.Color:
    """Return the channel of a field that holds colours."""
    return alt.Color(f"{field}:N", scale=None)


def lookup(names: Sequence[str | list[str]]) -> str:
    """Return the Vega expression that turns a position into its name; a list of names becomes lines."""
    return f"{json.dumps(list(names), ensure_ascii=False)}[datum.value] || ''"


def table(records: list[Record]) -> alt.Data:
    """Return the records as the data of a layer."""
    return alt.InlineData(values=[{k: plain(v) for k, v in r.items()} for r in records])


def plain(value: Any) -> Any:
    """Return a cell as JSON can hold it: nothing for unknown, plain numbers for numpy's.

    Examples:
        >>> plain(float("nan")) is None, plain("618")
        (True, '618')
    """
    if is_missing(value):
        return None
    return value.item() if hasattr(value, "item") else value


def label_room(labels: Iterable[str]) -> float:
    """Return how many pixels the longest of these labels takes beside its mark, 0 without any.

    Examples:
        >>> label_room([]), label_room(["−3.0 万"]) > label_room(["−3.0"])
        (0.0, True)
    """
    longest = max(map(wide, labels), default=0)
    return CHARACTER * longest + LABEL_GAP if longest else 0.0


def between(left: float, right: float) -> list[alt.ExprRef]:
    """Return the range of an axis across the chart that keeps that many pixels free at its ends.

    Pixels, not shares of the axis: labels stay whole on a phone, and a wide page does not give room away.
    """
    return [
        alt.ExprRef(f"min({left:.0f}, width * 0.3)"),
        alt.ExprRef(f"max(width - {right:.0f}, width * 0.4)"),
    ]


def padded(values: Iterable[float], *, right: float = 0.0, left: float = 0.0) -> list[float]:
    """Return a domain over the values and zero, widened by shares of its span.

    Examples:
        >>> padded([10.0, 40.0], right=0.25)
        [0.0, 50.0]
    """
    seen = [0.0, *map(float, known(values))]
    low, high = min(seen), max(seen)
    high = high if high > low else low + 1.0
    return [low - left * (high - low), high + right * (high - low)]
