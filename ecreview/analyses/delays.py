"""How long refunds take to come, from refunds of which only those before the data end are known.

Unit of observation: the cent refunded, by the day its order started to count (payment, or shipping) and the
day it was refunded. Days are stretches of 24 hours counted back from the data end, so that all of them are
whole; a start of age a has been observed for the delays 0 … a.

Method: chain ladder, which is Kaplan–Meier in reversed time: of what came within k days, the part that came on
day k, over all starts observed that long. How much each start refunds cancels, so a campaign that refunds more
than other days does not bend the curve. Weekdays on which fewer refunds are settled are levelled first.
Sources: Mack 1993, ASTIN Bulletin 23, 213-225; Lagakos, Barraj & De Gruttola 1988, Biometrika 75, 515-523.

What is still to come of a period = final level × share not seen yet. The level is the usual one, moved towards
that of the period by credibility (Bühlmann): levels of periods differ by about LEVEL_SPREAD. Band: 95 %,
log-normal, of curve (bootstrap over the days of start), level and chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log1p, sqrt
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.intervals import Z_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DRAWS, SEED = 200, 20260618
MAX_DAYS = 90  # the curve ends here
MIN_SUPPORT = 30  # a delay is told where the starts observed that long had as many refunds
TAIL_DAYS, TAIL_SHARE = 7, 0.02  # a curve that still rises so much at its end has not levelled off
WEEKDAY_WEIGHT = 30  # refunds that the usual weekday is worth
LEVEL_SPREAD = 0.3
_ROUNDS = 5
_LEAST_SHARE = 0.05  # starts of which less is known tell nothing about their level


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """What may be refunded, by age in whole days before the data end.

    Attributes:
        gross: cents per age, of shape (ages + 1,); entry 0 has not started by then, entry a + 1 is of age a.
        seen: cents refunded so far of it, of the same shape.
    """

    gross: Floats
    seen: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DelayCurve:
    """When refunds come. Row 0 of an array is the estimate, the others are drawn anew.

    Attributes:
        share: of the final refunds that came within k days, of shape (1 + DRAWS, days).
        known: share seen at an age, weekdays counted, of shape (1 + DRAWS, ages + 1); laid out like `Starts`.
        level: final refunds ÷ paid amount, of shape (1 + DRAWS,).
        misfit: how far the share seen at an age was off for past days, beyond chance; of shape (ages + 1,).
        grain: variance of an amount of refunds ÷ that amount, in cents.
        refunds: how many it rests on.
    """

    share: Floats
    known: Floats
    level: Floats
    misfit: Floats
    grain: float
    refunds: int

    @property
    def days(self) -> int:
        """Return how many days of delay it tells."""
        return len(self.share[0])

    @property
    def band(self) -> tuple[Floats, Floats]:
        """Return the 95 % interval of the share per day of delay."""
        low, high = np.quantile(self.share[1:], (0.025, 0.975), axis=0)
        return low, high


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is still to come, in cents, with the variance of that."""

    cents: float
    variance: float

    def __add__(self, other: Outlook) -> Outlook:
        """Return both together; they vary independently."""
        return Outlook(self.cents + other.cents, self.variance + other.variance)

    @property
    def band(self) -> tuple[float, float]:
        """Return the log-normal 95 % interval."""
        if self.cents <= 0:
            return 0.0, 0.0
        spread = sqrt(log1p(self.variance / self.cents**2))
        return self.cents * exp(-Z_95 * spread), self.cents * exp(Z_95 * spread)


def fit_delays(age: Ints, since: Ints, cents: Ints, starts: Starts) -> DelayCurve | None:
    """Return the curve, None where the starts were not observed until refunds had stopped.

    Args:
        age: whole days before the data end on which the start of each refund lies; of shape (n,).
        since: whole days before the data end on which each refund came; of shape (n,).
        cents: amounts, positive; of shape (n,).
        starts: all that could be refunded.
    """
    ages = len(starts.gross) - 1
    support = np.cumsum(np.bincount(age, minlength=ages)[::-1])[::-1]
    days = min(int((support >= MIN_SUPPORT).sum()), MAX_DAYS)
    if days <= TAIL_DAYS:
        return None
    delay = np.clip(age - since, 0, days - 1)  # a later refund counts on the curve's last day
    sums = np.bincount(delay * ages + age, weights=cents, minlength=days * ages)
    cells = sums.reshape(days, ages).astype(np.float64).astype(np.float64)
    week, grain = _weekdays(cells, float((cents.astype(float) ** 2).sum() / cents.sum()))
    weights = _weights(ages)
    share = _shares(cells / week[_weekday_of(cells)], weights)
    if 1 - share[0, -1 - TAIL_DAYS] > TAIL_SHARE:
        return None
    known = _known(share, week, ages)
    level = (weights @ starts.seen[1:]) / np.maximum((weights * known[:, 1:]) @ starts.gross[1:], 1)
    misfit = _misfit(cells, share[0], week, grain)
    return DelayCurve(share, known, level, misfit, grain, len(cents))


