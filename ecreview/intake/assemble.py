"""Clean tables of many files → one dataset: exports merged, orders derived, gaps named, frames for analysis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import constant, has, put
from ecreview.intake.completing import (
    counted_files,
    derived_tables,
    first_file,
    unknown_refunds,
    with_erp_lines,
    with_refunds,
)
from ecreview.intake.currencies import mixed_currencies
from ecreview.intake.filling import fill_in
from ecreview.intake.frames import Words, to_frame
from ecreview.intake.ledger import require_rows
from ecreview.intake.mapping import NO_CHOICES
from ecreview.intake.operations import is_undone
from ecreview.intake.overlap import Export, merge_exports
from ecreview.intake.second_bills import part_second_bills
from ecreview.intake.second_reports import mark_repeats
from ecreview.model.dataset import MIXED, Dataset, Table
from ecreview.model.finding_kinds import DAYS_MISSING, DAYS_SPARSE
from ecreview.model.findings import Finding, Place, sort_findings
from ecreview.model.tables import AD_SPEND, TABLES, table_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecreview.intake.mapping import Choices
    from ecreview.intake.operations import Undo
    from ecreview.model.dataset import FileReceipt
    from ecreview.model.ledger import Ledger

LEADING = ("orders", "traffic_daily", "payments", "events")  # the first one given is asked for gaps
DAYS_NAMED = 5
SPARSE_SHARE = 0.2  # from here on missing days are the nature of the data, not gaps in it


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One clean table as the worker handed it back.

    Attributes:
        file: number of the file's receipt.
        table: number of the table's receipt in it.
        frame: its rows.
        facts: what reading found out about it.
    """

    file: int
    table: int
    frame: pa.Table
    facts: Mapping[str, str]


def assemble(
    receipts: Sequence[FileReceipt],
    parts: Sequence[Part],
    *,
    findings: Sequence[Finding] = (),
    choices: Choices = NO_CHOICES,
    version: str = "",
) -> Dataset:
    """Return the dataset.

    Args:
        receipts: one per upload, in upload order.
        parts: the clean tables of all files, in the order in which the exports were made.
        findings: of the files.
        choices: what a person chose, here which rules are undone.
        version: digest of what went in.
    """
    files, told = list(receipts), list(findings)
    undo = _undone_rules(receipts, choices)
    given: dict[str, pa.Table] = {}
    facts: dict[str, Mapping[str, str]] = {}
    of_reports: list[Finding] = []
    for spec in TABLES:
        own = [part for part in parts if receipts[part.file].tables[part.table].table == spec.key]
        if own:
            exports = [_export(part, receipts, undo) for part in own]
            if spec is AD_SPEND and len(exports) > 1:
                forms = [receipts[part.file].tables[part.table].format for part in own]
                exports, of_reports = mark_repeats(exports, forms)
            merged = merge_exports(exports, spec)
            given[spec.key], facts[spec.key] = merged.table, _common([part.facts for part in own])
            told += merged.findings
            undone = merged.undone or ((),) * len(own)
            for part, ledger, more in zip(own, merged.ledgers, undone, strict=True):
                files[part.file] = _with_merged(files[part.file], part.table, ledger, more)
    given, of_bills = part_second_bills(given, receipts)
    given, of_erp = with_erp_lines(given)
    derived, of_derived = derived_tables(given, undo)
    filled = fill_in(given | derived)
    tables, of_refunds = with_refunds(filled.tables, undo)
    counted = {"orders": counted_files(filled.tables, tables)}
    files, made = _part_undone(files, [*of_reports, *of_derived, *of_refunds], undo)
    told += [*of_bills, *of_erp, *filled.findings, *made]
    told += [*unknown_refunds(tables), *_missing_days(tables)]
    told += mixed_currencies(tables)
    pa.default_memory_pool().release_unused()  # half of what a large file takes, else kept for good
    words: dict[str, Words] = {}
    frames = {
        key: Table(
            spec := table_spec(key),
            to_frame(table, spec, words),
            {**facts.get(key, {}), **filled.facts.get(key, {}), **counted.get(key, {})},
            key not in given,
        )
        for key, table in tables.items()
    }
    return Dataset(frames, tuple(files), sort_findings(told), version)


