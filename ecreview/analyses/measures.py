"""The shared definitions, each once: which order counts as paid, when, by whom, for how much.

Unit of observation: the order (and the shop-day for traffic). All analyses read these arrays, so that one
name is one number on every page.

Definitions:
    paid: the order has a payment time; its amount before refunds is `gross`.
    refunded: successful refunds of that order, whenever they came (refunds belong to the payment day).
    buyer: distinct buyer key; orders without one count as money, never as customers.
    loose refunds: refunds that name no order of the files (returns booked as documents of their own);
        they belong to the day of the refund.
    visitors of a period: the sum of daily visitors (人次), since days do not de-duplicate people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecreview.analyses.refund_rows import is_done, refund_seconds
from ecreview.analyses.totals import Totals
from ecreview.model.money import cents_of, sum_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecreview.analyses.maturity import Delays, Maturity
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Period, Scope

EPOCH = date(1970, 1, 1)
NEVER = -1  # day number of what did not happen
CLOSED_WEEKS = 4  # a weekday counts as closed after this many without a row


def day_number(day: date) -> int:
    """Return days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=int(number))


def day_numbers(times: pd.Series) -> NDArray[np.int64]:
    """Return the day number of each time, NEVER where it is null."""
    values = times.to_numpy(dtype="datetime64[s]")
    days = values.astype("datetime64[D]").astype(np.int64)
    days[np.isnat(values)] = NEVER
    return days


