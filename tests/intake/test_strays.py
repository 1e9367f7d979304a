"""A few dates with a wrong year are unknown and told; many far dates are what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.cleaning import clean, codes, values

if TYPE_CHECKING:
    from ecreview.intake.clean import CleanTable


def _orders(*days: str) -> CleanTable:
    """Return the clean orders of those days, one order a day."""
    rows = [f"{i} | {day} | 10.00" for i, day in enumerate(days)]
    return clean("orders", "\n".join(["order_id | created_at | order_amount", *rows]))


JUNE = [f"2026-06-{day:02}" for day in range(1, 21)]


@pytest.mark.parametrize("stray", ["2062-06-18", "1996-06-18", "2027-06-22"])
def test_one_date_over_a_year_from_all_others_is_unknown_and_told(stray: str) -> None:
    orders = _orders(*JUNE, stray)
    assert values(orders, "created_at")[-1] is None
    (far,) = [f for f in orders.findings if f.kind.code == "DATE_FAR"]
    assert (far.count, far.place.rows, dict(far.values)["example"]) == (1, (22,), stray)
    assert orders.ledger.cents_kept == 21 * 1000
    assert orders.span is not None
    assert [day.isoformat() for day in orders.span] == ["2026-06-01", "2026-06-20"]


def test_a_year_without_a_longer_gap_is_no_stray() -> None:
    assert "DATE_FAR" not in codes(_orders(*JUNE, "2027-06-21"))


def test_two_of_a_few_dozen_are_a_campaign_of_another_year() -> None:
    assert "DATE_FAR" not in codes(_orders(*JUNE, "2024-06-18", "2024-06-19"))


def test_two_of_two_hundred_are_slips() -> None:
    assert values(_orders(*JUNE * 10, "2062-06-18", "2062-06-19"), "created_at")[-2:] == [
        None,
        None,
    ]


def test_among_fewer_than_twenty_dates_nobody_can_tell() -> None:
    assert "DATE_FAR" not in codes(_orders(*JUNE[:18], "2062-06-18"))


def _paid(created: str, paid: str) -> CleanTable:
    """Return twenty orders paid at once, and one with these times."""
    rows = [f"{i} | {day} | {day} | 10.00 | 10.00" for i, day in enumerate(JUNE)]
    rows.append(f"20 | {created} | {paid} | 10.00 | 10.00")
    return clean(
        "orders", "\n".join(["order_id | created_at | paid_at | order_amount | paid_amount", *rows])
    )


def test_an_order_paid_in_a_wrong_year_is_paid_on_the_day_it_was_placed() -> None:
    orders = _paid("2026-06-20", "2062-06-20 10:00:00")
    (far,) = [f for f in orders.findings if f.kind.code == "DATE_FAR"]
    assert (far.count, far.place.rows) == (1, (22,))
    assert dict(far.values)["example"] == "2062-06-20 10:00:00"
    assert str(values(orders, "paid_at")[-1]) == "2026-06-20 00:00:00"
    assert values(orders, "paid_gross")[-1] == 1000


def test_an_order_with_both_years_wrong_keeps_its_money_and_belongs_to_no_day() -> None:
    orders = _paid("2062-06-20", "2062-06-20")
    assert values(orders, "created_at")[-1] is None
    assert values(orders, "paid_at")[-1] is None
    assert values(orders, "paid_gross")[-1] == 1000


def test_a_payment_within_a_year_of_the_orders_is_as_it_says() -> None:
    assert "DATE_FAR" not in codes(_paid("2026-06-20", "2027-06-21"))
