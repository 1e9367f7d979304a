"""Which entries repeat another one, where their numbers are those of settlements or fees are within them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecreview.model.scope import Settings
from ecreview.reconcile.base import State
from ecreview.reconcile.groups import STATES
from ecreview.reconcile.orders_payments import decide
from tests.builders import dataset

if TYPE_CHECKING:
    from tests.builders import Row

PAID = "2026-06-10 12:00"
MATCHED, TWICE = State.MATCHED, State.DUPLICATE_ENTRY


def states(orders: dict[str, int], *entries: Row) -> list[State]:
    """Return the states of the entries of orders of these amounts without refunds."""
    paid = [
        {"order_id": key, "paid_at": PAID, "order_amount": cents, "refunded": 0}
        for key, cents in orders.items()
    ]
    decided = decide(dataset(orders=paid, payments=list(entries)), Settings())
    return [STATES[code] for code in decided.verdicts.states[decided.right.groups]]


def settled(order_id: str, amount: int, subject: str = "goods", **more: Any) -> Row:
    """Return an entry of a settlement: all of them carry its number."""
    entry = {"order_id": order_id, "amount": amount, "subject": subject, "txn_id": "S0001"}
    return entry | {"time": "2026-06-20 03:00"} | more


def test_two_items_of_one_price_under_the_number_of_a_settlement_are_no_repetition() -> None:
    of_item = (settled("1", 5_000), settled("1", -250, "commission"))
    assert states({"1": 10_000, "2": 900}, *of_item, *of_item, settled("2", 900)) == [MATCHED] * 5


def test_more_than_the_order_came_to_is_a_repetition_under_the_number_of_a_settlement_too() -> None:
    again = settled("1", 5_000, time="2026-06-21 03:00")
    found = states({"1": 5_000, "2": 900}, again, settled("1", 5_000), settled("2", 900))
    assert found == [TWICE, MATCHED, MATCHED]


def test_the_number_of_one_order_alone_is_that_of_a_transaction() -> None:
    fees = [settled("1", -250, "commission") for _ in range(2)]
    strange = settled("2", 900, txn_id="S0002")
    found = states({"1": 5_000, "2": 900}, settled("1", 5_000), *fees, strange)
    assert found == [MATCHED, MATCHED, TWICE, MATCHED]


def test_a_receipt_net_of_its_fees_comes_twice_where_the_gross_amounts_are_too_much() -> None:
    net: Row = {"txn_id": None, "part_goods": 10_900, "part_tech_fee": -545, "part_affiliate": -653}
    receipt = settled("1", 9_702, **net)
    assert states({"1": 10_900}, receipt, receipt) == [MATCHED, TWICE]
    assert states({"1": 21_800}, receipt, receipt) == [MATCHED, MATCHED]
