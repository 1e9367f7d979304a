"""Which days of a daily series do not fit: an expected band per day, and what lies outside it.

Built for 14 to 90 days with a weekly pattern and campaigns. The campaign calendar matters more than the
statistics: peaks and encores are never compared with ordinary days, and near a peak the threshold is wider.

Method, on y = log(1 + value), or on the log of a rate:
    expected = centred running median (±7 days, widened until 5 days are in it) + weekday effect shrunk by
        m / (m + 3) for m such weekdays; four rounds; windows do not cross a level shift.
    scale = max(1.4826 · MAD of the residuals, floor); floor = √(counting noise + 0.04²), so that small counts
        never alarm and a constant series never fires.
    flag: |residual| > z · scale and an effect of 20 %; z = 3.5 and 30 % below 28 days, else z = 4.5; the
        threshold × 1.6 on shoulder days.
    upward flags beside a peak become the question whether the calendar is off by a day; without any campaign
        in the calendar, upward flags from 2.5 × expected on become the question whether it was a campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.risk.level_shift import MAD_TO_SD, Shift, find_shifts, row_medians
from ecreview.model.calendar import CAMPAIGN_PHASES, SHOULDER_PHASES, Phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MIN_DAYS = 14
FULL_DAYS = 28  # fewer: only large effects, indicative only
Z_SHORT, Z_FULL = 3.5, 4.5
EFFECT_SHORT, EFFECT_FULL = 0.30, 0.20
SHOULDER_FACTOR = 1.6
DAYS_BEFORE, DAYS_AFTER = 3, 4  # shoulder of a peak whose shoulder the calendar does not tell
WINDOWS = (7, 14, 28)
MIN_WINDOW_DAYS = 5
ROUNDS = 4
DAY_NOISE = 0.04  # what two quiet days of a shop differ by, beside counting noise
UNDECLARED = 2.5
UNDECLARED_REACH = 2
SPELL_DAYS = 5  # so many days off to one side are a change of level, not accidents


class Measure(StrEnum):
    """What the values of a series are, which decides their counting noise."""

    COUNT = "count"
    MONEY = "money"
    RATE = "rate"


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A series as the detector sees it, one entry per day or week without gaps.

    Attributes:
        values: counts or cents; of a rate the successes. NaN = missing, 0 = a real zero.
        measure: what they are.
        base: orders behind an amount (None = unknown); what a rate is divided by.
        trials: of a rate, where the base is not a count: how many cases it was sampled from.
        cycle: number of each entry within the weekly cycle, 0 … 6; zeros where there is none.
        is_whole: False for entries that are not over (the last day of the data); they are not tested.
    """

    values: Floats
    measure: Measure
    cycle: NDArray[np.int64]
    base: Floats | None = None
    trials: Floats | None = None
    is_whole: Flags | None = None

    @property
    def logs(self) -> Floats:
        """Return what the method works on; NaN = missing or not over."""
        logs = np.log1p(self.values)
        if self.measure is Measure.RATE and self.base is not None:
            logs = np.log((self.values + self._case / 2) / (self.base + self._case))
        return logs if self.is_whole is None else np.where(self.is_whole, logs, np.nan)

    @property
    def _case(self) -> Floats:
        """Return what one case of a rate adds to its base: 1 where the base counts cases."""
        base = np.ones(len(self.values)) if self.base is None else self.base
        cases = base if self.trials is None else self.trials
        return np.divide(base, cases, out=np.ones(len(base)), where=cases > 0)

    def worded(self, logs: Floats) -> Floats:
        """Return expected logs in the unit of the series: counts, cents, or the rate itself."""
        return np.exp(logs) if self.measure is Measure.RATE else np.maximum(np.expm1(logs), 0)

    @property
    def observed(self) -> Floats:
        """Return the values in the unit of the series."""
        if self.measure is not Measure.RATE or self.base is None:
            return self.values
        rates = np.full(len(self.values), np.nan)
        np.divide(self.values, self.base, out=rates, where=self.base > 0)
        return rates

    def floor(self, expected: Floats, base: Floats | None) -> Floats:
        """Return the least scale: counting noise and what quiet days differ by.

        Args:
            expected: logs expected per day.
            base: what the base is expected to be per day, None where unknown.
        """
        noise = np.zeros(len(expected))
        if self.measure is Measure.COUNT:
            noise = 1 / np.maximum(np.expm1(expected), 1)
        elif base is not None and self.measure is Measure.MONEY:
            noise = 1 / np.maximum(base, 1)
        elif base is not None:
            rate = np.exp(expected)
            noise = np.maximum(1 - rate, 0) / (np.maximum(base, 1) * rate)
        return np.sqrt(noise + DAY_NOISE**2)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of entries from `start` up to but without `stop`, all off to the side of `sign`."""

    start: int
    stop: int
    sign: int


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """What was expected of each entry, and which entries do not fit.

    Attributes:
        expected, low, high: in the unit of the series; the band that raises no flag.
        sign: −1 or +1 on days that do not fit, else 0; questions are not among them.
        asks: days whose peak may be a campaign that the calendar does not tell.
        shifts: steps of the level that last.
        spells: stretches off to one side, each one finding; their days carry no sign.
    """

    expected: Floats
    low: Floats
    high: Floats
    sign: NDArray[np.int64]
    asks: Flags
    shifts: tuple[Shift, ...] = ()
    spells: tuple[Spell, ...] = ()


def detect(signal: Signal, phases: NDArray[np.int64], *, shifts: bool = True) -> Detection:
    """Return what was expected and what does not fit.

    Args:
        signal: the series.
        phases: phase of each entry, see `ecreview.model.calendar`.
        shifts: whether to look for level shifts.
    """
    logs = signal.logs
    fit = ~np.isnan(logs) & ~campaign_days(phases)
    if fit.sum() < MIN_WINDOW_DAYS:
        return _nothing(signal)
    shoulder = shoulder_days(phases)
    first = _band(signal, logs, fit, shoulder, ())
    spells = _spells(first, fit, phases) if shifts else ()
    steady = fit.copy()
    for spell in spells:
        steady[spell.start : spell.stop] = False
    band = _band(signal, logs, steady, shoulder, ()) if spells else first
    steps: tuple[Shift, ...] = ()
    if shifts:
        usual = float(np.median(band.scale[steady]))
        steps = find_shifts(logs - band.weekly, steady & ~shoulder, usual)
    if steps:
        band = _band(signal, logs, steady, shoulder, steps)
    off = np.where(steady, band.off, 0)
    asks = _questions(off, band.ratio, phases)
    return Detection(
        signal.worded(band.expected),
        signal.worded(band.expected - band.down),
        signal.worded(band.expected + band.up),
        np.where(asks, 0, off),
        asks,
        steps,
        spells,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """Logs expected of each entry, their weekly part and scale, how far off it is, and how far is too far.

    A fall by a fifth is further on the log scale than a rise by a fifth, hence `down` and `up`.
    """

    expected: Floats
    weekly: Floats
    scale: Floats
    residual: Floats
    down: Floats
    up: Floats

    @property
    def off(self) -> NDArray[np.int64]:
        """Return −1 or +1 where an entry lies too far off, else 0."""
        return (self.residual > self.up).astype(np.int64) - (self.residual < -self.down)

    @property
    def ratio(self) -> Floats:
        """Return observed / expected."""
        return np.exp(self.residual)


def _band(
    signal: Signal, logs: Floats, fit: Flags, shoulder: Flags, steps: Sequence[Shift]
) -> _Band:
    """Return what is expected from the entries in `fit`."""
    level, weekly = expect(logs, fit, signal.cycle, breaks=[s.at for s in steps])
    expected = level + weekly
    scale = _scale(signal, logs, expected, fit)
    z, effect = (Z_SHORT, EFFECT_SHORT) if len(logs) < FULL_DAYS else (Z_FULL, EFFECT_FULL)
    reach = z * scale * np.where(shoulder, SHOULDER_FACTOR, 1.0)
    down, up = np.maximum(reach, -np.log1p(-effect)), np.maximum(reach, np.log1p(effect))
    return _Band(expected, weekly, scale, logs - expected, down, up)


def _spells(band: _Band, fit: Flags, phases: NDArray[np.int64]) -> tuple[Spell, ...]:
    """Return stretches of days that are all off to the same side, five of them beyond the reach.

    A stretch begins and ends with days half as far off (hysteresis); missing days do not break it. A rise that
    may be an undeclared campaign stays a question.
    """
    days, off = np.flatnonzero(fit), np.where(fit, band.off, 0)
    asks = _questions(off, band.ratio, phases)
    spells = []
    for sign, reach in ((-1, band.down), (1, band.up)):
        weak = sign * band.residual[days] > reach[days] / 2
        for start, stop in runs(weak):
            inside = days[start:stop]
            if (off[inside] == sign).sum() >= SPELL_DAYS and not asks[inside].any():
                spells.append(Spell(int(inside[0]), int(inside[-1]) + 1, sign))
    return tuple(sorted(spells, key=lambda spell: spell.start))


def _nothing(signal: Signal) -> Detection:
    """Return a detection that says nothing: too few days to expect anything."""
    blank = np.full(len(signal.values), np.nan)
    none = np.zeros(len(blank), dtype=np.int64)
    return Detection(blank, blank, blank, none, none > 0)


def expect(
    logs: Floats, fit: Flags, cycle: NDArray[np.int64], *, breaks: Sequence[int] = ()
) -> tuple[Floats, Floats]:
    """Return level and weekly effect of each entry, from the entries in `fit`."""
    weekly = np.zeros(len(logs))
    level = weekly
    edges = [0, *sorted(breaks), len(logs)]
    for _ in range(ROUNDS):
        plain = np.where(fit, logs - weekly, np.nan)
        parts = [_running_median(plain[low:high]) for low, high in pairwise(edges)]
        level = np.concatenate(parts)
        weekly = _weekly(np.where(fit, logs - level, np.nan), cycle)
    return level, weekly


def _running_median(values: Floats) -> Floats:
    """Return the centred running median, its window widened until enough days are in it, at last to all."""
    out = np.full(len(values), np.nan)
    for half in WINDOWS:
        padded = np.concatenate([np.full(half, np.nan), values, np.full(half, np.nan)])
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
        open_ = np.isnan(out)
        enough = (~np.isnan(windows[open_])).sum(axis=1) >= MIN_WINDOW_DAYS
        out[open_] = np.where(enough, row_medians(windows[open_]), np.nan)
    known = values[~np.isnan(values)]
    if len(known):
        out[np.isnan(out)] = np.median(known)
    return out


def _weekly(residuals: Floats, cycle: NDArray[np.int64]) -> Floats:
    """Return the effect of each entry's weekday: its median residual, shrunk, centred over the week."""
    effects = np.zeros(7)
    for day in range(7):
        mine = residuals[(cycle == day) & ~np.isnan(residuals)]
        if len(mine) > 1:
            effects[day] = np.median(mine) * len(mine) / (len(mine) + 3)
    effects -= effects.mean()
    return effects[cycle]


