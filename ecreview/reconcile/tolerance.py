"""How far two amounts may be apart and still count as equal: cents, or a share of the amount (RC-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.scope import Settings

ORDER_CENTS = 100  # an order against money that came in for it
LINE_CENTS = 1  # amounts that were added up from lines: nothing but rounding may differ


class Tolerance(NamedTuple):
    """The larger of the two limits holds.

    Attributes:
        cents: absolute.
        rate: share of the left amount.
    """

    cents: int
    rate: float = 0.0

    def allows(self, difference: NDArray[np.int64], amount: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which differences are small enough, the limit itself included."""
        if not self.rate:
            return np.asarray(abs(difference) <= self.cents)
        limit = np.maximum(self.cents, np.floor(abs(amount) * self.rate))
        return np.asarray(abs(difference) <= limit)


def order_tolerance(settings: Settings) -> Tolerance:
    """Return the tolerance of an order."""
    cents = settings.thresholds.get("reconcile.tolerance_cents", ORDER_CENTS)
    return Tolerance(int(cents), settings.thresholds.get("reconcile.tolerance_rate", 0.0))


def line_tolerance(settings: Settings) -> Tolerance:
    """Return the tolerance of amounts that were added up from lines."""
    cents = settings.thresholds.get("reconcile.line_tolerance_cents", LINE_CENTS)
    return Tolerance(int(cents), settings.thresholds.get("reconcile.tolerance_rate", 0.0))
