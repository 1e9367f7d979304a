"""Findings about the rows of one table, with the row numbers that Excel shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.model import finding_kinds as kinds
from ecreview.model.findings import FIRST_ROWS, Finding, Place
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.raw import RawTable
    from ecreview.intake.rows import RowsByClass
    from ecreview.intake.values import TypedColumn
    from ecreview.model.findings import FindingKind
    from ecreview.model.tables import TableSpec


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A stretch of rows that findings speak about.

    Attributes:
        file, sheet: where it is.
        rows: row numbers as Excel shows them.
        cents: leading money per row, 0 where unknown; None where the table has none.
    """

    file: str
    sheet: str | None
    rows: NDArray[np.int64]
    cents: NDArray[np.int64] | None = None

    def finding(
        self,
        kind: FindingKind,
        hit: NDArray[np.bool_],
        column: str | None = None,
        **values: Text | str,
    ) -> tuple[Finding, ...]:
        """Return the finding on the rows of the mask; none where the mask is empty.

        Args:
            kind: what it is.
            hit: one entry per row.
            column: header of the column; also fills the placeholder `{column}`.
            **values: what the other placeholders of its message stand for.
        """
        if not hit.any():
            return ()
        named = {"column": column} if column is not None else {}
        place = Place(
            self.file,
            self.sheet,
            column,
            tuple(self.rows[np.flatnonzero(hit)[:FIRST_ROWS]].tolist()),
        )
        # Tidying changes no value: it must not stand among what touched money.
        cents = None if kind is kinds.VALUES_TIDIED else self.cents
        amount = None if cents is None else int(cents[hit].sum())
        count = int(np.count_nonzero(hit))
        return (Finding(kind, place, count, len(hit), amount, tuple({**named, **values}.items())),)


def spot_of(
    raw: RawTable, positions: NDArray[np.int64], cents: NDArray[np.int64] | None = None
) -> Spot:
    """Return rows of a table for findings.

    Args:
        raw: the table.
        positions: where the rows stand in the sheet.
        cents: leading money per row, None without money.
    """
    return Spot(raw.sheet.file, raw.sheet.sheet, raw.sheet.rows[positions], cents)


def typing_findings(columns: Iterable[TypedColumn], spot: Spot) -> list[Finding]:
    """Return what was noticed while typing the columns of the data rows."""
    return [
        finding
        for column in columns
        for notice in column.notices
        for finding in spot.finding(
            notice.kind, column.text.spread(notice.hit), column.name, **dict(notice.values)
        )
    ]


def formula_findings(
    columns: Mapping[str, TypedColumn], spec: TableSpec, spot: Spot, formulas: int
) -> list[Finding]:
    """Return which columns are blank where the sheet holds formulas that were never calculated.

    Their places are not known: told are needed columns with a blank cell, and columns without any other.

    Args:
        columns: the typed columns.
        spec: which of them are needed.
        spot: the data rows.
        formulas: how many formulas of the sheet have no value.
    """
    found: list[Finding] = []
    for column in columns.values() if formulas else ():
        blank = column.text.spread(column.blank)
        if column.field.required or column.field.key == spec.amount or blank.all():
            said = {"formulas": f"{formulas:,}"}
            found.extend(spot.finding(kinds.FORMULA_NO_VALUE, blank, column.name, **said))
    return found


def footer_findings(raw: RawTable, rows: RowsByClass) -> list[Finding]:
    """Return that totals and notes are not counted."""
    return [
        finding
        for kind, positions in ((kinds.ROW_TOTAL, rows.totals), (kinds.ROW_NOTE, rows.notes))
        for finding in spot_of(raw, positions).finding(kind, np.ones(len(positions), np.bool_))
    ]


def personal_findings(raw: RawTable, dropped: frozenset[str]) -> list[Finding]:
    """Return which personal columns were dropped, in one finding."""
    if not dropped:
        return []
    names = [name.strip() for name in raw.names if name in dropped]
    columns = Text(zh="、".join(names), en=", ".join(names))
    place = Place(raw.sheet.file, raw.sheet.sheet)
    values = (("columns", columns),)
    return [Finding(kinds.COLUMN_PERSONAL, place, len(names), len(raw.names), values=values)]
