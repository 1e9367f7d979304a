"""How far users get through steps that must follow each other within a window.

Any first step may start a chain (re-entry), other events may lie between, the window runs from the first to
the last step, both ends in it. For each event only the latest start of a chain that leads to it matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Reached:
    """How many users reached a step, and how long half of them took from the first one (None for the first)."""

    users: int
    median_seconds: float | None


def reach(
    users: NDArray[np.integer],
    seconds: NDArray[np.int64],
    steps: NDArray[np.integer],
    *,
    count: int,
    window: int,
    is_increasing: bool = False,
) -> tuple[Reached, ...]:
    """Return how many users reached each of `count` steps, of shape (count,).

    Args:
        users: codes from 0, of shape (n,).
        seconds: times, of shape (n,).
        steps: step number 0 … count − 1 of each event, anything else = no step; of shape (n,).
        count: number of steps.
        window: seconds from the first to the last step, inclusive.
        is_increasing: whether times must grow; else events of one second count in either order.
    """
    if not len(users):
        return (Reached(0, None),) * count
    # One number per event, user × span + time, so that sorting it sorts by user, then time. A span longer
    # than data and window together keeps the difference between two users above any window.
    first = int(seconds.min())
    window = min(window, int(seconds.max()) - first)
    span = int(seconds.max()) - first + window + 1
    keys = users.astype(np.int64) * span + (seconds - first)
    at = starts = np.sort(keys[steps == 0])
    out = [Reached(_distinct(at, span), None)]
    for step in range(1, count):
        at, starts = _follow(
            at, starts, np.sort(keys[steps == step]), window, is_increasing=is_increasing
        )
        out.append(Reached(_distinct(at, span), _median(at, starts, span)))
    return tuple(out)


def _follow(
    before: NDArray[np.int64],
    starts: NDArray[np.int64],
    at: NDArray[np.int64],
    window: int,
    *,
    is_increasing: bool,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the events that continue a chain in time, with the latest start of such a chain.

    Args:
        before: keys of the step before that continue a chain, ascending.
        starts: latest start of a chain up to each of them.
        at: keys of this step, ascending.
        window: seconds from start to this step at most.
        is_increasing: whether the step before must be strictly earlier.
    """
    if not len(before):
        return before[:0], before[:0]
    last = np.searchsorted(before, at, side="left" if is_increasing else "right") - 1
    start = starts[np.maximum(last, 0)]
    is_chain = (last >= 0) & (at - start <= window)
    return at[is_chain], np.maximum.accumulate(start[is_chain])


def _distinct(keys: NDArray[np.int64], span: int) -> int:
    """Return how many users the ascending keys belong to."""
    return int(np.count_nonzero(np.diff(keys // span))) + 1 if len(keys) else 0


def _median(at: NDArray[np.int64], starts: NDArray[np.int64], span: int) -> float | None:
    """Return the median over users of the shortest time from start to step."""
    if not len(at):
        return None
    user = at // span
    first = np.flatnonzero(np.r_[True, np.diff(user) != 0])
    return float(np.median(np.minimum.reduceat(at - starts, first)))


def reach_in_any_order(
    users: NDArray[np.integer], steps: NDArray[np.integer], count: int
) -> tuple[Reached, ...]:
    """Return how many users did all of the first k steps, in whatever order and time."""
    did = _did(users, steps, count)
    return tuple(
        Reached(int(all_so_far.sum()), None) for all_so_far in accumulate(did, np.logical_and)
    )


def users_per_word(words: NDArray[np.integer], users: NDArray[np.integer], count: int) -> list[int]:
    """Return how many distinct users did each of `count` words."""
    return [int(did.sum()) for did in _did(users, words, count)]


def _did(
    users: NDArray[np.integer], what: NDArray[np.integer], count: int
) -> Iterator[NDArray[np.bool_]]:
    """Yield for each of `count` codes which users did it, of shape (users,)."""
    size = int(users.max()) + 1 if len(users) else 0
    for code in range(count):
        did = np.zeros(size, dtype=bool)
        did[users[what == code]] = True
        yield did
