"""Money of the shop that belongs to no order, by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.measures import in_scope, within

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.scope import Period, Scope


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Entries of one part that name no order; entry i of each array.

    Attributes:
        key: part, as in `PARTS`.
        cents: signed as the shop sees it.
    """

    key: str
    day: NDArray[np.int64]
    cents: NDArray[np.int64]

    def within(self, period: Period) -> int:
        """Return the cents of the period."""
        return int(self.cents[within(self.day, period)].sum())


def of_scope(frame: pd.DataFrame, scope: Scope) -> NDArray[np.bool_]:
    """Return which rows without an order count: of the shops chosen; of a channel nobody can tell."""
    if scope.channels:
        return np.zeros(len(frame), dtype=np.bool_)
    return in_scope(frame, scope)
