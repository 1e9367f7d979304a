"""The very-hidden sheet that the next review reads back: what was measured, meant and decided, as JSON.

People's edits in the tables of goals, actions, risks and decisions win over it; the values of the metrics come from
here only, each with the basis it stood on.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ecreview.model.tables import MEMORY_SHEET
from ecreview.report.record import action_record, figure_record, period_record
from ecreview.report.workbook import look as looks

if TYPE_CHECKING:
    from ecreview.report.workbook.book import Book

SCHEMA = "ecreview.memory/1"
CHUNK = 30_000  # characters per cell; a cell holds 32,767


def _record(book: Book) -> dict[str, Any]:
    """Return what the next review needs to know of this one."""
    review = book.review
    return {
        "schema": SCHEMA,
        "review": review.dataset.version,
        "lang": book.lang,
        "currency": review.settings.currency,
        "period": period_record(review.scope.period),
        "baseline": period_record(review.scope.baseline),
        "shops": list(review.scope.shops),
        "channels": list(review.scope.channels),
        "kpis": {e.key: figure_record(e.figure) for e in book.evidence.exhibits},
        "goals": [
            {
                "metric": goal.metric,
                "target": goal.target,
                "period": period_record(goal.period),
                "scope": goal.scope,
                "owner": goal.owner,
            }
            for goal in review.goals.items
        ],
        "actions": [action_record(action, book.lang) for action in review.actions],
        "risks": [],
        "decisions": [asdict(decision) for decision in review.settings.decisions],
    }


def write_memory(book: Book) -> None:
    """Write the record in column A, as many characters per cell as one holds, and hide the sheet for good."""
    text = json.dumps(_record(book), ensure_ascii=True, allow_nan=False)
    writer = book.writer(MEMORY_SHEET)
    for row, start in enumerate(range(0, len(text), CHUNK), start=1):
        writer.write_cell(row, 1, text[start : start + CHUNK], looks.KEY_ROW)
    writer.sheet.sheet_state = "veryHidden"
