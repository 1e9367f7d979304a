"""The refunds of the files one by one: which order, when, how much.

Unit of observation: a refund that moved money (its status is neither open nor rejected). Its time is when it was
finished, else when it was applied for. A refund that names no order of the files has row −1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.measures import NEVER
from ecreview.analyses.refund_rows import is_done, refund_seconds
from ecreview.model.money import cents_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import OrderFacts


@dataclass(frozen=True, slots=True, eq=False)
class RefundEvents:
    """One entry per refund, by order row, time and amount.

    Attributes:
        row: row of `OrderFacts`, −1 = names no order of the scope.
        second: datetime64[s], NaT = unknown.
        cents: positive.
        frame: the rows of the refunds table, entry i ↔ row i; always with `order_id`.
    """

    row: NDArray[np.int64]
    second: NDArray[np.datetime64]
    cents: NDArray[np.int64]
    frame: pd.DataFrame

    @property
    def day(self) -> NDArray[np.int64]:
        """Return the day number of each refund, NEVER where its time is unknown."""
        days = self.second.astype("datetime64[D]").astype(np.int64)
        return np.where(np.isnat(self.second), NEVER, days)

    @property
    def is_timed(self) -> NDArray[np.bool_]:
        """Return which refunds name an order of the scope and have a time."""
        return np.asarray((self.row >= 0) & ~np.isnat(self.second))


def refund_events(inputs: Inputs) -> RefundEvents | None:
    """Return the refunds that moved money, None where the files have no refunds table or no orders."""
    frame, orders = inputs.dataset.frame("refunds"), inputs.measures.orders
    if frame is None or orders is None or frame.empty:
        return None
    frame = frame[is_done(frame) & (cents_of(frame["amount"]) > 0)]
    if "order_id" not in frame.columns:
        frame = frame.assign(order_id=pd.Series(pd.NA, index=frame.index, dtype="str"))
    row = _rows(frame, orders, inputs.dataset.frame("order_lines"))
    if inputs.scope.shops or inputs.scope.channels:
        use = (row >= 0) | frame["order_id"].isna().to_numpy()  # the others may be of another shop
        frame, row = frame[use], row[use]
    second = refund_seconds(frame)
    order = np.lexsort((cents_of(frame["amount"]), second, row))
    frame = frame.iloc[order]
    return RefundEvents(row[order], second[order], cents_of(frame["amount"]), frame)


def _rows(frame: pd.DataFrame, orders: OrderFacts, lines: pd.DataFrame | None) -> NDArray[np.int64]:
    """Return the order row of each refund: by its order id, else by the order of its line id."""
    ids = orders.frame["order_id"]
    row = _places(frame["order_id"], ids)
    if lines is None or "line_id" not in frame.columns or "line_id" not in lines.columns:
        return row
    line = _places(frame["line_id"], lines["line_id"])
    of_line = _places(lines["order_id"], ids)[line]
    is_named = frame["order_id"].notna().to_numpy()
    return np.where((row < 0) & is_named & (line >= 0), of_line, row)


def _places(wanted: pd.Series, ids: pd.Series) -> NDArray[np.int64]:
    """Return the position of each wanted id among the ids, −1 where it is unknown or stands there twice."""
    once = np.flatnonzero((ids.notna() & ~ids.duplicated(keep=False)).to_numpy())
    at = pd.Index(ids.iloc[once].astype("str")).get_indexer(pd.Index(wanted.astype("str")))
    found = np.where(at >= 0, once[at] if len(once) else -1, -1)
    return np.where(wanted.notna().to_numpy(), found, -1).astype(np.int64)
