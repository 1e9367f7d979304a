"""Rows that cannot be used: a needed cell is missing, unreadable or a formula error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from ecreview.intake.columns import has, put
from ecreview.intake.ledger import Aside
from ecreview.intake.noticing import NOT_COUNTED, NOTHING, word_samples
from ecreview.intake.operations import is_undone
from ecreview.intake.typed import example
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from ecreview.intake.noticing import Spot
    from ecreview.intake.raw import RawTable
    from ecreview.intake.typed import TypedColumn
    from ecreview.model.findings import Finding, FindingKind, Sample
    from ecreview.model.tables import TableSpec

NO_DAY = Text(zh="不归任何一天", en="belongs to no day")


@dataclass(frozen=True, slots=True, eq=False)
class Quarantine:
    """The data rows that are not used.

    Attributes:
        aside: the rows, in no particular order.
        is_usable: the other rows, as a mask.
        findings: one per reason and column, and one per column of kept rows with a missing value.
    """

    aside: tuple[Aside, ...]
    is_usable: NDArray[np.bool_]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """What is wrong with some rows.

    Attributes:
        hit: the rows, as a mask.
        example: a cell of them, where its message shows one.
        samples: some of the cells, before and after.
    """

    kind: FindingKind
    column: TypedColumn
    hit: NDArray[np.bool_]
    example: str = ""
    samples: tuple[Sample, ...] = ()

    def tell(self, spot: Spot, hit: NDArray[np.bool_]) -> tuple[Finding, ...]:
        """Return the finding on those of the rows that are in the mask."""
        shown = {"example": self.example} if self.example else {}
        return spot.finding(self.kind, hit, self.column.name, self.samples, **shown)


def quarantine(
    columns: Mapping[str, TypedColumn],
    spec: TableSpec,
    spot: Spot,
    *,
    errors: Mapping[str, NDArray[np.bool_]],
    may_be_blank: frozenset[str] = frozenset(),
    undo: frozenset[str] = frozenset(),
) -> Quarantine:
    """Return which data rows cannot be used; a row with several faults counts for the first.

    Args:
        columns: the typed columns.
        spec: which of them are needed.
        spot: the data rows.
        errors: rows with a formula error, per field.
        may_be_blank: needed amounts that stand on one row of several.
        undo: codes of rules that a person has undone.
    """
    usable = np.ones(len(spot.rows), dtype=np.bool_)
    aside: list[Aside] = []
    findings: list[Finding] = []
    for fault in _faults(columns, spec, errors, may_be_blank):
        first = fault.hit & usable
        told = fault.tell(spot, first)
        findings.extend(told)
        if not any(is_undone(finding, undo) for finding in told):
            usable &= ~first
            aside.extend(Aside(int(row), fault.kind) for row in np.flatnonzero(first))
    for fault in _gaps(columns, spec, errors):
        findings.extend(fault.tell(spot, fault.hit))
    return Quarantine(tuple(aside), usable, tuple(findings))


def _faults(
    columns: Mapping[str, TypedColumn],
    spec: TableSpec,
    errors: Mapping[str, NDArray[np.bool_]],
    may_be_blank: frozenset[str],
) -> Iterator[Fault]:
    """Yield what makes rows unusable, the weightiest first."""
    needed = [columns[f.key] for f in spec.required if f.key in columns]
    for column in needed:
        if column.field.key in errors:
            yield Fault(kinds.CELL_ERROR, column, errors[column.field.key])
    for column in needed:
        is_name = column.field.kind is Kind.ID or column.field.key in spec.natural_key
        if is_name and column.field.kind is not Kind.CENTS:
            yield _blank(kinds.ID_BLANK, column, NOT_COUNTED)
        if column.field.kind is Kind.TIME:
            yield _unreadable(kinds.DATE_BAD, column)
        if column.field.kind is Kind.CENTS:
            yield _unreadable(kinds.AMOUNT_BAD, column)
            if column.field.key not in may_be_blank:
                yield _blank(kinds.AMOUNT_BLANK, column, NOT_COUNTED)


def blanks_as_zero(table: pa.Table, spec: TableSpec) -> pa.Table:
    """Return the table with blank needed amounts as 0, as a person says they are."""
    for field in spec.required:
        if field.kind is Kind.CENTS and has(table, field.key):
            table = put(table, field.key, pc.fill_null(table[field.key], 0))
    return table


def _blank(kind: FindingKind, column: TypedColumn, became: Text) -> Fault:
    """Return the fault of blank cells."""
    return Fault(kind, column, column.text.spread(column.blank), samples=((NOTHING, became),))


def _unreadable(kind: FindingKind, column: TypedColumn) -> Fault:
    """Return the fault of cells that say something unreadable."""
    shown = example(column.text.words, column.bad)
    samples = word_samples(column, column.bad)
    if kind in (kinds.AMOUNT_BAD, kinds.DATE_BAD):
        samples = tuple((before, NOT_COUNTED) for before, _ in samples)
    return Fault(kind, column, column.text.spread(column.bad), shown, samples)


def _gaps(
    columns: Mapping[str, TypedColumn], spec: TableSpec, errors: Mapping[str, NDArray[np.bool_]]
) -> Iterator[Fault]:
    """Yield what is missing on rows that can be used all the same."""
    stops = {Kind.TIME, Kind.CENTS}
    for key, column in columns.items():
        is_needed = column.field.required
        if key in errors and not is_needed:
            yield Fault(kinds.CELL_ERROR, column, errors[key])
        if is_needed and column.field.kind is Kind.TIME and key not in spec.natural_key:
            yield _blank(kinds.DATE_BLANK, column, NO_DAY)
        if is_needed and column.field.kind in stops:
            continue
        kind = kinds.DATE_UNREADABLE if column.field.kind is Kind.TIME else kinds.NUMBER_BAD
        yield _unreadable(kind, column)


def error_rows(
    raw: RawTable, rows: NDArray[np.int64], names: Mapping[str, str]
) -> dict[str, NDArray[np.bool_]]:
    """Return which data rows hold a formula error, per field that has any.

    Args:
        raw: the table.
        rows: positions of the data rows.
        names: column name per field.
    """
    by_column: dict[int, list[int]] = {}
    for row, column in raw.sheet.census.errors:
        by_column.setdefault(column, []).append(row)
    numbers = raw.sheet.rows[rows]
    hits = {
        key: np.isin(numbers, by_column.get(raw.position(name), ())) for key, name in names.items()
    }
    return {key: hit for key, hit in hits.items() if hit.any()}
