"""What a file lacks on all its rows and another table tells: amounts of orders, times of payments.

An order's amount is the sum of its lines and their postage. A payment without a time was made when its order
was paid, else placed; an order that it names is paid. Rows of files that tell the value anywhere are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import (
    TEXT,
    category,
    has,
    ints,
    known,
    map_words,
    put,
    text_column,
    whole,
)
from ecreview.intake.completing import is_sound, place_of
from ecreview.intake.derive import is_silent
from ecreview.model.dataset import MIXED
from ecreview.model.finding_kinds import ORDERS_WITHOUT_AMOUNT, PAID_BY_BILL, PAYMENT_TIME_ASSUMED
from ecreview.model.findings import FIRST_ROWS, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.model.findings import FindingKind

OF_LINES = "lines"  # the fact `order_amount` of orders whose amounts are made of their lines
_ONCE_PAID = {"created_unpaid": "paid_unshipped", "closed_unpaid": "closed_refunded"}
_TIME = pa.timestamp("s")
_NO_TEXT = pa.scalar(None, TEXT)


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The tables, filled in.

    Attributes:
        findings: what was filled in, and what stays unknown.
        facts: per table, what was found out about it: `orders` → `order_amount` → `lines`, or `mixed`,
            and `summed_files` → the files whose orders are meant.
    """

    tables: dict[str, pa.Table]
    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def fill_in(tables: dict[str, pa.Table]) -> Filled:
    """Return the tables with amounts of orders and times of payments that other tables tell."""
    amounts = _with_amounts(tables)
    times = _with_times(amounts.tables)
    return Filled(times.tables, (*amounts.findings, *times.findings), amounts.facts)


def _with_amounts(tables: dict[str, pa.Table]) -> Filled:
    """Return the orders of files without amounts with what their lines add up to."""
    orders, lines = tables.get("orders"), tables.get("order_lines")
    if orders is None:
        return Filled(tables)
    silent = is_silent(orders, "order_amount")
    if not silent.any():
        return Filled(tables)
    if lines is not None:
        orders = _add_up(orders, lines, silent)
    blank = silent & ~known(orders, "order_amount")
    findings = (_without_amount(orders, blank, tables.get("payments")),) if blank.any() else ()
    filled = silent & ~blank
    files = text_column(orders, "source_file").filter(pa.array(filled)).unique().to_pylist()
    told = {
        "order_amount": OF_LINES if silent.all() else MIXED,
        "summed_files": "\n".join(sorted(files)),
    }
    facts = {"orders": told} if filled.any() else {}
    return Filled(tables | {"orders": orders}, findings, facts)


def _add_up(orders: pa.Table, lines: pa.Table, silent: NDArray[np.bool_]) -> pa.Table:
    """Return these orders with the amounts of their lines; as they are where no line tells any.

    order_lines: order_id, line_amount, quantity [, freight]
    orders: order_id, paid_at → goods_amount, freight, order_amount, units, paid_gross
    """
    rows, size = _row_of_order(lines, orders, silent), len(orders)
    goods = _sum_of_lines(lines, "line_amount", rows, size)
    if goods.null_count == size:
        return orders
    freight = _sum_of_lines(lines, "freight", rows, size, is_part=True)
    amount = pc.add(goods, pc.fill_null(freight, 0))
    paid = pc.multiply(amount, pa.array(known(orders, "paid_at").astype(np.int64)))
    told = {
        "goods_amount": goods,
        "freight": freight,
        "units": _sum_of_lines(lines, "quantity", rows, size),
        "order_amount": amount,
        "paid_gross": paid,
    }
    for name, column in told.items():
        if column.null_count < size:
            orders = _fill(orders, name, column)
    return orders


def _sum_of_lines(
    lines: pa.Table, name: str, rows: NDArray[np.int64], size: int, *, is_part: bool = False
) -> pa.Array:
    """Return the sum of a column over the lines of each order, null where a line does not tell it.

    Args:
        lines: with or without the column.
        name: of a column of cents or counts.
        rows: position of the order per line, -1 without one.
        size: how many orders there are.
        is_part: whether one line that tells it is enough.
    """
    met, told = rows >= 0, known(lines, name)
    tellers, others = (np.bincount(rows[met & each], minlength=size) for each in (told, ~told))
    is_unknown = (tellers == 0) | ((others > 0) & (not is_part))
    return pa.array(_sum_at(rows, ints(lines, name), size), mask=is_unknown)


