"""Findings about the rows of one table, with the row numbers that Excel shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.typed import shown
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind
from ecreview.model.findings import FIRST_ROWS, SAMPLES, Finding, Place
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.raw import RawTable
    from ecreview.intake.rows import RowsByClass
    from ecreview.intake.typed import Notice, TypedColumn
    from ecreview.model.findings import FindingKind, Sample
    from ecreview.model.tables import TableSpec

NOTHING = Text(zh="空", en="blank")
NOT_COUNTED = Text(zh="不计入", en="not counted")
NOT_MATCHED = Text(zh="不用于对账", en="not matched")


# They change no amount and make none doubtful: they must not stand among what touched money.
_WITHOUT_MONEY = (
    kinds.VALUES_TIDIED,
    kinds.BUYER_NONE,
    kinds.PERIOD_FROM_NAME,
    kinds.EXPORT_REMARK,
)


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

    def at(self, positions: NDArray[np.int64]) -> Spot:
        """Return the stretch of the rows at these positions; a row may come more than once."""
        cents = None if self.cents is None else self.cents[positions]
        return replace(self, rows=self.rows[positions], cents=cents)

    def finding(
        self,
        kind: FindingKind,
        hit: NDArray[np.bool_],
        column: str | None = None,
        samples: tuple[Sample, ...] = (),
        **values: Text | str,
    ) -> tuple[Finding, ...]:
        """Return the finding on the rows of the mask; none where the mask is empty.

        Args:
            kind: what it is.
            hit: one entry per row.
            column: header of the column; also fills the placeholder `{column}`.
            samples: some of the rows, before and after.
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
        cents = None if kind in _WITHOUT_MONEY else self.cents
        amount = None if cents is None else int(cents[hit].sum())
        count = int(np.count_nonzero(hit))
        said = tuple({**named, **values}.items())
        return (Finding(kind, place, count, len(hit), amount, said, samples),)


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
            notice.kind,
            column.text.spread(notice.hit),
            column.name,
            samples=_notice_samples(column, notice),
            **dict(notice.values),
        )
    ]


def _notice_samples(column: TypedColumn, notice: Notice) -> tuple[Sample, ...]:
    """Return the first words of a notice with what became of them; a damaged id is kept, but of no use."""
    samples = word_samples(column, notice.hit)
    if notice.kind is kinds.ID_TRUNCATED:
        return tuple((before, NOT_MATCHED) for before, _ in samples)
    return samples


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
            said = f"{formulas:,}"
            found.extend(spot.finding(kinds.FORMULA_NO_VALUE, blank, column.name, formulas=said))
    return found


def footer_findings(raw: RawTable, rows: RowsByClass) -> list[Finding]:
    """Return that totals and notes are not counted; a note may name a person and is not shown."""
    totals = tuple((_first_cell(raw, int(at)), NOT_COUNTED) for at in rows.totals[:SAMPLES])
    return [
        finding
        for kind, positions, samples in (
            (kinds.ROW_TOTAL, rows.totals, totals),
            (kinds.ROW_NOTE, rows.notes, ()),
        )
        for finding in spot_of(raw, positions).finding(
            kind, np.ones(len(positions), np.bool_), None, samples
        )
    ]


def _first_cell(raw: RawTable, at: int) -> str:
    """Return the first filled cell of a row, short enough to be shown."""
    cells = (raw.sheet.cells.column(column)[at].as_py() or "" for column in raw.columns)
    return shown(next((cell.strip() for cell in cells if cell.strip()), ""))


def word_samples(column: TypedColumn, hit: NDArray[np.bool_]) -> tuple[Sample, ...]:
    """Return the first words of the mask with what they were read as; none of a column of people."""
    if column.field.kind is Kind.KEY:
        return ()
    return tuple(
        (shown(column.text.words[int(at)].as_py()), say_value(column, int(at)))
        for at in np.flatnonzero(hit)[:SAMPLES]
    )


def say_value(column: TypedColumn, word: int) -> Text | str:
    """Return the value of a word as a sample shows it."""
    value = column.values[word].as_py()
    if value is None:
        return NOTHING
    return f"{value / 100:.2f}" if column.field.kind is Kind.CENTS else shown(str(value))


def row_sample(row: int, became: Text | str) -> Sample:
    """Return what became of a row, by its number as Excel shows it."""
    return Text(zh=f"第 {row} 行", en=f"row {row}"), became


def personal_findings(raw: RawTable, dropped: frozenset[str]) -> list[Finding]:
    """Return which personal columns were dropped, in one finding."""
    if not dropped:
        return []
    names = [name.strip() for name in raw.names if name in dropped]
    columns = Text(zh="、".join(names), en=", ".join(names))
    place = Place(raw.sheet.file, raw.sheet.sheet)
    values = (("columns", columns),)
    return [Finding(kinds.COLUMN_PERSONAL, place, len(names), len(raw.names), values=values)]
