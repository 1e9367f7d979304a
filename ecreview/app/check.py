"""The check page: is everything read, can the numbers be trusted, do the files agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.cleaning_log import entries
from ecreview.app.grids import draw_grid
from ecreview.app.render import currency, draw_charts, lines
from ecreview.app.words import plain, safe
from ecreview.model.section import HeatmapChart, NoteKind
from ecreview.model.text import Text, Unit, say_cents, say_rate
from ecreview.reconcile.present import whether_it_ties, why_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.app.cleaning_log import Entry
    from ecreview.model.dataset import Dataset
    from ecreview.model.section import Grid, Section
    from ecreview.reconcile.base import Reconciliation
    from ecreview.review import Review

LOGGED = ("findings", "operations")  # tables that the cleaning log of the page shows as one
TRUSTED = ("coverage", "grades", "figure_grades")

BELONGS = Text(
    zh="这一页回答三件事：文件都读进来了吗，数字可信吗，文件之间对得上吗。",
    en="This page answers three things: was everything read, can the numbers be trusted, do the files agree.",
)
NAME = Text(zh="体检与对账", en="Check")
_NO_PAIR = Text(
    zh="{n} 行进出相等；还没有两份能互相核对的表。",
    en="{n} rows in = rows out; no two tables to check against each other yet.",
)
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
_FOUND = Text(zh="{n} 处，涉及 {money}", en="{n:finding|findings} on {money}")
_FOUND_NONE = Text(zh="没有发现问题", en="Nothing found")
_TO_CONFIRM = Text(zh="其中 {n} 处要您确认", en="{n:of them needs|of them need} your eye")
_PAIRS = Text(
    zh="{n} 对文件，说不清的合计 {cents}", en="{n:pair|pairs}, {cents} unexplained in all"
)
_ONE_FILE = Text(zh="还不能对账", en="Nothing to compare yet")
_ONE_FILE_HELP = Text(
    zh="再放入账单流水或订单明细，就能逐单核对到分。",
    en="Add a payment ledger or order lines and every order is checked to the cent.",
)
_RATE = Text(zh="对账率 {rate}", en="{rate} reconciled")
_WHY = Text(
    zh="每个数为什么是这一档，缺了哪几天",
    en="Why each number has its grade, which days are missing",
)
_RECEIPTS = Text(
    zh="每张表的回执：行、单元格、金额合计、日期",
    en="Receipt of each table: rows, cells, sums, days",
)


def headline(review: Review) -> Text:
    """Return in one sentence whether the money ties; whether all rows were read where nothing was compared."""
    rows = f"{sum(t.ledger.total for f in review.dataset.files for t in f.tables):,}"
    return whether_it_ties(review.reconciliations) or _NO_PAIR.fill(n=rows)


def answers(review: Review, quality: Section | None) -> None:
    """Draw why the files are apart, what was read and which days are missing, then the three answers."""
    why = why_apart(review.reconciliations)
    for line in (why, None if quality is None else quality.answer):
        if line is not None:
            st.markdown(safe(line))
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
    left_open = sum(pair.open_cents for pair in of_money)
    _card(
        _AGREE,
        _RATE.fill(rate=say_rate(part / whole if whole else None)),
        _PAIRS.fill(n=len(made), cents=say_cents(left_open, currency())),
        is_good=left_open == 0,
    )


def quality(section: Section) -> None:
    """Draw where every row ended, then the days covered and the grades; the answers and the log tell the rest."""
    days = [chart for chart in section.charts if isinstance(chart, HeatmapChart)]
    draw_charts([chart for chart in section.charts if chart not in days])
    grids = [grid for grid in section.grids if grid.key not in LOGGED]
    _folded(section, [g for g in grids if g.key not in TRUSTED], _RECEIPTS, ":material/receipt:")
    st.subheader(plain(_TRUST), anchor=False)
    lines(section.notes, NoteKind.FINDING, NoteKind.LIMIT, NoteKind.DEFINITION)
    draw_charts(days)
    _folded(section, [g for g in grids if g.key in TRUSTED], _WHY, ":material/verified:")


def _folded(section: Section, grids: Sequence[Grid], title: Text, icon: str) -> None:
    """Draw tables folded, nothing where there are none."""
    if grids:
        with st.expander(plain(title), icon=icon):
            for grid in grids:
                draw_grid(grid, currency=currency(), key=f"{section.key}/{grid.key}")
