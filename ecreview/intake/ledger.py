"""The ledger of one table: every row of the sheet in one class, every cent kept or set aside.

An unbalanced ledger is a bug of ours, never a fault of the file: it raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.findings import Level
from ecreview.model.ledger import ASIDE_LISTED, Ledger, SetAside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ecreview.intake.raw import RawSheet, RawTable
    from ecreview.intake.rows import RowsByClass
    from ecreview.model.findings import FindingKind


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """The leading money of each data row.

    Attributes:
        cents: 0 where unknown.
        known: whether the row has a readable amount.
    """

    cents: NDArray[np.int64]
    known: NDArray[np.bool_]

    def of(self, row: int) -> int | None:
        """Return the amount of that row, None where unknown."""
        return int(self.cents[row]) if self.known[row] else None

    def total(self, rows: NDArray[np.bool_] | None = None) -> int:
        """Return the sum over the rows of the mask, or over all."""
        return int(self.cents.sum() if rows is None else self.cents[rows].sum())


@dataclass(frozen=True, slots=True)
class Aside:
    """One data row set aside, by its position among the data rows.

    Attributes:
        row: position.
        kind: why.
        twin: position of the row that stands for it, None for a quarantined row.
        is_counted: whether its money is part of the twin's in the clean table.
    """

    row: int
    kind: FindingKind
    twin: int | None = None
    is_counted: bool = False


def build_ledger(
    raw: RawTable,
    rows: RowsByClass,
    aside: tuple[Aside, ...],
    *,
    amounts: Amounts | None,
    kept_cents: int | None,
) -> Ledger:
    """Return the ledger.

    Args:
        raw: the table.
        rows: the rows below the header by class.
        aside: the data rows that are not kept, in row order.
        amounts: leading money per data row, None where the table has none.
        kept_cents: the same money summed over the clean table, counted there.

    Raises:
        AssertionError: a row is in no class or in two, or a cent got lost.
    """
    sheet = raw.sheet
    merged = [entry for entry in aside if entry.kind.level is Level.INFO]
    own = sheet.aside
    blank_above = _count_blank(sheet, raw.above)
    listed = sorted(
        (*own, *(_listed(entry, raw, rows, amounts) for entry in aside[:ASIDE_LISTED])),
        key=lambda entry: entry.row,
    )
    counted = [entry for entry in aside if not entry.is_counted]
    ledger = Ledger(
        total=sheet.total,
        header=len(rows.header) + (raw.header_row is not None),
        preamble=len(raw.above) - blank_above,
        blank=len(rows.blank) + blank_above,
        footer=len(rows.totals) + len(rows.notes),
        kept=len(rows.data) - len(aside),
        duplicate=len(merged),
        quarantined=len(aside) - len(merged) + len(own),
        aside=tuple(listed[:ASIDE_LISTED]),
        cents_in=None if amounts is None else amounts.total(),
        cents_kept=kept_cents,
        cents_aside=None
        if amounts is None
        else sum(amounts.of(entry.row) or 0 for entry in counted),
    )
    if not ledger.is_balanced:
        raise AssertionError(f"rows or cents do not add up in {sheet.file} {sheet.sheet}: {ledger}")
    return ledger


def _listed(entry: Aside, raw: RawTable, rows: RowsByClass, amounts: Amounts | None) -> SetAside:
    """Return the entry with row numbers as Excel shows them."""
    numbers = raw.sheet.rows
    twin = None if entry.twin is None else numbers[rows.data[entry.twin]]
    place = [raw.sheet.file, *([raw.sheet.sheet] if raw.sheet.sheet else []), str(twin)]
    return SetAside(
        row=int(numbers[rows.data[entry.row]]),
        kind=entry.kind,
        twin=None if twin is None else " · ".join(place),
        amount_cents=None if amounts is None else amounts.of(entry.row),
    )


def _count_blank(sheet: RawSheet, positions: NDArray[np.int64]) -> int:
    """Return how many of these rows hold no text."""
    rows = sheet.cells.take(positions).to_pylist()
    return sum(not any((cell or "").strip() for cell in row.values()) for row in rows)
