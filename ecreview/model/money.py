"""Money is int64 cents; parts always sum to their whole by the largest-remainder rule.

Floor every exact part (towards minus infinity), then give the missing cents to the largest fractional
parts; ties go to the earlier part. Works for negative totals and weights.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

# ISO codes that a header such as "Amount spent (EUR)" may hold; not ALL, which is a word as well.
CURRENCY_CODES = (
    "CNY", "RMB", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "MYR", "THB", "PHP", "IDR", "VND",
    "INR", "PKR", "BDT", "LKR", "AUD", "NZD", "CAD", "MXN", "BRL", "CLP", "COP", "PEN", "ARS", "CHF", "SEK",
    "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "KZT", "ILS", "AED", "SAR", "QAR",
    "KWD", "EGP", "MAD", "DZD", "TND", "ZAR", "NGN", "KES",
)  # fmt: skip
EXACT_FLOAT_LIMIT = (
    2**53
)  # np.bincount sums in float64: exact only while the sum of sizes stays below


def round_parts(exact: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Return the exact parts as whole cents that sum to `total`.

    Raises:
        ValueError: the exact parts do not sum to the total.

    Examples:
        >>> round_parts([Fraction(10, 3)] * 3, 10)
        (4, 3, 3)
    """
    if sum(exact, Fraction(0)) != total:
        raise ValueError(f"parts sum to {sum(exact, Fraction(0))}, not to {total}")
    floors = [part.__floor__() for part in exact]
    missing = total - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[:missing]:
        floors[i] += 1
    return tuple(floors)


def allocate(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Return `total` cents split in proportion to the weights, equally where the weights sum to zero.

    Examples:
        >>> allocate(1000, [1, 1, 1])
        (334, 333, 333)
        >>> allocate(999, [3299, 4500, 1201])
        (366, 500, 133)
    """
    if not weights:
        return ()
    whole = sum(weights, Fraction(0))
    if whole == 0:
        return allocate(total, [1] * len(weights))
    return round_parts([Fraction(total) * Fraction(w) / whole for w in weights], total)


def allocate_groups(
    totals: NDArray[np.int64], weights: NDArray[np.int64], groups: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return each line's share of its group's total, exact per group.

    Args:
        totals: cents per group, of shape (n_groups,).
        weights: non-negative weight per line, of shape (n_lines,).
        groups: group number per line, of shape (n_lines,).

    Returns:
        Cents per line, of shape (n_lines,); the lines of a group sum to its total.

    Examples:
        >>> allocate_groups(np.array([1000, 500]), np.array([1, 1, 1, 7]), np.array([0, 0, 0, 1])).tolist()
        [334, 333, 333, 500]
    """
    size = len(totals)
    weights = np.where(sum_by(groups, weights, size)[groups] == 0, 1, weights)
    whole = sum_by(groups, weights, size)[groups]
    largest = int(np.abs(totals).max(initial=0)) * int(weights.max(initial=0))
    fits = largest <= np.iinfo(np.int64).max  # beyond it numpy reckons with Python's own integers
    product = totals[groups].astype(np.int64 if fits else object) * weights
    out = np.asarray(product // whole, dtype=np.int64)
    remainder = np.asarray(product % whole, dtype=np.int64)
    order = np.lexsort((-remainder, groups))
    group = groups[order]
    rank = np.arange(len(group)) - np.searchsorted(group, group)
    missing = totals - sum_by(groups, out, size)
    out[order] += rank < missing[group]
    return out


def sum_by(codes: NDArray[np.int64], cents: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return the sum of cents per code 0 … size − 1, exact.

    Raises:
        OverflowError: the amounts are too large for an exact sum in float64.
    """
    largest = max(int(cents.max(initial=0)), -int(cents.min(initial=0)))
    if largest * len(cents) >= EXACT_FLOAT_LIMIT <= int(np.abs(cents).sum()):
        raise OverflowError("amounts exceed the range of exact sums")
    return np.bincount(codes, weights=cents, minlength=size).astype(np.int64)


def cents_of(column: pd.Series) -> NDArray[np.int64]:
    """Return a column of money or counts as int64 with 0 for unknown; only for sums of known parts."""
    if column.dtype == np.dtype("int64"):
        return column.to_numpy()
    return np.asarray(column.astype("Int64").fillna(0), dtype=np.int64)
