"""The verdict page: the sentence, the alarm, the tiles, the gap, the causes, what to do first, data health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.action_cards import describe, worth
from ecreview.app.render import (
    alarms,
    cards,
    currency,
    draw_pairs,
    draw_rest,
    folded_tiles,
    lines,
)
from ecreview.app.sections import draw_any, sections_on, told
from ecreview.app.tiles import definitions
from ecreview.app.words import plain, safe
from ecreview.model.findings import Level
from ecreview.model.section import NoteKind, NotReady, Section, WaterfallChart
from ecreview.model.text import Text, say, say_rate

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.reconcile.base import Reconciliation
    from ecreview.review import Review

TILES = 8
FIRST_ACTIONS = 5

NAME = Text(zh="结论", en="Verdict")
BELONGS = Text(
    zh="这一页用一句话说清：达成没有，差多少，主要因为什么，先做哪几件事。",
    en="This page says in one sentence: reached or not, by how much, mainly why, and what to do first.",
)
_HEAD = Text(zh="结论 · {period}", en="Verdict · {period}")
_COMPARED = Text(
    zh="结论 · {period} · 对比 {baseline}", en="Verdict · {period} · compared with {baseline}"
)
_CAUSES = Text(zh="主要原因", en="Main causes")
_FIRST = Text(zh="先做这几件事", en="Do these first")
_NOTES = Text(zh="怎么读这些数", en="How to read these numbers")
_HEALTH = Text(zh="数据可信吗", en="Can the data be trusted")
_ROWS_ADD_UP = Text(zh="{n} 行进出相等", en="{n:row|rows} in = rows out")
_ROWS_LOST = Text(zh="行数对不上", en="Rows do not add up")
_RECONCILED = Text(zh="{pair} 对账率 {rate}，未解释 {cents}",
                   en="{pair} {rate} reconciled, {cents} unexplained")  # fmt: skip
_PROBLEMS = Text(zh="{n} 处要看的数据问题", en="{n:finding|findings} to look at")
_NO_PROBLEMS = Text(zh="没有要看的数据问题", en="no findings to look at")
_TO_ACTIONS = Text(zh="去行动页决定", en="Decide on the actions page")
_TO_EXPORT = Text(zh="下载复盘工作簿", en="Download the workbook")
_VERDICTS = {
    "green": ("达成", "Reached"),
    "red": ("没达成", "Missed"),
    "orange": ("还不能定", "Cannot tell yet", "Not yet"),
    "gray": ("数据不足", "Not enough data"),
}
_READING = (NoteKind.FINDING, NoteKind.LIMIT, NoteKind.DEFINITION)


def head(review: Review, overview: Section | None) -> None:
    """Draw period and baseline, the definitions, and the sentence in large type."""
    left, right = st.columns([5, 2], vertical_alignment="center")
    scope = review.scope
    words = _COMPARED.fill(period=scope.period.text, baseline=scope.baseline.text) if scope.baseline else _HEAD.fill(period=scope.period.text)  # fmt: skip
    left.markdown(f":gray[{safe(words)}]")
    if overview is None:
        return
    with right.container(horizontal=True, horizontal_alignment="right"):
        definitions(overview.figures, currency=currency())
    st.title(coloured(safe(overview.answer)), anchor=False)


def coloured(sentence: str) -> str:
    """Return the sentence with its verdict word in the colour of what it means.

    Examples:
        >>> coloured("没达成。支付 1 万")
        ':red[没达成。]支付 1 万'
    """
    for colour, words in _VERDICTS.items():
        for word in words:
            if sentence.startswith(word):
                end = len(word) + _stop_length(sentence[len(word) :])
                return f":{colour}[{sentence[:end]}]{sentence[end:]}"
    return sentence


def _stop_length(rest: str) -> int:
    """Return how many characters the stop after the verdict word takes, escaped or not."""
    return next((len(stop) for stop in ("。", "：", "\\.", "\\:") if rest.startswith(stop)), 0)


def body(review: Review) -> None:
    """Draw everything below the sentence."""
    sections = sections_on(review, "verdict")
    overview = next((s for s in told(sections) if s.key == "overview"), None)
    notes = [note for section in told(sections) for note in section.notes]
    alarms(notes)
    if overview is not None:
        folded_tiles(overview.figures, TILES)
    charts = [chart for section in told(sections) for chart in section.charts]
    draw_pairs(sorted(charts, key=lambda chart: not isinstance(chart, WaterfallChart)))
    causes = [note for note in notes if note.kind is NoteKind.CAUSE]
    if causes:
        st.subheader(plain(_CAUSES), anchor=False)
        cards(causes)
    first_actions(review)
    _folded(sections)
    health(review.dataset, review)


def _folded(sections: tuple[Section | NotReady, ...]) -> None:
    """Draw the rest: tables, what is not ready, how to read."""
    for section in told(sections):
        if section.grids or section.findings:
            with st.expander(safe(section.title), icon=":material/table:"):
                draw_rest(section)
    for missing in sections:
        if isinstance(missing, NotReady):
            draw_any(missing)
    limits = [n for s in told(sections) for n in s.notes if n.kind in _READING]
    if limits:
        with st.expander(plain(_NOTES), icon=":material/menu_book:"):
            lines(limits, *_READING)


def first_actions(review: Review) -> None:
    """Draw the first suggestions by money as cards, and the ways on."""
    chosen = review.actions[:FIRST_ACTIONS]
    if not chosen:
        return
    st.subheader(plain(_FIRST), anchor=False)
    for number, action in enumerate(chosen, start=1):
        with st.container(border=True):
            left, right = st.columns([5, 1], vertical_alignment="center")
            with left.container(gap="xxsmall"):
                describe(action, number)
            with right:
                worth(action)
    with st.container(horizontal=True):
        if st.button(plain(_TO_ACTIONS), type="primary", icon=":material/checklist:"):
            st.switch_page("pages/act/actions.py")
        if st.button(plain(_TO_EXPORT), icon=":material/download:"):
            st.switch_page("pages/act/export.py")


def health(dataset: Dataset, review: Review) -> None:
    """Draw the strip that says how far the data can be trusted."""
    ledgers = [table.ledger for file in dataset.files for table in file.tables]
    total = f"{sum(ledger.total for ledger in ledgers):,}"
    balanced = all(ledger.is_balanced for ledger in ledgers)
    problems = sum(f.kind.level in (Level.ERROR, Level.WARNING) for f in dataset.findings)
    marks = [
        (balanced, _ROWS_ADD_UP.fill(n=total) if balanced else _ROWS_LOST),
        *((made.unexplained_cents == 0, _reconciled(made)) for made in review.reconciliations),
        (not problems, _PROBLEMS.fill(n=problems) if problems else _NO_PROBLEMS),
    ]
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{plain(_HEALTH)}**", width="content")
        for is_good, words in marks:
            sign = ":green[✓]" if is_good else ":orange[!]"
            st.markdown(f":small[{sign} {safe(words)}]", width="content")


def _reconciled(made: Reconciliation) -> Text:
    """Return how far one pair of files agrees."""
    part, whole = made.rate_amount
    return _RECONCILED.fill(
        pair=made.title,
        rate=say_rate(part / whole if whole else None),
        cents=say(made.unexplained_cents, made.unit, currency()),
    )
