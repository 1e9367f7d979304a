"""The two sides of a pair in groups, and what was decided about each group."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ecreview.model.money import sum_by
from ecreview.model.text import EMPTY
from ecreview.reconcile.base import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.dataset import Table
    from ecreview.model.text import Text

STATES = tuple(State)
STATE_CODE = {state: code for code, state in enumerate(STATES)}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a pair, entry i ↔ row i of the frame.

    Attributes:
        frame: has the key column and the source columns.
        cents: the money of each row.
        aside: the part of it that a reason explains by itself (a fee, postage) and that is not compared.
        groups: group per row.
        key: the column that names a group for people.
        memo: the sums per group once asked for; a matter of speed only.
    """

    frame: pd.DataFrame
    cents: NDArray[np.int64]
    aside: NDArray[np.int64]
    groups: NDArray[np.int64]
    key: str = "order_id"
    memo: dict[int, NDArray[np.int64]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What was decided per group.

    Attributes:
        states: position in STATES.
        reasons: position in `texts`.
    """

    states: NDArray[np.int64]
    reasons: NDArray[np.int64]
    texts: tuple[Text, ...]

    def because(self, *reasons: Text) -> NDArray[np.bool_]:
        """Return which groups were decided for one of these reasons, whatever a person noted beside it."""
        starts = tuple(reason.zh for reason in reasons)
        chosen = [i for i, text in enumerate(self.texts) if text.zh.startswith(starts)]
        return np.isin(self.reasons, chosen)


class Rule(NamedTuple):
    """A state for some groups, with its reason.

    Attributes:
        groups: a mask over the groups, or their numbers.
    """

    groups: NDArray[np.bool_] | NDArray[np.int64]
    state: State
    reason: Text


def judge(size: int, rules: Sequence[Rule]) -> Verdicts:
    """Return the verdicts of so many groups; of two rules that hold the later one decides."""
    states = np.full(size, STATE_CODE[State.MATCHED])
    reasons = np.zeros(size, dtype=np.int64)
    for number, rule in enumerate(rules, start=1):
        states[rule.groups] = STATE_CODE[rule.state]
        reasons[rule.groups] = number
    return Verdicts(states, reasons, (EMPTY, *(rule.reason for rule in rules)))


def held(groups: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Return which of so many groups occur."""
    return np.asarray(np.bincount(groups, minlength=size) > 0)


def is_summed(orders: Table) -> bool:
    """Return whether an export of orders told no amounts, so that they were added up from the lines."""
    return orders.facts.get("order_amount") == "lines"


def group_sums(side: Side, size: int) -> NDArray[np.int64]:
    """Return the compared cents per group; nobody writes into them."""
    if size not in side.memo:
        side.memo[size] = sum_by(side.groups, side.cents - side.aside, size)
    return side.memo[size]


def alone_with_aside(left: Side, right: Side, size: int) -> NDArray[np.bool_]:
    """Return the groups without a row on the left whose money is all aside: fees that name no known order."""
    is_left = held(left.groups, size)
    compared = held(right.groups[right.cents != right.aside], size)
    return ~is_left & ~compared
