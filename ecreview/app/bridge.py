"""The bridge on the page: the bars, and the orders behind the one that is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.analyses.quality.bridge import bridge_of
from ecreview.app.charts import draw_chart
from ecreview.app.grids import draw_grid
from ecreview.app.render import currency, lines
from ecreview.app.words import plain, safe
from ecreview.model.section import Column, Grid, NoteKind
from ecreview.model.text import Text, Unit, say_cents

if TYPE_CHECKING:
    from ecreview.model.section import Section
    from ecreview.review import Review

LISTED = 500  # orders of a bar on the page; who wants all of them sorts the export itself
_OPEN = Text(zh="点开一段，看它由哪些订单组成", en="Open a bar to see its orders")
_BEHIND = Text(
    zh="{bar}：{n} 笔，合计 {cents}", en="{bar}: {n:order or entry|orders and entries}, {cents}"
)
_LARGEST = Text(zh="从大到小；合计等于这一段。", en="Largest first; they sum to the bar.")
_COLUMNS = (
    Column("order_id", Text(zh="订单编号", en="Order id"), Unit.ID),
    Column("cents", Text(zh="金额", en="Amount"), Unit.CENTS),
    Column("left_source", Text(zh="订单出处", en="Order from")),
    Column("right_source", Text(zh="流水出处", en="Entry from")),
)


def draw_bridge(review: Review, section: Section) -> None:
    """Draw the bridge and, where a bar was chosen, its orders."""
    for chart in section.charts:
        draw_chart(chart, currency=currency())
    lines(section.notes, NoteKind.LIMIT)
    bridge = bridge_of(review.dataset, review.scope.period, review.reconciliations)
    titles = {step.key: plain(step.title) for step in bridge.steps if step.count}
    chosen = st.pills(plain(_OPEN), list(titles), format_func=titles.__getitem__, key="bridge/bar")
    if chosen is None:
        return
    step = next(s for s in bridge.steps if s.key == chosen)
    rows = bridge.rows(chosen)
    title = _BEHIND.fill(bar=step.title, n=step.count, cents=say_cents(step.cents, currency()))
    grid = Grid("bar", title, _COLUMNS, rows.head(LISTED), _LARGEST, len(rows))
    draw_grid(grid, currency=currency(), key=f"bridge/{safe(step.title)}")
