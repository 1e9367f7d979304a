"""The made-up world: it keeps its own laws, whatever the seed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from ecreview.samples.alipay import make_entries
from ecreview.samples.catalogue import SOLD_OUT
from ecreview.samples.days import END, START, STOCK_OUT
from ecreview.samples.plants import PLAIN_PLANTS, UNSETTLED_REFUNDS
from ecreview.samples.world import (
    BILL_END,
    FEWEST_ORDERS,
    World,
    make_world,
)


@pytest.fixture(scope="module", params=[618, 1, 2])
def world(request: pytest.FixtureRequest) -> World:
    return make_world(request.param)


def test_it_has_about_as_many_orders_as_asked_for(world: World) -> None:
    assert 2_200 <= len(world.orders) <= 2_600
    assert 550 <= len(make_world(618, 600).orders) <= 650


def test_fewer_orders_than_the_plants_need_are_not_made() -> None:
    fewest = make_world(618, FEWEST_ORDERS)
    assert make_world(618, 1).orders == fewest.orders
    assert len(make_world(618, FEWEST_ORDERS + 60).orders) > len(fewest.orders)


def test_the_same_seed_gives_the_same_world() -> None:
    assert make_world(7, 400).orders == make_world(7, 400).orders
    assert make_world(7, 400).orders != make_world(8, 400).orders


def test_ids_are_nineteen_digits_and_rise_with_time(world: World) -> None:
    ids = [order.order_id for order in world.orders]
    assert ids == sorted(set(ids))
    assert {len(order_id) for order_id in ids} == {19}
    assert [o.created for o in world.orders] == sorted(o.created for o in world.orders)


def test_an_order_lives_in_order(world: World) -> None:
    for order in world.orders:
        moments = [m for m in (order.created, order.paid, order.shipped, order.received) if m]
        assert moments == sorted(moments)
        assert (order.refunded_at is None) == (order.refunded == 0)
        assert order.refunded <= order.gross


def test_a_refund_is_seen_by_every_export_that_holds_the_order(world: World) -> None:
    for order in world.orders:
        assert order.refunded_by(order.known_at()) == order.refunded
        assert order.refunded_at is None or order.refunded_at < BILL_END


def test_the_refund_of_the_lines_is_that_of_the_order_postage_apart(world: World) -> None:
    for order in world.orders:
        parts = sum(line.refunded for line in order.lines)
        assert parts in {order.refunded, order.refunded - order.freight}
        assert all(0 <= line.refunded <= line.amount for line in order.lines)


def test_sizes_that_ran_out_are_not_sold_until_the_campaign_ends(world: World) -> None:
    def sold(first: datetime, last: datetime) -> int:
        inside = [o for o in world.orders if first <= o.created < last]
        return sum(line.item.sku in SOLD_OUT for o in inside for line in o.lines)

    midnight = datetime.min.time()
    start, end = datetime.combine(START, midnight), datetime.combine(END, midnight)
    assert sold(start, STOCK_OUT) > 50
    assert sold(STOCK_OUT, end) == 0


def test_every_trouble_is_planted_as_often_as_it_should(world: World) -> None:
    planted = Counter(order.plant for order in world.orders if order.plant)
    assert planted == {**PLAIN_PLANTS, "refund_unsettled": UNSETTLED_REFUNDS}


def test_the_ledger_ends_with_its_period_and_never_runs_dry(world: World) -> None:
    entries = make_entries(world)
    assert max(e.time for e in entries) < BILL_END
    balance = 2_000_000
    for entry in entries:
        balance += entry.cents
        assert balance > 0
