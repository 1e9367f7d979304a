"""Hundreds of odd, broken and hostile files through the reader, each in its own worker.

`nasty_manifest.tsv` holds what each of them gave when it was last looked at: any change fails, for better or worse.
After looking at the difference, write the new state with

    ECREVIEW_UPDATE=1 python -m pytest tests/intake/test_nasty.py -k manifest
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.header import normalise_header
from ecreview.intake.worker import Job, run_isolated
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecreview.intake.worker import Outcome

    Entry = Mapping[str, str]

MANIFEST = Path(__file__).with_name("nasty_manifest.tsv")
COLUMNS = ("file", "verdict", "code", "sheets", "rows", "cells")
KNOWN = tuple(map(normalise_header, ("订单编号", "下单时间", "实付金额", "金额", "交易创建时间")))
# Told by the cleaning of tables, not by the reading of files.
BEYOND_READING = {
    "AMOUNT_BAD", "DATE_BAD", "ENCODING", "HEADER_MULTI", "ROW_DUP", "ROW_NOTE", "ROW_PREAMBLE",
    "ROW_TOTAL",
}  # fmt: skip
OUR_WORDS = {"ROW_WIDTH": {"ROW_WIDTH", "ROW_SHORT"}}
# Where the index asks for another answer than the one we hold to be right.
OTHERWISE = {
    "csv/frictionless__data_compression_implicit-zip.csv": "data",  # a zip of tables is read
    "xlsx/openpyxl2015__openpyxl_tests_data_reader_null_archive.xlsx": "refuse ARCHIVE_NO_TABLE",
    "xlsx/poi__test-data_openxml4j_invalid.xlsx": "refuse ARCHIVE_NO_TABLE",
    "crafted/csv_gbk_truncated_midchar.csv": "data",  # its last two bytes do make a character
    "crafted/zip_of_csv_as.xlsx": "data W FMT_EXT",
    # Locked by the password that Excel itself tries first: everybody can open them.
    "xls/calamine__tests_issue_385.xls": "refuse NO_DATA",
    "xls/messytables__horror_encrypted_no_password.xls": "data",
    "xls/phpss__tests_data_Reader_XLS_pwtest3.xls": "data",
    "xls/poi__test-data_spreadsheet_50833.xls": "data",
    "xlsx/poi__test-data_poifs_protect.xlsx": "data",
    "xlsx/poi__test-data_spreadsheet_58616.xlsx": "data",
    "xlsx/excelize__test_BadWorkbook.xlsx": "refuse NO_SHEET",  # it lists no sheet at all
    "xlsx/phpss__tests_data_Reader_XLSX_issue.2501.b.xlsx": "refuse NO_DATA",  # no cell has a value
    # One cell, which the engine reads as the header, since it takes a broken reference for the first text.
    "crafted/cell_sst_index_negative.xlsx": "refuse NO_ROWS",
    "crafted/cell_sst_index_text.xlsx": "refuse NO_ROWS",
}
READ_SHARE = {".xlsx": 0.98, ".xlsm": 0.98, ".xls": 0.95, ".xlsb": 0.95, ".csv": 0.99, ".ods": 0.95}


def meets(expected: str, outcome: Outcome) -> bool:
    """Return whether an outcome is one of the expected ones: `data W CODE or refuse CODE or CODE`."""
    verb = ""
    for alternative in expected.split(" or "):
        words = alternative.split()
        if words[0] in ("data", "refuse", "ask"):
            verb = words.pop(0)
        codes = {word for word in words if len(word) > 1} - BEYOND_READING
        if isinstance(outcome, FileRefused):
            if verb != "data" and outcome.code in codes:
                return True
        elif verb == "data":
            found = set(json.loads(outcome[0])["codes"])
            if all(OUR_WORDS.get(code, {code}) & found for code in codes):
                return True
    return False


def opens_in_excel(entry: Entry) -> bool:
    """Return whether the index asks for data, for the cells beside a chart, or for as much as memory allows."""
    expected = OTHERWISE.get(entry["file"], entry["expect"])
    may_differ = "refuse" in expected or "ask" in expected.split()
    is_opened = "W SHEET" in expected or "PARSE_LIMIT" in expected
    return expected.startswith("data") and (is_opened or not may_differ)


def line(file: str, outcome: Outcome) -> str:
    """Return what a file gave as a line of the manifest."""
    if isinstance(outcome, FileRefused):
        return f"{file}\trefused\t{outcome.code}\t\t\t"
    said = json.loads(outcome[0])
    return "\t".join((file, "data", "", *(str(said[key]) for key in COLUMNS[3:])))


@pytest.fixture(scope="module")
def results(nasty: Callable[[str], Path]) -> list[tuple[Entry, Outcome]]:
    """Return each entry of the index with what its file gave."""
    index = nasty("index.tsv")
    with index.open(encoding="utf-8", newline="") as lines:
        entries = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    jobs = [
        Job(Path(entry["file"]).name, (index.parent / entry["file"]).read_bytes(), KNOWN)
        for entry in entries
    ]
    outcomes = run_isolated("tests.intake.jobs:read", jobs)
    return list(zip(entries, outcomes, strict=True))


@pytest.mark.real_data
def test_each_odd_file_gives_the_expected_answer(results: list[tuple[Entry, Outcome]]) -> None:
    refusals = {kind.code for kind in REFUSALS} - {"PARSE_CRASH", "SYSTEM_BUSY"}
    missed = [
        (entry["file"], entry["expect"], getattr(outcome, "code", outcome))
        for entry, outcome in results
        if not meets(OTHERWISE.get(entry["file"], entry["expect"]), outcome)
    ]
    assert missed == []
    assert {o.code for _, o in results if isinstance(o, FileRefused)} <= refusals


@pytest.mark.real_data
def test_the_manifest_of_the_odd_files_is_what_they_give(
    results: list[tuple[Entry, Outcome]],
) -> None:
    lines = sorted(line(entry["file"], outcome) for entry, outcome in results)
    if os.environ.get("ECREVIEW_UPDATE"):
        MANIFEST.write_text("\n".join(("\t".join(COLUMNS), *lines, "")), encoding="utf-8")
    written = MANIFEST.read_text(encoding="utf-8").splitlines()[1:]
    changed = sorted({*lines} ^ {*written}, key=lambda text: (text.split("\t")[0], text in lines))
    assert [("now " if text in lines else "was ") + text for text in changed] == []


@pytest.mark.real_data
def test_nearly_all_files_that_excel_opens_give_data(
    results: list[tuple[Entry, Outcome]], capsys: pytest.CaptureFixture[str]
) -> None:
    opened: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for entry, outcome in results:
        if opens_in_excel(entry):
            ending = Path(entry["file"]).suffix
            opened[ending] += 1
            read[ending] += not isinstance(outcome, FileRefused)
    with capsys.disabled():
        figures = (f"{ending[1:]} {read[ending]}/{opened[ending]}" for ending in sorted(opened))
        print("\nread of those that Excel opens:", " · ".join(figures))  # noqa: T201 - the bar is shown
    short = {ending for ending, bar in READ_SHARE.items() if read[ending] < bar * opened[ending]}
    assert short == set()
