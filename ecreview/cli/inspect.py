"""`ecreview inspect FILE…`: what each file is, where its rows ended, what is imperfect."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from ecreview.cli import EXIT_NOTHING_USABLE, EXIT_OK
from ecreview.cli.files import read_choices, read_uploads, report_progress
from ecreview.cli.receipts import name_table, receipt_lines
from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import suggest_choices
from ecreview.intake.recipe import recipe_of, replays
from ecreview.model.text import Text
from ecreview.report.record import inspect_record

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from ecreview.intake.recipe import Replay
    from ecreview.model.text import Lang

_REPLAY = Text(zh="重放结果相同：{answer}", en="replay equal: {answer}")
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
_DIFFERS = Text(
    zh="{place}：清洗结果与配方保存时不同",
    en="{place}: came out differently than when the recipe was saved",
)


def run(call: Namespace) -> int:
    """Print the receipts of the files and return the exit code."""
    choices = read_choices(call.mapping)
    dataset = ingest(
        read_uploads(call.files, call.lang),
        choices=choices,
        salt=os.urandom(16),
        passwords=tuple(call.password),
        progress=partial(report_progress, call.lang),
    )
    if call.suggest_mapping is not None:
        call.suggest_mapping.write_text(suggest_choices(dataset.files).to_json(), encoding="utf-8")
    if call.save_recipe is not None:
        recipe = recipe_of(dataset.files, choices)
        call.save_recipe.write_text(recipe.to_json(), encoding="utf-8")
    replayed = replays(dataset.files, choices)
    if call.json:
        record = inspect_record(dataset, call.lang) | _replay_record(replayed)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    else:
        lines = (*receipt_lines(dataset, call.lang), *_replay_lines(replayed, call.lang))
        sys.stdout.write("\n".join(lines) + "\n")
    used = any(file.error is None and file.tables for file in dataset.files)
    return EXIT_OK if used else EXIT_NOTHING_USABLE


def _replay_record(replayed: tuple[Replay, ...]) -> dict[str, Any]:
    """Return whether a recipe came out equal, nothing where none was replayed."""
    if not replayed:
        return {}
    tables = [{"file": r.file, "sheet": r.sheet, "equal": r.is_equal} for r in replayed]
    return {"replay": {"equal": all(r.is_equal for r in replayed), "tables": tables}}


def _replay_lines(replayed: tuple[Replay, ...], lang: Lang) -> Iterator[str]:
    """Yield whether a recipe came out equal, and where it did not."""
    if replayed:
        is_equal = all(r.is_equal for r in replayed)
        yield _REPLAY.fill(answer=_YES if is_equal else _NO).of(lang)
    for replay in replayed:
        if not replay.is_equal:
            yield _DIFFERS.fill(place=name_table(replay.file, replay.sheet)).of(lang)
