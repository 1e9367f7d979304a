"""The finder names the definition that a summary was made by, names what it cannot tell apart, and is honest."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Dataset, Upload
from ecreview.reconcile.definitions import USUAL, Definition, definitions_for
from ecreview.reconcile.fits import Fit, fit
from ecreview.reconcile.shop_sales import read_shop_sales
from tests.builders import dataset
from tests.reconcile.made_shop import (
    BOOKS,
    DAYS,
    book,
    buyers,
    files,
    make_orders,
    order_rows,
    shop,
    with_summary,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reconcile.made_shop import Order

SEEDS = range(20)
COMPARED = DAYS - 2  # the first and the last day may not be whole


@cache
def made(seed: int) -> tuple[list[Order], Dataset]:
    """Return a made-up shop, which nobody changes, and its files without a summary."""
    orders = make_orders(seed)
    return orders, files(orders)


def find(data: Dataset) -> tuple[Fit, ...]:
    sales = read_shop_sales(data)
    return fit(definitions_for(sales.sold, USUAL[sales.column]), sales.sold, sales.reported)


@pytest.mark.parametrize("truth", BOOKS, ids=lambda d: d.text.en)
def test_the_definition_that_a_summary_was_made_by_comes_first_and_alone(truth: Definition) -> None:
    for seed in SEEDS:
        orders, data = made(seed)
        first, second, *_ = find(with_summary(data, book(orders, truth)))
        assert (first.definitions, first.rank, second.rank) == ((truth,), 1, 2), seed
        assert (first.equal, first.days, first.gap_cents) == (COMPARED, COMPARED, 0)
        assert first.is_found
        assert not second.is_found


@pytest.mark.parametrize("truth", BOOKS, ids=lambda d: d.text.en)
def test_a_day_that_was_altered_does_not_hide_the_definition(truth: Definition) -> None:
    for seed in SEEDS:
        orders, data = made(seed)
        days = book(orders, truth)
        days[date(2026, 6, 9)] += 123
        first = find(with_summary(data, days))[0]
        assert (first.definitions, first.equal, first.gap_cents) == ((truth,), COMPARED - 1, 123)
        assert first.is_found


def test_definitions_that_these_orders_cannot_tell_apart_are_named_together() -> None:
    """No postage anywhere: with or without it is one and the same."""
    rows = [row | {"freight": 0} for row in order_rows(make_orders(1))]
    days = pd.Series(
        [row["paid_gross"] for row in rows], index=[str(row["paid_at"])[:10] for row in rows]
    )
    by_day = days.groupby(level=0).sum().drop("None")
    traffic = [{"date": day, "uv": 1, "pay_amount": int(by_day[day])} for day in by_day.index]
    first = find(dataset(orders=rows, traffic=traffic))[0]
    assert first.definitions == (Definition(), Definition(shipping="out"))


def test_two_series_that_fit_equally_well_share_a_rank() -> None:
    """Paid just after midnight: by order and by payment each have one of two days 500 cents off."""
    rows = [
        {"order_id": "0", "paid_at": "2026-06-01", "order_amount": 100},
        {"order_id": "1", "created_at": "2026-06-02T23:59", "paid_at": "2026-06-03T00:01", "order_amount": 1_000},
        {"order_id": "2", "paid_at": "2026-06-05", "order_amount": 100},
    ]  # fmt: skip
    traffic = [
        {"date": f"2026-06-0{day}", "uv": 1, "pay_amount": cents}
        for day, cents in ((2, 500), (3, 500), (4, 0))
    ]
    first, second, *_ = find(dataset(orders=rows, traffic=traffic))
    assert (first.rank, second.rank) == (1, 1)
    assert (first.equal, first.gap_cents) == (second.equal, second.gap_cents) == (1, 1_000)
    assert {fit.definitions[0].time for fit in (first, second)} == {"pay", "order"}


def test_the_number_of_buyers_decides_where_the_money_cannot() -> None:
    """Giveaways of 0 change no amount, but they have buyers."""
    orders = make_orders(2)
    rows = [
        row | ({"order_amount": 0, "paid_gross": 0} if row["order_amount"] == 1 else {})
        for row in order_rows(orders)
    ]
    kept = [o for o in orders if not o.is_tiny]
    days, people = book(kept, Definition()), buyers(kept)
    traffic = [
        {"date": str(d), "uv": 9, "pay_amount": cents, "pay_buyers": people.get(d, 0)}
        for d, cents in days.items()
    ]
    blind = [{k: v for k, v in row.items() if k != "pay_buyers"} for row in traffic]
    both = {Definition(), Definition(special="no_tiny")}
    assert set(find(dataset(orders=rows, traffic=blind))[0].definitions) == both
    first = find(dataset(orders=rows, traffic=traffic))[0]
    assert first.definitions == (Definition(special="no_tiny"),)


def test_a_summary_of_nothing_known_is_not_called_found() -> None:
    orders = make_orders(3)
    days = {day: cents + 1_000 + day.day for day, cents in book(orders, Definition()).items()}
    first = find(shop(orders, days))[0]
    assert (first.equal, first.is_found) == (0, False)
    assert first.share is not None
    assert 0 < first.share < 1


@pytest.mark.parametrize(("days", "is_found"), [(8, False), (9, True)])
def test_fewer_than_seven_days_are_no_verdict(days: int, is_found: bool) -> None:  # noqa: FBT001 - a parametrized value
    """Of 8 days of orders 6 are whole, of 9 days 7."""
    rows = [
        {"order_id": str(day), "paid_at": f"2026-06-{day:02}", "order_amount": 100 * day}
        for day in range(1, days + 1)
    ]
    traffic = [{"date": row["paid_at"], "uv": 1, "pay_amount": row["order_amount"]} for row in rows]
    first = find(dataset(orders=rows, traffic=traffic))[0]
    assert (first.equal, first.is_found) == (days - 2, is_found)


def test_only_definitions_whose_columns_are_there_are_tried() -> None:
    rows = [{"order_id": "1", "paid_at": "2026-06-02", "order_amount": 500}]
    sales = read_shop_sales(
        dataset(orders=rows, traffic=[{"date": "2026-06-02", "uv": 1, "pay_amount": 500}])
    )
    assert set(definitions_for(sales.sold, Definition())) == {
        Definition(), Definition("order"), Definition(amount="ordered"), Definition("order", "ordered"),
    }  # fmt: skip


# --- the real orders, with summaries made from them ---

_REAL: dict[Definition, Callable[[pd.DataFrame], pd.Series]] = {
    Definition(): lambda f: f["总金额"].groupby(f["paid"]).sum(),
    Definition(refund="pay_cohort"): lambda f: f["买家实际支付金额"].groupby(f["paid"]).sum(),
    Definition(refund="left_out"): lambda f: (
        f[f["退款金额"] < f["总金额"]].pipe(lambda k: k["总金额"].groupby(k["paid"]).sum())
    ),
    Definition("order"): lambda f: (
        f[f["paid"].notna()].pipe(lambda k: k["总金额"].groupby(k["created"]).sum())
    ),
    Definition("order", "ordered"): lambda f: f["总金额"].groupby(f["created"]).sum(),
    Definition("order", refund="pay_cohort"): lambda f: (
        f["买家实际支付金额"].groupby(f["created"]).sum()
    ),
    Definition("order", refund="left_out"): lambda f: (
        f[f["paid"].notna() & (f["退款金额"] < f["总金额"])].pipe(
            lambda k: k["总金额"].groupby(k["created"]).sum()
        )
    ),
    Definition("order", "ordered", "pay_cohort"): lambda f: (
        (f["总金额"] - f["退款金额"]).groupby(f["created"]).sum()
    ),
    Definition("order", "ordered", "left_out"): lambda f: (
        f[f["paid"].isna() | (f["退款金额"] < f["总金额"])].pipe(
            lambda k: k["总金额"].groupby(k["created"]).sum()
        )
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def real_orders(real_data: Callable[[str], Path]) -> tuple[Dataset, pd.DataFrame]:
    path = real_data("tmall_order_report/tmall_order_report.csv")
    frame = pd.read_csv(path).rename(columns=str.strip)
    created, paid = (pd.to_datetime(frame[c]).dt.date for c in ("订单创建时间", "订单付款时间"))
    return ingest((Upload.of(path.name, path.read_bytes()),), run=run_inline), frame.assign(
        created=created, paid=paid
    )


@pytest.mark.real_data
@pytest.mark.parametrize("truth", _REAL, ids=lambda d: d.text.en)
def test_the_definition_of_a_summary_of_real_orders_is_found(
    truth: Definition, real_orders: tuple[Dataset, pd.DataFrame]
) -> None:
    data, frame = real_orders
    days = _REAL[truth](frame)
    report = dataset(
        traffic=[
            {"date": str(day), "uv": 1, "pay_amount": round(100 * amount)}
            for day, amount in days.items()
        ]
    )
    both = Dataset({**data.tables, **report.tables}, (), (), "both")
    first, second, *_ = find(both)
    assert truth in first.definitions
    assert (first.equal, second.rank) == (first.days, 2)
    assert first.is_found
