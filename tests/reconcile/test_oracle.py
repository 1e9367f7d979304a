"""Keyed equality of two tables: the answers of datacompy, frozen, and what orders against the bill say.

`oracle_datacompy.json` was made with datacompy 1.1.0 (not a dependency of this project) by importing
`keyed_tables` from this module and, per seed, writing down

    compare = datacompy.PandasCompare(left, right, join_columns="order_id", abs_tol=100, rel_tol=0)
    equal       int(compare.count_matching_rows())
    unequal     len(compare.intersect_rows) - equal
    only_left   len(compare.df1_unq_rows)
    only_right  len(compare.df2_unq_rows)
    largest     compare.column_stats of "cents": max_diff

beside the sums of both tables, which tell that the tables are still the same.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ecreview.model.scope import Settings
from ecreview.reconcile.base import State
from ecreview.reconcile.groups import STATES
from ecreview.reconcile.orders_payments import decide
from tests.builders import Row, dataset

ANSWERS = json.loads(Path(__file__).with_name("oracle_datacompy.json").read_text("utf-8"))
Table = dict[str, int]


def keyed_tables(seed: int) -> tuple[Table, Table]:
    """Return two tables, order id → cents: shared keys with equal, near and other amounts, and lone keys."""
    rng = np.random.default_rng(seed)
    keys = [f"39{n:017d}" for n in rng.permutation(100_000)[:600].tolist()]
    cents = rng.integers(1_000, 90_000, len(keys))
    off = rng.choice([0, 0, 0, 1, -1], len(keys)) * rng.integers(1, 300, len(keys))
    off[:4] = (100, -100, 101, -101)  # both sides of the border
    left = {key: int(c) for key, c in zip(keys[:500], cents[:500], strict=True)}
    right = {key: int(c) for key, c in zip(keys[80:], (cents + off)[80:], strict=True)}
    right |= {key: int(c) for key, c in zip(keys[:4], (cents + off)[:4], strict=True)}
    return left, right


def entry(order_id: str | None, cents: int, day: int) -> Row:
    time = f"2026-06-{day:02d} 12:00"
    return {"order_id": order_id, "amount": cents, "time": time, "subject": "goods"}


@pytest.mark.parametrize("seed", ANSWERS)
def test_orders_against_the_bill_say_what_datacompy_says(seed: str) -> None:
    left, right = keyed_tables(int(seed))
    answer = ANSWERS[seed]
    assert (sum(left.values()), sum(right.values())) == (answer["left"], answer["right"])
    orders = [
        {"order_id": key, "order_amount": cents, "paid_at": "2026-06-10", "status": "completed"}
        for key, cents in left.items()
    ]
    entries = [entry(key, cents, 12) for key, cents in right.items()]
    first = entry(None, 0, 1) | {"subject": "withdraw"}  # the bill begins before the orders
    decided = decide(dataset(orders=orders, payments=[first, *entries]), Settings())
    size = len(decided.verdicts.states)
    in_both = np.isin(np.arange(size), np.intersect1d(decided.left.groups, decided.right.groups))
    found = {state: decided.verdicts.states == code for code, state in enumerate(STATES)}
    equal = found[State.MATCHED] | found[State.WITHIN_TOLERANCE]
    assert {
        "equal": int((equal & in_both).sum()),
        "unequal": int(found[State.AMOUNT_DIFFERS].sum()),
        "only_left": int(found[State.ORDER_ONLY].sum()),
        "only_right": int(found[State.PAYMENT_ONLY].sum()),
    } == {name: answer[name] for name in ("equal", "unequal", "only_left", "only_right")}
    sums = [np.bincount(side.groups, side.cents, size) for side in (decided.left, decided.right)]
    assert np.abs(sums[0] - sums[1])[in_both].max() == answer["largest"]
