"""How a raw table is to be read: as a person chose, else as it was recognised, else not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecreview.intake.drift import drift_findings, renames, sure_renames
from ecreview.intake.formats.base import Format
from ecreview.intake.formats.personal import PERSONAL
from ecreview.intake.mapping import AS_RECOGNISED, Mapping
from ecreview.intake.preamble import surroundings_of
from ecreview.intake.profiles import shape_of
from ecreview.intake.recognise import BELOW_BAR, Match, map_columns, recognise
from ecreview.intake.suggest import LOOKED_AT, Suggestion, suggestions
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import DRIFT_ASKED, KIND_MISMATCH
from ecreview.model.tables import table_spec
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping as Words

    from ecreview.intake.drift import Rename
    from ecreview.intake.mapping import TableChoice
    from ecreview.intake.raw import RawTable
    from ecreview.model.fields import Field
    from ecreview.model.findings import Finding

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
        drift: what changed in the file since the choice was made.
        renames: which columns of then may be which of now.
    """

    raw: RawTable
    match: Match
    choice: TableChoice | None = None
    form: Format | None = None
    mapping: Mapping = UNUSED
    missing: tuple[Field, ...] = ()
    drift: tuple[Finding, ...] = ()
    renames: tuple[Rename, ...] = ()

    @property
    def is_chosen(self) -> bool:
        """Return whether a person said what the table is, or left it out."""
        return self.choice is not None and self.choice.table != AS_RECOGNISED


def decide(raw: RawTable, choice: TableChoice | None) -> Decision:
    """Return how the table is read.

    Args:
        raw: the table.
        choice: what a person said about it, None where nothing was said.

    Raises:
        FileRefused: it is of a kind that no shop review can use, and nobody chose otherwise.
    """
    match = recognise(raw)
    if choice is None or choice.table == AS_RECOGNISED:
        return replace(_as_recognised(raw, match), choice=choice)
    if choice.table is None:
        return Decision(raw, match, choice)
    form = match.format
    if form is None or form.table != choice.table:
        form = _chosen_format(choice.table)
        match = Match(None, 1.0, _CHOSEN, match.candidates)
    found = _renames(raw, choice)
    mapping = _chosen_mapping(raw, choice, form, sure_renames(found))
    drift = drift_findings(raw, choice, mapping, found)
    if any(finding.kind is DRIFT_ASKED for finding in drift):
        match = replace(match, score=min(match.score, BELOW_BAR))
    return _checked(Decision(raw, match, choice, form, mapping, drift=drift, renames=found))


def _renames(raw: RawTable, choice: TableChoice) -> tuple[Rename, ...]:
    """Return which columns of then may be which of now; nothing where none is missing."""
    seen = dict(choice.seen)
    if not seen.keys() - set(raw.names):
        return ()
    shapes = {name: seen[name] if name in seen else _shape(raw, name) for name in raw.names}
    return renames(seen, shapes)


def _shape(raw: RawTable, name: str) -> str:
    """Return what stands in the first rows of a column."""
    cells = raw.sheet.cells.column(raw.position(name)).take(raw.body[:LOOKED_AT])
    return shape_of([cell for cell in cells.to_pylist() if cell])


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


def _chosen_mapping(
    raw: RawTable, choice: TableChoice, form: Format, renamed: Words[str, str]
) -> Mapping:
    """Return the columns that were named, and those of the format, or the sure ones, where none can be.

    A field that a person left without a column stays without one; helpers of the format, which people never
    see, are kept.
    """
    usual = map_columns(raw, form) if form.columns else _sure_columns(raw, form.table)
    if not choice.columns:
        return usual
    chosen = choice.mapping(raw.names, renamed)
    named = {field for field, _ in choice.columns} - {field for field, _ in chosen.columns}
    free = set(raw.names) - {name for _, name in chosen.columns}
    seen = {field.key for field in table_spec(form.table).fields}
    rest = [(f, n) for f, n in usual.columns if n in free and (f in named or f not in seen)]
    return Mapping(form.table, (*chosen.columns, *rest))


def _sure_columns(raw: RawTable, table: str) -> Mapping:
    """Return the columns about which no person need be asked, when the table is of that kind."""
    (likely,) = suggestions(raw, (table_spec(table),))
    return Mapping(table, likely.sure())


def guesses(decision: Decision) -> tuple[Suggestion, ...]:
    """Return what the columns of an unused table may mean, per table; what a person chose before goes first."""
    offered = suggestions(decision.raw)
    choice = decision.choice
    if choice is None or not choice.table:
        return offered
    return tuple(
        _as_chosen(decision, choice, offer) if offer.table == choice.table else offer
        for offer in offered
    )


def _as_chosen(decision: Decision, choice: TableChoice, offer: Suggestion) -> Suggestion:
    """Return the columns as chosen, then those that may be renamed, then what else is likely for such fields."""
    renamed = {rename.old: rename for rename in decision.renames}
    found = {field: (name, 1.0) for field, name in decision.mapping.columns}
    for field, old in choice.columns:
        if field not in found and isinstance(old, str) and old in renamed:
            found[field] = (renamed[old].new, renamed[old].certainty)
    taken = {name for name, _ in found.values()}
    named = {field for field, _ in choice.columns}
    for field, name, certainty in offer.columns:
        if field not in found and name not in taken and (field in named or not named):
            found[field] = (name, certainty)
    return Suggestion(choice.table, tuple((key, *pair) for key, pair in found.items()))


def _checked(decision: Decision) -> Decision:
    """Return the decision, unused where a required field has no column."""
    spec, form = table_spec(decision.mapping.table), decision.form
    lacks = () if form is None else form.lacks
    needed = (field for field in spec.required if field.key not in lacks)
    missing = tuple(field for field in needed if decision.mapping.source(field.key) is None)
    if form is not None and form.period_from == "file" and surroundings_of(decision.raw).period:
        missing = tuple(field for field in missing if field.key != spec.time)
    return replace(decision, form=None, missing=missing) if missing else decision
