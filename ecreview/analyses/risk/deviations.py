"""What the detector found, as one value per event: when, which series, how far off, worth how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecreview.analyses.measures import CLOSED_WEEKS
from ecreview.analyses.risk.detector import runs
from ecreview.analyses.risk.signals import WEEK, weekdays
from ecreview.model.scope import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ecreview.analyses.measures import Measures
    from ecreview.analyses.risk.detector import Detection
    from ecreview.analyses.risk.level_shift import Shift
    from ecreview.analyses.risk.signals import Watched

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
    step: int = 1

    @property
    def period(self) -> Period:
        """Return its days."""
        return Period.over(self.start, self.end)

    def overlaps(self, other: Event) -> bool:
        """Return whether both share a day."""
        return self.start <= other.end and other.start <= self.end


def missing_days(measures: Measures) -> list[Event]:
    """Return one event per stretch of days without data of a source.

    Weekdays on which a source never has data are not missing: the shop is closed then.
    """
    events = []
    for key in ("orders_placed", "uv"):
        series = measures.daily(key)
        if series is None:
            continue
        seen, days = ~np.isnan(series.values), series.days
        seen = seen[: len(seen) - int(seen[::-1].argmax())] if seen.any() else seen[:0]
        cycle = weekdays(series.start, len(seen))
        often = np.bincount(cycle, minlength=WEEK) >= CLOSED_WEEKS
        closed = often & (np.bincount(cycle[seen], minlength=WEEK) == 0)
        events += [
            Event(days[start], days[stop - 1], key, "missing")
            for start, stop in runs(~seen & ~closed[cycle])
        ]
    return events


def events_of(watched: Watched, found: Detection) -> list[Event]:
    """Return the events of one series: single days joined where they touch, stretches and steps as one each."""
    band = (found.expected, found.low, found.high)
    points = [
        _event(watched, days, "point", sign, band)
        for sign in (-1, 1)
        for days in runs(found.sign == sign)
    ]
    spells = [
        _event(watched, (spell.start, spell.stop), "level_shift", spell.sign, band)
        for spell in found.spells
    ]
    return [*points, *spells, *(_step(watched, found, shift) for shift in found.shifts)]


def planned_events(watched: Watched, signs: NDArray[np.int64], expected: Floats) -> list[Event]:
    """Return the campaign days that missed or exceeded last time's multiple by far; `expected` in the series' unit."""
    blank = np.full(len(expected), np.nan)
    return [
        _event(watched, days, "point", sign, (expected, blank, blank), is_campaign=True)
        for sign in (-1, 1)
        for days in runs(signs == sign)
    ]


def _step(watched: Watched, found: Detection, shift: Shift) -> Event:
    """Return the step that lasts: its first two weeks against what the level before would have brought.

    Later days are the new level; nobody can say what the old one would have become by then.
    """
    back = float(np.exp(-shift.size))
    band = (found.expected * back, found.low * back, found.high * back)
    days = shift.at, min(shift.at + STEP_DAYS, len(found.expected))
    return _event(watched, days, "level_shift", 1 if shift.size > 0 else -1, band)


def _event(
    watched: Watched,
    days: tuple[int, int],
    kind: EventKind,
    sign: int,
    band: Sequence[Floats],
    *,
    is_campaign: bool = False,
) -> Event:
    """Return the event with the means over its days; campaign days within other events do not count."""
    inside = np.zeros(len(watched.phases), dtype=bool)
    inside[days[0] : days[1]] = True
    inside &= ~np.isnan(watched.signal.logs)
    if not is_campaign:
        inside &= watched.is_ordinary
    observed, expected, low, high = (
        watched.shown(column)[inside] for column in (watched.signal.observed, *band)
    )
    off = (watched.signal.observed - band[0])[inside]
    worth = None if watched.worth is None else watched.worth[inside]
    return Event(
        watched.day(days[0]),
        watched.day(days[1]) - timedelta(days=1),
        watched.key,
        kind,
        sign,
        float(observed.mean()),
        float(expected.mean()),
        _mean(low),
        _mean(high),
        None if worth is None else round(float((off * worth).sum())),
        watched.comparable,
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
            key=lambda e: (e.impact_cents is None, -abs(e.impact_cents or 0), e.start, e.series),
        )
    )
