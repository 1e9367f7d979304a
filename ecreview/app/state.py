"""What one visitor has on the table: one frozen value under one key of the session.

A run of the script can be interrupted at any call, so a change is computed first and stored in one
assignment.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.model.scope import Settings

if TYPE_CHECKING:
    from ecreview.model.action import Action
    from ecreview.model.dataset import Dataset, Upload
    from ecreview.model.grade import Grade
    from ecreview.model.scope import Goals, Scope
    from ecreview.model.text import Lang, Text

_KEY = "ecreview"


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One visitor's work.

    Attributes:
        uploads: the files, copied out of the uploader at once, since it forgets them on a page change.
        choices: what the visitor corrected in the recognition.
        passwords: typed for locked files; never shown, saved or logged.
        dataset: the clean tables of exactly these uploads and choices; None before the first file.
        scope, goals: what the visitor answered; None = what the data propose.
        actions: the suggestions as the visitor decided them, by id; an absent one is undecided.
        grade: of the review last shown, for the sidebar.
        is_sample: whether the files are the made-up shop.
        round: number of the uploader; a new number empties it.
        template_trouble: why the template dropped last was not used.
    """

    lang: Lang = "zh"
    uploads: tuple[Upload, ...] = ()
    choices: Choices = NO_CHOICES
    passwords: tuple[str, ...] = field(default=(), repr=False)
    dataset: Dataset | None = None
    scope: Scope | None = None
    goals: Goals | None = None
    settings: Settings = field(default_factory=Settings)
    actions: tuple[Action, ...] = ()
    grade: Grade | None = None
    is_sample: bool = False
    round: int = 0
    template_trouble: Text | None = None


def session() -> Session:
    """Return the visitor's work so far; a first visit begins in the language of the browser."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session(lang=_guess_lang())
    found: Session = st.session_state[_KEY]
    return found


def change(**values: Any) -> Session:
    """Store the session with these values changed and return it."""
    changed = replace(session(), **values)
    st.session_state[_KEY] = changed
    return changed


def forget() -> None:
    """Drop everything of the visitor but the language."""
    kept = Session(lang=session().lang, round=session().round + 1)
    st.session_state.clear()
    st.session_state[_KEY] = kept


def _guess_lang() -> Lang:
    """Return English where the browser asks for it, Chinese otherwise."""
    return "en" if (st.context.locale or "zh").lower().startswith("en") else "zh"
