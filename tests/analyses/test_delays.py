from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ecreview.analyses.delays import MIN_SUPPORT, Outlook, Starts, fit_delays, outlook
from tests.analyses.refund_world import (
    DAY,
    RefundWorld,
    exponential,
    late,
    refund_world,
    two_phases,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.delays import DelayCurve

SHAPES = pytest.mark.parametrize("shape", [exponential, two_phases, late])
RATES = (0.05, 0.12, 0.2, 0.28, 0.35)


def estimate(world: RefundWorld) -> tuple[float, float, float]:
    """Return expected final refund rate of the campaign, and its band."""
    curve, age = fitted(world)
    assert curve is not None
    mine = starts(world, age, world.in_campaign)
    rest, seen, paid = outlook(curve, mine), mine.seen.sum(), mine.gross.sum()
    low, high = rest.band
    return (seen + rest.cents) / paid, (seen + low) / paid, (seen + high) / paid


def fitted(world: RefundWorld) -> tuple[DelayCurve | None, np.ndarray]:
    end = int(world.came.max())
    age = np.where(world.paid <= end, (end - world.paid) // DAY, -1)
    everyone = starts(world, age, np.ones(len(age), dtype=bool))
    since = (end - world.came) // DAY
    return fit_delays(age[world.row], since, world.cents, everyone), age


def starts(world: RefundWorld, age: np.ndarray, use: np.ndarray) -> Starts:
    size = int(age.max()) + 2
    mine = use[world.row]
    return Starts(
        np.bincount(age[use] + 1, world.gross[use], size).astype(float),
        np.bincount(age[world.row[mine]] + 1, world.cents[mine], size).astype(float),
    )


def test_the_curve_of_five_refunds_is_the_chain_ladder_by_hand() -> None:
    # Payment days of age 9 … 0. Each of the first ones refunds 60 the same day and 40 the day after; the last
    # day has only had its first 60: 60 of 60 within day 0, 40 of 100 on day 1 → 0.6, then all.
    age = np.repeat(np.arange(9, -1, -1), 2)[:-1]
    delay = np.tile([0, 1], 10)[:-1]
    cents = np.where(delay == 0, 60, 40)
    many = np.tile(np.arange(len(age)), MIN_SUPPORT)
    gross, seen = np.full(11, 1_000.0 * MIN_SUPPORT), np.zeros(11)
    gross[0] = 0
    seen[1:] = 100 * MIN_SUPPORT
    seen[1] = 60 * MIN_SUPPORT
    curve = fit_delays(age[many], (age - delay)[many], cents[many], Starts(gross, seen))
    assert curve is not None
    assert curve.share[0, :3].tolist() == pytest.approx([0.6, 1, 1], abs=0.01)
    assert curve.level[0] == pytest.approx(0.1, abs=1e-3)


@pytest.mark.parametrize(
    ("shape", "young"),
    [(exponential, 3), (exponential, 10), (two_phases, 4), (two_phases, 10), (late, 8)],
)
def test_final_rates_from_5_to_35_percent_are_recovered_within_a_point(
    shape: Callable[..., np.ndarray], young: int
) -> None:
    # Ten shops each. Where a tenth of the refunds is visible (`late` after 3 days) only the band can tell.
    for seed in range(10):
        world = refund_world(seed, shape, orders=200_000, rate=RATES[seed % 5], young=young)
        assert estimate(world)[0] == pytest.approx(world.rate, abs=0.01)


@SHAPES
@pytest.mark.parametrize("orders", [2_500, 30_000])
def test_the_band_holds_the_truth_in_nine_of_ten_shops(
    shape: Callable[..., np.ndarray], orders: int
) -> None:
    held = []
    for seed in range(40):
        young, rate = (3, 6, 10)[seed % 3], RATES[1:][seed % 4]
        world = refund_world(100 + seed, shape, orders=orders, rate=rate, young=young)
        _, low, high = estimate(world)
        held.append(low <= world.rate <= high)
    assert np.mean(held) >= 0.9


def test_fewer_refunds_on_weekends_are_not_taken_for_fewer_refunds() -> None:
    off, held = [], []
    for seed in range(40):
        world = refund_world(
            200 + seed, exponential, orders=60_000, young=3 + seed % 7, skips_weekends=True
        )
        value, low, high = estimate(world)
        off.append(value - world.rate)
        held.append(low <= world.rate <= high)
    assert abs(np.mean(off)) < 0.01
    assert np.mean(held) >= 0.9


def test_a_campaign_that_refunds_half_as_much_again_is_followed() -> None:
    for seed in range(10):
        world = refund_world(300 + seed, exponential, orders=120_000, rate=0.2, campaign_rate=0.3)
        assert estimate(world)[0] == pytest.approx(world.rate, abs=0.01)


def test_a_curve_that_still_rises_at_its_end_is_none() -> None:
    world = refund_world(1, lambda rng, lag: rng.uniform(0, 120, len(lag)))
    assert fitted(world)[0] is None


def test_a_week_of_history_is_none() -> None:
    age = np.repeat(np.arange(7), 40)
    flat = Starts(np.full(8, 1e6), np.full(8, 1e4))
    assert fit_delays(age, age, np.full(len(age), 100), flat) is None


def test_the_band_is_log_normal_and_never_below_what_is_seen() -> None:
    low, high = Outlook(100.0, 100.0**2).band
    assert low * high == pytest.approx(100.0**2)
    assert 0 < low < 100 < high
    assert Outlook(0.0, 50.0).band == (0.0, 0.0)
