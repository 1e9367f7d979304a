"""From a raw table to a canonical one: typed columns, every row in one class, everything changed said.

    RawTable + Format + Mapping → rows by class → typed columns → unusable and merged rows set aside
    → what a row means → CleanTable

Runs in the parsing worker: Arrow and numpy only, on the distinct texts of each column, no pandas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import constant, has, ints, known, known_ints, mask, put
from ecreview.intake.control import (
    control_findings,
    control_totals,
    lines_at,
    stated_totals,
    summary_totals,
)
from ecreview.intake.describing import describe_columns, personal_columns
from ecreview.intake.entries import settle_entries
from ecreview.intake.ledger import Amounts, build_ledger
from ecreview.intake.lines import settle_lines
from ecreview.intake.meaning import Context, Meaning
from ecreview.intake.merging import Records, merge_rows
from ecreview.intake.noticing import (
    footer_findings,
    formula_findings,
    personal_findings,
    spot_of,
    typing_findings,
)
from ecreview.intake.operations import part_undone
from ecreview.intake.orders import settle_orders
from ecreview.intake.preamble import export_time, surroundings_of
from ecreview.intake.quarantine import blanks_as_zero, error_rows, quarantine
from ecreview.intake.reading import Source, read_columns
from ecreview.intake.receipt import contents_of
from ecreview.intake.refunds import settle_refunds
from ecreview.intake.rows import (
    as_data,
    cells_at,
    classify_rows,
    without_descriptions,
    without_prefix,
    without_summary,
    without_total_rows,
)
from ecreview.intake.sharing import settle_purchases
from ecreview.intake.tabling import build_table, conform, fold_amounts
from ecreview.intake.typed import Habits
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind
from ecreview.model.findings import Place, sort_findings
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Words
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.intake.formats.base import Format
    from ecreview.intake.ledger import Aside
    from ecreview.intake.mapping import Dates, Duplicates, Mapping
    from ecreview.intake.noticing import Spot
    from ecreview.intake.preamble import Surroundings
    from ecreview.intake.raw import RawTable
    from ecreview.intake.reading import Reading
    from ecreview.intake.rows import RowsByClass
    from ecreview.intake.typed import TypedColumn
    from ecreview.model.dataset import ColumnSample, Contents
    from ecreview.model.findings import Finding
    from ecreview.model.ledger import ControlTotal, Ledger
    from ecreview.model.tables import TableSpec

_TYPED = (Kind.TIME, Kind.CENTS, Kind.COUNT, Kind.NUMBER)  # kinds that no description can be
NO_WORDS: Words[str, Words[str, str]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class CleanTable:
    """One canonical table of one sheet.

    Attributes:
        spec: what its columns mean.
        frame: one row per kept row, in file order. Columns: the fields of the spec that were given, in the
            order of the spec, then `source_row` (int32, as Excel shows it). Types: id and text
            `large_string`; category and key `dictionary<int32, large_string>`; cents and count `int64`;
            number, rate and seconds `double`; time `timestamp[s]`; flag `bool`. Null = unknown.
        ledger: every row of the sheet in one class.
        findings: what is imperfect and what cleaning did.
        control_totals: totals stated by the file beside those of the rows read.
        facts: what reading found out about the whole table, e.g. `paid_basis` → `net`.
        columns: the file's columns in order, with samples; none of a personal column.
        span: first and last day of the spec's time column.
        contents: cells and sums as the file has them.
        undone: what the undone rules would have done.
    """

    spec: TableSpec
    frame: pa.Table
    ledger: Ledger
    findings: tuple[Finding, ...]
    control_totals: tuple[ControlTotal, ...]
    facts: Words[str, str]
    columns: tuple[ColumnSample, ...]
    span: tuple[date, date] | None
    contents: Contents
    undone: tuple[Finding, ...]


def clean_table(  # noqa: PLR0913 - each says one thing that a person may choose
    raw: RawTable,
    form: Format,
    mapping: Mapping,
    *,
    salt: bytes,
    duplicates: Duplicates = "keep",
    words: Words[str, Words[str, str]] = NO_WORDS,
    undo: frozenset[str] = frozenset(),
    dates: Dates | None = None,
) -> CleanTable:
    """Return the table, clean.

    The mapping gives every required field of the spec. A field that the spec does not know is text for
    `form.prepare` and dropped after it.

    Args:
        raw: the table as it stands in the file.
        form: what the export declares; of a table nobody recognised, a format with the chosen table word.
        mapping: canonical field ← source column name, as chosen.
        salt: key of the hashes that stand for buyers; at most 64 bytes.
        duplicates: what to do with identical rows of a table whose rows have no name.
        words: canonical field → source word → canonical word, as a person chose (e.g. for `status`).
        undo: codes of rules that a person has undone.
        dates: how a person says that 06/07/2025 is to be read.
    """
    raw = without_prefix(raw, form.prefix) if form.prefix else raw
    task = _Task(raw, form, table_spec(mapping.table), mapping, words, undo)
    found = task.classify()
    rows = as_data(found, undo)
    around = _with_stated_currency(surroundings_of(raw), task, rows)
    habits = Habits(
        form.null_words,
        form.zero_words,
        words,
        salt,
        raw.sheet.date_1904,
        undo=undo,
        day_first=None if dates is None else dates == "day_first",
        period=around.period,
        has_periods=any(field.key == "period_end" for field in task.spec.fields),
    )
    reading = read_columns(
        Source(raw, rows.data, habits), task.spec, form, tuple(task.names.items())
    )
    amounts = _amounts(reading.columns, task.spec)
    spot = spot_of(raw, rows.data, None if amounts is None else amounts.cents)
    aside, of_aside = _set_aside(task, rows, reading, spot, duplicates)
    kept = np.delete(np.arange(len(rows.data)), [entry.row for entry in aside])
    meaning = _mean(task, reading, rows, aside, kept)
    origin = kept if meaning.origin is None else kept[meaning.origin]
    frame = _finish(meaning.table, task, around, raw.sheet.rows[rows.data[origin]])
    totals = (
        *control_totals(
            raw, rows, control=form.control, amounts=amounts, stated=_stated(task, rows, habits)
        ),
        *summary_totals(raw, rows, form.summary, reading.columns, amounts),
        *stated_totals(raw, rows, form.total_in, amounts),
    )
    personal = personal_columns(raw, form.personal)
    findings = (
        *typing_findings(reading.sources, spot),
        *formula_findings(
            reading.columns, task.spec, spot, raw.sheet.census.formulas_without_value
        ),
        *of_aside,
        *meaning.findings,
        *footer_findings(raw, found),
        *_of_surroundings(task, around, spot),
        *personal_findings(raw, personal - set(task.names.values())),
        *control_findings(totals, Place(raw.sheet.file, raw.sheet.sheet), len(rows.data)),
    )
    told, undone = part_undone(findings, undo)
    return CleanTable(
        spec=task.spec,
        frame=frame,
        ledger=build_ledger(raw, rows, aside, amounts=amounts, kept_cents=_sum(frame, task.spec)),
        findings=sort_findings(told),
        control_totals=totals,
        facts={**meaning.facts, **_exported(raw, rows)},
        columns=_described(task, reading, rows, personal),
        span=_span(frame, task.spec),
        contents=contents_of(raw, reading.sources),
        undone=sort_findings(undone),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What is cleaned, and how it was recognised.

    Attributes:
        words, undo: see `clean_table`.
    """

    raw: RawTable
    form: Format
    spec: TableSpec
    mapping: Mapping
    words: Words[str, Words[str, str]]
    undo: frozenset[str]

    @property
    def names(self) -> dict[str, str]:
        """Return the column of the file per field; a field whose column is absent is left out."""
        return {key: name for key, name in self.mapping.columns if name in self.raw.names}

    @property
    def has_time(self) -> bool:
        """Return whether the rows are dated themselves."""
        return self.spec.time in self.names

    def classify(self) -> RowsByClass:
        """Return the rows below the header by class."""
        names = self.names
        needed = [f for f in self.spec.required if f.key in names]
        if needed and needed[0].kind is Kind.CENTS:  # an amount names no row
            ids = [f for f in self.spec.fields if f.key in names and f.kind is Kind.ID]
            needed = ids[:1] + needed
        keys = tuple(names[f.key] for f in needed)
        rows = classify_rows(self.raw, keys=keys, footer=self.form.footer)
        rows = without_summary(self.raw, rows, tuple(self.form.summary))
        rows = without_total_rows(self.raw, rows, self.form.total_in)
        typed = {
            names[f.key]: f.kind for f in self.spec.fields if f.key in names and f.kind in _TYPED
        }
        return without_descriptions(self.raw, rows, key=keys[0] if keys else None, typed=typed)


