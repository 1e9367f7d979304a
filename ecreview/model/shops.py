"""Which shop each row of a table belongs to, and how people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.platforms import platform_name
from ecreview.model.text import EMPTY, Text, join_texts, same

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shops_of(frame: pd.DataFrame) -> tuple[NDArray[np.int64], list[Text]]:
    """Return a code per row, and what people call the shop of each code.

    A shop goes by its name, by its platform where the table names none, by both where that is not clear, and
    by nothing where the table names neither.
    """
    (platform, platforms), (shop, shops) = (_codes(frame, key) for key in ("platform", "shop"))
    pairs = (platform + 1) * (len(shops) + 1) + shop + 1
    present = np.flatnonzero(np.bincount(pairs))
    named = [
        (
            platform_name(str(platforms[p - 1])) if p else None,
            same(str(shops[s - 1])) if s else None,
        )
        for p, s in (divmod(int(pair), len(shops) + 1) for pair in present)
    ]
    short = [shop or platform or EMPTY for platform, shop in named]
    names = [
        name if short.count(name) == 1 else join_texts([n for n in both if n], zh=" · ", en=" · ")
        for name, both in zip(short, named, strict=True)
    ]
    order = np.array(sorted(range(len(names)), key=lambda i: names[i].en), dtype=np.int64)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[np.searchsorted(present, pairs)], [names[i] for i in order]


def _codes(frame: pd.DataFrame, column: str) -> tuple[NDArray[np.int64], pd.Index]:
    """Return a code per row (-1 = not told) and the values."""
    if column not in frame.columns:
        return np.full(len(frame), -1, dtype=np.int64), pd.Index([])
    values = frame[column].astype("category").cat
    return values.codes.to_numpy().astype(np.int64), values.categories