def codes_of(column: pd.Series) -> tuple[NDArray[np.int64], pd.Index]:
    """Return integer codes (−1 = null) and the distinct values of a column."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64), column.cat.categories
    codes, values = pd.factorize(column)
    return codes.astype(np.int64), pd.Index(values)


@dataclass(frozen=True, slots=True, eq=False)
class OrderFacts:
    """One entry per order, in the order of the frame (no analysis may depend on that order).

    Attributes:
        ordered_day, paid_day: day numbers; paid_day NEVER = unpaid.
        paid_second: datetime64[s], NaT = unpaid.
        amount: ordered amount in cents, unpaid ones in.
        gross, refunded, net: cents; 0 for unpaid orders.
        units: paid or ordered units; None where the files do not say.
        buyer: code per order, −1 unknown; `buyer_keys[code]` is the key.
        has_refunds: whether the files say anything about refunds; False = unknown, not 0.
        names_refunded: whether they say which orders were refunded.
        frame: the orders of the scope themselves, row i ↔ entry i.
    """

    ordered_day: NDArray[np.int64]
    paid_day: NDArray[np.int64]
    paid_second: NDArray[np.datetime64]
    amount: NDArray[np.int64]
    gross: NDArray[np.int64]
    refunded: NDArray[np.int64]
    units: NDArray[np.int64] | None
    buyer: NDArray[np.int64]
    buyer_keys: pd.Index
    has_refunds: bool
    names_refunded: bool
    frame: pd.DataFrame

    @property
    def net(self) -> NDArray[np.int64]:
        """Return cents paid after refunds, per order."""
        return self.gross - self.refunded

    @property
    def is_paid(self) -> NDArray[np.bool_]:
        """Return which orders are paid."""
        return np.asarray(self.paid_day != NEVER)

    @property
    def is_priced(self) -> NDArray[np.bool_]:
        """Return which orders have a known amount; of the others money and units are left out."""
        return np.asarray(self.frame["paid_gross"].notna())

    @property
    def has_buyers(self) -> bool:
        """Return whether any order has a usable buyer key."""
        return len(self.buyer_keys) > 0

    def reaches(self, period: Period) -> bool:
        """Return whether the period overlaps the days from the first to the last order."""
        placed = self.ordered_day[self.ordered_day != NEVER]
        last = int(max(self.ordered_day.max(), self.paid_day.max()))
        first = int(placed.min(initial=last))
        return day_number(period.start) <= last and day_number(period.end) > first

    def paid_in(self, period: Period) -> NDArray[np.bool_]:
        """Return which orders were paid in the period."""
        return within(self.paid_day, period)

    def placed_in(self, period: Period) -> NDArray[np.bool_]:
        """Return which orders were placed in the period."""
        return within(self.ordered_day, period)

    def first_paid_day(self) -> NDArray[np.int64]:
        """Return per buyer code the day of the first paid order, NEVER where none was paid."""
        first = np.full(len(self.buyer_keys), np.iinfo(np.int64).max)
        known = self.is_paid & (self.buyer >= 0)
        np.minimum.at(first, self.buyer[known], self.paid_day[known])
        return np.where(first == np.iinfo(np.int64).max, NEVER, first)


@dataclass(frozen=True, slots=True, eq=False)
class LooseRefunds:
    """Refunds that name no order of the files.

    Attributes:
        day: day number of the refund.
        cents: positive amounts.
        buyer: code into `OrderFacts.buyer_keys`, −1 unknown.
    """

    day: NDArray[np.int64]
    cents: NDArray[np.int64]
    buyer: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DailySeries:
    """One value per day of a stretch without gaps.

    Attributes:
        key: metric id.
        start: first day.
        values: float64; NaN = the day is missing from the files (not 0). Money in cents.
    """

    key: str
    start: date
    values: NDArray[np.float64]

    @property
    def days(self) -> list[date]:
        """Return its days."""
        return [self.start + timedelta(days=i) for i in range(len(self.values))]

    def between(self, start: date, days: int) -> NDArray[np.float64]:
        """Return the values of so many days from `start` on, NaN outside the series."""
        out = np.full(max(days, 0), np.nan)
        shift = (start - self.start).days
        low, high = max(0, -shift), min(len(out), len(self.values) - shift)
        if high > low:
            out[low:high] = self.values[low + shift : high + shift]
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """The dataset seen through the shared definitions, filtered to the shops and channels of the scope.

    Attributes:
        orders: None where no orders were given.
        loose_refunds: None where all refunds name their order.
        traffic: the daily traffic frame with a column `day` (day number), None where not given.
        first_day, last_day: of the dated tables; last_day is the reference date, never today.
        memo, series_memo, days_memo, maturity_memo, delays_memo, costs_memo: what was already asked for; a
            matter of speed only.
    """

    orders: OrderFacts | None
    loose_refunds: LooseRefunds | None
    traffic: pd.DataFrame | None
    first_day: date
    last_day: date
    memo: dict[Period, Totals] = field(default_factory=dict, repr=False)
    series_memo: dict[str, DailySeries | None] = field(default_factory=dict, repr=False)
    maturity_memo: dict[Period, Maturity | None] = field(default_factory=dict, repr=False)
    delays_memo: dict[str, Delays | None] = field(default_factory=dict, repr=False)
    days_memo: dict[tuple[str, Period], tuple[int, int]] = field(default_factory=dict, repr=False)
    costs_memo: dict[object, Any] = field(default_factory=dict, repr=False)

    def totals(self, period: Period) -> Totals:
        """Return the sums of the period."""
        if period not in self.memo:
            sums: dict[str, Any] = self._order_sums(period) | self._traffic_sums(period)
            self.memo[period] = Totals(period=period, **sums)
        return self.memo[period]

    def daily(self, key: str) -> DailySeries | None:
        """Return the daily series of a metric over the whole data, or None where the files do not tell.

        Keys: those of `_ORDER_SERIES` and `_TRAFFIC_SERIES`, and `chain_buyers`.
        """
        if key not in self.series_memo:
            self.series_memo[key] = self._series(key)
        return self.series_memo[key]

    def _series(self, key: str) -> DailySeries | None:
        """Return the daily series of a metric, None where the files do not tell."""
        if key == "chain_buyers":
            return self.daily("pay_buyers") or self.daily("buyers_paid")
        if key in _ORDER_SERIES and self.orders is not None:
            is_unknown = key in ("gsv", "refunded") and not self.orders.has_refunds
            return None if is_unknown else self._order_series(key)
        column = _TRAFFIC_SERIES.get(key)
        if column and self.traffic is not None and column in self.traffic.columns:
            return self._traffic_series(key, column)
        return None

    def _order_sums(self, period: Period) -> dict[str, int | None]:
        """Return the sums of the period that orders tell; none where it lies outside the orders' days."""
        orders = self.orders
        if orders is None or not orders.reaches(period):
            return {}
        placed, paid = orders.placed_in(period), orders.paid_in(period)
        is_known = orders.buyer[paid] >= 0
        days = np.unique(orders.ordered_day[placed])
        sums: dict[str, int | None] = {
            "gmv_order": int(orders.amount[placed].sum()),
            "gmv_pay": int(orders.gross[paid].sum()),
            "orders_placed": int(placed.sum()),
            "orders_paid": int(paid.sum()),
            "orders_priced": int((paid & orders.is_priced).sum()),
            "placed_paid": int((placed & orders.is_paid).sum()),
            "buyers_unknown": int((~is_known).sum()),
            "units_paid": None if orders.units is None else int(orders.units[paid].sum()),
            "days_with_data": len(days),
            "days_expected": int(open_days(days, period).sum()),
        }
        if orders.has_refunds:
            sums["refunded"] = int(orders.refunded[paid].sum()) + self._loose_cents(period)
        if orders.names_refunded:
            is_kept = placed & orders.is_paid & (orders.refunded == 0)
            sums |= {
                "placed_kept": int(is_kept.sum()),
                "orders_refunded": int((orders.refunded[paid] > 0).sum()),
            }
        if orders.has_buyers:
            buyers, times = np.unique(orders.buyer[paid][is_known], return_counts=True)
            sums |= {
                "buyers_paid": len(buyers),
                "gmv_known": int(orders.gross[paid][is_known].sum()),
                "orders_known": int(is_known.sum()),
                "new_buyers": int(within(orders.first_paid_day()[buyers], period).sum()),
                "repeat_buyers": int((times > 1).sum()),
            }
        return sums

    def _loose_cents(self, period: Period) -> int:
        """Return the refunds of the period that name no order."""
        if self.loose_refunds is None:
            return 0
        return int(self.loose_refunds.cents[within(self.loose_refunds.day, period)].sum())

    def _traffic_sums(self, period: Period) -> dict[str, int | None]:
        """Return the sums of the period that the daily traffic report tells."""
        if self.traffic is None:
            return {}
        rows = self.traffic[within(self.traffic["day"].to_numpy(), period)]
        sums = {key: _sum_known(rows, key) for key in _TRAFFIC_SUMS}
        sums["traffic_days"] = int(rows["day"].nunique())
        if self.orders is None:
            sums |= {
                "gmv_pay": _sum_known(rows, "pay_amount"),
                "gmv_order": _sum_known(rows, "order_amount"),
                "refunded": _sum_known(rows, "refund_amount"),
                "days_with_data": sums["traffic_days"],
                "days_expected": period.days,
            }
        if self.orders is None or not self.orders.has_buyers:
            sums["buyers_paid"] = sums["pay_buyers"]
            sums["gmv_known"] = _sum_known(rows, "pay_amount")
        return sums

    def _order_series(self, key: str) -> DailySeries:
        """Return a daily series of the orders; a day without any order row is missing."""
        orders = self.orders
        assert orders is not None  # noqa: S101 - checked by the caller
        by_payment = key not in ("orders_placed", "gmv_order")
        days = orders.paid_day if by_payment else orders.ordered_day
        use = days != NEVER
        dated = np.concatenate([orders.ordered_day, orders.paid_day])
        start = int(dated[dated != NEVER].min(initial=dated.max()))
        size = int(max(orders.ordered_day.max(), days.max(initial=start))) - start + 1
        at = days[use] - start
        count = np.bincount(at, minlength=size)
        if key == "buyers_paid":
            people = max(len(orders.buyer_keys), 1)
            pairs = np.sort((at * people + orders.buyer[use])[orders.buyer[use] >= 0])
            first = np.diff(pairs, prepend=-1) != 0  # np.unique hashes, which is slower here
            values = np.bincount(pairs[first] // people, minlength=size)
        elif key in _ORDER_CENTS:
            values = sum_by(at, _ORDER_CENTS[key](orders)[use], size)
            values = values + _LOOSE_SIGNS.get(key, 0) * self._loose_days(start, size)
        else:
            values = count
        ordered = orders.ordered_day[orders.ordered_day != NEVER]
        is_missing = (np.bincount(ordered - start, minlength=size) == 0) & (count == 0)
        return DailySeries(key, day_of(start), np.where(is_missing, np.nan, values))

    def _loose_days(self, start: int, size: int) -> NDArray[np.int64]:
        """Return the refunds that name no order, in cents per day from a first day on."""
        if self.loose_refunds is None:
            return np.zeros(size, dtype=np.int64)
        at = self.loose_refunds.day - start
        inside = (at >= 0) & (at < size)
        return sum_by(at[inside], self.loose_refunds.cents[inside], size)

    def _traffic_series(self, key: str, column: str) -> DailySeries:
        """Return a daily series of the traffic report, summed over shops; an absent day is missing."""
        assert self.traffic is not None  # noqa: S101 - checked by the caller
        days = self.traffic["day"].to_numpy()
        known = self.traffic[column].notna().to_numpy()
        start, size = int(days.min()), int(days.max() - days.min()) + 1
        values = sum_by(days[known] - start, cents_of(self.traffic[column])[known], size)
        seen = np.bincount(days[known] - start, minlength=size) > 0
        return DailySeries(key, day_of(start), np.where(seen, values, np.nan))


_ORDER_CENTS: dict[str, Callable[[OrderFacts], NDArray[np.int64]]] = {
    "gmv_order": lambda orders: orders.amount,
    "gmv_pay": lambda orders: orders.gross,
    "gmv_known": lambda orders: np.where(orders.buyer >= 0, orders.gross, 0),
    "gsv": lambda orders: orders.net,
    "refunded": lambda orders: orders.refunded,
}
_LOOSE_SIGNS = {"refunded": 1, "gsv": -1}  # refunds that name no order count on their own day
_ORDER_SERIES = frozenset({"orders_placed", "orders_paid", "buyers_paid", *_ORDER_CENTS})
_TRAFFIC_SUMS = ("uv", "pv", "fav_users", "cart_users", "order_buyers", "pay_buyers", "ad_spend")
_TRAFFIC_SERIES = {key: key for key in _TRAFFIC_SUMS} | {"gmv_pay": "pay_amount"}


def measure(dataset: Dataset, scope: Scope) -> Measures:
    """Return the measures of the dataset, filtered to the shops and channels of the scope.

    The period of the scope does not filter: cohorts and baselines need the whole history.
    """
    orders = _order_facts(dataset, scope)
    loose = _loose_refunds(dataset, orders)
    traffic = _traffic(dataset, scope)
    dated = []
    if orders is not None:
        dated += [orders.ordered_day, orders.paid_day]
    if traffic is not None:
        dated.append(traffic["day"].to_numpy())
    events = dataset.frame("events")
    if events is not None and len(events):
        dated.append(day_numbers(events["time"]))
    known = [days[days != NEVER] for days in dated]
    first = min((int(days.min()) for days in known if len(days)), default=0)
    last = max((int(days.max()) for days in known if len(days)), default=0)
    return Measures(orders, loose, traffic, day_of(first), day_of(last))


def _order_facts(dataset: Dataset, scope: Scope) -> OrderFacts | None:
    """Return the arrays of the orders in scope, None where there are none or none tells an amount."""
    frame = dataset.frame("orders")
    if frame is None or not dataset.has("orders", "order_amount", "paid_gross"):
        return None
    frame = frame[in_scope(frame, scope)]
    if frame.empty:
        return None
    has_refunds = "refunded" in frame.columns or dataset.frame("refunds") is not None
    buyer, keys = (
        codes_of(frame["buyer_key"])
        if "buyer_key" in frame.columns
        else (np.full(len(frame), -1, dtype=np.int64), pd.Index([]))
    )
    refunded = (
        cents_of(frame["refunded"])
        if "refunded" in frame.columns
        else np.zeros(len(frame), np.int64)
    )
    return OrderFacts(
        ordered_day=day_numbers(frame["created_at"]),
        paid_day=day_numbers(frame["paid_at"]),
        paid_second=frame["paid_at"].to_numpy(dtype="datetime64[s]"),
        amount=cents_of(frame["order_amount"]),
        gross=cents_of(frame["paid_gross"]),
        refunded=refunded,
        units=cents_of(frame["units"]) if "units" in frame.columns else None,
        buyer=buyer,
        buyer_keys=keys,
        has_refunds=has_refunds,
        names_refunded=has_refunds and (bool(refunded.any()) or not _has_loose_refunds(dataset)),
        frame=frame,
    )


def _has_loose_refunds(dataset: Dataset) -> bool:
    """Return whether some refund names no order."""
    frame = dataset.frame("refunds")
    return frame is not None and (
        "order_id" not in frame.columns or bool(frame["order_id"].isna().any())
    )


def _loose_refunds(dataset: Dataset, orders: OrderFacts | None) -> LooseRefunds | None:
    """Return the refunds that name no order, None where there are none."""
    frame = dataset.frame("refunds")
    if frame is None or orders is None:
        return None
    loose = frame[frame["order_id"].isna()] if "order_id" in frame.columns else frame
    loose = loose[is_done(loose)]
    second = pd.Series(refund_seconds(loose))
    if not second.notna().any():
        return None
    buyer = (
        orders.buyer_keys.get_indexer(pd.Index(loose["buyer_key"].astype("str")))
        if "buyer_key" in loose.columns and orders.has_buyers
        else np.full(len(loose), -1)
    )
    return LooseRefunds(day_numbers(second), cents_of(loose["amount"]), buyer.astype(np.int64))


def _traffic(dataset: Dataset, scope: Scope) -> pd.DataFrame | None:
    """Return the daily traffic in scope with its day numbers, None where not given."""
    frame = dataset.frame("traffic_daily")
    if frame is None or frame.empty:
        return None
    frame = frame[in_scope(frame, scope)]
    return frame.assign(day=day_numbers(frame["date"])) if len(frame) else None


def in_scope(frame: pd.DataFrame, scope: Scope) -> NDArray[np.bool_]:
    """Return which rows belong to the shops and channels of the scope."""
    use = np.ones(len(frame), dtype=bool)
    for column, wanted in (("shop", scope.shops), ("channel", scope.channels)):
        if wanted and column in frame.columns:
            use &= frame[column].isin(wanted).to_numpy()
    return use


def within(days: NDArray[np.int64], period: Period) -> NDArray[np.bool_]:
    """Return which day numbers lie in the period; NEVER lies in none."""
    return (days >= max(day_number(period.start), 0)) & (days < day_number(period.end))


def open_days(seen: NDArray[np.int64], period: Period) -> NDArray[np.bool_]:
    """Return which days of the period should have rows, given the day numbers of the period that have some.

    A weekday without a single row in at least CLOSED_WEEKS weeks is one on which the shop is closed.
    """
    start = day_number(period.start)
    all_days = np.arange(start, start + period.days)
    has_rows = np.bincount(seen % 7, minlength=7) > 0
    often = np.bincount(all_days % 7, minlength=7) >= CLOSED_WEEKS
    return np.asarray((has_rows | ~often)[all_days % 7])


def _sum_known(rows: pd.DataFrame, column: str) -> int | None:
    """Return the sum of a column, None where the column or all its values are missing."""
    if column not in rows.columns or rows[column].notna().sum() == 0:
        return None
    return int(cents_of(rows[column]).sum())
