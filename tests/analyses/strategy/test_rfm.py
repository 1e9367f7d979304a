from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.analyses.strategy.rfm import MIN_BUYERS, RfmResult, analyze, present
from ecreview.analyses.strategy.segments import EIGHT
from ecreview.model.section import Reason
from tests.analyses.real_orders import cdnow_orders, inputs_of, retail_orders
from tests.builders import dataset, inputs, period

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR = period("2026-01-01", "2026-12-31")
Visit = tuple[str, str, int]


def orders(*visits: Visit) -> list[dict[str, object]]:
    return [
        {"paid_at": day, "order_amount": cents, "buyer_key": buyer, "refunded": 0}
        for buyer, day, cents in visits
    ]


def many(size: int) -> list[Visit]:
    """Everybody bought once for 10.00 on the same day: all values are tied."""
    return [(f"b{i}", "2026-03-01", 1000) for i in range(size)]


def found(rows: list[dict[str, object]], **options: Any) -> RfmResult:
    return analyze(inputs(dataset(orders=rows), YEAR, **options))


def counts(result: RfmResult) -> dict[str, int]:
    frame = present(result).grids[0].frame
    return dict(zip(frame["segment"], frame["buyers"], strict=True))


def segment_of(result: RfmResult, buyer: int) -> str:
    return next(s.key for s in EIGHT if s.code == result.codes[result.rule][buyer])


def test_the_eight_names_stand_for_near_frequent_and_big() -> None:
    # thresholds: near within 10 days, 2 orders and more, over 50.00; data end 2026-06-30
    near, far = "2026-06-30", "2026-01-01"
    cases = {
        "important_value": [near, near, 6000],
        "important_keep": [far, far, 6000],
        "important_develop": [near, 6000],
        "important_winback": [far, 6000],
        "general_value": [near, near, 100],
        "general_keep": [far, far, 100],
        "general_develop": [near, 100],
        "general_winback": [far, 100],
    }
    visits = [
        (key, str(day), int(str(amount))) for key, (*days, amount) in cases.items() for day in days
    ]
    result = found(orders(*visits), r_days=10.0, m_min=50.0)
    names = result.buyers
    assert names is not None
    for position, key in enumerate(sorted(cases)):
        assert segment_of(result, position) == key


def test_values_tied_at_the_median_are_not_split() -> None:
    assert counts(found(orders(*many(150)), rule="median"))["general_develop"] == 150


def test_99_buyers_are_listed_and_100_are_segmented() -> None:
    few, enough = present(found(orders(*many(99)))), present(found(orders(*many(MIN_BUYERS))))
    assert [g.key for g in few.grids] == ["buyers"]
    assert {f.reason for f in few.figures} == {Reason.BELOW_MIN_N}
    assert [g.key for g in enough.grids] == ["segments", "rules"]


def test_the_list_numbers_buyers_by_amount_and_shows_no_key() -> None:
    frame = (
        present(found(orders(("a", "2026-01-01", 100), ("b", "2026-01-02", 900)))).grids[0].frame
    )
    assert frame.columns.tolist() == ["number", "recency_days", "frequency", "amount_cents"]
    assert frame["amount_cents"].tolist() == [900, 100]


def test_a_buyer_refunded_in_full_is_a_group_of_its_own() -> None:
    rows = [
        *orders(*many(120)),
        {"paid_at": "2026-03-01", "order_amount": 500, "buyer_key": "z", "refunded": 500},
    ]
    assert counts(found(rows))["refunded_out"] == 1
    assert "refunded_out" not in counts(found(rows, monetary="gross"))


def test_a_free_order_without_refund_stays_in_the_eight() -> None:
    assert "refunded_out" not in counts(found(orders(*many(120), ("z", "2026-03-01", 0))))


def test_orders_without_a_buyer_are_a_row_without_a_head_count() -> None:
    rows: list[dict[str, object]] = [
        *orders(*many(120)),
        {"paid_at": "2026-03-01", "order_amount": 700, "buyer_key": None, "refunded": 0},
    ]
    frame = present(found(rows)).grids[0].frame.set_index("segment")
    row = frame.loc[["unidentified"]]
    assert row[["amount_cents", "orders"]].to_numpy().tolist() == [[700, 1]]
    assert row["buyers"].isna().all()


