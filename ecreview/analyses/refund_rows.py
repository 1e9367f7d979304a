"""What a row of the refunds table says: whether money moved, and when. Said once for all who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_NOT_DONE = ("open", "rejected")


def is_done(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which refunds moved money: those that are neither asked for only nor refused."""
    if "status" not in frame.columns:
        return np.ones(len(frame), dtype=np.bool_)
    return ~frame["status"].isin(_NOT_DONE).to_numpy()


def refund_seconds(frame: pd.DataFrame) -> NDArray[np.datetime64]:
    """Return when each refund was finished, else applied for; NaT = unknown."""
    second = np.full(len(frame), np.datetime64("NaT", "s"))
    for name in ("finished_at", "applied_at"):
        if name in frame.columns:
            told = frame[name].to_numpy(dtype="datetime64[s]")
            second = np.where(np.isnat(second), told, second)
    return second
