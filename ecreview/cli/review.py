"""`ecreview review FILE…`: files → verdict on standard output, workbook and JSON record where asked for."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from ecreview.analyses.goals.targets import goals_of
from ecreview.cli import EXIT_NOTHING_USABLE, EXIT_OK, WrongCall
from ecreview.cli.files import (
    FileMissing,
    read_choices,
    read_text,
    read_uploads,
    report_progress,
    report_refusals,
    say,
)
from ecreview.intake.ingest import ingest
from ecreview.memory.last_review import read_last_review
from ecreview.memory.memory import goals_carried
from ecreview.model.scope import Period, Scope
from ecreview.model.section import NoteKind, Section
from ecreview.model.settings_file import parse_settings
from ecreview.model.text import Lang, Text
from ecreview.report.record import dump_record
from ecreview.review import Review, default_scope, review

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date
    from pathlib import Path

    from ecreview.memory.memory import Memory
    from ecreview.model.dataset import Dataset

_SAID = (NoteKind.ALARM, NoteKind.CAUSE, NoteKind.FINDING)
_FEW_CAUSES, _FEW_ACTIONS = 3, 5
_MEMORY_READ = Text(
    zh="已读取上次的复盘 {name}：{goals} 个目标、{actions} 件行动、{risks} 个风险。",
    en="Read the last review {name} (targets: {goals}, actions: {actions}, risks: {risks}).",
)
_GOALS_CARRIED = Text(
    zh="没有上传本期的目标，用了上次复盘里为本期填的 {n} 个。",
    en="No target was uploaded for this period; those set for it in the last review are used ({n}).",
)


def run(call: Namespace) -> int:
    """Make the review that the call asks for and return the exit code."""
    settings = parse_settings(read_text(call.settings)) if call.settings else None
    period = _period(call.start, call.end, "--start and --end")
    baseline = _period(
        call.baseline_start, call.baseline_end, "--baseline-start and --baseline-end"
    )
    progress = partial(report_progress, call.lang)
    dataset = ingest(
        read_uploads(call.files, call.lang),
        choices=read_choices(call.mapping),
        salt=os.urandom(
            16
        ),  # buyers cannot be linked from one run to the next; no figure depends on it
        passwords=tuple(call.password),
        progress=progress,
    )
    report_refusals(dataset, call.lang)
    if not dataset.tables:
        return EXIT_NOTHING_USABLE
    # After the exports, since workers are made ready for what is read first.
    memory = _read_memory(call.last_review, call.lang) if call.last_review else None
    scope = _scope(dataset, period, baseline)
    made = review(dataset, scope=scope, settings=settings, memory=memory, progress=progress)
    if carried := goals_carried(goals_of(dataset), memory, scope.period):
        say(_GOALS_CARRIED.fill(n=len(carried)).of(call.lang))
    _write(made, call)
    _print_verdict(made, call.lang)
    return EXIT_OK


def _read_memory(path: Path, lang: Lang) -> Memory:
    """Return what the last review left; what could not be read of it is named on standard error.

    Raises:
        FileMissing: its workbook cannot be opened.
        ReviewError: it is none.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise FileMissing(path) from None
    memory, findings = read_last_review(content, name=path.name)
    counts = {
        "goals": len(memory.goals.items),
        "actions": len(memory.actions),
        "risks": len(memory.risks),
    }
    say(_MEMORY_READ.fill(name=path.name, **counts).of(lang))
    for finding in findings:
        said = finding.message + finding.kind.advice
        say(f"{finding.place.text.of(lang)}: [{finding.kind.code}] {said.of(lang)}")
    return memory


def _period(start: date | None, end: date | None, names: str) -> Period | None:
    """Return the period of two days, both in it, or None where neither is given.

    Raises:
        WrongCall: only one is given, or they are in the wrong order.
    """
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise WrongCall(f"ecreview review: {names} go together")
    if end < start:
        raise WrongCall(f"ecreview review: of {names} the second day lies before the first")
    return Period.over(start, end)


def _scope(dataset: Dataset, period: Period | None, baseline: Period | None) -> Scope:
    """Return the scope that the call names, the dataset's own where it names none."""
    own = default_scope(dataset)
    if period is None:
        return Scope(own.period, baseline or own.baseline)
    return Scope(period, baseline)


def _write(made: Review, call: Namespace) -> None:
    """Write the workbook and the record where the call wants them."""
    if call.out is not None:
        from ecreview.report.workbook import build_workbook  # noqa: PLC0415 - openpyxl only where it is used

        call.out.write_bytes(build_workbook(made, call.lang))
    if call.json is not None:
        call.json.write_text(dump_record(made, call.lang), encoding="utf-8")


def _print_verdict(made: Review, lang: Lang) -> None:
    """Print the answer, the causes and what to do first."""
    lines = [made.scope.period.text.of(lang)]
    overview = made.section("overview")
    if isinstance(overview, Section):
        lines.append(overview.answer.of(lang))
        said = [note for note in overview.notes if note.kind in _SAID]
        lines += [f"- {note.text.of(lang)}" for note in said[:_FEW_CAUSES]]
    first = made.actions[:_FEW_ACTIONS]
    lines += [f"{n}. {action.text.of(lang)}" for n, action in enumerate(first, start=1)]
    sys.stdout.write("\n".join(lines) + "\n")
