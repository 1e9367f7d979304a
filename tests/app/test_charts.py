"""The table behind a chart: titles and units by column, nothing that only steers the drawing."""

from __future__ import annotations

import pandas as pd

from ecreview.app.charts import chart_columns, is_wide
from ecreview.model.section import BarChart, Column, ScatterChart, TrendChart
from ecreview.model.text import EMPTY, Text, Unit, same


def test_measured_columns_take_the_unit_of_the_chart_and_tones_are_left_out() -> None:
    frame = pd.DataFrame({"label": ["a"], "value": [1.0], "tone": ["good"]})
    chart = BarChart("k", EMPTY, EMPTY, EMPTY, Unit.CENTS, frame)
    assert [(c.key, c.unit) for c in chart_columns(chart)] == [
        ("label", Unit.TEXT),
        ("value", Unit.CENTS),
    ]


def test_days_are_shown_as_days() -> None:
    frame = pd.DataFrame({"date": pd.Series(["2026-06-18"], dtype="datetime64[s]"), "value": [1.0]})
    chart = TrendChart("k", EMPTY, EMPTY, EMPTY, Unit.COUNT, frame)
    assert chart_columns(chart)[0] == Column("date", Text(zh="日期", en="Date"), Unit.DATE)
    assert is_wide(chart)


def test_a_scatter_names_its_own_axes() -> None:
    frame = pd.DataFrame({"x": [1.0], "y": [2.0]})
    chart = ScatterChart(
        "k", EMPTY, EMPTY, EMPTY, Unit.RATE, frame, x_title=same("花费"), x_unit=Unit.CENTS
    )
    first, second = chart_columns(chart)
    assert (first.title.zh, first.unit, second.unit) == ("花费", Unit.CENTS, Unit.RATE)
