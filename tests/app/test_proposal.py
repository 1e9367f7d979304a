"""What is proposed before a review: the days that the targets name, and baselines that the data reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ecreview.app.proposal import baselines, proposed_scope
from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
from ecreview.model.ledger import Ledger
from ecreview.model.scope import Period
from ecreview.model.text import EMPTY
from tests.builders import dataset

JUNE = Period(date(2026, 6, 1), date(2026, 6, 21))


def _data(first: date, last: date, target: tuple[str, str] | None = None) -> Dataset:
    """Return one paid order a day, the receipt of their file, and a target for the days given."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    orders = [
        {"order_id": str(i), "paid_at": day.isoformat(), "order_amount": 100}
        for i, day in enumerate(days)
    ]
    targets = [
        {"period_start": s, "period_end": e, "metric": "支付金额", "target": 1.0, "unit": "元"}
        for s, e in ([target] if target else [])
    ]
    made = dataset(orders=orders, targets=targets)
    table = TableReceipt(
        None, None, EMPTY, None, "orders", 1.0, EMPTY, 1, Ledger(0), span=(first, last)
    )
    return Dataset(made.tables, (FileReceipt("a", "a", 0, "", (table,)),), (), "v")


def test_targets_name_the_campaign() -> None:
    data = _data(date(2026, 5, 1), date(2026, 6, 20), ("2026-06-01", "2026-06-20"))
    scope = proposed_scope(data)
    assert scope.period == JUNE
    assert scope.baseline == JUNE.shifted(-20)


def test_without_targets_the_whole_span_of_the_orders_is_proposed() -> None:
    data = _data(date(2026, 6, 1), date(2026, 6, 20))
    assert proposed_scope(data).period == JUNE


def test_targets_for_days_without_data_are_no_proposal() -> None:
    data = _data(date(2026, 6, 1), date(2026, 6, 20), ("2027-06-01", "2027-06-20"))
    assert proposed_scope(data).period == JUNE


def test_a_baseline_is_offered_only_where_the_data_reach_back_to_its_first_day() -> None:
    assert list(baselines(_data(date(2026, 5, 12), date(2026, 6, 20)), JUNE)) == [
        Period(date(2026, 5, 12), date(2026, 6, 1))
    ]
    assert list(baselines(_data(date(2026, 5, 13), date(2026, 6, 20)), JUNE)) == []


def test_older_lines_of_another_file_make_no_baseline_for_the_orders() -> None:
    data = _data(date(2026, 6, 1), date(2026, 6, 20))
    old = replace(
        data.files[0].tables[0], table="order_lines", span=(date(2013, 1, 1), date(2016, 12, 30))
    )
    both = replace(data, files=(*data.files, FileReceipt("b", "b", 0, "", (old,))))
    assert list(baselines(both, JUNE)) == []


def test_the_same_days_a_year_before_are_offered_too() -> None:
    found = baselines(_data(date(2025, 6, 1), date(2026, 6, 20)), JUNE)
    assert Period(date(2025, 6, 1), date(2025, 6, 21)) in found


def test_a_leap_day_becomes_the_28th_a_year_before() -> None:
    leap = Period(date(2028, 2, 29), date(2028, 3, 1))
    found = baselines(_data(date(2027, 2, 1), date(2028, 3, 1)), leap)
    assert Period(date(2027, 2, 28), date(2027, 3, 1)) in found
