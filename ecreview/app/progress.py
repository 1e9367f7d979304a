"""Progress in named steps with counts, gone when the work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.words import plain, safe
from ecreview.model.text import Text

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Progress = Callable[[Text, int, int], None]


@contextmanager
def steps(title: Text) -> Iterator[Progress]:
    """Give a function that shows the step at work: its name, how many are done, of how many."""
    place = st.empty()
    drawn: list[DeltaGenerator] = []  # nothing is drawn where the result was at hand

    def show(step: Text, done: int, total: int) -> None:
        if not drawn:
            status = place.status(plain(title), expanded=True)
            drawn.extend((status.empty(), status.empty()))
        drawn[0].markdown(f"{safe(step)} {done} / {total}")
        drawn[1].progress(min(done / total, 1.0) if total else 0.0)

    yield show
    place.empty()


READING = Text(zh="读取和清洗表格", en="Reading and cleaning the tables")
REVIEWING = Text(zh="对账和分析", en="Reconciling and analysing")
