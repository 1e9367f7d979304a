"""Which days the files cover: what is missing, what is closed or quiet, and what is told of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ecreview.analyses.quality.coverage import Covered, coverage_of, is_cut
from ecreview.analyses.quality.days_shown import (
    MOST_COLUMNS,
    MOST_DAYS,
    coverage_chart,
    coverage_grid,
    outside_note,
    say_coverage,
)
from ecreview.analyses.quality.quality import analyze, present
from ecreview.model.dataset import Dataset
from ecreview.model.scope import Period, Scope
from ecreview.model.section import HeatmapChart
from tests.builders import Row, dataset, inputs, period

TEN = period("2026-06-01", "2026-06-10")
JUNE = [date(2026, 6, 1) + timedelta(days=i) for i in range(10)]


def traffic(*days: date, shop: str = "甲", uv: int = 100) -> list[Row]:
    return [{"date": str(day), "shop": shop, "uv": uv} for day in days]


def orders(day: date, count: int = 1, shop: str = "甲", clock: str = "12:00") -> list[Row]:
    return [
        {"order_id": f"{shop}{day}{clock}{n}", "shop": shop, "paid_at": f"{day}T{clock}:{n % 60:02d}", "order_amount": 100}
        for n in range(count)
    ]  # fmt: skip


def covered(data: Dataset, under_review: Period = TEN) -> tuple[Covered, ...]:
    return coverage_of(data, Scope(under_review))


def only(data: Dataset, under_review: Period = TEN) -> Covered:
    (one,) = covered(data, under_review)
    return one


def test_a_day_taken_out_of_one_file_is_named_on_the_first_screen() -> None:
    whole = [row for day in JUNE for row in orders(day)]
    data = dataset(orders=whole, traffic=traffic(*JUNE[:4], *JUNE[5:]))
    section = present(analyze(inputs(data, TEN)))
    assert "店铺每日流量缺 6 月 5 日" in say_coverage(covered(data)).zh
    assert say_coverage(covered(data)).en == "Daily shop traffic: no data for 5 Jun"
    chart = next(c for c in section.charts if isinstance(c, HeatmapChart))
    assert chart.title == say_coverage(covered(data))
    cells = chart.frame[~chart.frame["complete"]]
    assert [(row.zh, column) for row, column in zip(cells["row"], cells["column"], strict=True)] == [
        ("店铺每日流量", "06-05")
    ]  # fmt: skip


def test_where_every_day_has_data_the_title_says_so() -> None:
    data = dataset(traffic=traffic(*JUNE))
    assert say_coverage(covered(data)).zh == "本期 10 天全部覆盖"
    assert say_coverage(()).zh == ""


def test_a_report_row_of_no_visitors_is_data() -> None:
    data = dataset(traffic=[*traffic(*JUNE[:9]), *traffic(JUNE[9], uv=0)])
    assert (only(data).days, only(data).expected, only(data).missing) == (10, 10, ())


def test_a_row_over_several_days_covers_them_all() -> None:
    rows: list[Row] = [
        {"date": "2026-05-30", "period_end": "2026-06-04", "source": "搜索", "uv": 5},
        {"date": "2026-06-06", "period_end": None, "source": "搜索", "uv": 5},
    ]
    found = only(dataset(traffic_source=rows))
    assert (found.first, found.last) == (date(2026, 5, 30), date(2026, 6, 6))
    assert found.missing == (JUNE[4], *JUNE[6:])


def test_days_before_and_after_the_file_are_missing_inside_the_period_only() -> None:
    found = only(dataset(traffic=traffic(date(2026, 5, 20), date(2026, 5, 22), *JUNE[2:8])))
    assert found.missing == (*JUNE[:2], *JUNE[8:])
    assert found.missing_outside[0] == date(2026, 5, 21)
    assert found.missing_outside[-1] == date(2026, 5, 31)
    (note,) = outside_note((found,))
    assert "5 月 21 日、5 月 23 日 ～ 5 月 31 日（共 10 天）" in note.text.zh


def test_a_weekday_without_a_row_in_four_weeks_is_closed() -> None:
    four_weeks = [date(2026, 6, 1) + timedelta(days=i) for i in range(28)]
    open_days = [day for day in four_weeks if day.weekday() != 6]
    under_review = period("2026-06-01", "2026-06-28")
    found = only(dataset(traffic=traffic(*open_days)), under_review)
    assert (found.days, found.expected, found.missing) == (24, 24, ())
    three = only(dataset(traffic=traffic(*open_days[:18])), period("2026-06-01", "2026-06-21"))
    assert three.missing == (date(2026, 6, 7), date(2026, 6, 14), date(2026, 6, 21))


def test_each_shop_is_looked_at_alone() -> None:
    data = dataset(traffic=[*traffic(*JUNE), *traffic(*JUNE[:4], *JUNE[5:], shop="乙")])
    assert {c.shop.zh: c.missing for c in covered(data)} == {"甲": (), "乙": (JUNE[4],)}
    assert say_coverage(covered(data)).zh == "乙 · 店铺每日流量缺 6 月 5 日"
    assert [c.shop.zh for c in coverage_of(data, Scope(TEN, shops=("乙",)))] == ["乙"]


def test_a_shop_beside_others_lacks_a_day_only_where_its_pace_makes_that_unlikely() -> None:
    whole = [row for day in JUNE for row in orders(day)]
    few = [row for day in (*JUNE[:4], *JUNE[5:]) for row in orders(day, shop="乙")]
    assert all(not c.missing for c in covered(dataset(orders=whole + few)))
    # 63 orders on nine days of ten are 6.3 a day, 70 are 7.
    six = [row for day in (*JUNE[:4], *JUNE[5:]) for row in orders(day, 7, shop="乙")]
    assert all(not c.missing for c in covered(dataset(orders=whole + six)))
    seven = dataset(orders=whole + six + orders(JUNE[0], 7, shop="乙", clock="13:00"))
    assert {c.shop.zh: c.missing for c in covered(seven)} == {"甲": (), "乙": (JUNE[4],)}


def test_a_day_without_an_order_of_any_shop_is_missing() -> None:
    data = dataset(orders=[row for day in (*JUNE[:4], *JUNE[5:]) for row in orders(day)])
    assert only(data).missing == (JUNE[4],)


@pytest.mark.parametrize(("each", "missing"), [(8, (JUNE[4],)), (7, ())])
def test_a_day_without_refunds_is_quiet_unless_seven_were_to_be_expected(
    each: int, missing: tuple[date, ...]
) -> None:
    rows: list[Row] = [
        {"refund_id": f"{day}{n}", "finished_at": f"{day}T12:00", "amount": 1}
        for day in (*JUNE[:4], *JUNE[5:])
        for n in range(each)
    ]
    assert only(dataset(refunds=rows)).missing == missing  # 72 or 63 on ten days


def test_stock_is_taken_on_some_days_and_plans_are_no_data() -> None:
    stock = [{"date": "2026-06-03", "sku_code": "A", "on_hand": 1}]
    goal = [{"period_start": "2026-06-01", "period_end": "2026-06-10", "metric": "uv", "target": 1}]
    found = only(dataset(inventory=stock, targets=goal))
    assert (found.table, found.days, found.missing) == ("inventory", 1, ())


def test_a_table_without_a_day_of_the_period_is_said_to_have_none() -> None:
    data = dataset(traffic=traffic(*(day - timedelta(days=40) for day in JUNE)))
    assert say_coverage(covered(data)).zh == "店铺每日流量没有本期的数据"
    assert coverage_grid(covered(data)).frame["missing"][0].zh == "全部 10 天"


def test_the_last_day_is_cut_where_seven_more_rows_were_to_be_expected() -> None:
    # Half of the orders of a whole day come after noon.
    whole = [row for day in JUNE[:9] for clock in ("09:00", "18:00") for row in orders(day, 7, clock=clock)]  # fmt: skip
    cut = dataset(orders=whole + orders(JUNE[9], 7, clock="09:00"))
    over = dataset(orders=whole + orders(JUNE[9], 7, clock="09:00")[1:])
    assert (only(cut).cut_short, only(over).cut_short) == (JUNE[9], None)
    assert say_coverage(covered(cut)).zh == "本期 10 天全部覆盖；订单的最后一天 6 月 10 日不完整"
    assert (is_cut(7, 0.5), is_cut(6, 0.5)) == (True, False)


def test_lines_of_one_order_come_together_and_dates_without_a_clock_do_not_tell() -> None:
    lines = [
        {"order_id": f"{day}{n}", "line_id": f"{day}{n}{k}", "created_at": f"{day}T{9 + n:02d}:00", "quantity": 1, "line_amount": 1}
        for day in JUNE
        for n in range(10 if day < JUNE[9] else 5)
        for k in range(3)
    ]  # fmt: skip
    assert only(dataset(order_lines=lines)).cut_short is None  # five orders came, not fifteen
    assert only(dataset(traffic=traffic(*JUNE))).cut_short is None


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [row for day in JUNE[:8] for shop in "甲乙" for row in orders(day, 3, shop)]
    first, second = (
        coverage_grid(covered(dataset(orders=given))).frame for given in (rows, rows[::-1])
    )
    assert first.equals(second)


def test_a_long_period_is_drawn_by_week_and_never_with_more_cells_than_a_page_bears() -> None:
    days = [date(2022, 1, 3) + timedelta(days=i) for i in range(1_000)]
    one = only(dataset(traffic=traffic(*days)), Period.over(days[0], days[-1]))
    (chart,) = coverage_chart((one,))
    assert chart.has_labels
    assert chart.frame["column"].nunique() == MOST_COLUMNS
    assert len(coverage_chart((one,) * 60)[0].frame) <= 5_000
    short = replace(one, period=Period(days[0], days[MOST_DAYS]))
    assert coverage_chart((short,))[0].frame["column"].tolist()[:2] == ["01-03", "01-04"]
