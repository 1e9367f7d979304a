"""The JSON record of a review: the same values as on the page, language-free keys, byte-identical on repeat.

Money is integer cents, rates are fractions, durations seconds; undefined is null with a reason. The words
for people (`text`, `message`, `missing` …) are in one language, everything else is the same in all.
"""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ecreview import __version__
from ecreview.intake.operations import operations
from ecreview.model.section import NotReady
from ecreview.model.text import Text, Unit, join_texts
from ecreview.report.shapes import is_missing

if TYPE_CHECKING:
    from ecreview.model.action import Action
    from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
    from ecreview.model.findings import Finding
    from ecreview.model.operations import Operation
    from ecreview.model.scope import Period
    from ecreview.model.section import Figure, Grid, Note, Section
    from ecreview.model.text import Lang
    from ecreview.reconcile.base import Reconciliation
    from ecreview.review import Review

REVIEW_SCHEMA = "ecreview.review/1"
INSPECT_SCHEMA = "ecreview.inspect/1"

Json = dict[str, Any]

_WHOLE_UNITS = frozenset({Unit.CENTS, Unit.COUNT})


def dump_record(review: Review, lang: Lang) -> str:
    """Return the record as JSON text; the same review gives the same bytes."""
    return (
        json.dumps(build_record(review, lang), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    )


def build_record(review: Review, lang: Lang) -> Json:
    """Return the record of a review, its sentences in the language."""
    dataset = review.dataset
    own = (finding for section in review.told for finding in section.findings)
    findings = dict.fromkeys([*dataset.findings, *own])
    return {
        "schema": REVIEW_SCHEMA,
        "version": __version__,
        "lang": lang,
        "period": period_record(review.scope.period),
        "baseline": period_record(review.scope.baseline),
        "generated_from": sorted(file.digest for file in dataset.files),
        "files": [_file(file, lang) for file in dataset.files],
        "findings": [_finding(finding, lang) for finding in findings],
        "reconciliations": [_reconciliation(r) for r in review.reconciliations],
        "sections": [_section(section, lang) for section in review.sections],
        "actions": [action_record(action, lang) for action in review.actions],
        "risks": [],
        "grade": review.grade and review.grade.value,
    }


def inspect_record(dataset: Dataset, lang: Lang) -> Json:
    """Return what became of each file and what is imperfect in them."""
    return {
        "schema": INSPECT_SCHEMA,
        "files": [_file(file, lang) for file in dataset.files],
        "findings": [_finding(finding, lang) for finding in dataset.findings],
        "operations": [_operation(operation, lang) for operation in operations(dataset)],
    }


def period_record(period: Period | None) -> Json | None:
    """Return a period by its first day, the day after its last one, and its last one."""
    if period is None:
        return None
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "last": period.last.isoformat(),
        "days": period.days,
    }


def _file(file: FileReceipt, lang: Lang) -> Json:
    """Return the receipt of a file."""
    error = file.error and {"code": file.error.code, "message": file.error.message.of(lang)}
    return {
        "name": file.name,
        "digest": file.digest,
        "bytes": file.size,
        "tables": [_table(table) for table in file.tables],
        "error": error,
    }


def _table(table: TableReceipt) -> Json:
    """Return the receipt of a table."""
    rows = {row_class.value: count for row_class, count in table.ledger.counts.items()}
    return {
        "sheet": table.sheet,
        "format": table.format,
        "platform": table.platform,
        "table": table.table,
        "score": table.score,
        "header_row": table.header_row,
        "rows": {"total": table.ledger.total, **rows},
        "control_totals": [
            {"name": t.name, "stated": t.stated, "computed": t.computed, "unit": t.unit}
            for t in table.control_totals
        ],
        "cells": {
            "filled": table.contents.filled,
            "errors": table.contents.errors,
            "formulas_without_value": table.contents.formulas_without_value,
        },
        "sums": [{"name": s.name, "cents": s.cents, "count": s.count} for s in table.contents.sums],
        "period": table.span
        and {"first": table.span[0].isoformat(), "last": table.span[1].isoformat()},
        "clean_digest": table.digest or None,
    }


def _finding(finding: Finding, lang: Lang) -> Json:
    """Return a finding with its place."""
    return {
        "code": finding.kind.code,
        "level": finding.kind.level.value,
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "column": finding.place.column,
        "rows": list(finding.place.rows),
        "count": finding.count,
        "of": finding.of,
        "amount_cents": finding.amount_cents,
        "message": finding.message.of(lang),
    }


def _operation(operation: Operation, lang: Lang) -> Json:
    """Return what a rule of the cleaning did to a table."""
    return {
        "rule": operation.kind.code,
        "file": operation.file,
        "sheet": operation.sheet,
        "what": [text.of(lang) for text in operation.what],
        "count": operation.count,
        "rows": list(operation.rows),
        "amount_cents": operation.amount_cents,
        "samples": [[_in_words(part, lang) for part in sample] for sample in operation.samples],
        "can_undo": operation.can_undo,
        "is_undone": operation.is_undone,
        "note": operation.note and operation.note.of(lang),
    }


