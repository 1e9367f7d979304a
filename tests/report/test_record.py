"""The JSON record: its frozen structure, its numbers, and that it is the same on repeat."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ecreview import __version__
from ecreview.model.section import Column, Grid, Section
from ecreview.model.text import Text, Unit, same
from ecreview.report.record import build_record, cell_value, dump_record, inspect_record
from tests.report.story import PERIOD, story

RECORD = build_record(story(), "zh")

# The contract with outsiders: a key may be added with a line in the changelog, none may go or change.
STRUCTURE = {
    "": {"schema", "version", "lang", "period", "baseline", "generated_from", "files", "findings", "reconciliations",
         "sections", "actions", "risks", "grade"},
    "period": {"start", "end", "last", "days"},
    "baseline": {"start", "end", "last", "days"},
    "files": {"name", "digest", "bytes", "tables", "error"},
    "files.error": {"code", "message"},
    "files.tables": {"sheet", "format", "platform", "table", "score", "header_row", "rows", "control_totals",
                     "cells", "sums", "period", "clean_digest"},
    "files.tables.cells": {"filled", "errors", "formulas_without_value"},
    "files.tables.sums": {"name", "cents", "count"},
    "files.tables.period": {"first", "last"},
    "files.tables.rows": {"total", "header", "preamble", "blank", "footer", "kept", "duplicate", "quarantined"},
    "files.tables.control_totals": {"name", "stated", "computed", "unit"},
    "findings": {"code", "level", "file", "sheet", "column", "rows", "count", "of", "amount_cents", "message"},
    "reconciliations": {"key", "left", "right", "left_rows", "right_rows", "left_cents", "right_cents", "states", "explained",
                        "unexplained_cents", "tolerance_cents", "unit"},
    "reconciliations.states.*": {"rows", "amount_cents", "keys", "left_rows", "right_rows", "left_cents", "right_cents"},
    "sections": {"key", "core", "title", "ready", "missing", "answer", "figures", "grids", "notes"},
    "sections.figures": {"key", "unit", "value", "low", "high", "target", "baseline", "numerator", "denominator", "n", "basis",
                         "grade", "reason"},
    "sections.grids": {"key", "columns", "rows", "total"},
    "sections.grids.columns": {"key", "unit"},
    "sections.notes": {"kind", "title", "text", "evidence", "amount_cents", "grade"},
    "actions.log": {"day", "note"},
    "actions": {"id", "kind", "text", "why", "metric", "baseline", "target", "owner", "due", "effort", "worth_cents",
                "worth_low", "worth_high", "evidence", "grade", "status", "log"},
}  # fmt: skip


def shapes_of(value: Any, path: str = "") -> dict[str, set[str]]:
    """Return the keys of every object, by its path; the states of a reconciliation are words, not keys."""
    found: dict[str, set[str]] = {}
    if isinstance(value, list):
        for item in value:
            for key, names in shapes_of(item, path).items():
                found[key] = found.get(key, set()) | names
        return found
    if not isinstance(value, dict):
        return {}
    words = path in ("reconciliations.states", "reconciliations.explained")
    if not words:
        found[path] = set(value)
    for key, item in value.items():
        inner = f"{path}.{'*' if words else key}" if path else key
        for place, names in shapes_of(item, inner).items():
            found[place] = found.get(place, set()) | names
    return found


def test_the_structure_of_the_record_is_frozen() -> None:
    assert shapes_of(RECORD) == STRUCTURE


def test_the_record_names_its_schema_and_version() -> None:
    assert RECORD["schema"] == "ecreview.review/1"
    assert RECORD["version"] == __version__
    assert RECORD["period"] == {
        "start": "2026-05-31",
        "end": "2026-06-21",
        "last": "2026-06-20",
        "days": 21,
    }
    assert RECORD["risks"] == []
    assert RECORD["grade"] == "B"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_dumping_twice_gives_the_same_bytes(lang: Any) -> None:
    first = dump_record(story(), lang)
    assert first == dump_record(story(), lang)
    assert json.loads(first) == build_record(story(), lang)
    assert "NaN" not in first


def test_numbers_and_keys_are_the_same_in_both_languages() -> None:
    def without_words(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: without_words(v)
                for k, v in value.items()
                if k
                not in ("lang", "text", "title", "message", "missing", "answer", "why", "owner")
            }
        if isinstance(value, list):
            return [without_words(v) for v in value if not isinstance(v, str)]
        return value

    assert without_words(RECORD) == without_words(build_record(story(), "en"))


def figure(key: str) -> dict[str, Any]:
    found = [f for s in RECORD["sections"] for f in s["figures"] if f["key"] == key]
    first: dict[str, Any] = found[0]
    return first


def test_money_is_whole_cents_and_rates_are_fractions() -> None:
    assert figure("gmv_pay")["value"] == 268_396_740
    assert type(figure("gmv_pay")["value"]) is int
    assert figure("pay_cvr")["value"] == 15_070 / 512_600
    assert (figure("pay_cvr")["numerator"], figure("pay_cvr")["denominator"]) == (15_070, 512_600)


def test_an_undefined_figure_is_null_with_its_reason() -> None:
    assert figure("rep_30")["value"] is None
    assert figure("rep_30")["reason"] == "NOT_MATURE"


def test_a_section_that_lacks_data_says_what_is_missing() -> None:
    section = next(s for s in RECORD["sections"] if s["key"] == "clusters")
    assert section["ready"] is False
    assert "千牛" in section["missing"]
    assert all(s["missing"] is None for s in RECORD["sections"] if s["ready"])


def test_the_rows_of_a_file_are_in_one_class_each() -> None:
    rows = dict(RECORD["files"][0]["tables"][0]["rows"])
    assert rows.pop("total") == sum(rows.values()) == 21_486


def test_a_refused_file_carries_its_error() -> None:
    assert RECORD["files"][1]["error"]["code"] == "FILE_PERSONAL"
    assert RECORD["files"][1]["tables"] == []


def test_a_reconciliation_closes_in_the_record() -> None:
    pair = RECORD["reconciliations"][0]
    apart = pair["left_cents"] - pair["right_cents"]
    assert apart == sum(pair["explained"].values()) + pair["unexplained_cents"]
    assert pair["unexplained_cents"] == 31_260
    assert pair["states"]["order_only"]["rows"] == 1
    assert list(pair["states"]) == sorted(pair["states"])


def test_every_kind_of_cell_becomes_plain_json() -> None:
    frame = pd.DataFrame({
        "text": [Text(zh="老客", en="regulars"), None],
        "cents": pd.array([12_345, None], dtype="Int64"),
        "rate": [0.5, np.nan],
        "day": [pd.Timestamp("2026-06-18"), pd.NaT],
        "seconds": [np.float64(90.5), np.inf],
        "flag": [True, False],
        "id": ["0012", ""],
    })  # fmt: skip
    units = (Unit.TEXT, Unit.CENTS, Unit.RATE, Unit.DATE, Unit.SECONDS, Unit.TEXT, Unit.ID)
    columns = tuple(
        Column(name, same(name), unit) for name, unit in zip(frame.columns, units, strict=True)
    )
    section = Section("toy", "insight", same("toy"), grids=(Grid("g", same("g"), columns, frame),))
    record = build_record(replace(story(), sections=(section,)), "en")
    assert record["sections"][0]["grids"][0]["rows"] == [
        ["regulars", 12_345, 0.5, "2026-06-18", 90.5, True, "0012"],
        [None, None, None, None, None, False, ""],
    ]
    json.dumps(record, allow_nan=False)


def test_times_keep_their_clock_and_days_do_not() -> None:
    moment = datetime(2026, 6, 18, 20, 14)
    assert cell_value(moment, Unit.TIME) == "2026-06-18T20:14:00"
    assert cell_value(pd.Timestamp(moment), Unit.DATE) == "2026-06-18"
    assert cell_value(date(2026, 6, 18), Unit.DATE) == "2026-06-18"


def test_the_digests_do_not_hang_on_the_order_of_uploads() -> None:
    made = story()
    turned = replace(made, dataset=replace(made.dataset, files=made.dataset.files[::-1]))
    assert build_record(turned, "zh")["generated_from"] == RECORD["generated_from"]


def test_inspect_gives_the_same_files_and_findings() -> None:
    record = inspect_record(story().dataset, "zh")
    assert set(record) == {"schema", "files", "findings", "operations"}
    assert record["schema"] == "ecreview.inspect/1"
    assert record["files"] == RECORD["files"]
    assert record["findings"] == RECORD["findings"]


def test_an_action_carries_its_check_metric_and_date() -> None:
    action = RECORD["actions"][0]
    assert (action["metric"], action["baseline"], action["target"], action["due"]) == (
        "cart_order",
        0.296,
        0.34,
        "2026-07-15",
    )
    assert action["worth_cents"] == 11_800_000
    assert PERIOD.days == 21
