"""Targets: our own template. A metric may be written as its id or by its name in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.intake.columns import category, map_words, put, text_column
from ecreview.intake.formats.base import Column, Format
from ecreview.model.metrics import METRICS
from ecreview.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

_METRIC_WORDS = {
    word.casefold(): metric.key
    for metric in METRICS
    for word in (metric.title.zh, metric.title.en, metric.key)
}


def name_metrics(table: pa.Table) -> pa.Table:
    """Return the targets with metric ids in place of metric names; other words stay as written.

    metric (any wording) → metric (id where known)
    """
    written = text_column(table, "metric")
    ids = {word: _METRIC_WORDS.get((word or "").casefold(), word) for word in written.to_pylist()}
    return put(table, "metric", category(map_words(written, ids)))


FORMAT = Format(
    key="own-targets",
    title=Text(zh="目标表", en="Targets"),
    platform="",
    table="targets",
    columns=(
        Column("period_start", ("期间开始", "Period start")),
        Column("period_end", ("期间结束", "Period end (last day)")),
        Column("scope", ("范围", "Scope")),
        Column("metric", ("指标", "Metric")),
        Column("target", ("目标值", "Target")),
        Column("unit", ("单位", "Unit")),
        Column("owner", ("负责人", "Owner")),
    ),
    required=(
        ("期间开始", "Period start"),
        ("期间结束", "Period end (last day)"),
        ("指标", "Metric"),
        ("目标值", "Target"),
    ),
    prepare=name_metrics,
    instruction=Text(
        zh="一行一个指标；比率可写百分数", en="one row per metric; rates may be percentages"
    ),
)
