"""How a sheet fits on paper: the widths of columns that share a page, and the rows of each printed page.

A spreadsheet that fits a sheet to the width ignores page breaks, so each page is a range of the print area:
a range starts a new page in every program. What must not be torn apart is a block; the end
of a long list is only shown on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

PAGE_WIDTH = 140.0  # half-width characters between the margins of a landscape page
FULL_WIDTH = (
    149.0  # the same where a program draws them narrowest; wider sheets are printed smaller
)
PAGE_HEIGHT = 528.0  # points at full size
SCALES = (1.0, 0.92, 0.84, 0.76, 0.68)  # nothing is printed smaller for the sake of its height
MOST_PAGES = 8  # ranges of a print area; longer lists of them are cut short by some programs

Span = tuple[int, int]  # first and last row


def fitted(widths: Mapping[int, float], floors: Mapping[int, float]) -> dict[int, float]:
    """Return the widths, narrowed towards their floors as far as a page needs.

    Examples:
        >>> fitted({2: 60.0, 3: 100.0}, {2: 60.0, 3: 40.0})
        {2: 60.0, 3: 80.0}
    """
    excess = sum(widths.values()) - PAGE_WIDTH
    room = {c: max(width - floors.get(c, width), 0.0) for c, width in widths.items()}
    share = min(1.0, max(0.0, excess) / (sum(room.values()) or 1.0))
    return {c: width - room[c] * share for c, width in widths.items()}


def spread(widths: Mapping[int, float], scale: float) -> dict[int, float]:
    """Return the widths, widened so that a page printed at that scale is filled."""
    factor = max(1.0, PAGE_WIDTH / scale / sum(widths.values()))
    return {c: width * factor for c, width in widths.items()}


def middle_of(widths: Mapping[int, float]) -> int:
    """Return the first column of the right half.

    Examples:
        >>> middle_of({2: 40.0, 3: 20.0, 4: 20.0})
        3
    """
    half, so_far = sum(widths.values()) / 2, 0.0
    for column, width in sorted(widths.items()):
        if so_far >= half:
            return column
        so_far += width
    return max(widths)


def room_of(width: float) -> float:
    """Return the points of height that a page holds when a sheet of that width fills it."""
    return PAGE_HEIGHT * max(1.0, width / FULL_WIDTH)


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a list, which only the screen shows.

    Attributes:
        soft: from this row on as many rows are printed as the page still holds.
        hard: from this row on nothing is printed.
        last: its last row.
    """

    soft: int
    hard: int
    last: int


def pages_of(
    heights: Sequence[float], blocks: Collection[Span], tails: Collection[Tail], room: float
) -> list[Span]:
    """Return the rows of each page; what follows a tail starts a new one.

    Args:
        heights: of all rows from the first on, in points.
        blocks: rows that stay together.
        tails: rows that are not printed, or only where there is room.
        room: height of a page in points.

    Examples:
        >>> pages_of([10.0] * 6, [(2, 4)], [], 30)
        [(1, 1), (2, 4), (5, 6)]
        >>> pages_of([10.0] * 6, [], [Tail(2, 4, 5)], 20)
        [(1, 2), (6, 6)]
        >>> pages_of([10.0] * 6, [], [Tail(2, 9, 5)], 20)  # a list that ends before its limit
        [(1, 2), (6, 6)]
    """
    ends = dict(sorted(blocks))
    optional = {
        row: tail for tail in tails for row in range(tail.soft, min(tail.hard, tail.last) + 1)
    }
    pages: list[Span] = []
    start, row, used = 1, 1, 0.0
    while row <= len(heights):
        tail, end = optional.get(row), min(ends.get(row, row), len(heights))
        tall = sum(heights[row - 1 : end])
        is_full = used + tall > room
        ends_here = tail is not None and (is_full or row == tail.hard)
        if row > start and (is_full or ends_here):
            pages.append((start, row - 1))
            start, used = row, 0.0
        if tail is not None and ends_here:
            start = row = tail.last + 1
        else:
            used, row = used + tall, end + 1
    return [*pages, (start, len(heights))] if start <= len(heights) else pages


def best_scale(pages: Mapping[float, int]) -> float:
    """Return the largest of the scales that need the fewest pages.

    Examples:
        >>> best_scale({1.0: 3, 0.9: 2, 0.8: 2})
        0.9
    """
    fewest = min(pages.values())
    return max(scale for scale, count in pages.items() if count == fewest)
