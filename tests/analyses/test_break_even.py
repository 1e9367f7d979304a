"""Break-even of one order: golden vector G4, each price against its own definition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecreview.analyses.break_even import (
    Terms,
    break_even_orders,
    break_even_roas,
    break_even_roas_net,
    naive_roas,
    price_for,
    uplift_for,
)

G4 = Terms(100, 40, refund_rate=0.2, commission=0.05, freight=8, return_freight=8)


def test_golden_vector_g4() -> None:
    """80 − 32 − 4 − 8 − 1.6 = 34.40 per 100 paid."""
    assert G4.contribution == pytest.approx(34.40, abs=1e-12)
    roas = (break_even_roas(G4), break_even_roas_net(G4), naive_roas(G4))
    assert [round(value or 0, 3) for value in roas] == [2.907, 2.326, 2.128]


def test_a_channel_at_roas_2_5_loses_5_60_per_100_paid() -> None:
    """The naive break-even of 2.128 calls it profitable."""
    assert G4.after_ads(1 / 2.5) == pytest.approx(-5.60, abs=1e-12)
    assert (naive_roas(G4) or 0) < 2.5 < (break_even_roas(G4) or 0)


def test_goods_that_cannot_be_sold_again_are_lost() -> None:
    """A fifth comes back; half of it is waste: 40 × 0.2 × 0.5 = 4."""
    assert replace(G4, resaleable=0.5).contribution == pytest.approx(30.40)


def test_a_payment_fee_is_not_given_back_with_the_refund() -> None:
    assert replace(G4, payment_fee=0.006).contribution == pytest.approx(34.40 - 0.60)


def test_packaging_is_used_for_each_parcel() -> None:
    assert replace(G4, packaging=1.5).contribution == pytest.approx(32.90)


def test_an_order_that_leaves_nothing_has_no_break_even_roas() -> None:
    """100 − 92 − 8 = 0."""
    assert break_even_roas(Terms(100, 92, freight=8)) is None
    assert naive_roas(Terms(100, 92, freight=8)) is None


def test_the_break_even_price_of_g4() -> None:
    """Burden 32 + 8 + 1.6 = 41.6; of each yuan 0.8 × 0.95 = 0.76 is left: 41.6 ÷ 0.76 = 54.74."""
    assert round(price_for(G4) or 0, 2) == 54.74


@pytest.mark.parametrize(("margin", "ads"), [(0.0, 0.0), (0.1, 0.0), (0.15, 0.2)])
def test_at_the_price_for_a_margin_the_margin_is_there(margin: float, ads: float) -> None:
    price = price_for(G4, margin, ads)
    assert price is not None
    at = replace(G4, price=price)
    assert at.after_ads(ads) == pytest.approx(margin * at.kept)


def test_no_price_bears_ads_that_cost_all_that_is_left() -> None:
    assert price_for(G4, 0.0, 0.76) is None
    assert price_for(G4, 0.95) is None


@pytest.mark.parametrize(
    ("per_order", "fixed", "orders"),
    [(34.4, 10_000, 291), (10, 100, 10), (10, 0, 0), (0, 100, None), (-1, 100, None)],
)
def test_the_break_even_volume_bears_the_fixed_costs(
    per_order: float, fixed: float, orders: int | None
) -> None:
    """10 000 ÷ 34.4 = 290.7."""
    assert break_even_orders(per_order, fixed) == orders


def test_without_refunds_and_fees_the_uplift_is_discount_over_what_is_left_of_the_margin() -> None:
    """Margin 40, discount 10: 10 ÷ (40 − 10) = one third more."""
    assert uplift_for(Terms(100, 60), 10) == pytest.approx(1 / 3)


def test_the_discount_of_a_refunded_order_costs_nothing() -> None:
    """G4: 10 off cost 7.6 of the 34.4, so 34.4 ÷ 26.8 − 1 = 28.4 % more orders."""
    assert round(uplift_for(G4, 10) or 0, 3) == 0.284


@pytest.mark.parametrize("terms", [Terms(100, 90), Terms(100, 110)])
def test_no_volume_makes_up_for_a_discount_that_takes_the_margin(terms: Terms) -> None:
    assert uplift_for(terms, 10) is None
