"""Where the header of a sheet is, and what its columns are called.

A header is told by the known column names it holds, wherever it stands in the first rows; a sheet of only
unknown names by its shape.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.cells import any_filled
from ecreview.intake.raw import RawTable
from ecreview.model.finding_kinds import (
    COLUMN_BLANK,
    COLUMN_DUP,
    HEADER_FOUND,
    HEADER_MULTI,
    NO_HEADER,
)
from ecreview.model.findings import Finding, Place
from ecreview.model.money import CURRENCY_CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.intake.raw import RawSheet

HEADER_SEARCH_ROWS = 40  # an Alipay bill has its header on line 25
HEADER_FILL = 0.6  # a header names at least so much of the table's width
HEADER_CELL_LENGTH = 40  # longer texts are notes or values, no names
SAMPLE_ROWS = 40  # rows below a would-be header that are compared with it

_QUOTES = "\"'`"
_CODES = "|".join(CURRENCY_CODES).casefold()
_UNIT = re.compile(rf"\((?:[+-]?元|件|秒|个|单|{_CODES})\)$")
_VALUE = re.compile(
    r"[+\-¥￥$]*[\d.,:/\-\s年月日时分秒%eE+()TZ]*\d[\d.,:/\-\s年月日时分秒%eE+()TZ]*元?"
)

Rows = list[list[str]]


def normalise_header(name: str) -> str:
    r"""Return a column name as it is compared: one spelling for all widths, blanks and variants.

    Examples:
        >>> normalise_header(" 入帐 金额（元）\u200b"), normalise_header('"Order ID"')
        ('入账金额(元)', 'orderid')
    """
    text = unicodedata.normalize("NFKC", name)
    plain = "".join(c for c in text if unicodedata.category(c)[0] not in "ZC")
    return plain.strip(_QUOTES).replace("帐", "账").casefold()


@lru_cache(maxsize=4096)
def header_key(name: str) -> str:
    """Return a column name as it is compared at the second try: without its unit or currency.

    Examples:
        >>> header_key("订单付款时间 "), header_key("收入金额（+元）")
        ('订单付款时间', '收入金额')
        >>> header_key("Amount spent (EGP)"), header_key("Clicks (all)")
        ('amountspent', 'clicks(all)')
    """
    return _UNIT.sub("", normalise_header(name))


def hits(cells: Sequence[str], known: frozenset[str]) -> int:
    """Return how many different known names stand in a row."""
    names = {normalise_header(cell) for cell in cells if cell}
    return sum(name in known or header_key(name) in known for name in names if name)


def find_tables(
    sheet: RawSheet, known: frozenset[str], *, header_row: int | None = None
) -> tuple[RawTable, ...]:
    """Return the table of the sheet with its header; none where the sheet has no filled cell.

    Args:
        sheet: the cells.
        known: normalised header names of all formats.
        header_row: where a person says the header is; found by itself where there is no such row.
    """
    if header_row is not None and header_row in sheet.rows:
        return (_at_chosen_row(sheet, header_row),)
    rows = _first_rows(sheet)
    if not any(any(row) for row in rows):
        return ()
    at = _known_header(rows, known)
    if at is None:
        at = _shaped_header(rows)
    if at is None:
        return (_without_header(sheet),)
    below = _second_header(rows, at, known)
    if below:
        names = _joined(rows[at], rows[below], known)
        return (_with_header(sheet, below, names, upper=at),)
    upper = at - 1 if at and _are_titles(rows[at - 1]) else None
    return (_with_header(sheet, at, [_plain_name(cell) for cell in rows[at]], upper=upper),)


def _at_chosen_row(sheet: RawSheet, header_row: int) -> RawTable:
    """Return the table whose header a person pointed out."""
    at = int(np.searchsorted(sheet.rows, header_row))
    cells = (column[at].as_py() or "" for column in sheet.cells.columns)
    return _with_header(sheet, at, [_plain_name(cell) for cell in cells])


def _plain_name(cell: str) -> str:
    """Return a column name as people see it: without invisible characters, blanks in a row as one."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " * c.isspace() for c in cell)
    return " ".join(visible.split())


def _first_rows(sheet: RawSheet) -> Rows:
    """Return the rows in which a header may stand, and some below for comparison, as text."""
    head = sheet.cells.slice(0, HEADER_SEARCH_ROWS + SAMPLE_ROWS)
    columns = [column.to_pylist() for column in head.columns]
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def _known_header(rows: Rows, known: frozenset[str]) -> int | None:
    """Return the row with most known names, the first of equals."""
    scores = [hits(row, known) for row in rows[:HEADER_SEARCH_ROWS]]
    best = max(scores, default=0)
    if best == 0:
        return None
    at = scores.index(best)
    filled = sum(bool(cell.strip()) for cell in rows[at])
    return at if best > 1 or filled <= 2 * best else None


def _shaped_header(rows: Rows) -> int | None:
    """Return the first row of about full width, where it looks like names above values."""
    fill = [sum(bool(cell.strip()) for cell in row) for row in rows]
    at = next(i for i, n in enumerate(fill) if n >= HEADER_FILL * max(fill))
    if at >= HEADER_SEARCH_ROWS or not any(fill[at + 1 :]):
        return None
    names = [cell.strip() for cell in rows[at] if cell.strip()]
    are_values = any(_VALUE.fullmatch(name) or len(name) > HEADER_CELL_LENGTH for name in names)
    return None if are_values or _recurs(rows, at) else at


