"""What an export goes through before it comes here: columns moved and renamed, opened in Excel and saved again."""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.formats import FORMATS
from ecreview.intake.header import find_tables, header_key
from ecreview.intake.pieces import pieces_of
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names, recognise
from ecreview.intake.wire import FileAnswer, load
from tests.formats.test_golden import CASES, KEPT, export_of, name_of, said_of

if TYPE_CHECKING:
    from pathlib import Path

    from ecreview.intake.formats.base import Format
    from ecreview.intake.raw import RawSheet, RawTable

KNOWN = known_names()
RENAMED_EVERY = 4  # of the columns that nobody needs, each fourth is renamed
SHAPES = {form.key: form for form in FORMATS}

for_all = pytest.mark.parametrize("case", CASES, ids=name_of)
for_kept = pytest.mark.parametrize("case", KEPT, ids=name_of)


def sheets_of(case: Path) -> list[RawSheet]:
    upload = export_of(case)
    return [piece for sheet in read_file(upload, KNOWN).sheets for piece in pieces_of(sheet, KNOWN)]


def tables_of(case: Path) -> list[RawTable]:
    return [table for sheet in sheets_of(case) for table in find_tables(sheet, KNOWN)]


def recognised_as(sheet: RawSheet) -> str | None:
    (table,) = find_tables(sheet, KNOWN)
    form = recognise(table).format
    return None if form is None else form.key


def form_of(case: Path) -> Format:
    return SHAPES[said_of(case)["format"]]


def test_of_all_exports_each_is_that_of_its_own_format_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The matrix of all exports by all formats holds nothing beside its diagonal; it is printed."""
    lines, strangers = [], []
    for case in CASES:
        own = said_of(case)["format"]
        fitting = {
            form.key
            for table in tables_of(case)
            for form in FORMATS
            if not form.is_generic or form.key == own
            if recognise(table, [form]).format is not None
        }
        lines.append(f"{name_of(case):40} {' '.join(sorted(fitting))}")
        strangers += [] if fitting == {own} else [(name_of(case), fitting)]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", f"{len(CASES)} × {len(FORMATS)} formats", *lines, ""]))
    assert strangers == []


@for_all
def test_moved_columns_change_nothing(case: Path) -> None:
    for sheet in sheets_of(case)[:1]:
        (table,) = find_tables(sheet, KNOWN)
        if table.header_row is None:
            continue
        order = np.random.default_rng(618).permutation(sheet.cells.num_columns)
        cells = sheet.cells.select(order.tolist()).rename_columns(sheet.cells.column_names)
        assert recognised_as(replace(sheet, cells=cells, findings=())) == form_of(case).key


@for_kept
def test_renamed_columns_that_nobody_needs_change_nothing(case: Path) -> None:
    form = form_of(case)
    needed = {header_key(name) for group in form.required for name in group}
    for sheet in sheets_of(case)[:1]:
        (table,) = find_tables(sheet, KNOWN)
        if table.header_row is None or form.is_generic:
            continue
        at = int(np.searchsorted(sheet.rows, table.header_row))
        free = [
            position
            for name, position in zip(table.names, table.columns, strict=True)
            if header_key(name) not in needed
        ]
        cells = sheet.cells
        for number, position in enumerate(free[::RENAMED_EVERY]):
            column = cells.column(position).to_pylist()
            column[at] = f"自定义{number}"
            cells = cells.set_column(position, f"c{position}", pa.array(column, pa.large_string()))
        assert recognised_as(replace(sheet, cells=cells, findings=())) == form.key


_LONG = re.compile(r'^[=\'"`\s]*(\d{16,})[\'"`\s]*$')
_TIME = re.compile(r"^(20\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d)(?::\d\d)?$")


def saved_again(cell: str | None) -> str:
    """Return a cell as Excel writes it once it has opened a csv: ids as floats, times to the minute."""
    text = (cell or "").strip("\t ")
    if found := _LONG.match(text):
        return f"{float(found[1]):.2E}"
    if found := _TIME.match(text):
        year, month, day, hour, minute = (int(part) for part in found.groups())
        return f"{year}/{month}/{day} {hour}:{minute:02d}"
    return text


@for_kept
def test_an_export_saved_again_by_excel_is_still_that_export_with_all_its_rows(case: Path) -> None:
    form, upload = form_of(case), export_of(case)
    sheets = sheets_of(case)
    if len(sheets) > 1 or form.headerless is not None:
        pytest.skip("several tables, or no header: Excel saves one sheet with its first row on top")
    (sheet,) = sheets
    buffer = io.StringIO()
    rows = sheet.cells.to_pylist()
    csv.writer(buffer, lineterminator="\r\n").writerows(
        [saved_again(cell) for cell in row.values()] for row in rows
    )
    name = upload.name.rsplit(".", 1)[0] + ".csv"
    is_chinese = not "".join(form.columns[0].names).isascii()
    said, frames = clean_file(
        name, buffer.getvalue().encode("gb18030" if is_chinese else "utf-8-sig")
    )
    table = load(FileAnswer, said).receipt.tables[0]
    before = said_of(case)["rows"]
    assert table.format == form.key
    assert table.ledger.kept == before["kept"]
    assert table.ledger.cents_kept == said_of(case).get("cents")
    assert "0" in frames


def test_a_table_of_words_that_no_export_has_is_nobodys() -> None:
    random = np.random.default_rng(7)
    words = ["甲乙", "丙丁", "戊己", "庚辛", "壬癸", "foo", "bar", "日期", "备注", "编号", "金额"]
    for _ in range(20):
        header = random.choice(words, 6, replace=False).tolist()
        body = [[str(n) for n in random.integers(0, 99, 6)] for _ in range(5)]
        text = "\n".join(",".join(row) for row in [header, *body])
        said, _ = clean_file("表.csv", text.encode())
        (table,) = load(FileAnswer, said).receipt.tables
        assert table.format is None
        assert table.score < 0.85
