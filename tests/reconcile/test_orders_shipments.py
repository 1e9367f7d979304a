"""Shipped orders against parcels: joins, presence both ways, suspicious fees, and the laws."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.scope import Period, Scope, Settings
from ecreview.model.text import Unit
from ecreview.reconcile import orders_shipments
from ecreview.reconcile.base import Reconciliation, State, Tally
from tests.builders import Row, dataset
from tests.reconcile.laws import assert_conserved, assert_same_backwards

if TYPE_CHECKING:
    import pandas as pd

    from ecreview.model.dataset import Dataset

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
# The orders know of all that happened up to the last day.
LAST = {"order_id": "last", "created_at": "2026-06-30 12:00"}


def order(order_id: str, waybill: str | None = None, **more: Any) -> Row:
    fields = {"order_id": order_id, "paid_at": "2026-06-10", "order_amount": 100}
    return fields | {"shipped_at": "2026-06-11", "waybill": waybill} | more


def parcel(waybill: str, order_id: str | None = None, **more: Any) -> Row:
    return {"waybill": waybill, "order_id": order_id, "shipped_at": "2026-06-11 18:00"} | more


def run(data: Dataset) -> Reconciliation:
    assert orders_shipments.PAIR.is_ready(data)
    return orders_shipments.reconcile(data, SCOPE, Settings())


def reconcile(orders: list[Row], parcels: list[Row], **more: Any) -> Reconciliation:
    return run(dataset(orders=[*orders, LAST], shipments=parcels, **more))


def reasons(result: Reconciliation) -> list[tuple[str, str]]:
    return [
        (state, reason.zh)
        for state, reason in result.differences[["state", "reason"]].to_numpy().tolist()
    ]


def test_a_shipped_order_with_its_parcel_is_matched_in_orders() -> None:
    result = reconcile([order("1", "SF1")], [parcel("SF1")])
    assert result.unit is Unit.COUNT
    assert result.states[State.MATCHED] == Tally(1, 1, 1, 1, keys=1)
    assert result.states[State.NOT_DUE] == Tally(1, 0, 0, 0, keys=1)  # LAST was not shipped


@pytest.mark.parametrize("waybill", ["sf1", " SF１", "SF1,SF2"])
def test_waybills_are_joined_however_they_are_written(waybill: str) -> None:
    result = reconcile([order("1", waybill)], [parcel("SF1")])
    assert result.states[State.MATCHED] == Tally(1, 1, 1, 1, keys=1)


def test_a_parcel_whose_waybill_nobody_knows_is_joined_by_its_order_id() -> None:
    result = reconcile([order("1", None)], [parcel("SF1", "1")])
    assert result.states[State.MATCHED] == Tally(1, 1, 1, 1, keys=1)


def test_several_parcels_of_one_order_count_as_one() -> None:
    lines = [
        {"order_id": "1", "waybill": "SF1", "quantity": 1},
        {"order_id": "1", "waybill": "SF2", "quantity": 1},
    ]
    result = reconcile([order("1")], [parcel("SF1"), parcel("SF2")], order_lines=lines)
    assert result.states[State.MATCHED] == Tally(1, 2, 1, 1, keys=1)


def test_one_parcel_of_several_orders_counts_each() -> None:
    result = reconcile([order("1", "SF1"), order("2", "SF1")], [parcel("SF1")])
    assert result.states[State.MATCHED] == Tally(2, 1, 2, 2, keys=1)


def test_the_erp_tells_the_waybill_too() -> None:
    lines = [{"order_id": "1", "waybill": "SF1", "quantity": 1}]
    result = reconcile([order("1")], [parcel("SF1")], erp_orders=lines)
    assert result.states[State.MATCHED].keys == 1


def test_a_shipped_order_without_a_parcel_and_a_parcel_without_an_order_are_listed() -> None:
    result = reconcile([order("1", "SF1"), order("2", "SF2")], [parcel("SF2"), parcel("SF9")])
    assert result.states[State.ORDER_ONLY] == Tally(1, 0, 1, 0, keys=1)
    assert result.states[State.PAYMENT_ONLY] == Tally(0, 1, 0, 1, keys=1)
    assert result.differences["order_id"].fillna("").tolist() == ["1", ""]
    assert result.differences["right_ref"].fillna("").tolist() == ["", "SF9"]
    assert result.rate_count == (1, 2)


def test_a_parcel_of_an_order_that_is_not_shipped_is_listed_unless_it_left_later() -> None:
    waiting = order("1", shipped_at=None)
    assert reasons(reconcile([waiting], [parcel("SF1", "1")])) == [
        ("payment_only", "有运单，订单还不是已发货")
    ]
    late = parcel("SF1", "1", shipped_at="2026-06-30 12:00:01")
    assert [state for state, _ in reasons(reconcile([waiting], [late]))] == ["not_due"]


@pytest.mark.parametrize(
    ("shipped_at", "state"),
    [
        ("2026-06-10 23:59", State.NOT_DUE),
        ("2026-06-11 00:00", State.ORDER_ONLY),
        ("2026-06-12 00:00", State.NOT_DUE),
    ],
)
def test_orders_shipped_outside_the_days_of_the_parcels_are_not_due(
    shipped_at: str, state: State
) -> None:
    result = reconcile([order("1", shipped_at=shipped_at), order("2", "SF2")], [parcel("SF2")])
    assert result.states[state].left_cents == 1


def test_a_parcel_sent_before_the_first_order_belongs_to_earlier_ones() -> None:
    early = parcel("SF0", shipped_at="2026-06-09 23:59")
    assert reasons(reconcile([order("1", "SF1")], [parcel("SF1"), early])) == [
        ("not_due", "寄出早于订单表第一天，多半是更早的订单")
    ]


def test_without_a_number_in_common_nothing_is_compared() -> None:
    bare = {"order_id": "1", "paid_at": "2026-06-10", "order_amount": 1}
    assert not orders_shipments.PAIR.is_ready(
        dataset(orders=[bare], shipments=[{"waybill": "SF1"}])
    )
    assert not orders_shipments.PAIR.is_ready(dataset(orders=[order("1", "SF1")]))


# --- fees -----------------------------------------------------------------------------------------


def fee(number: int, cents: int, weight: float = 0.8, **more: Any) -> Row:
    fields = {"carrier": "中通", "province": "浙江省", "weight": weight, "freight": cents}
    return parcel(f"Z{number}", str(number), **(fields | more))


def overcharged(parcels: list[Row], lines: list[Row] | None = None) -> pd.DataFrame | None:
    orders = [order(str(n)) for n in range(1, 8)]
    more = {"order_lines": lines} if lines else {}
    grids = reconcile(orders, parcels, **more).grids
    return grids[0].frame if grids else None


USUAL = [fee(n, 300) for n in range(1, 6)]


def test_a_planted_overcharge_is_found() -> None:
    found = overcharged([*USUAL, fee(6, 900)])
    assert found is not None
    row = found[["waybill", "usual_cents", "excess_cents"]].to_numpy().tolist()
    assert row == [["Z6", 300, 600]]
    assert found["why"].iloc[0].zh == "运费高于同快递、同省、同重量段的中位数"
    assert found["source"].tolist() == ["shipments.csv · 7"]


def test_a_fee_is_suspicious_from_more_than_a_fifth_and_one_yuan_on() -> None:
    assert overcharged([*USUAL, fee(6, 400)]) is None
    assert overcharged([*USUAL, fee(6, 401)]) is not None


@pytest.mark.parametrize(
    "other", [{"province": "西藏自治区"}, {"carrier": "顺丰"}, {"weight": 1.2}, {"weight": None}]
)
def test_a_fee_is_only_compared_with_its_own_cell(other: dict[str, Any]) -> None:
    assert overcharged([*USUAL, fee(6, 900, **other)]) is None


def test_four_parcels_make_no_median() -> None:
    assert overcharged([*USUAL[:3], fee(6, 900)]) is None


def test_a_waybill_billed_twice_is_found_with_the_whole_fee() -> None:
    again = fee(1, 300, shipped_at="2026-06-12")
    found = overcharged([*USUAL, again])
    assert found is not None
    assert found["excess_cents"].tolist() == [300]
    assert found["why"].iloc[0].zh == "同一运单重复计费"


def test_a_parcel_that_weighs_more_than_the_same_goods_is_found() -> None:
    lines = [{"order_id": str(n), "sku_code": "A01", "quantity": 2} for n in range(1, 7)]
    found = overcharged([*USUAL, fee(6, 700, weight=2.6)], lines)
    assert found is not None
    row = found[["waybill", "usual_weight", "usual_cents", "excess_cents"]].to_numpy().tolist()
    assert row == [["Z6", 0.8, 300, 400]]
    other_goods = [*lines[:5], lines[5] | {"quantity": 6}]
    assert overcharged([*USUAL, fee(6, 700, weight=2.6)], other_goods) is None


# --- laws -----------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["SF1", "SF2", "SF3", None])
DAYS = st.sampled_from(["2026-06-01", "2026-06-11", "2026-07-11"])


@given(
    st.dictionaries(st.sampled_from("12345"), st.tuples(NUMBERS, st.none() | DAYS), min_size=1),
    st.lists(
        st.tuples(
            st.sampled_from(["SF1", "SF2", "SF3", "SF4"]),
            st.sampled_from([*"1239", None]),
            DAYS,
            st.integers(0, 900),
        ),
        min_size=1,
        max_size=9,
    ),
)
def test_every_row_is_in_one_state_and_no_order_is_lost(
    orders: dict[str, tuple[str | None, str | None]],
    parcels: list[tuple[str, str | None, str, int]],
) -> None:
    data = dataset(
        orders=[order(key, number, shipped_at=day) for key, (number, day) in orders.items()],
        shipments=[
            parcel(number, key, shipped_at=day, freight=cents)
            for number, key, day, cents in parcels
        ],
    )
    result = assert_same_backwards(run, data)
    assert_conserved(result, len(orders), len(parcels))
    assert result.left_cents == sum(bool(number or day) for number, day in orders.values())
