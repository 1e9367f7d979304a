"""Tables as CSV that opens in Excel and WPS as it is: UTF-8 with BOM, CRLF, nothing that runs as a formula."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from ecreview.model.fields import Kind
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from ecreview.model.dataset import Table
    from ecreview.model.fields import Field
    from ecreview.model.text import Lang

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_WORDS = frozenset({Kind.ID, Kind.TEXT, Kind.CATEGORY})
_SOURCES = {
    "source_file": Text(zh="来源文件", en="Source file"),
    "source_sheet": Text(zh="来源工作表", en="Source sheet"),
    "source_row": Text(zh="来源行", en="Source row"),
}


def harmless(text: str) -> str:
    """Return the text so that a spreadsheet takes it for text.

    Examples:
        >>> harmless("=1+1"), harmless("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as CSV with all fields quoted."""
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def table_csv(table: Table, lang: Lang) -> bytes:
    """Return a cleaned table with the place each row came from; keys of persons are left out."""
    fields = [
        f for f in table.spec.fields if f.key in table.frame.columns and f.kind is not Kind.KEY
    ]
    columns = [_cells(table.frame[f.key], f) for f in fields]
    sources = [key for key in _SOURCES if key in table.frame.columns]
    columns += [[harmless(str(v)) for v in table.frame[key]] for key in sources]
    header = [f.title.of(lang) for f in fields] + [_SOURCES[key].of(lang) for key in sources]
    return csv_bytes([header, *zip(*columns, strict=True)])


def _cells(column: pd.Series, field: Field) -> list[str]:
    """Return the cells of a column as text; unknown ones are empty."""
    known = column.notna()
    values = column.astype(object)
    match field.kind:
        case Kind.CENTS:
            words = [f"{v / 100:.2f}" if ok else "" for v, ok in zip(values, known, strict=True)]
        case kind if kind in _WORDS:
            words = [harmless(str(v)) if ok else "" for v, ok in zip(values, known, strict=True)]
        case _:
            words = [str(v) if ok else "" for v, ok in zip(values, known, strict=True)]
    return words
