"""The made-up world behind the exports: buyers of four kinds, their orders, and what became of them.

The files are written from this world and the planted truths are counted in it; neither knows ecreview.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ecreview.samples.catalogue import SOLD_OUT, Item, build_items, popularity
from ecreview.samples.days import (
    END,
    FIRST,
    LAST,
    SECOND_FROM,
    START,
    STOCK_OUT,
    Days,
    plan_days,
)
from ecreview.samples.plants import plant

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPORTED = datetime(2026, 6, 21, 10)  # first orders export
EXPORTED_AGAIN = datetime(2026, 6, 26, 10)  # second one, of the orders since SECOND_FROM
BILL_END = datetime(2026, 6, 24)  # the bill holds everything before
DEFAULT_ORDERS = 2_400
FEWEST_ORDERS = 300  # fewer do not hold all that is planted
_UNPAID_SHARE = 0.2

# Per 2,400 orders: how many buyers of each kind.
GROUPS = {"loyal": 110, "big": 70, "bargain": 600, "past": 380}
_BARGAIN_AGAIN, _PAST_AGAIN, _BIG_AGAIN = 0.14, 0.40, 0.45  # share of buyers who come back
_WITH_POSTAGE, _TWO_KINDS, _SLOW = 0.12, 0.24, 0.10  # share of orders
_REFUNDS = {  # kind, share of paid orders
    "none": 0.76,
    "before_shipping": 0.09,
    "after_receipt": 0.09,
    "part_before_receipt": 0.02,
    "part_after_receipt": 0.04,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an order; `amount` and `refunded` in cents."""

    line_id: str
    item: Item
    quantity: int
    amount: int
    refunded: int = 0

    @property
    def net(self) -> int:
        """Return cents after refunds."""
        return self.amount - self.refunded


