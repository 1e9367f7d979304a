"""What the worker does with one file: read, recognise, clean, and say it in JSON and Arrow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.clean import clean_table
from ecreview.intake.columns import mask
from ecreview.intake.decide import decide
from ecreview.intake.describing import describe_columns
from ecreview.intake.formats.personal import is_personal
from ecreview.intake.header import find_tables
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names
from ecreview.intake.suggest import suggest
from ecreview.intake.wire import FileAnswer, dump
from ecreview.model.dataset import ColumnSample, FileReceipt, TableReceipt, Upload
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import COLUMN_MISSING, COLUMNS_UNKNOWN, NO_DATA, NO_ROWS
from ecreview.model.findings import Finding, Place
from ecreview.model.ledger import Ledger
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.intake.decide import Decision
    from ecreview.intake.raw import RawTable
    from ecreview.intake.suggest import Suggestion

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
    raws = [raw for sheet in file.sheets for raw in find_tables(sheet, known)]
    if not raws:
        raise FileRefused(NO_DATA)
    chosen = Choices.from_json(choices) if choices else NO_CHOICES
    decisions = [decide(raw, chosen) for raw in raws]
    if not any(_has_rows(decision.raw) for decision in decisions):
        raise FileRefused(NO_ROWS)
    outcomes = [_clean(d, salt) if d.form else _leave(d) for d in decisions]
    receipts = tuple(outcome.receipt for outcome in outcomes)
    answer = FileAnswer(
        FileReceipt(name, upload.digest, len(content), file.engine, receipts),
        (*file.findings, *(f for outcome in outcomes for f in outcome.findings)),
        tuple(outcome.facts for outcome in outcomes),
    )
    frames = {str(i): _stream(o.frame) for i, o in enumerate(outcomes) if o.frame is not None}
    return dump(answer), frames


def _stream(frame: pa.Table) -> bytes:
    """Return a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, frame.schema) as writer:
        writer.write_table(frame)
    return bytes(sink.getvalue())


def _clean(decision: Decision, salt: bytes) -> _Outcome:
    """Return what became of a table that is used."""
    form, match, choice = decision.form, decision.match, decision.choice
    assert form is not None  # noqa: S101 - checked by the caller
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
    receipt = TableReceipt(
        sheet=raw.sheet.sheet,
        format=None,
        title=_UNKNOWN,
        platform=None,
        table=None,
        score=0.0 if decision.choice else match.score,
        evidence=match.evidence,
        header_row=raw.header_row,
        ledger=_ledger_of_unused(raw),
        columns=_explained(raw, likely),
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


def _ledger_of_unused(raw: RawTable) -> Ledger:
    """Return the ledger of a table whose rows nobody could read."""
    above, body = (_is_filled(raw, rows) for rows in (raw.above, raw.body))
    own = len(raw.sheet.aside)
    header = 0 if raw.header_row is None else 1
    return Ledger(
        total=header + len(above) + len(body) + own,
        header=header,
        preamble=int(above.sum()),
        blank=int((~above).sum() + (~body).sum()),
        quarantined=int(body.sum()) + own,
        aside=raw.sheet.aside,
    )


def _has_rows(raw: RawTable) -> bool:
    """Return whether any row below the header holds text; the first rows tell, as a rule."""
    starts = range(0, len(raw.body), LOOK_ROWS)
    return any(_is_filled(raw, raw.body[at : at + LOOK_ROWS]).any() for at in starts)


def _is_filled(raw: RawTable, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of the rows hold any text."""
    filled = np.zeros(len(rows), dtype=np.bool_)
    for column in raw.sheet.cells.take(rows).columns if len(rows) else ():
        text = pc.fill_null(column.cast(pa.large_string()), "")
        filled |= mask(pc.not_equal(pc.utf8_trim_whitespace(text), ""))
    return filled


def _explained(raw: RawTable, likely: Suggestion) -> tuple[ColumnSample, ...]:
    """Return the columns with samples and the field that each may feed."""
    personal = frozenset(name for name in raw.names if is_personal(name))
    fields = {name: (key, score) for key, name, score in likely.columns}
    return tuple(
        ColumnSample(column.name, column.samples, *fields.get(column.name, (None, 0.0)))
        for column in describe_columns(raw, raw.body, {}, personal=personal)
    )
