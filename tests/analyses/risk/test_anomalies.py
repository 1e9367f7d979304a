from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from ecreview.analyses.risk.anomalies import AnomaliesResult, analyze, present
from ecreview.model.calendar import CALENDAR_END
from ecreview.model.section import Band, NoteKind, Reason, TrendChart
from tests.analyses.real_orders import inputs_of, tmall_orders
from tests.builders import dataset, inputs, period

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecreview.model.section import Section

START = date(2026, 4, 6)  # a Monday, far from any shipped campaign
Row = dict[str, object]


def day(number: int) -> date:
    return START + timedelta(days=number)


def orders(counts: list[int], *, cents: int = 1000, start: date = START) -> list[Row]:
    """So many orders a day, spread evenly over it."""
    return [
        {
            "paid_at": f"{start + timedelta(days=number)} {24 * i // count:02d}:{1440 * i // count % 60:02d}",
            "order_amount": cents,
        }
        for number, count in enumerate(counts)
        for i in range(count)
    ]


def steady(days: int, level: int = 60) -> list[int]:
    """A level with a small weekly wave."""
    return [level + (0, 2, -2, 1, -1, 3, -3)[i % 7] for i in range(days)]


def with_days(counts: list[int], **changed: int) -> list[int]:
    return [changed.get(f"d{i}", count) for i, count in enumerate(counts)]


def found(rows: list[Row], **tables: Any) -> AnomaliesResult:
    data = dataset(orders=rows, **tables)
    return analyze(inputs(data, period("2026-04-06", "2026-12-31")))


def told(result: AnomaliesResult, series: str = "orders_placed") -> list[tuple[str, int, str, int]]:
    """Return kind, first day, and direction of the events of one series, with how many days they cover."""
    return [
        (
            e.kind,
            (e.start - START).days,
            {-1: "down", 0: "", 1: "up"}[e.direction],
            (e.end - e.start).days + 1,
        )
        for e in result.events
        if e.series == series
    ]


def texts(section: Section, kind: NoteKind) -> str:
    return " ".join(note.text.zh for note in section.notes if note.kind is kind)


def test_a_bad_day_is_told_with_what_it_cost() -> None:
    result = found(orders(with_days(steady(42), d20=20)))
    assert told(result) == [("point", 20, "down", 1)]
    (event,) = [e for e in result.events if e.series == "gmv_pay"]
    assert event.observed == 20_000
    assert event.impact_cents is not None
    assert event.expected is not None
    assert event.impact_cents == pytest.approx(20_000 - event.expected, abs=1)
    assert 55_000 < event.expected < 65_000


def test_a_good_day_is_an_opportunity() -> None:
    section = present(found(orders(with_days(steady(42), d20=130))))
    counts = {f.key: f.value for f in section.figures}
    assert (counts["anomaly_count"], counts["opportunity_count"]) == (0, 1)
    assert section.notes[0].title.zh == "机会"


def test_touching_bad_days_are_one_event() -> None:
    assert told(found(orders(with_days(steady(42), d20=20, d21=18)))) == [("point", 20, "down", 2)]


def test_a_steady_shop_has_nothing_to_tell() -> None:
    section = present(found(orders(steady(42))))
    assert section.grids[0].frame.empty
    assert "没有发现异常" in section.answer.zh


def test_a_day_without_orders_is_missing_and_not_zero() -> None:
    result = found(orders(with_days(steady(42), d20=0)))
    assert told(result) == [("missing", 20, "", 1)]
    assert "是缺失，不是 0" in texts(present(result), NoteKind.LIMIT)


def test_weekdays_on_which_the_shop_is_always_closed_are_not_missing() -> None:
    counts = [0 if i % 7 == 6 else count for i, count in enumerate(steady(41))]
    assert told(found(orders(counts))) == []


def test_a_lasting_step_is_one_event_told_by_its_first_two_weeks() -> None:
    counts = [120 if i >= 30 else count for i, count in enumerate(steady(60))]
    assert told(found(orders(counts))) == [("level_shift", 30, "up", 14)]


def test_a_collapse_of_five_days_and_more_is_one_event() -> None:
    counts = [5 if 30 <= i < 36 else count for i, count in enumerate(steady(60))]
    assert told(found(orders(counts))) == [("level_shift", 30, "down", 6)]


def test_13_days_are_too_few_and_14_are_not() -> None:
    few, enough = present(found(orders(steady(13)))), present(found(orders(steady(14))))
    assert "少于 14 天" in few.answer.zh
    figure = few.figure("anomaly_count")
    assert figure is not None
    assert (figure.value, figure.reason) == (None, Reason.BELOW_MIN_N)
    assert "少于 14 天" not in enough.answer.zh
    assert "仅供参考" in texts(enough, NoteKind.LIMIT)


