"""One renderer for all sections: figures as tiles, notes, charts with their table, grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.charts import draw_chart, is_wide
from ecreview.app.grids import draw_grid
from ecreview.app.row_cards import draw_row_cards
from ecreview.app.state import session
from ecreview.app.tiles import definitions, tiles
from ecreview.app.words import md_escape, plain, safe
from ecreview.model.section import NoteKind
from ecreview.model.text import Text, say_cents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.findings import Finding
    from ecreview.model.section import Chart, Figure, Note, NotReady, Section

CARDS_PER_ROW = 3
FIRST_TILES = 4
_MORE = Text(zh="其余 {n} 个数", en="{n:more figure|more figures}")
_STOP = Text(zh="。", en=". ")
_GRADE = Text(zh="可信 {grade}", en="Trust {grade}")
_FINDINGS = Text(
    zh="{n} 条数据问题与这一节有关",
    en="{n:finding about the data touches|findings about the data touch} this section",
)
_MISSING = Text(zh="还不能回答：{missing}", en="Cannot be answered yet: {missing}")
_HELPS = Text(zh="放入这份导出就能看到：{export}", en="This export opens it: {export}")
_ICONS = {
    NoteKind.FINDING: ":material/lightbulb:",
    NoteKind.LIMIT: ":material/visibility_off:",
    NoteKind.DEFINITION: ":material/menu_book:",
}


def page_head(name: Text, answer: Text, sections: Sequence[Section] = ()) -> None:
    """Draw the head that all pages share: name, definitions, and the answer in one sentence."""
    left, right = st.columns([5, 2], vertical_alignment="center")
    left.markdown(f":gray[{safe(name)}]")
    figures = [figure for section in sections for figure in section.figures]
    if figures:
        with right.container(horizontal=True, horizontal_alignment="right"):
            definitions(figures, currency=currency())
    if answer.zh:
        st.header(safe(answer), anchor=False)


def currency() -> str:
    """Return the currency of the visitor's amounts."""
    return session().settings.currency


def draw_section(section: Section, *, with_head: bool = True) -> None:
    """Draw a section whole, in telling order."""
    if with_head:
        _section_head(section)
    alarms(section.notes)
    folded_tiles(section.figures, FIRST_TILES)
    told = draw_cards(section)
    findings = [n for n in section.notes if n.kind is NoteKind.FINDING and not told & {*n.evidence}]
    titled = [note for note in findings if note.title.zh]
    if len(titled) > 1:
        cards(titled)
        findings = [note for note in findings if not note.title.zh]
    lines(findings, NoteKind.FINDING)
    cards([note for note in section.notes if note.kind is NoteKind.CAUSE])
    draw_charts(section.charts)
    lines(section.notes, NoteKind.LIMIT, NoteKind.DEFINITION)
    draw_rest(section)


def folded_tiles(figures: Sequence[Figure], first: int) -> None:
    """Draw the first figures as tiles and the others folded below."""
    tiles(figures[:first], currency=currency())
    if figures[first:]:
        with st.expander(plain(_MORE.fill(n=len(figures) - first))):
            tiles(figures[first:], currency=currency())


def draw_rest(section: Section) -> None:
    """Draw the filled tables of a section and the imperfect data behind it; one shown as cards is folded."""
    for grid in section.grids:
        if grid.frame.empty:
            continue
        key = f"{section.key}/{grid.key}"
        if grid.card is None:
            draw_grid(grid, currency=currency(), key=key)
            continue
        with st.expander(safe(grid.title), icon=":material/table:"):
            draw_grid(grid, currency=currency(), key=key)
    _findings(section.findings)


def draw_cards(section: Section) -> set[str]:
    """Draw the grids that ask for it as cards and return their keys: notes that rest on them are told."""
    told = set()
    for grid in section.grids:
        if grid.card is not None:
            draw_row_cards(grid, grid.card, currency=currency())
            told.add(f"{section.key}/{grid.key}")
    return told


def _section_head(section: Section) -> None:
    """Draw title, answer and definitions of a section."""
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    left.subheader(safe(section.answer if section.answer.zh else section.title), anchor=False)
    if section.figures:
        with right.container(horizontal=True, horizontal_alignment="right"):
            definitions(section.figures, currency=currency())


def draw_charts(charts: Sequence[Chart]) -> None:
    """Draw the charts: small ones two in a row, wide ones alone."""
    narrow: list[Chart] = []
    for chart in charts:
        if is_wide(chart):
            draw_pairs(narrow)
            narrow = []
            draw_chart(chart, currency=currency())
        else:
            narrow.append(chart)
    draw_pairs(narrow)


def draw_pairs(charts: Sequence[Chart]) -> None:
    """Draw charts two in a row; a single one takes the whole width."""
    for start in range(0, len(charts), 2):
        pair = charts[start : start + 2]
        for place, chart in zip(st.columns(len(pair), gap="large"), pair, strict=True):
            with place:
                draw_chart(chart, currency=currency())


def alarms(notes: Sequence[Note]) -> None:
    """Draw the red banners."""
    for note in notes:
        if note.kind is NoteKind.ALARM:
            st.error(_headed(note), icon=":material/warning:")


def _headed(note: Note) -> str:
    """Return a note as Markdown, its headline in bold before it."""
    if not note.title.zh:
        return safe(note.text)
    return f"**{safe(note.title)}**{plain(_STOP)}{safe(note.text)}"


def cards(notes: Sequence[Note]) -> None:
    """Draw notes as cards of equal height, three in a row."""
    for start in range(0, len(notes), CARDS_PER_ROW):
        row = notes[start : start + CARDS_PER_ROW]
        columns = CARDS_PER_ROW if len(notes) > CARDS_PER_ROW else len(row)
        for place, note in zip(st.columns(columns), row, strict=False):
            with place.container(border=True, height="stretch", gap="xsmall"):
                _note_card(note)


def _note_card(note: Note) -> None:
    """Draw one note: title, money and grade, the sentence."""
    if note.title.zh:
        st.markdown(f"#### {safe(note.title)}")
    parts = []
    if note.amount_cents is not None:
        amount = f"**{safe(say_cents(note.amount_cents, currency()))}**"
        colour = "red" if note.amount_cents < 0 else "green"
        parts.append(f":{colour}[{amount}]" if note.kind is NoteKind.CAUSE else amount)
    if note.grade is not None:
        parts.append(f":gray-badge[{plain(_GRADE.fill(grade=note.grade.value))}]")
    if parts:
        st.markdown(" ".join(parts))
    st.markdown(safe(note.text))


def lines(notes: Sequence[Note], *kinds: NoteKind) -> None:
    """Draw the notes of these kinds, one line each."""
    for note in notes:
        if note.kind in kinds:
            body = f"{_ICONS[note.kind]} {_headed(note)}"
            if note.kind is NoteKind.FINDING:
                st.markdown(body)
            else:
                st.caption(body)


def _findings(findings: Sequence[Finding]) -> None:
    """Draw the imperfect data behind a section, folded."""
    if not findings:
        return
    with st.expander(plain(_FINDINGS.fill(n=len(findings))), icon=":material/rule:"):
        for finding in findings:
            st.markdown(f"`{finding.kind.code}` {safe(finding.message)}")
            st.caption(md_escape(plain(finding.place.text)))


def draw_not_ready(section: NotReady) -> None:
    """Draw a section that lacks its data: what is missing and which export opens it."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"#### :material/lock_open: {safe(section.title)}")
        st.markdown(safe(_MISSING.fill(missing=section.missing)))
        st.caption(safe(_HELPS.fill(export=section.export)))
