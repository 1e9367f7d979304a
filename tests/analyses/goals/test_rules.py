"""What the rules of the suggestions share."""

from __future__ import annotations

import pytest

from ecreview.analyses.goals.effects import Effect
from ecreview.analyses.goals.rules import shortfall
from ecreview.model.text import Unit, same


@pytest.mark.parametrize(
    ("ends", "worth"),
    [
        ((-100, -20), (50, 20, 100)),
        ((-100, 0), (50, 0, 100)),
        ((-100, 30), (50, 0, 100)),
        ((None, None), (50, 50, 50)),
    ],
)
def test_a_shortfall_is_worth_no_less_than_nothing(
    ends: tuple[int | None, int | None], worth: tuple[int, int, int]
) -> None:
    effect = Effect(
        "uv",
        same("uv"),
        Unit.COUNT,
        2,
        1,
        -50,
        None,
        same(""),
        low_cents=ends[0],
        high_cents=ends[1],
    )
    assert shortfall(effect) == worth
