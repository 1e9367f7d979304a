"""The cells of a cohort table: who of each cohort came back in which period after its own.

Integer period numbers throughout; a cell is complete only if its period ended by the data end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.customers import Buyers

MAX_COHORTS = 90  # the latest ones; more only with daily cohorts
MAX_AGE = {"day": 30, "week": 26, "month": 60}
_THURSDAY = 3  # day 0 was a Thursday: weeks start three days before it


def cohort_cells(buyers: Buyers, step: str) -> pd.DataFrame:
    """Return the cells of the latest cohorts in long form.

    Shape: one row per cohort and age up to the data end → cohort (str, ascending), k, buyers, size (int64),
    rate (NaN = incomplete), complete (bool).
    """
    cohort = _period(buyers.first_day, step)
    first, last = int(cohort.min()), int(_period(np.array([buyers.end_day]), step)[0])
    periods, ages = last - first + 1, min(last - first, MAX_AGE[step]) + 1
    size = np.bincount(cohort - first, minlength=periods)
    seen = _seen(buyers, cohort - first, _period(buyers.visit_day, step) - first, (periods, ages))
    observable = np.arange(periods)[:, None] + np.arange(ages) < periods
    latest = np.isin(np.arange(periods), np.flatnonzero(size)[-MAX_COHORTS:])
    row, k = np.nonzero(observable & latest[:, None])
    complete = _starts(first + row + k + 1, step) <= buyers.end_day + 1
    return pd.DataFrame(
        {
            "cohort": _labels(first + row, step),
            "k": k,
            "buyers": seen[row, k],
            "size": size[row],
            "rate": np.where(complete, seen[row, k] / size[row], np.nan),
            "complete": complete,
        }
    )


def count_cohorts(buyers: Buyers, step: str) -> int:
    """Return how many cohorts there are before the cut to the latest ones."""
    return len(np.unique(_period(buyers.first_day, step)))


def _seen(
    buyers: Buyers, cohort: NDArray[np.int64], visit: NDArray[np.int64], shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Return distinct buyers per cohort and age, of that shape."""
    periods, ages = shape
    pairs = np.unique(buyers.visit_buyer * periods + visit)
    who = pairs // periods
    age = pairs % periods - cohort[who]
    near = age < ages
    cells = np.bincount(cohort[who[near]] * ages + age[near], minlength=periods * ages)
    return cells.reshape(shape)


def _period(days: NDArray[np.int64], step: str) -> NDArray[np.int64]:
    """Return the number of the day, week or month that each day lies in."""
    if step == "day":
        return days
    if step == "week":
        return (days + _THURSDAY) // 7
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _starts(periods: NDArray[np.int64], step: str) -> NDArray[np.int64]:
    """Return the first day of each period number."""
    if step == "day":
        return periods
    if step == "week":
        return periods * 7 - _THURSDAY
    return periods.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _labels(periods: NDArray[np.int64], step: str) -> list[str]:
    """Return the name of each period: its month, or its first day."""
    starts = _starts(periods, step).astype("datetime64[D]")
    return [str(s) for s in (starts.astype("datetime64[M]") if step == "month" else starts)]
