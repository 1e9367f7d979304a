"""How cells look: a few named looks, each turned into one shared style per number format."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from ecreview.model.text import Unit
from ecreview.report.palette import LIGHT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles.cell_style import StyleArray

FONT_NAME = "微软雅黑"
MEASURE_FONT, MEASURE_SIZE = "Arial", 10
INPUT_FILL = "#FFFBEF"
GOOD_FILL, BAD_FILL, CAUTION_FILL, ACTUAL_FILL = "#E9F6F2", "#FDF0EB", "#FDF6E7", "#EDF2FD"
BAD_INK, GOOD_INK = "#A63512", "#086450"

Line = tuple[Literal["hair", "thin", "medium", "thick"], str]
HAIR: Line = ("hair", "#DDE2EA")
EDGE = "#B8C1CF"  # of headers and tiles

GENERAL, TEXT = "General", "@"
MONEY = '#,##0.00;"−"#,##0.00'
COUNT = '#,##0;"−"#,##0'
RATE = '0.00%;"−"0.00%'
NUMBER = '#,##0.00;"−"#,##0.00'
DAYS = '#,##0.0;"−"#,##0.0'
DURATION = "[h]:mm:ss"
DATE = "yyyy-mm-dd"
TIME = "yyyy-mm-dd hh:mm"
FORMATS: dict[Unit, str] = {
    Unit.CENTS: MONEY,
    Unit.COUNT: COUNT,
    Unit.RATE: RATE,
    Unit.RATIO: NUMBER,
    Unit.NUMBER: NUMBER,
    Unit.SECONDS: DURATION,
    Unit.DAYS: DAYS,
    Unit.DATE: DATE,
    Unit.TIME: TIME,
    Unit.ID: TEXT,
    Unit.TEXT: GENERAL,
}


def rgb(colour: str) -> str:
    """Return a colour `#RRGGBB` as spreadsheets write it."""
    return colour.removeprefix("#")


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One way a cell looks; two looks of one name are the same style.

    Attributes:
        name: as the list of cell styles in Excel shows it.
        pattern: of the fill; hatched cells are unfinished ones.
        shrink: whether letters get smaller where the text does not fit.
        top, bottom, left, right: line style and colour, empty for none.
    """

    name: str
    size: float = 10
    bold: bool = False
    ink: str = LIGHT.ink
    fill: str = ""
    pattern: Literal["solid", "lightUp"] = "solid"
    align: str | None = None
    indent: int = 0
    wrap: bool = False
    shrink: bool = False
    vertical: str = "center"
    top: Line | None = None
    bottom: Line | None = None
    left: Line | None = None
    right: Line | None = None


