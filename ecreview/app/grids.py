"""Frames as tables on the page: units in the headers, numbers as numbers, texts in the chosen language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ecreview.app.state import session
from ecreview.app.words import plain, safe
from ecreview.model.fields import Kind
from ecreview.model.section import Column
from ecreview.model.text import UNDEFINED, Text, Unit, currency_sign
from ecreview.report.shapes import is_missing, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.section import Grid
    from ecreview.model.tables import TableSpec

_CUT = Text(zh="只列出前 {shown} 行，共 {total} 行", en="first {shown} of {total} rows")
_HOURS = Text(zh="小时", en="h")
_DAYS = Text(zh="天", en="days")
_HEADER = Text(zh="{title}（{unit}）", en="{title} ({unit})")
_YUAN = Text(zh="元", en="CNY")
_UNIT_OF_KIND = {
    Kind.CENTS: Unit.CENTS,
    Kind.COUNT: Unit.COUNT,
    Kind.NUMBER: Unit.NUMBER,
    Kind.RATE: Unit.RATE,
    Kind.SECONDS: Unit.SECONDS,
    Kind.TIME: Unit.TIME,
}
_NUMBERS = {
    Unit.CENTS: "%,.2f",
    Unit.RATE: "percent",
    Unit.COUNT: "%,d",
    Unit.SECONDS: "%,.1f",
    Unit.DAYS: "%,.1f",
    Unit.RATIO: "%,.2f",
    Unit.NUMBER: "%,.2f",
}
SECONDS_PER_HOUR = 3_600


def draw_grid(grid: Grid, *, currency: str, key: str | None = None) -> None:
    """Draw a grid with its title and caption."""
    st.markdown(f"#### {safe(grid.title)}")
    cut = grid.total is not None and grid.total > len(grid.frame)
    caption = [safe(grid.caption)] if grid.caption.zh else []
    if cut:
        caption.append(plain(_CUT.fill(shown=f"{len(grid.frame):,}", total=f"{grid.total:,}")))
    if caption:
        st.caption(" · ".join(caption))
    columns = [column for column in grid.columns if column.is_shown]
    draw_table(grid.frame, columns, currency=currency, key=key, alt=plain(grid.title))


def draw_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    currency: str,
    key: str | None = None,
    alt: str | None = None,
) -> None:
    """Draw a frame; undefined cells show the undefined mark."""
    shown, config = prepared(frame, columns, currency=currency)
    st.dataframe(
        shown,
        column_config=config,
        hide_index=True,
        placeholder=UNDEFINED,
        key=key,
        alt=alt,
    )


def prepared(
    frame: pd.DataFrame, columns: Sequence[Column], *, currency: str
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the frame as Streamlit shows it, and the configuration of its columns by position."""
    cells = {c.key: _shown(frame[c.key], c.unit) for c in columns if c.key in frame.columns}
    by_key = {c.key: c for c in columns}
    config = {key: _config(by_key[key], currency) for key in cells}
    return pd.DataFrame(cells), config


def spec_columns(spec: TableSpec, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns of a canonical frame that people may see: all but the keys of persons."""
    return tuple(
        Column(f.key, f.title, _UNIT_OF_KIND.get(f.kind, Unit.TEXT))
        for f in spec.fields
        if f.key in frame.columns and f.kind is not Kind.KEY
    )


def _shown(column: pd.Series, unit: Unit) -> pd.Series:
    """Return the column in the unit that its header names."""
    match unit:
        case Unit.CENTS:
            return pd.to_numeric(column).astype("Float64") / 100
        case Unit.SECONDS:
            return pd.to_numeric(column).astype("Float64") / SECONDS_PER_HOUR
        case Unit.TEXT | Unit.ID:
            return pd.Series([_text(value) for value in column], index=column.index, dtype="str")
        case Unit.DATE | Unit.TIME:
            return pd.to_datetime(column)
        case _:
            return column


def _text(value: object) -> str | None:
    """Return a text cell in the language of the page, None where it is unknown."""
    if isinstance(value, Text):
        return plain(value)
    return None if is_missing(value) else word(value, session().lang)


def _config(column: Column, currency: str) -> Any:
    """Return how Streamlit shows a column of that unit."""
    kinds = st.column_config
    title = _with_unit(plain(column.title), _unit_word(column.unit, currency))
    if column.unit in _NUMBERS:
        return kinds.NumberColumn(title, format=_NUMBERS[column.unit])
    if column.unit is Unit.DATE:
        return kinds.DateColumn(title, format="YYYY-MM-DD")
    if column.unit is Unit.TIME:
        return kinds.DatetimeColumn(title, format="YYYY-MM-DD HH:mm")
    return kinds.TextColumn(title)


def _unit_word(unit: Unit, currency: str) -> str:
    """Return the unit as it stands in a header; empty where the cells say it themselves."""
    match unit:
        case Unit.CENTS:
            return plain(_YUAN) if currency == "CNY" else currency_sign(currency).strip()
        case Unit.SECONDS:
            return plain(_HOURS)
        case Unit.DAYS:
            return plain(_DAYS)
        case _:
            return ""


def _with_unit(title: str, unit: str) -> str:
    """Return a header with its unit in brackets, once."""
    if not unit or title.endswith((")", "）")):
        return title
    return plain(_HEADER.fill(title=title, unit=unit))
