"""Which rows below a header are data: blank rows, totals, notes and repeated headers are told apart.

Only rows whose key cell is blank, or whose first cell reads like a footer, are looked at closely: a clean
file costs two passes over one or two columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, mask, whole
from ecreview.intake.numerals import matches, read_numbers, without_nothing
from ecreview.intake.times import read_times
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.intake.raw import RawTable

# Words that name a sum of the rows above, and lines that exports write around their rows.
TOTAL = (
    r"^(?:(?:本页)?(?:合计|总计|汇总|总和|小计|平均值?|全部)(?:[\s:：（(].*|金额)?|"
    r"(?i:grand total|sub-?total|total|average)(?:\s*[:：].*)?)$"
)
NOTE = (
    r"^(?:#\s*[-=—\p{Han}]|-{3,}|(?:导出|下载|生成)(?:时间|日期)|(?:备注|说明|注)\s*[:：]|"
    r"共\s*\d+\s*[条笔行单]|\d+ record\(s\) downloaded|Seller ID)"
)
# Who made a hand-kept list, and when: 制表：… says so in the first of few cells.
LABEL = r"^\p{Han}{2,6}\s*[:：]"
FEW_CELLS = 2  # a row without any key and with no more filled cells is a note, not a record
DESCRIPTION_ROWS = 2  # Douyin, TikTok Shop and Xiaohongshu write one; two leave room


@dataclass(frozen=True, slots=True, eq=False)
class RowsByClass:
    """The rows below the header, each in one class; positions are those of `RawSheet.cells`.

    Attributes:
        data: rows that hold a record, readable or not.
        header: repeated headers and rows that describe the columns.
        blank: rows without any text.
        totals: rows that sum up others.
        notes: other lines that the export wrote around its rows.
    """

    data: NDArray[np.int64]
    header: NDArray[np.int64]
    blank: NDArray[np.int64]
    totals: NDArray[np.int64]
    notes: NDArray[np.int64]


def classify_rows(
    raw: RawTable, *, keys: tuple[str, ...], footer: tuple[str, ...] = ()
) -> RowsByClass:
    """Return the rows below the header by class.

    Args:
        raw: the table.
        keys: names of the columns of which a record fills at least one; the first one names the row.
        footer: regular expressions of the export's own footers.
    """
    notes = "|".join((NOTE, *footer))
    odd = _odd_rows(raw, keys, notes)
    if not len(odd):
        none = np.empty(0, dtype=np.int64)
        return RowsByClass(raw.body, none, none, none, none)
    cells = {name: _cell_texts(raw, name, odd) for name in raw.names}
    filled = reduce(np.add, (mask(c.is_valid()).astype(np.int64) for c in cells.values()))
    first = pc.coalesce(*cells.values())
    key = cells[keys[0]] if keys else pa.nulls(len(odd), first.type)
    has_any_key = reduce(np.logical_or, (mask(cells[k].is_valid()) for k in keys), filled < 0)
    # A filled key that is no footer itself makes a record, whatever its first cell says.
    unnamed = mask(pc.or_kleene(key.is_null(), pc.equal(key, first)))
    totals = matches(first, TOTAL) & unnamed
    written = matches(first, notes) & unnamed | matches(key, notes)
    labelled = matches(first, LABEL) & unnamed
    bare = (~has_any_key & bool(keys) | labelled) & (filled <= FEW_CELLS)
    header = mask(pc.equal(key, keys[0].strip())) if keys else filled < 0
    blank = filled == 0
    note = (written | bare) & ~totals & ~header & ~blank
    data = np.setdiff1d(raw.body, odd[header | blank | totals | note], assume_unique=True)
    return RowsByClass(data, odd[header & ~totals], odd[blank], odd[totals], odd[note])


def as_data(rows: RowsByClass, undo: frozenset[str]) -> RowsByClass:
    """Return the classes with totals and notes as data, where a person has undone their rules."""
    none = np.empty(0, dtype=np.int64)
    for kind, name in ((kinds.ROW_TOTAL, "totals"), (kinds.ROW_NOTE, "notes")):
        if kind.code in undo:
            data = np.sort(np.concatenate([rows.data, getattr(rows, name)]))
            rows = replace(rows, data=data, **{name: none})
    return rows


def _odd_rows(raw: RawTable, keys: tuple[str, ...], notes: str) -> NDArray[np.int64]:
    """Return the positions of the rows that may be something else than a record."""
    looked_at = dict.fromkeys((*keys[:1], *raw.names[:1]))
    odd = np.zeros(len(raw.body), dtype=np.bool_)
    for name in looked_at:
        text = _cell_texts(raw, name, raw.body)
        odd |= matches(text, f"{TOTAL}|{notes}|{LABEL}")
        if not keys or name == keys[0]:
            odd |= mask(pc.or_kleene(text.is_null(), pc.equal(text, name.strip())))
    return raw.body[odd]


def _cell_texts(raw: RawTable, name: str, positions: NDArray[np.int64]) -> pa.Array:
    """Return the trimmed cells of a column at these positions, null where they say nothing."""
    return without_nothing(whole(cells_at(raw, name, positions)).cast(TEXT))


def cells_at(raw: RawTable, name: str, positions: NDArray[np.int64]) -> pa.ChunkedArray:
    """Return the cells of a column at these positions of the sheet, as they stand in the file."""
    column = raw.sheet.cells.column(raw.position(name))
    size = len(positions)
    if size and positions[-1] - positions[0] == size - 1:
        return column.slice(int(positions[0]), size)
    return column.take(pa.array(positions))


def without_prefix(raw: RawTable, prefix: str) -> RawTable:
    """Return the table without the character that the export writes before every value."""
    cells = raw.sheet.cells
    bare = [pc.utf8_ltrim(column, characters=prefix) for column in cells.columns]
    return replace(raw, sheet=replace(raw.sheet, cells=pa.table(bare, names=cells.column_names)))


def without_summary(raw: RawTable, rows: RowsByClass, names: tuple[str, ...]) -> RowsByClass:
    """Return the classes with a second table that sums up the rows taken as its header and totals.

    Args:
        raw: the table.
        rows: its rows by class.
        names: headers of that second table.
    """
    if not names:
        return rows
    first = cells_at(raw, raw.names[0], rows.data)
    at = np.flatnonzero(mask(pc.is_in(first, pa.array(names[:1], first.type))))
    if not len(at):
        return rows
    summed = rows.data[at[0] + 1 :]
    return replace(
        rows,
        data=rows.data[: at[0]],
        header=np.sort(np.append(rows.header, rows.data[at[0]])),
        totals=np.sort(np.concatenate([rows.totals, summed])),
    )


def without_total_rows(raw: RawTable, rows: RowsByClass, name: str) -> RowsByClass:
    """Return the classes with the rows that fill that column taken as totals.

    Args:
        raw: the table.
        rows: its rows by class.
        name: header of a column that only rows summing up the others fill; empty = there is none.
    """
    if name not in raw.names:
        return rows
    summing = np.sort(np.concatenate([rows.data, rows.notes]))
    summing = summing[mask(_cell_texts(raw, name, summing).is_valid())]
    return replace(
        rows,
        data=np.setdiff1d(rows.data, summing),
        notes=np.setdiff1d(rows.notes, summing),
        totals=np.sort(np.concatenate([rows.totals, summing])),
    )


def without_descriptions(
    raw: RawTable, rows: RowsByClass, *, key: str | None, typed: Mapping[str, Kind]
) -> RowsByClass:
    """Return the classes with the first rows below the header as `header` where they describe the columns.

    Args:
        raw: the table.
        rows: its rows by class.
        key: name of the column that names a row.
        typed: name of each column of times, amounts or counts, and its kind.
    """
    described = 0
    for at in rows.data[:DESCRIPTION_ROWS]:
        if not _describes(raw, rows.data[rows.data == at], key, typed):
            break
        described += 1
    header = np.sort(np.concatenate([rows.header, rows.data[:described]]))
    return replace(rows, data=rows.data[described:], header=header)


def _describes(
    raw: RawTable, at: NDArray[np.int64], key: str | None, typed: Mapping[str, Kind]
) -> bool:
    """Return whether a row has words where a record has an id, times and amounts."""
    name = _cell_texts(raw, key, at)[0].as_py() if key else None
    if any(letter.isdigit() for letter in name or ""):
        return False
    texts = {column: _cell_texts(raw, column, at) for column in typed}
    filled = {column: text for column, text in texts.items() if text.null_count == 0}
    # One odd cell beside an id is a bad record, not a description.
    return len(filled) > bool(name) and all(
        _is_unreadable(text, typed[column]) for column, text in filled.items()
    )


def _is_unreadable(text: pa.Array, kind: Kind) -> bool:
    """Return whether a single cell is neither a time nor a number, as its kind wants it."""
    bad = read_times(text).bad if kind is Kind.TIME else read_numbers(text).bad
    return bool(bad[0])
