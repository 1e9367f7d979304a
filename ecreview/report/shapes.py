"""Reading the frames of charts, for every interpreter: what a row means, and where its mark stands."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecreview.model.section import Tone
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ecreview.model.section import Band
    from ecreview.model.text import Lang

_YES, _NO = Text(zh="是", en="Yes"), Text(zh="否", en="No")


def is_missing(cell: object) -> bool:
    """Return whether a cell holds nothing: None, NaN, NaT or NA.

    Examples:
        >>> is_missing(float("nan")), is_missing(0), is_missing("")
        (True, False, False)
    """
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    return isinstance(cell, float) and math.isnan(cell)


def known(values: Iterable[float]) -> list[float]:
    """Return the values that are not missing."""
    return [value for value in values if not is_missing(value)]


def word(cell: object, lang: Lang) -> str:
    """Return a label cell in words; empty where there is none.

    Examples:
        >>> word(True, "zh"), word(None, "en")
        ('是', '')
    """
    if isinstance(cell, Text):
        return cell.of(lang)
    if isinstance(cell, bool | np.bool_):
        return (_YES if cell else _NO).of(lang)
    return "" if is_missing(cell) else str(cell)


def words(column: Iterable[object], lang: Lang) -> list[str]:
    """Return the label cells of a column in words."""
    return [word(cell, lang) for cell in column]


def column_of(frame: pd.DataFrame, name: str, default: object = None) -> list[Any]:
    """Return the cells of a column, or the default for each row where the shape leaves it out."""
    return frame[name].tolist() if name in frame.columns else [default] * len(frame)


def tones_of(frame: pd.DataFrame) -> list[Tone]:
    """Return the tone of each row; what this period shows where none is given."""
    given = column_of(frame, "tone")
    return [Tone.ACTUAL if is_missing(tone) or tone == "" else Tone(tone) for tone in given]


def waterfall_spans(frame: pd.DataFrame) -> list[tuple[float, float]]:
    """Return where each bar starts and ends: steps go on from the last end, totals stand on 0."""
    level = 0.0
    spans = []
    for value, kind in zip(frame["value"].tolist(), frame["kind"], strict=True):
        start, end = (0.0, float(value)) if kind == "total" else (level, level + value)
        spans.append((start, end))
        level = end
    return spans


def joined_bands(bands: Iterable[Band]) -> list[Band]:
    """Return the bands by their first day, those of one name that touch joined to one."""
    by_name: dict[tuple[Text, Tone], list[Band]] = {}
    for band in sorted(bands, key=_days_of):
        mine = by_name.setdefault((band.label, band.tone), [])
        if mine and band.start <= mine[-1].end + timedelta(days=1):
            mine[-1] = replace(mine[-1], end=max(mine[-1].end, band.end))
        else:
            mine.append(band)
    return sorted((band for mine in by_name.values() for band in mine), key=_days_of)


def _days_of(band: Band) -> tuple[date, date]:
    """Return what bands are ordered by."""
    return band.start, band.end


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A heat map or a matrix by positions.

    Attributes:
        rows, notes, columns: names of the rows, what stands beside them, names of the columns.
        cells: row, column, value and whether it is finished, in the frame's order.
        peak: largest finished value.
    """

    rows: list[str]
    notes: list[str]
    columns: list[str]
    cells: list[tuple[int, int, float, bool]]
    peak: float


def cell_grid(frame: pd.DataFrame, lang: Lang) -> CellGrid:
    """Return the cells of a heat map or a matrix; those of a matrix are all finished, without notes."""
    rows, columns = words(frame["row"], lang), words(frame["column"], lang)
    notes = dict(zip(rows, words(column_of(frame, "note", ""), lang), strict=True))
    names, heads = list(notes), list(dict.fromkeys(columns))
    values, complete = frame["value"].tolist(), column_of(frame, "complete", default=True)
    cells = [
        (names.index(row), heads.index(column), value, done)
        for row, column, value, done in zip(rows, columns, values, complete, strict=True)
    ]
    peak = max(known(value for _, _, value, done in cells if done), default=0.0)
    return CellGrid(names, list(notes.values()), heads, cells, peak)


def stacked_spans(labels: Iterable[str], values: Iterable[float]) -> list[tuple[float, float]]:
    """Return where each part of a stacked bar starts and ends, in the frame's order.

    Examples:
        >>> stacked_spans(["订单", "退款", "订单"], [5, 2, 1])
        [(0.0, 5.0), (0.0, 2.0), (5.0, 6.0)]
    """
    ends: dict[str, float] = {}
    spans = []
    for label, value in zip(labels, values, strict=True):
        start = ends.get(label, 0.0)
        ends[label] = start + (0.0 if is_missing(value) else value)
        spans.append((start, ends[label]))
    return spans


def tree_rows(frame: pd.DataFrame) -> list[tuple[object, float, int]]:
    """Return (label, value, depth) of each part, every part right below its whole, in the frame's order."""
    children: dict[str, list[int]] = {}
    for position, parent in enumerate(frame["parent"]):
        children.setdefault("" if is_missing(parent) else str(parent), []).append(position)
    ids, labels, values = (frame[c].tolist() for c in ("id", "label", "value"))
    out: list[tuple[object, float, int]] = []
    todo = [(i, 0) for i in reversed(children.get("", []))]
    while todo:
        i, depth = todo.pop()
        out.append((labels[i], values[i], depth))
        todo += [(child, depth + 1) for child in reversed(children.get(str(ids[i]), []))]
    return out


def tree_name(label: str, depth: int) -> str:
    """Return the name of a part, drawn as a branch below its whole.

    Examples:
        >>> tree_name("老客", 1), tree_name("会员", 2)
        ('└ 老客', '│ └ 会员')
    """
    return f"{'│ ' * (depth - 1)}{'└ ' if depth else ''}{label}"


def say_tick(day: date, length: int, lang: str) -> str:
    """Return a day as an axis writes it; with its year where the axis spans more than one.

    Examples:
        >>> from datetime import date
        >>> say_tick(date(2026, 6, 5), 20, "zh"), say_tick(date(2026, 6, 5), 20, "en")
        ('6/5', '5 Jun')
    """
    if length > 366:  # noqa: PLR2004 - days of a year
        return f"{day.year}/{day.month}" if lang == "zh" else f"{day:%b %Y}"
    return f"{day.month}/{day.day}" if lang == "zh" else f"{day.day} {day:%b}"


def wide(text: str) -> int:
    """Return how many half-width characters a text takes: two per CJK character.

    Examples:
        >>> wide("GMV 支付")
        8
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
