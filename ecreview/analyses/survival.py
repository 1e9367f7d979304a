"""How long until it happens, when some are still waiting: the Kaplan–Meier estimate.

S(t) = Π (1 − dᵢ / nᵢ) over the days up to t; its interval is log(−log) Greenwood. Who is still waiting at the
data end counts as at risk up to that day, not as "never".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.intervals import Z_95

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """The share still waiting after each day; entry t stands for day t, from day 0 on.

    Attributes:
        waiting: S(t).
        low, high: its 95 % interval; NaN where nothing has happened yet.
        at_risk: who was observed up to that day and still waiting before it.
    """

    waiting: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    at_risk: NDArray[np.int64]

    def median(self) -> int | None:
        """Return the first day on which fewer than half are still waiting, None where not reached."""
        below = np.flatnonzero(self.waiting < 0.5)  # noqa: PLR2004 - the median
        return int(below[0]) if len(below) else None

    def last_day(self, *, at_least: float) -> int:
        """Return the last day on which at least that many are at risk, −1 where none is."""
        enough = np.flatnonzero(self.at_risk >= at_least)
        return int(enough[-1]) if len(enough) else -1


def survive(days: NDArray[np.int64], happened: NDArray[np.bool_]) -> Survival:
    """Return the survival curve.

    Args:
        days: until it happened, or until the data end; of shape (n,), n > 0, none negative.
        happened: whether it did; of shape (n,).
    """
    left = np.bincount(days)
    events = np.bincount(days[happened], minlength=len(left))
    at_risk = len(days) - (np.cumsum(left) - left)
    waiting = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events)))
        log_s = np.log(waiting)
        reach = Z_95 * np.sqrt(variance) / np.abs(log_s)
        low, high = waiting ** np.exp(reach), waiting ** np.exp(-reach)
    defined = (waiting > 0) & (waiting < 1)
    return Survival(
        waiting, np.where(defined, low, np.nan), np.where(defined, high, np.nan), at_risk
    )
