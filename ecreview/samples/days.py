"""The days of the made-up campaign: how many came, how many filled a cart, how many of those ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST, LAST = date(2026, 2, 1), date(2026, 6, 25)
START, END = date(2026, 5, 31), date(2026, 6, 20)  # the period under review, both days in it
BEFORE_START, BEFORE_END = date(2026, 5, 10), date(2026, 5, 30)  # as many days just before

SECOND_FROM = date(2026, 6, 8)  # the second orders export begins here
DROP_DAY = date(2026, 6, 10)  # the shop was not to be found for most of the day
MISSING_DAY = date(2026, 3, 19)  # not in the traffic report
SHIFT_DAY = date(2026, 4, 12)  # from here on more visitors come every day
STOCK_OUT = datetime(2026, 6, 16, 10)  # two sizes of the dress ran out

SHIFT, DROP = 1.45, 0.35
_VISITORS = 235  # on an ordinary day before the shift
_CART_RATE = 0.124
_CART_TO_ORDER, _CART_TO_ORDER_OUT = 0.36, 0.22
_WEEKDAYS = (0.97, 0.95, 0.96, 0.98, 1.02, 1.08, 1.04)

# name, phase, first day, last day, visitors against an ordinary day
CALENDAR = (
    ("38 节", "爆发", date(2026, 3, 8), date(2026, 3, 8), 1.9),
    ("618 大促", "预热", date(2026, 5, 26), date(2026, 5, 30), 1.1),
    ("618 大促", "爆发", date(2026, 5, 31), date(2026, 6, 3), 5.0),
    ("618 大促", "间歇", date(2026, 6, 4), date(2026, 6, 15), 2.6),
    ("618 大促", "爆发", date(2026, 6, 16), date(2026, 6, 20), 6.3),
    ("618 大促", "回落", date(2026, 6, 21), date(2026, 6, 25), 0.85),
)


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """One entry per day from FIRST to LAST.

    Attributes:
        visitors, carts: people a day.
        pull: how strongly a day draws orders, relative to the others.
    """

    days: tuple[date, ...]
    visitors: NDArray[np.int64]
    carts: NDArray[np.int64]
    pull: NDArray[np.float64]

    def at(self, day: date) -> int:
        """Return the position of a day."""
        return (day - FIRST).days


def plan_days(rng: np.random.Generator, scale: float) -> Days:
    """Return the days; `scale` multiplies the people."""
    days = tuple(FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1))
    expected = np.array([_VISITORS * scale * _factor(day) for day in days])
    visitors = np.rint(expected * np.exp(rng.normal(0, 0.045, len(days)))).astype(np.int64)
    carts = np.rint(visitors * _CART_RATE * np.exp(rng.normal(0, 0.03, len(days)))).astype(np.int64)
    ordering = np.array(
        [
            _CART_TO_ORDER_OUT if day >= STOCK_OUT.date() and day <= END else _CART_TO_ORDER
            for day in days
        ]
    )
    return Days(days, visitors, carts, carts * ordering)


def _factor(day: date) -> float:
    """Return how many times the ordinary visitors come on that day."""
    factor = _WEEKDAYS[day.weekday()]
    for *_, first, last, times in CALENDAR:
        if first <= day <= last:
            factor *= times
    if day >= SHIFT_DAY:
        factor *= SHIFT
    return factor * (DROP if day == DROP_DAY else 1)