def test_28_days_are_no_longer_indicative_only() -> None:
    assert "仅供参考" not in texts(present(found(orders(steady(28)))), NoteKind.LIMIT)


def test_fewer_than_ten_orders_a_day_are_judged_by_the_week() -> None:
    level = [8] * 84
    level[42:49] = [1] * 7
    assert told(found(orders(level))) == [("point", 42, "down", 7)]
    assert told(found(orders(with_days([8] * 84, d42=1)))) == []


def test_a_cut_last_day_is_not_judged() -> None:
    rows = orders([240] * 42)
    whole, cut = rows, [r for r in rows if str(r["paid_at"]) < f"{day(41)} 06:00"]
    assert told(found(whole)) == []
    assert told(found(cut)) == []
    low = found(
        [
            r
            for r in rows
            if str(r["paid_at"])[:10] != str(day(20)) or str(r["paid_at"])[11:] < "06:00"
        ]
    )
    assert told(low) == [("point", 20, "down", 1)]


def test_a_campaign_of_the_own_calendar_is_no_anomaly() -> None:
    counts = with_days(steady(42), d20=400)
    calendar: list[Row] = [
        {"name": "店庆", "phase": "爆发", "start": str(day(20)), "end": str(day(20))}
    ]
    result = found(orders(counts), calendar=calendar)
    assert told(result) == []
    assert result.questions == ()
    assert Band(day(20), day(20), result.bands[0].label) in result.bands


def test_an_undeclared_peak_is_asked_about_first() -> None:
    result = found(orders(with_days(steady(42), d20=400)))
    assert told(result) == []
    assert result.questions == (day(20),)
    assert "是活动日吗" in texts(present(result), NoteKind.LIMIT)


def test_a_campaign_that_fell_short_of_last_time_is_told() -> None:
    counts = with_days(steady(90), d20=400, d75=120)
    calendar: list[Row] = [
        {"name": "会员日", "phase": "爆发", "start": str(day(d)), "end": str(day(d))}
        for d in (20, 75)
    ]
    result = found(orders(counts), calendar=calendar)
    assert told(result) == [("point", 75, "down", 1)]
    section = present(result)
    assert "按上次同一活动" in section.notes[0].text.zh
    assert section.answer.zh.startswith("本期有 1 处偏离预期：2026-06-20 的支付金额")


def test_events_are_ranked_by_money_and_missing_days_come_last() -> None:
    result = found(orders(with_days(steady(60), d20=20, d30=0, d40=130)))
    money = [abs(e.impact_cents) for e in result.events if e.impact_cents is not None]
    assert money == sorted(money, reverse=True)
    assert result.events[-1].kind == "missing"


def traffic(days: int, visitors: dict[int, int], buyers: dict[int, int]) -> list[Row]:
    return [
        {
            "date": str(day(i)),
            "uv": visitors.get(i, 5000),
            "pay_buyers": buyers.get(i, 150),
            "pay_amount": 1_500_000 * buyers.get(i, 150) // 150,
        }
        for i in range(days)
    ]


def test_traffic_alone_is_watched_as_well() -> None:
    data = dataset(traffic=traffic(42, {20: 2000}, {30: 60}))
    result = analyze(inputs(data, period("2026-04-06", "2026-05-17")))
    assert told(result, "uv") == [("point", 20, "down", 1)]
    assert sorted(told(result, "pay_cvr")) == [("point", 20, "up", 1), ("point", 30, "down", 1)]
    assert told(result, "gmv_pay") == [("point", 30, "down", 1)]
    (visitors,) = [e for e in result.events if e.series == "uv"]
    # a visitor is worth Σ paid / Σ visitors = 62,100,000 / 207,000 = 300 cents
    assert visitors.impact_cents == pytest.approx(-3000 * 300, rel=0.02)


def test_the_driver_names_the_series_that_moved_as_well() -> None:
    data = dataset(traffic=traffic(42, {20: 1500}, {20: 45}))
    frame = present(analyze(inputs(data, period("2026-04-06", "2026-05-17")))).grids[0].frame
    drivers = dict(zip(frame["series"], frame["driver"], strict=True))
    assert drivers["gmv_pay"].zh == "同期访客数也偏低"
    assert drivers["uv"].zh == "待查"


def test_refunds_are_judged_as_a_share_and_cost_money() -> None:
    rows = [
        row | {"refunded": 1000 if i % 10 == 0 or str(row["paid_at"])[:10] == str(day(20)) else 0}
        for i, row in enumerate(orders(with_days(steady(60), d10=120)))
    ]
    result = found(rows)
    (event,) = [e for e in result.events if e.series == "refunded"]
    assert (event.start, event.direction) == (day(20), 1)
    assert event.impact_cents is not None
    assert event.impact_cents < 0


