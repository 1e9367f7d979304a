"""Error cells of OpenDocument sheets: the engine gives them as empty texts, like formulas that show nothing.

Both stand in the file in the same order as in the table, so that they can be told apart one by one.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_TABLE = re.compile(rb"<table:table\s[^>]*?table:name=\"([^\"]*)\"")
_EMPTY_TEXT = re.compile(rb"<table:table-cell\b([^>]*\soffice:string-value=\"\"[^>]*)>")
_REPEATED = re.compile(rb"number-columns-repeated=\"(\d{1,5})\"")
_ERROR = b'calcext:value-type="error"'

Addresses = tuple[tuple[int, int], ...]


def error_marks(content_xml: bytes) -> dict[int, list[bool]]:
    """Return, per position of a sheet, for each cell with an empty text whether it is an error.

    Sheets without an error are left out.
    """
    if _ERROR not in content_xml:
        return {}
    starts = [match.start() for match in _TABLE.finditer(content_xml)]
    marks: dict[int, list[bool]] = {}
    for position, start in enumerate(starts):
        stop = starts[position + 1] if position + 1 < len(starts) else len(content_xml)
        cells = _EMPTY_TEXT.findall(content_xml, start, stop)
        flags = [_ERROR in cell for cell in cells for _ in range(_repeats(cell))]
        if any(flags):
            marks[position] = flags
    return marks


def error_cells(table: pa.Table, marks: list[bool]) -> Addresses:
    """Return the error cells of a sheet: (Excel's row, column from 0).

    Where marks and empty texts do not tie, all empty texts count as errors: better one blank too many
    set aside than an error taken for nothing.
    """
    places: list[tuple[int, int]] = []
    for column, values in enumerate(table.columns):
        is_empty = pc.equal(values, pa.scalar("", values.type)).fill_null(fill_value=False)
        places.extend((int(row) + 1, column) for row in np.flatnonzero(is_empty.to_numpy()))
    places.sort()
    if len(places) != len(marks):
        return tuple(places)
    return tuple(place for place, is_error in zip(places, marks, strict=True) if is_error)


def _repeats(cell: bytes) -> int:
    """Return how many cells a tag stands for."""
    repeated = _REPEATED.search(cell)
    return int(repeated.group(1)) if repeated else 1
