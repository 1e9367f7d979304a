"""Sums that tell what money columns mean: quantity × price = amount, total − discounts = paid, Σ lines = order.

A relation that holds to the cent on nearly all rows confirms the columns in it; one that would hold with
another column casts doubt on the one that was taken for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.intake.numerals import MAX_CENTS, to_cents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Columns = Mapping[str, NDArray[np.float64]]

HOLDING_SHARE = 0.95
TELLING_ROWS = 3  # rows on which the relation is more than "equal to itself"
CONFIRMED = 0.95  # certainty of a column that a relation confirms
DOUBTED = 0.6  # and of one in whose place another column would satisfy it


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """On which rows two columns agree to the cent.

    Attributes:
        is_known: whether the row has both.
        is_equal: whether they are equal there.
        is_telling: whether their being equal says something.
    """

    is_known: NDArray[np.bool_]
    is_equal: NDArray[np.bool_]
    is_telling: NDArray[np.bool_]

    @property
    def is_general(self) -> bool:
        """Return whether they agree on nearly all rows, and say something by it."""
        telling = self.is_equal[self.is_telling & self.is_known]
        return len(telling) >= TELLING_ROWS and bool(
            min(telling.mean(), self.is_equal[self.is_known].mean()) >= HOLDING_SHARE
        )


@dataclass(frozen=True, slots=True)
class Relation:
    """One sum, or one product, over the fields of a row.

    Attributes:
        total: the field on the left.
        parts: fields that are added.
        less: fields that are taken off, whatever sign the file gives them.
        is_product: whether the parts are multiplied.
    """

    total: str
    parts: tuple[str, ...]
    less: tuple[str, ...] = ()
    is_product: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all fields it speaks of."""
        return (self.total, *self.parts, *self.less)

    def say(self, names: Mapping[str, str]) -> str:
        """Return it as a formula of columns.

        Examples:
            >>> PRODUCT = Relation("line_amount", ("quantity", "unit_price"), is_product=True)
            >>> PRODUCT.say({"line_amount": "金额", "quantity": "数量", "unit_price": "单价"})
            '数量 × 单价 = 金额'
        """
        sign = " × " if self.is_product else " + "
        less = "".join(f" − {names[field]}" for field in self.less)
        return f"{sign.join(names[field] for field in self.parts)}{less} = {names[self.total]}"

    def holds(self, names: Mapping[str, str], columns: Columns) -> bool:
        """Return whether it holds with these columns.

        Args:
            names: column per field.
            columns: the numbers of each column, NaN = none.
        """
        return self.compare(names, columns).is_general

    def compare(self, names: Mapping[str, str], columns: Columns) -> Agreement:
        """Return on which rows it holds with these columns; see `holds`."""
        total = columns[names[self.total]]
        parts = [columns[names[field]] for field in self.parts]
        terms = np.stack([*parts, *(-np.abs(columns[names[field]]) for field in self.less)])
        neutral = 1.0 if self.is_product else 0.0
        found = terms.prod(axis=0) if self.is_product else terms.sum(axis=0)
        # 1 × 49.00 = 49.00 and 49.00 − 0 = 49.00 say nothing
        return _compare(total, found, (terms != neutral).sum(axis=0) > 1)


RELATIONS: Mapping[str, tuple[Relation, ...]] = {
    "orders": (
        Relation("order_amount", ("goods_amount", "freight")),
        Relation("paid_amount", ("order_amount",), ("shop_discount", "platform_discount")),
        Relation("paid_amount", ("order_amount",), ("shop_discount",)),
        Relation("paid_amount", ("order_amount",), ("platform_discount",)),
        Relation("receivable", ("order_amount",), ("shop_discount",)),
        Relation("receivable", ("paid_amount", "platform_discount")),
        Relation("order_amount", ("paid_amount", "refunded")),
        Relation("paid_amount", ("paid_net", "refunded")),
    ),
    "order_lines": (
        Relation("line_amount", ("quantity", "unit_price"), is_product=True),
        Relation("line_paid", ("quantity", "unit_price"), is_product=True),
    ),
}


def completed(
    table: str, names: Mapping[str, str], rivals: Mapping[str, Sequence[str]], columns: Columns
) -> dict[str, str]:
    """Return the fields that a relation finds a column for, because exactly one makes it hold.

    Args:
        table: table word.
        names: column per field, as found so far.
        rivals: per field of a tie, the columns it is between.
        columns: the numbers of the columns that may be amounts.
    """
    found: dict[str, str] = {}
    for relation in RELATIONS.get(table, ()):
        known = {**names, **found}
        missing = [field for field in relation.fields if field not in known]
        if len(missing) != 1 or not _all_numbers(relation, known, columns):
            continue
        offered = rivals.get(missing[0], columns)
        fitting = [
            name
            for name in offered
            if name in columns
            and name not in known.values()
            and relation.holds({**known, missing[0]: name}, columns)
        ]
        if len(fitting) == 1:
            found[missing[0]] = fitting[0]
    return found


def confirmed(table: str, names: Mapping[str, str], columns: Columns) -> frozenset[str]:
    """Return the fields whose columns satisfy a relation."""
    return frozenset(
        field
        for relation in whole_relations(table, names, columns)
        if relation.holds(names, columns)
        for field in relation.fields
    )


def doubted(
    table: str, names: Mapping[str, str], columns: Columns, sure: frozenset[str]
) -> frozenset[str]:
    """Return the fields, none of the sure ones, in whose place another column would satisfy a relation."""
    return frozenset(
        field
        for relation in whole_relations(table, names, columns)
        if not relation.holds(names, columns)
        for field in relation.fields
        if field not in sure
        and any(
            relation.holds({**names, field: other}, columns)
            for other in columns
            if other not in (names[f] for f in relation.fields)
        )
    )


def adds_up(
    groups: NDArray[np.int64], lines: NDArray[np.float64], totals: NDArray[np.float64]
) -> bool:
    """Return whether the lines of each group add up to the total that stands on each of its rows.

    Args:
        groups: number of the order of each row.
        lines: amount of each line, NaN = none.
        totals: the amount that may be the sum.
    """
    sums = np.bincount(groups, weights=np.nan_to_num(lines)).astype(np.float64)[groups]
    return _compare(totals, sums, ~np.isclose(lines, totals) & ~np.isnan(lines)).is_general


def whole_relations(table: str, names: Mapping[str, str], columns: Columns) -> list[Relation]:
    """Return the relations all of whose fields have a column of numbers; of two for a total the fuller one."""
    whole = [
        relation
        for relation in RELATIONS.get(table, ())
        if names.keys() >= set(relation.fields) and _all_numbers(relation, names, columns)
    ]
    return [
        relation
        for relation in whole
        if not any(
            relation.total == fuller.total and set(relation.fields) < set(fuller.fields)
            for fuller in whole
        )
    ]


def _all_numbers(relation: Relation, names: Mapping[str, str], columns: Columns) -> bool:
    """Return whether the fields that have a column have one of numbers."""
    return all(names[field] in columns for field in relation.fields if field in names)


def _compare(
    left: NDArray[np.float64], right: NDArray[np.float64], is_telling: NDArray[np.bool_]
) -> Agreement:
    """Return on which rows two columns agree to the cent."""
    limit = MAX_CENTS / 100
    is_known = (np.abs(left) < limit) & (np.abs(right) < limit)  # False for NaN
    is_equal = np.zeros_like(is_known)
    is_equal[is_known] = to_cents(left[is_known])[0] == to_cents(right[is_known])[0]
    return Agreement(is_known, is_equal, is_telling)
