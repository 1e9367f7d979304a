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

from ecreview.intake.columns import constant, has, ints, known_ints, put
from ecreview.intake.control import control_findings, control_totals
from ecreview.intake.describing import describe_columns, personal_columns
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
from ecreview.intake.orders import settle_orders
from ecreview.intake.quarantine import error_rows, quarantine
from ecreview.intake.reading import Source, read_columns
from ecreview.intake.rows import classify_rows, without_descriptions
from ecreview.intake.tabling import build_table, conform, fold_amounts
from ecreview.intake.values import Habits
from ecreview.model.fields import Kind
from ecreview.model.findings import Place, sort_findings
from ecreview.model.tables import table_spec

if TYPE_CHECKING:
    from collections.abc import Mapping as Words
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.intake.formats.base import Format
    from ecreview.intake.ledger import Aside
    from ecreview.intake.mapping import Duplicates, Mapping
    from ecreview.intake.noticing import Spot
    from ecreview.intake.raw import RawTable
    from ecreview.intake.reading import Reading
    from ecreview.intake.rows import RowsByClass
    from ecreview.intake.values import TypedColumn
    from ecreview.model.dataset import ColumnSample
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
    """

    spec: TableSpec
    frame: pa.Table
    ledger: Ledger
    findings: tuple[Finding, ...]
    control_totals: tuple[ControlTotal, ...]
    facts: Words[str, str]
    columns: tuple[ColumnSample, ...]
    span: tuple[date, date] | None


def clean_table(
    raw: RawTable,
    form: Format,
    mapping: Mapping,
    *,
    salt: bytes,
    duplicates: Duplicates = "keep",
    words: Words[str, Words[str, str]] = NO_WORDS,
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
    """
    task = _Task(raw, form, table_spec(mapping.table), mapping, words)
    rows = task.classify()
    habits = Habits(form.null_words, form.zero_words, words, salt, raw.sheet.date_1904)
    reading = read_columns(
        Source(raw, rows.data, habits), task.spec, form, tuple(task.names.items())
    )
    amounts = _amounts(reading.columns, task.spec)
    spot = spot_of(raw, rows.data, None if amounts is None else amounts.cents)
    aside, of_aside = _set_aside(task, rows, reading, spot, duplicates)
    kept = np.delete(np.arange(len(rows.data)), [entry.row for entry in aside])
    meaning = _mean(task, reading, rows, aside, kept)
    frame = _finish(meaning.table, task, raw.sheet.rows[rows.data[kept]])
    totals = control_totals(
        raw, rows, control=form.control, amounts=amounts, amount_column=task.amount_column
    )
    personal = personal_columns(raw, form.personal)
    findings = (
        *typing_findings(reading.sources, spot),
        *formula_findings(
            reading.columns, task.spec, spot, raw.sheet.census.formulas_without_value
        ),
        *of_aside,
        *meaning.findings,
        *footer_findings(raw, rows),
        *personal_findings(raw, personal - set(task.names.values())),
        *control_findings(totals, Place(raw.sheet.file, raw.sheet.sheet), len(rows.data)),
    )
    return CleanTable(
        spec=task.spec,
        frame=frame,
        ledger=build_ledger(raw, rows, aside, amounts=amounts, kept_cents=_sum(frame, task.spec)),
        findings=sort_findings(findings),
        control_totals=totals,
        facts=meaning.facts,
        columns=_described(task, reading, rows, personal),
        span=_span(frame, task.spec),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What is cleaned, and how it was recognised.

    Attributes:
        words: see `clean_table`.
    """

    raw: RawTable
    form: Format
    spec: TableSpec
    mapping: Mapping
    words: Words[str, Words[str, str]]

    @property
    def names(self) -> dict[str, str]:
        """Return the column of the file per field; a field whose column is absent is left out."""
        return {key: name for key, name in self.mapping.columns if name in self.raw.names}

    @property
    def amount_column(self) -> str | None:
        """Return the one column that holds the leading money, None where two or none do."""
        joined = any(c.subtract for c in self.form.columns if c.field == self.spec.amount)
        return None if joined else self.names.get(self.spec.amount or "")

    def classify(self) -> RowsByClass:
        """Return the rows below the header by class."""
        names = self.names
        keys = tuple(names[f.key] for f in self.spec.required if f.key in names)
        rows = classify_rows(self.raw, keys=keys, footer=self.form.footer)
        typed = {
            names[f.key]: f.kind for f in self.spec.fields if f.key in names and f.kind in _TYPED
        }
        return without_descriptions(self.raw, rows, key=keys[0] if keys else None, typed=typed)


def _set_aside(
    task: _Task, rows: RowsByClass, reading: Reading, spot: Spot, duplicates: Duplicates
) -> tuple[tuple[Aside, ...], tuple[Finding, ...]]:
    """Return the rows that cannot be used or that another row stands for, in row order, and why."""
    first_line = task.form.order_amount_on == "first_line"
    unusable = quarantine(
        reading.columns,
        task.spec,
        spot,
        errors=error_rows(task.raw, rows.data, task.names),
        may_be_blank=frozenset({"order_amount"} if first_line else ()),
    )
    records = Records(task.raw, rows.data, reading.columns, unusable.is_usable, spot)
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
    )
    if task.spec.key == "orders":
        return settle_orders(table, context)
    return settle_lines(table, context) if task.spec.key == "order_lines" else Meaning(table)


def _finish(table: pa.Table, task: _Task, rows: NDArray[np.int64]) -> pa.Table:
    """Return the table after the format's own last step, in canonical types."""
    if task.form.platform and not has(table, "platform"):
        table = put(table, "platform", constant(task.form.platform, table.num_rows))
    if task.form.prepare is not None:
        table = task.form.prepare(table)
    return conform(table, task.spec, rows)


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
