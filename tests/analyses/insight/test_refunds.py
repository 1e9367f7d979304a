from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.analyses.insight.refund_causes import causes_of
from ecreview.analyses.insight.refund_timing import RefundTiming, timing_of
from ecreview.analyses.insight.refunds import analyze, present
from ecreview.analyses.refund_events import refund_events
from ecreview.model.scope import Period, Settings
from ecreview.model.section import NotReady, Reason, TrendChart, WaterfallChart
from ecreview.review import review
from tests.builders import Row, dataset, inputs, period

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.model.dataset import Dataset
    from ecreview.model.section import Section

CAMPAIGN = period("2026-06-18", "2026-06-19")


def order(number: str, day: str, amount: int = 10_000, **more: object) -> Row:
    return {"order_id": number, "paid_at": day, "order_amount": amount, "refunded": 0} | more


def refund(number: str, day: str | None, amount: int = 1_000, **more: object) -> Row:
    row = {"refund_id": f"r{number}{day}", "order_id": number, "finished_at": day, "amount": amount}
    return row | {"status": "done"} | more


def section(data: Dataset, under_review: Period = CAMPAIGN) -> Section:
    return present(analyze(inputs(data, under_review)))


def timing(given: Inputs) -> RefundTiming:
    events = refund_events(given)
    assert events is not None
    found = timing_of(given, events)
    assert found is not None
    return found


# G13: an order of 06-18 over 100 is refunded 30 on 06-20.
G13 = dataset(
    orders=[order("A", "2026-06-18", refunded=3_000)], refunds=[refund("A", "2026-06-20", 3_000)]
)


def test_the_campaign_shows_70_by_payment_day_and_100_by_refund_day() -> None:
    told = section(G13)
    gross = 10_000
    by_payment, by_refund = told.figure("refunded"), told.figure("refund_cash")
    assert by_payment is not None
    assert by_refund is not None
    assert (gross - (by_payment.value or 0), gross - (by_refund.value or 0)) == (7_000, 10_000)
    later = section(G13, period("2026-06-20", "2026-06-20"))
    assert {f.key: f.value for f in later.figures} == {"refund_cash": 3_000}


def test_the_bridge_prints_both_the_difference_and_the_order() -> None:
    told = section(G13)
    bridge = next(c for c in told.charts if isinstance(c, WaterfallChart))
    assert bridge.frame["value"].tolist() == [3_000, -3_000, 0]
    grid = next(g for g in told.grids if g.key == "bridge_orders")
    row = grid.frame.iloc[0]
    assert len(grid.frame) == 1
    assert (row["order_id"], row["cents"], row["step"]) == ("A", -3_000, "outside")
    assert (row["paid"].date(), row["refunded"].date()) == (date(2026, 6, 18), date(2026, 6, 20))
    assert any("¥30.00" in note.text.zh and "1 笔订单" in note.text.zh for note in told.notes)


def test_each_day_has_its_refunds_on_both_bases() -> None:
    data = dataset(
        orders=[order("A", "2026-06-18", refunded=3_000), order("B", "2026-06-19", refunded=500)],
        refunds=[refund("A", "2026-06-19", 3_000), refund("B", "2026-06-25", 500)],
    )
    chart = next(c for c in section(data).charts if isinstance(c, TrendChart))
    days = chart.frame.pivot_table(
        index="date", columns=chart.frame["series"].map(lambda t: t.en), values="value"
    )
    assert days["By payment day"].tolist() == [3_000, 500]
    assert days["By refund day"].tolist() == [0, 3_000]


def test_earlier_undated_and_unknown_orders_stand_apart() -> None:
    data = dataset(
        orders=[
            order("early", "2026-06-01", refunded=700),
            order("dateless", "2026-06-18", refunded=400),
            order("both", "2026-06-18", refunded=900),
        ],
        refunds=[
            refund("early", "2026-06-19", 700),
            refund("unknown", "2026-06-18", 50),
            refund("dateless", None, 400),
            refund("both", "2026-06-18", 600),
            refund("both", "2026-06-30", 300),
            refund("both", "2026-06-18", 9_000, status="rejected"),
        ],
    )
    found = timing(inputs(data, CAMPAIGN))
    assert (found.cohort_cents, found.outside_cents, found.undated_cents, found.earlier_cents) == (
        1_300, 300, 400, 750,
    )  # fmt: skip
    assert found.cash_cents == 600 + 700 + 50
    assert dict(zip(found.orders["order_id"], found.orders["cents"], strict=True)) == {
        "early": 700, "dateless": -400, "both": -300, "unknown": 50,
    }  # fmt: skip


