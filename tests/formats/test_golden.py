"""Golden pairs: a made-up export beside the canonical rows and row classes worked out by hand.

The export is a value of `tests.formats.exports`, or a file `<case>.csv` or `<case>.xlsx` beside the expected
ones; `<case>.expected.csv` holds its canonical rows (cents, ISO times, empty = unknown; the columns that are
worth a look); `<case>.expected.json` its format, rows by class, leading cents, stated totals, facts and the
findings that must be among those told.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.formats import FORMATS
from ecreview.intake.header import find_tables
from ecreview.intake.pieces import pieces_of
from ecreview.intake.read import read_file
from ecreview.intake.recognise import ACCEPTED, known_names, recognise
from ecreview.intake.wire import FileAnswer, load
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused
from tests.formats.exports import EXPORTS

HERE = Path(__file__).parent
SURE = 0.9  # UP-4
FALSE_PEOPLE = ("张示例", "18600000000", "示例路", "buyer_00", "example.invalid")
CASES = sorted(HERE.glob("*/*.expected.json"))
KEPT = [case for case in CASES if case.with_suffix(".csv").exists()]
REFUSED = [case for case in CASES if case not in KEPT]


MADE = {(export.format, export.case): export for export in EXPORTS}


def export_of(case: Path) -> Upload:
    stem = case.name.removesuffix(".expected.json")
    made = MADE.get((said_of(case)["format"], stem))
    if made is not None:
        return Upload.of(made.name, made.content)
    file = next(p for p in case.parent.iterdir() if p.stem == stem and p.suffix != ".json")
    return Upload.of(file.name, file.read_bytes())


def name_of(case: Path) -> str:
    return f"{case.parent.name}/{case.name.removesuffix('.expected.json')}"


for_all = pytest.mark.parametrize("case", CASES, ids=name_of)
for_kept = pytest.mark.parametrize("case", KEPT, ids=name_of)
for_refused = pytest.mark.parametrize("case", REFUSED, ids=name_of)


def said_of(case: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(case.read_text(encoding="utf-8"))
    return said


def _cleaned(case: Path) -> tuple[FileAnswer, pa.Table, str]:
    export = export_of(case)
    said, frames = clean_file(export.name, export.content)
    return load(FileAnswer, said), pa.ipc.open_stream(frames["0"]).read_all(), said


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def test_every_made_up_export_has_its_expected_rows() -> None:
    told = {(said_of(case)["format"], case.name.removesuffix(".expected.json")) for case in CASES}
    assert set(MADE) <= told


def test_every_format_has_a_golden_pair() -> None:
    assert {said_of(case)["format"] for case in CASES} == {form.key for form in FORMATS}


@for_all
def test_an_export_is_recognised_by_its_own_format_and_by_no_other(case: Path) -> None:
    export = export_of(case)
    file = read_file(export, known_names())
    first, *_ = pieces_of(file.sheets[0], known_names())
    (table,) = find_tables(first, known_names())
    match = recognise(table)
    assert match.format is not None
    assert match.format.key == said_of(case)["format"]
    assert match.score >= SURE
    others = [form for form in FORMATS if form is not match.format and not form.is_generic]
    assert all(recognise(table, [form]).format is None for form in others)


@for_kept
def test_canonical_rows_are_those_worked_out_by_hand(case: Path) -> None:
    _, frame, _ = _cleaned(case)
    with case.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    read = frame.select(header).to_pylist()
    shown = [[_shown(value).removesuffix(" 00:00:00") for value in row.values()] for row in read]
    assert shown == [[cell.removesuffix(" 00:00:00") for cell in row] for row in rows]


@for_kept
def test_every_row_and_every_cent_is_in_its_class(case: Path) -> None:
    answer, _, _ = _cleaned(case)
    said, table = said_of(case), answer.receipt.tables[0]
    counted = {row_class.value: n for row_class, n in table.ledger.counts.items() if n}
    assert counted == said["rows"]
    assert table.ledger.cents_kept == said.get("cents")
    assert [[t.name, t.stated] for t in table.control_totals if t.unit == "cents"] == said.get(
        "totals", []
    )
    assert all(total.agrees for total in table.control_totals)
    assert dict(answer.facts[0]) == said.get("facts", {})
    assert set(said.get("findings", [])) <= {f.kind.code for f in answer.findings}


@for_kept
def test_nothing_of_a_person_leaves_the_worker(case: Path) -> None:
    _, frame, said = _cleaned(case)
    left = said + str(frame.to_pylist())
    assert not [word for word in FALSE_PEOPLE if word in left]


@for_refused
def test_a_bill_of_a_person_is_refused_by_name(case: Path) -> None:
    export = export_of(case)
    with pytest.raises(FileRefused) as error:
        clean_file(export.name, export.content)
    assert error.value.code == said_of(case)["refused"]
    form = next(f for f in FORMATS if f.key == said_of(case)["format"])
    assert form.title.zh in error.value.text.zh
    assert form.title.en in error.value.text.en


def test_the_bar_for_golden_pairs_is_above_the_bar_of_acceptance() -> None:
    assert SURE > ACCEPTED
