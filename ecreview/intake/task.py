"""One table to be cleaned: what it is, what feeds its fields, and what a person said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.intake.rows import (
    classify_rows,
    without_descriptions,
    without_summary,
    without_total_rows,
)
from ecreview.model.fields import Kind
from ecreview.model.tables import table_spec

if TYPE_CHECKING:
    from ecreview.intake.formats.base import Format
    from ecreview.intake.mapping import Mapping, TableChoice
    from ecreview.intake.raw import RawTable
    from ecreview.intake.rows import RowsByClass
    from ecreview.model.tables import TableSpec

_TYPED = (Kind.TIME, Kind.CENTS, Kind.COUNT, Kind.NUMBER)  # kinds that no description can be


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is cleaned, and how it was recognised.

    Attributes:
        raw: the table as it stands in the file.
        form: what the export declares.
        mapping: canonical field ← source column name.
        choice: what a person said about it.
    """

    raw: RawTable
    form: Format
    mapping: Mapping
    choice: TableChoice

    @property
    def spec(self) -> TableSpec:
        """Return what its columns mean."""
        return table_spec(self.mapping.table)

    @property
    def undo(self) -> frozenset[str]:
        """Return the codes of the rules that a person has undone."""
        return frozenset(self.choice.undo)

    @property
    def names(self) -> dict[str, str]:
        """Return the column of the file per field; a field whose column is absent is left out."""
        return {key: name for key, name in self.mapping.columns if name in self.raw.names}

    @property
    def has_time(self) -> bool:
        """Return whether the rows are dated themselves."""
        return self.spec.time in self.names

    def classify(self) -> RowsByClass:
        """Return the rows below the header by class."""
        names = self.names
        needed = [f for f in self.spec.required if f.key in names]
        if needed and needed[0].kind is Kind.CENTS:  # an amount names no row
            ids = [f for f in self.spec.fields if f.key in names and f.kind is Kind.ID]
            needed = ids[:1] + needed
        keys = tuple(names[f.key] for f in needed)
        rows = classify_rows(self.raw, keys=keys, footer=self.form.footer)
        rows = without_summary(self.raw, rows, tuple(self.form.summary))
        rows = without_total_rows(self.raw, rows, self.form.total_in)
        typed = {
            names[f.key]: f.kind for f in self.spec.fields if f.key in names and f.kind in _TYPED
        }
        return without_descriptions(self.raw, rows, key=keys[0] if keys else None, typed=typed)
