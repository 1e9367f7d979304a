"""Rows that several exports hold: of each natural key the newest export's rows stay, the others name their twin.

A later export wins, but an order never moves backwards in its life. Rows of a table without a natural key are
the same when all their cells are; of such rows as many stay as the export with most of them has. What one
export repeats within itself is not judged here: cleaning has done so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask, text_column
from ecreview.intake.duplicates import codes_of, group_rows, is_equal_row
from ecreview.intake.ledger import name_row
from ecreview.model.dataset import SOURCE_COLUMNS
from ecreview.model.finding_kinds import ROW_DUP, ROW_SUPERSEDED
from ecreview.model.findings import FIRST_ROWS, Finding, Place
from ecreview.model.ledger import ASIDE_LISTED, Ledger, SetAside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecreview.model.findings import FindingKind
    from ecreview.model.tables import TableSpec

_OWNERS = ("platform", "shop")  # they say whose row it is, but name no row
_PAID = 2
_RANKS = {
    "created_unpaid": 1,
    "paid_unshipped": _PAID,
    "shipped": 3,
    "completed": 4,
    "closed_unpaid": 5,
    "closed_refunded": 5,
}


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """One clean table of one sheet.

    Attributes:
        file, sheet: where it stood.
        frame: its rows, with the source columns.
        ledger: of the sheet.
    """

    file: str
    sheet: str | None
    frame: pa.Table
    ledger: Ledger


@dataclass(frozen=True, slots=True, eq=False)
class MergedExports:
    """One canonical table over all its exports.

    Attributes:
        table: the rows that stay.
        ledgers: of the exports, with the other rows moved from kept to duplicate.
        findings: what was merged.
    """

    table: pa.Table
    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...] = ()


def merge_exports(exports: Sequence[Export], spec: TableSpec) -> MergedExports:
    """Return the exports of one table as one table.

    Args:
        exports: in the order in which they were made.
        spec: of the table.
    """
    frames = [export.frame for export in exports]
    table = pa.concat_tables(frames, promote_options="default").unify_dictionaries()
    ledgers = tuple(export.ledger for export in exports)
    if len(exports) == 1 or not len(table):
        return MergedExports(table, ledgers)
    part = np.repeat(np.arange(len(exports)), [len(export.frame) for export in exports])
    winner = _winners(table, part, _key_columns(exports, spec))
    merged = np.flatnonzero(winner != np.arange(len(part)))
    if not len(merged):
        return MergedExports(table, ledgers)
    journal = _Journal(exports, table, part, winner, spec)
    told = [journal.tell(number, merged[part[merged] == number]) for number in range(len(exports))]
    rest = table.filter(pa.array(winner == np.arange(len(part))))
    findings = tuple(finding for _, findings in told for finding in findings)
    return MergedExports(rest, tuple(ledger for ledger, _ in told), findings)


def _key_columns(exports: Sequence[Export], spec: TableSpec) -> list[str]:
    """Return the columns that name a row, the telling one first; none where rows have no name.

    An owner counts only where all exports tell it: an order is the same with and without its shop.
    """
    given = [set(export.frame.column_names) for export in exports]
    anywhere, everywhere = set.union(*given), set.intersection(*given)
    names = [name for name in spec.natural_key if name not in _OWNERS]
    if not names or names[0] not in anywhere:
        return []
    owners = [name for name in _OWNERS if name in spec.natural_key and name in everywhere]
    return [name for name in names if name in anywhere] + owners


def _winners(table: pa.Table, part: NDArray[np.int64], keys: Sequence[str]) -> NDArray[np.int64]:
    """Return per row the row that stands for it: its own position where it stays."""
    own = np.arange(len(part))
    names = keys or [name for name in table.column_names if name not in SOURCE_COLUMNS]
    groups = group_rows([codes_of(_plain(table[name])) for name in names])
    if keys:
        groups = np.where(_is_nameless(table, keys[0]), len(own) + own, groups)
    groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)  # 0, 1, … without gaps
    score = _progress(table) if keys else _copies(groups, part)
    order = np.lexsort((part, score, groups))
    ends = np.flatnonzero(np.r_[np.diff(groups[order]) != 0, True])
    best = order[ends][groups]
    return np.where(part == part[best], own, best)


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, categories as their words."""
    whole = column.combine_chunks()
    return whole.cast(whole.type.value_type) if pa.types.is_dictionary(whole.type) else whole


