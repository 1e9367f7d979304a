"""Movements of stock as the files tell them: the list of movements, else purchases, shipped items and returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from ecreview.model.dataset import SOURCE_COLUMNS
from ecreview.model.money import cents_of
from ecreview.model.table_spec import NO_MONEY
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset

    _Part = tuple[pd.DataFrame, NDArray[np.int64], NDArray[np.datetime64]]

LISTED = "stock_moves"
# Of what the movements are made where no list of them is given, and which way stock goes.
_MADE_OF = {
    "purchases": Text(zh="采购到货", en="purchases that arrived"),
    "order_lines": Text(zh="订单发货", en="orders that were shipped"),
    "refunds": Text(zh="退货入库", en="returned goods"),
}
_NOT_MOVED = {
    LISTED: Text(zh="没有出入库日期", en="no day of the movement"),
    "purchases": Text(zh="采购未到货", en="purchased, not arrived yet"),
    "order_lines": Text(zh="未发货", en="not shipped"),
    "refunds": Text(zh="没有退货入库", en="no goods came back"),
}
_RETURNED = "退货退款|已退货|return"  # kinds of cases, and states of the goods


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Movements, entry i ↔ row i.

    Attributes:
        frame: with `sku_code` and the source columns; `warehouse` where it is known.
        pieces: came in positive, went out negative.
        time: when it moved; NaT = it did not.
        table: which table tells it.
        tables: the tables that tell movements.
    """

    frame: pd.DataFrame
    pieces: NDArray[np.int64]
    time: NDArray[np.datetime64]
    table: pd.Series
    tables: tuple[str, ...]

    @property
    def is_listed(self) -> bool:
        """Return whether a list of all movements is given."""
        return self.tables == (LISTED,)

    def tells(self, *, came_in: bool) -> bool:
        """Return whether the files tell what came in (or what went out)."""
        return self.is_listed or ("purchases" if came_in else "order_lines") in self.tables

    @property
    def made_of(self) -> tuple[list[Text], list[Text]]:
        """Return of what the movements are made, and which of that is in no file."""
        given = [text for table, text in _MADE_OF.items() if table in self.tables]
        return given, [text for table, text in _MADE_OF.items() if table not in self.tables]

    def reasons(self) -> list[tuple[NDArray[np.bool_], Text]]:
        """Return the rows that did not move, and why."""
        never = np.isnat(self.time)
        return [(never & (self.table == t).to_numpy(), _NOT_MOVED[t]) for t in self.tables]


def tells_moves(dataset: Dataset) -> bool:
    """Return whether any table tells movements."""
    return any(_is_given(dataset, table) for table in _READ)


def read_moves(dataset: Dataset) -> Moves:
    """Return the movements, of a dataset that tells any."""
    given = [table for table in _READ if _is_given(dataset, table)]
    found = {table: _READ[table](dataset) for table in ([LISTED] if LISTED in given else given)}
    parts = list(found.values())
    frames = [part[0] for part in parts]
    columns: dict[str, Any] = {
        "sku_code": pd.concat([f["sku_code"].astype("str") for f in frames], ignore_index=True)
    }
    for name in SOURCE_COLUMNS[:2]:
        columns[name] = union_categoricals([f[name] for f in frames])
    columns["source_row"] = np.concatenate([f["source_row"].to_numpy() for f in frames])
    if all("warehouse" in f.columns for f in frames):
        columns["warehouse"] = pd.concat([f["warehouse"] for f in frames], ignore_index=True)
    return Moves(
        pd.DataFrame(columns),
        np.concatenate([pieces for _, pieces, _ in parts]),
        np.concatenate([time for *_, time in parts]),
        pd.Series(np.repeat(list(found), [len(f) for f in frames])),
        tuple(found),
    )


def _is_given(dataset: Dataset, table: str) -> bool:
    """Return whether the table tells movements of SKUs."""
    times = {LISTED: "date", "purchases": "received_at", "refunds": "finished_at"}
    if table != "order_lines":
        return dataset.has(table, "sku_code", "quantity", times[table])
    told = dataset.has(table, "shipped_at") or dataset.has("orders", "order_id", "shipped_at")
    return told and dataset.has(table, "order_id", "sku_code", "quantity")


def _listed(dataset: Dataset) -> _Part:
    """Return the list of movements."""
    frame = dataset.tables[LISTED].frame
    return frame, cents_of(frame["quantity"]), _seconds(frame["date"])


def _arrived(dataset: Dataset) -> _Part:
    """Return the purchases by their arrival."""
    frame = dataset.tables["purchases"].frame
    return frame, cents_of(frame["quantity"]), _seconds(frame["received_at"])


def _shipped(dataset: Dataset) -> _Part:
    """Return the items of orders by their shipping: their own time, else that of the order."""
    frame, orders = dataset.tables["order_lines"].frame, dataset.frame("orders")
    told = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    if "shipped_at" in frame.columns:
        told = frame["shipped_at"]
    if orders is not None and "shipped_at" in orders.columns:
        times = orders.dropna(subset=["order_id"]).drop_duplicates("order_id")
        told = told.fillna(frame["order_id"].map(times.set_index("order_id")["shipped_at"]))
    return frame, -cents_of(frame["quantity"]), _seconds(told)


def _returned(dataset: Dataset) -> _Part:
    """Return the refunds with goods that came back, by the day they were finished."""
    frame = dataset.tables["refunds"].frame
    came = np.zeros(len(frame), dtype=np.bool_)
    for column in ("type", "goods_state"):
        if column in frame.columns:
            words = frame[column].astype("str").fillna("")
            came |= words.str.contains(_RETURNED, case=False, regex=True).to_numpy(dtype=np.bool_)
    if "status" in frame.columns:
        words = frame["status"].astype("str").fillna("")
        came &= ~words.str.contains(NO_MONEY, regex=True).to_numpy(dtype=np.bool_)
    time = _seconds(frame["finished_at"])
    return frame, cents_of(frame["quantity"]), np.where(came, time, np.datetime64("NaT", "s"))


_READ: dict[str, Callable[[Dataset], _Part]] = {
    LISTED: _listed,
    "purchases": _arrived,
    "order_lines": _shipped,
    "refunds": _returned,
}


def _seconds(times: pd.Series) -> NDArray[np.datetime64]:
    """Return times as datetime64[s]."""
    return times.to_numpy(dtype="datetime64[s]")