@dataclass(frozen=True, slots=True)
class Order:
    """One order and all that will happen to it.

    Attributes:
        group: kind of buyer.
        paid, shipped, received: None = never.
        refunded: cents, at `refunded_at`; 0 = never.
        refund_kind: when the refund came and whether it was whole.
        plant: name of the trouble planted on this order, empty for none.
    """

    order_id: str
    buyer: str
    group: str
    created: datetime
    paid: datetime | None
    shipped: datetime | None
    received: datetime | None
    lines: tuple[Line, ...]
    freight: int
    refunded: int = 0
    refunded_at: datetime | None = None
    refund_kind: str = "none"
    plant: str = ""

    @property
    def goods(self) -> int:
        """Return the goods, postage not in."""
        return sum(line.amount for line in self.lines)

    @property
    def total(self) -> int:
        """Return goods and postage."""
        return self.goods + self.freight

    @property
    def gross(self) -> int:
        """Return what was paid before refunds."""
        return self.total if self.paid else 0

    def refunded_by(self, moment: datetime) -> int:
        """Return what had been refunded by then."""
        return self.refunded if self.refunded_at and self.refunded_at <= moment else 0

    def known_at(self) -> datetime:
        """Return the time of the last export that holds the order."""
        return EXPORTED_AGAIN if self.created.date() >= SECOND_FROM else EXPORTED


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Everything that happened, orders by time.

    Attributes:
        scale: how large the shop is against one of DEFAULT_ORDERS.
    """

    days: Days
    items: tuple[Item, ...]
    orders: tuple[Order, ...]
    scale: float


@dataclass(slots=True)
class _Maker:
    """The state of the generator: one random stream and what was handed out so far."""

    rng: np.random.Generator
    days: Days
    items: tuple[Item, ...]
    shares: np.ndarray = field(default_factory=lambda: np.array(popularity()))

    def draw_day(self, first: date, last: date, *, softness: float = 1.0) -> date:
        """Return a day between the two, drawn by how strongly the days draw orders."""
        low, high = self.days.at(first), self.days.at(last) + 1
        pull = self.days.pull[low:high] ** softness
        return self.days.days[low + int(self.rng.choice(high - low, p=pull / pull.sum()))]

    def moment(self, day: date) -> datetime:
        """Return a time of that day, more often in the evening."""
        hour = float(np.clip(self.rng.normal(17, 4.5), 0, 23.98))
        return datetime.combine(day, time()) + timedelta(seconds=int(hour * 3600))


def make_world(seed: int, orders: int | None = None) -> World:
    """Return the world of that seed with about so many orders, FEWEST_ORDERS at least."""
    scale = max(orders or DEFAULT_ORDERS, FEWEST_ORDERS) / DEFAULT_ORDERS
    rng = np.random.default_rng(seed)
    maker = _Maker(rng, plan_days(rng, scale), build_items())
    visits = [
        visit
        for group, many in GROUPS.items()
        for visit in _visits(maker, group, round(many * scale))
    ]
    unpaid = round(len(visits) * _UNPAID_SHARE / (1 - _UNPAID_SHARE))
    tried = [visits[int(i)] for i in rng.integers(0, len(visits), unpaid)]
    moments = [(maker.moment(day), buyer, group, True) for day, buyer, group in visits]
    moments += [
        (maker.moment(maker.draw_day(FIRST, LAST)), buyer, group, False)
        for _, buyer, group in tried
    ]
    moments.sort()
    made = tuple(
        _make_order(maker, number, created, buyer, group, is_paid=is_paid)
        for number, (created, buyer, group, is_paid) in enumerate(moments)
    )
    return World(maker.days, maker.items, plant(made, rng), scale)


def _visits(maker: _Maker, group: str, many: int) -> Iterator[tuple[date, str, str]]:
    """Yield day, buyer and group of every paid order of a group; one buyer orders once a day at most."""
    offset = list(GROUPS).index(group) * 10_000
    for number in range(many):
        buyer = f"buyer_{offset + number:05d}"
        for day in sorted(set(_order_days(maker, group))):
            yield day, buyer, group


def _order_days(maker: _Maker, group: str) -> list[date]:
    """Return the days on which one buyer of the group orders."""
    rng = maker.rng
    if group == "loyal":
        often = 4 + int(rng.binomial(3, 0.45))
        days = [maker.draw_day(FIRST, date(2026, 6, 4), softness=0.3) for _ in range(often)]
        return [*days, maker.draw_day(date(2026, 6, 5), END)]
    if group == "big":
        days = [maker.draw_day(date(2026, 3, 15), END, softness=0.5)]
        again = days[0] + timedelta(days=int(rng.integers(5, 40)))
        return days + ([again] if rng.random() < _BIG_AGAIN and again <= END else [])
    if group == "bargain":
        days = [maker.draw_day(START, LAST)]
        again = days[0] + timedelta(days=int(rng.integers(2, 12)))
        return days + ([again] if rng.random() < _BARGAIN_AGAIN and again <= END else [])
    days = [maker.draw_day(FIRST, date(2026, 5, 29))]
    again = days[0] + timedelta(days=int(rng.integers(6, 50)))
    return days + ([again] if rng.random() < _PAST_AGAIN and again < START else [])


def _make_order(
    maker: _Maker, number: int, created: datetime, buyer: str, group: str, *, is_paid: bool
) -> Order:
    """Return the order of a visit with its later life."""
    rng = maker.rng
    order_id = str(3_900_618_000_000_000_000 + number * 7_919 + 13)
    lines = _draw_lines(maker, order_id, created, group)
    order = Order(
        order_id,
        buyer,
        group,
        created,
        None,
        None,
        None,
        lines,
        600 if rng.random() < _WITH_POSTAGE else 0,
    )
    if not is_paid:
        return order
    paid = created + timedelta(seconds=int(rng.integers(8, 1_500)))
    return _live_on(maker, order, paid)


def _draw_lines(maker: _Maker, order_id: str, created: datetime, group: str) -> tuple[Line, ...]:
    """Return what is bought; sizes that ran out are not."""
    rng = maker.rng
    shares = maker.shares.copy()
    if STOCK_OUT <= created < datetime.combine(END + timedelta(days=1), time()):
        shares[[i for i, item in enumerate(maker.items) if item.sku in SOLD_OUT]] = 0
    kinds = int(rng.integers(4, 7)) if group == "big" else 1 + int(rng.random() < _TWO_KINDS)
    chosen = rng.choice(len(maker.items), size=kinds, replace=False, p=shares / shares.sum())
    cut = 85 if START <= created.date() <= END else 100
    return tuple(
        _line(
            order_id,
            place,
            maker.items[int(i)],
            int(rng.integers(1, 3)) if group == "big" else 1,
            cut,
        )
        for place, i in enumerate(chosen, start=1)
    )


def _line(order_id: str, place: int, item: Item, quantity: int, percent: int) -> Line:
    """Return one line at that percentage of the list price, ending in whole tens of cents."""
    unit = item.price * percent // 1_000 * 10
    return Line(str(int(order_id) + place), item, quantity, unit * quantity)


def _live_on(maker: _Maker, order: Order, paid: datetime) -> Order:
    """Return the paid order with shipping, receipt and, for some, a refund."""
    rng = maker.rng
    kind = str(rng.choice(list(_REFUNDS), p=list(_REFUNDS.values())))
    hours = float(rng.uniform(48, 118))
    if paid.date() < date(2026, 6, 10) and rng.random() < _SLOW:
        hours = float(rng.uniform(126, 150))  # the slow ones set the usual lag
    received = paid + timedelta(seconds=int(hours * 3600))
    shipped = paid + timedelta(seconds=int(hours * 3600 * rng.uniform(0.15, 0.4)))
    whole = kind in {"before_shipping", "after_receipt"}
    amount = order.total if whole else min(int(rng.integers(5, 31)) * 100, order.goods)
    wait = timedelta(seconds=int(rng.uniform(0.1, 0.9) * (shipped - paid).total_seconds()))
    at = {
        "before_shipping": paid + wait,
        "part_before_receipt": shipped + wait,
        "after_receipt": received + timedelta(hours=float(rng.uniform(4, 90))),
        "part_after_receipt": received + timedelta(hours=float(rng.uniform(4, 90))),
    }.get(kind)
    at = None if at is None else at.replace(microsecond=0)
    if at is None or at > min(order.known_at(), BILL_END - timedelta(hours=1)):
        kind, amount, at = "none", 0, None
    gone = kind == "before_shipping"
    return replace(
        order,
        paid=paid,
        shipped=None if gone else shipped,
        received=None if gone else received,
        lines=_refund_lines(order.lines, amount, whole=whole),
        refunded=amount,
        refunded_at=at,
        refund_kind=kind,
    )


def _refund_lines(lines: tuple[Line, ...], amount: int, *, whole: bool) -> tuple[Line, ...]:
    """Return the lines with the refund on them: all of each line, or a part on the first ones."""
    left, out = amount, []
    for line in lines:
        part = min(line.amount if whole else left, left)
        left -= part
        out.append(Line(line.line_id, line.item, line.quantity, line.amount, part))
    return tuple(out)
