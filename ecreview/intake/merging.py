"""Which rows of one file stand for the same thing: copies, newer versions, further items of one order.

Tables whose rows have a name (their natural key): identical rows are merged; of versions the last counts,
except in a ledger, whose entries are all real. Tables whose rows have none: identical rows are real unless a
person says otherwise. Orders written over several item rows are folded into one.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from ecreview.intake.rows import cells_at
from ecreview.model import finding_kinds as kinds
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from ecreview.intake.formats.base import AmountOn, Format
    from ecreview.intake.mapping import Duplicates
    from ecreview.intake.noticing import Spot
    from ecreview.intake.raw import RawTable
    from ecreview.intake.values import TypedColumn
    from ecreview.model.findings import Finding
    from ecreview.model.tables import TableSpec

ENTRIES = frozenset({"payments"})  # tables whose rows are booked for good: no row replaces another

_HOW: Mapping[AmountOn, Text] = {
    "every_line": Text(zh="只计一次", en="count once"),
    "first_line": Text(zh="取写有金额的一行", en="are those of the row that has them"),
    "line": Text(zh="按行相加", en="are added up"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The data rows of a table as merging looks at them.

    Attributes:
        raw, positions: the table and where its data rows stand in the sheet.
        columns: the typed columns.
        usable: rows that are not quarantined.
        spot: the data rows.
    """

    raw: RawTable
    positions: NDArray[np.int64]
    columns: Mapping[str, TypedColumn]
    usable: NDArray[np.bool_]
    spot: Spot

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
    """Return which rows are not kept, each with the row that stands for it."""
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
        mode = _fold_mode(records, form, named, first)
        if mode is not None:
            return _fold(records, named, first, mode)
    return _keep_last(records, keys, named, last)


def natural_key(spec: TableSpec, columns: Mapping[str, TypedColumn]) -> tuple[str, ...]:
    """Return the given fields that name a row; none where they do not name it."""
    given = tuple(key for key in spec.natural_key if key in columns)
    needed = {f.key for f in spec.required if f.key in spec.natural_key}
    names = needed or {spec.natural_key[-1]} if spec.natural_key else set()
    return given if names and names <= set(given) else ()


def _merge_copies(records: Records, among: NDArray[np.bool_], *, merge: bool) -> MergedRows:
    """Return identical rows among these merged into the first one, or reported and kept."""
    twins = np.where(among, identical_twins(records.cells), NO_TWIN)
    kind = kinds.ROW_DUP if merge else kinds.ROW_REPEATED
    findings = records.spot.finding(kind, twins != NO_TWIN)
    if not merge:
        return MergedRows(findings=findings)
    rows = np.flatnonzero(twins != NO_TWIN)
    return MergedRows(tuple(Aside(int(row), kind, int(twins[row])) for row in rows), findings)


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
            *records.spot.finding(kinds.ROW_DUP, _mask(records, rows[is_copy])),
            *records.spot.finding(kinds.ROW_REPLACED, _mask(records, rows[~is_copy]), column),
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


def _fold_mode(
    records: Records, form: Format, named: NDArray[np.int64], first: NDArray[np.int64]
) -> AmountOn | None:
    """Return how the rows of one order carry its amount, None where they are versions of one row.

    A format says it. In a hand-kept file they are items where most of them differ from the order's first
    row in the amount: versions of an order differ in its state, copies in nothing.
    """
    if form.order_amount_on != "order_row":
        return form.order_amount_on
    if not form.is_generic or "order_amount" not in records.columns:
        return None
    further = named != first
    rows, firsts = named[further], first[further]
    differs = ~is_equal_row(records.cells, rows, firsts)
    amount = records.codes("order_amount")
    other_amount = int((amount[rows] != amount[firsts]).sum())
    return "line" if 2 * other_amount > int(differs.sum()) else None


def _fold(
    records: Records, named: NDArray[np.int64], first: NDArray[np.int64], mode: AmountOn
) -> MergedRows:
    """Return the further rows of each order folded into its first one."""
    further = named != first
    rows, twins = named[further], first[further]
    is_counted = mode != "every_line"
    aside = tuple(
        Aside(int(row), kinds.ROW_FOLDED, int(twin), is_counted)
        for row, twin in zip(rows, twins, strict=True)
    )
    finding = records.spot.finding(kinds.ROW_FOLDED, _mask(records, rows), how=_HOW[mode])
    if mode != "line":
        return MergedRows(aside, finding)
    copies = _merge_copies(records, _mask(records, named), merge=False)  # real items, but told
    return MergedRows(aside, (*finding, *copies.findings))