def _without_amount(
    orders: pa.Table, blank: NDArray[np.bool_], payments: pa.Table | None
) -> Finding:
    """Return that orders have no amount, with the money that the bill has for them."""
    cents = None
    if payments is not None:
        rows = _row_of_order(payments, orders, blank)
        cents = _sum_at(rows, ints(payments, "amount"), len(orders))
    return _finding(ORDERS_WITHOUT_AMOUNT, orders, blank, cents)


def _with_times(tables: dict[str, pa.Table]) -> Filled:
    """Return the payments of files without times with those of their orders, which are paid by them.

    payments: order_id, amount → time; orders: order_id, created_at → paid_at, paid_gross, status
    """
    orders, payments = tables.get("orders"), tables.get("payments")
    if orders is None or payments is None:
        return Filled(tables)
    silent = is_silent(payments, "time")
    if not silent.any():
        return Filled(tables)
    cents = ints(payments, "amount")
    rows = np.where(silent, _row_of_order(payments, orders), -1)
    came = _sum_at(rows, cents, len(orders))
    newly = (came > 0) & ~known(orders, "paid_at")
    orders = _pay_when_placed(orders, newly)
    times = pc.coalesce(orders["paid_at"], orders["created_at"])
    payments = _fill(payments, "time", whole(times).take(pa.array(rows, mask=rows < 0)))
    findings = [
        _finding(PAYMENT_TIME_ASSUMED, payments, rows >= 0, cents),
        _finding(PAID_BY_BILL, orders, newly, came),
    ]
    told = tuple(finding for finding in findings if finding.count)
    return Filled(tables | {"orders": orders, "payments": payments}, told)


def _pay_when_placed(orders: pa.Table, newly: NDArray[np.bool_]) -> pa.Table:
    """Return the table in which these orders were paid when they were placed.

    created_at [, order_amount, status] → paid_at, paid_gross, status
    """
    is_new = pa.array(newly)
    paid_at = orders["paid_at"] if has(orders, "paid_at") else pa.nulls(len(orders), _TIME)
    orders = put(orders, "paid_at", pc.if_else(is_new, orders["created_at"], paid_at))
    if has(orders, "paid_gross"):
        gross = pc.if_else(is_new, orders["order_amount"], orders["paid_gross"])
        orders = put(orders, "paid_gross", gross)
    if has(orders, "status"):
        status = text_column(orders, "status")
        told = pc.if_else(is_new, map_words(status, _ONCE_PAID), status)
        orders = put(orders, "status", category(told))
    return orders


def _row_of_order(
    table: pa.Table, orders: pa.Table, among: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """Return for each row of a table the position of its order, -1 without one.

    Args:
        table: rows that name orders; a damaged number names none.
        orders: all orders.
        among: which of them may be named, None = any.
    """
    allowed = is_sound(orders) if among is None else is_sound(orders) & among
    numbers = pc.if_else(pa.array(allowed), text_column(orders, "order_id"), _NO_TEXT)
    at = pc.index_in(text_column(table, "order_id"), numbers, skip_nulls=True)
    found = pc.if_else(pa.array(is_sound(table)), pc.fill_null(at, -1), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def _sum_at(rows: NDArray[np.int64], values: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return the sum of the values per position 0 … size − 1; those at -1 belong nowhere."""
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, rows[rows >= 0], values[rows >= 0])
    return total


def _fill(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    """Return the table with a column added, or its unknown values filled in where it has it."""
    return put(table, name, pc.coalesce(table[name], column) if has(table, name) else column)


def _finding(
    kind: FindingKind, table: pa.Table, hit: NDArray[np.bool_], cents: NDArray[np.int64] | None
) -> Finding:
    """Return what is to be said of these rows, with the money that they touch."""
    first = table.take(pa.array(np.flatnonzero(hit)[:FIRST_ROWS]))
    place = Place("") if not len(first) else place_of(first)
    place = replace(place, rows=tuple(first["source_row"].to_pylist()))
    amount = None if cents is None else int(cents[hit].sum())
    return Finding(kind, place, int(hit.sum()), len(table), amount)
