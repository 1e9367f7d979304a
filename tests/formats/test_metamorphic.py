"""What must not matter: the order of the rows, how a text is written, over how many files it is spread.

Each text export is taken apart into the lines above its rows, its rows and the lines below them, and written
again in another way; what the whole intake makes of it has to be the same but for where the rows stood.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.header import find_tables
from ecreview.intake.ingest import ingest
from ecreview.intake.pieces import pieces_of
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import SOURCE_COLUMNS, Upload
from tests.formats.test_golden import KEPT, MADE, export_of, name_of, said_of

if TYPE_CHECKING:
    from pathlib import Path

Line = tuple[str, ...]
Canonical = dict[str, list[tuple[tuple[str, str], ...]]]

TEXTS = [case for case in KEPT if not export_of(case).content.startswith((b"PK\x03\x04", b"\xd0\xcf"))]


@dataclass(frozen=True, slots=True)
class Taken:
    """A text export taken apart.

    Attributes:
        above: all lines down to the header and what stands before the first row.
        body: its rows.
        below: what stands after the last row.
    """

    name: str
    separator: str
    above: tuple[Line, ...]
    body: tuple[Line, ...]
    below: tuple[Line, ...]

    def upload(
        self, encoding: str = "utf-8", newline: str = "\n", *, name: str | None = None
    ) -> Upload:
        """Return it written as one file."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=self.separator, lineterminator=newline)
        writer.writerows([*self.above, *self.body, *self.below])
        return Upload.of(name or self.name, buffer.getvalue().encode(encoding))


@cache
def taken(case: Path) -> Taken:
    export = export_of(case)
    made = MADE.get((said_of(case)["format"], case.name.removesuffix(".expected.json")))
    (sheet,) = read_file(export, known_names()).sheets
    _, frames = clean_file(export.name, export.content)
    kept = pa.ipc.open_stream(frames["0"]).read_all()["source_row"].to_pylist()
    first, last = (int(np.searchsorted(sheet.rows, row)) for row in (min(kept), max(kept)))
    cells = [tuple(cell or "" for cell in row.values()) for row in sheet.cells.to_pylist()]
    return Taken(
        export.name,
        made.separator if made else ",",
        tuple(cells[:first]),
        tuple(cells[first : last + 1]),
        tuple(cells[last + 1 :]),
    )


def canonical(*uploads: Upload) -> Canonical:
    """Return all tables of the dataset as sets of rows, without where these stood."""
    dataset = ingest(uploads, run=run_inline)
    assert not [file.error for file in dataset.files if file.error]
    tables: Canonical = {}
    for key, table in dataset.tables.items():
        frame = table.frame.drop(columns=list(SOURCE_COLUMNS), errors="ignore").dropna(axis=1, how="all")
        rows = frame.sort_index(axis=1).astype(str).to_dict("records")
        tables[key] = sorted(tuple(row.items()) for row in rows)
    return tables


@cache
def expected(case: Path) -> Canonical:
    return canonical(export_of(case))


for_texts = pytest.mark.parametrize("case", TEXTS, ids=name_of)


@for_texts
def test_the_order_of_the_rows_does_not_matter(case: Path) -> None:
    export = taken(case)
    order = np.random.default_rng(618).permutation(len(export.body))
    shuffled = replace(export, body=tuple(export.body[at] for at in order))
    assert canonical(shuffled.upload()) == expected(case)


@for_texts
def test_an_export_spread_over_two_files_is_the_same_export(case: Path) -> None:
    export = taken(case)
    half = (len(export.body) + 1) // 2
    parts = (replace(export, body=export.body[:half]), replace(export, body=export.body[half:]))
    stem, _, suffix = export.name.rpartition(".")
    uploads = [part.upload(name=f"{stem} ({n}).{suffix}") for n, part in enumerate(parts)]
    assert canonical(*uploads) == expected(case)


@for_texts
def test_an_export_given_twice_counts_once(case: Path) -> None:
    stem, _, suffix = taken(case).name.rpartition(".")
    again = taken(case).upload("utf-8-sig", name=f"{stem} (1).{suffix}")
    assert canonical(export_of(case), again) == expected(case)


@for_texts
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_encoding_and_line_ends_do_not_matter(case: Path, encoding: str, newline: str) -> None:
    assert canonical(taken(case).upload(encoding, newline)) == expected(case)


@for_texts
def test_a_blank_row_and_an_empty_column_change_nothing(case: Path) -> None:
    export = taken(case)
    middle = len(export.body) // 2
    body = (*export.body[:middle], ("",) * len(export.body[0]), *export.body[middle:])
    wider = (tuple((*line, "") for line in part) for part in (export.above, body, export.below))
    above, body, below = wider
    assert canonical(replace(export, above=above, body=body, below=below).upload()) == expected(case)
