"""Rows of a grid as cards side by side: what each is, how large, what matters most, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ecreview.app.words import safe
from ecreview.model.text import Text, Unit, join_texts, same, say
from ecreview.report.shapes import is_missing

if TYPE_CHECKING:
    from ecreview.model.section import Card, Grid

PER_ROW = 4
NARROWEST = 200  # pixels; one card per row on a phone
_NAMED = Text(zh="{title} {value}", en="{title} {value}")


def draw_row_cards(grid: Grid, card: Card, *, currency: str) -> None:
    """Draw one card per row, four in a row, and the reading key below."""
    titles = {column.key: column.title for column in grid.columns}
    places = st.grid(PER_ROW, min_column_width=NARROWEST)
    for row in grid.frame.to_dict("records"):
        with places.container(border=True, height="stretch", gap="xsmall"):
            _draw_card(said(grid, row, currency), titles, card)
    if grid.caption.zh:
        st.caption(safe(grid.caption))


def said(grid: Grid, row: dict[Any, Any], currency: str) -> dict[str, Text]:
    """Return the known cells of a row in words, by column."""
    return {
        column.key: _say(row[column.key], column.unit, currency)
        for column in grid.columns
        if not is_missing(row[column.key])
    }


def _say(value: object, unit: Unit, currency: str) -> Text:
    """Return a cell in words; medians are often whole and then read better without decimals."""
    words = say(value, unit, currency)
    return same(words.zh.removesuffix(".00")) if unit is Unit.NUMBER else words


def _draw_card(cells: dict[str, Text], titles: dict[str, Text], card: Card) -> None:
    """Draw one card; what is unknown of the row is left out."""

    def named(key: str) -> Text:
        return _NAMED.fill(title=titles[key], value=cells[key])

    st.markdown(f"#### {safe(cells[card.title])}")
    first, *rest = (key for key in card.size if key in cells)
    st.caption(safe(join_texts([named(first), *(cells[key] for key in rest)], zh=" · ", en=" · ")))
    if card.lead in cells:
        st.markdown(f"#### {safe(named(card.lead))}")
    st.markdown(safe(cells[card.text]))
    for key in card.lines:
        if key in cells:
            _draw_line(titles[key], cells[key])
    st.markdown(f":blue[→] **{safe(cells[card.action])}**")


def _draw_line(title: Text, value: Text) -> None:
    """Draw a name at the left and its number at the right."""
    with st.container(horizontal=True, horizontal_alignment="distribute", gap=None):
        st.markdown(f":small[:gray[{safe(title)}]]", width="content")
        st.markdown(f":small[{safe(value)}]", width="content")