def _is_nameless(table: pa.Table, name: str) -> NDArray[np.bool_]:
    """Return the rows whose name is missing or damaged: they equal no other row."""
    nameless = pc.is_null(table[name])
    if "is_id_lossy" in table.column_names:
        nameless = pc.or_(nameless, pc.fill_null(table["is_id_lossy"], fill_value=False))
    return mask(nameless)


def _progress(table: pa.Table) -> NDArray[np.int64]:
    """Return how far each order is; 0 for rows of tables without a status."""
    coded = pc.dictionary_encode(text_column(table, "status"))
    ranks = np.array([*(_RANKS.get(word, 0) for word in coded.dictionary.to_pylist()), 0])
    rank: NDArray[np.int64] = ranks[pc.fill_null(coded.indices, len(ranks) - 1).to_numpy()]
    if "paid_at" not in table.column_names:
        return rank
    is_paid = mask(table["paid_at"].is_valid())
    return np.where(is_paid, np.maximum(rank, _PAID), rank)


def _copies(groups: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many rows of its group the export of each row has."""
    pairs = groups * (part.max(initial=0) + 1) + part
    _, at, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    return counts[at].astype(np.int64)


class _Journal:
    """Tells, export by export, what was merged into another one."""

    def __init__(
        self,
        exports: Sequence[Export],
        table: pa.Table,
        part: NDArray[np.int64],
        winner: NDArray[np.int64],
        spec: TableSpec,
    ) -> None:
        self._exports, self._table, self._part, self._winner = exports, table, part, winner
        self._amount = spec.amount if spec.amount in table.column_names else None

    def tell(self, number: int, rows: NDArray[np.int64]) -> tuple[Ledger, tuple[Finding, ...]]:
        """Return ledger and findings of an export whose rows at these positions were merged."""
        export = self._exports[number]
        same = self._is_same(rows)
        aside = tuple(
            self._aside(row, ROW_DUP if is_same else ROW_SUPERSEDED)
            for row, is_same in zip(rows[:ASIDE_LISTED].tolist(), same.tolist(), strict=False)
        )
        findings = tuple(
            self._finding(export, kind, rows[hit])
            for kind, hit in ((ROW_DUP, same), (ROW_SUPERSEDED, ~same))
            if hit.any()
        )
        return _moved(export.ledger, len(rows), aside, self._cents(rows)), findings

    def _is_same(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return for each row whether its twin says the same in all columns that every export has."""
        shared = set.intersection(*(set(export.frame.column_names) for export in self._exports))
        names = [name for name in self._table.column_names if name in shared - {*SOURCE_COLUMNS}]
        columns = (_plain(self._table[name]) for name in names)
        return is_equal_row(columns, rows, self._winner[rows])

    def _aside(self, row: int, kind: FindingKind) -> SetAside:
        """Return the entry of a merged row."""
        numbers, twin = self._table["source_row"], int(self._winner[row])
        export = self._exports[self._part[twin]]
        return SetAside(
            row=numbers[row].as_py(),
            kind=kind,
            twin=name_row(export.file, export.sheet, numbers[twin].as_py()),
            amount_cents=self._table[self._amount][row].as_py() if self._amount else None,
        )

    def _cents(self, rows: NDArray[np.int64]) -> int | None:
        """Return the leading money of the rows, None where the table has none."""
        if self._amount is None:
            return None
        return pc.sum(self._table[self._amount].take(pa.array(rows))).as_py() or 0

    def _finding(self, export: Export, kind: FindingKind, rows: NDArray[np.int64]) -> Finding:
        """Return what was merged of an export."""
        first = self._table["source_row"].take(pa.array(rows[:FIRST_ROWS])).to_pylist()
        place = Place(export.file, export.sheet, rows=tuple(first))
        return Finding(kind, place, len(rows), len(export.frame), self._cents(rows))


def _moved(ledger: Ledger, count: int, aside: tuple[SetAside, ...], cents: int | None) -> Ledger:
    """Return the ledger with so many rows moved from kept to duplicate, with their money."""
    listed = sorted((*ledger.aside, *aside), key=lambda entry: entry.row)
    moved = replace(
        ledger,
        kept=ledger.kept - count,
        duplicate=ledger.duplicate + count,
        aside=tuple(listed[:ASIDE_LISTED]),
    )
    if cents is None or ledger.cents_kept is None:
        return moved
    return replace(
        moved,
        cents_kept=ledger.cents_kept - cents,
        cents_aside=(ledger.cents_aside or 0) + cents,
    )
