"""The definition finder (口径侦探, NEW-2): which definition of a day's sales reproduces a daily summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.reconcile.definitions import daily_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ecreview.reconcile.definitions import Definition, Sold, Time

FOUND_SHARE, FOUND_DAYS = 0.95, 7  # of the days to the cent, and at least so many


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """The summary on the same shop-days.

    Attributes:
        cents: what it says, 0 where it says nothing.
        buyers: how many, −1 where it does not say; None where it never does.
        is_compared: days whole in both files; others prove nothing.
    """

    cents: NDArray[np.int64]
    buyers: NDArray[np.int64] | None
    is_compared: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How well some definitions, which are one and the same on these days, reproduce the summary.

    Attributes:
        definitions: the usual one first.
        cents: their sum per shop-day.
        rank: from 1; those that fit equally well share it.
        equal: how many days agree to the cent.
        days: how many were compared.
        gap_cents: sum of the differences in absolute terms.
        reported_cents: what the summary says of the days compared.
    """

    definitions: tuple[Definition, ...]
    cents: NDArray[np.int64]
    rank: int
    equal: int
    days: int
    gap_cents: int
    reported_cents: int

    @property
    def is_found(self) -> bool:
        """Return whether it reproduces the summary; otherwise it is merely the closest."""
        return self.days >= FOUND_DAYS and self.equal >= FOUND_SHARE * self.days

    @property
    def share(self) -> float | None:
        """Return 1 − gap / reported, never below 0; None where nothing was reported."""
        if not self.reported_cents:
            return None
        return max(0.0, 1 - self.gap_cents / self.reported_cents)


def fit(definitions: Sequence[Definition], sold: Sold, reported: Reported) -> tuple[Fit, ...]:
    """Return how well the definitions fit, the best first.

    More days to the cent go first, then the smaller sum of differences; where that leaves several, the
    number of buyers decides if one of them reproduces that as well.
    """
    cents = daily_sums(definitions, sold)
    off = (cents - reported.cents)[:, reported.is_compared]
    equal, gap = (off == 0).sum(axis=1), abs(off).sum(axis=1)
    best = np.lexsort((gap, -equal))[0]
    tied = (equal == equal[best]) & (gap == gap[best])
    buyers = _days_of_buyers(definitions, np.flatnonzero(tied), sold, reported)
    scores = np.stack([-equal, gap, -buyers])
    return tuple(_ranked(definitions, cents, reported, scores))


def _ranked(
    definitions: Sequence[Definition],
    cents: NDArray[np.int64],
    reported: Reported,
    scores: NDArray[np.int64],
) -> Iterator[Fit]:
    """Yield the fits by score, definitions of one series and score together."""
    use = reported.is_compared
    series = np.unique(cents[:, use], axis=0, return_inverse=True)[1]
    total = int(reported.cents[use].sum())
    groups: dict[tuple[int, ...], list[int]] = {}
    for place, key in enumerate(zip(*scores.tolist(), series.tolist(), strict=True)):
        groups.setdefault(key, []).append(place)
    rank, last = 0, None
    # Of equal scores the group with the most usual definition goes first.
    for (*score, _), places in sorted(groups.items(), key=lambda g: (g[0][:-1], g[1][0])):
        rank, last = (rank, last) if score == last else (rank + 1, score)
        made = tuple(definitions[p] for p in places)
        yield Fit(made, cents[places[0]], rank, -score[0], int(use.sum()), score[1], total)


def _days_of_buyers(
    definitions: Sequence[Definition], tied: NDArray[np.int64], sold: Sold, reported: Reported
) -> NDArray[np.int64]:
    """Return on how many days the tied definitions reproduce the buyers, 0 for all where none really does."""
    out = np.zeros(len(definitions), dtype=np.int64)
    if sold.buyers is None or reported.buyers is None or len(tied) == 1:
        return out
    use = reported.is_compared & (reported.buyers >= 0)
    counted: dict[tuple[Time, int], int] = {}
    for place in tied:
        key = (definitions[place].time, definitions[place].without)
        if key not in counted:
            people = _buyers_per_day(sold, definitions[place])
            counted[key] = int((people == reported.buyers)[use].sum())
        out[place] = counted[key]
    return out if out.max() >= max(FOUND_SHARE * use.sum(), FOUND_DAYS) else np.zeros_like(out)


def _buyers_per_day(sold: Sold, definition: Definition) -> NDArray[np.int64]:
    """Return the distinct buyers of the orders that count, per shop-day."""
    assert sold.buyers is not None  # noqa: S101 - checked by the caller
    use = sold.counts(definition) & (sold.buyers >= 0)
    people = int(sold.buyers.max(initial=0)) + 1
    pairs = np.sort(sold.cells[definition.time][use] * people + sold.buyers[use])
    first = np.diff(pairs, prepend=-1) != 0
    return np.bincount(pairs[first] // people, minlength=sold.size)
