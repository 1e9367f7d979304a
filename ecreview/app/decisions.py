"""Differences to decide on: two rows are the same money, a difference is accepted, a note is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from ecreview.app.cleaning_log import short_name
from ecreview.app.grids import prepared
from ecreview.app.render import currency
from ecreview.app.state import change, session
from ecreview.app.words import plain, safe
from ecreview.model.scope import Decision
from ecreview.model.text import UNDEFINED, Text

if TYPE_CHECKING:
    import pandas as pd

    from ecreview.model.section import Grid
    from ecreview.reconcile.base import Reconciliation

_SOURCES = ("left_source", "right_source")
_TITLE = Text(zh="差异清单（{n} 处）", en="Differences ({n})")
_NONE = Text(zh="没有差异。", en="No differences.")
_HOW = Text(
    zh="勾一行：写备注，或者认下差额。勾左右各一行：说它们是同一笔钱。决定会写进工作簿，下次照做。",
    en="Tick one row to note or accept it; tick one row of each side to say they are the same money. "
    "Decisions are written into the workbook and applied next time.",
)
_NOTE = Text(zh="备注", en="Note")
_LINK = Text(zh="是同一笔钱", en="Same money")
_ACCEPT = Text(zh="差额认了", en="Accept the difference")
_KEEP = Text(zh="只存备注", en="Keep the note")
_MADE = Text(zh="已经决定的 {n} 处", en="{n:decision|decisions} made")
_UNDO = Text(zh="撤销", en="Undo")
_SAME_AS = Text(zh="{left} = {right}", en="{left} = {right}")


def decide(pair: Reconciliation, grid: Grid) -> None:
    """Draw the differences, what can be decided on the ticked ones, and what was decided."""
    total = grid.total or len(grid.frame)
    st.markdown(f"#### {plain(_TITLE.fill(n=f'{total:,}'))}")
    if not total:
        st.caption(plain(_NONE))
    else:
        st.caption(plain(_HOW))
        ticked = _ticked(pair, grid)
        if ticked:
            listed = pair.differences.loc[grid.frame.index]
            _form(pair, listed.iloc[ticked])
    _made(pair)


def _ticked(pair: Reconciliation, grid: Grid) -> list[int]:
    """Draw the table and return the positions of the ticked rows."""
    columns = [column for column in grid.columns if column.is_shown]
    frame = grid.frame.assign(
        **{name: grid.frame[name].map(short_source, na_action="ignore") for name in _SOURCES}
    )
    shown, config = prepared(frame, columns, currency=currency())
    event: Any = st.dataframe(
        shown, column_config=config, hide_index=True, placeholder=UNDEFINED,
        key=f"differences/{_round(pair)}", on_select="rerun", selection_mode="multi-row",
        alt=plain(grid.title),
    )  # fmt: skip
    return [row for row in event.selection.rows if row < len(grid.frame)]


def _round(pair: Reconciliation) -> str:
    """Return a key that is new after each decision: other rows stand in the list then, none of them ticked."""
    return f"{pair.key}/{hash(session().settings.decisions)}"


def _form(pair: Reconciliation, rows: pd.DataFrame) -> None:
    """Draw what can be decided on the ticked rows."""
    links = linked(pair.key, rows)
    with st.container(border=True, gap="small"):
        note = st.text_input(plain(_NOTE), key=f"decide/{_round(pair)}/note")
        with st.container(horizontal=True):
            if links is not None and st.button(
                plain(_LINK), type="primary", key=f"decide/{pair.key}/link"
            ):
                _store(replace(links, note=note))
            if st.button(plain(_ACCEPT), key=f"decide/{pair.key}/accept"):
                _store(*(replace(d, is_accepted=True, note=note) for d in single(pair.key, rows)))
            if note and st.button(plain(_KEEP), key=f"decide/{pair.key}/keep"):
                _store(*(replace(d, note=note) for d in single(pair.key, rows)))


def short_source(source: str) -> str:
    """Return `file · row` with the middle of a long file name left out."""
    name, _, row = source.rpartition(" · ")
    return f"{short_name(name)} · {row}"


def linked(pair: str, rows: pd.DataFrame) -> Decision | None:
    """Return that two differences are one money, None unless one is of the left side and one of the right."""
    alone = rows[rows["left_source"].isna() ^ rows["right_source"].isna()]
    ours, theirs = (alone[alone[side].notna()] for side in ("left_source", "right_source"))
    if len(rows) != 2 or len(ours) != 1 or len(theirs) != 1:  # noqa: PLR2004 - one row of each side
        return None
    return Decision(pair, str(ours["order_id"].iloc[0]), str(theirs["right_ref"].iloc[0]))


def single(pair: str, rows: pd.DataFrame) -> list[Decision]:
    """Return a decision about each of the differences by itself, still empty."""
    return [
        Decision(pair, str(row.order_id)) if isinstance(row.left_source, str) else Decision(pair, right=str(row.right_ref))
        for row in rows.itertuples()
    ]  # fmt: skip


def _store(*decisions: Decision) -> None:
    """Keep the decisions in place of older ones on the same rows, and review anew."""
    settings = session().settings
    now = {(d.pair, d.left, d.right) for d in decisions}
    kept = [d for d in settings.decisions if (d.pair, d.left, d.right) not in now]
    change(settings=replace(settings, decisions=(*kept, *decisions)))
    st.rerun()


def _made(pair: Reconciliation) -> None:
    """Draw the decisions on this pair, each with a button that takes it back."""
    settings = session().settings
    mine = [d for d in settings.decisions if d.pair == pair.key]
    if not mine:
        return
    with st.expander(plain(_MADE.fill(n=len(mine))), icon=":material/how_to_reg:"):
        for position, decision in enumerate(mine):
            with st.container(horizontal=True, horizontal_alignment="distribute"):
                st.markdown(safe(_in_words(decision)), width="content")
                if st.button(
                    plain(_UNDO), key=f"decide/{pair.key}/undo/{position}", type="tertiary"
                ):
                    rest = tuple(d for d in settings.decisions if d is not decision)
                    change(settings=replace(settings, decisions=rest))
                    st.rerun()


def _in_words(decision: Decision) -> Text:
    """Return a decision in one line."""
    both = bool(decision.left and decision.right)
    rows = (
        _SAME_AS.fill(left=decision.left, right=decision.right)
        if both
        else Text(*[decision.left or decision.right] * 2)
    )
    what = [_ACCEPT] if decision.is_accepted else []
    said = [*what, *([Text(decision.note, decision.note)] if decision.note else [])]
    parts = [rows, *said]
    return Text(zh=" · ".join(p.zh for p in parts), en=" · ".join(p.en for p in parts))
