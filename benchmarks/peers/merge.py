"""Matching two tables by a text id, the plain way: group, merge, select.

python benchmarks/peers/merge.py LEFT.arrow RIGHT.arrow
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pandas as pd

CENT = 0.005


def main(left: pd.DataFrame, right: pd.DataFrame) -> dict[str, int]:
    """Return how many ids are in each state."""
    sums = right.groupby("id")["amount"].agg(["sum", "size"]).reset_index()
    both = left.merge(sums, on="id", how="outer", indicator=True)
    state = np.select(
        [
            both["_merge"] == "left_only",
            both["_merge"] == "right_only",
            both["size"] > 1,
            (both["sum"] - both["amount"]).abs() < CENT,
        ],
        ["order_only", "payment_only", "twice", "equal"],
        "differs",
    )
    count = pd.Series(state).value_counts().to_dict()
    return {**count, "differs_or_twice": count["differs"] + count["twice"]}


if __name__ == "__main__":
    tables = [pd.read_feather(path) for path in sys.argv[1:3]]
    begin = time.process_time()
    controls = main(*tables)
    print(json.dumps({"work": time.process_time() - begin, "controls": controls}))
