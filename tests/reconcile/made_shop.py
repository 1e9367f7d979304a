"""A made-up shop whose orders differ in everything that definitions of a day's sales differ about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from ecreview.model.dataset import Dataset
from ecreview.reconcile.definitions import Definition
from tests.builders import Row, dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FIRST, DAYS = datetime(2026, 6, 1), 30


@dataclass(frozen=True)
class Order:
    """An order as its shop knows it; money in cents."""

    id: str
    buyer: str
    created: datetime
    ordered: int
    paid: datetime | None = None
    gross: int = 0
    discount: int = 0
    receivable: int = 0
    freight: int = 0
    refunded: int = 0
    refunded_at: datetime | None = None
    shipped: datetime | None = None
    received: datetime | None = None
    status: str = "completed"

    @property
    def is_gone(self) -> bool:
        return self.status == "closed_refunded" or (self.gross > 0 and self.refunded >= self.gross)

    @property
    def pay_day(self) -> date:
        assert self.paid is not None
        return self.paid.date()

    @property
    def is_tiny(self) -> bool:
        return self.ordered <= 1


Booking = tuple[datetime | None, int]  # on which moment how much
# What each definition books of an order, written down by hand, not with the code under test.
BOOKS: Mapping[Definition, Callable[[Order], list[Booking]]] = {
    Definition(): lambda o: [(o.paid, o.gross)],
    Definition("order"): lambda o: [(o.created, o.gross)] if o.paid else [],
    Definition("order", "ordered"): lambda o: [(o.created, o.ordered)],
    Definition("order", "ordered", special="no_closed"): lambda o: (
        [] if o.status == "closed_unpaid" else [(o.created, o.ordered)]
    ),
    Definition("ship"): lambda o: [(o.shipped, o.gross)],
    Definition("done", refund="pay_cohort"): lambda o: [(o.received, o.gross - o.refunded)],
    Definition(refund="pay_cohort"): lambda o: [(o.paid, o.gross), (o.paid, -o.refunded)],
    Definition(refund="refund_date"): lambda o: [(o.paid, o.gross), (o.refunded_at, -o.refunded)],
    Definition(refund="left_out"): lambda o: [] if o.is_gone else [(o.paid, o.gross)],
    Definition(amount="plus_platform"): lambda o: [(o.paid, o.gross + o.discount)],
    Definition(amount="merchant_receivable", shipping="out"): lambda o: (
        [(o.paid, o.receivable - o.freight)]
    ),
    Definition(shipping="out"): lambda o: [(o.paid, o.gross - o.freight)],
    Definition(special="no_tiny"): lambda o: [] if o.is_tiny else [(o.paid, o.gross)],
    Definition("order", refund="left_out", shipping="out"): lambda o: (
        [] if o.is_gone or not o.paid else [(o.created, o.gross - o.freight)]
    ),
}  # fmt: skip


def make_orders(seed: int, count: int = 360) -> list[Order]:
    """Return the orders of DAYS days."""
    random = Random(seed)  # noqa: S311 - nothing secret
    return [_order(random, number) for number in range(count)]


def _order(random: Random, number: int) -> Order:
    freight = random.choice([0, 0, 600, 1_200])
    order = Order(
        id=f"20260600{number:05}",
        buyer=f"b{random.randrange(200)}",
        created=FIRST + timedelta(seconds=random.randrange(DAYS * 86_400)),
        ordered=random.randrange(2_000, 40_000) + freight,
        freight=freight,
    )
    fate = random.random()
    if fate < 0.1:
        return replace(order, status="closed_unpaid")
    if fate < 0.16:
        return replace(order, status="created_unpaid")
    paid = order.created + timedelta(seconds=random.randrange(5, 10 * 3_600))
    if fate < 0.26:
        return replace(order, paid=paid, ordered=1, gross=1, receivable=1, freight=0,
                       shipped=paid + timedelta(hours=20), received=paid + timedelta(days=4))  # fmt: skip
    gross = order.ordered - random.choice([0, 0, 0, 100, 250])
    discount = random.choice([0, 300, 500])
    shipped = paid + timedelta(hours=random.randrange(6, 60))
    order = replace(
        order,
        paid=paid,
        gross=gross,
        discount=discount,
        receivable=gross + discount - random.choice([0, 0, 150]),
        shipped=shipped,
        received=shipped + timedelta(hours=random.randrange(40, 130)),
    )
    if fate > 0.75:
        back = gross if fate > 0.9 else gross // 3
        status = "closed_refunded" if fate > 0.9 else "completed"
        late = paid + timedelta(hours=random.randrange(10, 200))
        return replace(order, refunded=back, refunded_at=late, status=status)
    return order


def book(orders: Iterable[Order], definition: Definition) -> dict[date, int]:
    """Return the daily summary by that definition: every day has its line, days without sales too."""
    days = {(FIRST + timedelta(days=i)).date(): 0 for i in range(DAYS)}
    for order in orders:
        for moment, cents in BOOKS[definition](order):
            if moment is not None and moment.date() in days:
                days[moment.date()] += cents
    return days


def buyers(orders: Iterable[Order]) -> dict[date, int]:
    """Return the distinct buyers who paid, per day."""
    people = defaultdict(set)
    for order in orders:
        if order.paid:
            people[order.paid.date()].add(order.buyer)
    return {day: len(names) for day, names in people.items()}


def order_rows(orders: Iterable[Order]) -> list[Row]:
    """Return the orders as an export tells them."""
    return [
        {
            "order_id": o.id, "buyer_key": o.buyer, "created_at": str(o.created), "paid_at": _text(o.paid),
            "shipped_at": _text(o.shipped), "received_at": _text(o.received), "order_amount": o.ordered,
            "paid_gross": o.gross, "platform_discount": o.discount, "receivable": o.receivable,
            "freight": o.freight, "refunded": o.refunded, "status": o.status,
        }
        for o in orders
    ]  # fmt: skip


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else str(moment)


def shop(orders: list[Order], days: Mapping[date, int]) -> Dataset:
    """Return orders, their dated refunds and a daily summary."""
    return with_summary(files(orders), days)


def files(orders: list[Order]) -> Dataset:
    """Return the orders and their dated refunds."""
    refunds = [
        {"refund_id": f"r{o.id}", "order_id": o.id, "finished_at": str(o.refunded_at),
         "amount": o.refunded, "status": "done"}
        for o in orders if o.refunded_at
    ]  # fmt: skip
    return dataset(orders=order_rows(orders), refunds=refunds)


def with_summary(data: Dataset, days: Mapping[date, int]) -> Dataset:
    """Return the files with a daily summary of paid amounts."""
    traffic = [{"date": str(day), "uv": 9, "pay_amount": cents} for day, cents in days.items()]
    return Dataset({**data.tables, **dataset(traffic=traffic).tables}, (), (), "test")
