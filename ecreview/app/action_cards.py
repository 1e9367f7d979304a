"""One action in words: what, why, who, by when, how it counts as done, what it may bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.render import currency
from ecreview.app.words import plain, safe
from ecreview.model.metrics import BY_KEY
from ecreview.model.text import UNDEFINED, Text, join_texts, same, say, say_cents, say_date

if TYPE_CHECKING:
    from ecreview.model.action import Action

_DONE_WHEN = Text(zh="看 {metric}", en="watch {metric}")
_FROM_TO = Text(zh="{metric} {before} → {after}", en="{metric} {before} → {after}")
_TO = Text(zh="{metric} → {after}", en="{metric} → {after}")
_BY = Text(zh="{day}前", en="by {day}")
_NO_DAY = Text(zh="到期日待定", en="no due date yet")
_RANGE = Text(zh="{low} ～ {high}", en="{low} – {high}")
_MORE_NEXT_TIME = Text(zh="下次多赚", en="worth next time")
_TO_ESTIMATE = Text(zh="值多少待估", en="worth to be estimated")


def check_of(action: Action) -> Text:
    """Return the metric by which the action counts as done, from what to what."""
    metric = BY_KEY.get(action.metric)
    if metric is None:
        return same(UNDEFINED)
    before, after = (say(v, metric.unit, currency()) for v in (action.baseline, action.target))
    if action.target is None:
        return _DONE_WHEN.fill(metric=metric.title)
    words = _TO if action.baseline is None else _FROM_TO
    return words.fill(metric=metric.title, before=before, after=after)


def terms(action: Action) -> Text:
    """Return who, by when, and how it counts as done, in one line."""
    due = _BY.fill(day=say_date(action.due)) if action.due else _NO_DAY
    owner = [action.owner] if action.owner.zh else []
    return join_texts([*owner, due, check_of(action)], zh=" · ", en=" · ")


def describe(action: Action, number: int | None = None) -> None:
    """Draw what to do, why, and on which terms."""
    head = f"{number}\\. " if number else ""
    st.markdown(f":gray-badge[{plain(action.kind.text)}] **{head}{safe(action.text)}**")
    if action.why.zh:
        st.markdown(f":small[{safe(action.why)}]")
    st.caption(safe(terms(action)))


def worth(action: Action) -> None:
    """Draw what the action may bring; what cannot be told is said, never shown as 0."""
    if action.worth_cents is None:
        st.caption(plain(_TO_ESTIMATE))
        return
    st.markdown(f"**{safe(worth_words(action))}**  \n:small[:gray[{plain(_MORE_NEXT_TIME)}]]")


def worth_words(action: Action) -> Text:
    """Return the interval of what it may bring, the single value where both ends are the same."""
    ends = (action.worth_low, action.worth_high)
    if None in ends or ends[0] == ends[1]:
        return say_cents(action.worth_cents, currency())
    low, high = (say_cents(cents, currency()) for cents in ends)
    return _RANGE.fill(low=low, high=high)
