"""The tables that people edit: found by their hidden keys, with drop-downs and formulas; the memory behind them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from ecreview.model.action import ActionKind, Status
from tests.report.opening import find, opened
from tests.report.story import PERIOD, story


@pytest.fixture(scope="module")
def book() -> Any:
    return opened(story())


MARKS = {
    "02 目标达成": ("#ec:goals:1", "metric"),
    "15 风险清单": ("#ec:risks:1", "id"),
    "16 行动清单": ("#ec:actions:1", "id"),
}


@pytest.mark.parametrize(("title", "mark"), list(MARKS.items()))
def test_a_hidden_row_of_keys_stands_right_above_each_editable_header(
    book: Any, title: str, mark: tuple[str, str]
) -> None:
    sheet = book[title]
    cell = find(sheet, mark[0])
    assert cell.column == 1
    assert sheet.cell(cell.row, 2).value == mark[1]
    assert sheet.row_dimensions[cell.row].hidden
    keys = [c.value for c in sheet[cell.row] if c.value is not None][1:]
    header = [sheet.cell(cell.row + 1, column + 2).value for column in range(len(keys))]
    assert all(header)
    assert len(set(keys)) == len(keys)


def test_actions_can_be_read_back_by_their_keys(book: Any) -> None:
    sheet = book["16 行动清单"]
    mark = find(sheet, "#ec:actions:1")
    keys = {c.value: c.column for c in sheet[mark.row] if c.value}
    first = {key: sheet.cell(mark.row + 2, column).value for key, column in keys.items()}
    assert first["id"] == "RE-14"
    assert first["due"] == datetime(2026, 7, 15)
    assert (first["baseline"], first["target"], first["worth"]) == (0.296, 0.34, 118_000)
    assert first["kind"] == ActionKind.FIX.text.zh
    assert first["status"] == Status.SUGGESTED.text.zh


def test_owner_and_status_have_drop_downs_from_named_lists(book: Any) -> None:
    rules = {r.formula1: r for r in book["16 行动清单"].data_validations.dataValidation}
    assert set(rules) == {"ec_owners", "ec_status", "ec_kinds"}
    assert rules["ec_status"].showErrorMessage
    assert not rules["ec_owners"].showErrorMessage  # a name that is not listed may be typed
    for name in ("ec_owners", "ec_status", "ec_kinds"):
        (title, cells), *_ = book.defined_names[name].destinations
        assert all(cell.value for (cell,) in book[title][cells])


def test_attainment_and_gap_follow_an_edited_target(book: Any) -> None:
    sheet = book["02 目标达成"]
    mark = find(sheet, "#ec:goals:1")
    keys = {c.value: c.column for c in sheet[mark.row] if c.value}
    row = mark.row + 2
    target, actual = (sheet.cell(row, keys[k]).coordinate for k in ("target", "actual"))
    assert sheet[target].value == 3_000_000
    assert sheet[actual].value == 2_683_967.40
    assert (
        sheet.cell(row, keys["gap"]).value
        == f'=IF(OR({target}="",{actual}=""),"",{actual}-{target})'
    )


def test_the_hidden_sheet_remembers_values_with_their_basis(book: Any) -> None:
    sheet = book["_ecreview"]
    record = json.loads("".join(str(row[0].value) for row in sheet.iter_rows(max_col=1)))
    assert record["schema"] == "ecreview.memory/1"
    assert record["period"]["start"] == PERIOD.start.isoformat()
    assert record["kpis"]["overview/gmv_pay"]["value"] == 268_396_740
    assert record["kpis"]["overview/gmv_pay"]["basis"].startswith("time=pay;")
    assert [a["id"] for a in record["actions"]] == ["RE-14", "RE-02", "RE-21"]
    assert record["goals"][0] == {
        "metric": "gmv_pay", "target": 300_000_000, "period": {"start": "2026-05-31", "end": "2026-06-21", "last": "2026-06-20", "days": 21},
        "scope": "", "owner": "运营",
    }  # fmt: skip


def test_a_long_memory_is_spread_over_cells_that_can_hold_it() -> None:
    made = story()
    many = tuple(replace(made.actions[0], id=f"A-{i}") for i in range(400))
    sheet = opened(replace(made, actions=many))["_ecreview"]
    parts = [str(row[0].value) for row in sheet.iter_rows(max_col=1)]
    assert len(parts) > 1
    assert all(len(part) <= 32_767 for part in parts)
    assert len(json.loads("".join(parts))["actions"]) == 400
