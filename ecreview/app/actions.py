"""The actions page: each suggestion is taken, changed or turned down; what is taken goes on the board."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from ecreview.app.action_cards import describe, terms, worth, worth_words
from ecreview.app.render import currency
from ecreview.app.state import change, session
from ecreview.app.words import plain, safe
from ecreview.model.action import Action, Status
from ecreview.model.text import EMPTY, Text, same, say_cents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ecreview.review import Review

BOARD = (Status.OPEN, Status.DOING, Status.DONE, Status.LATE)

NAME = Text(zh="行动", en="Actions")
BELONGS = Text(
    zh="这一页把结论变成行动：谁，在哪天前，做什么，看哪个数算做到。",
    en="This page turns findings into actions: who does what by when, and which number tells it worked.",
)
_ANSWER = Text(
    zh="{n} 条建议{worth}；已采纳 {taken} 条，待定 {open} 条。",
    en="{n:suggestion|suggestions}{worth}; {taken} taken, {open} undecided.",
)
_WORTH = Text(zh="，能估的合计约值 {worth}", en=", those with an estimate worth about {worth}")
_NONE = Text(zh="这次的数据没有触发任何建议。", en="These data fire no suggestion.")
_DECIDE = Text(zh="等您定的建议", en="Suggestions to decide on")
_HOW = Text(
    zh="每条选采纳或不做，可以先改一改；最后点保存，导出的工作簿会带上这些决定。",
    en="Take or turn down each one, after a change where needed; then save. "
    "The exported workbook carries the decisions.",
)
_DECISIONS = {
    Status.SUGGESTED: Text(zh="待定", en="Undecided"),
    Status.OPEN: Text(zh="采纳", en="Take"),
    Status.DROPPED: Text(zh="不做", en="No"),
}
_DECISION = Text(zh="决定", en="Decision")
_CHANGE = Text(zh="改一改", en="Change")
_WHAT = Text(zh="做什么", en="What")
_WHO = Text(zh="负责人", en="Owner")
_WHEN = Text(zh="到期日", en="Due")
_STATUS = Text(zh="状态", en="Status")
_SAVE = Text(zh="保存决定", en="Save decisions")
_SAVED = Text(zh="已保存", en="Saved")
_BOARD = Text(zh="这次的行动", en="Actions of this review")
_BOARD_EMPTY = Text(zh="采纳的建议会出现在这里。", en="Suggestions you take appear here.")
_NOT_YET = Text(
    zh="“{text}”还缺{missing}，没人能追这件事。",
    en="“{text}” still lacks {missing}; nobody can be asked about it.",
)
_AN_OWNER = Text(zh="负责人", en="an owner")
_A_DAY = Text(zh="到期日", en="a due date")


def with_decisions(review: Review) -> Review:
    """Return the review with the visitor's decisions on its suggestions."""
    return replace(review, actions=decided(review.actions))


def decided(suggested: Sequence[Action]) -> tuple[Action, ...]:
    """Return the suggestions as the visitor decided them, matched by id."""
    by_id = {action.id: action for action in session().actions}
    return tuple(by_id.get(action.id, action) for action in suggested)


def answer(actions: Sequence[Action]) -> Text:
    """Return how many suggestions there are, what they are worth and how many are decided."""
    if not actions:
        return _NONE
    states = [action.status for action in actions]
    worth = sum(action.worth_cents or 0 for action in actions)
    return _ANSWER.fill(
        n=len(actions),
        worth=_WORTH.fill(worth=say_cents(worth, currency())) if worth else EMPTY,
        taken=sum(state in BOARD for state in states),
        open=states.count(Status.SUGGESTED),
    )


def decide(actions: Sequence[Action]) -> None:
    """Draw the suggestions not yet taken as one form; saving keeps the decisions in the session."""
    waiting = [action for action in actions if action.status not in BOARD]
    if not waiting:
        return
    st.subheader(plain(_DECIDE), anchor=False)
    st.caption(plain(_HOW))
    with st.form("decide", border=False):
        changed = {action.id: _suggestion(action) for action in waiting}
        is_saved = st.form_submit_button(plain(_SAVE), type="primary", icon=":material/save:")
    if is_saved:
        change(actions=tuple(changed.get(action.id, action) for action in actions))
        st.toast(plain(_SAVED))
        st.rerun()


