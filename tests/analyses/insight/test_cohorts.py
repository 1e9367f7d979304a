from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses.insight.cohorts import ANALYSIS, CohortsResult, analyze, present
from ecreview.analyses.insight.repurchase import CURVE_DAYS
from ecreview.model.section import HeatmapChart, Reason
from tests.analyses.real_orders import cdnow_orders, inputs_of, retail_orders
from tests.builders import dataset, inputs, period

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecreview.model.scope import Period


def orders(*visits: tuple[str, str]) -> list[dict[str, object]]:
    return [
        {"paid_at": day, "order_amount": 1000, "buyer_key": buyer, "order_id": str(i)}
        for i, (buyer, day) in enumerate(visits)
    ]


def found(
    *visits: tuple[str, str],
    under_review: Period | None = None,
    baseline: Period | None = None,
    step: str = "month",
) -> CohortsResult:
    review = under_review or period("2026-06-01", "2026-06-30")
    given = inputs(dataset(orders=orders(*visits)), review, baseline=baseline, step=step)
    return analyze(given)


def cell(result: CohortsResult, cohort: str, k: int) -> pd.Series:
    cells = result.cells
    return cells[(cells["cohort"] == cohort) & (cells["k"] == k)].iloc[0]


# a d1,d1 · b d1,d9 · c d2 · d d3,d4,d5 · e d6
G3 = [
    ("a", "2026-06-01 09:00"), ("a", "2026-06-01 20:00"), ("b", "2026-06-01"), ("b", "2026-06-09"),
    ("c", "2026-06-02"), ("d", "2026-06-03"), ("d", "2026-06-04"), ("d", "2026-06-05"), ("e", "2026-06-06"),
]  # fmt: skip
G3_LATE = [
    ("a", "2026-06-01"), ("a", "2026-06-20"), ("b", "2026-06-18"), ("c", "2026-06-18"),
    ("c", "2026-07-25"), ("d", "2026-07-10"), ("e", "2026-07-20"), ("e", "2026-07-22"), ("f", "2026-07-31"),
]  # fmt: skip


def test_the_variants_differ_as_their_definitions_do() -> None:
    section = present(found(*G3))
    values = {f.key: (f.numerator, f.denominator) for f in section.figures}
    assert values["rep_user"] == (3, 5)
    assert values["rep_user_days"] == (2, 5)
    assert values["rep_txn"] == (4, 9)


def test_30_day_repurchase_looks_only_at_buyers_observed_for_30_days() -> None:
    figure = present(found(*G3_LATE)).figure("rep_30")
    assert figure is not None
    assert (figure.numerator, figure.denominator) == (1, 3)
    assert figure.value == pytest.approx(1 / 3)


def test_nobody_observed_for_30_days_gives_an_undefined_rate() -> None:
    figure = present(found(("a", "2026-06-01"), ("a", "2026-06-20"))).figure("rep_30")
    assert figure is not None
    assert (figure.value, figure.reason) == (None, Reason.NOT_MATURE)


def test_day_30_is_within_30_days_and_day_31_is_not() -> None:
    for last, returned in (("2026-07-01", 1), ("2026-07-02", 0)):
        result = found(("a", "2026-06-01"), ("a", last), ("b", "2026-07-05"))
        assert result.repurchase is not None
        assert result.repurchase.within == (returned, 1)


def test_a_month_that_is_not_over_is_blank_and_a_finished_one_is_not() -> None:
    # G7: the data end on 2026-07-15
    result = found(
        ("a", "2026-05-02"), ("a", "2026-06-03"), ("b", "2026-06-10"), ("b", "2026-07-01"), ("c", "2026-07-15")
    )  # fmt: skip
    open_, done = cell(result, "2026-06", 1), cell(result, "2026-05", 1)
    assert not open_["complete"]
    assert np.isnan(open_["rate"])
    assert (bool(done["complete"]), done["rate"]) == (True, 1.0)