KICKER = Look("ec kicker", ink=LIGHT.mute)
ANSWER = Look("ec answer", size=15, bold=True, wrap=True)
BASIS = Look("ec basis", size=9, ink=LIGHT.mute, bottom=("medium", LIGHT.actual))
HEADING = Look("ec heading", size=11.5, bold=True)
HALF_HEADING = Look("ec half heading", size=11.5, bold=True, wrap=True, vertical="bottom")
SUBANSWER = Look("ec subanswer", size=11, bold=True, wrap=True, vertical="top")
CAPTION = Look("ec caption", size=9, ink=LIGHT.mute, wrap=True, vertical="top")
NOTE_LINE = Look("ec note line")
NOTE = Look("ec note", wrap=True, vertical="top")
LIMIT = Look("ec limit", ink=LIGHT.caution_ink, wrap=True, vertical="top")
ALARM = Look("ec alarm", bold=True, ink=BAD_INK, fill=BAD_FILL, indent=1, wrap=True)
HEADER = Look(
    "ec header", size=9, bold=True, ink=LIGHT.mute, fill=LIGHT.panel, wrap=True, bottom=("thin", EDGE)
)  # fmt: skip
HEADER_RIGHT = replace(HEADER, name="ec header right", align="right")
HEADER_INDENT = replace(HEADER, name="ec header indent", indent=1, align="left")
BODY = Look("ec body", size=9.5, bottom=HAIR)
BODY_LEFT = Look("ec body left", size=9.5, bottom=HAIR, align="left")
BODY_WRAP = Look("ec body wrap", size=9.5, bottom=HAIR, wrap=True, align="left")
BODY_INDENT = Look("ec body indent", size=9.5, bottom=HAIR, indent=1, align="left", wrap=True)
BODY_BOLD = Look("ec body bold", size=9.5, bold=True, bottom=HAIR, wrap=True)
BODY_LINK = Look("ec body link", size=9.5, ink=LIGHT.actual, bottom=HAIR, indent=1, align="left")
BODY_CLIPPED = Look("ec body clipped", size=9.5, bottom=HAIR, align="left", shrink=True)
BODY_CODE = Look("ec body code", size=9.5, bottom=HAIR, indent=1, align="left", shrink=True)
BODY_FAINT = Look("ec body faint", size=9.5, ink=LIGHT.caution_ink, bottom=HAIR, align="left")
FACT = Look("ec fact", shrink=True)
BODY_PLAIN = Look("ec body plain", size=9.5, indent=1, align="left")
BODY_INPUT = Look("ec body input", size=9.5, bottom=HAIR, fill=INPUT_FILL, indent=1, align="left")
BODY_INPUT_NUMBER = Look("ec body input number", size=9.5, bottom=HAIR, fill=INPUT_FILL)
BODY_GOOD = Look("ec body good", size=9.5, bold=True, ink=LIGHT.good, fill=GOOD_FILL, bottom=HAIR)
BODY_CAUTION = Look(
    "ec body caution", size=9.5, bold=True, ink=LIGHT.caution_ink, fill=CAUTION_FILL, bottom=HAIR
)
TOTAL = Look("ec total", size=9.5, bold=True, top=("thin", LIGHT.ink))
MISSING = Look("ec missing", size=11, ink=LIGHT.caution_ink, fill=CAUTION_FILL, indent=1, wrap=True)
KEY_ROW = Look("ec key row", size=8, ink=LIGHT.faint)


def set_usual_font(workbook: Workbook) -> None:
    """Set the font whose digits measure the columns: one that is equally wide in every program."""
    made: Any = workbook
    normal = made._named_styles["Normal"]  # noqa: SLF001 - no public way to the style of untouched cells
    normal.font = Font(name=MEASURE_FONT, size=MEASURE_SIZE)
    made._fonts[0] = normal.font  # noqa: SLF001 - as above


@dataclass(slots=True)
class Styles:
    """The styles of one workbook: each look with each number format is made once and then shared."""

    workbook: Workbook
    _made: dict[tuple[Look, str, bool], StyleArray] = field(default_factory=dict)
    _named: dict[str, NamedStyle] = field(default_factory=dict)

    def of(self, look: Look, number_format: str = GENERAL, *, quoted: bool = False) -> StyleArray:
        """Return the shared style; `quoted` marks text that a spreadsheet must never read as a formula."""
        key = (look, number_format, quoted)
        if key not in self._made:
            self._made[key] = self._make(look, number_format, quoted=quoted)
        return self._made[key]

    def _make(self, look: Look, number_format: str, *, quoted: bool) -> StyleArray:
        """Return a new style, made on a cell that belongs to no sheet's grid."""
        cell: Any = Cell(self.workbook.worksheets[0], row=1, column=1)
        cell.style = self._style(look)
        cell.number_format = number_format
        cell.quotePrefix = quoted
        return cast("StyleArray", copy(cell._style))  # noqa: SLF001 - no public name for the shared style of a cell

    def _style(self, look: Look) -> NamedStyle:
        """Return the named style of a look."""
        if look.name not in self._named:
            self._named[look.name] = NamedStyle(
                name=look.name,
                font=Font(name=FONT_NAME, size=look.size, bold=look.bold, color=rgb(look.ink)),
                fill=PatternFill(look.pattern, fgColor=rgb(look.fill)) if look.fill else PatternFill(),
                alignment=Alignment(
                    horizontal=look.align, vertical=look.vertical, indent=look.indent, wrap_text=look.wrap,
                    shrink_to_fit=look.shrink,
                ),
                border=Border(
                    top=_side(look.top), bottom=_side(look.bottom), left=_side(look.left), right=_side(look.right)
                ),
            )  # fmt: skip
        return self._named[look.name]


def _side(line: Line | None) -> Side | None:
    """Return one edge of a border."""
    return None if line is None else Side(style=line[0], color=rgb(line[1]))
