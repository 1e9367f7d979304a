"""The table u1 … u8 of methods §1.1 (chdb windowFunnel, W = 86,400 s, view → cart → order → pay)."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.analyses.insight.ordered import Reached, reach, reach_in_any_order, users_per_word

VIEW, CART, ORDER, PAY = range(4)
DAY = 86_400
Event = tuple[int, int]  # step, second
TABLE: dict[str, tuple[list[Event], int, int]] = {
    # events, reached by default, reached where time must grow
    "u1": ([(VIEW, 0), (CART, 10), (ORDER, 20), (PAY, 30)], 4, 4),
    "u2": ([(CART, 2), (VIEW, 10), (ORDER, 20)], 1, 1),
    "u3": ([(VIEW, 0), (CART, 90_000)], 1, 1),
    "u4 re-entry": ([(VIEW, 0), (VIEW, 80_000), (CART, 80_010), (ORDER, 80_020), (PAY, 100_000)], 4, 4),
    "u5 ties": ([(PAY, 0), (ORDER, 0), (CART, 0), (VIEW, 0)], 4, 1),
    "u6": ([(VIEW, 0), (ORDER, 10), (CART, 20), (PAY, 30)], 2, 2),
    "u7": ([(VIEW, 0), (CART, 10), (CART, 15), (ORDER, 20), (PAY, 86_400)], 4, 4),
    "u8": ([(VIEW, 0), (CART, 10), (ORDER, 20), (PAY, 86_401)], 3, 3),
}  # fmt: skip


def depth(events: list[Event], *, is_increasing: bool = False, window: int = DAY) -> int:
    """Return how many steps one user reached."""
    found = reach(
        np.zeros(len(events), dtype=np.int32),
        np.array([second for _, second in events], dtype=np.int64),
        np.array([step for step, _ in events]),
        count=4,
        window=window,
        is_increasing=is_increasing,
    )
    return sum(r.users for r in found)


@pytest.mark.parametrize("case", TABLE)
def test_depth_is_that_of_the_table(case: str) -> None:
    events, default, increasing = TABLE[case]
    assert depth(events) == default
    assert depth(events, is_increasing=True) == increasing


def test_the_second_view_may_start_the_chain_that_counts() -> None:
    events = [(VIEW, 0), (VIEW, 80_000), (CART, 86_000), (ORDER, 90_000), (PAY, 95_000)]
    assert depth(events) == 4


def oracle(events: list[Event], window: int, *, is_increasing: bool) -> int:
    """Return the depth by the published algorithm, event by event (for ties: the step before comes first)."""
    start: list[int | None] = [None] * 4
    best = 0
    for second in sorted({s for _, s in events}):
        here = sorted(step for step, s in events if s == second)
        frozen = list(start)
        for step in here:
            before = frozen if is_increasing else start
            if step == 0:
                start[0] = second
            elif (from_ := before[step - 1]) is not None and second - from_ <= window:
                start[step] = max(from_, start[step] or from_)
        best = max([best, *(i + 1 for i, s in enumerate(start) if s is not None)])
    return best


events_of_users = st.lists(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12)), max_size=9), min_size=1, max_size=6
)


@given(
    logs=events_of_users,
    window=st.integers(0, 12),
    is_increasing=st.booleans(),
    random=st.randoms(use_true_random=False),
)
def test_users_per_step_are_those_of_the_event_by_event_algorithm(
    *, logs: list[list[Event]], window: int, is_increasing: bool, random: Random
) -> None:
    rows = [(user, step, second) for user, log in enumerate(logs) for step, second in log]
    random.shuffle(rows)
    users, steps, seconds = (np.array([r[i] for r in rows], dtype=np.int64) for i in range(3))
    found = reach(users, seconds, steps, count=4, window=window, is_increasing=is_increasing)
    depths = [
        oracle([e for e in log if e[0] < 4], window, is_increasing=is_increasing) for log in logs
    ]
    assert [r.users for r in found] == [sum(d >= k for d in depths) for k in (1, 2, 3, 4)]


def test_the_median_time_is_over_users_of_their_fastest_way() -> None:
    users = np.array([0, 0, 0, 1, 1])
    seconds = np.array([0, 50, 60, 0, 30])
    steps = np.array([0, 0, 1, 0, 1])
    found = reach(users, seconds, steps, count=2, window=DAY)
    assert found == (Reached(2, None), Reached(2, 20.0))


def test_in_any_order_every_step_so_far_must_have_been_done() -> None:
    users, steps = np.array([0, 0, 1, 2]), np.array([1, 0, 1, 0])
    assert [r.users for r in reach_in_any_order(users, steps, 2)] == [2, 1]


def test_no_events_reach_nothing() -> None:
    nothing = np.array([], dtype=np.int64)
    assert reach(nothing, nothing, nothing, count=2, window=1) == (Reached(0, None),) * 2
    assert [r.users for r in reach_in_any_order(nothing, nothing, 2)] == [0, 0]


def test_users_are_counted_once_per_word() -> None:
    assert list(users_per_word(np.array([0, 0, 1]), np.array([5, 5, 5]), 2)) == [1, 1]