def _suggestion(action: Action) -> Action:
    """Draw one suggestion and return it as it stands in the form."""
    names = {status: plain(words) for status, words in _DECISIONS.items()}
    with st.container(border=True):
        left, middle, right = st.columns([6, 2, 3], vertical_alignment="center")
        with left.container(gap="xxsmall"):
            describe(action)
        with middle:
            worth(action)
        with right.container(gap="xsmall"):
            status = st.segmented_control(
                plain(_DECISION),
                list(names),
                default=action.status,
                required=True,
                format_func=names.__getitem__,
                key=f"decision/{action.id}",
                label_visibility="collapsed",
            )
            with st.popover(plain(_CHANGE), type="tertiary", icon=":material/edit:"):
                changed = _changed(action)
    return replace(changed, status=status or action.status)


def _changed(action: Action) -> Action:
    """Draw what can be changed and return the action with it; an untouched text keeps both languages."""
    what = st.text_area(plain(_WHAT), plain(action.text), key=f"what/{action.id}")
    who = st.text_input(plain(_WHO), plain(action.owner), key=f"who/{action.id}")
    due: date | None = st.date_input(
        plain(_WHEN), action.due, format="YYYY-MM-DD", key=f"due/{action.id}"
    )
    return replace(
        action, text=_edited(action.text, what), owner=_edited(action.owner, who), due=due
    )


def _edited(text: Text, typed: str) -> Text:
    """Return the text, replaced in both languages where it was changed."""
    return text if typed == plain(text) else same(typed.strip())


def board(actions: Sequence[Action]) -> None:
    """Draw the actions taken as cards, one column per state."""
    taken = [action for action in actions if action.status in BOARD]
    st.subheader(plain(_BOARD), anchor=False)
    if not taken:
        st.caption(plain(_BOARD_EMPTY))
        return
    _name_what_is_missing(taken)
    for place, status in zip(st.columns(len(BOARD)), BOARD, strict=True):
        mine = [action for action in taken if action.status is status]
        with place:
            st.markdown(f"#### {plain(status.text)} :gray-badge[{len(mine)}]")
            for action in mine:
                _card(action, actions)


def _card(action: Action, actions: Sequence[Action]) -> None:
    """Draw one action with its state, which can be moved."""
    names = {status: plain(status.text) for status in (*BOARD, Status.DROPPED)}
    key = f"status/{action.id}/{action.status}"
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{safe(action.text)}**")
        st.caption(safe(terms(action)))
        if action.worth_cents is not None:
            st.markdown(f"**{safe(worth_words(action))}**")
        st.selectbox(
            plain(_STATUS),
            list(names),
            index=list(names).index(action.status),
            format_func=names.__getitem__,
            key=key,
            label_visibility="collapsed",
            on_change=_mover(action, actions, key),
        )


def _mover(action: Action, actions: Sequence[Action], key: str) -> Callable[[], Any]:
    """Return what moves the action to the state chosen in that widget."""

    def move() -> None:
        moved = replace(action, status=st.session_state[key])
        change(actions=tuple(moved if a.id == action.id else a for a in actions))

    return move


def _name_what_is_missing(taken: Sequence[Action]) -> None:
    """Point out actions that nobody can be asked about: no owner, or no day."""
    for action in taken:
        missing = [
            words
            for words, is_there in ((_AN_OWNER, action.owner.zh), (_A_DAY, action.due))
            if not is_there
        ]
        if missing:
            names = Text(
                zh="和".join(w.zh for w in missing), en=" and ".join(w.en for w in missing)
            )
            words = _NOT_YET.fill(text=action.text, missing=names)
            st.warning(safe(words), icon=":material/edit_note:")
