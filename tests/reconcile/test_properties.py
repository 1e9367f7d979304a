"""Laws of orders against the bill that hold for any shop: money clears, states partition, bars close."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.model.scope import Period, Scope, Settings
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import State
from ecreview.reconcile.groups import STATES
from ecreview.reconcile.orders_payments import decide
from tests.builders import Row, dataset

if TYPE_CHECKING:
    from random import Random

    import numpy as np
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.reconcile.base import Reconciliation

JUNE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
START = datetime(2026, 5, 29)
FEES = ("commission", "tech_fee", "subsidy")
thorough = settings(max_examples=500, deadline=None)


class Shop(NamedTuple):
    """Orders and entries of a made-up shop, each row with a name of its own."""

    orders: list[Row]
    entries: list[Row]

    @property
    def data(self) -> Dataset:
        return dataset(orders=self.orders, payments=self.entries)

    @property
    def result(self) -> Reconciliation:
        found = reconcile_all(self.data, JUNE, Settings())
        return next(r for r in found if r.key == "orders.payments")


AMOUNTS = st.sampled_from([0, 1, 99, 100, 101, 500, 990, 1_000, 9_999])
SOME_ORDER = st.tuples(
    AMOUNTS,
    st.sampled_from([None, 0, 1, 2]),  # unpaid; nothing, half or all of it given back
    st.sampled_from(["shipped", "completed", "closed_refunded"]),
    st.integers(0, 800),
    st.sampled_from([False, False, False, True]),
)
SOME_ENTRY = st.tuples(
    st.sampled_from(["1", "2", "3", " 4", "4", "12", "99", None]),
    st.sampled_from(["goods", "goods", "net", "refund", *FEES, "withdraw", "other"]),
    AMOUNTS,
    st.sampled_from(["a", "b", None]),
    st.sampled_from([0, 3, 250]),
)


def _order(number: int, drawn: tuple[int, int | None, str, int, bool]) -> Row:
    gross, back, status, hours, is_lossy = drawn
    created = START + timedelta(hours=hours)
    return {
        "order_id": str(number),
        "created_at": str(created),
        "paid_at": None if back is None else str(created + timedelta(minutes=1)),
        "order_amount": gross,
        "refunded": back * gross // 2 if back else 0,
        "status": status,
        "is_id_lossy": is_lossy,
    }


def _entry(number: int, drawn: tuple[str | None, str, int, str | None, int], hour: int) -> Row:
    """Return an entry; a net one is paid out with its fee taken off."""
    order_id, word, cents, txn, fee = drawn
    is_net = word == "net"
    amount = -cents if word in {"refund", "commission", "tech_fee", "withdraw"} else cents
    return {
        "entry_id": str(number),
        "order_id": order_id,
        "line_id": None if order_id else "31",
        "txn_id": txn,
        "time": str(START + timedelta(hours=hour)),
        "subject": "goods" if is_net else word,
        "amount": amount - fee if is_net else amount,
        "part_goods": amount if is_net else 0,
        "part_tech_fee": -fee if is_net else 0,
    }


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    orders = draw(st.lists(SOME_ORDER, min_size=1, max_size=6))
    entries = draw(st.lists(SOME_ENTRY, min_size=1, max_size=10))
    hours = draw(st.lists(st.integers(0, 900), min_size=10, max_size=10, unique=True))
    return Shop(
        [_order(n, drawn) for n, drawn in enumerate(orders, start=1)],
        [_entry(n, drawn, hours[n]) for n, drawn in enumerate(entries)],
    )


def owed(orders: list[Row]) -> int:
    return sum(o["order_amount"] - o["refunded"] for o in orders if o["paid_at"])


@given(shops())
@thorough
def test_orders_less_refunds_fees_adjustments_and_payouts_are_the_listed_rest(shop: Shop) -> None:
    """And every row of both sides is in one state with its money."""
    result = shop.result
    listed = result.differences.loc[result.differences["is_open"], "difference_cents"].sum()
    named = {State.NOT_DUE, State.REFUND_UNSETTLED, State.DUPLICATE_ENTRY, State.WITHIN_TOLERANCE}
    adjusted = sum(cents for word, cents in result.explained.items() if word in named)
    fees = [-(e["amount"] if e["subject"] in FEES else e["part_tech_fee"]) for e in shop.entries]
    moved = [e["amount"] for e in shop.entries if e["subject"] == "withdraw"]
    paid_out = sum(e["amount"] for e in shop.entries) - sum(moved)
    owed = sum(o["order_amount"] - o["refunded"] for o in shop.orders if o["paid_at"])
    assert owed - sum(fees) - adjusted - paid_out == listed == result.unexplained_cents
    tallies = result.states.values()
    assert sum(t.left_rows for t in tallies) == len(shop.orders)
    assert sum(t.right_rows for t in tallies) == len(shop.entries)
    assert sum(t.left_cents for t in tallies) == owed
    assert sum(t.right_cents for t in tallies) == paid_out + sum(moved)
    transfers = [(t.right_rows, t.right_cents) for s, t in result.states.items() if s == "transfer"]
    assert transfers == ([(len(moved), sum(moved))] if moved else [])


@given(shops(), st.integers(0, 100))
@thorough
def test_the_bars_of_the_bridge_sum_to_the_next_total_and_a_bar_is_its_own_rows(
    shop: Shop, chosen: int
) -> None:
    bridge = shop.result.bridge
    assert bridge is not None
    first, *rest = bridge.steps
    total = first.cents
    for step in rest:
        total += 0 if step.is_total else step.cents
        assert not step.is_total or step.cents == total
    bar = bridge.steps[chosen % len(bridge.steps)]
    assert bridge.rows(bar.key)["cents"].sum() == bar.cents


@given(shops(), st.randoms(use_true_random=False))
@thorough
def test_each_row_ends_the_same_in_whatever_order_the_rows_stand(
    shop: Shop, random: Random
) -> None:
    mixed = Shop(shop.orders[:], shop.entries[:])
    random.shuffle(mixed.orders)
    random.shuffle(mixed.entries)
    assert ends(mixed) == ends(shop)


def ends(shop: Shop) -> tuple[dict[str, State], dict[str, State]]:
    """Return the state of each order and of each entry by its name."""
    decided = decide(shop.data, Settings())
    sides = ((decided.left, "order_id"), (decided.right, "entry_id"))
    return tuple(  # type: ignore[return-value]
        dict(zip(side.frame[name], states_in(decided.verdicts.states[side.groups]), strict=True))
        for side, name in sides
    )


def states_in(codes: NDArray[np.int64]) -> list[State]:
    return [STATES[code] for code in codes]
