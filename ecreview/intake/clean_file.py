"""What the worker does with one file: read, recognise, clean, and say it in JSON and Arrow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.cells import filled_rows
from ecreview.intake.clean import clean_table
from ecreview.intake.decide import decide
from ecreview.intake.describing import describe_columns, personal_columns
from ecreview.intake.header import find_tables
from ecreview.intake.ledger import ledger_of_unused
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names
from ecreview.intake.suggest import suggest
from ecreview.intake.wire import FileAnswer, dump
from ecreview.model.dataset import FileReceipt, TableReceipt, Upload
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import COLUMN_MISSING, COLUMNS_UNKNOWN, NO_DATA, NO_ROWS
from ecreview.model.findings import Finding, Place
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecreview.intake.decide import Decision
    from ecreview.intake.formats.base import Format
    from ecreview.intake.raw import RawSheet, RawTable

LOOK_ROWS = 1_000  # rows looked at in one go
_UNKNOWN = Text(zh="未识别", en="Not recognised")


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """What became of one table: its receipt, its findings, and its rows where they are used."""

    receipt: TableReceipt
    findings: tuple[Finding, ...]
    frame: pa.Table | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def clean_file(
    name: str, content: bytes, choices: str = "", salt: bytes = b""
) -> tuple[str, dict[str, bytes]]:
    """Return what the worker says about the file (JSON), and its tables by number (Arrow streams).

    Args:
        name: of the upload.
        content: its bytes.
        choices: a `mapping.json`, empty where nothing was chosen.
        salt: key of the hashes that stand for buyers.

    Raises:
        FileRefused: the file cannot be used.
    """
    upload = Upload.of(name, content)
    known = known_names()
    file = read_file(upload, known)
    chosen = Choices.from_json(choices) if choices else NO_CHOICES
    decisions = [decision for sheet in file.sheets for decision in _decisions(sheet, known, chosen)]
    if not decisions:
        raise FileRefused(NO_DATA)
    if not any(_has_rows(decision.raw) for decision in decisions):
        raise FileRefused(NO_ROWS)
    outcomes = [_clean(d, d.form, salt) if d.form else _leave(d) for d in decisions]
    receipts = tuple(outcome.receipt for outcome in outcomes)
    answer = FileAnswer(
        FileReceipt(name, upload.digest, len(content), file.engine, receipts),
        (*file.findings, *(f for outcome in outcomes for f in outcome.findings)),
        tuple(outcome.facts for outcome in outcomes),
    )
    frames = {str(i): _stream(o.frame) for i, o in enumerate(outcomes) if o.frame is not None}
    return dump(answer), frames


def _decisions(sheet: RawSheet, known: frozenset[str], choices: Choices) -> list[Decision]:
    """Return how each table of a sheet is read."""
    choice = choices.about(sheet.file, sheet.sheet)
    raws = find_tables(sheet, known, header_row=choice.header_row if choice else None)
    return [decide(raw, choice) for raw in raws]


def _stream(frame: pa.Table) -> bytes:
    """Return a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, frame.schema) as writer:
        writer.write_table(frame)
    return bytes(sink.getvalue())


def _clean(decision: Decision, form: Format, salt: bytes) -> _Outcome:
    """Return what became of a table that is used."""
    match, choice = decision.match, decision.choice
    cleaned = clean_table(
        decision.raw,
        form,
        decision.mapping,
        salt=salt,
        duplicates=choice.duplicates if choice else "keep",
        words=choice.words if choice else {},
    )
    receipt = TableReceipt(
        sheet=decision.raw.sheet.sheet,
        format=form.key,
        title=form.title,
        platform=form.platform or None,
        table=form.table,
        score=match.score,
        evidence=match.evidence,
        header_row=decision.raw.header_row,
        ledger=cleaned.ledger,
        control_totals=cleaned.control_totals,
        columns=cleaned.columns,
        span=cleaned.span,
    )
    findings = (*decision.raw.sheet.findings, *cleaned.findings)
    return _Outcome(receipt, findings, cleaned.frame, cleaned.facts)


def _leave(decision: Decision) -> _Outcome:
    """Return what became of a table that is not used: its rows are set aside, its columns explained."""
    raw, match = decision.raw, decision.match
    likely = suggest(raw)
    fields = {name: (key, score) for key, name, score in likely.columns}
    receipt = TableReceipt(
        sheet=raw.sheet.sheet,
        format=None,
        title=_UNKNOWN,
        platform=None,
        table=None,
        score=0.0 if decision.choice else match.score,
        evidence=match.evidence,
        header_row=raw.header_row,
        ledger=ledger_of_unused(raw),
        columns=describe_columns(raw, raw.body, fields, hidden=personal_columns(raw)),
        suggested=likely.table,
    )
    return _Outcome(receipt, (*raw.sheet.findings, *_told(decision)))


def _told(decision: Decision) -> tuple[Finding, ...]:
    """Return why a table is not used; nothing where a person left it out."""
    raw = decision.raw
    place = Place(raw.sheet.file, raw.sheet.sheet)
    rows = len(raw.body)
    if decision.missing:
        return tuple(
            Finding(COLUMN_MISSING, place, rows, rows, values=(("need", field.title),))
            for field in decision.missing
        )
    return () if decision.choice else (Finding(COLUMNS_UNKNOWN, place, rows, rows),)


def _has_rows(raw: RawTable) -> bool:
    """Return whether any row below the header holds text; the first rows tell, as a rule."""
    starts = range(0, len(raw.body), LOOK_ROWS)
    cells = raw.sheet.cells
    return any(filled_rows(cells.take(raw.body[at : at + LOOK_ROWS])).any() for at in starts)