def _set_aside(
    task: _Task, rows: RowsByClass, reading: Reading, spot: Spot, duplicates: Duplicates
) -> tuple[tuple[Aside, ...], tuple[Finding, ...]]:
    """Return the rows that cannot be used or that another row stands for, in row order, and why."""
    of_order = ("order_amount",) if task.form.order_amount_on == "first_line" else ()
    unusable = quarantine(
        reading.columns,
        task.spec,
        spot,
        errors=error_rows(task.raw, rows.data, task.names),
        may_be_blank=frozenset({*of_order, *task.form.may_be_blank}),
        undo=task.undo,
    )
    records = Records(task.raw, rows.data, reading.columns, unusable.is_usable, spot, task.undo)
    merged = merge_rows(records, task.spec, task.form, duplicates=duplicates)
    entries = sorted((*unusable.aside, *merged.aside), key=lambda entry: entry.row)
    return tuple(entries), (*unusable.findings, *merged.findings)


def _mean(
    task: _Task,
    reading: Reading,
    rows: RowsByClass,
    aside: tuple[Aside, ...],
    kept: NDArray[np.int64],
) -> Meaning:
    """Return the table of the kept rows with what they mean."""
    table = build_table(reading.columns, kept, len(rows.data))
    table = fold_amounts(reading.columns, table, kept, aside)
    if kinds.AMOUNT_BLANK.code in task.undo:
        table = blanks_as_zero(table, task.spec)
    amount = task.spec.amount
    cents = None if amount is None or not has(table, amount) else ints(table, amount)
    words = task.words
    context = Context(
        spot=spot_of(task.raw, rows.data[kept], cents),
        headers=task.names,
        status={**task.form.status, **words.get("status", {}), **words.get("status_raw", {})},
        refund_states=words.get("refund_state", {}),
        paid_basis=task.form.paid_basis,
        order_amount_on=task.form.order_amount_on,
        shared=task.form.shared,
        refunds_in_full=task.form.refunds_in_full,
        subjects=task.form.subjects,
        undo=task.undo,
    )
    settle = _SETTLING.get(task.spec.key)
    if settle is None:
        return Meaning(table, _period_rows(table, context))
    return settle(table, context)


