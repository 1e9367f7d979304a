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


def test_a_receipt_net_of_its_fees_comes_twice_where_the_gross_amounts_are_too_much() -> None:
    net: Row = {"txn_id": None, "part_goods": 10_900, "part_tech_fee": -545, "part_affiliate": -653}
    receipt = settled("1", 9_702, **net)
    assert states({"1": 10_900}, receipt, receipt) == [MATCHED, TWICE]
    assert states({"1": 21_800}, receipt, receipt) == [MATCHED, MATCHED]