def _weights(ages: int) -> Floats:
    """Return how often each day of start is drawn: once, then at random."""
    drawn = np.random.default_rng(SEED).poisson(1.0, (DRAWS, ages))
    return np.concatenate([np.ones((1, ages)), drawn])


def _weekday_of(cells: Floats) -> Ints:
    """Return the weekday number of each cell, counted back from the data end."""
    delay, age = np.indices(cells.shape)
    return np.asarray((age - delay) % 7, dtype=np.int64)


def _shares(cells: Floats, weights: Floats) -> Floats:
    """Return the share within k days per draw, of shape (draws, days)."""
    days, ages = cells.shape
    observed = np.arange(ages) >= np.arange(days)[:, None]
    came = weights @ np.where(observed, cells, 0).T
    within = weights @ np.where(observed, np.cumsum(cells, axis=0), 0).T
    hazard = np.divide(came, within, out=np.zeros_like(came), where=within > 0)
    later = np.cumprod((1 - hazard)[:, :0:-1], axis=1)[:, ::-1]
    return np.concatenate([later, np.ones((len(weights), 1))], axis=1)


def _weekdays(cells: Floats, grain: float) -> tuple[Floats, float]:
    """Return how many refunds are settled per weekday against the mean, and the grain with the days' own noise."""
    days, ages = cells.shape
    weekday = _weekday_of(cells)
    observed = np.arange(ages) >= np.arange(days)[:, None]
    week, one = np.ones(7), np.ones((1, ages))
    expected = cells
    for _ in range(_ROUNDS):
        step = np.diff(_shares(cells / week[weekday], one)[0], prepend=0.0)[:, None] * week[weekday]
        step = np.where(observed, step, 0)
        final = cells.sum(axis=0) / np.maximum(step.sum(axis=0), _LEAST_SHARE)
        expected = step * final
        came = np.bincount(weekday[observed], weights=cells[observed], minlength=7)
        level = expected[observed] / week[weekday[observed]]
        due = np.bincount(weekday[observed], weights=level, minlength=7)
        usual = WEEKDAY_WEIGHT * grain
        week = (came + usual) / (due + usual)
        week /= week.mean()
    use = observed & (expected > 0)
    spread = ((cells - expected)[use] ** 2 / expected[use]).sum() / max(use.sum() - days - ages, 1)
    return week, max(grain, float(spread))


def _known(share: Floats, week: Floats, ages: int) -> Floats:
    """Return the share seen at each age, weekdays counted, of shape (draws, ages + 1)."""
    step = np.diff(share, axis=1, prepend=0.0)
    delay, age = np.arange(share.shape[1])[:, None], np.arange(ages)
    pace = week[(age - delay) % 7]
    seen = step @ np.where(delay <= age, pace, 0)
    return np.concatenate([np.zeros((len(share), 1)), seen / (step @ pace)], axis=1)


def _misfit(cells: Floats, share: Floats, week: Floats, grain: float) -> Floats:
    """Return by how much past days whose refunds are all in were off the curve at each age, beyond chance."""
    days, ages = cells.shape
    step = np.diff(share, prepend=0.0)[:, None] * week[_weekday_of(cells)]
    due = np.cumsum(step, axis=0) / step.sum(axis=0)
    final = np.where(np.arange(ages) >= days - TAIL_DAYS, cells.sum(axis=0), 0.0)
    off = np.cumsum(cells, axis=0) - final * due
    chance = grain * final * due * (1 - due)
    extra = np.where(final > 0, off**2 - chance, 0).sum(axis=1) / max((final**2).sum(), 1.0)
    out = np.zeros(ages + 1)
    out[1 : days + 1] = np.sqrt(np.clip(extra, 0, None))
    return out


def outlook(curve: DelayCurve, of: Starts) -> Outlook:
    """Return what is still to come of these starts."""
    open_share = 1 - curve.known
    due = curve.level[:, None] * curve.known * of.gross
    rest = curve.level * (open_share @ of.gross)
    told, usual = open_share @ of.seen, (open_share * due).sum(axis=1)
    noise = curve.grain * float((open_share[0] ** 2 * due[0]).sum())
    bent = curve.level[0] * curve.misfit * of.gross
    own = (noise + (open_share[0] @ bent) ** 2) / usual[0] ** 2 if usual[0] > 0 else np.inf
    trust = LEVEL_SPREAD**2 / (LEVEL_SPREAD**2 + own)
    moved = np.divide(told, usual, out=np.ones_like(told), where=usual > 0)
    cents = rest * (1 + trust * (moved - 1))
    level = (1 - trust) * LEVEL_SPREAD**2  # variance of the level once the period has told its own
    variance = cents[1:].var() + rest[0] ** 2 * level + curve.grain * cents[0] + bent.sum() ** 2
    return Outlook(float(cents[0]), float(variance))
