"""How a raw table is to be read: as a person chose, else as it was recognised, else not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecreview.intake.formats.base import Format
from ecreview.intake.formats.personal import PERSONAL
from ecreview.intake.mapping import Mapping
from ecreview.intake.recognise import Match, map_columns, recognise
from ecreview.intake.suggest import suggest
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import KIND_MISMATCH
from ecreview.model.tables import table_spec
from ecreview.model.text import Text

if TYPE_CHECKING:
    from ecreview.intake.mapping import TableChoice
    from ecreview.intake.raw import RawTable
    from ecreview.model.fields import Field

UNUSED = Mapping("", ())
_CHOSEN = Text(zh="按您的指定", en="as you chose")


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """How one table is read.

    Attributes:
        raw: the table.
        match: what it was recognised as.
        choice: what a person said about it, None where nothing was said.
        form: as which format it is read, None = it is left unused.
        mapping: which column feeds which field; empty where unused.
        missing: required fields that no column feeds; the table is unused then.
    """

    raw: RawTable
    match: Match
    choice: TableChoice | None = None
    form: Format | None = None
    mapping: Mapping = UNUSED
    missing: tuple[Field, ...] = ()


def decide(raw: RawTable, choice: TableChoice | None) -> Decision:
    """Return how the table is read.

    Args:
        raw: the table.
        choice: what a person said about it, None where nothing was said.

    Raises:
        FileRefused: it is of a kind that no shop review can use, and nobody chose otherwise.
    """
    match = recognise(raw)
    if choice is None:
        return _as_recognised(raw, match)
    if choice.table is None:
        return Decision(raw, match, choice)
    form = match.format
    if form is None or form.table != choice.table:
        form = _chosen_format(choice.table)
        match = Match(None, 1.0, _CHOSEN, match.candidates)
    return _checked(Decision(raw, match, choice, form, _chosen_mapping(raw, choice, form)))


def _chosen_format(table: str) -> Format:
    """Return the format of a table that a person named and no export is known for."""
    return Format(
        key="chosen",
        title=table_spec(table).title,
        platform="",
        table=table,
        columns=(),
        required=(),
        personal=PERSONAL,
        is_generic=True,
    )


def _as_recognised(raw: RawTable, match: Match) -> Decision:
    """Return the decision where nobody chose anything."""
    form = match.format
    if form is None:
        return Decision(raw, match)
    if form.is_refused:
        kind, instead = form.refusal
        raise FileRefused(KIND_MISMATCH, kind=kind, instead=instead)
    return _checked(Decision(raw, match, None, form, map_columns(raw, form)))


def _chosen_mapping(raw: RawTable, choice: TableChoice, form: Format) -> Mapping:
    """Return the columns that were named; where none were, those of the format, else the likely ones."""
    if choice.columns:
        return choice.mapping(raw.names)
    if form.columns:
        return map_columns(raw, form)
    likely = suggest(raw, (table_spec(form.table),)).columns
    return Mapping(form.table, tuple((field, name) for field, name, _ in likely))


def _checked(decision: Decision) -> Decision:
    """Return the decision, unused where a required field has no column."""
    spec = table_spec(decision.mapping.table)
    missing = tuple(f for f in spec.required if decision.mapping.source(f.key) is None)
    return replace(decision, form=None, missing=missing) if missing else decision
