"""How much of what was due is settled, by shop and day: where to begin with the differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.metrics import metric
from ecreview.model.money import sum_by
from ecreview.model.section import Column, Grid
from ecreview.model.shops import shops_of
from ecreview.model.text import Text, Unit, same
from ecreview.reconcile.base import State
from ecreview.reconcile.engine import is_due, is_settled
from ecreview.reconcile.groups import STATE_CODE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MOST_DAYS = 62  # longer stretches are told by week
ALL = Text(zh="全部", en="All")
_WEEK_DAYS, _MONDAY = 7, 3  # day 0 was a Thursday
_UNDATED = Text(zh="没有日期", en="No date")
_WEEK = Text(zh="{day} 起一周", en="Week of {day}")
_SUMS = ("due_rows", "settled_rows", "forced_rows", "due_cents", "settled_cents", "forced_cents")


def rates_grid(
    frame: pd.DataFrame, cents: Ints, states: Ints, *, time: NDArray[np.datetime64]
) -> Grid:
    """Return the rates of one side by count and by amount, per shop in all and per day.

    Rows that are not due (NOT_DUE_STATES) count neither for nor against; forced ones are due, not settled,
    and shown. Per shop the days, and the rows without a date, sum to its first row; a stretch of more than
    MOST_DAYS days is told by week.

    Args:
        frame: one row per row of the side; `shop` and `platform` name the shop where they are there.
        cents: amount of each row.
        states: position of the state of each row in STATES.
        time: by which a row belongs to a day, NaT = no date.
    """
    due = is_due(states)
    shop, shops = shops_of(frame[due])
    day, days = _days(time[due])
    cells = shop * len(days) + day
    by_day = _sums(cells, cents[due], states[due], len(shops) * len(days))
    by_shop = by_day.reshape(len(_SUMS), len(shops), len(days)).sum(axis=2)
    rows = []
    for i, name in enumerate(shops):
        rows.append((name, "all", ALL, *by_shop[:, i]))
        rows += [
            (name, key, words, *by_day[:, i * len(days) + j])
            for j, (key, words) in enumerate(days)
            if by_day[0, i * len(days) + j]
        ]
    sums = pd.DataFrame(rows, columns=["shop", "day", "when", *_SUMS])
    return _grid(sums)


def _days(time: NDArray[np.datetime64]) -> tuple[Ints, list[tuple[str, Text]]]:
    """Return the day (or week) of each row as a code, and key and words of each; rows without one come last."""
    dated = time.astype("datetime64[D]")
    days, is_undated = dated.astype(np.int64), np.isnat(dated)
    known = days[~is_undated]
    is_weekly = len(known) > 0 and known.max() - known.min() >= MOST_DAYS
    if is_weekly:
        days = days - (days + _MONDAY) % _WEEK_DAYS
    found, codes = np.unique(days[~is_undated], return_inverse=True)
    at = np.full(len(days), len(found), dtype=np.int64)
    at[~is_undated] = codes
    words = [str(day) for day in found.astype("datetime64[D]")]
    return at, [
        *((day, _WEEK.fill(day=day) if is_weekly else same(day)) for day in words),
        ("none", _UNDATED),
    ]


def _sums(cells: Ints, cents: Ints, states: Ints, size: int) -> Ints:
    """Return the sums of `_SUMS` per cell."""
    settled = is_settled(states)
    forced = states == STATE_CODE[State.FORCED]
    parts = (np.ones(len(cells), dtype=np.bool_), settled, forced)
    return np.stack(
        [np.bincount(cells[part], minlength=size) for part in parts]
        + [sum_by(cells[part], cents[part], size) for part in parts]
    )


def _grid(sums: pd.DataFrame) -> Grid:
    """Return the sums with their rates."""
    by_count = _divide(sums["settled_rows"], sums["due_rows"])
    by_amount = _divide(sums["settled_cents"], sums["due_cents"])
    columns = (
        Column("shop", Text(zh="店铺", en="Shop")),
        Column("day", Text(zh="日期编码", en="Day key"), Unit.ID, is_shown=False),
        Column("when", Text(zh="日期", en="Day")),
        Column("due_rows", Text(zh="应核笔数", en="Due"), Unit.COUNT),
        Column("settled_rows", Text(zh="核平笔数", en="Settled"), Unit.COUNT),
        Column("rec_rate_cnt", metric("rec_rate_cnt").title, Unit.RATE),
        Column("due_cents", Text(zh="应核金额", en="Amount due"), Unit.CENTS),
        Column("settled_cents", Text(zh="核平金额", en="Amount settled"), Unit.CENTS),
        Column("rec_rate_amt", metric("rec_rate_amt").title, Unit.RATE),
        Column("forced_rows", Text(zh="强制核平笔数", en="Forced"), Unit.COUNT),
        Column("forced_cents", Text(zh="强制核平金额", en="Amount forced"), Unit.CENTS),
    )
    return Grid(
        "rates",
        Text(zh="各店每天的对账率", en="Reconciled by shop and day"),
        columns,
        sums.assign(rec_rate_cnt=by_count, rec_rate_amt=by_amount)[[c.key for c in columns]],
        caption=Text(
            zh="对账率 = 核平 ÷ 应核。未到结算期和非经营流水不计；强制核平算应核、不算核平。",
            en="Rate = settled / due. What is not due and transfers do not count; forced entries are due and not settled.",
        ),
    )


def _divide(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return the quotients, NaN where there is nothing to divide by."""
    return part / whole.where(whole != 0)