def test_a_month_that_ends_with_the_data_is_complete() -> None:
    result = found(("a", "2026-05-02"), ("b", "2026-06-30"))
    assert bool(cell(result, "2026-05", 1)["complete"])
    assert not found(("a", "2026-05-02"), ("b", "2026-06-29")).cells["complete"].all()


def test_unfinished_cells_stay_out_of_the_averages() -> None:
    result = found(
        ("a", "2026-05-02"), ("a", "2026-06-03"), ("b", "2026-05-02"), ("c", "2026-06-10"), ("d", "2026-07-15")
    )  # fmt: skip
    averages = result.averages.set_index("k")
    assert averages.loc[[1], ["buyers", "size", "cohorts"]].to_numpy().tolist() == [[1, 2, 1]]
    assert 2 not in averages.index


def test_a_buyer_who_came_twice_in_a_month_counts_once() -> None:
    result = found(
        ("a", "2026-05-02"), ("a", "2026-06-03"), ("a", "2026-06-09"), ("b", "2026-06-30")
    )
    assert cell(result, "2026-05", 1)["buyers"] == 1


def test_weeks_start_on_monday_and_are_named_by_it() -> None:
    # 2026-06-07 is a Sunday
    result = found(("a", "2026-06-07"), ("a", "2026-06-08"), ("b", "2026-06-14"), step="week")
    assert cell(result, "2026-06-01", 1)["buyers"] == 1
    assert cell(result, "2026-06-08", 0)["size"] == 1


def test_days_can_be_cohorts() -> None:
    result = found(("a", "2026-06-01"), ("a", "2026-06-03"), ("b", "2026-06-03"), step="day")
    assert cell(result, "2026-06-01", 2)["buyers"] == 1
    assert cell(result, "2026-06-01", 1)["rate"] == 0


def test_the_baseline_is_measured_as_the_period_is() -> None:
    result = found(
        ("a", "2026-05-02"), ("a", "2026-05-03"), ("b", "2026-05-09"), ("c", "2026-06-02"),
        baseline=period("2026-05-01", "2026-05-31"),
    )  # fmt: skip
    figure = present(result).figure("rep_user")
    assert figure is not None
    assert (figure.value, figure.baseline) == (0, 0.5)


def test_without_buyer_ids_every_variant_says_so() -> None:
    rows = [{"paid_at": "2026-06-01", "order_amount": 100}]
    section = present(analyze(inputs(dataset(orders=rows), period("2026-06-01", "2026-06-30"))))
    assert {(f.value, f.reason) for f in section.figures} == {(None, Reason.NO_BUYER_KEY)}
    assert "买家标识" in section.answer.zh


def test_a_history_under_a_year_says_what_new_means() -> None:
    texts = [note.text.zh for note in present(found(*G3)).notes]
    assert any("历史仅 9 天" in text for text in texts)


def test_few_buyers_have_no_curve() -> None:
    section = present(found(*G3))
    assert [g.key for g in section.grids] == ["retention", "average"]
    interval = section.figure("interval")
    assert interval is not None
    assert interval.reason is Reason.BELOW_MIN_N


def test_the_curve_begins_at_30_buyers_and_10_returns() -> None:
    def visits(people: int, returns: int) -> list[tuple[str, str]]:
        first = [(f"b{i}", "2026-06-01") for i in range(people)]
        again = [(f"b{i}", "2026-06-11") for i in range(returns)]
        return [*first, *again, ("b0", "2026-09-30")]

    def has_curve(people: int, returns: int) -> bool:
        repurchase = found(*visits(people, returns)).repurchase
        return repurchase is not None and repurchase.curve is not None

    assert (has_curve(30, 10), has_curve(29, 10), has_curve(30, 9)) == (True, False, False)


def test_the_result_does_not_depend_on_row_order() -> None:
    one, two = found(*G3_LATE), found(*reversed(G3_LATE))
    pd.testing.assert_frame_equal(one.cells, two.cells)


