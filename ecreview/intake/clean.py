"""From a raw table to a canonical one: typed columns, every row in one class, everything changed said.

    RawTable + Format + Mapping → rows by class → typed columns → unusable and merged rows set aside
    → what a row means → CleanTable

Runs in the parsing worker: Arrow and numpy only, on the distinct texts of each column, no pandas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, known_ints, mask
from ecreview.intake.contradictions import contradictions
from ecreview.intake.control import (
    control_findings,
    control_totals,
    stated_totals,
    summary_totals,
)
from ecreview.intake.describing import describe_columns, personal_columns
from ecreview.intake.entries import settle_entries
from ecreview.intake.finish import (
    exported_at,
    findings_beside,
    finish,
    span_of,
    sum_of,
    with_stated_currency,
)
from ecreview.intake.ledger import Amounts, build_ledger
from ecreview.intake.lines import settle_erp_lines, settle_lines
from ecreview.intake.mapping import AS_RECOGNISED, TableChoice
from ecreview.intake.meaning import Context, Meaning
from ecreview.intake.merging import Records, merge_rows
from ecreview.intake.moves import settle_moves
from ecreview.intake.noticing import (
    footer_findings,
    formula_findings,
    personal_findings,
    spot_of,
    typing_findings,
)
from ecreview.intake.operations import part_undone
from ecreview.intake.orders import settle_orders
from ecreview.intake.preamble import surroundings_of
from ecreview.intake.quarantine import blanks_as_zero, error_rows, quarantine
from ecreview.intake.reading import Source, read_columns
from ecreview.intake.receipt import contents_of
from ecreview.intake.refunds import settle_refunds
from ecreview.intake.rows import (
    as_data,
    without_prefix,
)
from ecreview.intake.sharing import settle_purchases
from ecreview.intake.tabling import build_table, fold_amounts
from ecreview.intake.task import Task
from ecreview.intake.typed import Habits
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind
from ecreview.model.findings import Place, sort_findings

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Words
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.intake.formats.base import Format
    from ecreview.intake.ledger import Aside
    from ecreview.intake.mapping import Mapping
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

NOTHING_CHOSEN = TableChoice("*", AS_RECOGNISED)


@dataclass(frozen=True, slots=True, eq=False)
class CleanTable:
    """One canonical table of one sheet.

    Attributes:
        spec: what its columns mean.
        frame: one row per kept row, in file order. Columns: the fields of the spec that were given, in the
            order of the spec, then `source_row` (int32, as Excel shows it). Types: id `large_string`; category,
            key and text `dictionary<int32, large_string>`; cents and count `int64`;
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


def clean_table(
    raw: RawTable,
    form: Format,
    mapping: Mapping,
    *,
    salt: bytes,
    choice: TableChoice = NOTHING_CHOSEN,
) -> CleanTable:
    """Return the table, clean.

    The mapping gives every required field of the spec. A field that the spec does not know is text for
    `form.prepare` and dropped after it.

    Args:
        raw: the table as it stands in the file.
        form: what the export declares; of a table nobody recognised, a format with the chosen table word.
        mapping: canonical field ← source column name, as chosen.
        salt: key of the hashes that stand for buyers; at most 64 bytes.
        choice: what a person said: about words, repeated rows, rules undone, the order of days and months.
    """
    raw = without_prefix(raw, form.prefix) if form.prefix else raw
    task = Task(raw, form, mapping, choice)
    found = task.classify()
    rows = as_data(found, task.undo)
    around = with_stated_currency(surroundings_of(raw), task, rows)
    habits = _habits(task, around, salt)
    reading = read_columns(
        Source(raw, rows.data, habits), task.spec, form, tuple(task.names.items())
    )
    amounts = _amounts(reading.columns, task.spec)
    spot = spot_of(raw, rows.data, None if amounts is None else amounts.cents)
    aside, of_aside = _set_aside(task, rows, reading, spot)
    kept = np.delete(np.arange(len(rows.data)), [entry.row for entry in aside])
    meaning = _mean(task, reading, rows, aside, kept)
    origin = kept if meaning.origin is None else kept[meaning.origin]
    frame = finish(meaning.table, task, around, raw.sheet.rows[rows.data[origin]])
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
        *contradictions(task.spec.key, reading.columns, spot),
        *meaning.findings,
        *footer_findings(raw, found),
        *findings_beside(task, around, spot),
        *personal_findings(raw, personal - set(task.names.values())),
        *control_findings(totals, Place(raw.sheet.file, raw.sheet.sheet), len(rows.data)),
    )
    told, undone = part_undone(findings, task.undo)
    return CleanTable(
        spec=task.spec,
        frame=frame,
        ledger=build_ledger(raw, rows, aside, amounts=amounts, kept_cents=sum_of(frame, task.spec)),
        findings=sort_findings(told),
        control_totals=totals,
        facts={**meaning.facts, **exported_at(raw, rows)},
        columns=_described(task, reading, rows, personal),
        span=span_of(frame, task.spec),
        contents=contents_of(raw, reading.sources),
        undone=sort_findings(undone),
    )


def _habits(task: Task, around: Surroundings, salt: bytes) -> Habits:
    """Return what is particular to the cells of the table."""
    dates = task.choice.dates
    return Habits(
        task.form.null_words,
        task.form.zero_words,
        task.choice.words,
        salt,
        task.raw.sheet.date_1904,
        undo=task.undo,
        day_first=None if dates is None else dates == "day_first",
        period=around.period,
        zone=task.choice.zone,
        has_periods=any(field.key == "period_end" for field in task.spec.fields),
    )


def _set_aside(
    task: Task, rows: RowsByClass, reading: Reading, spot: Spot
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
    merged = merge_rows(records, task.spec, task.form, duplicates=task.choice.duplicates)
    entries = sorted((*unusable.aside, *merged.aside), key=lambda entry: entry.row)
    return tuple(entries), (*unusable.findings, *merged.findings)


def _mean(
    task: Task,
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
    words = task.choice.words
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
    "erp_orders": settle_erp_lines,
    "payments": settle_entries,
    "fees": settle_entries,
    "purchases": settle_purchases,
    "refunds": settle_refunds,
    "stock_moves": settle_moves,
}


def _described(
    task: Task, reading: Reading, rows: RowsByClass, personal: frozenset[str]
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


def _stated(task: Task, rows: RowsByClass, habits: Habits) -> Amounts | None:
    """Return the leading money of the rows that sum up others, None where they hold none."""
    name = task.names.get(task.spec.amount or "")
    if not name or not len(rows.totals):
        return None
    source = Source(task.raw, rows.totals, habits)
    pairs = ((task.spec.amount or "", name),)
    return _amounts(read_columns(source, task.spec, task.form, pairs).columns, task.spec)
