"""The receivable from month to month (RC-4): what was open, what was paid, came in and went back, what is open.

closing = opening + paid − refunded − received − fees + adjustments (entered twice, without an order, written off)

Unit of observation: the event, by its own day; what counts as which event: `ecreview.reconcile.receivable`.
The roll covers the days of the bill, from the first of its first month on. What happened later to an order that
is in it counts on the last day: what is known by now not to come is not open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ecreview.model.money import sum_by
from ecreview.model.section import Column, Grid
from ecreview.model.text import EMPTY, Text, Unit, same, say_cents, say_count
from ecreview.reconcile.base import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.model.scope import Period

ADJUSTMENTS = (State.DUPLICATE_ENTRY.value, State.PAYMENT_ONLY.value, "written_off")
SIGNS = {"paid": 1, "refunded": -1, "received": -1, "fees": -1, **dict.fromkeys(ADJUSTMENTS, 1)}
_DAY = np.timedelta64(1, "D")


class Events(NamedTuple):
    """Money by the day on which it moved.

    Attributes:
        days: datetime64[D]; NaT = before all others.
        cents: positive as the name of the event says.
    """

    days: NDArray[np.datetime64]
    cents: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RollForward:
    """The receivable over the days of the bill.

    Attributes:
        first: first day of the first month of the bill.
        flows: cents per kind of event and day, of shape (1 + days,): all before `first`, then day by day.
            Kinds: those of SIGNS, and `crossing`, the part of `received` that was paid in an earlier month.
        unsettled: what is open after the last day, one row per order: paid_on (datetime64[D]), cents (negative
            where a refund is still to be taken off), is_due. Sums to `closing`.
        outside: orders of which the bill cannot tell, as (how many, cents owed).
    """

    first: np.datetime64
    flows: Mapping[str, NDArray[np.int64]]
    unsettled: pd.DataFrame
    outside: tuple[int, int]

    @property
    def last(self) -> np.datetime64:
        """Return the last day of the bill."""
        return self.first + (len(self.flows["paid"]) - 2) * _DAY

    @property
    def closing(self) -> int:
        """Return what is open after the last day."""
        return sum(sign * int(self.flows[kind].sum()) for kind, sign in SIGNS.items())

    def months(self) -> pd.DataFrame:
        """Return one row per month of the bill, the last one up to its last day; columns as in `over`."""
        edges = np.arange(self.first.astype("M8[M]"), self.last.astype("M8[M]") + 2).astype("M8[D]")
        return self._rows(edges[:-1], edges[1:])

    def over(self, period: Period) -> pd.DataFrame:
        """Return one row about the days of the period that the bill covers, no row where it covers none.

        start, end (first and last day), opening, a column per kind of flow, closing; in cents.
        """
        start, end = np.datetime64(period.start, "D"), np.datetime64(period.end, "D")
        edges = np.array([start, end])[: 2 * (start <= self.last and end > self.first)]
        return self._rows(edges[:1], edges[1:])

    def _rows(self, starts: NDArray[np.datetime64], ends: NDArray[np.datetime64]) -> pd.DataFrame:
        """Return the roll of each stretch [start, end)."""
        size = len(self.flows["paid"])
        low, high = (np.clip((d - self.first) // _DAY + 1, 1, size) for d in (starts, ends))
        sums = {kind: np.r_[0, np.cumsum(cents)] for kind, cents in self.flows.items()}
        net = sum(sign * sums[kind] for kind, sign in SIGNS.items())
        return pd.DataFrame(
            {
                "start": self.first + (low - 1) * _DAY,
                "end": self.first + (high - 2) * _DAY,
                "opening": net[low],
                **{kind: total[high] - total[low] for kind, total in sums.items()},
                "closing": net[high],
            }
        )


def roll(
    events: Mapping[str, Events],
    *,
    unsettled: pd.DataFrame,
    outside: tuple[int, int],
    days: tuple[np.datetime64, np.datetime64],
) -> RollForward:
    """Return the roll of the events; `days` are the first and the last one of the bill."""
    first = days[0].astype("M8[M]").astype("M8[D]")
    size = int((days[1] - first) // _DAY) + 1
    flows = {kind: _per_day(found, first, size) for kind, found in events.items()}
    return RollForward(first, flows, unsettled, outside)


def _per_day(events: Events, first: np.datetime64, size: int) -> NDArray[np.int64]:
    """Return the sum before the first day, then of each of so many days; later ones count on the last."""
    days = np.where(np.isnat(events.days), first - _DAY, events.days)
    at = np.clip((days - first) // _DAY + 1, 0, size)
    return sum_by(at, events.cents, size + 1)


def rollforward_grid(found: RollForward, period: Period, currency: str) -> Grid:
    """Return the months, and below them the period where it is none of them."""
    months, own = found.months(), found.over(period)
    own = own[~own["start"].isin(months["start"]) | ~own["end"].isin(months["end"])]
    labels = [same(f"{day:%Y-%m}") for day in months["start"]]
    labels += [_PERIOD.fill(first=f"{a:%m-%d}", last=f"{b:%m-%d}") for a, b in zip(own["start"], own["end"], strict=True)]  # fmt: skip
    rows = pd.concat([months, own], ignore_index=True)
    rows["adjusted"] = rows[list(ADJUSTMENTS)].sum(axis=1)
    rows = rows.rename(columns=lambda name: f"{name}_cents")
    rows.insert(0, "month", pd.Series(labels, dtype="object"))
    return Grid(
        key="rollforward",
        title=Text(zh="应收滚动表", en="Receivable from month to month"),
        columns=_COLUMNS,
        frame=rows[[column.key for column in _COLUMNS]],
        caption=_CAPTION + _outside(found, currency),
    )


def _outside(found: RollForward, currency: str) -> Text:
    """Return how many orders the bill cannot tell of, nothing where it can of all."""
    count, cents = found.outside
    if not count:
        return EMPTY
    return _OUTSIDE.fill(n=say_count(count), amount=say_cents(cents, currency))


_PERIOD = Text(zh="本期 {first} ～ {last}", en="Period {first} – {last}")
_COLUMNS = (
    Column("month", Text(zh="月份", en="Month")),
    *(
        Column(f"{key}_cents", Text(zh=zh, en=en), Unit.CENTS)
        for key, zh, en in (
            ("opening", "期初", "Opening"),
            ("paid", "＋支付", "+ Paid"),
            ("refunded", "－退款", "− Refunded"),
            ("received", "－到账", "− Received"),
            ("fees", "－费用", "− Fees"),
            ("adjusted", "＋调整", "+ Adjusted"),
            ("closing", "期末", "Closing"),
            ("crossing", "其中跨月到账", "Received across months"),
            ("duplicate_entry", "调整：重复入账", "Adjusted: entered twice"),
            ("payment_only", "调整：有款无单", "Adjusted: no order"),
            ("written_off", "调整：尾差等核销", "Adjusted: written off"),
        )
    ),
)
_CAPTION = Text(
    zh="期初 + 支付 − 退款 − 到账 − 费用 + 调整 = 期末，每月分毫不差。到账按流水日期，已扣费用和退款；"
    "退款按账单日期，账单里没有的按退款表，再没有的按付款日。",
    en="Opening + paid − refunded − received − fees + adjusted = closing, to the cent in each month. "
    "Money received counts on the day of its entry, fees and refunds taken off; refunds on the day of the bill, "
    "else of the refund table, else of the payment.",
)
_OUTSIDE = Text(
    zh="另有 {n} 笔订单（{amount}）不在账单的日期或平台内，或订单号失真，无法判断到没到账，不计入。",
    en="{n:more order|more orders} ({amount}), outside the days or platforms of the bill or with a damaged id, cannot be told and are left out.",
)
