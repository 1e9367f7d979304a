"""Verdicts on net numbers while refunds come in: they go by where these will come to rest."""

from __future__ import annotations

from functools import cache

import pytest

from ecreview.analyses.goals import goals, overview
from ecreview.analyses.goals.vanity import check_vanity
from ecreview.analyses.headlines import headline, headline_figure
from ecreview.analyses.maturity import maturity_of
from ecreview.model.scope import Goal, Goals, Scope
from ecreview.review import Review, review
from tests.analyses.refund_world import CAMPAIGN_DAYS, refund_world, shop, two_phases
from tests.builders import dataset, inputs, period

BEFORE = period("2026-05-05", "2026-05-08")


@cache
def _shop() -> tuple[object, int, int, int]:
    """Return a shop whose campaign refunds 35 % in the end and half of it by now: files, paid, low, high."""
    data = shop(refund_world(11, two_phases, orders=9_000, campaign_rate=0.35, young=6))
    given = inputs(data, CAMPAIGN_DAYS)
    found, paid = maturity_of(given, CAMPAIGN_DAYS), given.measures.totals(CAMPAIGN_DAYS).gmv_pay
    assert found is not None
    assert found.high_cents is not None
    assert paid is not None
    return data, paid, found.low_cents, found.high_cents


def reviewed(target: float | None = None) -> Review:
    data = _shop()[0]
    wanted = Goals((Goal("gsv", target, CAMPAIGN_DAYS),) if target else ())
    return review(data, scope=Scope(CAMPAIGN_DAYS, BEFORE), goals=wanted)  # type: ignore[arg-type]


def test_net_numbers_carry_the_band_of_their_final_value() -> None:
    data, paid, low, high = _shop()
    given = inputs(data, CAMPAIGN_DAYS)  # type: ignore[arg-type]
    ends = {}
    for key in ("refunded", "gsv", "refund_rate_amt"):
        figure = headline_figure(headline(key), given)
        ends[key] = figure.low, figure.high
        assert "退款到齐" in figure.definition.zh
    assert ends["refunded"] == (low, high)
    assert ends["gsv"] == (paid - high, paid - low)
    assert ends["refund_rate_amt"] == (low / paid, high / paid)


def test_a_band_without_an_estimate_is_open_and_an_old_period_has_none() -> None:
    row = {"order_id": "1", "paid_at": "2026-06-22", "order_amount": 1_000, "refunded": 100}
    later = {"order_id": "2", "created_at": "2026-07-07", "order_amount": 1, "refunded": 0}
    for rows, ends in (([row], (None, 900)), ([row, later], (None, None))):
        figure = headline_figure(headline("gsv"), inputs(dataset(orders=rows), CAMPAIGN_DAYS))
        assert (figure.low, figure.high) == ends


def test_a_net_target_is_reached_only_when_the_low_end_reaches_it() -> None:
    _, paid, _, high = _shop()
    assert attained(paid - high) is True
    assert attained(paid - high + 1) is None


def test_a_net_target_above_the_high_end_is_missed() -> None:
    _, paid, low, _ = _shop()
    assert attained(paid - low) is None
    assert attained(paid - low + 1) is False


def attained(target: float) -> bool | None:
    data = _shop()[0]
    given = inputs(data, CAMPAIGN_DAYS, goals=Goals((Goal("gsv", target, CAMPAIGN_DAYS),)))  # type: ignore[arg-type]
    seen = overview.analyze(given)
    told = inputs(data, CAMPAIGN_DAYS, goals=given.goals, results={"overview": seen})  # type: ignore[arg-type]
    return goals.analyze(told).rows[0].is_reached


def test_the_overview_says_how_much_of_the_refunds_is_visible() -> None:
    section = reviewed().section("overview")
    assert any("约见到" in note.text.zh for note in section.notes)  # type: ignore[union-attr]


def test_refunds_still_to_come_are_a_sign_of_vain_growth() -> None:
    given = inputs(_shop()[0], CAMPAIGN_DAYS, baseline=BEFORE)  # type: ignore[arg-type]
    vanity = check_vanity(given)
    assert vanity is not None
    sign = next(s for s in vanity.signs if s.key == "refund_rate_amt")
    now = given.measures.totals(CAMPAIGN_DAYS)
    assert sign.after > now.refunded / now.gmv_pay + 0.05  # type: ignore[operator]
    assert sign.is_worse
    assert sign.after == pytest.approx(0.35 * 0.88, abs=0.05)  # one in five refunds gives back 40 %


def test_the_rule_on_refunds_goes_by_the_final_rate() -> None:
    keys = {action.id.split(":")[0] for action in reviewed().actions}
    assert any("RE-24" in key for key in keys)
