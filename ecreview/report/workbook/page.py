"""A sheet written from top to bottom: the head that all sheets share, headings, sentences, tables.

Column A and the one after the last are margins. Row 2 says what the sheet is, row 3 the answer, row 4 the
basis with the accent line below it. Widths and the heights of wrapped rows are set when the page is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from openpyxl.utils import get_column_letter

from ecreview.model.text import Unit
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import BY_NUMBER
from ecreview.report.workbook.cells import address, format_of, width_of
from ecreview.report.workbook.layout import MARGINS, ROW_HEIGHT, WIDEST, Layout
from ecreview.report.workbook.measuring import longest_word, narrowest, shown_text, width_shown
from ecreview.report.workbook.paper import Tail, middle_of
from ecreview.report.workbook.printing import FOOTER, FOOTER_CUT, set_up_print

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.cells import Value, Writer
    from ecreview.report.workbook.evidence import Exhibit
    from ecreview.report.workbook.look import Look
    from ecreview.report.workbook.paper import Span

LEFT = 2  # first column with content
HEAD_ROWS = 4
FEWEST_COLUMNS = 8
PADDING, TIGHT = 3, 2  # of a cell, both sides; where the page lacks room
SHORT_TEXT = 4  # characters that always stand in one line
MEASURED_ROWS = 200  # of a table, for the widths
HEADING_HEIGHT, GAP_HEIGHT = 19.0, 8.0
PRINTED_ROWS = 26  # of a long list, at most; fewer where the page lacks room
TOGETHER_ROWS, HEAD_OF_TABLE = 12, 4  # a longer table may be torn apart below its first rows
CM_PER_CHARACTER = 0.185
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
    is_one_page: bool = False
    charts: list[Any] = field(default_factory=list)
    later: list[Callable[[int, tuple[float, float]], None]] = field(default_factory=list)
    _layout: Layout = field(default_factory=Layout)
    _filter: tuple[int, str] = (0, "")
    _since: int = 0
    _tail: Span | None = None
    _is_quiet: bool = False

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
        self._layout.flows.append((3, answer, looks.ANSWER.size))

    def heading(self, text: str, *, gap: bool = True) -> None:
        """Write a heading, after an empty row unless it follows the head; it stays with what follows."""
        self.resume()
        if gap:
            self.gap()
        self.writer.write_cell(self.row, LEFT, text, looks.HEADING)
        self.sheet.row_dimensions[self.row].height = HEADING_HEIGHT
        self._since = self.row
        self.row += 1

    def gap(self) -> None:
        """Leave a low empty row, unless nothing stands above it but the head."""
        if self.row > HEAD_ROWS + 2:
            self.sheet.row_dimensions[self.row].height = GAP_HEIGHT
            self.row += 1

    def keep(self, last: int) -> None:
        """Keep the rows since the last heading down to that one on one printed page."""
        if self._since:
            self._layout.blocks.append((self._since, last))
        self._since = 0

    @property
    def has_tail(self) -> bool:
        """Return whether a list stands right above whose end only the screen shows."""
        return self._tail is not None

    def hush(self) -> None:
        """Show what follows on the screen only, until `speak`."""
        soft, hard = self._tail or (self.row, self.row)
        self._tail, self._is_quiet = (soft, min(hard, self.row)), True

    def speak(self) -> None:
        """Print again from here on."""
        self._is_quiet = False
        self.resume()

    def resume(self) -> None:
        """Print again after a list whose end only the screen shows."""
        if self._tail is not None and not self._is_quiet:
            soft, hard = self._tail
            if soft < self.row:
                self._layout.tails.append(Tail(soft, hard, self.row - 1))
            self._tail = None

    def flow(self, text: str, look: Look) -> None:
        """Write a sentence over the whole width."""
        self.writer.write_cell(self.row, LEFT, text, look)
        self._layout.flows.append((self.row, text, look.size))
        self.row += 1

    def widen(self, column: int, width: float, floor: float = WIDEST) -> None:
        """Let a column be that wide, and not below the floor where the page lacks room."""
        self.last = max(self.last, column)
        self._layout.widen(column, width, floor)

    def set_width(self, column: int, width: float) -> None:
        """Give a column exactly that width."""
        self._layout.widths[column] = self._layout.floors[column] = width

    def table(
        self,
        columns: Sequence[Col],
        rows: Sequence[Sequence[Value]],
        *,
        keys: Sequence[str] = (),
        formats: Sequence[Sequence[str]] = (),
        printed: int = PRINTED_ROWS,
    ) -> tuple[int, int]:
        """Write a table and return its first and last row, header apart.

        Args:
            columns: titles, units and looks.
            rows: one value per column, as sheets hold them.
            keys: language-free keys of the columns behind a marker; they stand in a hidden row right above
                the header, so that the table is found and read back wherever people move it.
            formats: number formats row by row, where the rows of a column differ in unit.
            printed: rows that are printed of a table too long for one page; 0 = all.
        """
        if keys:
            self._key_row(keys)
        self._header(columns)
        first = self.row
        styled = [(i, _look(columns, i), format_of(c.unit)) for i, c in enumerate(columns)]
        write = self.writer.write_cell
        for at, values in enumerate(rows):
            for i, look, form in styled:
                own = formats[at][i] if formats else form
                write(self.row, LEFT + i, values[i], look, own)
            self.row += 1
        self._measure(columns, rows, first, formats)
        together = TOGETHER_ROWS if printed else PRINTED_ROWS
        self.keep(self.row - 1 if len(rows) <= together else first + HEAD_OF_TABLE)
        if printed and len(rows) > TOGETHER_ROWS and not self._is_quiet:
            self._tail = (first + HEAD_OF_TABLE + 1, first + printed)
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
            if column.look is looks.BODY_INPUT or _is_after_number(columns, i):
                look = looks.HEADER_INDENT
            self.writer.write_cell(self.row, LEFT + i, column.title, look)
            self._layout.wrapped.append((self.row, LEFT + i, column.title))
        self.row += 1

    def _measure(
        self,
        columns: Sequence[Col],
        rows: Sequence[Sequence[Value]],
        first: int,
        formats: Sequence[Sequence[str]],
    ) -> None:
        """Take the widths of a table's columns, and note texts that may need more than one line."""
        for i, column in enumerate(columns):
            units = [Unit.RATE if "%" in own[i] else column.unit for own in formats]
            units = units or [column.unit] * len(rows)
            listed = zip(rows[:MEASURED_ROWS], units, strict=False)
            shown = [shown_text(row[i], unit) for row, unit in listed]
            widest = max((width_shown(text, column.unit) for text in shown), default=0)
            title = width_of(column.title)
            wraps = column.unit is Unit.TEXT
            needed = max(map(narrowest, shown), default=0) if wraps else widest
            floor = max(needed, title / 2 + 1, longest_word(column.title)) + TIGHT
            self.widen(LEFT + i, min(max(title, widest) + PADDING, column.cap), floor)
            if wraps:
                self._layout.wrapped += [
                    (first + at, LEFT + i, text)
                    for at, row in enumerate(rows)
                    if isinstance(text := row[i], str) and len(text) > SHORT_TEXT
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
            self.join((self.row, self.row), (LEFT + start, LEFT + start + span - 1))

    def join(self, rows: Span, columns: Span) -> None:
        """Make one cell of those between two rows and two columns; covered ones keep the lines they have.

        openpyxl's own way draws the lines of all covered cells anew, at the cost of the rest of the page.
        """
        (top, bottom), (left, right) = rows, columns
        self.sheet.merged_cells.add(f"{address(top, left)}:{address(bottom, right)}")

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell that was written."""
        return cast("Cell", self.sheet.cell(row, column))

    def link_evidence(self, cell: Cell, exhibit: Exhibit) -> None:
        """Make the cell lead to the evidence row of the exhibit."""
        self.writer.link(cell, self.book.title("21"), address(exhibit.row, LEFT))

    def freeze(self, row: int) -> None:
        """Keep everything above the row in sight."""
        self.sheet.freeze_panes = address(row, LEFT + 1 if row > HEAD_ROWS + 1 else 1)

    def close(self) -> None:
        """Set widths, heights, lines, filter and print set-up."""
        for column in range(LEFT + 1, self.last + 1):  # the accent line of the head
            self.writer.write_cell(HEAD_ROWS, column, None, looks.BASIS)
        self.speak()
        own = self._own_heights()
        laid = self._layout.lay_out(
            range(LEFT, self.last + 1),
            lambda wrapped: [
                height and wrapped.get(row, height) for row, height in enumerate(own, start=1)
            ],
        )
        for column, width in laid.widths.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        for column in (1, self.last + 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = MARGINS / 2
        for row, _, _ in self._layout.flows:
            self.join((row, row), (LEFT, self.last))
        for row, height in laid.heights.items():
            self.sheet.row_dimensions[row].height = height
        self._place_charts(laid.widths)
        rows, reference = self._filter
        if rows > 1:
            self.sheet.auto_filter.ref = reference
        self._set_up_print([(1, self.row - 1)] if self.is_one_page else laid.pages)

    def _own_heights(self) -> list[float]:
        """Return the height of every row down to the last one before texts are wrapped; 0 = hidden."""
        heights = [float(ROW_HEIGHT)] * (self.row - 1)
        for row, known in self.sheet.row_dimensions.items():  # asking for a row would make one
            if row < self.row and (known.hidden or known.height):
                heights[row - 1] = 0.0 if known.hidden else known.height
        return heights

    def _place_charts(self, widths: Mapping[int, float]) -> None:
        """Set what hangs on the widths: the charts of a half and of the whole page."""
        total, middle = sum(widths.values()), middle_of(widths)
        left = sum(width for column, width in widths.items() if column < middle)
        for put in self.later:
            put(middle, (left, total - left))
        for chart in self.charts:
            share = total * CM_PER_CHARACTER * CHART_SHARE
            chart.width = min(max(share, chart.width), WIDEST_CHART)

    def _set_up_print(self, pages: Sequence[Span]) -> None:
        """Set print area, footer and scale; the footer says where rows are not printed."""
        is_cut = sum(last - first + 1 for first, last in pages) < self.row - 1
        cut = self.book.say(FOOTER_CUT) if is_cut else ""
        set_up_print(self.sheet, f"{cut}{self.book.say(FOOTER)}", pages, self.last + 1)


def _is_after_number(columns: Sequence[Col], i: int) -> bool:
    """Return whether a column of text stands right behind one of numbers, so that it needs an indent."""
    return i > 0 and columns[i - 1].is_number and not columns[i].is_number


def _look(columns: Sequence[Col], i: int) -> Look:
    """Return the look of the cells of a column."""
    own = columns[i].look
    if own is not None:
        return own
    if columns[i].is_number:
        return looks.BODY
    return looks.BODY_INDENT if _is_after_number(columns, i) else looks.BODY_WRAP


def row_formats(columns: Sequence[Col], own: Mapping[int, Unit]) -> list[str]:
    """Return the number formats of a row; `own` has the units that differ from their columns', by place."""
    return [format_of(own.get(i, column.unit)) for i, column in enumerate(columns)]
