"""What every analysis keeps to."""

from __future__ import annotations

import re
import string
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ecreview.analyses import ANALYSES, PLANNED
from ecreview.analyses.base import TABS, Analysis, Choice, Need, Number, Planned
from ecreview.model.metrics import METRICS
from ecreview.model.section import NotReady, Section
from ecreview.model.tables import table_spec
from ecreview.model.text import Text
from ecreview.review import review
from tests.builders import dataset
from tests.contracts.shop import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.review import Review

CORES = {"goals", "insight", "strategy", "process", "risk", "quality", "action"}
SECTION_KEYS = {
    "overview", "goals", "gap", "traffic", "funnel", "event_funnel", "channels", "products", "pricing",
    "promotion", "customers", "cohorts", "ltv", "rfm", "clusters", "tags", "profit", "cash", "inventory",
    "process", "after_sale", "anomalies", "opportunities", "risks", "actions", "last_review", "quality", "bridge",
    "refunds",
}  # fmt: skip
CHINESE = re.compile(r"[一-鿿]")

by_key = pytest.mark.parametrize("analysis", ANALYSES, ids=lambda a: a.key)
planned_by_key = pytest.mark.parametrize("planned", PLANNED, ids=lambda p: p.key)


def _texts(value: object) -> Iterator[Text]:
    """Yield every text inside a value."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, pd.DataFrame):
        for column in value.columns:
            yield from (cell for cell in value[column] if isinstance(cell, Text))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_keys_are_unique_and_of_the_record() -> None:
    keys = [a.key for a in ANALYSES] + [p.key for p in PLANNED]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= SECTION_KEYS


def test_metric_ids_are_unique_and_worded_in_both_languages() -> None:
    keys = [m.key for m in METRICS]
    assert len(set(keys)) == len(keys)
    assert all(m.title.zh and m.title.en and m.formula.zh and m.formula.en for m in METRICS)


@by_key
def test_an_analysis_says_where_it_belongs_and_what_it_answers(analysis: Analysis) -> None:
    assert analysis.core in CORES
    assert analysis.tab in TABS
    assert re.fullmatch(r"[01]\d|2[01]", analysis.sheet)
    assert analysis.question.zh.endswith("？")
    assert analysis.question.en.endswith("?")


@planned_by_key
def test_a_planned_section_is_told_as_fully_as_the_others(planned: Planned) -> None:
    assert planned.core in CORES
    assert planned.tab in TABS
    assert re.fullmatch(r"[01]\d|2[01]", planned.sheet)
    for text in (planned.title, planned.question, planned.uses):
        assert text.zh
        assert text.en


@by_key
def test_its_needs_are_tables_and_columns_that_exist(analysis: Analysis) -> None:
    def check(need: Need) -> None:
        spec = table_spec(need.table)
        assert all(spec.field(c) for c in need.columns)
        for other in need.or_else:
            check(other)

    for need in analysis.needs:
        check(need)


@by_key
def test_it_waits_only_for_analyses_that_exist(analysis: Analysis) -> None:
    assert set(analysis.after) <= {a.key for a in ANALYSES} - {analysis.key}


@by_key
def test_the_default_of_an_option_is_one_of_its_values(analysis: Analysis) -> None:
    for option in analysis.options:
        if isinstance(option, Choice):
            assert option.default in dict(option.values)
        if isinstance(option, Number):
            assert option.low <= option.default <= option.high


@by_key
def test_texts_keep_to_their_language_and_have_no_hole(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    data_words = {"直播", "搜索"}
    for text in (*_texts(section), *_texts(analysis)):
        assert not _placeholders(text.zh)
        assert not _placeholders(text.en)
        assert bool(text.zh) == bool(text.en)
        foreign = CHINESE.search(text.en) and not any(w in text.en for w in data_words)
        assert not foreign, text.en
        assert "！" not in text.zh


@by_key
def test_keys_inside_a_section_are_unique(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    for things in (section.figures, section.grids, section.charts):
        keys = [thing.key for thing in things]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in keys)


@by_key
def test_grids_hold_the_columns_they_declare(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    for grid in section.grids:
        assert {c.key for c in grid.columns} <= {*grid.frame.columns}
        assert len({c.key for c in grid.columns}) == len(grid.columns)


@by_key
def test_a_rate_carries_what_it_was_divided_from(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    for figure in section.figures:
        if (
            figure.unit.value == "rate"
            and figure.value is not None
            and figure.numerator is not None
        ):
            assert figure.denominator
            assert figure.value == pytest.approx(figure.numerator / figure.denominator)
        if figure.value is None:
            assert figure.reason is not None


@by_key
def test_every_figure_has_a_definition(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    known = {m.key for m in METRICS}
    assert all(f.definition.zh or f.key in known for f in section.figures)


@by_key
def test_charts_state_a_finding_and_say_it_in_words(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    for chart in section.charts:
        assert chart.title.zh
        assert chart.alt.zh
        assert len(chart.frame)


@by_key
def test_evidence_points_at_numbers_that_are_told(analysis: Analysis, rich: Review) -> None:
    section = rich.section(analysis.key)
    assert isinstance(section, Section)
    told: set[str] = set()
    for s in rich.sections:
        if isinstance(s, Section):
            told |= {f"{s.key}/{f.key}" for f in s.figures} | {f"{s.key}/{g.key}" for g in s.grids}
    cited = [e for n in section.notes for e in n.evidence] + [
        e for a in section.actions for e in a.evidence
    ]
    assert set(cited) <= told


@by_key
def test_too_little_data_is_told_not_raised(analysis: Analysis) -> None:
    one = dataset(
        orders=[
            {
                "order_id": "1",
                "paid_at": "2026-06-01",
                "order_amount": 100,
                "buyer_key": "a",
                "refunded": 0,
            }
        ],
        traffic=[
            {"date": "2026-06-01", "uv": 0, "cart_users": 0, "order_buyers": 0, "pay_buyers": 0}
        ],
        events=EVENTS[:1],
        payments=[{"order_id": "1", "time": "2026-06-02", "amount": 100}],
    )
    made = review(one)
    section = made.section(analysis.key)
    assert isinstance(section, Section)
    assert section.answer.zh


@by_key
def test_a_missing_table_names_an_export(analysis: Analysis) -> None:
    section = review(dataset()).section(analysis.key)
    if analysis.needs:
        assert isinstance(section, NotReady)
        assert section.missing.zh
        assert section.export.zh
        assert section.export.en