def test_the_grid_has_the_columns_of_the_record() -> None:
    grid = present(found(*G3_LATE)).grids[0]
    assert [c.key for c in grid.columns] == ["cohort", "k", "buyers", "size", "rate", "complete"]
    assert list(grid.frame.columns) == [c.key for c in grid.columns]


def test_the_heat_map_leaves_unfinished_cells_without_a_value() -> None:
    chart = present(found(*G3_LATE)).charts[0]
    assert isinstance(chart, HeatmapChart)
    assert chart.frame["value"].notna().tolist() == chart.frame["complete"].tolist()


def test_the_frames_are_not_written_to() -> None:
    data = dataset(orders=orders(*G3))
    before = data.tables["orders"].frame.copy()
    present(analyze(inputs(data, period("2026-06-01", "2026-06-30"))))
    pd.testing.assert_frame_equal(data.tables["orders"].frame, before)


def test_the_options_it_reads_are_declared() -> None:
    assert [option.key for option in ANALYSIS.options] == ["step"]


@pytest.mark.real_data
def test_cdnow_cohorts_and_curve_equal_the_published_numbers(
    real_data: Callable[[str], Path],
) -> None:
    result = analyze(inputs_of(cdnow_orders(real_data("cdnow/CDNOW_master.txt"))))
    active = {c: g["buyers"].tolist() for c, g in result.cells.groupby("cohort")}
    assert active == {
        "1997-01": [7846, 1157, 964, 810, 679, 736, 720, 582, 559, 594, 673, 634, 528, 511, 664, 472, 497, 498],
        "1997-02": [8476, 1312, 980, 783, 847, 786, 626, 619, 666, 721, 661, 545, 568, 718, 545, 548, 551],
        "1997-03": [7248, 1032, 752, 756, 674, 564, 561, 579, 634, 569, 464, 472, 678, 420, 443, 457],
    }  # fmt: skip
    assert result.cells["complete"].all()
    assert result.repurchase is not None
    curve = result.repurchase.curve
    assert curve is not None
    came = [0.058719, 0.103055, 0.174586, 0.251549, 0.292193, 0.374501, 0.458634]
    assert (1 - curve.waiting[list(CURVE_DAYS)]).tolist() == pytest.approx(came, abs=1e-6)
    assert curve.median() is None
    returned, observed = result.repurchase.within
    assert returned / observed == pytest.approx(1 - curve.waiting[30], abs=1e-12)
    rates = {f.key: f.value for f in present(result).figures}
    assert rates["rep_user"] == pytest.approx(0.4948, abs=5e-5)
    assert rates["rep_user_days"] == pytest.approx(0.4886, abs=5e-5)
    assert rates["rep_txn"] == pytest.approx(0.6616, abs=5e-5)


@pytest.mark.real_data
def test_retail_cohorts_equal_the_published_table_but_for_its_unfinished_month(
    real_data: Callable[[str], Path],
) -> None:
    orders_ = retail_orders(real_data("uci_online_retail/online_retail.parquet"))
    result = analyze(inputs_of(orders_))
    sizes = result.cells[result.cells["k"] == 0]["size"].tolist()
    assert sizes == [885, 417, 380, 452, 300, 284, 242, 188, 169, 299, 358, 323, 41]
    published = pd.read_csv(
        real_data("uci_online_retail/reference/yussufgit_cohort_retention.csv"), index_col=0
    )
    published.index = published.index.str[:7]
    complete = result.cells[result.cells["complete"]]
    rates = complete.pivot_table(index="cohort", columns="k", values="rate").to_numpy()
    theirs = published.to_numpy()[: len(rates), : rates.shape[1]]
    assert np.nanmax(np.abs(rates - theirs)) <= 0.001
    assert np.isnan(rates[0]).sum() == 0
    last = cell(result, "2010-12", 12)  # December 2011 ends on the 9th
    assert (last["buyers"], bool(last["complete"])) == (235, False)
