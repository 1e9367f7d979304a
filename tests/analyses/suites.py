"""Suites S1 and S2: synthetic daily series with planted anomalies, campaigns, shifts and missing days.

Their recipes and seeds are fixed (methods, appendices A and B): the order of the random draws is part of them.
They were not made for tuning; the detector's published bars are stated on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

S1_SEED, S1_LENGTHS, S1_PER = 20260618, (14, 21, 28, 42, 60, 90), 120
S2_SEED, S2_LENGTHS, S2_PER = 20261111, (14, 21, 28, 45, 60, 90), 100
PEAK, ENCORE = 2, 4
SHOULDERS = (1, 3, 5)


@dataclass(frozen=True, eq=False)
class Planted:
    """One series with its truth.

    Attributes:
        series: counts, or fen; NaN = missing.
        labels: 1 = anomaly on an ordinary day, 2 = in a campaign, 3 = on a shoulder day.
        kinds: what was planted per day, empty for nothing.
        phases: campaign phase per day.
        plan: planned multiple of an ordinary day.
        shift: first day of a new level, −1 without one.
        is_money: whether the values are fen.
        cycle: weekday number per day.
        is_partial: whether the last day is not over.
    """

    series: Floats
    labels: Ints
    phases: Ints
    cycle: Ints
    kinds: tuple[str, ...] = ()
    plan: Floats | None = None
    shift: int = -1
    is_money: bool = False
    is_partial: bool = False

    @property
    def days(self) -> int:
        """Return its length."""
        return len(self.series)


@cache
def suite_1() -> tuple[Planted, ...]:
    """Return S1: one noise family, one campaign each, anomalies on ordinary days only."""
    rng = np.random.default_rng(S1_SEED)
    return tuple(_first_kind(rng, n) for n in S1_LENGTHS for _ in range(S1_PER))


def _first_kind(rng: Generator, n: int) -> Planted:
    weekdays = np.array([1.0, 0.97, 0.96, 0.98, 1.03, 1.12, 1.1])
    base = np.exp(rng.uniform(np.log(40), np.log(3000)))
    amplitude = rng.uniform(0.5, 2.5)
    week = (1 + (weekdays - 1) * amplitude)[(np.arange(n) + rng.integers(7)) % 7]
    mu = base * week * np.exp(rng.normal(0, 0.15) * np.arange(n) / n)
    phases = np.zeros(n, dtype=np.int64)
    start = rng.integers(n // 4, n - 3)
    length = rng.integers(1, 4)
    mu[start : start + length] *= rng.uniform(2.5, 8)
    before = slice(max(0, start - 3), start)
    mu[before] *= rng.uniform(0.7, 0.95)
    after = slice(start + length, min(n, start + length + 4))
    mu[after] *= rng.uniform(0.7, 0.95)
    phases[before] = phases[after] = 1
    phases[start : start + length] = PEAK
    labels = np.zeros(n, dtype=np.int64)
    free = [t for t in range(2, n - 1) if phases[t] == 0]
    planted = max(1, round(n / 30)) if rng.random() < 0.85 else 0
    rng.shuffle(free)
    for t in free[:planted]:
        kind = rng.choice(["drop", "spike", "zero"], p=[0.45, 0.4, 0.15])
        # all three are drawn, whichever is used
        factors = {"drop": rng.uniform(0.35, 0.65), "spike": rng.uniform(1.6, 2.6), "zero": 0}
        mu[t] *= factors[str(kind)]
        labels[t] = 1
    rng.uniform(50, 400)  # unused; kept so that the seed reproduces
    noise = rng.normal(0, rng.uniform(0.04, 0.10), n)
    values = rng.poisson(np.maximum(mu * np.exp(noise), 0)).astype(float)
    return Planted(values, labels, phases, np.arange(n) % 7)


@cache
def suite_2() -> tuple[Planted, ...]:
    """Return S2: correlated noise, own weekday shapes, phased campaigns, shifts, missing and partial days."""
    return tuple(_Maker(n, i).planted() for n in S2_LENGTHS for i in range(S2_PER))


def suite_2_checksum() -> int:
    """Return the CRC-32 of all values of S2 as little-endian int64, missing = −1."""
    code = 0
    for one in suite_2():
        code = crc32(np.where(np.isnan(one.series), -1, one.series).astype("<i8").tobytes(), code)
    return code


# phase, fewest and most days, least and largest multiple
_PLANS = {
    "mini": [(1, 1, 2, 0.75, 0.95), (2, 1, 2, 2.2, 5), (4, 1, 1, 1.3, 1.9), (5, 2, 3, 0.65, 0.9)],
    "mid": [
        (1, 2, 4, 0.7, 0.95), (2, 1, 2, 2, 4.5), (3, 1, 3, 0.8, 1.2), (2, 1, 2, 3, 8),
        (4, 1, 2, 1.4, 2.2), (5, 3, 5, 0.6, 0.9),
    ],
    "big": [
        (1, 4, 8, 0.7, 0.95), (2, 1, 3, 2, 4.5), (3, 2, 6, 0.8, 1.2), (2, 1, 2, 3, 9),
        (4, 1, 3, 1.4, 2.2), (5, 4, 7, 0.6, 0.9),
    ],
}  # fmt: skip
_MID, _BIG = 28, 60  # lengths from which campaigns are larger


class _Maker:
    """Makes one series of S2 from its own stream."""

    def __init__(self, n: int, i: int) -> None:
        self.n = n
        self.rng = np.random.default_rng([S2_SEED, n, i])
        self.labels = np.zeros(n, dtype=np.int64)
        self.kinds = [""] * n
        self.phases = np.zeros(n, dtype=np.int64)
        self.multiple = np.ones(n)
        self.mu, self.week_start = self._quiet()
        self._campaigns()
        self.mu *= self.multiple
        self.plan = self.multiple * np.exp(self.rng.normal(0, 0.10, n))
        self.shift = self._shift()
        self.size = np.exp(self.rng.uniform(np.log(40), np.log(400)))

    def planted(self) -> Planted:
        self._anomalies()
        self._hard_anomalies()
        values, is_money = self._values()
        is_partial = bool(self.rng.random() < 0.15)
        if is_partial:
            values[-1] = np.floor(values[-1] * self.rng.uniform(0.15, 0.7))
            self.labels[-1] = 0
        missing = self._missing()
        self.labels[missing] = 0
        return Planted(
            np.where(missing, np.nan, values),
            self.labels,
            self.phases,
            (np.arange(self.n) + self.week_start) % 7,
            tuple(self.kinds),
            self.plan,
            self.shift,
            is_money,
            is_partial,
        )

    def _quiet(self) -> tuple[Floats, int]:
        g, n = self.rng, self.n
        t = np.arange(n)
        level = np.exp(g.uniform(np.log(8), np.log(4000)))
        week_start = int(g.integers(7))
        week = np.exp(g.normal(0, g.uniform(0.02, 0.28), 7))
        week /= np.exp(np.log(week).mean())
        knot = int(g.integers(n // 3, 2 * n // 3 + 1))
        first, second = g.normal(0, 0.10 / 30, 2)
        phi, sd = g.uniform(0.3, 0.7), g.uniform(0.02, 0.08)
        e = g.normal(0, 1, n)
        noise = np.zeros(n)
        noise[0] = sd * e[0]
        for k in range(1, n):
            noise[k] = phi * noise[k - 1] + sd * np.sqrt(1 - phi * phi) * e[k]
        trend = first * t + (second - first) * np.maximum(t - knot, 0)
        return level * week[(t + week_start) % 7] * np.exp(trend + noise), week_start

    def _campaigns(self) -> None:
        n = self.n
        if self.rng.random() < 0.75:
            size = "mini" if n < _MID else "mid" if n < _BIG else "big"
            self._put(size, max(4, n // 4), n - 4)
        if n >= _BIG and self.rng.random() < 0.5:
            self._put("mini", 5, n - 4)

    def _put(self, size: str, low: int, high: int) -> None:
        g = self.rng
        phases: list[int] = []
        multiples: list[float] = []
        for phase, shortest, longest, least, most in _PLANS[size]:
            days = int(g.integers(shortest, longest + 1))
            multiple = g.uniform(least, most)
            phases += [int(phase)] * days
            multiples += [multiple * np.exp(g.normal(0, 0.05)) for _ in range(days)]
        start = int(g.integers(low, high))
        days = min(len(phases), self.n - start)
        if days >= 3 and not self.phases[max(0, start - 3) : start + days + 3].any():
            self.phases[start : start + days] = phases[:days]
            self.multiple[start : start + days] = multiples[:days]

    def _shift(self) -> int:
        g, n = self.rng, self.n
        if not (n >= 45 and g.random() < 0.25):
            return -1
        fits = [s for s in range(10, n - 10) if not self.phases[s - 3 : s + 7].any()]
        if not fits:
            return -1
        shift = int(g.choice(fits))
        self.mu[shift:] *= g.uniform(0.55, 0.72) if g.random() < 0.6 else g.uniform(1.4, 1.8)
        return shift

    def _near_shift(self, day: int) -> bool:
        return self.shift >= 0 and self.shift - 2 <= day <= self.shift + 5

    def _inject(self, day: int, factor: float, label: int, kind: str) -> None:
        """Plant it only if it stands out of the count noise."""
        was, planted = self.mu[day], self.mu[day] * factor
        most = max(planted, was)
        if abs(planted - was) >= 4 * np.sqrt(most + most**2 / self.size):
            self.mu[day], self.labels[day], self.kinds[day] = planted, label, kind

    def _anomalies(self) -> None:
        g, n = self.rng, self.n
        free = [d for d in range(1, n - 1) if self.phases[d] == 0 and not self._near_shift(d)]
        g.shuffle(free)
        for day in free[: int(g.poisson(n / 40)) + int(g.random() < 0.5)]:
            which = g.random()
            if which < 0.35:
                self._inject(day, g.uniform(0.25, 0.6), 1, "drop")
            elif which < 0.65:
                self._inject(day, g.uniform(1.8, 3.2), 1, "spike")
            elif which < 0.80:
                self._inject(day, 0.0, 1, "zero")
            else:
                self._run(day)

    def _run(self, day: int) -> None:
        g = self.rng
        for d in range(day, min(day + int(g.integers(2, 4)), self.n - 1)):
            if self.phases[d] == 0 and self.labels[d] == 0 and not self._near_shift(d):
                self._inject(d, g.uniform(0.25, 0.55), 1, "run")

    def _hard_anomalies(self) -> None:
        g = self.rng
        for label, phases in ((2, (PEAK, ENCORE)), (3, SHOULDERS)):
            days = [d for d in range(self.n - 1) if self.phases[d] in phases]
            if days and g.random() < 0.30:
                is_down = label == 2 or g.random() < 0.6
                day = int(g.choice(days))
                factor = g.uniform(0.15, 0.40) if is_down else g.uniform(2.4, 3.6)
                self._inject(day, factor, label, "campaign" if label == 2 else "shoulder")

    def _values(self) -> tuple[Floats, bool]:
        g, r = self.rng, self.size
        orders = g.negative_binomial(r, r / (r + np.maximum(self.mu, 1e-9))).astype(float)
        orders[self.mu <= 0] = 0
        if g.random() >= 0.3:
            return orders, False
        basket = g.uniform(30, 300) * 100
        spread = np.exp(g.normal(0, 0.6, self.n) / np.sqrt(np.maximum(orders, 1)))
        return np.round(orders * basket * spread), True

    def _missing(self) -> NDArray[np.bool_]:
        g, n = self.rng, self.n
        missing = np.zeros(n, dtype=bool)
        if g.random() < 0.35:
            missing[g.integers(1, n - 1, int(g.integers(1, max(2, n // 20 + 1))))] = True
        if n >= _MID and g.random() < 0.12:
            start = int(g.integers(2, n - 6))
            missing[start : start + int(g.integers(3, 5))] = True
        return missing
