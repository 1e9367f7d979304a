"""Rows that several exports hold: of each natural key the newest export's rows stay, the others name their twin.

A later export wins, but an order never moves backwards in its life. Rows of a table without a natural key, and
dated rows whose name is blank, are the same when all their cells are; of such rows as many stay as
the export with most of them has. What one export repeats within itself is not judged here: cleaning has done so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import mask, text_column, whole
from ecreview.intake.duplicates import codes_of, group_rows, is_equal_row
from ecreview.intake.ledger import balanced, name_row
from ecreview.intake.merging import ENTRIES
from ecreview.intake.noticing import row_sample
from ecreview.intake.operations import part_undone
from ecreview.intake.sharing import ORDER_KEYS
from ecreview.model.dataset import SOURCE_COLUMNS
from ecreview.model.finding_kinds import ROW_DUP, ROW_SUPERSEDED
from ecreview.model.findings import FIRST_ROWS, SAMPLES, Finding, Place
from ecreview.model.ledger import ASIDE_LISTED, Ledger, SetAside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecreview.model.findings import FindingKind
    from ecreview.model.tables import TableSpec

_ITEM = ("product_id", "platform_sku_id", "sku_code", "title", "spec")
_OWNERS = ("platform", "shop")  # they say whose row it is, but name no row
_PAID_FOR = (
    "order_id",
    "line_id",
    "product_id",
)  # one number may stand on the entries of many orders
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
        undo: codes of rules that a person has undone there.
    """

    file: str
    sheet: str | None
    frame: pa.Table
    ledger: Ledger
    undo: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class MergedExports:
    """One canonical table over all its exports.

    Attributes:
        table: the rows that stay.
        ledgers: of the exports, with the other rows moved from kept to duplicate.
        findings: what was merged.
        undone: per export, what undone rules would have merged.
    """

    table: pa.Table
    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...] = ()
    undone: tuple[tuple[Finding, ...], ...] = ()


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
    keys = _key_columns(exports, spec), _item_columns(exports, spec)
    winner = _winners(table, part, *keys, time=spec.time)
    merged = np.flatnonzero(winner != np.arange(len(part)))
    if not len(merged):
        return MergedExports(table, ledgers)
    journal = _Journal(exports, table, part, winner, spec)
    told = [journal.tell(number, merged[part[merged] == number]) for number in range(len(exports))]
    stays = np.ones(len(part), dtype=np.bool_)
    stays[np.concatenate([entry.rows for entry in told])] = False
    ledgers = tuple(journal.moved(n, entry.rows, stays) for n, entry in enumerate(told))
    return MergedExports(
        table.filter(pa.array(stays)),
        ledgers,
        tuple(finding for entry in told for finding in entry.findings),
        tuple(entry.undone for entry in told),
    )


def _key_columns(exports: Sequence[Export], spec: TableSpec) -> list[str]:
    """Return the columns that name a row, the telling one first; none where rows have no name.

    An owner counts only where all exports tell it: an order is the same with and without its shop.
    """
    given = [set(export.frame.column_names) for export in exports]
    anywhere, everywhere = set.union(*given), set.intersection(*given)
    names = [name for name in spec.natural_key if name not in _OWNERS]
    if not names or names[0] not in anywhere:
        return []
    owners = [name for name in _OWNERS if name in spec.natural_key]
    more = [*owners, *(_PAID_FOR if spec.key in ENTRIES else ())]
    return [name for name in names if name in anywhere] + [n for n in more if n in everywhere]


def _item_columns(exports: Sequence[Export], spec: TableSpec) -> list[str]:
    """Return the columns by which an item of an order is known again without a name of its own.

    None for tables that are not the items of orders, or where nothing but the order is told.
    """
    everywhere = set.intersection(*(set(export.frame.column_names) for export in exports))
    key = ORDER_KEYS.get(spec.key, "")
    items = [name for name in _ITEM if name in everywhere]
    return [key, *items] if key in everywhere and items else []


