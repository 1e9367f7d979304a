"""A word that no list has is told and its row is kept, in every export that has a column of such words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.formats import FORMATS
from ecreview.intake.header import header_key
from ecreview.intake.wire import FileAnswer, load
from tests.formats.exports import EXPORTS

if TYPE_CHECKING:
    from tests.formats.exports.base import Export

MADE_UP = "前所未闻"
SHAPES = {form.key: form for form in FORMATS}
OF_ORDERS = {"orders", "order_lines", "erp_orders", "purchases"}


def column_of(export: Export, field: str) -> int | None:
    """Return where the column of a field stands in an export, None where it has none."""
    headers = [header_key(str(name)) for name in export.header]
    columns = (column for column in SHAPES[export.format].columns if column.field == field)
    names = (header_key(name) for column in columns for name in column.names)
    return next((headers.index(name) for name in names if name in headers), None)


def first_of_each(field: str, tables: set[str]) -> list[Export]:
    """Return per format of these tables the first export with a column for the field and a word in it."""
    found: dict[str, Export] = {}
    for export in EXPORTS:
        at = column_of(export, field)
        if SHAPES[export.format].table in tables and at is not None and export.rows[0][at]:
            found.setdefault(export.format, export)
    return list(found.values())


def with_made_up(export: Export, field: str) -> tuple[FileAnswer, pa.Table, pa.Table]:
    """Return what is said of the export with a made-up word in its first row of data, its rows, and those as it was."""
    at = column_of(export, field)
    assert at is not None
    first = next(n for n, row in enumerate(export.rows) if row[at] and re.search(r"\d", str(row)))
    rows = [list(row) for row in export.rows]
    wrap = str(rows[first][at])
    rows[first][at] = wrap[: len(wrap) - len(wrap.lstrip("`\t"))] + MADE_UP
    changed = export.with_(rows=tuple(map(tuple, rows)))
    (said, _), _ = answers = [clean_file(e.name, e.content) for e in (changed, export)]
    after, before = (pa.ipc.open_stream(frames["0"]).read_all() for _, frames in answers)
    return load(FileAnswer, said), after, before


def told_of(frame: pa.Table, raw: str, field: str) -> set[str]:
    """Return what the made-up word is read as."""
    words = zip(frame[raw].to_pylist(), frame[field].to_pylist(), strict=True)
    return {told for word, told in words if word == MADE_UP}


def named(answer: FileAnswer, code: str) -> bool:
    """Return whether a finding of that code names the made-up word."""
    return any(
        f.kind.code == code and MADE_UP in str(f.samples) + str(f.values) for f in answer.findings
    )


@pytest.mark.parametrize("export", first_of_each("status_raw", OF_ORDERS), ids=lambda e: e.format)
def test_an_order_of_unknown_status_is_kept_and_its_word_told(export: Export) -> None:
    answer, after, before = with_made_up(export, "status_raw")
    assert len(after) == len(before)
    assert told_of(after, "status_raw", "status") == {"unknown"}
    assert named(answer, "STATUS_UNKNOWN")


@pytest.mark.parametrize("export", first_of_each("status", {"refunds"}), ids=lambda e: e.format)
def test_a_refund_of_unknown_status_is_kept_and_its_word_told(export: Export) -> None:
    answer, after, before = with_made_up(export, "status")
    assert len(after) == len(before)
    assert named(answer, "STATUS_UNKNOWN")


@pytest.mark.parametrize(
    "export", first_of_each("subject_raw", {"payments"}), ids=lambda e: e.format
)
def test_an_entry_of_unknown_type_is_kept_and_its_word_told(export: Export) -> None:
    answer, after, before = with_made_up(export, "subject_raw")
    assert len(after) == len(before)
    assert after["amount"].to_pylist() == before["amount"].to_pylist()
    assert told_of(after, "subject_raw", "subject") == {"other"}
    assert named(answer, "SUBJECT_UNKNOWN")
