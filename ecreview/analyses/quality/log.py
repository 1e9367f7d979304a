"""What the files hold and what cleaning did to them: the receipt of each table, and the cleaning log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecreview.model.section import Column, Grid
from ecreview.model.text import EMPTY, Text, Unit, join_texts, same, say_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ecreview.model.dataset import ColumnSum, FileReceipt, TableReceipt
    from ecreview.model.findings import Sample
    from ecreview.model.operations import Operation

_FILE = Column("file", Text(zh="文件", en="File"))
_SHEET = Column("sheet", Text(zh="工作表", en="Sheet"))
SENTENCES = 2  # of one rule, told in full
_MORE = Text(zh="另有 {n} 列同样处理。", en="Likewise in {n} more columns.")
_ARROW = Text(zh="{before} → {after}", en="{before} → {after}")
_SPAN = Text(zh="{first} ～ {last}", en="{first} – {last}")
_FREE = Text(zh="可撤销：{note}", en="can be undone: {note}")
_FIXED = Text(zh="不能撤销：{note}", en="cannot be undone: {note}")
_UNDONE = Text(zh="已撤销：{note}", en="undone: {note}")


def log_grids(
    tables: Sequence[tuple[FileReceipt, TableReceipt]], done: Sequence[Operation]
) -> Iterator[Grid]:
    """Yield the sums and cells of each table, and what each rule did to it."""
    sums = [(file, table, each) for file, table in tables for each in table.contents.sums]
    if tables:
        yield _receipt_grid(tables)
    if sums:
        yield _sums_grid(sums)
    if done:
        yield _operations_grid(done)


def _receipt_grid(tables: Sequence[tuple[FileReceipt, TableReceipt]]) -> Grid:
    """Return one row per table: its period, and how many of its cells say something."""
    rows = [
        {
            "file": file.name,
            "sheet": table.sheet or "",
            "period": _period(table.span),
            "filled": table.contents.filled,
            "errors": table.contents.errors,
            "formulas": table.contents.formulas_without_value,
        }
        for file, table in tables
    ]
    return Grid(
        "receipt",
        Text(zh="每张表的回执", en="Receipt of each table"),
        (
            _FILE,
            _SHEET,
            Column("period", Text(zh="期间", en="Period")),
            Column("filled", Text(zh="非空单元格", en="Filled cells"), Unit.COUNT),
            Column("errors", Text(zh="公式错误", en="Formula errors"), Unit.COUNT),
            Column("formulas", Text(zh="没算出值的公式", en="Formulas without a value"), Unit.COUNT),
        ),
        pd.DataFrame(rows),
    )  # fmt: skip


def _period(span: tuple[date, date] | None) -> Text:
    """Return first and last day, nothing where the table is undated."""
    return EMPTY if span is None else _SPAN.fill(first=say_date(span[0]), last=say_date(span[1]))


def _sums_grid(sums: Sequence[tuple[FileReceipt, TableReceipt, ColumnSum]]) -> Grid:
    """Return one row per money column of the files."""
    rows = [
        {
            "file": file.name,
            "sheet": table.sheet or "",
            "column": each.name,
            "cents": each.cents,
            "count": each.count,
        }
        for file, table, each in sums
    ]
    return Grid(
        "column_sums",
        Text(zh="每个金额列的合计", en="What each money column adds up to"),
        (
            _FILE,
            _SHEET,
            Column("column", Text(zh="列", en="Column")),
            Column("cents", Text(zh="合计", en="Sum"), Unit.CENTS),
            Column("count", Text(zh="有金额的行", en="Amounts"), Unit.COUNT),
        ),
        pd.DataFrame(rows),
        caption=Text(
            zh="按文件里的全部数据行相加，重复和隔离的也在内，可以和文件自己的合计对。",
            en="Over all data rows of the file, merged and quarantined ones in: to hold against its own totals.",
        ),
    )


def _operations_grid(done: Sequence[Operation]) -> Grid:
    """Return one row per rule and table, most money first."""
    rows = [
        {
            "rule": each.kind.code,
            "what": in_words(each.what),
            "file": each.file,
            "sheet": each.sheet or "",
            "count": each.count,
            "amount_cents": each.amount_cents,
            "samples": say_samples(each.samples),
            "undo": say_undo(each),
        }
        for each in done
    ]
    return Grid(
        "operations",
        Text(zh="清洗日志", en="Cleaning log"),
        (
            Column("rule", Text(zh="规则", en="Rule"), Unit.ID, is_shown=False),
            Column("what", Text(zh="做了什么", en="What was done")),
            _FILE,
            _SHEET,
            Column("count", Text(zh="处数", en="Count"), Unit.COUNT),
            Column("amount_cents", Text(zh="涉及金额", en="Amount"), Unit.CENTS),
            Column("samples", Text(zh="前 → 后", en="Before → after")),
            Column("undo", Text(zh="撤销", en="Undo")),
        ),
        pd.DataFrame(rows).astype({"amount_cents": "Int64"}),
        caption=Text(
            zh="每条规则在每张表上记一条，按涉及金额排序。",
            en="One entry per rule and table, ordered by the money touched.",
        ),
    )


def in_words(texts: Sequence[Text]) -> Text:
    """Return sentences one after the other; of many alike the first one and how many more there are."""
    more = [_MORE.fill(n=len(texts) - 1)] if len(texts) > SENTENCES else []
    told = texts[:1] if more else texts
    return join_texts([*told, *more], zh="", en=" ")


def say_samples(samples: Sequence[Sample]) -> Text:
    """Return samples as before → after."""
    arrows = [_ARROW.fill(before=before, after=after) for before, after in samples]
    return join_texts(arrows, zh="；", en="; ") if arrows else same("")


def say_undo(operation: Operation) -> Text:
    """Return whether an operation can be undone, and what that does or why it cannot."""
    state = _UNDONE if operation.is_undone else _FREE if operation.can_undo else _FIXED
    return state.fill(note=operation.note or EMPTY)
