"""Sensitivity: what a lever does is what the changed terms or the changed shop say themselves, exactly linear."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.analyses.break_even import Terms
from ecreview.analyses.sensitivity import (
    CHANGES,
    Lever,
    order_levers,
    sensitivity,
    sensitivity_chart,
    sensitivity_grid,
    shop_levers,
)
from ecreview.model.text import Text, same

rates = st.floats(0, 0.9)
amounts = st.floats(0, 1_000)
some_terms = st.builds(
    Terms,
    price=st.floats(1, 1_000),
    cost=amounts,
    refund_rate=rates,
    commission=rates,
    payment_fee=st.floats(0, 0.05),
    freight=amounts,
    packaging=amounts,
    return_freight=amounts,
    resaleable=st.floats(0, 1),
)


@given(some_terms)
def test_the_sensitivity_of_an_order_is_what_the_terms_say_themselves(terms: Terms) -> None:
    for row in sensitivity(terms.contribution, order_levers(terms)):
        moved = replace(terms, **{row.lever: row.level})
        assert row.profit == pytest.approx(moved.contribution, rel=1e-9, abs=1e-6)


@given(some_terms)
def test_sensitivity_is_linear(terms: Terms) -> None:
    rows = sensitivity(terms.contribution, order_levers(terms), (0.1, 0.2, -0.1))
    for once, twice, back in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        assert twice.difference == pytest.approx(2 * once.difference, rel=1e-12)
        assert back.difference == -once.difference


def test_the_sensitivity_of_the_shop_is_the_profit_of_the_changed_shop() -> None:
    """Paid 1000, refunded 200, of the 800 kept 320 are goods and 40 fees; freight 80: profit 360.

    A tenth more refunds: kept 780, goods 312, fees 39, freight 80 → 349.
    """
    levers = shop_levers(paid=1_000, refunded=200, cogs=320, fees=40, freight=80)
    rows = {(r.lever, r.change): r.profit for r in sensitivity(360, levers)}
    assert rows[("refund_rate", 0.1)] == pytest.approx(349)
    assert rows[("freight", 0.2)] == pytest.approx(344)
    assert rows[("fees", -0.1)] == pytest.approx(364)
    assert len(rows) == 3 * len(CHANGES)


def test_what_is_unknown_has_no_sensitivity() -> None:
    levers = shop_levers(paid=1_000, refunded=None, cogs=320, fees=None, freight=0)
    assert list(levers) == ["freight"]
    assert sensitivity(100, levers) == ()


def test_the_grid_has_the_present_in_the_middle() -> None:
    levers = shop_levers(paid=1_000, refunded=200, cogs=320, fees=40, freight=80)
    grid = sensitivity_grid(360, levers, same("x"))
    assert [word.en for word in grid.frame["lever"]] == [
        "Refund rate 20.0%", "Freight", "Platform fees"
    ]  # fmt: skip
    assert list(grid.frame["at_2"]) == [360, 360, 360]
    assert list(grid.frame["at_4"]) == [338, 344, 352]
    assert [column.title.zh for column in grid.columns] == [
        "变的是", "−20%", "−10%", "现在", "＋10%", "＋20%"
    ]  # fmt: skip


def test_the_chart_names_what_matters_most() -> None:
    words = Text(zh="{lever} {amount}", en="{lever} {amount}")
    levers = {"freight": Lever(80, -1), "fees": Lever(4_000, -1)}
    chart = sensitivity_chart(levers, words, same(""), "CNY")
    assert chart is not None
    assert chart.title.en == "platform fees ¥8.00"
    assert list(chart.frame["tone"]) == ["good", "bad", "good", "bad"]
    assert sensitivity_chart({}, words, same(""), "CNY") is None
