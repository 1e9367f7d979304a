"""A sheet written from top to bottom: the head that all sheets share, headings, sentences, tables.

Column A and the one after the last are margins. Row 2 says what the sheet is, row 3 the answer, row 4 the
basis with the accent line below it. Widths and the heights of wrapped rows are set when the page is closed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from ecreview.model.text import Text, Unit
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import BY_NUMBER
from ecreview.report.workbook.cells import address, format_of, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value, Writer
    from ecreview.report.workbook.look import Look

LEFT = 2  # first column with content
HEAD_ROWS = 4
MARGIN_WIDTH = 1.5
NARROWEST, WIDEST = 9, 46
PAGE_WIDTH = 138  # half-width characters that fill a landscape page
FEWEST_COLUMNS = 8
MEASURED_ROWS = 200  # of a table, for the widths
ROW_HEIGHT = 18.0
TALLEST = 400.0  # a row cannot be higher than 409 points
GLYPH = (
    0.92  # of the width of the default font's digit, that a half-width character of a table takes
)
LINE_HEIGHT = 1.45  # of a wrapped line, in sizes of its font
CM_PER_CHARACTER = 0.19
CHART_SHARE = 0.7  # of the width of a page that a chart takes
WIDEST_CHART = 34.0  # cm
NUMBERS = frozenset(
    {Unit.CENTS, Unit.COUNT, Unit.RATE, Unit.RATIO, Unit.NUMBER, Unit.SECONDS, Unit.DAYS}
)


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table.

    Attributes:
        look: of its cells; None = by its unit.
        cap: widest it may get, in half-width characters.
    """

    title: str
    unit: Unit = Unit.TEXT
    look: Look | None = None
    cap: int = WIDEST

    @property
    def is_number(self) -> bool:
        """Return whether its cells stand at the right."""
        return self.unit in NUMBERS


