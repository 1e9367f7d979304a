"""Analyses are functions of their inputs: they write into nothing, and the order of rows means nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses import ANALYSES
from ecreview.model.section import Section
from ecreview.review import review
from tests.builders import dataset
from tests.contracts.shop import RICH, SCOPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.base import Analysis
    from ecreview.model.dataset import Dataset
    from ecreview.review import Review

ONE_ORDER = dataset(
    orders=[
        {"order_id": "1", "paid_at": "2026-06-18 10:00:00", "order_amount": 100, "buyer_key": "a"}
    ]
)

by_key = pytest.mark.parametrize("analysis", ANALYSES, ids=lambda a: a.key)


def _with_frames(data: Dataset, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Dataset:
    """Return the dataset with every frame changed."""
    tables = {key: replace(t, frame=change(t.frame)) for key, t in data.tables.items()}
    return replace(data, tables=tables)


def _shuffled(frame: pd.DataFrame) -> pd.DataFrame:
    order = np.random.default_rng(7).permutation(len(frame))
    return frame.iloc[order].reset_index(drop=True)


def _plain(value: Any) -> Any:
    """Return a value as nested lists, so that two of them can be compared."""
    if isinstance(value, pd.DataFrame):
        return {str(name): _plain(value[name].tolist()) for name in value.columns}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


@pytest.fixture(scope="module")
def rich_shuffled() -> Review:
    return review(_with_frames(RICH, _shuffled), scope=SCOPE)


@by_key
def test_the_order_of_rows_changes_no_word_and_no_number(
    analysis: Analysis, rich: Review, rich_shuffled: Review
) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    assert _plain(section) == _plain(rich_shuffled.section(analysis.key))


@by_key
def test_an_analysis_writes_into_no_frame_it_is_given(analysis: Analysis) -> None:
    data = _with_frames(RICH, pd.DataFrame.copy)
    before = {key: table.frame.copy() for key, table in data.tables.items()}
    needed = [a for a in ANALYSES if a.key in {analysis.key, *analysis.after}]
    review(data, scope=SCOPE, analyses=tuple(needed))
    for key, table in data.tables.items():
        pd.testing.assert_frame_equal(table.frame, before[key])


@by_key
@pytest.mark.parametrize("data", [dataset(), ONE_ORDER], ids=["nothing", "one order"])
def test_next_to_no_data_raise_nothing(analysis: Analysis, data: Dataset) -> None:
    made = review(data, analyses=(analysis,))
    assert [section.key for section in made.sections][:1] == [analysis.key]


@by_key
def test_tables_whose_rows_were_all_set_aside_raise_nothing(analysis: Analysis) -> None:
    empty = _with_frames(RICH, lambda frame: frame.iloc[:0])
    made = review(empty, scope=SCOPE, analyses=(analysis,))
    assert [section.key for section in made.sections][:1] == [analysis.key]


@by_key
def test_an_order_of_no_known_time_stretches_no_series(analysis: Analysis) -> None:
    """Its time counted as the year 1969 would give series of 20,000 days, and an hour of waiting."""
    orders = RICH.tables["orders"]
    frame = orders.frame.copy()
    frame.loc[0, ["created_at", "paid_at"]] = pd.NaT
    frame.loc[0, "paid_gross"] = 0
    untimed = replace(RICH, tables={**RICH.tables, "orders": replace(orders, frame=frame)})
    section = review(untimed, scope=SCOPE, analyses=(analysis,)).section(analysis.key)
    assert isinstance(section, Section)
    assert all(len(chart.frame) < 5_000 for chart in section.charts)
