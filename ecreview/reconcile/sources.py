"""Groups as a person finds them again: their id, and file and row of their first entry on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecreview.reconcile.groups import Side

_NO_ROW = -1
_LINE_BITS = 32  # a source is one number: rank of the file, then the row
# What names an entry of the right side when its file is uploaded again, the most particular number first.
REFS = ("txn_id", "entry_id", "refund_id", "waybill", "line_id", "order_id", "sku_code")


@dataclass(frozen=True, slots=True, eq=False)
class Firsts:
    """The first row of each listed group on one side, in the order of the list.

    Attributes:
        side: where the rows are.
        rows: position in the frame, −1 for none on this side.
        numbers: the source as one number that sorts by file, then row; −1 for none.
    """

    side: Side
    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]

    def take(self, order: NDArray[np.int64]) -> Firsts:
        """Return the same in another order."""
        return Firsts(self.side, self.rows[order], self.numbers[order])

    def pick(self, column: str) -> pd.Series:
        """Return the column at these rows, null for none or where there is no such column."""
        if column not in self.side.frame.columns or not len(self.side.frame):
            return pd.Series(None, index=range(len(self.rows)), dtype="str")
        values = self.side.frame[column].take(np.maximum(self.rows, 0)).reset_index(drop=True)
        return values.mask(pd.Series(self.rows == _NO_ROW))

    @property
    def sources(self) -> pd.Series:
        """Return `file · row`, null for none."""
        at: Any = pa.array(self.rows, mask=self.rows == _NO_ROW)
        files = self.side.frame["source_file"].cat
        file: Any = pa.array(files.codes.to_numpy()).take(at)
        names = pa.array(files.categories, type=pa.large_string()).take(file)
        lines = pa.array(self.side.frame["source_row"].to_numpy()).take(at).cast(pa.large_string())
        joined = pc.binary_join_element_wise(names, lines, pa.scalar(" · ", pa.large_string()))
        return pd.Series(joined.to_pandas(), dtype="str")

    def named(self, columns: Sequence[str]) -> pd.Series:
        """Return for each row the first of these columns that is filled, null for none."""
        found = pd.Series(None, index=range(len(self.rows)), dtype="str")
        for column in columns:
            if found.isna().any():
                found = found.fillna(self.pick(column).astype("str"))
        return found


def first_rows(side: Side, listed: NDArray[np.int64], size: int) -> Firsts:
    """Return the first row of each listed group out of so many; first by file name, then by row."""
    place = np.full(size, _NO_ROW)
    place[listed] = np.arange(len(listed))
    rows = np.flatnonzero(place[side.groups] != _NO_ROW)
    files = side.frame["source_file"].cat
    rank = np.argsort(np.argsort(np.asarray(files.categories, dtype=object)))
    lines = side.frame["source_row"].to_numpy()[rows].astype(np.int64)
    source = (rank[files.codes.to_numpy()[rows]].astype(np.int64) << _LINE_BITS) + lines
    backwards = np.argsort(-source, kind="stable")  # the first row is written last and stays
    if pd.Series(source).duplicated().any():  # a row of the file was taken apart: its first id
        names = side.frame[side.key].take(rows).astype("str").fillna("")
        backwards = np.lexsort((pd.factorize(names, sort=True)[0], source))[::-1]
    groups = place[side.groups[rows[backwards]]]
    first, number = np.full(len(listed), _NO_ROW), np.full(len(listed), _NO_ROW)
    first[groups], number[groups] = rows[backwards], source[backwards]
    return Firsts(side, first, number)


def ids_of(left: Firsts, right: Firsts, column: str = "order_id") -> pd.Series:
    """Return the id of the left side, else of the right, null where neither has one."""
    named = left.pick(column)
    return named.astype(right.pick(column).dtype).fillna(right.pick(column))
