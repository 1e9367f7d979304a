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

    from ecreview.model.text import Text
    from ecreview.reconcile.groups import Side, Verdicts


def _tally_states(left: Side, right: Side, verdicts: Verdicts) -> dict[State, Tally]:
    """Return rows and cents of both sides per state that occurs, in the order of the states."""
    rows, cents = [], []
    for side in (left, right):
        states = verdicts.states[side.groups]
        rows.append(np.bincount(states, minlength=len(STATES)))
        cents.append(sum_by(states, side.cents, len(STATES)))
    return {
        state: Tally(*(int(part[code]) for part in (*rows, *cents)))
        for code, state in enumerate(STATES)
        if rows[0][code] or rows[1][code]
    }


def _explain_states(residual: NDArray[np.int64], verdicts: Verdicts) -> dict[str, int]:
    """Return the part of the difference that the states themselves explain."""
    sums = sum_by(verdicts.states, residual, len(STATES))
    return {state.value: int(sums[STATE_CODE[state]]) for state in EXPLAINING_STATES}


def _rates(left: Side, verdicts: Verdicts) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (settled, due) of the left side by amount and by rows."""
    states = verdicts.states[left.groups]
    settled = np.isin(states, [STATE_CODE[s] for s in SETTLED_STATES])
    due = ~np.isin(states, [STATE_CODE[s] for s in NOT_DUE_STATES])
    return (
        (int(left.cents[settled].sum()), int(left.cents[due].sum())),
        (int(settled.sum()), int(due.sum())),
    )


def settle(
    key: str,
    title: Text,
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
        key=key,
        left=key.split(".", maxsplit=1)[0],
        right=key.split(".", maxsplit=1)[1],
        title=title,
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
