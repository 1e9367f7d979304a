"""The files that were not used: why, and the questions that would open them (password, encoding)."""

from __future__ import annotations

from dataclasses import replace
from glob import escape
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.files import read
from ecreview.app.state import change, session
from ecreview.app.words import md_escape, plain, safe
from ecreview.intake.mapping import AS_RECOGNISED, TableChoice
from ecreview.model.finding_kinds import FILE_PASSWORD, FILE_PASSWORD_WRONG
from ecreview.model.text import Text

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset, FileReceipt, Refusal

_LOCKED = (FILE_PASSWORD.code, FILE_PASSWORD_WRONG.code)
PREVIEWS_PER_ROW = 2

_SKIPPED = Text(zh="已跳过 {n} 个文件", en="Files skipped: {n}")
_PASSWORD = Text(zh="密码", en="Password")
_OPEN = Text(zh="打开", en="Open it")
_NOT_KEPT = Text(
    zh="密码只用来打开文件，不保存、不写进结果。",
    en="The password only opens the file; it is neither saved nor written anywhere.",
)
_WHICH = Text(zh="哪一种读得通？", en="Which of these reads well?")
_THIS_ONE = Text(zh="就是这种", en="This one")


def refused_files(dataset: Dataset) -> None:
    """Draw the files that were not used, each with its code, what to do, and what a person may answer."""
    refused = [(file, file.error) for file in dataset.files if file.error]
    if not refused:
        return
    with st.expander(plain(_SKIPPED.fill(n=len(refused))), icon=":material/block:", expanded=True):
        for file, error in refused:
            st.markdown(f"**{md_escape(file.name)}** `{error.code}`  \n{safe(error.message)}")
            if error.code in _LOCKED:
                _ask_password(file)
            if error.previews:
                _ask_encoding(file, error)


def _ask_password(file: FileReceipt) -> None:
    """Draw the password field of one file; the files are read again with what was typed."""
    with st.form(f"password/{file.digest}", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.text_input(plain(_PASSWORD), type="password", width=240)
            is_sent = st.form_submit_button(plain(_OPEN), icon=":material/lock_open:")
        st.caption(plain(_NOT_KEPT))
    if is_sent and typed:
        now = session()
        known = tuple(word for word in now.passwords if word != typed)
        change(passwords=(typed, *known))
        read(now.uploads, choices=now.choices, is_sample=now.is_sample)
        st.rerun()


def _ask_encoding(file: FileReceipt, error: Refusal) -> None:
    """Draw the first lines of one file in each likely encoding; the file is read again as the one picked."""
    st.caption(plain(_WHICH))
    for start in range(0, len(error.previews), PREVIEWS_PER_ROW):
        shown = error.previews[start : start + PREVIEWS_PER_ROW]
        for place, (encoding, lines) in zip(st.columns(PREVIEWS_PER_ROW), shown, strict=False):
            with place.container(border=True, gap="xsmall", height="stretch"):
                st.text("\n".join(lines))
                if st.button(
                    f"{plain(_THIS_ONE)} · {encoding}", key=f"encoding/{file.digest}/{encoding}"
                ):
                    _read_as(file, encoding)


def _read_as(file: FileReceipt, encoding: str) -> None:
    """Read the files again, this one in that encoding."""
    now = session()
    choice = TableChoice(file=escape(file.name), table=AS_RECOGNISED, encoding=encoding)
    choices = replace(now.choices, tables=(choice, *now.choices.tables))
    read(now.uploads, choices=choices, is_sample=now.is_sample)
    st.rerun()
