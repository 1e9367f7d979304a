from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses.insight.event_funnel import EventFunnelResult, analyze, present
from ecreview.analyses.insight.event_words import EventStage
from ecreview.model.dataset import Dataset, Table
from ecreview.model.tables import EVENTS
from tests.builders import Row, dataset, inputs, period

JUNE = period("2026-06-01", "2026-06-30")


def event(user: str | None, word: str, hour: int, day: int = 1) -> Row:
    return {"user_key": user, "event": word, "time": f"2026-06-{day:02d} {hour:02d}:00:00"}


def funnel(
    data: Dataset, when: Any = JUNE, *, window: str = "7", mode: str = "ordered"
) -> EventFunnelResult:
    return analyze(inputs(data, when, window=window, mode=mode))


LOG = [
    event("a", "view", 1), event("a", "cart", 2), event("a", "order", 3), event("a", "pay", 4),
    event("b", "view", 1), event("b", "cart", 2, day=3),
    event("c", "view", 1), event("c", "order", 2), event("c", "pay", 3),
    event("d", "fav", 1), event("d", "search", 2), event(None, "view", 1),
]  # fmt: skip


def test_users_reach_stages_in_order_and_payers_past_the_cart_are_told_apart() -> None:
    found = funnel(dataset(events=LOG))
    assert found.stages == (EventStage.VIEW, EventStage.CART, EventStage.ORDER, EventStage.PAY)
    assert [r.users for r in found.reached] == [3, 2, 1, 1]
    assert found.without_cart == 1
    assert any("另有 1 人没有先加购就走到了支付" in n.text.zh for n in present(found).notes)


def test_the_window_of_one_day_leaves_out_the_cart_of_two_days_later() -> None:
    assert [r.users for r in funnel(dataset(events=LOG), window="1").reached] == [3, 1, 1, 1]


def test_in_any_order_time_does_not_matter() -> None:
    log = [event("a", "pay", 1), event("a", "view", 2)]
    assert [r.users for r in funnel(dataset(events=log)).reached] == [1, 0]
    assert [r.users for r in funnel(dataset(events=log), mode="any").reached] == [1, 1]


def test_users_per_event_count_every_word_once_and_name_those_without_a_stage() -> None:
    found = funnel(dataset(events=LOG))
    counted = {c.word: (c.users, c.events) for c in found.words}
    assert counted["view"] == (3, 3)
    assert counted["search"] == (1, 1)
    notes = [n.text.zh for n in present(found).notes]
    assert "这些行为没有归入任何环节：search。" in notes
    assert "1 次行为没有用户标识，没有计入。" in notes


def test_events_outside_the_period_do_not_count() -> None:
    found = funnel(dataset(events=LOG), period("2026-06-03", "2026-06-03"))
    assert [(c.word, c.users) for c in found.words] == [("cart", 1)]


def test_one_stage_is_no_funnel_and_says_so() -> None:
    section = present(funnel(dataset(events=[event("a", "pv", 1)])))
    assert section.answer.zh.startswith("行为明细里认不出两个以上的环节")
    assert not section.charts
    assert [g.key for g in section.grids] == ["events"]


def test_few_users_give_counts_and_no_percentage() -> None:
    rate = present(funnel(dataset(events=LOG))).figure("overall_rate")
    assert rate is not None
    assert (rate.value, rate.numerator, rate.denominator) == (None, 1, 3)


def log_of(frame: pd.DataFrame) -> Dataset:
    frame = frame.assign(time=frame["time"].astype("datetime64[s]"))
    for column in ("user_key", "event"):
        frame[column] = frame[column].astype("str").astype("category")
    return Dataset({"events": Table(EVENTS, frame)}, (), (), "real")


@pytest.mark.real_data
def test_users_per_behaviour_of_the_taobao_log(real_data: Callable[[str], Path]) -> None:
    names = ["user_key", "item", "category", "event", "time"]
    frame = pd.read_csv(real_data("taobao_userbehavior/UserBehavior.csv"), header=None, names=names)
    frame = frame.assign(time=pd.to_datetime(frame["time"] + 8 * 3600, unit="s"))
    found = funnel(log_of(frame.dropna(subset=["event"])), period("2017-01-01", "2017-12-31"))
    assert {c.word: c.users for c in found.words if c.users > 1} == {
        "pv": 813, "cart": 601, "buy": 559, "fav": 305,
    }  # fmt: skip


@pytest.mark.real_data
def test_users_per_event_of_the_clickstream(real_data: Callable[[str], Path]) -> None:
    frame = pd.read_csv(real_data("clickstream_ecom/ecom.csv.gz"))
    frame = frame.rename(columns={"user_id": "user_key", "timestamp": "time"})
    frame = frame.assign(time=pd.to_datetime(frame["time"]))
    found = funnel(log_of(frame), period("2024-01-01", "2024-12-31"))
    users = {c.word: c.users for c in found.words}
    expected = {"product_view": 598, "add_to_cart": 522, "shipping_details": 441,
                "payment_details": 390, "purchase": 328}  # fmt: skip
    assert {word: users[word] for word in expected} == expected


def test_the_result_does_not_depend_on_the_order_of_rows() -> None:
    shuffled = [LOG[i] for i in np.random.default_rng(1).permutation(len(LOG))]
    assert funnel(dataset(events=shuffled)) == funnel(dataset(events=LOG))