def test_refunds_that_name_no_order_are_the_same_on_both_bases() -> None:
    data = dataset(
        orders=[order("A", "2026-06-18"), order("B", "2026-06-30")],
        refunds=[refund("A", "2026-06-25", 200), refund(None, "2026-06-18", 1_500)],  # type: ignore[arg-type]
    )
    found = timing(inputs(data, CAMPAIGN))
    # The orders' file says nothing of A's refund, so the 200 are neither in one total nor the other.
    assert (found.cohort_cents, found.cash_cents) == (1_500, 1_500)
    assert (found.outside_cents, found.undated_cents) == (200, -200)


days = st.integers(1, 30).map(lambda d: f"2026-06-{d:02d}")


@given(
    st.lists(st.tuples(days, st.integers(0, 9_000)), min_size=1, max_size=12),
    st.lists(
        st.tuples(st.integers(0, 14), st.none() | days, st.integers(1, 5_000)),
        min_size=1,
        max_size=15,
    ),
)
def test_the_bridge_closes_to_the_cent_and_names_every_order(
    paid: list[tuple[str, int]], back: list[tuple[int, str | None, int]]
) -> None:
    orders = [order(str(i), day, refunded=cents) for i, (day, cents) in enumerate(paid)]
    refunds = [
        refund(str(at), day, cents, refund_id=str(i)) for i, (at, day, cents) in enumerate(back)
    ]
    given_ = inputs(dataset(orders=orders, refunds=refunds), CAMPAIGN)
    events = refund_events(given_)
    assert events is not None
    found = timing_of(given_, events)
    if found is None:
        assert given_.measures.totals(CAMPAIGN).refunded is None or all(
            d is None for _, d, _ in back
        )
        return
    in_days = ("2026-06-18", "2026-06-19")
    assert found.cohort_cents == sum(cents for day, cents in paid if day in in_days)
    assert found.cash_cents == sum(cents for _, day, cents in back if day in in_days)
    assert found.orders["cents"].sum() == found.cash_cents - found.cohort_cents


def causes(data: Dataset, settings: Settings | None = None) -> object:
    given_ = inputs(data, CAMPAIGN, settings=settings)
    events = refund_events(given_)
    assert events is not None
    return causes_of(given_, events, CAMPAIGN)


def test_a_refund_before_shipping_or_of_an_order_never_shipped_is_told_from_one_after() -> None:
    data = dataset(
        orders=[
            order("unshipped", "2026-06-18", refunded=100, shipped_at=None),
            order("part", "2026-06-18", refunded=200, shipped_at="2026-06-20 12:00"),
            order("after", "2026-06-18", refunded=100, shipped_at="2026-06-20 12:00"),
            order("at", "2026-06-18", refunded=100, shipped_at="2026-06-20 12:00"),
            order("kept", "2026-06-18", shipped_at="2026-06-20 12:00"),
        ],
        refunds=[
            refund("unshipped", "2026-06-19", 100),
            refund("part", "2026-06-20 11:59", 100),
            refund("part", "2026-06-22", 100),
            refund("after", "2026-06-22", 100),
            refund("at", "2026-06-20 12:00", 100),
        ],
    )
    found = causes(data)
    assert (found.paid, found.before, found.after) == (5, 2, 3)  # type: ignore[attr-defined]


def test_rates_are_not_told_from_a_table_that_lists_a_part_of_the_refunds() -> None:
    orders = [
        order(str(i), "2026-06-18", refunded=1_000, shipped_at="2026-06-20") for i in range(10)
    ]
    known = [refund(str(i), "2026-06-19", 1_000, reason="质量") for i in range(9)]
    whole, part = (causes(dataset(orders=orders, refunds=known[:n])) for n in (9, 8))
    assert (whole.before, whole.quality) == (9, 9)  # type: ignore[attr-defined]
    assert (part.before, part.after, part.quality) == (None, None, None)  # type: ignore[attr-defined]


REASONS = dataset(
    orders=[
        order(str(i), "2026-06-18", refunded=cents)
        for i, cents in enumerate((1_000, 1_000, 500, 100))
    ],
    refunds=[
        refund("0", "2026-06-19", 1_000, reason="商品质量问题"),
        refund("1", "2026-06-19", 600, reason="7天无理由"),
        refund("1", "2026-06-20", 400, reason="7天无理由"),
        refund("2", "2026-06-19", 500, reason="Arrived DAMAGED"),
        refund("3", "2026-06-19", 100, reason=None),
    ],
)