def _recurs(rows: Rows, at: int) -> bool:
    """Return whether a cell of the row stands again below it in its own column, as values do."""
    return any(
        cell.strip() and cell == row[column]
        for column, cell in enumerate(rows[at])
        for row in rows[at + 1 :]
    )


def _second_header(rows: Rows, at: int, known: frozenset[str]) -> int | None:
    """Return the row below, where both together make the header: its names fill gaps of the upper one."""
    below = at + 1
    if below >= len(rows) or below + 1 >= len(rows):
        return None
    lower = [cell.strip() for cell in rows[below]]
    upper = [cell.strip() for cell in rows[at]]
    filled = [i for i, cell in enumerate(lower) if cell]
    is_sparse = 0 < len(filled) < len([c for c in lower if c] + [u for u in upper if u])
    fills_gaps = any(not upper[i] for i in filled)
    blanks_under_names = any(upper[i] and not lower[i] for i in range(len(upper)))
    words_only = not any(_VALUE.fullmatch(lower[i]) for i in filled)
    if not (is_sparse and fills_gaps and blanks_under_names and words_only):
        return None
    return below if hits(lower, known) > 0 or not _recurs(rows, below) else None


def _are_titles(cells: list[str]) -> bool:
    """Return whether a row above a header holds titles of groups of its columns, as merged cells leave them.

    Examples:
        >>> _are_titles(["申请信息", "", "", "订单信息", ""]), _are_titles(["店铺", "示例旗舰店", "", ""])
        (True, False)
    """
    filled = [i for i, cell in enumerate(cells) if cell.strip()]
    apart = all(after - before > 1 for before, after in pairwise(filled))
    plain = all(cell.strip().isalpha() for cell in cells if cell.strip())
    return len(filled) > 1 and apart and plain


def _joined(upper: list[str], lower: list[str], known: frozenset[str]) -> list[str]:
    """Return the names of a two-row header: a merged upper cell reaches over the blank ones after it."""
    names: list[str] = []
    group = ""
    for over, under in zip(map(_plain_name, upper), map(_plain_name, lower), strict=True):
        group = over or group
        if not under:
            names.append(over)
        elif hits([under], known) or not group:
            names.append(under)
        else:
            names.append(f"{group}/{under}")
    return names


def _with_header(
    sheet: RawSheet, at: int, names: list[str], *, upper: int | None = None
) -> RawTable:
    """Return the table below the row at that position, which may share its header with an upper row."""
    columns = tuple(
        i for i, name in enumerate(names) if name or any_filled(sheet.cells.column(i).slice(at + 1))
    )
    unique = _unique([names[i] or f"c{i}" for i in columns])
    findings = [
        *_place_findings(sheet, at, upper),
        *_name_findings(sheet, int(sheet.rows[at]), [names[i] for i in columns]),
    ]
    return RawTable(
        sheet=replace(sheet, findings=(*sheet.findings, *findings)),
        header_row=int(sheet.rows[at]),
        names=unique,
        columns=columns,
        body=np.arange(at + 1, len(sheet.rows), dtype=np.int64),
        above=np.arange(at if upper is None else upper, dtype=np.int64),
        upper=0 if upper is None else at - upper,
    )


def _without_header(sheet: RawSheet) -> RawTable:
    """Return the sheet as a table without a header."""
    columns = tuple(range(sheet.cells.num_columns))
    finding = Finding(NO_HEADER, Place(sheet.file, sheet.sheet), 1, 1)
    return RawTable(
        sheet=replace(sheet, findings=(*sheet.findings, finding)),
        header_row=None,
        names=tuple(f"c{i}" for i in columns),
        columns=columns,
        body=np.arange(len(sheet.rows), dtype=np.int64),
        above=np.arange(0, dtype=np.int64),
    )


def _unique(names: list[str]) -> tuple[str, ...]:
    """Return the names with repeated ones numbered.

    Examples:
        >>> _unique(["金额", "金额", "金额"])
        ('金额', '金额 (2)', '金额 (3)')
    """
    seen: set[str] = set()
    result: list[str] = []
    for name in names:
        candidate, number = name, 1
        while candidate in seen:
            number += 1
            candidate = f"{name} ({number})"
        seen.add(candidate)
        result.append(candidate)
    return tuple(result)


def _place_findings(sheet: RawSheet, at: int, upper: int | None) -> list[Finding]:
    """Return what is remarkable about where a header stands."""
    findings: list[Finding] = []
    row = str(sheet.rows[at])
    place = Place(sheet.file, sheet.sheet, rows=(int(sheet.rows[at]),))
    notes = at if upper is None else upper
    if notes:
        findings.append(Finding(HEADER_FOUND, place, notes, sheet.total, values=(("row", row),)))
    if upper is not None:
        values = (("above", str(sheet.rows[upper])), ("row", row))
        findings.append(Finding(HEADER_MULTI, place, 1, sheet.total, values=values))
    return findings


def _name_findings(sheet: RawSheet, row: int, names: list[str]) -> list[Finding]:
    """Return what is remarkable about the names of a header: repeated and blank ones."""
    findings: list[Finding] = []
    blank = sum(not name for name in names)
    if blank:
        place = Place(sheet.file, sheet.sheet, rows=(row,))
        findings.append(Finding(COLUMN_BLANK, place, blank, len(names)))
    keys = [normalise_header(name) for name in names]
    for key in dict.fromkeys(k for k in keys if k and keys.count(k) > 1):
        name = names[keys.index(key)]
        place = Place(sheet.file, sheet.sheet, name, (row,))
        values = (("column", name),)
        findings.append(Finding(COLUMN_DUP, place, keys.count(key), len(names), values=values))
    return findings
