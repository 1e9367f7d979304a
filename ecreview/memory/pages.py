"""In the worker: the hidden record and the tables that people edit, found in a workbook wherever they stand.

A table is found by the marker in the row of its keys, whatever became of sheet names, order and places. Its
header is the next row in which most keys have a title: rows put in "above the header" land below the keys,
which are hidden.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ecreview.intake.guard import check_size
from ecreview.intake.readers.workbook import read_workbook
from ecreview.intake.sniff import Kind, sniff
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecreview.intake.raw import RawSheet

RECORD_START = '{"schema": "ecreview.memory/'
HINTS = Text(zh="怎么填", en="How to fill it in")  # heading of what stands below a table
_BOOKS = frozenset({Kind.XLSX, Kind.XLSB, Kind.ODS, Kind.XLS})
_MARK = re.compile(r"#ec:(\w+):(\d+)")

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A table that people edit, as text.

    Attributes:
        name: goals, risks or actions.
        version: of its columns.
        titles: visible header by key.
        rows: row number as Excel shows it, and the filled cells by key.
    """

    name: str
    version: int
    sheet: str
    titles: Mapping[str, str]
    rows: Sequence[tuple[int, Mapping[str, str]]]


def read_pages(name: str, content: bytes) -> tuple[str, dict[str, bytes]]:
    """Return the text of the hidden record, empty where there is none, and the tables, as JSON.

    Raises:
        FileRefused: it cannot be read.
    """
    check_size(content)
    kind = sniff(content)
    sheets = read_workbook(name, content, kind)[0] if kind in _BOOKS else ()
    record = next(filter(None, map(_record, sheets)), "")
    pages = [asdict(page) for sheet in sheets for page in _pages(sheet)]
    return json.dumps({"record": record, "pages": pages}), {}


def _record(sheet: RawSheet) -> str:
    """Return the record that fills the first column of its sheet, empty where this is another sheet."""
    column = sheet.cells.column(0).to_pylist()
    return "".join(filter(None, column)) if (column[0] or "").startswith(RECORD_START) else ""


def _pages(sheet: RawSheet) -> Iterator[Page]:
    """Yield the tables of a sheet from top to bottom."""
    columns = [column.to_pylist() for column in sheet.cells.columns]
    rows = [tuple((cell or "").strip() for cell in row) for row in zip(*columns, strict=True)]
    marks = [
        (at, place, found)
        for at, row in enumerate(rows)
        for place, cell in enumerate(row)
        if (found := _MARK.fullmatch(cell))
    ]
    ends = [*(at for at, _, _ in marks), len(rows)][1:]
    for (at, place, found), end in zip(marks, ends, strict=True):
        keys = {i: key for i, key in enumerate(rows[at]) if i > place and key}
        header = next((i for i in range(at + 1, end) if _is_header(rows[i], keys)), end)
        titles = {key: rows[header][i] for i, key in keys.items()} if header < end else {}
        body = list(_body(rows[:end], header + 1, keys))
        yield Page(found[1], int(found[2]), sheet.sheet or "", titles, body)


def _is_header(row: Cells, keys: Mapping[int, str]) -> bool:
    """Return whether a row holds titles for most of the keys."""
    return sum(bool(row[i]) for i in keys) > len(keys) / 2


def _body(
    rows: Sequence[Cells], first: int, keys: Mapping[int, str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield number and cells of each filled row, up to the hints."""
    for number, row in enumerate(rows[first:], start=first + 1):
        filled = {key: row[i] for i, key in keys.items() if row[i]}
        if list(filled.values()) in ([HINTS.zh], [HINTS.en]):
            return
        if filled:
            yield number, filled
