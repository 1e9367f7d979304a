"""Rows that contradict the others: a sum that holds on nearly all rows, a balance that does not follow.

Most exports say the same money twice: quantity × price = amount, goods + freight = total, the balance after each
entry. Where nearly all rows agree, a row that does not was changed by somebody, or one beside it is missing.
Where many disagree, the export means something else by these columns, and nothing is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import known_ints
from ecreview.intake.duplicates import last_of_group
from ecreview.intake.relations import whole_relations
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.noticing import Spot
    from ecreview.intake.typed import TypedColumn
    from ecreview.model.findings import Finding

_NUMBERS = (Kind.CENTS, Kind.COUNT, Kind.NUMBER)
FEWEST_AGREEING = 5
ODD_SHARE = 0.02  # of the rows; one row may always be odd


def contradictions(table: str, columns: Mapping[str, TypedColumn], spot: Spot) -> list[Finding]:
    """Return the rows whose amounts contradict what nearly all rows of the table say.

    Args:
        table: table word.
        columns: the data rows, typed, by field.
        spot: the data rows.
    """
    return [*_sums_that_fail(table, columns, spot), *_broken_balance(columns, spot)]


def _is_rare(odd: NDArray[np.bool_], agreeing: int) -> bool:
    """Return whether so few rows are odd that they are, and not what the columns were taken for."""
    return (
        bool(odd.any())
        and agreeing >= FEWEST_AGREEING
        and odd.sum() <= max(1, ODD_SHARE * agreeing)
    )


def _sums_that_fail(
    table: str, columns: Mapping[str, TypedColumn], spot: Spot
) -> Iterator[Finding]:
    """Yield, per sum, the rows on which it does not hold."""
    numbers = _numbers(columns)
    names = {field: field for field in numbers}
    for relation in whole_relations(table, names, numbers):
        found = relation.compare(names, numbers)
        odd = found.is_known & ~found.is_equal
        if _is_rare(odd, int((found.is_equal & found.is_telling).sum())):
            said = relation.say({field: columns[field].name for field in relation.fields})
            yield from spot.finding(
                kinds.AMOUNTS_DISAGREE, odd, columns[relation.total].name, sum=said
            )


def _numbers(columns: Mapping[str, TypedColumn]) -> dict[str, NDArray[np.float64]]:
    """Return the columns of numbers in their units, NaN = none."""
    found = {}
    for key, column in columns.items():
        if column.field.kind in _NUMBERS:
            values = column.per_row().cast(pa.float64()).to_numpy(zero_copy_only=False)
            found[key] = values / 100 if column.field.kind is Kind.CENTS else values
    return found


def _broken_balance(columns: Mapping[str, TypedColumn], spot: Spot) -> tuple[Finding, ...]:
    """Return the entries of a ledger after which the balance is not the one before plus the entry."""
    if not {"amount", "balance"} <= columns.keys():
        return ()
    (amount, has_amount), (balance, has_balance) = (
        known_ints(columns[field].per_row()) for field in ("amount", "balance")
    )
    told = np.flatnonzero(has_amount & has_balance)
    odd, gap = min(
        (_jumps(amount, balance, rows) for rows in (told, told[::-1])),  # oldest first or last
        key=lambda found: int(found[0].sum()),
    )
    if not _is_rare(odd, len(told) - 1 - int(odd.sum())):
        return ()
    (found,) = spot.finding(kinds.BALANCE_BROKEN, odd, columns["balance"].name)
    return (replace(found, amount_cents=int(np.abs(gap[odd]).sum())),)


def _jumps(
    amount: NDArray[np.int64], balance: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which rows leave a balance that does not follow, for good, and by how much.

    What the balance has beyond the entries so far is the same on all rows of a whole ledger. A row where it
    changes and comes back, as where two entries of one second changed places, is no jump.

    Args:
        amount: of each row, in cents.
        balance: after each row, in cents.
        rows: the rows that have both, in the order of the account.
    """
    beyond = balance[rows] - np.cumsum(amount[rows])
    reach = np.maximum.accumulate(
        last_of_group(beyond)
    )  # how far what was beyond so far comes back
    odd, gap = np.zeros(len(amount), dtype=np.bool_), np.zeros(len(amount), dtype=np.int64)
    odd[rows[1:]] = reach[:-1] < np.arange(1, len(rows))
    gap[rows[1:]] = np.diff(beyond)
    return odd, gap
