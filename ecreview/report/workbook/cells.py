"""The only way into a workbook: cells whose text is never a formula, our own formulas, and internal links.

Text from files is marked as text and quoted; control characters and lone surrogates are dropped. Formulas
come from constants of this package with cell references filled in, never from text of people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from ecreview.model.text import Text, Unit, currency_sign
from ecreview.report.shapes import is_missing, wide
from ecreview.report.workbook.look import FORMATS, GENERAL, TEXT

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ecreview.model.text import Lang
    from ecreview.report.workbook.look import Look, Styles

LONGEST_TEXT = 32_767
SECONDS_PER_DAY = 86_400
_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}")
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
_DAYS, _CLOCK = Text(zh="天", en="days"), Text(zh="时:分:秒", en="h:mm:ss")

Value = str | float | date | None


def clean_text(text: str) -> str:
    r"""Return a text that a spreadsheet can hold: no control characters but line feeds, not over-long.

    Examples:
        >>> clean_text("a\tb\x00"), clean_text("x" * 40_000)[-1]
        ('ab', '…')
    """
    kept = _FORBIDDEN.sub("", text)
    return kept if len(kept) <= LONGEST_TEXT else f"{kept[: LONGEST_TEXT - 1]}…"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes into one sheet; text, formulas and links each have their own way."""

    sheet: Worksheet
    styles: Styles

    def write_cell(
        self, row: int, column: int, value: Value, look: Look, number_format: str = GENERAL
    ) -> Cell:
        """Write a value and return its cell: numbers stay numbers, text is text whatever it starts with."""
        cell: Any = self.sheet.cell(row, column)
        if isinstance(value, str):
            form = TEXT if number_format == TEXT else GENERAL
            cell._style = self.styles.of(look, form, quoted=True)  # noqa: SLF001 - one style shared by many cells
            cell.value = clean_text(value)
            cell.data_type = "s"
        else:
            cell._style = self.styles.of(look, number_format)  # noqa: SLF001 - as above
            cell.value = value
        return cast("Cell", cell)

    def write_formula(
        self,
        row: int,
        column: int,
        template: str,
        cells: tuple[str, ...],
        look: Look,
        number_format: str,
    ) -> None:
        """Write one of our formulas; `{0}`, `{1}` … in it stand for cell addresses.

        Raises:
            ValueError: something other than a cell address was to be filled in.
        """
        for address in cells:
            if not _ADDRESS.fullmatch(address):
                raise ValueError(f"not a cell address: {address}")
        cell: Any = self.sheet.cell(row, column)
        cell._style = self.styles.of(look, number_format)  # noqa: SLF001 - as above
        cell.value = template.format(*cells)

    def link(self, cell: Cell, sheet_title: str, address: str) -> None:
        """Make the cell lead to a cell of a sheet of this workbook."""
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet_title}'!{address}")


def address(row: int, column: int) -> str:
    """Return a cell's address, e.g. `C8`.

    Examples:
        >>> address(8, 3)
        'C8'
    """
    return f"{get_column_letter(column)}{row}"


def sheet_value(cell: object, unit: Unit, lang: Lang) -> Value:
    """Return a value as a sheet holds it: money in whole currency units, ids as text, unknown as nothing.

    Examples:
        >>> sheet_value(17_810, Unit.CENTS, "zh"), sheet_value(3420617755120094471, Unit.ID, "zh")
        (178.1, '3420617755120094471')
    """
    if isinstance(cell, Text):
        return cell.of(lang)
    if is_missing(cell):
        return None
    plain: Any = cell.item() if hasattr(cell, "item") else cell
    if isinstance(plain, bool):
        return (_YES if plain else _NO).of(lang)
    if unit is Unit.ID or not isinstance(plain, int | float | date):
        return str(plain)
    return _scaled(plain, unit) if isinstance(plain, int | float) else _day_or_time(plain)


def _scaled(number: float, unit: Unit) -> float:
    """Return a number as the formats of its unit show it."""
    match unit:
        case Unit.CENTS:
            return number / 100
        case Unit.SECONDS:
            return number / SECONDS_PER_DAY
        case _:
            return number


def _day_or_time(moment: date) -> date:
    """Return a date or a time without the extra of pandas."""
    return moment.to_pydatetime() if isinstance(moment, pd.Timestamp) else moment


def format_of(unit: Unit) -> str:
    """Return the number format of a unit."""
    return FORMATS[unit]


def unit_words(unit: Unit, lang: Lang, currency: str) -> str:
    """Return the unit as a header names it, in brackets; empty where the format already shows it.

    Examples:
        >>> unit_words(Unit.CENTS, "zh", "CNY"), unit_words(Unit.CENTS, "en", "GBP")
        ('（元）', ' (£)')
    """
    match unit:
        case Unit.CENTS:
            return in_brackets(money_word(lang, currency), lang)
        case Unit.DAYS:
            return in_brackets(_DAYS.of(lang), lang)
        case Unit.SECONDS:
            return in_brackets(_CLOCK.of(lang), lang)
        case _:
            return ""


def money_word(lang: Lang, currency: str) -> str:
    """Return how amounts of money are called: 元, or the sign of the currency."""
    return "元" if lang == "zh" and currency == "CNY" else currency_sign(currency).strip()


def in_brackets(words: str, lang: Lang) -> str:
    """Return words in the brackets of the language, to stand behind others; nothing for none."""
    if not words:
        return ""
    return f"（{words}）" if lang == "zh" else f" ({words})"


@lru_cache(maxsize=10_000)  # the same words stand in thousands of rows
def width_of(text: str) -> int:
    r"""Return how many half-width characters the longest line of a text takes.

    Examples:
        >>> width_of("支付金额\nGMV")
        8
    """
    return max(map(wide, text.split("\n")))
