"""The bridge as a section: it closes, it ends where the data end, and it says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.model.section import Section
from ecreview.review import review
from tests.builders import dataset
from tests.reconcile.june import ENTRIES, ORDERS, SCOPE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.builders import Row


def bridge(orders: Sequence[Row] = ORDERS, entries: Sequence[Row] = ENTRIES) -> Section:
    tables: dict[str, Any] = {"orders": orders}
    if entries:
        tables["payments"] = [{"time": "2026-06-12"} | entry for entry in entries]
    section = review(dataset(**tables), scope=SCOPE).section("bridge")
    assert isinstance(section, Section)
    return section


def test_the_bridge_runs_from_ordered_to_received() -> None:
    chart = bridge().charts[0]
    steps = [(t.zh, v, k) for t, v, k in chart.frame[["label", "value", "kind"]].to_numpy()]
    assert steps == [
        ("下单", 40_300, "total"),
        ("未付款", -8_800, "step"),
        ("支付", 31_500, "total"),
        ("退款", -2_000, "step"),
        ("应收", 29_500, "total"),
        ("佣金", -316, "step"),
        ("未到结算期", -700, "step"),
        ("未解释", 500, "step"),
        ("到账", 28_984, "total"),
    ]
    assert chart.title.zh == "本期下单 ¥403.00，到账 ¥289.84；中间变化最大的是未付款 −¥88.00。"


def test_without_a_bill_the_bridge_ends_at_what_is_owed_and_says_so() -> None:
    told = bridge(entries=())
    assert [f.value for f in told.figures] == [40_300, 31_500, 29_500]
    assert "没有账单流水" in told.notes[0].text.zh


def test_unknown_refunds_are_said_to_be_unknown() -> None:
    orders = [{key: row[key] for key in row if key != "refunded"} for row in ORDERS]
    assert any("退款这一段未知" in note.text.zh for note in bridge(orders, ()).notes)


def test_the_table_counts_the_orders_behind_each_bar() -> None:
    frame = bridge().grids[0].frame.set_index("step")
    assert frame.loc["gmv_pay", "count"] == 4
    assert frame.loc["unexplained", "count"] == 2
    assert frame["sum_cents"].tolist()[-1] == 28_984


@pytest.mark.real_data
def test_the_bridge_of_the_tmall_report_is_exact(real_data: Callable[[str], Path]) -> None:
    """2,995,760.61 ordered, 2,474,823.07 paid, 1,902,487.15 owed: the totals of the file itself."""
    path = real_data("tmall_order_report/tmall_order_report.csv")
    data = ingest([Upload.of(path.name, path.read_bytes())], run=run_inline)
    section = review(data).section("bridge")
    assert isinstance(section, Section)
    totals = {figure.key: figure.value for figure in section.figures}
    assert totals == {
        "bridge_gmv_order": 299_576_061,
        "bridge_gmv_pay": 247_482_307,
        "bridge_receivable": 190_248_715,
    }
    steps = section.grids[0].frame.set_index("step")["amount_cents"]
    assert (steps["unpaid"], steps["refunded"]) == (-52_093_754, -57_233_592)
