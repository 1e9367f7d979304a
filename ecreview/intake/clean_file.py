"""What the worker does with one file: read, recognise, clean, and say it in JSON and Arrow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.cells import filled_rows
from ecreview.intake.clean import NOTHING_CHOSEN, clean_table
from ecreview.intake.decide import decide, guesses
from ecreview.intake.describing import describe_columns, personal_columns
from ecreview.intake.header import find_tables
from ecreview.intake.ledger import ledger_of_unused, require_whole
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.intake.pieces import pieces_of
from ecreview.intake.read import read_file
from ecreview.intake.receipt import contents_of
from ecreview.intake.recipe import digest_of
from ecreview.intake.recognise import known_names
from ecreview.intake.sniff import is_archive
from ecreview.intake.suggest import likeliest
from ecreview.intake.wire import FileAnswer, dump
from ecreview.model.dataset import FileReceipt, TableReceipt, Upload
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    ARCHIVE_SUMMARY,
    COLUMN_MISSING,
    COLUMNS_UNKNOWN,
    NO_DATA,
    NO_ROWS,
)
from ecreview.model.findings import Finding, Place
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecreview.intake.decide import Decision
    from ecreview.intake.formats.base import Format
    from ecreview.intake.raw import RawSheet, RawTable
    from ecreview.intake.suggest import Suggestion

LOOK_ROWS = 1_000  # rows looked at in one go
GUESSED_TABLES = 50  # of a file; nobody explains more of them one by one
_SUMMARY = re.compile("汇总|summary", re.IGNORECASE)
_UNKNOWN = Text(zh="未识别", en="Not recognised")


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """What became of one table: its receipt, its findings, and its rows where they are used."""

    receipt: TableReceipt
    findings: tuple[Finding, ...]
    frame: pa.Table | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def clean_file(
    name: str,
    content: bytes,
    choices: str = "",
    salt: bytes = b"",
    passwords: tuple[str, ...] = (),
) -> tuple[str, dict[str, bytes]]:
    """Return what the worker says about the file (JSON), and its tables by number (Arrow streams).

    Args:
        name: of the upload.
        content: its bytes.
        choices: a `mapping.json`, empty where nothing was chosen.
        salt: key of the hashes that stand for buyers.
        passwords: tried in order where something is encrypted.

    Raises:
        FileRefused: the file cannot be used.
    """
    upload = Upload.of(name, content)
    chosen = Choices.from_json(choices) if choices else NO_CHOICES
    known = known_names() | chosen.names
    file = read_file(upload, known, passwords, encoding=chosen.encoding(name))
    sheets = [piece for sheet in file.sheets for piece in pieces_of(sheet, known)]
    decisions = [decision for sheet in sheets for decision in _decisions(sheet, known, chosen)]
    if not decisions:
        raise FileRefused(NO_DATA)
    if not any(_has_rows(decision.raw) for decision in decisions):
        raise FileRefused(NO_ROWS)
    has_details = is_archive(content) and any(d.form for d in decisions)
    unused = [decision for decision in decisions if decision.form is None]
    guessed = {id(decision): guesses(decision) for decision in unused[:GUESSED_TABLES]}
    outcomes = [
        _clean(d, d.form, salt)
        if d.form
        else _leave(d, guessed.get(id(d), ()), beside_details=has_details)
        for d in decisions
    ]
    receipts = tuple(outcome.receipt for outcome in outcomes)
    _require_all_rows(sheets, decisions, receipts)
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
    if choice and choice.seen and not any(map(choice.share_seen, (raw.names for raw in raws))):
        raws = find_tables(sheet, known)  # the header stands in another row than then
    return [decide(raw, choices.about(sheet.file, sheet.sheet, raw.names)) for raw in raws]


def _require_all_rows(
    sheets: Iterable[RawSheet], decisions: Sequence[Decision], receipts: Sequence[TableReceipt]
) -> None:
    """Check that the tables found in a sheet have all its rows between them."""
    for sheet in sheets:
        own = [
            receipt.ledger
            for decision, receipt in zip(decisions, receipts, strict=True)
            if (decision.raw.sheet.file, decision.raw.sheet.sheet) == (sheet.file, sheet.sheet)
        ]
        if own:
            require_whole(sheet, own)


def _stream(frame: pa.Table) -> bytes:
    """Return a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, frame.schema) as writer:
        writer.write_table(frame)
    return bytes(sink.getvalue())


def _clean(decision: Decision, form: Format, salt: bytes) -> _Outcome:
    """Return what became of a table that is used."""
    match = decision.match
    cleaned = clean_table(
        decision.raw,
        form,
        decision.mapping,
        salt=salt,
        choice=decision.choice or NOTHING_CHOSEN,
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
        contents=cleaned.contents,
        digest=digest_of(cleaned.frame, cleaned.spec),
        undone=cleaned.undone,
    )
    findings = (*decision.raw.sheet.findings, *decision.drift, *cleaned.findings)
    return _Outcome(receipt, findings, cleaned.frame, cleaned.facts)


def _leave(
    decision: Decision, offered: tuple[Suggestion, ...], *, beside_details: bool
) -> _Outcome:
    """Return what became of a table that is not used: its rows are set aside, its columns explained.

    Args:
        decision: about the table.
        offered: what its columns may mean.
        beside_details: see `_told`.
    """
    raw, match = decision.raw, decision.match
    likely = likeliest(offered, decision.choice.table if decision.choice else None)
    fields = {name: (key, score) for key, name, score in likely.columns}
    receipt = TableReceipt(
        sheet=raw.sheet.sheet,
        format=None,
        title=_UNKNOWN,
        platform=None,
        table=None,
        score=0.0 if decision.is_chosen else match.score,
        evidence=match.evidence,
        header_row=raw.header_row,
        ledger=ledger_of_unused(raw),
        columns=describe_columns(raw, raw.body, fields, hidden=personal_columns(raw)),
        contents=contents_of(raw),
        suggested=likely.table,
        suggestions=tuple((offer.table or "", offer.columns) for offer in offered if offer.columns),
    )
    return _Outcome(receipt, (*raw.sheet.findings, *_told(decision, beside_details=beside_details)))


def _told(decision: Decision, *, beside_details: bool) -> tuple[Finding, ...]:
    """Return why a table is not used; nothing where a person left it out.

    Args:
        decision: about the table.
        beside_details: whether it came in an archive with another table that is used.
    """
    raw = decision.raw
    title = raw.sheet.sheet or ""
    place = Place(raw.sheet.file, raw.sheet.sheet)
    rows = len(raw.body)
    if beside_details and not decision.is_chosen and _SUMMARY.search(title):
        return (Finding(ARCHIVE_SUMMARY, place, rows, rows, values=(("member", title),)),)
    if decision.missing:
        missing = tuple(
            Finding(COLUMN_MISSING, place, rows, rows, values=(("need", field.title),))
            for field in decision.missing
        )
        return (*decision.drift, *missing)
    return () if decision.is_chosen else (Finding(COLUMNS_UNKNOWN, place, rows, rows),)


def _has_rows(raw: RawTable) -> bool:
    """Return whether any row below the header holds text; the first rows tell, as a rule."""
    starts = range(0, len(raw.body), LOOK_ROWS)
    cells = raw.sheet.cells
    return any(filled_rows(cells.take(raw.body[at : at + LOOK_ROWS])).any() for at in starts)
