from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses.maturity import delays_of, maturity_of
from tests.analyses.refund_world import CAMPAIGN_DAYS as CAMPAIGN
from tests.analyses.refund_world import FIRST, refund_world, shop, two_phases
from tests.builders import dataset, inputs, period

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.analyses.maturity import Maturity
    from ecreview.model.dataset import Dataset


def found(data: Dataset) -> Maturity:
    maturity = maturity_of(inputs(data, CAMPAIGN), CAMPAIGN)
    assert maturity is not None
    return maturity


def small(count: int, *, timed: bool = True, days: int = 40) -> Inputs:
    """Return so many orders over the days before the campaign and in it, all refunded the day after payment."""
    paid = [FIRST + pd.Timedelta(days=26 + i * days // count, hours=12) for i in range(count)]
    orders = [
        {"order_id": str(i), "paid_at": str(at), "order_amount": 100, "refunded": 100}
        for i, at in enumerate(paid)
    ]
    refunds = [
        {"refund_id": str(i), "order_id": str(i), "amount": 100,
         "finished_at": str(at + pd.Timedelta(days=1)) if timed else None}
        for i, at in enumerate(paid)
    ]  # fmt: skip
    return inputs(dataset(orders=orders, refunds=refunds), CAMPAIGN)


def test_the_truth_lies_in_the_band_and_what_is_seen_below_it() -> None:
    for seed in range(3):
        world = refund_world(seed, two_phases, orders=6_000)
        maturity = found(shop(world))
        seen = int(world.cents[world.in_campaign[world.row]].sum())
        assert maturity.seen_cents == seen
        assert maturity.high_cents is not None
        assert seen <= maturity.low_cents <= world.final <= maturity.high_cents
        assert maturity.share == seen / maturity.expected_cents  # type: ignore[operator]
        assert (maturity.past_refunds, maturity.age_days) == (len(world.row), 6)


def test_it_does_not_depend_on_the_order_of_the_rows() -> None:
    data = shop(refund_world(4, orders=3_000))
    tables = {
        key: replace(table, frame=table.frame.sample(frac=1, random_state=7))
        for key, table in data.tables.items()
    }
    assert found(replace(data, tables=tables)) == found(data)


def test_199_refunds_give_the_lower_bound_only_and_200_an_estimate() -> None:
    few, enough = (maturity_of(small(n), CAMPAIGN) for n in (199, 200))
    assert few is not None
    assert enough is not None
    assert (few.expected_cents, few.high_cents, few.share, few.past_refunds) == (
        None,
        None,
        None,
        199,
    )
    assert few.low_cents == few.seen_cents
    assert enough.share is not None
    assert enough.high_cents is not None


def test_refunds_that_all_came_are_mature() -> None:
    given = small(400)
    before = period("2026-05-20", "2026-05-29")
    old = maturity_of(given, before)
    assert old is not None
    assert old.seen_cents == old.expected_cents == old.low_cents == old.high_cents
    assert old.share == 1


def test_refunds_without_a_time_count_as_seen_and_leave_the_end_open() -> None:
    given = small(400, timed=False)
    maturity = maturity_of(given, CAMPAIGN)
    assert maturity is not None
    assert maturity.seen_cents == 4_000
    assert (maturity.expected_cents, maturity.past_refunds) == (None, 0)
    delays = delays_of(given)
    assert delays is not None
    assert delays.curves == {}


def test_a_curve_needs_the_time_of_nine_tenths_of_the_money() -> None:
    world = refund_world(5, orders=3_000)
    data = shop(world)
    refunds = data.tables["refunds"]
    cut = refunds.frame.assign(
        finished_at=refunds.frame["finished_at"].where(refunds.frame.index % 5 > 0)
    )
    told = replace(data, tables={**data.tables, "refunds": replace(refunds, frame=cut)})
    assert found(data).share is not None
    assert found(told).share is None


def test_the_time_of_application_stands_in_for_that_of_the_end() -> None:
    world = refund_world(6, orders=3_000)
    data = shop(world)
    refunds = data.tables["refunds"]
    frame = refunds.frame.rename(columns={"finished_at": "applied_at"})
    renamed = replace(data, tables={**data.tables, "refunds": replace(refunds, frame=frame)})
    assert found(renamed) == found(data)


def test_refunds_asked_for_or_refused_are_none() -> None:
    world = refund_world(7, orders=3_000)
    for status in ("open", "rejected"):
        delays = delays_of(inputs(shop(world, status=status), CAMPAIGN))
        assert delays is not None
        assert delays.refunds == 0


def test_what_is_known_ends_with_the_last_refund_not_with_the_last_order() -> None:
    world = refund_world(8, orders=3_000)
    data = shop(world)
    later = {"order_id": "x", "paid_at": "2026-07-20", "order_amount": 100, "refunded": 0}
    orders = data.tables["orders"]
    more = pd.concat([orders.frame, dataset(orders=[later]).tables["orders"].frame])
    stale = replace(data, tables={**data.tables, "orders": replace(orders, frame=more)})
    assert found(stale) == found(data)


def test_a_campaign_that_ships_late_is_told_by_two_curves() -> None:
    off = {True: [], False: []}  # type: dict[bool, list[float]]
    for seed in range(4):
        world = refund_world(
            20 + seed, two_phases, orders=8_000, young=7, campaign_shipping=(4.0, 6.0)
        )
        for ships in (True, False):
            data = shop(world, ships=ships)
            delays = delays_of(inputs(data, CAMPAIGN))
            assert delays is not None
            assert list(delays.curves) == (["pre_ship", "post_ship"] if ships else ["all"])
            expected = found(data).expected_cents
            assert expected is not None
            off[ships].append(abs(expected - world.final) / world.final)
    assert np.mean(off[True]) < np.mean(off[False])


def test_files_without_refunds_have_no_maturity() -> None:
    data = dataset(orders=[{"order_id": "1", "paid_at": "2026-06-19", "order_amount": 100}])
    assert maturity_of(inputs(data, CAMPAIGN), CAMPAIGN) is None


@pytest.mark.parametrize("days", [14, 15])
def test_the_age_counts_from_the_last_day_of_the_period(days: int) -> None:
    late = str(pd.Timestamp("2026-06-22") + pd.Timedelta(days=days))
    rows = [
        {"order_id": "1", "paid_at": "2026-06-20", "order_amount": 100, "refunded": 10},
        {"order_id": "2", "created_at": late, "order_amount": 100, "refunded": 0},
    ]
    assert found(dataset(orders=rows)).age_days == days
