"""What is outstanding by age: days from the payment to the last day of the bill.

Unit of observation: an order with something open at the last day of the bill.

Definitions:
    not due: not completed and younger than 95 of 100 settled orders were; overdue: all else that is owed.
    refund due: the order was refunded, the bill does not show it yet; it will be taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import sum_by
from ecreview.model.section import BarChart, Chart, Column, Grid, Tone
from ecreview.model.text import Text, Unit, say_cents

if TYPE_CHECKING:
    from ecreview.reconcile.rollforward import RollForward

BORDERS = (8, 16, 31, 61)  # first day of each bucket but the first: features FI-5
_BUCKETS = (
    Text(zh="0～7 天", en="0–7 days"),
    Text(zh="8～15 天", en="8–15 days"),
    Text(zh="16～30 天", en="16–30 days"),
    Text(zh="31～60 天", en="31–60 days"),
    Text(zh="60 天以上", en="over 60 days"),
)
_PARTS = ("not_due_cents", "overdue_cents", "refund_due_cents")


def ages_of(roll: RollForward) -> pd.DataFrame:
    """Return what is open, one row per bucket of age: orders, cents, not_due_cents, overdue_cents, refund_due_cents.

    The parts sum to cents, the rows to the last closing of the roll-forward.
    """
    rows = roll.unsettled
    age = (roll.last - rows["paid_on"].to_numpy("M8[D]")).astype(np.int64)
    bucket = np.searchsorted(BORDERS, age, side="right")
    cents, is_due = rows["cents"].to_numpy(), rows["is_due"].to_numpy()
    parts = {
        "cents": cents,
        "not_due_cents": np.where((cents > 0) & ~is_due, cents, 0),
        "overdue_cents": np.where((cents > 0) & is_due, cents, 0),
        "refund_due_cents": np.where(cents < 0, cents, 0),
    }
    size = len(_BUCKETS)
    sums = {key: sum_by(bucket, part, size) for key, part in parts.items()}
    return pd.DataFrame({"orders": np.bincount(bucket, minlength=size), **sums})


def age_grid(ages: pd.DataFrame) -> Grid:
    """Return the buckets and their sum."""
    sums = ages.sum().to_frame().T.astype("int64")
    rows = pd.concat([ages, sums], ignore_index=True)
    labels = [*_BUCKETS, Text(zh="合计", en="Total")]
    rows.insert(0, "age", pd.Series(labels, dtype="object"))
    columns = (
        Column("age", Text(zh="付款后", en="Since payment")),
        Column("orders", Text(zh="笔数", en="Orders"), Unit.COUNT),
        Column("cents", Text(zh="未到账", en="Outstanding"), Unit.CENTS),
        *(Column(key, _PART_TITLES[key], Unit.CENTS) for key in _PARTS),
    )
    return Grid(
        "ages", Text(zh="未到账账龄", en="Outstanding by age"), columns, rows, caption=_AGE_CAPTION
    )


_PART_TITLES = {
    "not_due_cents": Text(zh="未到结算期", en="Not due yet"),
    "overdue_cents": Text(zh="已过正常结算时间", en="Later than usual"),
    "refund_due_cents": Text(zh="待扣退款", en="Refunds to be taken off"),
}
_AGE_CAPTION = Text(
    zh="从付款到账单最后一天的天数；合计等于应收滚动表的期末应收。",
    en="Days from the payment to the last day of the bill; the total is the last closing of the roll-forward.",
)


def age_chart(ages: pd.DataFrame, currency: str) -> tuple[Chart, ...]:
    """Return what is owed by age, not due and overdue in one bar; nothing where nothing is owed."""
    tones = {"not_due_cents": Tone.BASELINE, "overdue_cents": Tone.BAD}
    owed = ages[list(tones)]
    if not owed.to_numpy().any():
        return ()
    frame = pd.DataFrame(
        {
            "label": [label for label in _BUCKETS for _ in tones],
            "series": [_PART_TITLES[key] for _ in _BUCKETS for key in tones],
            "value": owed.to_numpy().ravel(),
            "tone": [tone.value for _ in _BUCKETS for tone in tones.values()],
        }
    )
    largest = int(owed.sum(axis=1).to_numpy().argmax())
    title = _AGE_TITLE.fill(
        age=_BUCKETS[largest], amount=say_cents(int(owed.iloc[largest].sum()), currency)
    )
    return (BarChart("ages", title, _AGE_CAPTION, title, Unit.CENTS, frame, is_stacked=True),)


_AGE_TITLE = Text(
    zh="未到账最多的是付款 {age}的订单：{amount}",
    en="Most of what is outstanding was paid {age} ago: {amount}",
)
