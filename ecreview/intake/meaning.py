"""What orders and their lines have in common: whether refunds are taken off, and how far an order is.

The paid column of some exports already has refunds taken off (net), of others not (gross): the refunded rows
of the file itself decide, since on them either paid + refund = total or paid = total.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import (
    TEXT,
    category,
    has,
    ints,
    known,
    map_words,
    mask,
    put,
    text_column,
)
from ecreview.intake.operations import is_undone
from ecreview.intake.statuses import (
    CLOSED_STATUSES,
    ORDER_WORDS,
    REFUND_WORDS,
    UNKNOWN,
    read_status,
)
from ecreview.intake.strays import is_far
from ecreview.intake.typed import shown
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ecreview.intake.formats.base import AmountOn, PaidBasis, Subject
    from ecreview.intake.noticing import Spot
    from ecreview.model.findings import Finding, FindingKind

UNKNOWN_LISTED = 10  # unknown status words told one by one


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A table with what its rows mean added.

    Attributes:
        findings: what was noticed.
        facts: what holds for the whole table, e.g. `paid_basis` → `net`.
        origin: per row, the position of the kept row that it comes from; None where row i is kept row i.
    """

    table: pa.Table
    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    origin: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What is known beside the rows.

    Attributes:
        spot: the rows, for findings.
        headers: header in the file per canonical field.
        status: source word → canonical status, of the export or as chosen.
        refund_states: the same for refund states.
        paid_basis: what the export declares; the rows may overrule it.
        order_amount_on: where order-level amounts of item rows stand.
        shared: fields whose amounts speak of the whole order.
        refunds_in_full: see `Format`.
        subjects: what the words of a ledger stand for.
        undo: codes of rules that a person has undone.
    """

    spot: Spot
    headers: Mapping[str, str]
    status: Mapping[str, str] = field(default_factory=dict)
    refund_states: Mapping[str, str] = field(default_factory=dict)
    paid_basis: PaidBasis | None = None
    order_amount_on: AmountOn = "order_row"
    shared: tuple[str, ...] = ()
    refunds_in_full: bool = False
    subjects: tuple[Subject, ...] = ()
    undo: frozenset[str] = frozenset()


def tell_basis(
    table: pa.Table, context: Context, *, paid: str, total: str, refunded: str
) -> tuple[PaidBasis | None, tuple[Finding, ...]]:
    """Return whether the paid column has refunds taken off, as its own refunded rows tell.

    Args:
        table: canonical columns.
        context: what the export declares.
        paid: name of the paid column.
        total: name of the order's or line's total.
        refunded: name of the refund column.
    """
    if not (has(table, paid) and has(table, refunded)):
        return context.paid_basis, ()
    amount, whole, back = ints(table, paid), ints(table, total), ints(table, refunded)
    tells = known(table, paid) & known(table, total) & (back > 0)
    net, gross = tells & (amount + back == whole), tells & (amount == whole)
    basis = _majority(int(net.sum()), int(gross.sum()), context.paid_basis)
    column, spot = context.headers.get(paid, paid), context.spot
    if not (net.any() or gross.any()):
        return basis, ()
    other: PaidBasis = "gross" if basis == "net" else "net"
    if net.any() and gross.any():
        minority = gross if basis == "net" else net
        kind, hit = kinds.PAID_BASIS_MIXED, minority
    else:
        kind = kinds.PAID_BASIS if basis == "net" else kinds.PAID_BASIS_GROSS
        hit = net | gross
    (finding,) = spot.finding(kind, hit, column)
    if kind is not kinds.PAID_BASIS_MIXED:
        finding = replace(finding, of=int(tells.sum()))
    return other if is_undone(finding, context.undo) else basis, (finding,)


def _majority(net: int, gross: int, declared: PaidBasis | None) -> PaidBasis:
    """Return the basis that more rows speak for, the declared one (else gross) where none leads."""
    if net == gross:
        return declared or "gross"
    return "net" if net > gross else "gross"


def with_status(table: pa.Table, context: Context) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table with `status` told from `status_raw`; closed orders are not yet decided."""
    if not has(table, "status_raw"):
        return table, ()
    words = distinct(table, "status_raw")
    found = read_status(words, context.status, ORDER_WORDS)
    status = map_words(text_column(table, "status_raw"), found)
    return put(table, "status", category(status)), _unknown(table, context, "status_raw", found)


