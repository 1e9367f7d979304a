"""Which rows of one file stand for the same thing: copies, newer versions, further items of one order.

Tables whose rows have a name (their natural key): identical rows are merged; of versions the last counts,
except in a ledger, whose entries are all real. Tables whose rows have none: identical rows are real unless a
person says otherwise. Orders written over several item rows are folded into one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.columns import mask
from ecreview.intake.duplicates import (
    NO_TWIN,
    codes_of,
    first_of_group,
    group_rows,
    identical_twins,
    is_equal_row,
    last_of_group,
)
from ecreview.intake.ledger import Aside
from ecreview.intake.noticing import row_sample, say_value
from ecreview.intake.operations import ADDED_UP, is_undone
from ecreview.intake.rows import cells_at
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind
from ecreview.model.findings import SAMPLES
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from ecreview.intake.formats.base import AmountOn, Format
    from ecreview.intake.mapping import Duplicates
    from ecreview.intake.noticing import Spot
    from ecreview.intake.raw import RawTable
    from ecreview.intake.typed import TypedColumn
    from ecreview.model.findings import Finding, Sample
    from ecreview.model.tables import TableSpec

ENTRIES = frozenset({"payments"})  # tables whose rows are booked for good: no row replaces another

_EQUAL = Text(zh="与第 {row} 行相同", en="equal to row {row}")
_INTO = Text(zh="并入第 {row} 行", en="into row {row}")
_HIDDEN = (Kind.KEY, Kind.TEXT)  # they may name a person
_HOW: Mapping[AmountOn, Text] = {
    "every_line": Text(zh="只计一次", en="count once"),
    "first_line": Text(zh="取写有金额的一行", en="are those of the row that has them"),
    "line": ADDED_UP,
}


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The data rows of a table as merging looks at them.

    Attributes:
        raw, positions: the table and where its data rows stand in the sheet.
        columns: the typed columns.
        usable: rows that are not quarantined.
        spot: the data rows.
        undo: codes of rules that a person has undone.
    """

    raw: RawTable
    positions: NDArray[np.int64]
    columns: Mapping[str, TypedColumn]
    usable: NDArray[np.bool_]
    spot: Spot
    undo: frozenset[str] = frozenset()

    @property
    def cells(self) -> list[pa.ChunkedArray]:
        """Return all columns of the file at the data rows."""
        return [cells_at(self.raw, name, self.positions) for name in self.raw.names]

    def codes(self, key: str) -> NDArray[np.int64]:
        """Return a code per row, equal for equal values of a field."""
        column = self.columns[key]
        return column.text.spread(codes_of(column.values))

    def nameless(self, keys: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return rows one of whose ids is missing or has lost digits: nothing tells them apart."""
        hit = np.zeros(len(self.positions), dtype=np.bool_)
        for key in keys:
            column = self.columns[key]
            if column.lossy is not None:
                missing = mask(column.values.is_null()) | column.lossy
                hit |= column.text.spread(missing)
        return hit


@dataclass(frozen=True, slots=True, eq=False)
class MergedRows:
    """The rows that are not kept, and what is to be said about them."""

    aside: tuple[Aside, ...] = ()
    findings: tuple[Finding, ...] = ()


def merge_rows(
    records: Records, spec: TableSpec, form: Format, *, duplicates: Duplicates
) -> MergedRows:
    """Return which rows are not kept, each with the row that stands for it; those of undone rules are."""
    found = _merge(records, spec, form, duplicates=duplicates)
    undone = {f.kind for f in found.findings if is_undone(f, records.undo)}
    return replace(found, aside=tuple(e for e in found.aside if e.kind not in undone))


def _merge(
    records: Records, spec: TableSpec, form: Format, *, duplicates: Duplicates
) -> MergedRows:
    """Return what the rules of the table do to its rows."""
    keys = natural_key(spec, records.columns)
    if not keys:
        return _merge_copies(records, records.usable, merge=duplicates == "merge")
    named = np.flatnonzero(records.usable & ~records.nameless(keys))
    groups = group_rows([records.codes(key)[named] for key in keys])
    first, last = named[first_of_group(groups)], named[last_of_group(groups)]
    if (last == named).all():
        return MergedRows()
    if spec.key in ENTRIES:
        return _merge_copies(records, _mask(records, named), merge=True)
    if spec.key == "orders":
        if form.order_amount_on != "order_row":
            return _fold(records, named, first, form.order_amount_on)
        if form.is_generic and "order_amount" in records.columns:
            return _merge_hand_kept(records, keys, named, (first, last))
    return _keep_last(records, keys, named, last)


def natural_key(spec: TableSpec, columns: Mapping[str, TypedColumn]) -> tuple[str, ...]:
    """Return the given fields that name a row; none where they do not name it."""
    given = tuple(key for key in spec.natural_key if key in columns)
    if not spec.natural_key:
        return ()
    needed = {f.key for f in spec.required if f.key in spec.natural_key}
    return given if needed | {_naming(spec.natural_key)} <= set(given) else ()


def _merge_copies(records: Records, among: NDArray[np.bool_], *, merge: bool) -> MergedRows:
    """Return identical rows among these merged into the first one, or reported and kept."""
    twins = np.where(among, identical_twins(records.cells), NO_TWIN)
    kind = kinds.ROW_DUP if merge else kinds.ROW_REPEATED
    rows = np.flatnonzero(twins != NO_TWIN)
    pairs = (records, rows, twins[rows])
    findings = records.spot.finding(
        kind, twins != NO_TWIN, None, _beside(*pairs, _INTO if merge else _EQUAL)
    )
    if not merge:
        if not any(is_undone(finding, records.undo) for finding in findings):
            return MergedRows(findings=findings)
        merged = _beside(*pairs, _INTO)
        findings += records.spot.finding(kinds.ROW_DUP, twins != NO_TWIN, None, merged)
    aside = tuple(Aside(int(row), kinds.ROW_DUP, int(twins[row])) for row in rows)
    return MergedRows(aside, findings)


def _beside(
    records: Records, rows: NDArray[np.int64], twins: NDArray[np.int64], words: Text
) -> tuple[Sample, ...]:
    """Return the first rows with what is to be said of the rows that equal them or stand for them."""
    numbers = records.spot.rows
    pairs = zip(numbers[rows[:SAMPLES]].tolist(), numbers[twins[:SAMPLES]].tolist(), strict=True)
    return tuple(row_sample(row, words.fill(row=str(twin))) for row, twin in pairs)


def _changes(
    records: Records, rows: NDArray[np.int64], twins: NDArray[np.int64]
) -> tuple[Sample, ...]:
    """Return of the first rows the first value that the row replacing them has otherwise."""
    told = [_change(records, r, t) for r, t in zip(rows[:SAMPLES], twins[:SAMPLES], strict=True)]
    return tuple(sample for sample in told if sample is not None)


def _change(records: Records, row: np.int64, twin: np.int64) -> Sample | None:
    """Return the first value in which two rows differ, None where only unread or personal cells do."""
    for column in records.columns.values():
        if column.field.kind in _HIDDEN:
            continue
        codes = column.text.codes
        before, after = (
            say_value(column, int(at if codes is None else codes[at])) for at in (row, twin)
        )
        if before != after:
            return before, after
    return None


def _keep_last(
    records: Records, keys: tuple[str, ...], named: NDArray[np.int64], last: NDArray[np.int64]
) -> MergedRows:
    """Return identical rows merged into the last one; of other versions the last counts."""
    earlier = last != named
    rows, twins = named[earlier], last[earlier]
    is_copy = is_equal_row(records.cells, rows, twins)
    aside = tuple(
        Aside(int(row), kinds.ROW_DUP if copy else kinds.ROW_REPLACED, int(twin))
        for row, twin, copy in zip(rows, twins, is_copy, strict=True)
    )
    column = records.columns[_naming(keys)].name
    return MergedRows(
        aside,
        (
            *records.spot.finding(
                kinds.ROW_DUP,
                _mask(records, rows[is_copy]),
                None,
                _beside(records, rows[is_copy], twins[is_copy], _INTO),
            ),
            *records.spot.finding(
                kinds.ROW_REPLACED,
                _mask(records, rows[~is_copy]),
                column,
                _changes(records, rows[~is_copy], twins[~is_copy]),
            ),
        ),
    )


def _naming(keys: tuple[str, ...]) -> str:
    """Return the field of a key that people know a row by: not its platform or shop."""
    return next(key for key in keys if key not in {"platform", "shop", "warehouse"})


def _mask(records: Records, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a mask over the data rows."""
    hit = np.zeros(len(records.positions), dtype=np.bool_)
    hit[rows] = True
    return hit


def _merge_hand_kept(
    records: Records,
    keys: tuple[str, ...],
    named: NDArray[np.int64],
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> MergedRows:
    """Return the rows of a hand-kept file of orders: items that are added up, or versions of one row.

    They are items where most of them differ from the order's first row in the amount: versions of an order
    differ in its state. Where parts of the file overlap, whole orders come again: items then with all their
    rows, which are copies and not added up; versions one by one.
    """
    first, last = ends
    twins = identical_twins(records.cells)[named]
    is_own = twins == NO_TWIN
    amount = records.codes("order_amount")
    differs = is_own & (named != first)
    if 2 * (differs & (amount[named] != amount[first])).sum() <= differs.sum():
        return _keep_last(records, keys, named, last)
    again = _orders_again(np.where(is_own, named, twins), first)
    several = _rows_per(first, is_own) > 1
    if (again & several).any():
        copies = _merge_copies(records, _mask(records, named[again]), merge=True)
        rest = is_own | ~again
        folded = _fold(records, named[rest], first[rest], "line")
        return MergedRows(copies.aside + folded.aside, copies.findings + folded.findings)
    if len(np.unique(first[again])) > len(np.unique(first[several])):
        return _keep_last(records, keys, named, last)
    return _fold(records, named, first, "line")


def _rows_per(first: NDArray[np.int64], among: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each row how many rows among these its order has."""
    return np.bincount(first[among], minlength=int(first.max()) + 1)[first]


def _orders_again(same: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the rows of orders whose different rows all occur equally often, more than once.

    Args:
        same: per row the first row with the same cells.
        first: per row the first row of its order.
    """
    count = np.bincount(same)
    is_again = (count[same] > 1) & (count[same] == count[first])
    return np.asarray(_rows_per(first, ~is_again) == 0)


def _fold(
    records: Records, named: NDArray[np.int64], first: NDArray[np.int64], mode: AmountOn
) -> MergedRows:
    """Return the further rows of each order folded into its first one."""
    # The copies are real items, but told.
    is_mine = mode == "line"
    copies = _merge_copies(records, _mask(records, named), merge=False) if is_mine else MergedRows()
    further = (named != first) & ~np.isin(named, [entry.row for entry in copies.aside])
    rows, twins = named[further], first[further]
    is_counted = mode != "every_line"
    aside = tuple(
        Aside(int(row), kinds.ROW_FOLDED, int(twin), is_counted)
        for row, twin in zip(rows, twins, strict=True)
    )
    samples = _beside(records, rows, twins, _INTO)
    finding = records.spot.finding(
        kinds.ROW_FOLDED, _mask(records, rows), None, samples, how=_HOW[mode]
    )
    return MergedRows((*aside, *copies.aside), (*finding, *copies.findings))