def _undone_rules(receipts: Sequence[FileReceipt], choices: Choices) -> Undo:
    """Return the undone rules per sheet."""
    undo: dict[tuple[str, str | None], frozenset[str]] = {}
    for file in receipts:
        for table in file.tables:
            names = [column.name for column in table.columns]
            choice = choices.about(file.name, table.sheet, names)
            own = undo.get((file.name, table.sheet), frozenset())
            undo[file.name, table.sheet] = own | frozenset(choice.undo if choice else ())
    return undo


def _part_undone(
    files: list[FileReceipt], findings: Iterable[Finding], undo: Undo
) -> tuple[list[FileReceipt], list[Finding]]:
    """Return the receipts with the findings of undone rules, and the findings that stand."""
    told: list[Finding] = []
    for finding in findings:
        place = (finding.place.file, finding.place.sheet)
        if not is_undone(finding, undo.get(place, frozenset())):
            told.append(finding)
            continue
        at = next(
            (n, k)
            for n, file in enumerate(files)
            for k, table in enumerate(file.tables)
            if (file.name, table.sheet) == place
        )
        ledger = files[at[0]].tables[at[1]].ledger
        files = [*files]
        files[at[0]] = _with_merged(files[at[0]], at[1], ledger, (finding,))
    return files, told


def _export(part: Part, receipts: Sequence[FileReceipt], undo: Undo) -> Export:
    """Return a part with platform and source columns, beside the ledger of its sheet."""
    receipt = receipts[part.file]
    table, frame = receipt.tables[part.table], part.frame
    constants = {"source_file": receipt.name, "source_sheet": table.sheet}
    if table.platform and "platform" not in frame.column_names:
        constants["platform"] = table.platform
    for name, word in constants.items():
        frame = put(frame, name, constant(word, len(frame)))
    require_rows(frame, table.ledger, receipt.name, table.sheet)
    rules = undo.get((receipt.name, table.sheet), frozenset())
    return Export(receipt.name, table.sheet, frame, table.ledger, rules)


def _common(facts: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the facts of several files as facts of their table."""
    names = dict.fromkeys(name for each in facts for name in each)
    said = {name: {each[name] for each in facts if name in each} for name in names}
    return {name: words.pop() if len(words) == 1 else MIXED for name, words in said.items()}


def _with_merged(
    receipt: FileReceipt, table: int, ledger: Ledger, undone: tuple[Finding, ...]
) -> FileReceipt:
    """Return the receipt with the ledger of one of its tables replaced, and what undone rules would do."""
    tables = list(receipt.tables)
    all_undone = (*tables[table].undone, *undone)
    tables[table] = replace(tables[table], ledger=ledger, undone=all_undone)
    return replace(receipt, tables=tuple(tables))


def _missing_days(tables: Mapping[str, pa.Table]) -> Iterable[Finding]:
    """Yield the days without a row inside the span of the leading dated table; many are told as one fact."""
    dated = (
        key for key in LEADING if key in tables and has(tables[key], table_spec(key).time or "")
    )
    key = next((key for key in dated if len(tables[key])), None)
    if key is None:
        return
    times = tables[key][table_spec(key).time].drop_null()
    days = np.unique(times.to_numpy().astype("datetime64[D]"))
    span = np.arange(days[0], days[-1] + 1) if len(days) else days
    missing = np.setdiff1d(span, days)
    place = Place(first_file(tables[key]))
    if len(missing) >= SPARSE_SHARE * len(span) > 0:
        values = (("span", f"{len(span):,}"),)
        yield Finding(DAYS_SPARSE, place, len(days), len(span), values=values)
    elif len(missing):
        named = "、".join(str(day) for day in missing[:DAYS_NAMED])
        more = "…" if len(missing) > DAYS_NAMED else ""
        values = (("days", named + more),)
        yield Finding(DAYS_MISSING, place, len(missing), len(span), values=values)
