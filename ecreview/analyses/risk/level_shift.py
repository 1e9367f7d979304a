"""Where the level of a series steps up or down for good: one finding, not one per day.

Two windows: the last ordinary days before a day against the first ones from it on. A running median
absorbs a step, so runs of residuals do not show it.

    t = |median after − median before| / (spread · √(1.57 / before + 1.57 / after))
    spread = max(1.4826 · MAD within the windows, usual scale of the series)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MIN_SIDE = 7
WINDOW, WINDOW_DAYS, MIN_WINDOW_DAYS = 14, 10, 5
MIN_STEP, MIN_T = 0.25, 3.5
FEW_DAYS, MIN_T_FEW = 28, 5.0  # fewer ordinary days than that must show a clearer step
MIN_SPAN = 28
REFINE = 6
MAD_TO_SD = 1.4826
_MEDIAN_VARIANCE = 1.57  # π / 2: how much wider a median scatters than a mean


@dataclass(frozen=True, slots=True)
class Shift:
    """A step of the level.

    Attributes:
        at: first entry on the new level.
        size: of the step, as a log.
    """

    at: int
    size: float


def find_shifts(values: Floats, ordinary: Flags, scale: float) -> tuple[Shift, ...]:
    """Return the step that stands out most, nothing where none does.

    Args:
        values: logs without their weekly effect, of shape (n,).
        ordinary: days that count: observed, and outside campaigns and their shoulders.
        scale: what the series usually scatters by.
    """
    days = np.flatnonzero(ordinary)
    if len(values) < MIN_SPAN or len(days) < 2 * MIN_SIDE:
        return ()
    min_t = MIN_T if len(days) >= FEW_DAYS else MIN_T_FEW
    starts = np.arange(MIN_SIDE, len(values) - MIN_SIDE + 1)
    at = np.searchsorted(days, starts)
    sides = (at >= MIN_SIDE) & (len(days) - at >= MIN_SIDE)
    before = _window(values, days, at[:, None] - 1 - np.arange(WINDOW_DAYS), starts, -WINDOW)
    after = _window(values, days, at[:, None] + np.arange(WINDOW_DAYS), starts, WINDOW)
    step, t = _test(before, after, scale)
    t = np.where(sides & (np.abs(step) >= MIN_STEP) & (t >= min_t), t, 0)
    if not t.any():
        return ()
    best = int(np.argmax(t))
    levels = row_medians(np.stack([before[best], after[best]]))
    first = _refine(values, ordinary, int(starts[best]), levels)
    if not MIN_SIDE <= first <= len(values) - MIN_SIDE:
        return ()
    return (Shift(first, float(step[best])),)


def _window(
    values: Floats,
    days: NDArray[np.int64],
    at: NDArray[np.int64],
    starts: NDArray[np.int64],
    span: int,
) -> Floats:
    """Return the values of up to ten ordinary days on one side of each start; NaN where there are fewer."""
    inside = (at >= 0) & (at < len(days))
    picked = days[at.clip(0, len(days) - 1)]
    distance = picked - starts[:, None]
    near = (distance < span) if span > 0 else (distance >= span)
    return np.where(inside & near, values[picked], np.nan)


def _test(before: Floats, after: Floats, scale: float) -> tuple[Floats, Floats]:
    """Return step and t per start; t = 0 where a window is too thin."""
    n_before, n_after = ((~np.isnan(w)).sum(axis=1) for w in (before, after))
    thick = np.minimum(n_before, n_after) >= MIN_WINDOW_DAYS
    middle_before, middle_after = row_medians(before), row_medians(after)
    apart = np.hstack([before - middle_before[:, None], after - middle_after[:, None]])
    spread = np.maximum(MAD_TO_SD * row_medians(np.abs(apart)), scale)
    step = middle_after - middle_before
    width = spread * np.sqrt(
        _MEDIAN_VARIANCE * (1 / np.maximum(n_before, 1) + 1 / np.maximum(n_after, 1))
    )
    return step, np.where(thick, np.abs(step) / width, 0)


def _refine(values: Floats, ordinary: Flags, start: int, levels: Floats) -> int:
    """Return the day within six of `start` that splits both levels with the least absolute deviation."""
    low, high = max(start - WINDOW, 0), min(start + WINDOW, len(values))
    days = np.flatnonzero(ordinary[low:high]) + low
    off = np.abs(values[days][:, None] - levels)
    splits = np.arange(max(start - REFINE, low + 1), min(start + REFINE + 1, high))
    is_left = days[None, :] < splits[:, None]
    cost = np.where(is_left, off[:, 0], off[:, 1]).sum(axis=1)
    return int(splits[np.argmin(cost)])


def row_medians(rows: Floats) -> Floats:
    """Return the median of each row without its NaN; NaN for rows of nothing else."""
    ordered = np.sort(rows, axis=1)
    count = (~np.isnan(rows)).sum(axis=1)
    at = np.arange(len(rows))
    low = ordered[at, np.maximum(count - 1, 0) // 2]
    high = ordered[at, np.minimum(count // 2, rows.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan)