def _period_rows(table: pa.Table, context: Context) -> tuple[Finding, ...]:
    """Return the rows of a report that speak of several days."""
    if not (has(table, "date") and has(table, "period_end")):
        return ()
    is_long = pc.greater(*(table[name].cast(pa.date32()) for name in ("period_end", "date")))
    return context.spot.finding(kinds.PERIOD_ROW, mask(is_long))


_SETTLING: Words[str, Callable[[pa.Table, Context], Meaning]] = {
    "orders": settle_orders,
    "order_lines": settle_lines,
    "erp_orders": settle_lines,
    "payments": settle_entries,
    "fees": settle_entries,
    "purchases": settle_purchases,
    "refunds": settle_refunds,
}


def _finish(
    table: pa.Table, task: _Task, around: Surroundings, rows: NDArray[np.int64]
) -> pa.Table:
    """Return the table after the format's own last step, in canonical types."""
    form = task.form
    said = {"platform": form.platform, "shop": around.shop, "currency": around.currency}
    for name, word in {**said, **form.constants}.items():
        if word and not known(table, name).any():
            table = put(table, name, constant(word, table.num_rows))
    table = _with_period(table, task, around)
    if form.prepare is not None:
        table = form.prepare(table)
    return conform(table, task.spec, rows)


def _with_stated_currency(around: Surroundings, task: _Task, rows: RowsByClass) -> Surroundings:
    """Return the surroundings with the currency that the rows of totals name, where nothing above does."""
    name = task.names.get("currency")
    if around.currency or name is None:
        return around
    words = set(cells_at(task.raw, name, rows.totals).to_pylist()) - {None, ""}
    return replace(around, currency=words.pop()) if len(words) == 1 else around


