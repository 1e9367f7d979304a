"""Files against each other: a card per pair that says in five lines whether they agree, details on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.decisions import decide
from ecreview.app.grids import draw_grid
from ecreview.app.render import currency, draw_charts, lines
from ecreview.app.words import plain, safe
from ecreview.model.section import NoteKind
from ecreview.model.text import Text, Unit, say_rate
from ecreview.reconcile.base import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecreview.model.section import Section
    from ecreview.reconcile.base import Reconciliation

_FOLDED = (
    "states",
    "explained",
    "not_due",
    "rates",
    "days",
)  # who looks for one of these opens them
PER_ROW, NARROWEST = 4, 220
_PAIRWISE = Text(zh="文件两两对账", en="File against file")
_MATCHED = Text(zh="{left} 行对 {right} 行", en="{left} rows against {right}")
_RATE = Text(zh="核平 {rate}", en="{rate} matched")
_DIFFERENCE = Text(zh="相差", en="Difference")
_BY_FEES = Text(zh="费用解释", en="By fees")
_BY_TIME = Text(zh="时间差", en="Not due yet")
_BY_STATE = Text(zh="其他原因", en="Other reasons")
_UNEXPLAINED = Text(zh="说不清", en="Unexplained")
_SPOTS = Text(zh="说不清（{n} 处）", en="Unexplained ({n:place|places})")
_DETAILS = Text(zh="看哪一对的明细", en="Details of")
_MORE = Text(
    zh="状态、原因、未到期的和怎么核对的",
    en="States, reasons, what is not due, and how it was compared",
)


def pairs(made: Sequence[Reconciliation], sections: Sequence[Section]) -> None:
    """Draw one card per pair, and below them the details of the chosen one."""
    if not made:
        return
    st.subheader(plain(_PAIRWISE), anchor=False)
    places = st.grid(min(PER_ROW, max(len(made), 2)), min_column_width=NARROWEST)
    for pair in made:
        with places.container(border=True, height="stretch", gap="xsmall"):
            _card(pair)
    titles = {f"reconcile.{pair.key}": plain(pair.title) for pair in made}
    chosen = st.segmented_control(
        plain(_DETAILS), list(titles), format_func=titles.__getitem__, key="pairs/details",
        default=f"reconcile.{max(made, key=lambda pair: pair.open_cents).key}",
    )  # fmt: skip
    for pair, section in _together(made, sections):
        if section.key == chosen:
            _details(pair, section)


def _together(
    made: Sequence[Reconciliation], sections: Sequence[Section]
) -> Iterator[tuple[Reconciliation, Section]]:
    """Yield each pair with its section."""
    by_key = {section.key: section for section in sections}
    for pair in made:
        if (section := by_key.get(f"reconcile.{pair.key}")) is not None:
            yield pair, section


def _card(pair: Reconciliation) -> None:
    """Draw one pair: rows, rate, the difference and what explains it; transfers are none of it."""
    part, whole = pair.rate_amount
    st.markdown(f"#### {safe(pair.title)}")
    rows = _MATCHED.fill(left=f"{pair.left_rows:,}", right=f"{pair.right_rows:,}")
    st.caption(plain(rows))
    rate = say_rate(part / whole if whole else None)
    st.subheader(safe(_RATE.fill(rate=rate)), anchor=False)
    parts = pair.breakdown
    _line(pair, _DIFFERENCE, parts.difference)
    _line(pair, _BY_FEES, parts.fees)
    _line(pair, pair.wording.states.get(State.NOT_DUE, _BY_TIME), parts.waiting)
    _line(pair, _BY_STATE, parts.other)
    words = _SPOTS.fill(n=pair.open_count) if pair.open_count else _UNEXPLAINED
    _line(pair, words, parts.unexplained, colour="orange" if pair.open_count else "green")


def _line(pair: Reconciliation, words: Text, amount: int, *, colour: str = "") -> None:
    """Draw words left and an amount right, in the unit of the pair."""
    is_money = pair.unit is Unit.CENTS
    number = f"{amount / 100:,.2f}" if is_money else f"{amount:,}"
    number = number.replace("-", "−")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{safe(words)}**" if colour else safe(words), width="content")
        st.markdown(f":{colour}[**{number}**]" if colour else number, width="content")


def _details(pair: Reconciliation, section: Section) -> None:
    """Draw the answer, the differences to decide on, what comes with them, and the rest folded."""
    st.markdown(safe(section.answer))
    lines(section.notes, NoteKind.LIMIT)
    draw_charts(section.charts)
    grids = {grid.key: grid for grid in section.grids}
    decide(pair, grids.pop("differences"))
    folded = [grids.pop(key) for key in _FOLDED if key in grids]
    for grid in grids.values():
        draw_grid(grid, currency=currency(), key=f"{section.key}/{grid.key}")
    with st.expander(plain(_MORE), icon=":material/rule:"):
        lines(section.notes, NoteKind.DEFINITION)
        for grid in folded:
            draw_grid(grid, currency=currency(), key=f"{section.key}/{grid.key}")