def _in_words(part: Text | str, lang: Lang) -> str:
    """Return one end of a sample in the language."""
    return part.of(lang) if isinstance(part, Text) else part


def _reconciliation(pair: Reconciliation) -> Json:
    """Return a reconciliation; a state's rows and amount are those of its left side, where it has one."""
    states = {
        state.value: {
            "rows": tally.left_rows or tally.right_rows,
            "amount_cents": tally.left_cents if tally.left_rows else tally.right_cents,
            "keys": tally.keys,
            "left_rows": tally.left_rows,
            "right_rows": tally.right_rows,
            "left_cents": tally.left_cents,
            "right_cents": tally.right_cents,
        }
        for state, tally in sorted(pair.states.items())
    }
    return {
        "key": pair.key,
        "left": pair.left,
        "right": pair.right,
        "left_rows": pair.left_rows,
        "right_rows": pair.right_rows,
        "left_cents": pair.left_cents,
        "right_cents": pair.right_cents,
        "states": states,
        "explained": dict(sorted(pair.explained.items())),
        "unexplained_cents": pair.unexplained_cents,
        "tolerance_cents": pair.tolerance_cents,
        "unit": pair.unit.value,
    }


def _section(section: Section | NotReady, lang: Lang) -> Json:
    """Return a section; one that cannot be told yet says what is missing."""
    head = {"key": section.key, "core": section.core, "title": section.title.of(lang)}
    if isinstance(section, NotReady):
        missing = join_texts([section.missing, section.export], zh="；", en="; ").of(lang)
        return head | {
            "ready": False, "missing": missing, "answer": None, "figures": [], "grids": [], "notes": [],
        }  # fmt: skip
    return head | {
        "ready": True,
        "missing": None,
        "answer": section.answer.of(lang),
        "figures": [figure_record(figure) for figure in section.figures],
        "grids": [_grid(grid, lang) for grid in section.grids],
        "notes": [_note(note, lang) for note in section.notes],
    }


def figure_record(figure: Figure) -> Json:
    """Return a figure with all it stands on; it reads the same in every language."""
    amounts = ("value", "low", "high", "target", "baseline")
    counts = ("numerator", "denominator", "n")
    return {
        "key": figure.key,
        "unit": figure.unit.value,
        **{name: cell_value(getattr(figure, name), figure.unit) for name in amounts},
        **{name: _count(getattr(figure, name)) for name in counts},
        "basis": figure.basis.key,
        "grade": figure.grade and figure.grade.value,
        "reason": figure.reason and figure.reason.value,
    }


def _grid(grid: Grid, lang: Lang) -> Json:
    """Return a grid row by row; `total` tells how many rows there were before a cut."""
    columns = [
        [cell_value(cell, column.unit, lang) for cell in grid.frame[column.key].tolist()]
        for column in grid.columns
    ]
    return {
        "key": grid.key,
        "columns": [{"key": column.key, "unit": column.unit.value} for column in grid.columns],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "total": grid.total,
    }


def _note(note: Note, lang: Lang) -> Json:
    """Return a note with the figures it rests on."""
    return {
        "kind": note.kind.value,
        "title": note.title.of(lang),
        "text": note.text.of(lang),
        "evidence": list(note.evidence),
        "amount_cents": note.amount_cents,
        "grade": note.grade and note.grade.value,
    }


def action_record(action: Action, lang: Lang) -> Json:
    """Return an action with its check metric and where it stands."""
    return {
        "id": action.id,
        "kind": action.kind.value,
        "text": action.text.of(lang),
        "why": action.why.of(lang),
        "metric": action.metric,
        "baseline": action.baseline,
        "target": action.target,
        "owner": action.owner.of(lang),
        "due": action.due and action.due.isoformat(),
        "effort": action.effort,
        "worth_cents": action.worth_cents,
        "worth_low": action.worth_low,
        "worth_high": action.worth_high,
        "evidence": list(action.evidence),
        "grade": action.grade and action.grade.value,
        "status": action.status.value,
        "log": [{"day": entry.day.isoformat(), "note": entry.note} for entry in action.log],
    }


def cell_value(cell: object, unit: Unit, lang: Lang = "zh") -> Any:
    """Return a cell as JSON holds it: null for unknown, whole cents and counts, ISO dates, words worded.

    Examples:
        >>> cell_value(17_810.4, Unit.CENTS), cell_value(float("nan"), Unit.RATE), cell_value(0.25, Unit.RATE)
        (17810, None, 0.25)
    """
    if isinstance(cell, Text):
        return cell.of(lang)
    if is_missing(cell) or (isinstance(cell, float) and math.isinf(cell)):
        return None
    if isinstance(cell, datetime):
        return cell.date().isoformat() if unit is Unit.DATE else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    plain: Any = cell.item() if hasattr(cell, "item") else cell
    if isinstance(plain, float) and unit in _WHOLE_UNITS:
        return round(plain)
    return plain


def _count(value: float | None) -> int | float | None:
    """Return what a rate was divided from, without the fraction that a count does not have."""
    plain = cell_value(value, Unit.NUMBER)
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain
