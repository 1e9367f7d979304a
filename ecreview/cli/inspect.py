"""`ecreview inspect FILE…`: what each file is, where its rows ended, what is imperfect."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from ecreview.cli import EXIT_NOTHING_USABLE, EXIT_OK
from ecreview.cli.files import read_choices, read_uploads
from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import suggest_choices
from ecreview.model.ledger import RowClass
from ecreview.model.text import Text
from ecreview.report.record import inspect_record

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
    from ecreview.model.text import Lang

_UNRECOGNISED = Text(zh="没有认出", en="not recognised")
_CLASSES = {
    RowClass.HEADER: Text(zh="表头", en="header"),
    RowClass.PREAMBLE: Text(zh="说明", en="preamble"),
    RowClass.BLANK: Text(zh="空行", en="blank"),
    RowClass.FOOTER: Text(zh="合计", en="footer"),
    RowClass.KEPT: Text(zh="保留", en="kept"),
    RowClass.DUPLICATE: Text(zh="重复", en="duplicate"),
    RowClass.QUARANTINED: Text(zh="隔离", en="quarantined"),
}


def run(call: Namespace) -> int:
    """Print the receipts of the files and return the exit code."""
    dataset = ingest(
        read_uploads(call.files, call.lang), choices=read_choices(call.mapping), salt=os.urandom(16)
    )
    if call.suggest_mapping is not None:
        call.suggest_mapping.write_text(suggest_choices(dataset.files).to_json(), encoding="utf-8")
    if call.json:
        record = inspect_record(dataset, call.lang)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(dataset, call.lang)) + "\n")
    used = any(file.error is None and file.tables for file in dataset.files)
    return EXIT_OK if used else EXIT_NOTHING_USABLE


def _lines(dataset: Dataset, lang: Lang) -> Iterator[str]:
    """Yield what is said about each file, then the findings."""
    for file in dataset.files:
        yield from _file_lines(file, lang)
    for finding in dataset.findings:
        place, advice = finding.place.text.of(lang), finding.kind.advice.of(lang)
        yield f"[{finding.kind.code}] {place}: {finding.message.of(lang)} {advice}".rstrip()


def _file_lines(file: FileReceipt, lang: Lang) -> Iterator[str]:
    """Yield what is said about one file."""
    if file.error is not None:
        yield f"{file.name}: [{file.error.code}] {file.error.message.of(lang)}"
    for table in file.tables:
        yield _table_line(file, table, lang)


def _table_line(file: FileReceipt, table: TableReceipt, lang: Lang) -> str:
    """Return what one table is and its rows by class."""
    title = (table.title if table.table else _UNRECOGNISED).of(lang)
    rows = " + ".join(
        f"{_CLASSES[row_class].of(lang)} {count:,}"
        for row_class, count in table.ledger.counts.items()
        if count
    )
    name = " · ".join(part for part in (file.name, table.sheet) if part)
    return f"{name}: {title} ({table.score:.0%}) {table.ledger.total:,} = {rows}"
