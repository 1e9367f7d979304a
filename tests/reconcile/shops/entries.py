"""What the orders of a shop leave in its bill, case by case, and what belongs to no order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ecreview.reconcile.base import State
from tests.reconcile.shops.world import CASES, FIRST, LAST, Entry, World, make_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.reconcile.shops.world import Order, Traits

_EACH = 3  # how often each case is planted at least
_RATES = {"commission": 5.0, "tech_fee": 0.6, "affiliate": 8.0, "marketing": 2.0}  # % of a receipt
_FIXED = {"freight_insurance": -90, "freight": -600, "subsidy": 250}  # now and then
_NOTHING = frozenset({"missing", "young", "after", "before", "full_refund_before"})
_DAMAGED = frozenset({"order_id_damaged", "entry_id_damaged"})
_PARTS = {
    "halves": (2,),
    "deposit_and_balance": (5,),
    "three_parts": (4, 3),
}  # gross / n, then the rest


def make_world(seed: int, orders: int, traits: Traits) -> World:
    """Return a shop of so many orders with every case that its platform knows planted at least thrice."""
    rng = np.random.default_rng(seed)
    cases = [case for case in CASES if case not in traits.without] * _EACH
    cases += rng.choice(["clean", "with_fees"], max(0, orders - len(cases))).tolist()
    made = [make_order(case, n, traits, rng) for n, case in enumerate(rng.permutation(cases))]
    books = _Books(traits, rng)
    entries = [entry for order in made for entry in books.of(order)] + list(books.of_no_order())
    return World(tuple(made), tuple(sorted(entries, key=lambda e: (e.time, e.txn, e.subject))))


class _Books:
    """Books the entries of a shop, one case after the other."""

    def __init__(self, traits: Traits, rng: np.random.Generator) -> None:
        self._traits, self._rng = traits, rng
        self._plans: dict[str, Callable[[Order, Entry], Iterator[Entry]]] = {
            "fee_only": self._fee_alone,
            "twice_same_number": self._twice,
            "twice_other_number": self._twice,
            "differs_more": self._off,
            "differs_less": self._off,
            "near": self._off,
            "part_refund_before": self._refunded_before,
            "part_refund": self._refunded,
            "full_refund": self._refunded,
            "refund_twice": self._refunded,
            **dict.fromkeys(_PARTS, self._in_parts),
        }

    def of(self, order: Order) -> Iterator[Entry]:
        """Yield what an order leaves in the bill."""
        if order.paid is None or order.case in _NOTHING:
            return
        low, high = self._traits.lag_days
        days = low + (high - low) * float(self._rng.random())
        receipt = Entry(
            time=order.paid + timedelta(seconds=round(86_400 * days) + 5),
            subject="goods",
            cents=order.gross,
            txn=f"2026{order.number:012d}01",
            order=order,
            order_id=order.order_id,
            state=State.PAYMENT_ONLY if order.case in _DAMAGED else order.state,
            is_damaged=order.case == "entry_id_damaged",
        )
        yield from self._plans.get(order.case, self._plain)(order, receipt)

    def of_no_order(self) -> Iterator[Entry]:
        """Yield the ends of the bill, receipts of orders that no export holds, fees of the shop, transfers."""
        yield self._stray(90_000, FIRST)
        yield self._stray(90_001, LAST)
        for number in range(_EACH):
            time = datetime(2026, 6, 8 + 5 * number, 12, int(self._rng.integers(60)))
            stray = self._stray(80_000 + number, time)
            yield stray
            yield replace(stray, order_id="", cents=3_300 + number, txn=f"20267{number:011d}")
            if self._traits.transfers:
                fee = replace(stray, order_id="", subject="tech_fee", cents=-1_990)
                yield replace(fee, txn=f"20266{number:011d}")
            for kind, subject in enumerate(self._traits.transfers):
                txn = f"2026{kind + 1}{number:011d}"
                yield Entry(time, subject, -50_000 - number, txn, state=State.TRANSFER)

    def _stray(self, number: int, time: datetime) -> Entry:
        """Return a receipt of an order that no export holds."""
        order_id = self._traits.number(number, time.date())
        txn = f"20269{number:011d}"
        state = State.PAYMENT_ONLY
        return Entry(time, "goods", number // 10 + number % 10, txn, order_id=order_id, state=state)

    def _fees(self, cents: int) -> dict[str, int]:
        """Return the fees of a receipt: a share of it, or a fixed amount now and then."""
        subjects, rng = self._traits.fees, self._rng
        shares = {s: -int(cents * _RATES[s] / 100) for s in subjects if s in _RATES}
        fixed = {s: _FIXED[s] for s in subjects if s in _FIXED and rng.random() < 0.4}
        return {subject: amount for subject, amount in (shares | fixed).items() if amount}

    def _plain(self, order: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield the receipt, line by line where the platform pays by line; with its fees where it has any."""
        if len(order.lines) == 1:
            has_fees = order.case != "clean" and order.case not in _DAMAGED
            yield replace(receipt, fees=self._fees(receipt.cents) if has_fees else {})
            return
        for line, cents in enumerate(order.lines):
            txn = f"{receipt.txn}{line}"
            yield replace(receipt, cents=cents, line=line, fees=self._fees(cents), txn=txn)

    def _fee_alone(self, _: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield a fee whose receipt never came."""
        yield replace(receipt, subject=self._traits.fees[0], cents=-150)

    def _twice(self, order: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield the receipt, and hours later the same again, with its fees where they are within it."""
        (first,) = self._plain(order, receipt)
        yield first
        txn = first.txn if order.case == "twice_same_number" else f"{first.txn}77"
        fees = first.fees if self._traits.is_net else {}
        again = replace(first, time=first.time + timedelta(hours=2), txn=txn, fees=fees)
        yield replace(again, state=State.DUPLICATE_ENTRY)

    def _off(self, order: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield a receipt of another amount: up to one yuan off is near, more is a difference."""
        low, high = (1, 101) if order.case == "near" else (101, 1_400)
        is_less = order.case == "differs_less" or (
            order.case == "near" and self._rng.random() < 0.5
        )
        off = int(self._rng.integers(low, high)) * (-1 if is_less else 1)
        yield from self._plain(order, replace(receipt, cents=receipt.cents + off))

    def _refunded_before(self, order: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield a receipt that is smaller by what went back before it."""
        left = order.gross - order.refunded
        yield from self._plain(order, replace(receipt, cents=left, back=order.refunded))

    def _refunded(self, order: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield the receipt and the refund after it, once or twice."""
        yield from self._plain(order, receipt)
        later = receipt.time + timedelta(days=1)
        refund = replace(receipt, time=later, subject="refund", cents=-order.refunded)
        yield replace(refund, txn=f"{receipt.txn}90")
        if order.case == "refund_twice":
            again = replace(refund, time=later + timedelta(hours=3), txn=f"{receipt.txn}91")
            yield replace(again, state=State.DUPLICATE_ENTRY)

    def _in_parts(self, order: Order, receipt: Entry) -> Iterator[Entry]:
        """Yield the receipt in two or three parts, each with a number of its own."""
        shares = [order.gross // part for part in _PARTS[order.case]]
        for part, cents in enumerate((*shares, order.gross - sum(shares))):
            time, txn = receipt.time + timedelta(minutes=7 * part), f"{receipt.txn}{part}"
            yield replace(receipt, time=time, cents=cents, txn=txn)
