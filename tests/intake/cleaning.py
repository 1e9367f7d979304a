"""Small raw tables for the tests of cleaning, and what came out of them as plain Python values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from ecreview.intake.clean import NOTHING_CHOSEN, CleanTable, clean_table
from ecreview.intake.formats.base import Column, Format
from ecreview.intake.mapping import Mapping
from ecreview.intake.raw import CellCensus, RawSheet, RawTable
from ecreview.model.text import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

Cells = "Sequence[str | None]"


def words(*texts: str | None) -> pa.Array:
    """Return texts as a column of words."""
    return pa.array(texts, pa.large_string())


def lines(text: str) -> list[list[str]]:
    """Return the rows of a table written in a test: one row per line, cells parted by bars."""
    rows = text.strip("\n").rstrip().splitlines()
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def raw_table(
    header: Sequence[str],
    body: Sequence[Sequence[str | None]],
    *,
    above: Sequence[Sequence[str | None]] = (),
    census: CellCensus | None = None,
    date_1904: bool = False,
) -> RawTable:
    """Return a table whose first row stands in row 1 of the sheet."""
    rows = [*above, header, *body]
    width = max(len(row) for row in rows)
    columns = {
        f"c{i}": pa.array([row[i] if i < len(row) else None for row in rows], pa.large_string())
        for i in range(width)
    }
    sheet = RawSheet(
        file="订单.csv",
        sheet=None,
        cells=pa.table(columns),
        rows=np.arange(1, len(rows) + 1),
        total=len(rows),
        census=census or CellCensus(),
        date_1904=date_1904,
    )
    return RawTable(
        sheet=sheet,
        header_row=len(above) + 1,
        names=tuple(header),
        columns=tuple(range(len(header))),
        body=np.arange(len(above) + 1, len(rows)),
        above=np.arange(len(above)),
    )


def plain_format(table: str, **declared: Any) -> Format:
    """Return a format that declares nothing but what is given."""
    settings: dict[str, Any] = {
        "key": "test", "title": EMPTY, "platform": "", "columns": (), "required": (),
    }  # fmt: skip
    return Format(table=table, **(settings | declared))


def by_name(raw: RawTable, form: Format) -> Mapping:
    """Return the mapping in which the first known header present feeds each field."""
    pairs = []
    for column in form.columns:
        names = {name.strip(): name for name in raw.names}
        found = next((names[name] for name in column.names if name in names), None)
        if found is not None:
            pairs.append((column.field, found))
    return Mapping(form.table, tuple(pairs))


def clean(table: str, text: str, form: Format | None = None, **options: Any) -> CleanTable:
    """Return the table whose header are canonical field names, clean; rows as in `lines`.

    Options: census, salt, and what a person chose: duplicates, undo, dates, words.
    """
    header, *body = lines(text)
    census = options.pop("census", None)
    raw = raw_table(header, body, census=census)
    mapping = Mapping(table, tuple((name, name) for name in header))
    salt = options.pop("salt", b"s")
    words = options.pop("words", {})
    values = tuple((field, tuple(pairs.items())) for field, pairs in words.items())
    choice = replace(NOTHING_CHOSEN, values=values, **options)
    return clean_table(raw, form or plain_format(table), mapping, salt=salt, choice=choice)


def values(table: CleanTable, name: str) -> list[Any]:
    """Return a column as Python values."""
    return list(table.frame[name].to_pylist())


def codes(table: CleanTable) -> set[str]:
    """Return the codes of the findings."""
    return {finding.kind.code for finding in table.findings}


def column_of(field: str, *names: str, subtract: tuple[str, ...] = ()) -> Column:
    """Return a declared column."""
    return Column(field, names, subtract)
