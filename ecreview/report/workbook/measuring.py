"""How wide the contents of cells are, in digits of the font that measures columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecreview.model.text import Unit
from ecreview.report.workbook.cells import width_of

if TYPE_CHECKING:
    from ecreview.report.workbook.cells import Value

SHORTEST_LINE, LONGEST_LINE, FEW_LINES = 20, 34, 3  # how a long text is broken for lack of room
DIGIT = 1.12  # widest digit of a cell's font, where that font is missing and another stands in
_WORDS = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+|[\u2e80-\u9fff]")


def shown_text(value: Value, unit: Unit) -> str:
    """Return about what a cell shows.

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


def width_shown(text: str, unit: Unit) -> float:
    """Return the width of what a cell shows; numbers must fit whatever font is there.

    Examples:
        >>> round(width_shown("12345", Unit.COUNT), 1), width_shown("支付", Unit.TEXT)
        (5.6, 4.0)
    """
    return width_of(text) * (1.0 if unit is Unit.TEXT else DIGIT)


def narrowest(text: str) -> float:
    """Return the width that a text needs at least: short ones stay whole, long ones take a few lines.

    Examples:
        >>> narrowest("已付款"), narrowest("ab" * 20), narrowest("字" * 45)
        (6, 20, 30.0)
    """
    whole = width_of(text)
    if whole <= SHORTEST_LINE:
        return whole
    return min(max(whole / FEW_LINES, SHORTEST_LINE), LONGEST_LINE)


def longest_word(text: str) -> int:
    """Return the width of the longest word of a text; Chinese breaks anywhere.

    Examples:
        >>> longest_word("paid orders"), longest_word("支付笔数")
        (6, 2)
    """
    return max((width_of(word) for word in _WORDS.findall(text)), default=0)