def _scale(signal: Signal, logs: Floats, expected: Floats, fit: Flags) -> Floats:
    """Return the scale of each day: the robust spread of the residuals, but not below the noise floor."""
    residuals = (logs - expected)[fit]
    spread = MAD_TO_SD * float(np.median(np.abs(residuals - np.median(residuals))))
    base = signal.base if signal.trials is None else signal.trials
    if base is not None and signal.measure is Measure.MONEY:
        base = np.expm1(_running_median(np.where(fit, np.log1p(base), np.nan)))
    return np.maximum(spread, signal.floor(expected, base))


def campaign_days(phases: NDArray[np.int64]) -> Flags:
    """Return the days of peaks and encores, which are never compared with ordinary ones."""
    return np.isin(phases, list(CAMPAIGN_PHASES))


def shoulder_days(phases: NDArray[np.int64]) -> Flags:
    """Return the days before, between and after peaks: as declared, else three before and four after."""
    shoulder = np.isin(phases, list(SHOULDER_PHASES))
    for start, stop in runs(campaign_days(phases)):
        before, after = slice(max(start - DAYS_BEFORE, 0), start), slice(stop, stop + DAYS_AFTER)
        if start and phases[start - 1] == Phase.ORDINARY:
            shoulder[before] |= phases[before] == Phase.ORDINARY
        if stop < len(phases) and phases[stop] == Phase.ORDINARY:
            shoulder[after] |= phases[after] == Phase.ORDINARY
    return shoulder


def _questions(off: NDArray[np.int64], ratio: Floats, phases: NDArray[np.int64]) -> Flags:
    """Return the days whose upward flag is a question about the calendar, and those too near to one."""
    is_peak, up = campaign_days(phases), off > 0
    if not is_peak.any():
        around = np.ones(2 * UNDECLARED_REACH + 1)
        return up & (np.convolve(up & (ratio >= UNDECLARED), around, mode="same") > 0)
    asks = np.zeros(len(off), dtype=bool)
    for start, stop in runs(is_peak):
        left = 1 if start and phases[start - 1] != Phase.ORDINARY else 2
        right = 1 if stop < len(phases) and phases[stop] != Phase.ORDINARY else 2
        asks[max(start - left, 0) : stop + right] = True
    return up & asks


def runs(days: Flags) -> list[tuple[int, int]]:
    """Return the runs of True as (start, stop)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], days.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
