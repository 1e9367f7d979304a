"""Reading the frames of charts."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.section import Figure, Tone
from ecreview.model.text import Unit, same
from ecreview.report.shapes import column_of, tones_of, tree_rows, units_of_parts, waterfall_spans
from tests.report import examples


def test_a_waterfall_ends_where_its_total_stands() -> None:
    spans = waterfall_spans(examples.gap_waterfall().frame)
    assert spans[-2][1] == examples.GAP == spans[-1][1]
    bridge = waterfall_spans(examples.bridge().frame)
    assert [end for _, end in bridge[2:6:3]] == [268_396_740, 189_468_580]
    assert bridge[-2][1] == bridge[-1][1] == 179_186_710


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_steps_follow_on_from_each_other_whatever_they_are(steps: list[int]) -> None:
    frame = pd.DataFrame({"value": steps, "kind": ["step"] * len(steps)})
    spans = waterfall_spans(frame)
    assert spans[-1][1] == sum(steps)
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_parts_of_a_tree_stand_right_below_their_whole() -> None:
    rows = [
        (str(getattr(label, "en", label)), depth)
        for label, _, depth in tree_rows(examples.tree().frame)
    ]
    assert rows == [("Paid", 0), ("New buyers", 1), ("Returning buyers", 1), ("Members", 2)]


def test_a_column_that_the_shape_leaves_out_gives_its_default() -> None:
    frame = pd.DataFrame({"value": [1, 2]})
    assert column_of(frame, "note", "") == ["", ""]
    assert tones_of(frame) == [Tone.ACTUAL, Tone.ACTUAL]


def test_a_price_divides_money_by_people_and_a_refund_rate_money_by_money() -> None:
    price = Figure("aov_buyer", same("x"), 1.0, Unit.CENTS)
    refunds = Figure("refund_rate_amt", same("x"), 0.1, Unit.RATE)
    conversion = Figure("pay_cvr", same("x"), 0.1, Unit.RATE)
    assert units_of_parts(price) == (Unit.CENTS, Unit.COUNT)
    assert units_of_parts(refunds) == (Unit.CENTS, Unit.CENTS)
    assert units_of_parts(conversion) == (Unit.COUNT, Unit.COUNT)
