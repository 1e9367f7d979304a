"""The ledger of one table: every row of the sheet in one class, every cent kept or set aside.

An unbalanced ledger is a bug of ours, never a fault of the file: it raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.cells import filled_rows
from ecreview.model.findings import Level
from ecreview.model.ledger import ASIDE_LISTED, Ledger, SetAside

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
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
    preamble = int(filled_rows(sheet.cells.take(raw.above)).sum())
    listed = sorted(
        (*own, *(_listed(entry, raw, rows, amounts) for entry in aside[:ASIDE_LISTED])),
        key=lambda entry: entry.row,
    )
    counted = [entry for entry in aside if not entry.is_counted]
    ledger = Ledger(
        total=sheet.total,
        header=len(rows.header) + (raw.header_row is not None) + raw.upper,
        preamble=preamble,
        blank=len(rows.blank) + len(raw.above) - preamble,
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
    return balanced(ledger, sheet.file, sheet.sheet)


def balanced(ledger: Ledger, file: str, sheet: str | None) -> Ledger:
    """Return the ledger.

    Raises:
        AssertionError: a row is in no class or in two, or a cent got lost.
    """
    if not ledger.is_balanced:
        raise AssertionError(f"rows or cents do not add up in {file} {sheet}: {ledger}")
    return ledger


def require_rows(frame: pa.Table, ledger: Ledger, file: str, sheet: str | None) -> None:
    """Check that a clean table comes from exactly the kept rows; one row may have become several.

    Raises:
        AssertionError: it does not, or they do not stand in file order.
    """
    rows = np.count_nonzero(np.diff(frame["source_row"].to_numpy(), prepend=-1))
    if rows != ledger.kept:
        raise AssertionError(f"{rows} of {ledger.kept} kept rows are left in {file} {sheet}")


def require_whole(sheet: RawSheet, ledgers: Sequence[Ledger]) -> None:
    """Check that the tables of a sheet have all its rows between them.

    Raises:
        AssertionError: they do not.
    """
    rows = sum(ledger.total for ledger in ledgers)
    if rows != sheet.total:
        raise AssertionError(f"{rows} of {sheet.total} rows in {sheet.file} {sheet.sheet}")


def _listed(entry: Aside, raw: RawTable, rows: RowsByClass, amounts: Amounts | None) -> SetAside:
    """Return the entry with row numbers as Excel shows them."""
    numbers = raw.sheet.rows
    twin = None if entry.twin is None else numbers[rows.data[entry.twin]]
    return SetAside(
        row=int(numbers[rows.data[entry.row]]),
        kind=entry.kind,
        twin=None if twin is None else name_row(raw.sheet.file, raw.sheet.sheet, int(twin)),
        amount_cents=None if amounts is None else amounts.of(entry.row),
    )


def name_row(file: str, sheet: str | None, row: int) -> str:
    """Return a row as people find it.

    Examples:
        >>> name_row("6月.xlsx", "订单", 7), name_row("6月.csv", None, 7)
        ('6月.xlsx · 订单 · 7', '6月.csv · 7')
    """
    return " · ".join(part for part in (file, sheet, str(row)) if part)


def ledger_of_unused(raw: RawTable) -> Ledger:
    """Return the ledger of a table that is not used: all its rows are set aside."""
    above, body = (filled_rows(raw.sheet.cells.take(rows)) for rows in (raw.above, raw.body))
    header = (raw.header_row is not None) + raw.upper
    own = len(raw.sheet.aside)
    ledger = Ledger(
        total=raw.sheet.total,
        header=header,
        preamble=int(above.sum()),
        blank=int((~above).sum() + (~body).sum()),
        quarantined=int(body.sum()) + own,
        aside=raw.sheet.aside,
    )
    return balanced(ledger, raw.sheet.file, raw.sheet.sheet)
