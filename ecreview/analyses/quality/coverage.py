"""Which days the files cover: shop × day × kind of file.

Question: for which days of the period does each kind of file of each shop hold data?
Unit of observation: the shop-day of one table. Definitions:
    with data: a row lies on the day, whatever stands in it (a report row of 0 visitors is data); a row over
        several days covers all of them.
    missing: a day of the period, or between the first and the last row, that should have data and has none.
        Reports hold every day that the shop is open. Orders and their lines hold every day on which any shop
        of the table is open; where only one shop of several has none, and in all other tables, days without a
        row are missing where at least `PACE` rows were to be expected on them (by chance fewer than one such
        stretch in a thousand has none): nobody can tell a quiet day from a missing one below that.
    closed: a weekday without a single row in four weeks, see `open_days`.
    cut short: the last day, where at least `PACE` rows are to be expected after its last time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.measures import (
    day_number,
    day_numbers,
    day_of,
    in_scope,
    open_days,
)
from ecreview.analyses.risk.detector import runs
from ecreview.model.scope import Period
from ecreview.model.shops import shops_of
from ecreview.model.tables import TABLES, table_spec

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope
    from ecreview.model.text import Text

    Days = NDArray[np.bool_]

PACE = 7  # rows that were to be expected and never came
REPORTS = frozenset(
    {"traffic_daily", "traffic_source", "traffic_product", "ad_spend", "cs_daily", "shop_scores"}
)
_EVERY_DAY = frozenset({"orders", "order_lines"})
SNAPSHOTS = frozenset({"inventory", "members"})  # taken on some day, not kept by day
_PLANS = frozenset({"targets", "calendar", "actions", "risks"})  # dated ahead
_DAY = np.int64(86_400)


@dataclass(frozen=True, slots=True, eq=False)
class Covered:
    """The days of one kind of file of one shop.

    Attributes:
        table: table word.
        shop: how people call the shop, empty where the file names none.
        start: first day of the arrays.
        has_rows, is_missing: per day; a day in neither is closed, quiet, or beyond the file.
        period: under review.
        cut_short: the last day where it is not over, None where it is or nobody can tell.
    """

    table: str
    shop: Text
    start: date
    has_rows: Days
    is_missing: Days
    period: Period
    cut_short: date | None

    @property
    def first(self) -> date:
        """Return the first day with data."""
        return day_of(day_number(self.start) + int(self.has_rows.argmax()))

    @property
    def last(self) -> date:
        """Return the last day with data."""
        return day_of(day_number(self.start) + int(np.flatnonzero(self.has_rows)[-1]))

    @property
    def inside(self) -> slice:
        """Return where the period lies in the arrays."""
        begin = (self.period.start - self.start).days
        return slice(begin, begin + self.period.days)

    @property
    def days(self) -> int:
        """Return the days of the period with data."""
        return int(self.has_rows[self.inside].sum())

    @property
    def expected(self) -> int:
        """Return the days of the period that should have data."""
        return self.days + int(self.is_missing[self.inside].sum())

    @property
    def missing(self) -> tuple[date, ...]:
        """Return the days of the period that are missing."""
        return self._dates(np.flatnonzero(self.is_missing[self.inside]) + self.inside.start)

    @property
    def missing_outside(self) -> tuple[date, ...]:
        """Return the missing days before and after the period."""
        outside = self.is_missing.copy()
        outside[self.inside] = False
        return self._dates(np.flatnonzero(outside))

    def _dates(self, positions: NDArray[np.int64]) -> tuple[date, ...]:
        """Return the dates at these places of the arrays."""
        return tuple(day_of(day_number(self.start) + int(i)) for i in positions)


def coverage_of(dataset: Dataset, scope: Scope) -> tuple[Covered, ...]:
    """Return the days of every dated table, by shop; nothing of tables built from another one."""
    return tuple(
        covered
        for spec in TABLES
        if spec.key in dataset.tables and not dataset.tables[spec.key].is_derived
        for covered in covered_days(dataset, scope, spec.key)
    )


def covered_days(dataset: Dataset, scope: Scope, table: str) -> tuple[Covered, ...]:
    """Return the days of one table, one value per shop; nothing where it is undated."""
    frame, time = dataset.frame(table), table_spec(table).time
    if frame is None or time is None or time not in frame.columns or table in _PLANS:
        return ()
    frame = frame[in_scope(frame, scope) & frame[time].notna().to_numpy()]
    if frame.empty:
        return ()
    codes, shops = shops_of(frame)
    first, last = day_numbers(frame[time]), _last_days(frame, time)
    start = min(int(first.min()), day_number(scope.period.start))
    size = max(int(last.max()) + 1, day_number(scope.period.end)) - start
    rows = _rows_per_day(codes, first - start, last - start, (len(shops), size))
    missing = _missing(table, rows, start, scope.period)
    cut = _cut_short(frame, time, codes, len(shops))
    return tuple(
        Covered(table, shop, day_of(start), rows[i] > 0, missing[i], scope.period, cut[i])
        for i, shop in enumerate(shops)
    )


def _last_days(frame: pd.DataFrame, time: str) -> NDArray[np.int64]:
    """Return the last day that each row covers: its own, or that of the stretch it sums up."""
    first = day_numbers(frame[time])
    if "period_end" not in frame.columns:
        return first
    return np.maximum(first, day_numbers(frame["period_end"]))


def _rows_per_day(
    codes: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    shape: tuple[int, int],
) -> NDArray[np.int64]:
    """Return how many rows cover each day, shop × day."""
    wide = shape[1] + 1
    begun, over = (
        np.bincount(codes * wide + days, minlength=shape[0] * wide).reshape(shape[0], wide)
        for days in (first, last + 1)
    )
    return (begun - over).cumsum(axis=1)[:, :-1]


def _missing(table: str, rows: NDArray[np.int64], start: int, period: Period) -> Days:
    """Return which days should have data and have none, shop × day."""
    if table in SNAPSHOTS:
        return np.zeros(rows.shape, dtype=np.bool_)
    if table in REPORTS:
        return np.stack([_empty(shop, start, period) for shop in rows])
    unlikely = np.stack([_unlikely(shop, start, period) for shop in rows])
    if table not in _EVERY_DAY:
        return unlikely
    return unlikely | _empty(rows.sum(axis=0), start, period)


def _empty(rows: NDArray[np.int64], start: int, period: Period) -> Days:
    """Return the days without a row that are open, within the period or between first and last row."""
    has_rows = rows > 0
    reach = np.zeros(len(rows), dtype=np.bool_)
    reach[has_rows.argmax() : int(np.flatnonzero(has_rows)[-1]) + 1] = True
    begin = day_number(period.start) - start
    reach[begin : begin + period.days] = True
    return reach & ~has_rows & _open(has_rows, start, period)


def _open(has_rows: Days, start: int, period: Period) -> Days:
    """Return the days that are not closed: judged within the period where it has rows, else over all days."""
    seen = np.flatnonzero(has_rows) + start
    is_open = open_days(seen, Period(day_of(start), day_of(start + len(has_rows))))
    begin = day_number(period.start)
    within = seen[(seen >= begin) & (seen < day_number(period.end))]
    if len(within):
        is_open[begin - start : begin - start + period.days] = open_days(within, period)
    return is_open


def _unlikely(rows: NDArray[np.int64], start: int, period: Period) -> Days:
    """Return the stretches without a row on which at least `PACE` rows were to be expected."""
    empty = _empty(rows, start, period)
    seen = np.flatnonzero(rows)
    pace = rows.sum() / (seen[-1] - seen[0] + 1)
    missing = np.zeros(len(rows), dtype=np.bool_)
    for begin, stop in runs(empty):
        missing[begin:stop] = pace * (stop - begin) >= PACE
    return missing


def is_cut(seen: int, unseen: float) -> bool:
    """Return whether at least `PACE` rows are to be expected in the hours of a day that were not seen.

    Args:
        seen: rows in the hours that were.
        unseen: share of other days' rows in the hours that were not.
    """
    return seen * unseen >= PACE * (1 - unseen)


def _cut_short(
    frame: pd.DataFrame, time: str, codes: NDArray[np.int64], shops: int
) -> list[date | None]:
    """Return per shop the last day where it is not over; dates without a clock do not tell.

    Rows of one second, such as the lines of an order, came together and count once on that day.
    """
    seconds = frame[time].to_numpy(dtype="datetime64[s]").astype(np.int64)
    day, clock = seconds // _DAY, seconds % _DAY
    last, latest = np.full(shops, -1), np.full(shops, -1)
    np.maximum.at(last, codes, day)
    is_last = day == last[codes]
    np.maximum.at(latest, codes[is_last], clock[is_last])
    seen = np.bincount(np.unique(clock[is_last] * shops + codes[is_last]) % shops, minlength=shops)
    others = np.bincount(codes[~is_last], minlength=shops)
    later = np.bincount(codes[~is_last & (clock > latest[codes])], minlength=shops)
    unseen = later / np.maximum(others, 1)
    return [
        day_of(int(last[i])) if is_cut(int(seen[i]), float(unseen[i])) else None
        for i in range(shops)
    ]