def test_a_chart_is_named_by_the_event_of_the_period_not_by_a_dearer_one_before() -> None:
    data = dataset(orders=orders(with_days(steady(60), d20=10, d50=30)))
    (chart,) = present(analyze(inputs(data, period(str(day(45)), str(day(59)))))).charts
    assert chart.title.zh.startswith(f"{day(50)} ")


def test_a_day_without_refunds_is_ordinary_where_a_few_cases_a_day_are_usual() -> None:
    # 12 orders a day, of which one in six comes back: a day without a refund comes every nine days.
    rows = [
        row | {"refunded": 1000 if i % 6 == 0 and i // 12 % 9 else 0}
        for i, row in enumerate(orders([12] * 90))
    ]
    assert told(found(rows), "refunded") == []


def test_refunds_of_the_last_15_days_are_not_judged() -> None:
    rows = [
        row | {"refunded": 1000 if i % 10 == 0 and str(row["paid_at"])[:10] < str(day(45)) else 0}
        for i, row in enumerate(orders(steady(60)))
    ]
    assert told(found(rows), "refunded") == []


def test_the_grid_has_the_columns_of_the_record() -> None:
    grid = present(found(orders(with_days(steady(42), d20=20)))).grids[0]
    assert grid.key == "findings"
    keys = [
        "date",
        "end",
        "series",
        "kind",
        "direction",
        "observed",
        "expected",
        "low",
        "high",
        "impact_cents",
    ]
    assert [c.key for c in grid.columns if c.key in keys] == keys
    assert list(grid.frame.columns) == [c.key for c in grid.columns]
    assert not grid.frame.drop(columns=["impact_cents"]).isna().any(axis=None)


def test_the_chart_marks_the_bad_day_and_leaves_campaigns_without_a_band() -> None:
    calendar: list[Row] = [
        {"name": "店庆", "phase": "爆发", "start": str(day(5)), "end": str(day(5))}
    ]
    section = present(found(orders(with_days(steady(42), d5=300, d20=20)), calendar=calendar))
    chart = section.charts[0]
    assert isinstance(chart, TrendChart)
    assert chart.frame["mark"].iloc[20] == "bad"
    assert chart.frame["low"].isna().tolist() == [i == 5 for i in range(42)]


def test_data_past_the_shipped_calendar_say_so() -> None:
    late = CALENDAR_END - timedelta(days=30)
    data = dataset(orders=orders(steady(42), start=late))
    section = present(analyze(inputs(data, period("2027-12-01", "2028-12-31"))))
    assert "活动日历只到" in texts(section, NoteKind.LIMIT)


def test_the_result_does_not_depend_on_row_order() -> None:
    rows = orders(with_days(steady(42), d20=20, d30=0))
    assert found(rows).events == found(rows[::-1]).events


def test_the_frames_are_not_written_to() -> None:
    data = dataset(orders=orders(steady(30)))
    before = data.tables["orders"].frame.copy()
    present(analyze(inputs(data, period("2026-04-06", "2026-05-05"))))
    pd.testing.assert_frame_equal(data.tables["orders"].frame, before)


@pytest.mark.real_data
def test_the_tmall_february_shows_its_gaps_its_collapse_and_its_step_up(
    real_data: Callable[[str], Path],
) -> None:
    orders_ = tmall_orders(real_data("tmall_order_report/tmall_order_report.csv"))
    events = analyze(inputs_of(orders_)).events
    for series in ("orders_placed", "orders_paid", "gmv_pay"):
        mine = {
            (e.kind, e.direction, e.start.day, e.end.day)
            for e in events
            if e.series == series and e.kind != "missing"
        }
        assert mine == {("level_shift", -1, 10, 15), ("level_shift", 1, 18, 29)}
    assert {e.start.day for e in events if e.kind == "missing"} == {8, 16}


def test_people_read_words_with_their_unit_and_the_record_numbers() -> None:
    grid = present(found(orders(with_days(steady(42), d20=20)))).grids[0]
    row = grid.frame[grid.frame["series"] == "gmv_pay"].iloc[0]
    assert (row["actual"].zh, row["what"].zh, row["what"].en) == ("¥200.00", "单日偏低", "day, low")
    assert row["band"].zh.startswith("¥")
    shown = {column.key for column in grid.columns if column.is_shown}
    assert shown.isdisjoint({"series", "kind", "direction", "observed", "expected", "low", "high"})
    assert {"actual", "band", "what", "impact_cents"} <= shown