def _with_period(table: pa.Table, task: _Task, around: Surroundings) -> pa.Table:
    """Return the table with the period that its surroundings say, where its rows have no date."""
    time = task.spec.time
    if around.period is None or task.form.period_from != "file" or time is None or has(table, time):
        return table
    for name, day in zip((time, "period_end"), around.period, strict=True):
        table = put(table, name, pa.repeat(pa.scalar(day, pa.date32()), len(table)))
    return table


def _of_surroundings(task: _Task, around: Surroundings, spot: Spot) -> tuple[Finding, ...]:
    """Return what holds for all rows: the period beside the table, no buyers, what its figures are."""
    every = np.ones(len(spot.rows), dtype=np.bool_)
    findings: tuple[Finding, ...] = ()
    if around.period is not None and task.form.period_from == "file" and not task.has_time:
        period = " ～ ".join(dict.fromkeys(str(day) for day in around.period))
        findings = spot.finding(
            kinds.PERIOD_FROM_NAME, every, where=around.period_place, period=period
        )
    if task.form.is_buyerless:
        findings = (*findings, *spot.finding(kinds.BUYER_NONE, every))
    if task.form.remark != EMPTY:
        findings = (*findings, *spot.finding(kinds.EXPORT_REMARK, every, remark=task.form.remark))
    return findings


def _exported(raw: RawTable, rows: RowsByClass) -> dict[str, str]:
    """Return when the file says that it was exported, where it says so."""
    around = np.sort(np.concatenate([raw.above, rows.notes]))
    time = export_time("", [line for line in lines_at(raw, around) if line])
    return {"exported_at": time} if time else {}


def _described(
    task: _Task, reading: Reading, rows: RowsByClass, personal: frozenset[str]
) -> tuple[ColumnSample, ...]:
    """Return the columns of the file; of one that names people no cell is shown."""
    known = [reading.columns[f.key] for f in task.spec.fields if f.key in reading.columns]
    fields = {column.name: (column.field.key, 1.0) for column in reversed(known)}
    keys = {column.name for column in known if column.field.kind is Kind.KEY}
    return describe_columns(task.raw, rows.data, fields, hidden=personal | keys)


def _amounts(columns: Words[str, TypedColumn], spec: TableSpec) -> Amounts | None:
    """Return the leading money of the data rows, None where the table has none."""
    if spec.amount is None or spec.amount not in columns:
        return None
    return Amounts(*known_ints(columns[spec.amount].per_row()))


def _stated(task: _Task, rows: RowsByClass, habits: Habits) -> Amounts | None:
    """Return the leading money of the rows that sum up others, None where they hold none."""
    name = task.names.get(task.spec.amount or "")
    if not name or not len(rows.totals):
        return None
    source = Source(task.raw, rows.totals, habits)
    pairs = ((task.spec.amount or "", name),)
    return _amounts(read_columns(source, task.spec, task.form, pairs).columns, task.spec)


def _sum(frame: pa.Table, spec: TableSpec) -> int | None:
    """Return the leading money of the clean table, None where it has none."""
    if spec.amount is None or not has(frame, spec.amount):
        return None
    return pc.sum(frame[spec.amount]).as_py() or 0


def _span(frame: pa.Table, spec: TableSpec) -> tuple[date, date] | None:
    """Return the first and last day of the table, None where it is undated."""
    if spec.time is None or not has(frame, spec.time):
        return None
    ends = pc.min_max(frame[spec.time]).as_py()
    return None if ends["min"] is None else (ends["min"].date(), ends["max"].date())