def _winners(
    table: pa.Table,
    part: NDArray[np.int64],
    keys: Sequence[str],
    items: Sequence[str],
    *,
    time: str | None,
) -> NDArray[np.int64]:
    """Return per row the row that stands for it: its own position where it stays.

    In an export that names none of its rows, the nth row of an item of an order is the nth one in another
    export; rows of other tables are compared as a whole.

    Args:
        table: the rows of all exports.
        part: number of the export of each row.
        keys: see `_key_columns`.
        items: see `_item_columns`.
        time: the column that dates a row.
    """
    own = np.arange(len(part))
    is_bare = ~np.isin(part, part[mask(pc.is_valid(table[keys[0]]))]) if keys else own >= 0
    if keys and not items and time in table.column_names:
        is_bare |= mask(pc.and_(pc.is_null(table[keys[0]]), pc.is_valid(table[time])))
    groups, copies = np.zeros(len(own), dtype=np.int64), np.zeros(len(own), dtype=np.int64)
    if is_bare.any() and items:
        groups = _groups(table, items)
        groups = groups * len(own) + _nth(groups, part)
        groups = np.where(_is_nameless(table, items[0]), len(own) ** 2 + own, groups)
    elif is_bare.any():
        groups = _groups(table, [n for n in table.column_names if n not in SOURCE_COLUMNS])
        copies = _copies(groups, part)
    groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)
    if keys:
        named = np.where(_is_nameless(table, keys[0]), len(own) + own, _groups(table, keys))
        groups = np.where(is_bare, 2 * len(own) + groups, named)
    groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)  # 0, 1, … without gaps
    score = np.where(is_bare & (not items), copies, _progress(table))
    order = np.lexsort((part, score, groups))
    ends = np.flatnonzero(np.r_[np.diff(groups[order]) != 0, True])
    best = order[ends][groups]
    return np.where(part == part[best], own, best)


def _nth(groups: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return as how manyth row of its group in its export each row stands, from 0.

    Examples:
        >>> _nth(np.array([7, 7, 8, 7]), np.array([0, 0, 0, 1])).tolist()
        [0, 1, 0, 0]
    """
    order = np.lexsort((np.arange(len(part)), part, groups))
    is_start = (np.diff(groups[order], prepend=-1) != 0) | (np.diff(part[order], prepend=-1) != 0)
    place = np.arange(len(order))
    nth = np.empty(len(order), dtype=np.int64)
    nth[order] = place - np.maximum.accumulate(np.where(is_start, place, 0))
    return nth


def _groups(table: pa.Table, names: Sequence[str]) -> NDArray[np.int64]:
    """Return a number per row, equal for rows that are equal in these columns."""
    return group_rows([codes_of(_plain(table[name])) for name in names])


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, categories as their words."""
    one = whole(column)
    return one.cast(one.type.value_type) if pa.types.is_dictionary(one.type) else one


def _is_nameless(table: pa.Table, name: str) -> NDArray[np.bool_]:
    """Return the rows whose name is missing or damaged: they equal no other row.

    Only the number of an order is known to be damaged; that of a transaction names its entry all the same.
    """
    nameless = pc.is_null(table[name])
    if name != "txn_id" and "is_id_lossy" in table.column_names:
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


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What is merged of one export.

    Attributes:
        rows: positions of the merged rows in the table of all exports.
        findings: what is said about them.
        undone: the same about the rows that stay because a person has undone the rule.
    """

    rows: NDArray[np.int64]
    findings: tuple[Finding, ...]
    undone: tuple[Finding, ...]


class _Journal:
    """Tells, export by export, what is merged into another one."""

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

    def tell(self, number: int, rows: NDArray[np.int64]) -> _Told:
        """Return what is merged of an export whose rows at these positions have a winner elsewhere."""
        export = self._exports[number]
        same = self._is_same(rows)
        kinds = [kind for kind in (ROW_DUP, ROW_SUPERSEDED) if kind.code not in export.undo]
        is_merged = np.where(same, ROW_DUP in kinds, ROW_SUPERSEDED in kinds)
        findings = [
            self._finding(export, kind, rows[hit])
            for kind, hit in ((ROW_DUP, same), (ROW_SUPERSEDED, ~same))
            if hit.any()
        ]
        told, undone = part_undone(findings, export.undo)
        return _Told(rows[is_merged], tuple(told), tuple(undone))

    def moved(self, number: int, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> Ledger:
        """Return the ledger of an export whose rows at these positions are merged.

        A row of the sheet that has become several is merged when all of them are.

        Args:
            number: of the export.
            rows: positions of its merged rows.
            stays: which rows of the table are left.
        """
        export, numbers = self._exports[number], self._table["source_row"].to_numpy()
        left = np.unique(numbers[stays & (self._part == number)])
        gone, first = np.unique(numbers[rows], return_index=True)
        whole = rows[np.sort(first[~np.isin(gone, left)])]
        same = self._is_same(whole[:ASIDE_LISTED])
        aside = tuple(
            self._aside(row, ROW_DUP if is_same else ROW_SUPERSEDED)
            for row, is_same in zip(whole[:ASIDE_LISTED].tolist(), same.tolist(), strict=True)
        )
        ledger = _moved(export.ledger, len(whole), aside, self._cents(rows))
        return balanced(ledger, export.file, export.sheet)

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
        into = (self._aside(row, kind).twin for row in rows[:SAMPLES].tolist())
        samples = tuple(row_sample(n, twin or "") for n, twin in zip(first, into, strict=False))
        cents = self._cents(rows)
        return Finding(kind, place, len(rows), len(export.frame), cents, samples=samples)


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