def test_reasons_are_counted_by_order_refund_and_amount_and_quality_is_marked() -> None:
    grid = next(g for g in section(REASONS).grids if g.key == "reasons")
    told = grid.frame[["orders", "refunds", "cents", "is_quality"]].to_numpy().tolist()
    assert told == [
        [1, 2, 1_000, False],
        [1, 1, 1_000, True],
        [1, 1, 500, True],
        [1, 1, 100, False],
    ]
    assert grid.frame["share"].tolist() == pytest.approx([1 / 2.6, 1 / 2.6, 0.5 / 2.6, 0.1 / 2.6])


def test_the_words_of_quality_are_editable() -> None:
    assert causes(REASONS).quality == 2  # type: ignore[attr-defined]
    own = Settings(options={"refunds.quality_words": "无理由，不想要"})
    assert causes(REASONS, own).quality == 1  # type: ignore[attr-defined]


def test_what_the_files_do_not_tell_is_undefined_with_its_reason() -> None:
    without_table = section(dataset(orders=[order("A", "2026-06-18", refunded=3_000)]))
    figures = {f.key: f for f in without_table.figures}
    assert figures["refunded"].value == 3_000
    for key in ("refund_cash", "refund_pre_ship", "refund_post_ship", "quality_refund_rate"):
        assert (figures[key].value, figures[key].reason) == (None, Reason.TABLE_MISSING)
    assert figures["maturity"].reason is Reason.NOT_OBSERVED
    assert figures["refunded_final"].low == 3_000
    assert "下限" in without_table.answer.zh
    bare = {f.key: f for f in section(G13).figures}
    for key in ("refund_pre_ship", "refund_post_ship", "quality_refund_rate"):
        assert (bare[key].value, bare[key].reason) == (None, Reason.COLUMN_MISSING)


def test_a_rate_of_29_orders_is_told_as_counts_only() -> None:
    def rates(many: int) -> tuple[float | None, float | None]:
        orders = [
            order(str(i), "2026-06-18", refunded=100 * (i < 6), shipped_at="2026-06-20")
            for i in range(many)
        ]
        refunds = [refund(str(i), "2026-06-19", 100) for i in range(6)]
        figure = section(dataset(orders=orders, refunds=refunds)).figure("refund_pre_ship")
        assert figure is not None
        return figure.value, figure.numerator

    assert rates(29) == (None, 6)
    assert rates(30) == (0.2, 6)


def test_the_daily_report_tells_refunds_by_refund_day_where_no_refund_has_a_time() -> None:
    traffic = [
        {"date": "2026-06-18", "uv": 10, "refund_amount": 700},
        {"date": "2026-06-19", "uv": 10, "refund_amount": 200},
        {"date": "2026-06-20", "uv": 10, "refund_amount": 999},
    ]
    told = section(dataset(orders=[order("A", "2026-06-18", refunded=3_000)], traffic=traffic))
    cash = told.figure("refund_cash")
    assert cash is not None
    assert (cash.value, cash.basis.time, cash.basis.refund) == (900, "day", "refund_date")
    assert not any(isinstance(c, WaterfallChart) for c in told.charts)


def test_only_files_without_any_refund_leave_it_untold() -> None:
    silent = dataset(orders=[{"order_id": "1", "paid_at": "2026-06-18", "order_amount": 100}])
    assert isinstance(review(silent).section("refunds"), NotReady)
    report = dataset(traffic=[{"date": "2026-06-18", "uv": 10, "refund_amount": 700}])
    told = section(report)
    assert {f.key: f.value for f in told.figures} == {"refund_cash": 700}
    assert told.answer.zh == "按退款日，期内退出去 ¥7.00；本期订单自己退了多少，文件里没有说。"


def test_rows_in_any_order_tell_the_same() -> None:
    data = REASONS
    turned = {
        key: replace(table, frame=table.frame.iloc[::-1]) for key, table in data.tables.items()
    }
    again = replace(data, tables=turned)
    first, second = analyze(inputs(data, CAMPAIGN)), analyze(inputs(again, CAMPAIGN))
    pd.testing.assert_frame_equal(first.causes.reasons, second.causes.reasons)  # type: ignore[union-attr]
    assert first.figures == second.figures
