"""Runs what the data allow and collects what the analyses tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from ecreview.analyses import ANALYSES
from ecreview.analyses.base import Choice, Inputs
from ecreview.analyses.goals.targets import goals_of
from ecreview.analyses.measures import NEVER, Measures, day_of, measure
from ecreview.analyses.quality.grades import review_trust
from ecreview.memory.memory import goals_carried, with_decisions
from ecreview.model.scope import Goals, Period, Scope, Settings
from ecreview.model.section import NotReady, Section
from ecreview.model.tables import table_spec
from ecreview.model.text import Text, join_texts
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.present import present_reconciliation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecreview.analyses.base import Analysis, Need
    from ecreview.memory.memory import Memory
    from ecreview.model.action import Action
    from ecreview.model.dataset import Dataset
    from ecreview.model.grade import Grade
    from ecreview.reconcile.base import Reconciliation


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """Everything that a review tells.

    Attributes:
        sections: of the analyses in telling order, then of the reconciliations.
        actions: suggested ones, by what they may bring.
        grade: of the data behind it, None where nothing could be graded.
        memory: of the last review, None where its workbook was not given.
    """

    dataset: Dataset
    scope: Scope
    settings: Settings
    goals: Goals
    sections: tuple[Section | NotReady, ...]
    reconciliations: tuple[Reconciliation, ...]
    actions: tuple[Action, ...]
    grade: Grade | None
    memory: Memory | None = None

    @property
    def told(self) -> tuple[Section, ...]:
        """Return the sections that the data allow."""
        return tuple(s for s in self.sections if not isinstance(s, NotReady))

    def section(self, key: str) -> Section | NotReady | None:
        """Return the section of that key, or None."""
        return next((s for s in self.sections if s.key == key), None)


def review(  # noqa: PLR0913 - all but the dataset are choices with a default, by keyword only
    dataset: Dataset,
    *,
    scope: Scope | None = None,
    settings: Settings | None = None,
    goals: Goals | None = None,
    memory: Memory | None = None,
    progress: Callable[[Text, int, int], None] | None = None,
    analyses: tuple[Analysis, ...] = ANALYSES,
) -> Review:
    """Return the review of the dataset.

    Args:
        dataset: the clean tables.
        scope: period, baseline and filters; `default_scope` where not given.
        settings: thresholds and chosen options.
        goals: targets; where not given those of the uploaded target table, and the last review's where
            none was uploaded for the period.
        memory: what the last review left.
        progress: called with what is being done, how many are done, and of how many.
        analyses: what to run, in telling order.
    """
    scope = scope or default_scope(dataset)
    settings = with_decisions(settings or Settings(currency=dataset.currency or "CNY"), memory)
    if goals is None:
        uploaded = goals_of(dataset)
        goals = Goals((*uploaded.items, *goals_carried(uploaded, memory, scope.period)))
    measures = measure(dataset, scope)
    reconciliations = reconcile_all(dataset, scope, settings)
    inputs = Inputs(dataset, scope, settings, goals, measures, reconciliations)
    told = _tell(analyses, inputs, progress)
    sections = (*(told[a.key] for a in analyses), *map(present_reconciliation, reconciliations))
    return Review(
        dataset,
        scope,
        settings,
        goals,
        sections,
        reconciliations,
        tuple(action for s in sections if isinstance(s, Section) for action in s.actions),
        review_trust(inputs).grade,
        memory,
    )


def _tell(
    analyses: tuple[Analysis, ...],
    inputs: Inputs,
    progress: Callable[[Text, int, int], None] | None,
) -> dict[str, Section | NotReady]:
    """Return the section of each analysis, or what it misses, by key."""
    results: dict[str, object] = {}
    told: dict[str, Section | NotReady] = {}
    for done, analysis in enumerate(_in_order(analyses)):
        if progress is not None:
            progress(analysis.title, done, len(analyses))
        unmet = tuple(need for need in analysis.needs if not need.is_met(inputs.dataset))
        if unmet:
            told[analysis.key] = _not_ready(analysis, unmet)
            continue
        own = replace(
            inputs,
            options=chosen_options(analysis, inputs.settings),
            results={key: results[key] for key in analysis.after if key in results},
        )
        results[analysis.key] = analysis.analyze(own)
        told[analysis.key] = analysis.present(results[analysis.key])
    return told


def _in_order(analyses: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """Return the analyses so that each comes after those whose results it reads.

    Raises:
        graphlib.CycleError: two analyses wait for each other.
    """
    by_key = {a.key: a for a in analyses}
    waits = {a.key: [key for key in a.after if key in by_key] for a in analyses}
    return tuple(by_key[key] for key in TopologicalSorter(waits).static_order())


def chosen_options(analysis: Analysis, settings: Settings) -> Mapping[str, str | float | bool]:
    """Return the value of each option of the analysis; one that is no longer offered gives its default."""
    chosen: dict[str, str | float | bool] = {}
    for option in analysis.options:
        value = settings.options.get(f"{analysis.key}.{option.key}", option.default)
        is_gone = isinstance(option, Choice) and value not in dict(option.values)
        chosen[option.key] = option.default if is_gone else value
    return chosen


def _not_ready(analysis: Analysis, unmet: tuple[Need, ...]) -> NotReady:
    """Return what the section misses, and which export holds it."""
    exports = (
        [analysis.export] if analysis.export.zh else [table_spec(n.table).export for n in unmet]
    )
    return NotReady(
        analysis.key,
        analysis.core,
        analysis.title,
        join_texts([_missing(need) for need in unmet]),
        join_texts(exports, zh="；", en="; "),
    )


def _missing(need: Need) -> Text:
    """Return a need in words: the table, and the columns where it reads particular ones."""
    spec = table_spec(need.table)
    columns = join_texts([spec.field(c).title for c in need.columns])
    words = spec.title
    if need.columns:
        words = Text(zh="{table}（含{columns}）", en="{table} (with {columns})").fill(
            table=spec.title, columns=columns
        )
    if not need.or_else:
        return words
    return join_texts([words, *map(_missing, need.or_else)], zh="或", en=" or ")


def default_scope(dataset: Dataset) -> Scope:
    """Return the span of the paid orders, else of the dated tables, and the same number of days just before.

    There is no baseline where the data do not reach that far back.
    """
    anywhere = Scope(Period(day_of(0), day_of(1)))
    measures = measure(dataset, anywhere)
    period = _paid_span(measures) or Period.over(measures.first_day, measures.last_day)
    before = period.shifted(-period.days)
    reaches = before.start >= measures.first_day
    return Scope(period, before if reaches else None)


def _paid_span(measures: Measures) -> Period | None:
    """Return the days from the first to the last payment, None where nothing was paid."""
    if measures.orders is None or not measures.orders.is_paid.any():
        return None
    days = measures.orders.paid_day[measures.orders.paid_day != NEVER]
    return Period.over(day_of(int(days.min())), day_of(int(days.max()) + 1) - timedelta(days=1))
