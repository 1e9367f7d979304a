from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from ecreview.analyses.quality.grades import review_trust
from ecreview.analyses.quality.quality import analyze, present
from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
from ecreview.model.finding_kinds import FILE_EMPTY
from ecreview.model.findings import Finding, Place
from ecreview.model.grade import Grade
from ecreview.model.ledger import ControlTotal, Ledger
from ecreview.model.section import BarChart, Figure, Reason, Section
from ecreview.model.text import EMPTY, Text
from ecreview.reconcile.base import Reconciliation, Wording
from tests.builders import dataset, inputs, period

TEN = period("2026-06-01", "2026-06-10")


def receipt(score: float = 1.0, table: str | None = "orders", **ledger: Any) -> FileReceipt:
    rows = Ledger(total=sum(v for k, v in ledger.items() if "cents" not in k), **ledger)
    return FileReceipt(
        "订单.csv", "d", 1, "csv",
        (TableReceipt("Sheet1", "f", Text("订单", "Orders"), None, table, score, EMPTY, 1, rows,
                      (ControlTotal("合计", 500, 400, "cents"),)),),
    )  # fmt: skip


def orders(days: int) -> Dataset:
    return dataset(
        orders=[
            {"order_id": str(d), "paid_at": f"2026-06-{d:02d}", "order_amount": 10}
            for d in range(1, days + 1)
        ]
    )


def with_files(data: Dataset, *files: FileReceipt, findings: tuple[Finding, ...] = ()) -> Dataset:
    return Dataset(data.tables, files, findings, data.version)


def bill(matched: int, due: int) -> Reconciliation:
    return Reconciliation(
        key="orders.payments", wording=Wording(EMPTY, EMPTY, EMPTY), left_rows=1, right_rows=1,
        left_cents=due, right_cents=matched, states={}, explained={}, differences=pd.DataFrame({"is_open": [], "difference_cents": []}),
        tolerance_cents=100, rate_amount=(matched, due), rate_count=(1, 2),
    )  # fmt: skip


def quality(data: Dataset, *reconciliations: Reconciliation) -> Section:
    return present(analyze(replace(inputs(data, TEN), reconciliations=reconciliations)))


def figure(section: Section, key: str) -> Figure:
    found = section.figure(key)
    assert found is not None
    return found


def test_every_row_is_in_one_class_and_the_answer_adds_up() -> None:
    data = with_files(orders(10), receipt(header=1, kept=90, duplicate=6, quarantined=4, blank=2))
    section = quality(data)
    assert section.answer.zh.startswith("103 行全部有去处：保留 90 行，合并重复和隔离 10 行")
    keep = figure(section, "row_keep")
    assert (keep.value, keep.numerator, keep.denominator) == (0.9, 90, 100)
    row = section.grids[0].frame.iloc[0]
    assert (
        row["total"]
        == row[["header", "preamble", "blank", "footer", "kept", "duplicate", "quarantined"]].sum()
    )


def test_day_coverage_counts_days_with_orders() -> None:
    coverage = figure(quality(orders(9)), "day_cov")
    assert (coverage.value, coverage.numerator, coverage.denominator) == (0.9, 9, 10)


def test_missing_days_are_named() -> None:
    grid = next(g for g in quality(orders(9)).grids if g.key == "coverage")
    row = grid.frame.iloc[0]
    assert (row["first"], row["last"], row["days"], row["of"]) == (
        date(2026, 6, 1),
        date(2026, 6, 9),
        9,
        10,
    )
    assert row["missing"].zh == "6 月 10 日"
    three = next(g for g in quality(orders(3)).grids if g.key == "coverage").frame.iloc[0]
    assert three["missing"].zh == "6 月 4 日 ～ 6 月 10 日（共 7 天）"


def test_findings_are_ordered_by_the_money_they_touch() -> None:
    def found(cents: int | None) -> Finding:
        return Finding(FILE_EMPTY, Place("a"), 1, 1, cents)

    data = with_files(orders(1), receipt(kept=1), findings=(found(5), found(None), found(-900)))
    grid = next(g for g in quality(data).grids if g.key == "findings")
    assert [None if pd.isna(v) else v for v in grid.frame["amount_cents"]] == [-900, 5, None]


def test_totals_that_a_file_states_stand_beside_ours() -> None:
    grid = next(
        g
        for g in quality(with_files(orders(1), receipt(kept=1))).grids
        if g.key == "control_totals"
    )
    row = grid.frame.iloc[0]
    assert (row["stated"].zh, row["computed"].zh, row["agrees"].zh) == ("¥5.00", "¥4.00", "不一致")


def test_without_a_bill_reconciliation_is_undefined_not_perfect() -> None:
    section = quality(orders(10))
    rate = figure(section, "rec_rate_amt")
    assert (rate.value, rate.reason) == (None, Reason.TABLE_MISSING)
    assert any("没有账单" in n.text.zh for n in section.notes)


def test_with_a_bill_its_rates_and_the_unexplained_cents_are_told() -> None:
    section = quality(orders(10), bill(97, 100))
    assert figure(section, "rec_rate_amt").value == 0.97
    assert figure(section, "rec_rate_cnt").value == 0.5
    assert figure(section, "unexplained").value == 3


@pytest.mark.parametrize(
    ("days", "matched", "score", "grade"),
    [
        (10, None, 1.0, Grade.A),
        (9, None, 1.0, Grade.C),
        (8, None, 1.0, Grade.D),
        (10, 98, 1.0, Grade.A),
        (10, 97, 1.0, Grade.B),
        (10, 79, 1.0, Grade.C),
        (10, None, 0.94, Grade.B),
        (10, None, 0.84, Grade.C),
    ],
)
def test_the_grade_is_that_of_the_worst_factor(
    days: int, matched: int | None, score: float, grade: Grade
) -> None:
    data = with_files(orders(days), receipt(score, kept=1))
    given = inputs(data, TEN)
    made = () if matched is None else (bill(matched, 100),)
    assert review_trust(replace(given, reconciliations=made)).grade is grade


def test_unrecognised_tables_do_not_lower_the_grade_and_nothing_gives_none() -> None:
    data = with_files(orders(10), receipt(0.1, table=None, kept=1))
    given = inputs(data, TEN)
    assert review_trust(given).grade is Grade.A
    empty = inputs(dataset(), TEN)
    assert review_trust(empty).grade is None


def test_rows_are_one_stacked_bar_per_table_and_those_left_out_have_their_own_scale() -> None:
    first = receipt(header=1, kept=90, duplicate=6, quarantined=4, blank=2)
    data = with_files(orders(10), first, receipt(header=1, kept=7))
    _, rows, left_out = quality(data).charts
    assert isinstance(rows, BarChart)
    assert rows.is_stacked
    parts = rows.frame.assign(label=[label.zh for label in rows.frame["label"]])
    assert parts.groupby("label")["value"].sum().to_dict() == {"订单（1）": 103, "订单（2）": 8}
    assert left_out.frame["value"].tolist() == [6, 4, 3, 1]
    assert left_out.title.zh == "放大看：没有进入分析的 14 行"
    assert "合并重复 6 · 橙红 = 隔离 4 · 浅灰 = 表头说明合计空行 4" in left_out.caption.zh


def test_where_every_row_is_kept_there_is_nothing_to_look_at_closer() -> None:
    _, rows = quality(with_files(orders(10), receipt(kept=7))).charts
    assert rows.title.zh == "每张表的行都有去处，100.0% 进入分析"
