"""The daily summary against the orders: days in their states, the definition in words, leads for what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Decision, Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import State, Tally
from ecreview.reconcile.definitions import Definition
from ecreview.reconcile.present import present_reconciliation
from ecreview.reconcile.traffic_orders import PAIR
from tests.builders import Row, dataset
from tests.reconcile.made_shop import BOOKS, DAYS, book, make_orders, shop

if TYPE_CHECKING:
    import pandas as pd

    from ecreview.reconcile.base import Reconciliation

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
PAID = Definition()


def reconcile(data: Dataset) -> Reconciliation:
    return PAIR.reconcile(data, SCOPE, Settings())


def grid(result: Reconciliation, key: str) -> pd.DataFrame:
    return next(g.frame for g in result.grids if g.key == key)


def paid(order_id: str, day: str, cents: int, **more: Any) -> Row:
    return {"order_id": order_id, "paid_at": day, "order_amount": cents} | more


def told(day: str, cents: int | None, **more: Any) -> Row:
    return {"date": day, "uv": 1, "pay_amount": cents} | more


WEEK = [paid(str(day), f"2026-06-{day:02}T12:00", 1_000 + day) for day in range(1, 11)]
REPORT = [told(f"2026-06-{day:02}", 1_000 + day) for day in range(1, 11)]


def test_every_day_and_every_order_is_in_one_state() -> None:
    """Day 1 and 10 may not be whole; day 4 is missing in the report, day 6 has no order, 7 and 8 differ."""
    orders = [*(o for o in WEEK if o["order_id"] != "6"), {"order_id": "u", "created_at": "2026-06-05", "order_amount": 9}]  # fmt: skip
    report = [d for d in REPORT if d["date"] != "2026-06-04"]
    report[5] = told("2026-06-07", 1_007 + 100)
    report[6] = told("2026-06-08", 1_008 - 101)
    result = reconcile(dataset(orders=orders, traffic=report))
    assert result.states == {
        State.MATCHED: Tally(4, 4, 4_019, 4_019, keys=4),
        State.WITHIN_TOLERANCE: Tally(1, 1, 1_107, 1_007, keys=1),
        State.AMOUNT_DIFFERS: Tally(1, 1, 907, 1_008, keys=1),
        State.ORDER_ONLY: Tally(1, 0, 1_006, 0, keys=1),
        State.PAYMENT_ONLY: Tally(0, 1, 0, 1_004, keys=1),
        State.NOT_DUE: Tally(2, 3, 2_011, 2_011, keys=3),  # the unpaid order counts nothing
    }
    listed = result.differences[["state", "order_id", "difference_cents", "is_open"]]
    assert listed.to_numpy().tolist() == [
        ["amount_differs", "2026-06-08", -101, True],
        ["order_only", "2026-06-06", 1_006, True],
        ["payment_only", "2026-06-04", -1_004, True],
        ["within_tolerance", "2026-06-07", 100, False],
    ]
    assert result.rate_count == (5, 7)


def test_days_stand_where_other_pairs_have_order_ids() -> None:
    result = reconcile(
        dataset(orders=WEEK, traffic=[*REPORT[:4], told("2026-06-05", 9_999), *REPORT[5:]])
    )
    section = present_reconciliation(result)
    assert section.key == "reconcile.traffic_daily.orders"
    differences = next(g for g in section.grids if g.key == "differences")
    assert [c.title.zh for c in differences.columns if c.key == "order_id"] == ["日期"]
    assert differences.frame["order_id"].tolist() == ["2026-06-05"]
    assert differences.frame["left_source"].tolist() == ["traffic_daily.csv · 6"]
    assert "not_due" not in {g.key for g in section.grids}
    assert any("Compared by day" in note.text.en for note in section.notes)


@pytest.mark.parametrize("truth", BOOKS, ids=lambda d: d.text.en)
def test_by_its_own_definition_a_summary_agrees_to_the_cent(truth: Definition) -> None:
    orders = make_orders(7)
    result = reconcile(shop(orders, book(orders, truth)))
    assert (
        result.notes[0].zh == f"平台口径 = {truth.text.zh}：{DAYS - 2} 天里 {DAYS - 2} 天分毫不差。"
    )
    assert result.states.keys() == {State.MATCHED, State.NOT_DUE}
    assert result.unexplained_cents == 0
    assert result.left_cents - result.right_cents == sum(result.explained.values())
    (first, *_) = grid(result, "definitions")[["rank", "basis", "is_found"]].to_numpy().tolist()
    assert first == [1, truth.key, True]
    assert [g.key for g in result.grids] == ["definitions"]


def test_an_alike_definition_is_named() -> None:
    rows = [row | {"freight": 0} for row in WEEK]
    result = reconcile(dataset(orders=rows, traffic=REPORT))
    assert "不含运费" in result.notes[1].zh
    assert "等 7 种" in result.notes[1].zh  # × by order time × amount of the order


def test_a_smaller_gap_alone_does_not_displace_the_usual_definition() -> None:
    rows = [row | {"refunded": 500} for row in WEEK]
    report = [told(row["date"], row["pay_amount"] - 490) for row in REPORT]
    result = reconcile(dataset(orders=rows, traffic=report))
    assert result.notes[0].zh.startswith(
        "没有一种口径能还原平台日报。按“按付款时间、买家实付、未扣退款"
    )
    assert grid(result, "definitions")["gap_cents"].iloc[0] == 80
    assert result.right_cents == sum(row["order_amount"] for row in rows)


def test_the_definition_that_the_buyers_speak_for_is_compared() -> None:
    """A giveaway of 0 every day has a buyer whom the report does not count."""
    gifts = [row | {"order_id": f"g{row['order_id']}", "order_amount": 0} for row in WEEK]
    orders = [row | {"buyer_key": row["order_id"]} for row in [*WEEK, *gifts]]
    report = [row | {"pay_buyers": 1} for row in REPORT]
    assert (
        "不算 0.01 元及以下的订单" in reconcile(dataset(orders=orders, traffic=report)).notes[0].zh
    )


def test_what_could_not_be_tried_is_named_where_nothing_fits() -> None:
    report = [told(row["date"], row["pay_amount"] + 7) for row in REPORT]
    (said,) = (
        note.zh
        for note in reconcile(dataset(orders=WEEK, traffic=report)).notes
        if "没有试" in note.zh
    )
    assert said == (
        "文件里没有发货时间、确认收货时间、平台优惠、商家应收、运费、退款金额、退款日期，用到它们的口径没有试。"
    )


def test_rows_of_one_day_are_added_up() -> None:
    parts = [told(row["date"], part) for row in REPORT for part in (400, row["pay_amount"] - 400)]
    result = reconcile(dataset(orders=WEEK, traffic=parts))
    assert result.states[State.MATCHED] == Tally(16, 8, 8_044, 8_044, keys=8)


def test_too_few_days_are_said_to_be_too_few() -> None:
    result = reconcile(dataset(orders=WEEK[:5], traffic=REPORT[:5]))
    assert result.notes[0].zh.startswith("可比的只有 3 天，不到 7 天，口径不下结论")


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision(PAIR.key, "2026-06-08", is_accepted=True), State.AMOUNT_DIFFERS),
        (Decision(PAIR.key, right="2026-06-04", is_accepted=True), State.PAYMENT_ONLY),
    ],
)
def test_a_difference_that_a_person_accepted_is_settled_by_its_day(
    decision: Decision, state: State
) -> None:
    report = [d for d in REPORT if d["date"] not in ("2026-06-04", "2026-06-08")]
    data = dataset(orders=WEEK, traffic=[*report, told("2026-06-08", 5_000)])
    before = reconcile(data)
    ref = decision.left or decision.right
    listed = before.differences.set_index("order_id").loc[ref]
    assert (listed["state"], listed["right_ref"]) == (state, ref)
    after = PAIR.reconcile(data, SCOPE, Settings(decisions=(decision,)))
    assert state not in after.states
    assert after.states[State.FORCED].keys == 1


def test_the_report_of_the_sample_is_by_payment_and_lacks_a_day(
    sample_dataset: Dataset, sample_planted: dict[str, Any]
) -> None:
    """Two days differ since a row of each cannot be read: one without an id, one without an amount."""
    result = reconcile(sample_dataset)
    planted = sample_planted["reconciliation"][PAIR.key]["states"]
    assert result.states[State.MATCHED].left_rows == planted["matched"]["left_rows"]
    first = grid(result, "definitions").iloc[0]
    assert (first["basis"], first["is_found"]) == (PAID.key, True)
    (missing,) = result.differences.query("state == 'payment_only'")["order_id"]
    assert missing == sample_planted["anomalies"]["missing_day"]
    apart = result.differences.query("state == 'amount_differs'")
    assert len(apart) == sum(sample_planted["cleaning"][f"rows_{w}"] for w in ("amount_unreadable", "id_blank"))  # fmt: skip


# --- leads for the days that differ ---


def leads(data: Dataset) -> list[tuple[str, str | None]]:
    frame = grid(reconcile(data), "residuals")
    ids = [order if isinstance(order, str) else None for order in frame["order_id"]]
    return list(zip(frame["day"], ids, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_an_order_that_the_summary_left_out_is_a_lead(seed: int) -> None:
    orders = make_orders(seed)
    gone = next(o for o in orders if o.paid and o.gross > 1 and o.paid.day == 15)
    data = shop(orders, book([o for o in orders if o is not gone], PAID))
    assert ("2026-06-15", gone.id) in leads(data)


@pytest.mark.parametrize("seed", range(5))
def test_an_order_that_the_file_lacks_is_said_to_be_lacking(seed: int) -> None:
    orders = make_orders(seed)
    gone = next(o for o in orders if o.paid and o.gross > 1 and o.paid.day == 15)
    data = shop([o for o in orders if o is not gone], book(orders, PAID))
    found = grid(reconcile(data), "residuals")
    assert found["day"].unique().tolist() == ["2026-06-15"]
    assert found["difference_cents"].unique().tolist() == [gone.gross]
    assert "没有导出" in found["why"].iloc[0].zh


def test_an_order_moved_over_midnight_is_a_lead_on_both_days() -> None:
    orders = make_orders(4)
    midnight = datetime(2026, 6, 13)
    some = next(o for o in orders if o.paid and o.gross > 1)
    late = replace(
        some, id="late", created=datetime(2026, 6, 12, 8), paid=midnight - timedelta(seconds=30)
    )
    summary = book([*orders, replace(late, paid=midnight)], PAID)
    found = leads(shop([*orders, late], summary))
    assert found == [("2026-06-12", "late"), ("2026-06-13", "late")]


def test_an_unpaid_order_in_the_summary_and_a_refund_taken_off_are_leads() -> None:
    orders = [o for o in make_orders(5) if 3 < o.created.day < 28]
    unpaid = next(o for o in orders if not o.paid)
    day = unpaid.created.date()
    partly = next(o for o in orders if 0 < o.refunded < o.gross and o.pay_day != day)
    summary = book(orders, PAID)
    summary[day] += unpaid.ordered
    summary[partly.pay_day] -= partly.refunded
    found = leads(shop(orders, summary))
    assert {(str(day), unpaid.id), (str(partly.pay_day), partly.id)} <= set(found)


def test_leads_name_where_the_order_stands() -> None:
    rows = [*WEEK, paid("x", "2026-06-05T13:00", 50_000)]
    frame = grid(reconcile(dataset(orders=rows, traffic=REPORT)), "residuals")
    assert frame[
        ["day", "difference_cents", "order_id", "amount_cents", "source"]
    ].to_numpy().tolist() == [["2026-06-05", -50_000, "x", 50_000, "orders.csv · 12"]]


# --- several shops ---


def test_shops_are_compared_one_by_one_where_both_files_name_them() -> None:
    orders = [
        row | {"shop": shop, "order_id": shop + row["order_id"]} for shop in "甲乙" for row in WEEK
    ]
    report = [row | {"shop": "甲"} for row in REPORT]
    result = reconcile(dataset(orders=orders, traffic=report))
    assert result.states == {
        State.MATCHED: Tally(8, 8, 8_044, 8_044, keys=8),
        State.NOT_DUE: Tally(2, 12, 2_011, 12_066, keys=12),  # all of 乙, and both ends of 甲
    }
    assert result.differences["order_id"].iloc[0] == "2026-06-10 · 乙"


def test_files_without_a_shop_in_common_are_compared_as_a_whole() -> None:
    orders = [row | {"shop": "旗舰店"} for row in WEEK]
    result = reconcile(dataset(orders=orders, traffic=[row | {"shop": "店铺一"} for row in REPORT]))
    assert result.states[State.MATCHED].keys == 8


def test_each_platform_has_its_own_definition() -> None:
    """Taobao tells what was paid, Xiaohongshu what is left after refunds."""
    orders = [
        row | {"platform": name, "order_id": name + row["order_id"], "refunded": 300}
        for name in ("taobao", "xhs") for row in WEEK
    ]  # fmt: skip
    report = [
        told(row["date"], row["pay_amount"] - less, platform=name)
        for name, less in (("taobao", 0), ("xhs", 300)) for row in REPORT
    ]  # fmt: skip
    result = reconcile(dataset(orders=orders, traffic=report))
    assert result.states.keys() == {State.MATCHED, State.NOT_DUE}
    said = " ".join(note.zh for note in result.notes)
    assert "淘宝 / 天猫：平台口径 = 按付款时间、买家实付、未扣退款" in said
    assert "小红书：平台口径 = 按付款时间、买家实付、扣退款（算在原订单那天）" in said


def test_orders_of_a_platform_without_a_summary_stand_aside() -> None:
    orders = [
        row | {"platform": name, "order_id": name + row["order_id"]}
        for name in ("taobao", "jd") for row in WEEK
    ]  # fmt: skip
    report = [row | {"platform": "taobao"} for row in REPORT]
    result = reconcile(dataset(orders=orders, traffic=report))
    assert result.states[State.MATCHED] == Tally(8, 8, 8_044, 8_044, keys=8)
    assert result.states[State.NOT_DUE].right_rows == 2 + 10
    assert [note.zh[:10] for note in result.notes] == ["淘宝 / 天猫：平台", "淘宝 / 天猫：这些"]


def test_refunds_by_their_day_follow_the_shop_of_their_order() -> None:
    orders = [
        row | {"shop": shop, "order_id": shop + row["order_id"]} for shop in "甲乙" for row in WEEK
    ]
    back = [{"refund_id": "r", "order_id": "甲2", "finished_at": "2026-06-05", "amount": 1_002}]
    report = [
        told(row["date"], row["pay_amount"] - (1_002 if (shop, row["date"][-1]) == ("甲", "5") else 0), shop=shop)
        for shop in "甲乙" for row in REPORT
    ]  # fmt: skip
    result = reconcile(dataset(orders=orders, traffic=report, refunds=back))
    assert result.states.keys() == {State.MATCHED, State.NOT_DUE}
    assert "算在退款那天" in result.notes[0].zh


# --- what a summary has to be ---


@pytest.mark.parametrize(
    "traffic",
    [
        [{"date": "2026-06-05", "uv": 3}],
        [{"date": "2026-06-05", "uv": 3, "pay_amount": None}],
        [told("2026-08-01", 100)],
    ],
)
def test_a_summary_without_money_or_of_other_days_is_not_compared(traffic: list[Row]) -> None:
    assert reconcile_all(dataset(orders=WEEK, traffic=traffic), SCOPE, Settings()) == ()


def test_ordered_amounts_are_compared_where_paid_ones_are_not_told() -> None:
    report = [{"date": row["date"], "uv": 1, "order_amount": row["pay_amount"]} for row in REPORT]
    result = reconcile(dataset(orders=WEEK, traffic=report))
    assert result.notes[0].zh.startswith("平台口径 = 按下单时间、订单金额、未扣退款")


# --- for any files ---

_DAYS = st.integers(1, 12)
_ORDERS = st.lists(st.tuples(_DAYS, st.integers(0, 3), st.integers(0, 900), st.booleans()), min_size=1, max_size=25)  # fmt: skip
_REPORTS = st.dictionaries(_DAYS, st.one_of(st.none(), st.integers(0, 2_000)), min_size=1)


def _files(orders: list[tuple[int, int, int, bool]], days: dict[int, int | None]) -> Dataset:
    rows = [
        {"order_id": str(n), "created_at": f"2026-06-{day:02}T22:00", "order_amount": cents,
         "paid_at": f"2026-06-{day + later:02}T01:00" if is_paid else None,
         "refunded": cents // 2 if is_paid and n % 3 == 0 else 0}
        for n, (day, later, cents, is_paid) in enumerate(orders)
    ]  # fmt: skip
    report = [told(f"2026-06-{day:02}", cents) for day, cents in days.items()]
    return dataset(orders=rows, traffic=report)


def _shuffled(data: Dataset, seed: int) -> Dataset:
    random = Random(seed)  # noqa: S311 - nothing secret
    tables = {}
    for key, table in data.tables.items():
        places = list(range(len(table.frame)))
        random.shuffle(places)
        tables[key] = Table(table.spec, table.frame.iloc[places].reset_index(drop=True))
    return Dataset(tables, (), (), "shuffled")


@given(_ORDERS, _REPORTS)
def test_nothing_is_lost_and_the_order_of_rows_changes_nothing(
    orders: list[tuple[int, int, int, bool]], days: dict[int, int | None]
) -> None:
    data = _files(orders, days)
    assume(PAIR.is_ready(data))
    result, again = reconcile(data), reconcile(_shuffled(data, len(orders)))
    tallies = list(result.states.values())
    assert sum(t.left_rows for t in tallies) == len(days)
    assert sum(t.right_rows for t in tallies) == len(orders)
    assert sum(t.left_cents for t in tallies) == sum(cents or 0 for cents in days.values())
    assert sum(t.right_cents for t in tallies) == result.right_cents
    open_rows = result.differences[result.differences["is_open"]]
    assert open_rows["difference_cents"].sum() == result.unexplained_cents
    for mine, theirs in zip(_told(result), _told(again), strict=True):
        assert mine == theirs


def _told(result: Reconciliation) -> list[object]:
    section = present_reconciliation(result)
    grids = [g.frame.astype("str").to_numpy().tolist() for g in section.grids]
    return [section.answer, *(note.text for note in section.notes), *grids]