def test_frequency_counts_orders_or_days() -> None:
    visits = orders(("a", "2026-01-01 09:00", 100), ("a", "2026-01-01 20:00", 100))
    assert found(visits).frequency.tolist() == [2]
    assert found(visits, frequency="days").frequency.tolist() == [1]


def test_near_is_twice_the_usual_gap_from_100_repeaters_on() -> None:
    def habit(repeaters: int) -> float:
        first = [(f"r{i}", "2026-01-01", 1000) for i in range(repeaters)]
        again = [(f"r{i}", "2026-01-21", 1000) for i in range(repeaters)]
        return found(orders(*first, *again, *many(200))).thresholds["fixed"].recency

    assert habit(100) == 40
    assert habit(99) == 1  # the median: 200 of 299 came last on the last day


def test_three_and_a_half_orders_mean_four_and_more() -> None:
    assert found(orders(*many(100)), f_min=3.5).thresholds["fixed"].frequency == 3


def test_without_buyer_ids_nothing_is_segmented() -> None:
    section = present(found([{"paid_at": "2026-01-01", "order_amount": 100}]))
    assert {(f.value, f.reason) for f in section.figures} == {(None, Reason.NO_BUYER_KEY)}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 28), st.integers(0, 9000)),
        min_size=120,
        max_size=200,
    ),
    st.sampled_from(["fixed", "mean", "median"]),
)
def test_every_buyer_is_in_exactly_one_segment_and_no_cent_is_lost(
    visits: list[tuple[int, int, int]], rule: str
) -> None:
    base = many(MIN_BUYERS)
    rows = orders(*base, *((f"x{b}", f"2026-04-{d:02d}", c) for b, d, c in visits))
    frame = present(found(rows, rule=rule)).grids[0].frame
    assert frame["buyers"].sum() == MIN_BUYERS + len({b for b, _, _ in visits})
    assert frame["amount_cents"].sum() == 1000 * MIN_BUYERS + sum(c for _, _, c in visits)


def test_the_result_does_not_depend_on_row_order() -> None:
    visits = [(f"b{i % 130}", f"2026-{1 + i % 12:02d}-11", 100 * i) for i in range(300)]
    pd.testing.assert_frame_equal(
        present(found(orders(*visits))).grids[0].frame,
        present(found(orders(*reversed(visits)))).grids[0].frame,
    )


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("rule", "thresholds", "published"),
    [
        ("mean", (368.2216, 2.8677, 10608.04), [4604, 435, 281, 593, 1945, 492, 1561, 13659]),
        ("median", (472, 1, 4339.5), [8863, 695, 241, 1986, 1550, 408, 1142, 8685]),
    ],
)
def test_cdnow_segments_equal_the_published_counts(
    real_data: Callable[[str], Path],
    rule: str,
    thresholds: tuple[float, float, float],
    published: list[int],
) -> None:
    data = inputs_of(cdnow_orders(real_data("cdnow/CDNOW_master.txt")), rule=rule, frequency="days")
    result = analyze(data)
    at = result.thresholds[rule]
    assert (at.recency, at.frequency, at.monetary) == pytest.approx(thresholds, rel=1e-4)
    frame = present(result).grids[0].frame
    assert frame["segment"].tolist() == [s.key for s in EIGHT]
    assert frame["buyers"].tolist() == published
    if rule == "mean":
        assert frame["amount_share"].iloc[0] == pytest.approx(0.6356, abs=5e-5)


@pytest.mark.real_data
def test_retail_customers_have_the_published_recency_frequency_and_amount(
    real_data: Callable[[str], Path],
) -> None:
    data = inputs_of(retail_orders(real_data("uci_online_retail/online_retail.parquet")))
    result = analyze(data)
    orders_ = data.measures.orders
    assert orders_ is not None
    assert result.buyers is not None
    at = orders_.buyer_keys.get_indexer(pd.Index(["12346", "12347", "12348"]))
    values = np.stack([result.buyers.recency, result.frequency, result.monetary], axis=1)[at]
    assert values.tolist() == [[326, 1, 7718360], [2, 7, 431000], [75, 4, 179724]]
