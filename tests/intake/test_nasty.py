"""Hundreds of odd, broken and hostile files through the reader, each in its own worker."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.header import normalise_header
from ecreview.intake.worker import Job, run_isolated
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecreview.intake.worker import Outcome

KNOWN = tuple(map(normalise_header, ("订单编号", "下单时间", "实付金额", "金额", "交易创建时间")))
EXPECTATIONS_MET = 0.985
# Told by the cleaning of tables, not by the reading of files.
BEYOND_READING = {
    "AMOUNT_BAD", "DATE_BAD", "ENCODING", "ROW_DUP", "ROW_NOTE", "ROW_PREAMBLE", "ROW_TOTAL",
}  # fmt: skip
OUR_WORDS = {"ROW_WIDTH": {"ROW_WIDTH", "ROW_SHORT"}}


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


@pytest.mark.real_data
def test_no_odd_file_hurts_anybody_and_nearly_all_get_the_expected_answer(
    nasty: Callable[[str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    index = nasty("index.tsv")
    with index.open(encoding="utf-8", newline="") as lines:
        entries = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    jobs = [
        Job(entry["file"].rpartition("/")[2], (index.parent / entry["file"]).read_bytes(), KNOWN)
        for entry in entries
    ]
    outcomes = list(run_isolated("tests.intake.jobs:read", jobs))
    missed = [
        (entry["file"], entry["expect"], getattr(outcome, "code", outcome))
        for entry, outcome in zip(entries, outcomes, strict=True)
        if not meets(entry["expect"], outcome)
    ]
    refusals = {kind.code for kind in REFUSALS}
    assert all(o.code in refusals for o in outcomes if isinstance(o, FileRefused))
    assert "Error at" not in caplog.text  # nothing but refusals and the engine's own aborts
    assert len(missed) <= (1 - EXPECTATIONS_MET) * len(entries), missed
