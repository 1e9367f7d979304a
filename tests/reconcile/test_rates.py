"""Reconciliation rates by shop and day."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.section import Grid
from ecreview.reconcile.base import NOT_DUE_STATES, SETTLED_STATES, State
from ecreview.reconcile.groups import STATE_CODE, STATES
from ecreview.reconcile.rates import MOST_DAYS, rates_grid

Row = tuple[str, str | None, int, State]  # shop, day, cents, state


def rates(*rows: Row) -> Grid:
    shops, days, cents, states = zip(*rows, strict=True) if rows else ((), (), (), ())
    return rates_grid(
        pd.DataFrame({"shop": pd.Series(shops, dtype="category")}),
        np.array(cents, dtype=np.int64),
        np.array([STATE_CODE[s] for s in states], dtype=np.int64),
        time=np.array([np.datetime64(d or "NaT", "s") for d in days], dtype="datetime64[s]"),
    )


def told(grid: Grid) -> list[tuple[object, ...]]:
    columns = ["day", "due_rows", "settled_rows", "due_cents", "settled_cents"]
    return [
        (shop.zh, *row)
        for shop, row in zip(grid.frame["shop"], grid.frame[columns].itertuples(index=False, name=None), strict=True)
    ]  # fmt: skip


def test_settled_of_due_is_counted_per_shop_in_all_and_per_day() -> None:
    grid = rates(
        ("甲", "2026-06-01T10:00", 100, State.MATCHED),
        ("甲", "2026-06-01T23:59", 300, State.ORDER_ONLY),
        ("甲", "2026-06-03", 50, State.WITHIN_TOLERANCE),
        ("乙", "2026-06-03", 70, State.MANUAL),
    )
    assert told(grid) == [
        ("乙", "all", 1, 1, 70, 70),
        ("乙", "2026-06-03", 1, 1, 70, 70),
        ("甲", "all", 3, 2, 450, 150),
        ("甲", "2026-06-01", 2, 1, 400, 100),
        ("甲", "2026-06-03", 1, 1, 50, 50),
    ]
    assert grid.frame["rec_rate_amt"].tolist() == [1, 1, 1 / 3, 0.25, 1]
    assert grid.frame["rec_rate_cnt"].tolist() == [1, 1, 2 / 3, 0.5, 1]


def test_what_is_not_due_counts_neither_for_nor_against() -> None:
    grid = rates(
        ("甲", "2026-06-01", 100, State.MATCHED),
        ("甲", "2026-06-01", 900, State.NOT_DUE),
        ("甲", "2026-06-02", 900, State.TRANSFER),
    )
    assert told(grid) == [("甲", "all", 1, 1, 100, 100), ("甲", "2026-06-01", 1, 1, 100, 100)]


def test_a_forced_entry_is_due_not_settled_and_shown() -> None:
    row = rates(("甲", "2026-06-01", 100, State.MATCHED), ("甲", "2026-06-01", 300, State.FORCED)).frame.iloc[0]  # fmt: skip
    assert (row["due_rows"], row["settled_rows"], row["rec_rate_amt"]) == (2, 1, 0.25)
    assert (row["forced_rows"], row["forced_cents"]) == (1, 300)


def test_rows_without_a_date_stand_apart_and_in_the_sum() -> None:
    grid = rates(("甲", None, 10, State.MATCHED), ("甲", "2026-06-01", 5, State.MATCHED))
    assert [row[1] for row in told(grid)] == ["all", "2026-06-01", "none"]
    assert told(grid)[0][4:] == (15, 15)


def test_nothing_due_has_no_rate() -> None:
    assert rates(("甲", "2026-06-01", 0, State.MATCHED)).frame["rec_rate_amt"].isna().all()
    assert rates(("甲", "2026-06-01", 5, State.NOT_DUE)).frame.empty
    assert rates().frame.empty


def test_sixty_two_days_are_told_by_day_and_sixty_three_by_week() -> None:
    first = np.datetime64("2026-06-01")  # a Monday
    for days, keys in ((MOST_DAYS, ["2026-06-01", "2026-08-01"]), (MOST_DAYS + 1, ["2026-06-01", "2026-07-27"])):  # fmt: skip
        last = str(first + np.timedelta64(days - 1, "D"))
        grid = rates(("甲", "2026-06-01", 1, State.MATCHED), ("甲", last, 1, State.MATCHED))
        assert grid.frame["day"].tolist()[1:] == keys


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["甲", "乙"]),
            st.sampled_from(["2026-06-01", "2026-06-02", None]),
            st.integers(-1_000, 1_000),
            st.sampled_from(STATES),
        ),
        max_size=30,
    )
)
def test_the_days_of_a_shop_sum_to_its_first_row_and_the_shops_to_the_whole(
    rows: list[Row],
) -> None:
    frame = rates(*rows).frame
    frame = frame.assign(shop=[shop.zh for shop in frame["shop"]])
    sums = [c for c in frame.columns if c.endswith(("_rows", "_cents"))]
    whole = frame[frame["day"] == "all"].set_index("shop")[sums]
    parts = frame[frame["day"] != "all"].groupby("shop")[sums].sum()
    assert whole.sort_index().equals(parts.sort_index().astype(whole.dtypes.to_dict()))
    due = [row for row in rows if row[3] not in NOT_DUE_STATES]
    assert whole["due_cents"].sum() == sum(row[2] for row in due)
    assert whole["settled_cents"].sum() == sum(row[2] for row in due if row[3] in SETTLED_STATES)
