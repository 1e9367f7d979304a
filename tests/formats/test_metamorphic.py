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
from ecreview.intake.ingest import ingest
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import SOURCE_COLUMNS, Upload
from tests.formats.test_golden import KEPT, MADE, export_of, name_of, said_of

if TYPE_CHECKING:
    from pathlib import Path

Line = tuple[str, ...]
Canonical = dict[str, list[tuple[tuple[str, str], ...]]]

# What an export cannot keep, and why.
_NAMED_BY_ROW = "a return without a number is named by its row"
_ODD_CENT = "the odd cent of an even split falls to the line that stands first"
UNSHUFFLED = {
    "ebay_orders/51": "items stand below their order and do not repeat its number",
    "generic_lines/retail": _NAMED_BY_ROW,
    "jd_orders/32": _ODD_CENT,
    "jd_orders/gbk": _ODD_CENT,
}
UNSPLIT = {"generic_lines/retail": _NAMED_BY_ROW}
UNDOUBLED = {"wechat_trades/success": "a number that has lost its digits is merged with nothing"}
UNWIDENED = {
    "event_log/headerless": "a file without a header is told by how many columns it has",
    "generic_lines/retail": _NAMED_BY_ROW,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A text export taken apart.

    Attributes:
        above: all lines down to the header and what stands before the first row.
        body: its rows.
        owners: per row what it must not be torn from: its order, or nothing but itself.
        below: what stands after the last row.
    """

    name: str
    separator: str
    above: tuple[Line, ...]
    body: tuple[Line, ...]
    owners: tuple[str, ...]
    below: tuple[Line, ...]

    @property
    def is_chinese(self) -> bool:
        """Return whether its header is."""
        header = max(self.above, key=lambda line: sum(map(bool, line)), default=())
        return not "".join(header).isascii()

    def upload(
        self, encoding: str = "utf-8", newline: str = "\n", *, mark: str | None = None
    ) -> Upload:
        """Return it written as one file, with a mark behind its name as browsers add it."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=self.separator, lineterminator=newline)
        writer.writerows([*self.above, *self.body, *self.below])
        stem, _, suffix = self.name.rpartition(".")
        name = self.name if mark is None else f"{stem} ({mark}).{suffix}"
        return Upload.of(name, buffer.getvalue().encode(encoding))

    def halves(self) -> tuple[Taken, Taken]:
        """Return it as two exports; exports are cut between orders, never within one."""
        known = list(dict.fromkeys(self.owners))
        early = set(known[: (len(known) + 1) // 2])
        is_early = [owner in early for owner in self.owners]
        first, second = (
            tuple(line for line, early in zip(self.body, is_early, strict=True) if early is half)
            for half in (True, False)
        )
        return replace(self, body=first), replace(self, body=second)


@cache
def taken(case: Path) -> Taken:
    export = export_of(case)
    made = MADE.get((said_of(case)["format"], case.name.removesuffix(".expected.json")))
    (sheet,) = read_file(export, known_names()).sheets
    _, frames = clean_file(export.name, export.content)
    frame = pa.ipc.open_stream(frames["0"]).read_all()
    kept = frame["source_row"].to_pylist()
    first, last = (int(np.searchsorted(sheet.rows, row)) for row in (min(kept), max(kept)))
    cells = [tuple(cell or "" for cell in row.values()) for row in sheet.cells.to_pylist()]
    orders = dict(zip(kept, _orders_of(frame), strict=True))
    return Taken(
        export.name,
        made.separator if made else ",",
        tuple(cells[:first]),
        tuple(cells[first : last + 1]),
        tuple(orders.get(row) or f"row {row}" for row in sheet.rows[first : last + 1].tolist()),
        tuple(cells[last + 1 :]),
    )


def _orders_of(frame: pa.Table) -> list[str | None]:
    """Return the order of each line, none for tables that are not the lines of orders."""
    is_of_lines = {"order_id", "quantity"} <= set(frame.column_names)
    return frame["order_id"].to_pylist() if is_of_lines else [None] * len(frame)


TEXTS = [
    case for case in KEPT if not export_of(case).content.startswith((b"PK\x03\x04", b"\xd0\xcf"))
]


def for_texts(but: dict[str, str], *, rows: int = 1) -> pytest.MarkDecorator:
    """Return the mark of a test over all text exports but these, and but those with fewer rows or orders."""
    assert set(but) <= set(map(name_of, TEXTS))
    cases = [case for case in TEXTS if name_of(case) not in but]
    cases = [case for case in cases if len(set(taken(case).owners)) >= rows]
    return pytest.mark.parametrize("case", cases, ids=name_of)


def canonical(*uploads: Upload) -> Canonical:
    """Return all tables of the dataset as sets of rows, without where these stood."""
    dataset = ingest(uploads, run=run_inline)
    assert not [file.error for file in dataset.files if file.error]
    tables: Canonical = {}
    for key, table in dataset.tables.items():
        frame = table.frame.drop(columns=list(SOURCE_COLUMNS), errors="ignore")
        rows = frame.dropna(axis=1, how="all").sort_index(axis=1).to_dict("records")
        tables[key] = sorted(tuple((str(k), str(v)) for k, v in row.items()) for row in rows)
    return tables


@cache
def expected(case: Path) -> Canonical:
    return canonical(export_of(case))


@for_texts(UNSHUFFLED, rows=2)
def test_the_order_of_the_rows_does_not_matter(case: Path) -> None:
    export = taken(case)
    order = np.random.default_rng(618).permutation(len(export.body))
    shuffled = replace(export, body=tuple(export.body[at] for at in order))
    assert canonical(shuffled.upload()) == expected(case)


@for_texts(UNSPLIT, rows=2)
def test_an_export_spread_over_two_files_is_the_same_export(case: Path) -> None:
    first, second = taken(case).halves()
    assert canonical(first.upload(mark="1"), second.upload(mark="2")) == expected(case)


@for_texts(UNDOUBLED)
def test_an_export_given_twice_counts_once(case: Path) -> None:
    again = taken(case).upload("utf-8-sig", mark="1")
    assert canonical(export_of(case), again) == expected(case)


@for_texts({})
def test_encoding_and_line_ends_do_not_matter(case: Path) -> None:
    """Exports with English headers are never written in gb18030: a few Chinese titles in one are asked about."""
    export = taken(case)
    ways = [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n"), ("gb18030", "\n")]
    for encoding, newline in ways[: 4 if export.is_chinese else 2]:
        assert canonical(export.upload(encoding, newline)) == expected(case)


@for_texts(UNWIDENED)
def test_a_blank_row_and_an_empty_column_change_nothing(case: Path) -> None:
    export = taken(case)
    middle = len(export.body) // 2
    body = (*export.body[:middle], ("",) * len(export.body[0]), *export.body[middle:])
    above, body, below = (
        tuple((*line, "") for line in part) for part in (export.above, body, export.below)
    )
    assert canonical(replace(export, above=above, body=body, below=below).upload()) == expected(
        case
    )
