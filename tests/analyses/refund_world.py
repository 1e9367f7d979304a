"""A made-up shop whose refunds come with a known delay: a quiet history, then a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.builders import Row, dataset, period

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DAY = 86_400
FIRST = pd.Timestamp("2026-04-18")
CAMPAIGN_DAYS = period("2026-06-19", "2026-06-22")  # days 62 to 65 of a world
HISTORY, CAMPAIGN = 62, 4  # days before, days of the campaign


@dataclass(frozen=True, eq=False)
class RefundWorld:
    """What the files hold at the data end, and the truth.

    Attributes:
        paid, shipped: seconds since the first day, per order.
        gross: cents per order.
        in_campaign: per order.
        row, came, cents: refunds that had come by the data end: order, second, amount.
        final: what the campaign's orders refund in the end, in cents.
    """

    paid: Ints
    shipped: Ints
    gross: Ints
    in_campaign: NDArray[np.bool_]
    row: Ints
    came: Ints
    cents: Ints
    final: int

    @property
    def rate(self) -> float:
        """Return the true final refund rate of the campaign."""
        return self.final / int(self.gross[self.in_campaign].sum())


def exponential(rng: Generator, lag: Floats) -> Floats:
    """Return delays in days that fade with a mean of five."""
    return rng.exponential(5.0, len(lag))


def two_phases(rng: Generator, lag: Floats) -> Floats:
    """Return delays of which a third lies before shipping and the others two days and more after it."""
    before = lag * rng.uniform(0.05, 0.95, len(lag))
    return np.where(rng.random(len(lag)) < 0.35, before, lag + 2 + rng.gamma(3.0, 2.0, len(lag)))


def late(rng: Generator, lag: Floats) -> Floats:
    """Return delays of three days and more: goods have to come back first."""
    return 3 + rng.gamma(4.0, 1.5, len(lag))


def refund_world(  # noqa: PLR0913 - the recipe of a world, by keyword
    seed: int,
    delays: object = exponential,
    *,
    orders: int = 30_000,
    rate: float = 0.2,
    campaign_rate: float | None = None,
    young: int = 6,
    skips_weekends: bool = False,
    shipping: tuple[float, float] = (0.3, 2.0),
    campaign_shipping: tuple[float, float] | None = None,
) -> RefundWorld:
    """Return the world of that seed.

    Args:
        seed: of the random stream.
        delays: from payment to refund in days, given the days to shipping.
        orders: how many, a third of them in the campaign.
        rate: share of orders refunded, one in five of them in part.
        campaign_rate: of the campaign, where it differs.
        young: days from the end of the campaign to the data end.
        skips_weekends: whether six in ten refunds due on a weekend are settled on the Monday after.
        shipping, campaign_shipping: shortest and longest time to shipping in days.
    """
    rng = np.random.default_rng(seed)
    pull = np.ones(HISTORY + CAMPAIGN + young)
    pull[HISTORY : HISTORY + CAMPAIGN] = 8
    day = rng.choice(len(pull), size=orders, p=pull / pull.sum())
    campaign = (day >= HISTORY) & (day < HISTORY + CAMPAIGN)
    paid = day + np.clip(rng.normal(17 / 24, 0.19, orders), 0, 0.999)
    low, high = shipping
    slow, slowest = campaign_shipping or shipping
    lag = np.where(campaign, rng.uniform(slow, slowest, orders), rng.uniform(low, high, orders))
    gross = np.round(np.exp(rng.normal(np.log(9_000), 0.6, orders))).astype(np.int64)
    hit = rng.random(orders) < np.where(campaign, campaign_rate or rate, rate)
    at = paid + delays(rng, lag)  # type: ignore[operator]
    weekday = np.floor(at) % 7
    held = skips_weekends & (weekday >= 5) & (rng.random(orders) < 0.6)
    at = np.where(held, np.floor(at) + 7 - weekday + at % 1 * 0.8, at)
    cents = np.where(rng.random(orders) < 0.2, gross * 2 // 5, gross)
    end = HISTORY + CAMPAIGN + young
    come = np.flatnonzero(hit & (at <= end))
    return RefundWorld(
        (paid * DAY).astype(np.int64),
        ((paid + lag) * DAY).astype(np.int64),
        gross,
        campaign,
        come,
        (at[come] * DAY).astype(np.int64),
        cents[come],
        int(cents[hit & campaign].sum()),
    )


def stamp(second: int) -> str:
    return str(FIRST + pd.Timedelta(seconds=int(second)))


def shop(world: RefundWorld, *, ships: bool = False, **refund: object) -> Dataset:
    """Return the world as files: orders and a refunds table."""
    back = np.zeros(len(world.gross), dtype=np.int64)
    np.add.at(back, world.row, world.cents)
    left = (back < world.gross) | np.isin(
        np.arange(len(back)), world.row[world.came >= world.shipped[world.row]]
    )
    end = int(world.came.max())
    orders: list[Row] = [
        {
            "order_id": str(i),
            "paid_at": stamp(world.paid[i]),
            "order_amount": int(world.gross[i]),
            "refunded": int(back[i]),
        }
        | ({"shipped_at": stamp(world.shipped[i]) if left[i] and world.shipped[i] <= end else None}
           if ships else {})
        for i in range(len(world.gross))
    ]  # fmt: skip
    refunds: list[Row] = [
        {
            "refund_id": f"r{n}",
            "order_id": str(world.row[n]),
            "finished_at": stamp(world.came[n]),
            "amount": int(world.cents[n]),
            "status": "done",
        }
        | refund
        for n in range(len(world.row))
    ]
    return dataset(orders=orders, refunds=refunds)
