"""The check page: is everything read, can the numbers be trusted, do the files agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.cleaning_log import entries
from ecreview.app.grids import draw_grid
from ecreview.app.render import currency, draw_charts, draw_section, lines
from ecreview.app.words import plain, safe
from ecreview.model.section import NoteKind
from ecreview.model.text import Text, Unit, say_cents, say_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.app.cleaning_log import Entry
    from ecreview.model.dataset import Dataset
    from ecreview.model.section import Section
    from ecreview.reconcile.base import Reconciliation
    from ecreview.review import Review

LOGGED = ("findings", "operations")  # tables that the cleaning log of the page shows as one

BELONGS = Text(
    zh="这一页回答三件事：文件都读进来了吗，数字可信吗，文件之间对得上吗。",
    en="This page answers three things: was everything read, can the numbers be trusted, do the files agree.",
)
NAME = Text(zh="体检与对账", en="Check")
_READ = Text(zh="都读进来了吗", en="Was everything read")
_TRUST = Text(zh="数字可信吗", en="Can the numbers be trusted")
_AGREE = Text(zh="文件对得上吗", en="Do the files agree")
_ROWS = Text(zh="{n} 行，差 {missing} 行", en="{n:row|rows}, {missing} unaccounted for")
_ROWS_SPLIT = Text(
    zh="保留 {kept} + 合并重复 {duplicate} + 隔离 {quarantined} + 表头说明合计空行 {other}",
    en="kept {kept} + merged {duplicate} + quarantined {quarantined} + headers, notes, totals, blanks {other}",
)
_REFUSED = Text(
    zh="；另有 {n} 个文件读不了，见上传页", en="; {n:file|files} could not be read, see Upload"
)
_ABREAST = 4  # cards of pairs beside each other
_FOUND = Text(zh="{n} 处，涉及 {money}", en="{n:finding|findings} on {money}")
_FOUND_NONE = Text(zh="没有发现问题", en="Nothing found")
_TO_CONFIRM = Text(zh="其中 {n} 处要您确认", en="{n:of them needs|of them need} your eye")
_PAIRS = Text(zh="{n} 对文件，未解释合计 {cents}", en="{n:pair|pairs}, {cents} unexplained in all")
_ONE_FILE = Text(zh="还不能对账", en="Nothing to compare yet")
_ONE_FILE_HELP = Text(
    zh="再放入账单流水或订单明细，就能逐单核对到分。",
    en="Add a payment ledger or order lines and every order is checked to the cent.",
)
_RATE = Text(zh="对账率 {rate}", en="{rate} reconciled")
_RECEIPTS = Text(
    zh="每张表的回执：行、单元格、金额合计、日期",
    en="Receipt of each table: rows, cells, sums, days",
)
_PAIRWISE = Text(zh="文件两两对账", en="File against file")
_MATCHED = Text(zh="{left} 行对 {right} 行", en="{left} rows against {right}")
_DIFFERENCE = Text(zh="相差", en="Difference")
_UNEXPLAINED = Text(zh="未解释", en="Unexplained")
_DETAILS = Text(zh="看明细：{pair}", en="Details: {pair}")


def answers(review: Review) -> None:
    """Draw the three answers as cards."""
    first, second, third = st.columns(3)
    with first.container(border=True, height="stretch", gap="xsmall"):
        _answer_rows(review.dataset)
    with second.container(border=True, height="stretch", gap="xsmall"):
        _answer_findings(entries(review.dataset))
    with third.container(border=True, height="stretch", gap="xsmall"):
        _answer_pairs(review.reconciliations)


def _card(question: Text, answer: Text, detail: Text, *, is_good: bool) -> None:
    """Draw one answer."""
    sign = ":green[:material/check_circle:]" if is_good else ":orange[:material/error:]"
    st.markdown(f"{sign} **{plain(question)}**")
    st.subheader(safe(answer), anchor=False)
    st.caption(safe(detail))


def _answer_rows(dataset: Dataset) -> None:
    """Draw whether every row ended in one class."""
    ledgers = [table.ledger for file in dataset.files for table in file.tables]
    total = sum(ledger.total for ledger in ledgers)
    split = {
        name: sum(getattr(ledger, name) for ledger in ledgers)
        for name in ("kept", "duplicate", "quarantined")
    }
    other = sum(led.header + led.preamble + led.blank + led.footer for led in ledgers)
    missing = total - sum(split.values()) - other
    words = {name: f"{n:,}" for name, n in split.items()}
    refused = sum(file.error is not None for file in dataset.files)
    detail = _ROWS_SPLIT.fill(other=f"{other:,}", **words)
    _card(
        _READ,
        _ROWS.fill(n=f"{total:,}", missing=f"{missing:,}"),
        detail + _REFUSED.fill(n=refused) if refused else detail,
        is_good=missing == 0 and not refused,
    )


def _answer_findings(lines: Sequence[Entry]) -> None:
    """Draw how many things cleaning did and found, and what they touch; what is undone is not done."""
    lines = [line for line in lines if not (line.operation and line.operation.is_undone)]
    money = sum(abs(line.amount_cents) for line in lines)
    to_confirm = sum(line.is_open for line in lines)
    answer = _FOUND.fill(n=len(lines), money=say_cents(money, currency()))
    _card(
        _TRUST,
        answer if lines else _FOUND_NONE,
        _TO_CONFIRM.fill(n=to_confirm),
        is_good=not to_confirm,
    )


def _answer_pairs(made: Sequence[Reconciliation]) -> None:
    """Draw whether the files agree."""
    if not made:
        _card(_AGREE, _ONE_FILE, _ONE_FILE_HELP, is_good=False)
        return
    of_money = [pair for pair in made if pair.unit is Unit.CENTS]
    part = sum(pair.rate_amount[0] for pair in of_money)
    whole = sum(pair.rate_amount[1] for pair in of_money)
    unexplained = sum(abs(pair.unexplained_cents) for pair in of_money)
    _card(
        _AGREE,
        _RATE.fill(rate=say_rate(part / whole if whole else None)),
        _PAIRS.fill(n=len(made), cents=say_cents(unexplained, currency())),
        is_good=not any(pair.unexplained_cents for pair in made),
    )


def quality(section: Section) -> None:
    """Draw where every row ended and what the files hold; the answers and the log tell the rest."""
    lines(section.notes, NoteKind.FINDING, NoteKind.LIMIT, NoteKind.DEFINITION)
    draw_charts(section.charts)
    with st.expander(plain(_RECEIPTS), icon=":material/receipt:"):
        for grid in section.grids:
            if grid.key not in LOGGED:
                draw_grid(grid, currency=currency(), key=f"{section.key}/{grid.key}")


def pairs(made: Sequence[Reconciliation], sections: Sequence[Section]) -> None:
    """Draw one card per pair of files, and their sections folded below."""
    if not made:
        return
    st.subheader(plain(_PAIRWISE), anchor=False)
    places = st.columns(min(max(len(made), 2), _ABREAST))
    for number, pair in enumerate(made):
        with places[number % len(places)].container(border=True, height="stretch", gap="xsmall"):
            _pair(pair)
    for section in sections:
        with st.expander(plain(_DETAILS.fill(pair=safe(section.title)))):
            draw_section(section)


def _pair(pair: Reconciliation) -> None:
    """Draw one pair: rows, rate, the difference and what explains it."""
    part, whole = pair.rate_amount
    st.markdown(f"#### {safe(pair.title)}")
    rows = _MATCHED.fill(left=f"{pair.left_rows:,}", right=f"{pair.right_rows:,}")
    st.caption(plain(rows))
    st.subheader(plain(say_rate(part / whole if whole else None)), anchor=False)
    _line(plain(_DIFFERENCE), pair.difference_cents, pair.unit)
    for reason, cents in pair.explained.items():
        _line(safe(pair.wording.reason(reason)), cents, pair.unit)
    colour = "orange" if pair.unexplained_cents else "green"
    _line(f"**{plain(_UNEXPLAINED)}**", pair.unexplained_cents, pair.unit, colour=colour)


def _line(words: str, number: int, unit: Unit, *, colour: str = "") -> None:
    """Draw words left and an amount, or a count, right."""
    amount = f"{number / 100:,.2f}" if unit is Unit.CENTS else f"{number:,}"
    amount = amount.replace("-", "−")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(words, width="content")
        st.markdown(f":{colour}[**{amount}**]" if colour else amount, width="content")
