"""The orders of one June, each with the state in which it must end, and what an entry of a bill is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ecreview.reconcile.base import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

FIRST = datetime(2026, 6, 1, 0, 10)  # first entry of the bill
LAST = datetime(2026, 6, 30, 23, 0)  # last entry of the bill
_RATES = {
    "commission": 5.0,
    "tech_fee": 0.6,
    "affiliate": 8.0,
    "marketing": 2.0,
}  # % of the receipt
_FIXED = {"freight_insurance": -90, "freight": -600, "subsidy": 250}


@dataclass(frozen=True, slots=True)
class Traits:
    """What sets one platform's files apart.

    Attributes:
        number: serial number, day → order id.
        fees: subjects that come with a receipt.
        lag_days: from payment to receipt, shortest and longest.
        without: cases that cannot happen in these files.
        transfers: subjects of money that is only moved; empty where the bill has none.
        is_by_line: whether the bill pays each line of an order in a row of its own.
        is_net: whether a row pays out net of its fees, so that a repetition repeats them.
    """

    number: Callable[[int, date], str]
    fees: tuple[str, ...]
    lag_days: tuple[float, float] = (5.0, 9.0)
    without: frozenset[str] = frozenset()
    transfers: tuple[str, ...] = ()
    is_by_line: bool = False
    is_net: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One order.

    Attributes:
        lines: cents per item, together `gross`.
        status: unpaid, cancelled, shipped, done or refunded.
        paid: None = never.
        is_damaged: whether Excel has cut the id in the order export.
        state: in which the order must end.
    """

    case: str
    number: int
    order_id: str
    lines: tuple[int, ...]
    created: datetime
    paid: datetime | None
    status: str = "done"
    refunded: int = 0
    is_damaged: bool = False
    state: State = State.MATCHED

    @property
    def gross(self) -> int:
        """Return what was paid."""
        return sum(self.lines)

    def line_id(self, line: int) -> str:
        """Return the number of the sub-order: that of the order for its only item."""
        return self.order_id if len(self.lines) == 1 else f"{int(self.order_id) + 1 + line}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money.

    Attributes:
        cents: signed, before `fees`.
        fees: what the platform takes from it (or adds to it) by subject, signed.
        back: how much of the order went back before, so that `cents` is smaller by it.
        line: which item of the order it pays, None for the whole order.
        is_damaged: whether Excel has cut the id in the bill.
        state: in which the entry must end.
    """

    time: datetime
    subject: str
    cents: int
    txn: str
    order: Order | None = None
    order_id: str = ""
    fees: Mapping[str, int] = field(default_factory=dict)
    back: int = 0
    line: int | None = None
    is_damaged: bool = False
    state: State = State.MATCHED

    def itemised(self) -> Iterator[Entry]:
        """Yield the movement and its fees as entries of their own, as most ledgers book them."""
        yield replace(self, fees={})
        for subject, cents in self.fees.items():
            yield replace(self, subject=subject, cents=cents, fees={}, back=0)


@dataclass(frozen=True, slots=True)
class World:
    """A shop's June: orders by number, entries by time."""

    orders: tuple[Order, ...]
    entries: tuple[Entry, ...]


# Each case and the state in which its order must end.
CASES: Mapping[str, State] = {
    "clean": State.MATCHED,
    "with_fees": State.MATCHED,
    "missing": State.ORDER_ONLY,
    "fee_only": State.ORDER_ONLY,
    "young": State.NOT_DUE,
    "after": State.NOT_DUE,
    "before": State.NOT_DUE,
    "before_settled": State.MATCHED,
    "unpaid": State.NOT_DUE,
    "cancelled": State.NOT_DUE,
    "twice_same_number": State.MATCHED,
    "twice_other_number": State.MATCHED,
    "refund_twice": State.MATCHED,
    "differs_more": State.AMOUNT_DIFFERS,
    "differs_less": State.AMOUNT_DIFFERS,
    "near": State.WITHIN_TOLERANCE,
    "part_refund": State.MATCHED,
    "full_refund": State.MATCHED,
    "part_refund_before": State.MATCHED,
    "full_refund_before": State.NOT_DUE,
    "part_refund_missing": State.REFUND_UNSETTLED,
    "full_refund_missing": State.REFUND_UNSETTLED,
    "halves": State.MATCHED,
    "deposit_and_balance": State.MATCHED,
    "three_parts": State.MATCHED,
    "equal_items": State.MATCHED,
    "several_items": State.MATCHED,
    "order_id_damaged": State.ORDER_ONLY,
    "entry_id_damaged": State.ORDER_ONLY,
}
_OFF_STATUS = {
    "young": "shipped",
    "unpaid": "unpaid",
    "cancelled": "cancelled",
    "full_refund": "refunded",
    "full_refund_before": "refunded",
    "full_refund_missing": "refunded",
}


def make_order(case: str, number: int, traits: Traits, rng: np.random.Generator) -> Order:
    """Return an order of a case, paid on one of the days that the case needs."""
    first, days = {"before": (-7, 6), "before_settled": (-2, 2), "after": (30, 3)}.get(
        case, (0, 17)
    )
    if case == "young":
        first, days = 28, 1
    created = FIRST + timedelta(days=first + days * float(rng.random()), minutes=1)
    created = created.replace(microsecond=0)
    paid = None if case in {"unpaid", "cancelled"} else created + timedelta(seconds=30)
    lines = _lines(case, traits, rng)
    gross = sum(lines)
    refunded = 0
    if "refund" in case:
        refunded = gross if "full" in case else int(rng.integers(200, gross - 200))
    return Order(
        case=case,
        number=number,
        order_id=traits.number(number, created.date()),
        lines=lines,
        created=created,
        paid=paid,
        status=_OFF_STATUS.get(case, "done"),
        refunded=refunded,
        is_damaged=case == "order_id_damaged",
        state=CASES[case],
    )


def _lines(case: str, traits: Traits, rng: np.random.Generator) -> tuple[int, ...]:
    """Return the amounts of the items of an order."""
    whole = 2 * int(rng.integers(1_500, 20_000))
    if case == "equal_items" and traits.is_by_line:
        return (whole // 2, whole // 2)
    if case == "several_items" and traits.is_by_line:
        first = int(rng.integers(500, whole - 500))
        return (first, whole - first)
    return (whole,)