def with_refund_state(
    table: pa.Table, context: Context, *, gross: NDArray[np.int64]
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table with `refund_state` told by the money that came back, else by the word.

    Args:
        table: with `refunded` and/or `refund_state` as in the file.
        context: what is known beside the rows.
        gross: cents paid before refunds, per row.
    """
    if not (has(table, "refund_state") or has(table, "refunded")):
        return table, ()
    findings: tuple[Finding, ...] = ()
    state = pa.repeat(pa.scalar("none", TEXT), table.num_rows)
    if has(table, "refund_state"):
        words = distinct(table, "refund_state")
        found = read_status(words, context.refund_states, REFUND_WORDS)
        findings = _unknown(table, context, "refund_state", found)
        told = map_words(text_column(table, "refund_state"), found)
        state = pc.fill_null(pc.if_else(pc.equal(told, UNKNOWN), "none", told), "none")
    if has(table, "refunded"):
        back = ints(table, "refunded")
        by_word = pc.if_else(pc.is_in(state, pa.array(["full", "partial"], TEXT)), "none", state)
        by_money = pc.if_else(pa.array(back >= gross), "full", "partial")
        state = pc.if_else(pa.array((back > 0) & (gross > 0)), by_money.cast(TEXT), by_word)
    return put(table, "refund_state", category(state)), findings


def distinct(table: pa.Table, name: str) -> list[str]:
    """Return the distinct words of a category column."""
    return [word for word in text_column(table, name).unique().to_pylist() if word is not None]


def _unknown(
    table: pa.Table, context: Context, name: str, found: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return the findings on status words that nobody knows."""
    unknown = [word for word, status in found.items() if status == UNKNOWN]
    return list_unknown(table, context, name, unknown, kinds.STATUS_UNKNOWN)


def list_unknown(
    table: pa.Table, context: Context, name: str, unknown: Sequence[str], kind: FindingKind
) -> tuple[Finding, ...]:
    """Return a finding per unknown word of a column, and one for all beyond UNKNOWN_LISTED."""
    column = context.headers.get(name, name)
    text = text_column(table, name)
    listed = [[word] for word in unknown[:UNKNOWN_LISTED]]
    rest = [list(unknown[UNKNOWN_LISTED:])] if len(unknown) > UNKNOWN_LISTED else []
    return tuple(
        finding
        for words in (*listed, *rest)
        for finding in context.spot.finding(
            kind, mask(pc.is_in(text, pa.array(words, TEXT))), column, example=shown(words[0])
        )
    )


def near_payments(table: pa.Table, context: Context) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table in which an order paid over a year from all orders was paid when it was placed.

    created_at, paid_at → paid_at
    """
    if not has(table, "created_at"):
        return table, ()
    is_stray = is_far(table["paid_at"], table["created_at"])
    if not is_stray.any():
        return table, ()
    example = str(table["paid_at"].filter(pa.array(is_stray))[0])
    column = context.headers.get("paid_at", "paid_at")
    findings = context.spot.finding(kinds.DATE_FAR, is_stray, column, example=example)
    if any(is_undone(finding, context.undo) for finding in findings):
        return table, findings
    near = pc.if_else(pa.array(is_stray), table["created_at"], table["paid_at"])
    return put(table, "paid_at", near), findings


def pay_when_ordered(
    table: pa.Table, context: Context, stands_in: NDArray[np.bool_]
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the table in which these rows, sold but without a payment time, were paid when they were ordered.

    created_at, paid_at → paid_at
    """
    column = context.headers.get("paid_at", "paid_at")
    findings = context.spot.finding(kinds.PAID_TIME_BLANK, stands_in, column)
    if not stands_in.any():
        return table, ()
    filled = pc.if_else(pa.array(stands_in), table["created_at"], table["paid_at"])
    return put(table, "paid_at", filled), findings


def close_by_payment(table: pa.Table, is_paid: NDArray[np.bool_]) -> pa.Table:
    """Return the table with closed orders decided by whether they were paid."""
    if not has(table, "status"):
        return table
    status = text_column(table, "status")
    closed = pc.is_in(status, pa.array(CLOSED_STATUSES, TEXT))
    decided = pc.if_else(pa.array(is_paid), "closed_refunded", "closed_unpaid").cast(TEXT)
    return put(table, "status", category(pc.if_else(closed, decided, status)))