@dataclass(slots=True)
class Page:
    """One sheet being written; `row` is the next free one."""

    book: Book
    number: str
    row: int = HEAD_ROWS + 2
    last: int = LEFT + FEWEST_COLUMNS - 1
    _widths: dict[int, float] = field(default_factory=dict)
    _flows: list[tuple[int, str, float]] = field(default_factory=list)
    _wrapped: list[tuple[int, int, str]] = field(default_factory=list)
    pages_high: int = 0
    charts: list[Any] = field(default_factory=list)
    _filter: tuple[int, str] = (0, "")

    @property
    def writer(self) -> Writer:
        """Return what writes into the sheet."""
        return self.book.writer(self.title)

    @property
    def sheet(self) -> Worksheet:
        """Return the sheet itself."""
        return self.writer.sheet

    @property
    def title(self) -> str:
        """Return the title of the sheet's tab."""
        return self.book.title(self.number)

    def head(self, answer: str, basis: str, *, about: str = "") -> None:
        """Write the head; `about` stands behind the name of the sheet."""
        name = self.book.say(BY_NUMBER[self.number].name)
        kicker = " · ".join(part for part in (f"{self.number} {name}", about) if part)
        self.writer.write_cell(2, LEFT, kicker, looks.KICKER)
        self.writer.write_cell(3, LEFT, answer, looks.ANSWER)
        self.writer.write_cell(4, LEFT, basis, looks.BASIS)
        self._flows += [(3, answer, looks.ANSWER.size)]

    def heading(self, text: str, *, gap: bool = True) -> None:
        """Write a heading, after an empty row unless it follows the head."""
        self.row += 1 if gap and self.row > HEAD_ROWS + 2 else 0
        self.writer.write_cell(self.row, LEFT, text, looks.HEADING)
        self.sheet.row_dimensions[self.row].height = 21
        self.row += 1

    def flow(self, text: str, look: Look) -> None:
        """Write a sentence over the whole width."""
        self.writer.write_cell(self.row, LEFT, text, look)
        self._flows.append((self.row, text, look.size))
        self.row += 1

    def widen(self, column: int, width: int) -> None:
        """Let a column be at least that wide."""
        self.last = max(self.last, column)
        self._widths[column] = max(self._widths.get(column, 0), min(max(width, NARROWEST), WIDEST))

    def set_width(self, column: int, width: float) -> None:
        """Give a column exactly that width."""
        self._widths[column] = width

    @property
    def footer(self) -> str:
        """Return the words of the footer."""
        return self.book.say(_FOOTER)

    def table(
        self,
        columns: Sequence[Col],
        rows: Sequence[Sequence[Value]],
        *,
        keys: Sequence[str] = (),
        formats: Sequence[Sequence[str]] = (),
    ) -> tuple[int, int]:
        """Write a table and return its first and last row, header apart.

        Args:
            columns: titles, units and looks.
            rows: one value per column, as sheets hold them.
            keys: language-free keys of the columns behind a marker; they stand in a hidden row right above
                the header, so that the table is found and read back wherever people move it.
            formats: number formats row by row, where the rows of a column differ in unit.
        """
        if keys:
            self._key_row(keys)
        self._header(columns)
        first = self.row
        styled = [(i, *self._style(columns, i)) for i in range(len(columns))]
        for at, values in enumerate(rows):
            for i, look, form in styled:
                own = formats[at][i] if formats else form
                self.writer.write_cell(self.row, LEFT + i, values[i], look, own)
            self.row += 1
        self._measure(columns, rows, first)
        if len(rows) > self._filter[0]:
            end = address(max(self.row - 1, first), LEFT + len(columns) - 1)
            self._filter = (len(rows), f"{address(first - 1, LEFT)}:{end}")
        return first, self.row - 1

    def _key_row(self, keys: Sequence[str]) -> None:
        """Write the hidden row of keys; the marker stands in the margin."""
        for column, key in enumerate(keys, start=1):
            self.writer.write_cell(self.row, column, key, looks.KEY_ROW)
        self.sheet.row_dimensions[self.row].hidden = True
        self.row += 1

    def _header(self, columns: Sequence[Col]) -> None:
        """Write the titles of a table."""
        for i, column in enumerate(columns):
            look = looks.HEADER_RIGHT if column.is_number else looks.HEADER
            if column.look is looks.BODY_INPUT or (
                i and not column.is_number and columns[i - 1].is_number
            ):
                look = looks.HEADER_INDENT
            self.writer.write_cell(self.row, LEFT + i, column.title, look)
            self._wrapped.append((self.row, LEFT + i, column.title))
        self.row += 1

    def _style(self, columns: Sequence[Col], i: int) -> tuple[Look, str]:
        """Return look and number format of a column; text after a number gets an indent."""
        column = columns[i]
        if column.look is not None:
            return column.look, format_of(column.unit)
        if column.is_number:
            return looks.BODY, format_of(column.unit)
        after_number = i > 0 and columns[i - 1].is_number
        look = looks.BODY_INDENT if after_number else looks.BODY_WRAP
        return look, format_of(column.unit)

    def _measure(self, columns: Sequence[Col], rows: Sequence[Sequence[Value]], first: int) -> None:
        """Take the widths of a table's columns, and note texts that may need more than one line."""
        for i, column in enumerate(columns):
            shown = [shown_text(row[i], column.unit) for row in rows[:MEASURED_ROWS]]
            widest = max([width_of(column.title), *map(width_of, shown)])
            self.widen(LEFT + i, min(widest + 3, column.cap))
            if column.unit is Unit.TEXT:
                self._wrapped += [
                    (first + at, LEFT + i, text)
                    for at, row in enumerate(rows)
                    if isinstance(text := row[i], str) and len(text) > NARROWEST
                ]

    def total(self, columns: Sequence[Col], values: Sequence[Value]) -> None:
        """Write the line of sums below a table."""
        for i, (column, value) in enumerate(zip(columns, values, strict=True)):
            self.writer.write_cell(self.row, LEFT + i, value, looks.TOTAL, format_of(column.unit))
        self.row += 1

    def merge(self, start: int, span: int, look: Look) -> None:
        """Merge that many cells of the current row from a place on, their lines kept."""
        for column in range(start + 1, start + span):
            self.writer.write_cell(self.row, LEFT + column, None, look)
        if span > 1:
            self.sheet.merge_cells(
                start_row=self.row,
                end_row=self.row,
                start_column=LEFT + start,
                end_column=LEFT + start + span - 1,
            )

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell that was written."""
        return cast("Cell", self.sheet.cell(row, column))

    def link_evidence(self, cell: Cell, key: str) -> None:
        """Make the cell lead to the evidence row of `section/key`, where there is one."""
        exhibit = self.book.evidence.find(key)
        if exhibit is not None:
            self.writer.link(cell, self.book.title("21"), address(exhibit.row, LEFT))

    def freeze(self, row: int) -> None:
        """Keep everything above the row in sight."""
        self.sheet.freeze_panes = address(row, LEFT + 1 if row > HEAD_ROWS + 1 else 1)

    def close(self) -> None:
        """Set widths, heights, lines, filter and print set-up."""
        total = self._set_widths()
        self._draw_line()
        for row, text, size in self._flows:
            lines = math.ceil(width_of(text) * size / 10 * 1.04 / total)
            self.sheet.merge_cells(
                start_row=row, end_row=row, start_column=LEFT, end_column=self.last
            )
            height = min(lines * size * LINE_HEIGHT + 3, TALLEST)
            self.sheet.row_dimensions[row].height = max(ROW_HEIGHT, height)
        self._set_heights()
        for chart in self.charts:
            chart.width = min(
                max(total * CM_PER_CHARACTER * CHART_SHARE, chart.width), WIDEST_CHART
            )
        rows, reference = self._filter
        if rows > 1:
            self.sheet.auto_filter.ref = reference
        set_up_print(self.sheet, self.footer, pages_high=self.pages_high)

    def _set_widths(self) -> float:
        """Set the widths; what is left of the page goes to columns without a table. Return the sum."""
        columns = range(LEFT, self.last + 1)
        free = [c for c in columns if c not in self._widths]
        used = sum(self._widths.values())
        spare = max(NARROWEST, (PAGE_WIDTH - used) / len(free)) if free else 0
        for column in columns:
            self.sheet.column_dimensions[get_column_letter(column)].width = self._widths.get(
                column, spare
            )
        for column in (1, self.last + 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = MARGIN_WIDTH
        return used + spare * len(free)

    def _draw_line(self) -> None:
        """Draw the accent line of the head over the whole width."""
        for column in range(LEFT + 1, self.last + 1):
            self.writer.write_cell(HEAD_ROWS, column, None, looks.BASIS)

    def _set_heights(self) -> None:
        """Set the heights of rows with texts longer than their column."""
        lines: dict[int, int] = {}
        for row, column, text in self._wrapped:
            width = self._widths[column] - 2
            lines[row] = max(lines.get(row, 1), math.ceil(width_of(text) * GLYPH / width))
        for row, count in lines.items():
            if count > 1:
                self.sheet.row_dimensions[row].height = min(count * 13.5 + 5, TALLEST)


_FOOTER = Text(zh="第 &P / &N 页", en="Page &P of &N")


def shown_text(value: Value, unit: Unit) -> str:
    """Return about what a cell shows, for the width of its column.

    Examples:
        >>> shown_text(-1234.5, Unit.CENTS), shown_text(0.25, Unit.RATE)
        ('−1,234.50', '25.00%')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return _shown_number(value, unit)
    return "0000-00-00" if unit is Unit.DATE else "0000-00-00 00:00"


def _shown_number(value: float, unit: Unit) -> str:
    """Return about what a number's cell shows."""
    match unit:
        case Unit.RATE:
            return f"{value * 100:,.2f}%"
        case Unit.COUNT:
            return f"{value:,.0f}"
        case _:
            return f"{value:,.2f}".replace("-", "−")


def set_up_print(sheet: Worksheet, footer: str, *, pages_high: int = 0) -> None:
    """Set landscape A4, fit to the width (and to so many pages high), footer with page numbers, no grid."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=footer, size=8))
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5
    margins.footer = 0.25
