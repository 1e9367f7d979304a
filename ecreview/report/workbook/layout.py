"""What a sheet's rows and columns ask for, and how it is laid out: widths, heights, printed pages."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecreview.report.workbook.cells import width_of
from ecreview.report.workbook.paper import (
    PAGE_WIDTH,
    SCALES,
    Span,
    Tail,
    best_scale,
    fitted,
    pages_of,
    room_of,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NARROWEST, WIDEST = 8, 46
TALLEST = 400.0  # a row cannot be higher than 409 points
ROW_HEIGHT = 15.0
LINE_HEIGHT = 1.45  # of a wrapped line, in sizes of its font
CELL_LINE, CELL_PADDING = 13.5, 4.0  # points of a wrapped line in a table, and around all of them
MARGINS = 3.0  # width of both margins


@dataclass(frozen=True, slots=True)
class Laid:
    """A layout that was decided: widths by column, heights of rows with wrapped text, rows of each page."""

    widths: Mapping[int, float]
    heights: Mapping[int, float]
    pages: Sequence[Span]


@dataclass(slots=True)
class Layout:
    """What the rows and columns of a sheet ask for, collected while it is written.

    Attributes:
        widths: wanted by the columns.
        floors: below which they do not go where a page lacks room.
        flows: row, text and size of sentences over the whole width.
        wrapped: row, column and text of cells that may need more than one line.
        blocks: rows that stay together on paper.
        tails: ends of lists that only the screen shows.
    """

    widths: dict[int, float] = field(default_factory=dict)
    floors: dict[int, float] = field(default_factory=dict)
    flows: list[tuple[int, str, float]] = field(default_factory=list)
    wrapped: list[tuple[int, int, str]] = field(default_factory=list)
    blocks: list[Span] = field(default_factory=list)
    tails: list[Tail] = field(default_factory=list)

    def widen(self, column: int, width: float, floor: float) -> None:
        """Let a column be that wide, and not below the floor where the page lacks room."""
        wanted = min(max(width, NARROWEST), WIDEST)
        self.widths[column] = max(self.widths.get(column, 0), wanted)
        self.floors[column] = max(self.floors.get(column, 0), min(wanted, floor))

    def lay_out(
        self, columns: Sequence[int], all_heights: Callable[[Mapping[int, float]], list[float]]
    ) -> Laid:
        """Return the layout at the largest scale that needs the fewest pages.

        Args:
            columns: all columns between the margins.
            all_heights: gives the height of every row from those of the rows with wrapped text.
        """
        usual = self._usual_widths(columns)
        wrapped = [(row, column, width_of(text)) for row, column, text in self.wrapped]
        made = {}
        for scale in SCALES:
            widths = usual if scale == SCALES[0] else spread(usual, scale)
            heights = self._heights(wrapped, widths)
            room = room_of(sum(widths.values()) + MARGINS)
            pages = pages_of(all_heights(heights), self.blocks, self.tails, room)
            made[scale] = Laid(widths, heights, pages)
        return made[best_scale({scale: len(laid.pages) for scale, laid in made.items()})]

    def _usual_widths(self, columns: Sequence[int]) -> dict[int, float]:
        """Return the widths at full size; what is left of the page goes to columns without a table."""
        widths = fitted(self.widths, self.floors)
        free = sum(column not in widths for column in columns) or 1
        spare = max(NARROWEST, (PAGE_WIDTH - sum(widths.values())) / free)
        return {column: widths.get(column, spare) for column in columns}

    def _heights(
        self, wrapped: Sequence[tuple[int, int, int]], widths: Mapping[int, float]
    ) -> dict[int, float]:
        """Return the heights of rows with sentences or with texts longer than their column."""
        lines: dict[int, int] = {}
        for row, column, wide in wrapped:
            if wide > widths[column] - 2:
                lines[row] = max(lines.get(row, 1), math.ceil(wide / (widths[column] - 2)))
        heights = {
            row: min(count * CELL_LINE + CELL_PADDING, TALLEST)
            for row, count in lines.items()
            if count > 1
        }
        total = sum(widths.values())
        for row, text, size in self.flows:
            count = math.ceil(width_of(text) * size / 10 * 1.04 / total)
            heights[row] = max(ROW_HEIGHT, min(count * size * LINE_HEIGHT + 3, TALLEST))
        return heights
