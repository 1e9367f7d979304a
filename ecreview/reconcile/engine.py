"""The steps every pair shares once its groups are decided: tally the states, explain, rate.

Every group is in one state and its rows with it, so that the states partition both sides by construction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecreview.model.money import sum_by
from ecreview.reconcile.base import (
    EXPLAINING_STATES,
    NOT_DUE_STATES,
    SETTLED_STATES,
    Reconciliation,
    State,
    Tally,
)
from ecreview.reconcile.differences import list_differences
from ecreview.reconcile.groups import STATE_CODE, STATES, group_sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.reconcile.base import Pair
    from ecreview.reconcile.groups import Side, Verdicts


def _tally_states(left: Side, right: Side, verdicts: Verdicts) -> dict[State, Tally]:
    """Return keys, rows and cents of both sides per state that occurs, in the order of the states."""
    seen = np.zeros(len(verdicts.states), dtype=np.bool_)
    rows, cents = [], []
    for side in (left, right):
        seen[side.groups] = True
        states = verdicts.states[side.groups]
        rows.append(np.bincount(states, minlength=len(STATES)))
        cents.append(sum_by(states, side.cents, len(STATES)))
    groups = np.bincount(verdicts.states[seen], minlength=len(STATES))
    return {
        state: Tally(*(int(part[code]) for part in (*rows, *cents, groups)))
        for code, state in enumerate(STATES)
        if groups[code]
    }


def _explain_states(residual: NDArray[np.int64], verdicts: Verdicts) -> dict[str, int]:
    """Return the part of the difference that the states themselves explain."""
    sums = sum_by(verdicts.states, residual, len(STATES))
    return {state.value: int(sums[STATE_CODE[state]]) for state in EXPLAINING_STATES}


def is_settled(states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which states count as settled."""
    return np.isin(states, [STATE_CODE[s] for s in SETTLED_STATES])


def is_due(states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which states are due, so that they count for or against the rate."""
    return ~np.isin(states, [STATE_CODE[s] for s in NOT_DUE_STATES])


def _rates(left: Side, verdicts: Verdicts) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (settled, due) of the left side by amount and by rows; what came and what went do not cancel."""
    states, amount = verdicts.states[left.groups], abs(left.cents)
    settled, due = is_settled(states), is_due(states)
    return (
        (int(amount[settled].sum()), int(amount[due].sum())),
        (int(settled.sum()), int(due.sum())),
    )


def settle(
    pair: Pair,
    *,
    sides: tuple[Side, Side],
    verdicts: Verdicts,
    explained: Mapping[str, int],
    tolerance: int,
) -> Reconciliation:
    """Return the reconciliation of two sides whose groups are decided.

    `explained` holds the cents (left − right) that reasons other than the states explain.
    """
    left, right = sides
    size = len(verdicts.states)
    residual = group_sums(left, size) - group_sums(right, size)
    by_reason = {**explained, **_explain_states(residual, verdicts)}
    by_amount, by_count = _rates(left, verdicts)
    return Reconciliation(
        key=pair.key,
        wording=pair.wording,
        left_rows=len(left.cents),
        right_rows=len(right.cents),
        left_cents=int(left.cents.sum()),
        right_cents=int(right.cents.sum()),
        states=_tally_states(left, right, verdicts),
        explained={reason: cents for reason, cents in by_reason.items() if cents},
        differences=list_differences(left, right, verdicts),
        tolerance_cents=tolerance,
        rate_amount=by_amount,
        rate_count=by_count,
    )
