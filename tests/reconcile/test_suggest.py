"""Suggestions: unique amounts in time, sums with the number of their rivals, nothing certain."""

from __future__ import annotations

import numpy as np
import pytest

from ecreview.reconcile.suggest import CANDIDATES, Open, suggest

DAY = 86_400


def rows(*entries: tuple[str, int, float], shop: int = -1) -> Open:
    names, cents, days = zip(*entries, strict=True) if entries else ((), (), ())
    return Open(
        np.array(names, dtype=object),
        np.array(cents, dtype=np.int64),
        (np.array(days) * DAY).astype(np.int64),
        np.full(len(names), shop),
    )


def found(orders: Open, entries: Open) -> list[tuple[tuple[str, ...], tuple[str, ...], int | None]]:
    return [(s.orders, s.entries, s.others) for s in suggest(orders, entries, 15 * DAY)]


def test_an_amount_that_occurs_once_on_each_side_is_suggested() -> None:
    assert found(rows(("A", 5_010, 1), ("B", 990, 1)), rows(("t", 5_010, 3))) == [
        (("A",), ("t",), None)
    ]


@pytest.mark.parametrize("day", [0.5, 16.5])
def test_money_that_came_before_the_payment_or_too_late_is_not_suggested(day: float) -> None:
    assert found(rows(("A", 5_010, 1)), rows(("t", 5_010, day))) == []


def test_two_orders_of_one_amount_are_not_told_apart() -> None:
    assert found(rows(("A", 5_010, 1), ("B", 5_010, 1)), rows(("t", 5_010, 3))) == []


def test_other_shops_are_no_candidates() -> None:
    assert found(rows(("A", 5_010, 1), shop=1), rows(("t", 5_010, 3), shop=2)) == []


def test_orders_that_sum_to_an_entry_are_suggested_with_their_rivals() -> None:
    """5,000 = 1,990 + 3,010; and 2,000 + 3,000 as well: one other combination."""
    orders = rows(("A", 1_990, 1), ("B", 3_010, 1), ("C", 2_000, 1), ("D", 3_000, 1))
    ((names, _, others),) = found(orders, rows(("t", 5_000, 2)))
    assert (set(names) in ({"A", "B"}, {"C", "D"}), others) == (True, 1)


def test_payments_that_sum_to_one_order_are_suggested() -> None:
    assert found(rows(("A", 5_000, 1)), rows(("t", 1_200, 1), ("u", 3_800, 2))) == [
        (("A",), ("u", "t"), 0)
    ]


def test_too_many_candidates_give_no_sum() -> None:
    many = [(f"o{i:02}", 100 + i, 1.0) for i in range(CANDIDATES + 1)]
    assert found(rows(*many), rows(("t", 201, 2))) == []


def test_price_points_are_never_called_unique() -> None:
    """Of retail prices many sums fit: whoever reads the suggestion sees that it proves nothing."""
    prices = [1_990, 2_990, 3_990, 1_990, 2_990, 3_990, 1_990, 2_990, 3_990, 4_990, 1_990, 4_990]
    orders = rows(*((f"o{i:02}", cents, 1.0) for i, cents in enumerate(prices)))
    (suggestion,) = found(orders, rows(("t", 1_990 + 2_990 + 3_990 + 4_990, 2)))
    assert suggestion[2] is not None
    assert suggestion[2] > 0


def test_the_order_of_rows_does_not_matter() -> None:
    orders = (("A", 1_990, 1.0), ("B", 3_010, 1.0), ("C", 700, 2.0))
    entries = (("t", 5_000, 2.0), ("u", 700, 3.0))
    assert found(rows(*orders), rows(*entries)) == found(rows(*orders[::-1]), rows(*entries[::-1]))
