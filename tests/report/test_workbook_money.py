"""The sheets of profit and reconciliation, added up again from their rows: nothing differs from the page."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from ecreview.model.text import Unit
from ecreview.report.workbook import build_workbook
from ecreview.review import review

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.section import Grid
    from ecreview.review import Review

SHEETS = ("10 财务利润", "18 对账结果")


@pytest.fixture(scope="module")
def made(sample_dataset: Dataset) -> Review:
    return review(sample_dataset)


@pytest.fixture(scope="module")
def book(made: Review) -> Any:
    return load_workbook(BytesIO(build_workbook(made, "zh")))


def grids_of(made: Review, number: str) -> list[Grid]:
    """Return the tables of a sheet with a line of sums."""
    keys = ("reconcile.", "bridge") if number == "18" else ("profit", "cash", "refunds")
    return [g for s in made.told if s.key.startswith(keys) for g in s.grids if g.sums]


@pytest.mark.parametrize("name", SHEETS)
def test_every_total_is_the_sum_of_the_rows_above_it(made: Review, book: Any, name: str) -> None:
    sheet, number = book[name], name[:2]
    totals = [
        c for row in sheet.iter_rows() for c in row if re.fullmatch(r"合计 [\d,]+ 行", str(c.value))
    ]
    grids = grids_of(made, number)
    assert len(totals) == len(grids)
    for total, grid in zip(totals, grids, strict=True):
        shown = [c for c in grid.columns if c.is_shown]
        rows = range(total.row - len(grid.frame), total.row)
        for place, column in enumerate(shown):
            said = sheet.cell(total.row, total.column + place).value
            if column.key not in dict(grid.sums):
                continue
            summed = sum(sheet.cell(r, total.column + place).value or 0 for r in rows)
            factor = 100 if column.unit is Unit.CENTS else 1
            assert round(summed * factor) == round(said * factor) == dict(grid.sums)[column.key]


def test_the_differences_of_each_pair_sum_to_what_the_page_says(made: Review) -> None:
    for pair in made.reconciliations:
        rows = pair.differences
        assert rows.loc[rows["is_open"], "difference_cents"].sum() == pair.unexplained_cents
        by_state = rows.groupby("state")["difference_cents"].sum()
        named = {
            s: c for s, c in pair.explained.items() if s in {state.value for state in pair.states}
        }
        assert {s: by_state.get(s, 0) for s in named if s != "transfer"} == {
            s: c for s, c in named.items() if s != "transfer"
        }


def test_the_account_of_profit_adds_up_on_its_sheet(made: Review, book: Any) -> None:
    """Net sales and what follows, as they stand in the cells: each stage is the sum of the lines before it."""
    sheet = book["10 财务利润"]
    grid = next(g for s in made.told if s.key == "profit" for g in s.grids if g.key == "account")
    head = next(
        c for row in sheet.iter_rows() for c in row
        if c.value == "科目" and sheet.cell(c.row, c.column + 1).value
    )  # fmt: skip
    cells = {
        sheet.cell(head.row + i, head.column).value: sheet.cell(head.row + i, head.column + 1).value
        for i in range(1, len(grid.frame) + 1)
    }
    total = 0.0
    for name, amount in cells.items():
        if name in STAGES and amount is not None:
            assert amount == pytest.approx(total, abs=0.001), name
        elif amount is not None:
            total += amount


STAGES = {"净销售额", "毛利", "贡献毛利", "扣推广后贡献", "净利润"}


def test_shops_and_products_sum_to_the_account(made: Review) -> None:
    section = next(s for s in made.told if s.key == "profit")
    grids = {g.key: g.frame for g in section.grids}
    account = grids["account"].set_index("key")["amount_cents"]
    for cut in ("shops", "products"):
        assert grids[cut]["gsv"].sum() == account["gsv"]
