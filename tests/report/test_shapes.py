"""Reading the frames of charts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.section import Band, Tone
from ecreview.model.text import same
from ecreview.report.shapes import (
    column_of,
    joined_bands,
    stacked_spans,
    tones_of,
    tree_rows,
    waterfall_spans,
    word,
)
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


def _band(first: int, last: int, name: str) -> Band:
    return Band(date(2026, 6, first), date(2026, 6, last), same(name))


def test_touching_stretches_of_one_campaign_get_one_name() -> None:
    phases = [_band(6, 9, "618"), _band(1, 5, "618"), _band(8, 12, "618")]
    assert joined_bands(phases) == [_band(1, 12, "618")]


def test_stretches_a_day_apart_or_of_another_campaign_stay_apart() -> None:
    bands = [_band(1, 5, "618"), _band(4, 6, "38"), _band(7, 9, "618")]
    assert joined_bands(bands) == bands


def test_parts_of_a_stacked_bar_follow_on_and_an_unknown_part_takes_no_room() -> None:
    spans = stacked_spans(["a", "b", "a", "a"], [3, 2, float("nan"), 4])
    assert spans == [(0.0, 3.0), (0.0, 2.0), (3.0, 3.0), (3.0, 7.0)]


@pytest.mark.parametrize("yes", [True, np.True_])
def test_a_yes_is_said_in_words(yes: object) -> None:
    assert (word(yes, "zh"), word(yes, "en")) == ("是", "Yes")
    assert (word(not yes, "zh"), word(not yes, "en")) == ("否", "No")
