"""Last review's workbook → memory. The hidden record remembers, what people edited in the tables wins."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecreview.intake.worker import Job, run_isolated
from ecreview.memory.memory import Memory
from ecreview.memory.pages import Page
from ecreview.memory.record import parse_record, schema_version
from ecreview.memory.tables import (
    entries_of,
    read_actions,
    read_decisions,
    read_goals,
    read_risks,
)
from ecreview.model.errors import FileRefused, ReviewError
from ecreview.model.finding_kinds import (
    MEMORY_GONE,
    MEMORY_ROW_UNUSABLE,
    MEMORY_TABLE_AGAIN,
    MEMORY_TABLE_GONE,
    MEMORY_WORD_UNKNOWN,
)
from ecreview.model.findings import FIRST_ROWS, Finding, Place, sort_findings
from ecreview.model.scope import Goals
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ecreview.intake.worker import Outcome

VERSION = 1  # of record and tables
_READ_PAGES = "ecreview.memory.pages:read_pages"
_TABLES = {
    "goals": Text(zh="目标", en="targets"),
    "actions": Text(zh="行动", en="actions"),
    "risks": Text(zh="风险", en="risks"),
    "decisions": Text(zh="对账决定", en="decisions on differences"),
}
_READERS = {
    "goals": read_goals,
    "actions": read_actions,
    "risks": read_risks,
    "decisions": read_decisions,
}
_NOT_OURS = Text(
    zh="不是本系统导出的复盘工作簿。请选上次导出的那份。",
    en="This is no review workbook exported by ecreview. Choose the one exported last time.",
)
_NEWER = Text(
    zh="这份复盘工作簿由更新的版本导出，请先升级 ecreview。",
    en="This review workbook was exported by a newer version; update ecreview first.",
)


class NotAReview(ReviewError):
    """The file is no review workbook, or one of a newer version."""


def read_last_review(
    content: bytes,
    *,
    name: str = "review.xlsx",
    run: Callable[[str, Sequence[Job]], Iterator[Outcome]] = run_isolated,
) -> tuple[Memory, tuple[Finding, ...]]:
    """Return what the workbook remembers, as people left it, and what could not be read of it.

    Args:
        content: bytes of an exported workbook, saved again by whatever program.
        name: of the file, for the findings.
        run: how the worker is run.

    Raises:
        NotAReview: it holds neither the record nor a table of a review, or those of a newer version.
        FileRefused: it cannot be read at all.
    """
    record, pages = _read(content, name, run)
    if max([schema_version(record), *(page.version for page in pages)]) > VERSION:
        raise NotAReview("REVIEW_NEWER", _NEWER)
    remembered = parse_record(record)
    if remembered is None and not pages:
        raise NotAReview("NOT_A_REVIEW", _NOT_OURS)
    known = remembered or Memory()
    first = {page.name: page for page in reversed(pages)}
    findings = [] if remembered else [Finding(MEMORY_GONE, Place(name), 1, 1)]
    findings += [
        Finding(MEMORY_TABLE_GONE, Place(name), 1, 1, values=(("table", title),))
        for table, title in _TABLES.items()
        if remembered and table not in first and (table != "decisions" or remembered.decisions)
    ]
    findings += [
        Finding(MEMORY_TABLE_AGAIN, Place(name, page.sheet), len(page.rows), len(page.rows))
        for page in pages
        if page is not first[page.name]
    ]
    for page in first.values():
        known, found = _edited(known, page, name)
        findings += found
    return known, sort_findings(findings)


def _read(
    content: bytes, name: str, run: Callable[[str, Sequence[Job]], Iterator[Outcome]]
) -> tuple[str, list[Page]]:
    """Return the text of the record and the tables that we know."""
    (outcome,) = run(_READ_PAGES, [Job(name, content)])
    if isinstance(outcome, FileRefused):
        raise outcome
    told = json.loads(outcome[0])
    return told["record"], [Page(**page) for page in told["pages"] if page["name"] in _TABLES]


def _edited(known: Memory, page: Page, file: str) -> tuple[Memory, list[Finding]]:
    """Return the memory with a table as people left it, and what could not be read of the table."""
    entries = entries_of(page)
    values: list[Any] = list(_READERS[page.name](list(entries.values()), known))
    kept = tuple(value for value in values if value is not None)
    edited: dict[str, Any] = {page.name: Goals(kept) if page.name == "goals" else kept}
    left = [row for row, value in zip(entries, values, strict=True) if value is None]
    findings = []
    if left:
        place = Place(file, page.sheet, None, tuple(left[:FIRST_ROWS]))
        findings.append(Finding(MEMORY_ROW_UNUSABLE, place, len(left), len(entries)))
    for key in dict.fromkeys(key for entry in entries.values() for key in entry.unread):
        odd = {row: entry.word(key) for row, entry in entries.items() if key in entry.unread}
        column = page.titles.get(key, key)
        place = Place(file, page.sheet, column, tuple(odd)[:FIRST_ROWS])
        said = (("column", column), ("example", next(iter(odd.values()))))
        findings.append(Finding(MEMORY_WORD_UNKNOWN, place, len(odd), len(entries), values=said))
    return replace(known, **edited), findings
