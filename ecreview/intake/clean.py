"""From a raw table to a canonical one: typed columns, every row in one class, everything changed said.

    RawTable + Format + Mapping → rows by class → typed columns → unusable and merged rows set aside
    → what a row means → CleanTable

Runs in the parsing worker: Arrow and numpy only, on the distinct texts of each column, no pandas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, mask
from ecreview.intake.control import control_findings, control_totals
from ecreview.intake.describing import describe_columns, personal_columns
from ecreview.intake.formats.columns import put
from ecreview.intake.ledger import Amounts, build_ledger
from ecreview.intake.lines import settle_lines
from ecreview.intake.merging import Records, merge_rows
from ecreview.intake.noticing import (
    footer_findings,
    personal_findings,
    spot_of,
    typing_findings,
)
from ecreview.intake.orders import Context, Meaning, settle_orders
from ecreview.intake.quarantine import error_rows, quarantine
from ecreview.intake.reading import Source, read_columns
from ecreview.intake.rows import classify_rows, without_descriptions
from ecreview.intake.tabling import build_table, conform, constant, fold_amounts
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
    findings: tuple[Finding, ...] = ()
    control_totals: tuple[ControlTotal, ...] = ()
    facts: Words[str, str] = field(default_factory=dict)
    columns: tuple[ColumnSample, ...] = ()
    span: tuple[date, date] | None = None


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
    job = Job(raw, form, table_spec(mapping.table), mapping, words)
    rows = job.classify()
    habits = Habits(form.null_words, form.zero_words, words, salt, raw.sheet.date_1904)
    reading = read_columns(Source(raw, rows.data, habits), job.spec, form, tuple(job.names.items()))
    amounts = _amounts(reading.columns, job.spec)
    spot = spot_of(raw, rows.data, None if amounts is None else amounts.cents)
    aside = _set_aside(job, rows, reading, spot, duplicates)
    kept = np.delete(np.arange(len(rows.data)), [entry.row for entry in aside.rows])
    meaning = _mean(job, reading, rows, aside, kept)
    frame = _finish(meaning.table, job, raw.sheet.rows[rows.data[kept]])
    totals = control_totals(
        raw, rows, control=form.control, amounts=amounts, amount_column=job.amount_column
    )
    personal = personal_columns(raw, form)
    findings = (
        *typing_findings(reading.sources, spot),
        *aside.findings,
        *meaning.findings,
        *footer_findings(raw, rows),
        *personal_findings(raw, personal - set(job.names.values())),
        *control_findings(totals, Place(raw.sheet.file, raw.sheet.sheet), len(rows.data)),
    )
    return CleanTable(
        spec=job.spec,
        frame=frame,
        ledger=build_ledger(
            raw, rows, aside.rows, amounts=amounts, kept_cents=_sum(frame, job.spec)
        ),
        findings=sort_findings(findings),
        control_totals=totals,
        facts=meaning.facts,
        columns=describe_columns(raw, rows.data, job.canonical(reading), personal=personal),
        span=_span(frame, job.spec),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Job:
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

    def canonical(self, reading: Reading) -> dict[str, TypedColumn]:
        """Return the columns that the spec knows."""
        known = {field.key for field in self.spec.fields}
        return {key: column for key, column in reading.columns.items() if key in known}

    def classify(self) -> RowsByClass:
        """Return the rows below the header by class."""
        names = self.names
        keys = tuple(names[f.key] for f in self.spec.required if f.key in names)
        rows = classify_rows(self.raw, keys=keys, footer=self.form.footer)
        typed = {
            names[f.key]: f.kind for f in self.spec.fields if f.key in names and f.kind in _TYPED
        }
        return without_descriptions(self.raw, rows, key=keys[0] if keys else None, typed=typed)


_TYPED = (Kind.TIME, Kind.CENTS, Kind.COUNT, Kind.NUMBER)


@dataclass(frozen=True, slots=True, eq=False)
class SetAside:
    """The data rows that are not kept.

    Attributes:
        rows: in row order.
        folded: whether some are further items of an order that is kept.
    """

    rows: tuple[Aside, ...]
    findings: tuple[Finding, ...]
    folded: bool


def _set_aside(
    job: Job, rows: RowsByClass, reading: Reading, spot: Spot, duplicates: Duplicates
) -> SetAside:
    """Return the rows that cannot be used and those that another row stands for."""
    first_line = job.form.order_amount_on == "first_line"
    unusable = quarantine(
        reading.columns,
        job.spec,
        spot,
        errors=error_rows(job.raw, rows.data, job.names),
        may_be_blank=frozenset({"order_amount"} if first_line else ()),
    )
    records = Records(job.raw, rows.data, reading.columns, unusable.is_usable, spot)
    merged = merge_rows(records, job.spec, job.form, duplicates=duplicates)
    entries = sorted((*unusable.aside, *merged.aside), key=lambda entry: entry.row)
    findings = (*unusable.findings, *merged.findings)
    return SetAside(tuple(entries), findings, folded=merged.folded is not None)


def _mean(
    job: Job, reading: Reading, rows: RowsByClass, aside: SetAside, kept: NDArray[np.int64]
) -> Meaning:
    """Return the table of the kept rows with what they mean."""
    table = build_table(reading.columns, kept, len(rows.data))
    if aside.folded:
        table = fold_amounts(reading.columns, table, kept, aside.rows)
    amount = job.spec.amount
    cents = None if amount is None or not has(table, amount) else ints(table, amount)
    words = job.words
    context = Context(
        spot=spot_of(job.raw, rows.data[kept], cents),
        headers=job.names,
        status={**job.form.status, **words.get("status", {}), **words.get("status_raw", {})},
        refund_states=words.get("refund_state", {}),
        paid_basis=job.form.paid_basis,
        order_amount_on=job.form.order_amount_on,
    )
    if job.spec.key == "orders":
        return settle_orders(table, context)
    return settle_lines(table, context) if job.spec.key == "order_lines" else Meaning(table)


def _finish(table: pa.Table, job: Job, rows: NDArray[np.int64]) -> pa.Table:
    """Return the table after the format's own last step, in canonical types."""
    if job.form.platform and not has(table, "platform"):
        table = put(table, "platform", constant(job.form.platform, table.num_rows))
    if job.form.prepare is not None:
        table = job.form.prepare(table)
    return conform(table, job.spec, rows)


def _amounts(columns: Words[str, TypedColumn], spec: TableSpec) -> Amounts | None:
    """Return the leading money of the data rows, None where the table has none."""
    if spec.amount is None or spec.amount not in columns:
        return None
    values = columns[spec.amount].per_row()
    return Amounts(values.fill_null(0).to_numpy(), mask(values.is_valid()))


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
