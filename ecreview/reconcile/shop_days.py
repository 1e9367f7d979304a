"""The calendar on which a daily summary and the orders meet: one cell per shop and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_NAMING = ("platform", "shop")


@dataclass(frozen=True, slots=True, eq=False)
class ShopDays:
    """The days from the first to the last, of one shop after the other.

    Attributes:
        first: day number of the first day, days since 1970-01-01.
        days: how many days there are.
        shops: platform and shop of each; ("", "") where files are compared as a whole.
    """

    first: int
    days: int
    shops: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Return how many cells there are."""
        return self.days * len(self.shops)

    def cells(self, days: NDArray[np.int64], shops: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the cell of each day and shop, `size` for none."""
        at = days - self.first
        inside = (at >= 0) & (at < self.days)
        return np.where(inside, shops * self.days + at, self.size)

    def between(self, seen: NDArray[np.bool_], margin: int) -> NDArray[np.bool_]:
        """Return the cells from the first to the last one seen of each shop, less so many at both ends."""
        out = np.zeros((len(self.shops), self.days), dtype=np.bool_)
        for row, marks in zip(out, seen.reshape(out.shape), strict=True):
            days = np.flatnonzero(marks)
            if len(days):
                row[days[0] + margin : max(days[-1] + 1 - margin, 0)] = True
        return out.ravel()

    def labels(self, cells: NDArray[np.int64]) -> Any:
        """Return what people call each cell: the day, and whose where there are several; null for none."""
        days = np.arange(self.first, self.first + self.days).astype("datetime64[D]").astype(str)
        names = [" · ".join(filter(None, shop)) for shop in self.shops]
        words = [f"{day} · {name}" if name else str(day) for name in names for day in days]
        return pd.Categorical.from_codes(np.where(cells < self.size, cells, -1), pd.Index(words))

    def of_platform(self, platform: str) -> NDArray[np.bool_]:
        """Return the cells of a platform."""
        return np.repeat([name == platform for name, _ in self.shops], self.days)


def day_numbers(times: pd.Series) -> NDArray[np.int64]:
    """Return days since 1970-01-01, the smallest number for null."""
    return times.to_numpy(dtype="datetime64[s]").astype("datetime64[D]").astype(np.int64)


def shop_days(times: Sequence[pd.Series], shops: tuple[tuple[str, str], ...]) -> ShopDays:
    """Return the calendar that holds all of the times."""
    known = [days[days >= 0] for days in map(day_numbers, times)]
    first = min(int(days.min()) for days in known if len(days))
    last = max(int(days.max()) for days in known if len(days))
    return ShopDays(first, last - first + 1, shops)


def name_shops(
    frames: Sequence[pd.DataFrame],
) -> tuple[tuple[tuple[str, str], ...], list[NDArray[np.int64]]]:
    """Return the shops, and the shop of each row of each frame as a position among them.

    Platform and shop part the rows where all frames name them throughout and have a name in common; otherwise
    the files are compared as a whole.
    """
    (platforms, ours), (shops, theirs) = (_shared(frames, column) for column in _NAMING)
    codes = [p * len(shops) + s for p, s in zip(ours, theirs, strict=True)]
    size = len(platforms) * len(shops)
    used = np.flatnonzero(sum(np.bincount(each, minlength=size) for each in codes))
    place = np.zeros(size, dtype=np.int64)
    place[used] = np.arange(len(used))
    names = tuple((platforms[u // len(shops)], shops[u % len(shops)]) for u in used.tolist())
    return names, [place[each] for each in codes]


def _shared(
    frames: Sequence[pd.DataFrame], column: str
) -> tuple[list[str], list[NDArray[np.int64]]]:
    """Return the names in a column over all frames, and which one each row has.

    One blank name for all where the column does not part the rows.
    """
    whole = [""], [np.zeros(len(frame), dtype=np.int64) for frame in frames]
    if not all(column in frame.columns and frame[column].notna().all() for frame in frames):
        return whole
    each = [frame[column].astype("category").cat.remove_unused_categories() for frame in frames]
    values = [set(named.cat.categories) for named in each]
    names = sorted(set.union(*values))
    if len(names) == 1 or not set.intersection(*values):
        return whole
    index = pd.Index(names)
    return names, [index.get_indexer(c.cat.categories)[c.cat.codes].astype(np.int64) for c in each]
