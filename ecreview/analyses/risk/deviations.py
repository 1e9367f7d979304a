"""What the detector found, as one value per event: when, which series, how far off, worth how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecreview.analyses.risk.detector import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ecreview.analyses.risk.detector import Detection
    from ecreview.analyses.risk.level_shift import Shift
    from ecreview.analyses.risk.signals import Gap, Watched

    Floats = NDArray[np.float64]

STEP_DAYS = 14

EventKind = Literal["point", "level_shift", "missing"]


@dataclass(frozen=True, slots=True)
class Event:
    """One finding; amounts per entry of the series (a day, or a week), in its unit.

    Attributes:
        start, end: first and last day, both in it.
        series: metric id; of missing days the leading series of their source.
        direction: −1 down, +1 up, 0 for missing days.
        observed, expected, low, high: means over its days; None where there is nothing to tell.
        impact_cents: of all its days; None where nobody can tell.
        n: ordinary entries that the expectation rests on.
        is_planned: whether it was compared with the same campaign last time.
        step: days per entry.
    """

    start: date
    end: date
    series: str
    kind: EventKind
    direction: int = 0
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    impact_cents: int | None = None
    n: int = 0
    is_planned: bool = False
    step: int = 1

    def overlaps(self, other: Event) -> bool:
        """Return whether both share a day."""
        return self.start <= other.end and other.start <= self.end


def gap_events(gaps: Iterable[Gap]) -> list[Event]:
    """Return one event per stretch of days without data."""
    day = timedelta(days=1)
    return [
        Event(g.first + g.start * day, g.first + (g.stop - 1) * day, g.key, "missing") for g in gaps
    ]


def events_of(watched: Watched, found: Detection) -> list[Event]:
    """Return the events of one series: single days joined where they touch, stretches and steps as one each."""
    events = [
        _event(watched, found, (start, stop), "point", sign)
        for sign in (-1, 1)
        for start, stop in runs(found.sign == sign)
    ]
    events += [
        _event(watched, found, (spell.start, spell.stop), "level_shift", spell.sign)
        for spell in found.spells
    ]
    return events + [_step(watched, found, shift) for shift in found.shifts]


def planned_events(watched: Watched, signs: NDArray[np.int64], expected: Floats) -> list[Event]:
    """Return the campaign days that missed or exceeded last time's multiple by far; `expected` in the series' unit."""
    blank = np.full(len(expected), np.nan)
    return [
        _means(watched, (start, stop), "point", sign, (expected, blank, blank), is_planned=True)
        for sign in (-1, 1)
        for start, stop in runs(signs == sign)
    ]


def _event(
    watched: Watched, found: Detection, days: tuple[int, int], kind: EventKind, sign: int
) -> Event:
    """Return the event on those days against the band."""
    return _means(watched, days, kind, sign, (found.expected, found.low, found.high))


def _step(watched: Watched, found: Detection, shift: Shift) -> Event:
    """Return the step that lasts: its first two weeks against what the level before would have brought.

    Later days are the new level; nobody can say what the old one would have become by then.
    """
    back = float(np.exp(-shift.size))
    band = (found.expected * back, found.low * back, found.high * back)
    days = shift.at, min(shift.at + STEP_DAYS, len(found.expected))
    return _means(watched, days, "level_shift", 1 if shift.size > 0 else -1, band)


def _means(
    watched: Watched,
    days: tuple[int, int],
    kind: EventKind,
    sign: int,
    band: Sequence[Floats],
    *,
    is_planned: bool = False,
) -> Event:
    """Return the event with the means over its days; campaign days within a step do not count."""
    inside = np.zeros(len(watched.phases), dtype=bool)
    inside[days[0] : days[1]] = True
    inside &= ~np.isnan(watched.signal.logs)
    if not is_planned:
        inside &= watched.is_ordinary
    scale = np.ones(len(inside)) if watched.scale is None else watched.scale
    observed, expected, low, high = (
        (column * scale)[inside] for column in (watched.signal.observed, *band)
    )
    off = (watched.signal.observed - band[0])[inside]
    worth = None if watched.worth is None else watched.worth[inside]
    step = timedelta(days=watched.step)
    return Event(
        watched.start + days[0] * step,
        watched.start + days[1] * step - timedelta(days=1),
        watched.key,
        kind,
        sign,
        float(observed.mean()),
        float(expected.mean()),
        _mean(low),
        _mean(high),
        None if worth is None else round(float((off * worth).sum())),
        watched.comparable,
        is_planned,
        watched.step,
    )


def _mean(values: Floats) -> float | None:
    """Return the mean, None where it is unknown."""
    return None if np.isnan(values).any() else float(values.mean())


def rank(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events by the money they are about; those without money last, by date."""
    return tuple(
        sorted(
            events,
            key=lambda e: (
                e.impact_cents is None,
                -abs(e.impact_cents or 0),
                e.start,
                e.series,
            ),
        )
    )
