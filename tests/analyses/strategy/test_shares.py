"""What the chart of groups says about itself."""

from __future__ import annotations

from math import nan

from ecreview.analyses.strategy.shares import Share, say_most, share_chart
from ecreview.model.section import Tone
from ecreview.model.text import same

NEW, LOYAL = Share(same("新客"), 0.7, 0.3), Share(same("老客"), 0.3, 0.7)


def test_the_title_names_the_largest_group_and_the_one_that_brings_most() -> None:
    assert say_most([NEW, LOYAL]).zh == "人最多的是“新客”（70.0%），钱最多的是“老客”（70.0%）"


def test_a_group_that_is_both_is_named_once() -> None:
    both = Share(same("老客"), 0.8, 0.9)
    assert (
        say_most([both, Share(same("新客"), 0.2, 0.1)]).zh
        == "“老客”人最多（80.0%），钱也最多（90.0%）"
    )


def test_without_money_nobody_brings_most_of_it() -> None:
    assert say_most([Share(same("新客"), 1.0, nan)]).zh == "人最多的是“新客”（100.0%）"


def test_each_group_has_a_bar_of_people_and_one_of_money() -> None:
    chart = share_chart("groups", [NEW, LOYAL], same("净额"))
    assert chart.frame["value"].tolist() == [0.7, 0.3, 0.3, 0.7]
    assert chart.frame["tone"].tolist() == [Tone.BASELINE, Tone.ACTUAL] * 2
    assert chart.caption.zh == "占比；灰 = 人数，蓝 = 净额"
