"""What moves a receivable, by day: the events of orders and bill that the roll-forward adds up.

Unit of observation: an order with all its entries, and each entry without one.

Events:
    paid: the order's payment, before refunds.
    refunded: the refund entry of the bill; what the bill does not show is dated by the refund table, else by
        the payment.
    received: an entry as it changed the account, so that fees and refunds are taken off. Transfers are none.
    crossing: the part of it whose order was paid in an earlier month.
    fees: what entries that are fees took; what they gave (a subsidy) counts against it.
    duplicate_entry, payment_only: money that was entered twice or names no order of the files, so that it does
        not hide what is open.
    written_off: what came in beyond the amount owed, and differences of orders that count as settled or were
        settled by a person.
Open at the end is, per order, what is owed and neither came in nor was written off.
Orders of which the bill cannot tell (paid outside its days, of a platform it does not hold, with a damaged id or
without an amount) make no event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.reconcile.base import SETTLED_STATES, State
from ecreview.reconcile.groups import STATE_CODE, group_sums, held
from ecreview.reconcile.rollforward import Events, RollForward, roll

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.groups import Side, Verdicts

    Days = NDArray[np.datetime64]
    Cents = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_CLOSED = [STATE_CODE[state] for state in (*SETTLED_STATES, State.FORCED)]


@dataclass(frozen=True, slots=True, eq=False)
class _Orders:
    """The orders that the bill can tell of, one entry each; `refunded_on` NaT = no refund table tells."""

    groups: NDArray[np.int64]
    paid_on: Days
    gross: Cents
    refunded: Cents
    refunded_on: Days


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """The entries of the bill without transfers; `aside` is the part of the cents that is a fee."""

    groups: NDArray[np.int64]
    days: Days
    cents: Cents
    aside: Cents
    is_refund: Mask


def roll_forward(
    left: Side, right: Side, verdicts: Verdicts, *, outside: Mask, refunded_on: Days
) -> RollForward:
    """Return the roll-forward of orders against the entries of the bill.

    Args:
        left: orders; the frame has paid_at, created_at and paid_gross, the cents are what is owed.
        right: entries; the frame has time and, where the bill names them, subject.
        verdicts: state per group.
        outside: per group, whether the bill cannot tell of its orders.
        refunded_on: per order the day of its refund by the refund table, NaT where unknown.
    """
    orders, entries = _orders(left, ~outside[left.groups], refunded_on), _entries(right, verdicts)
    size = len(verdicts.states)
    paid_on = _latest(orders.groups, orders.paid_on, size)
    has_order = held(orders.groups, size)
    residual = np.where(has_order, group_sums(left, size) - group_sums(right, size), 0)
    written_off = np.where(_is_closed(verdicts.states, residual), -residual, 0)
    settled_on = np.fmax(paid_on, _latest(entries.groups, entries.days, size))
    events = {
        "paid": Events(orders.paid_on, orders.gross),
        "refunded": _refunds(orders, entries, paid_on, has_order),
        **_receipts(entries, verdicts, paid_on, has_order),
        "written_off": Events(settled_on, written_off),
    }
    return roll(
        events,
        unsettled=_unsettled(residual + written_off, paid_on, verdicts),
        outside=_outside(left, outside),
        days=_span(right),
    )


def refund_days(orders: pd.DataFrame, refunds: pd.DataFrame | None) -> Days:
    """Return the day of the last refund of each order by the refund table, NaT where it tells of none."""
    if refunds is None or not {"order_id", "finished_at"} <= {*refunds.columns}:
        return np.full(len(orders), np.datetime64("NaT", "D"))
    known = refunds[["order_id", "finished_at"]].dropna().sort_values("finished_at")
    latest = known.drop_duplicates("order_id", keep="last").set_index("order_id")["finished_at"]
    return latest.reindex(orders["order_id"]).to_numpy("datetime64[D]")


def _orders(left: Side, inside: Mask, refunded_on: Days) -> _Orders:
    """Return the orders of these rows; one without a time of payment counts on the day it was placed."""
    paid_on = left.frame["paid_at"].fillna(left.frame["created_at"]).to_numpy("datetime64[D]")
    gross = cents_of(left.frame["paid_gross"])
    return _Orders(
        left.groups[inside],
        paid_on[inside],
        gross[inside],
        (gross - left.cents)[inside],
        refunded_on[inside],
    )


def _entries(right: Side, verdicts: Verdicts) -> _Entries:
    """Return the entries that are no transfers."""
    moved = verdicts.states[right.groups] != STATE_CODE[State.TRANSFER]
    is_refund = np.zeros(len(right.cents), dtype=np.bool_)
    if "subject" in right.frame.columns:
        is_refund = (right.frame["subject"] == "refund").to_numpy(dtype=np.bool_)
    return _Entries(
        right.groups[moved],
        right.frame["time"].to_numpy("datetime64[D]")[moved],
        right.cents[moved],
        right.aside[moved],
        is_refund[moved],
    )


def _is_closed(states: NDArray[np.int64], residual: Cents) -> Mask:
    """Return which groups have nothing open: settled ones, and those for which too much came in."""
    too_much = (states == STATE_CODE[State.AMOUNT_DIFFERS]) & (residual < 0)
    return np.asarray(np.isin(states, _CLOSED) | too_much)


def _refunds(orders: _Orders, entries: _Entries, paid_on: Days, has_order: Mask) -> Events:
    """Return the refunds that the bill shows, and per group what the orders tell beyond (or short of) them."""
    is_compared = entries.is_refund & (entries.aside == 0) & has_order[entries.groups]
    shown = is_compared | (entries.is_refund & (entries.aside != 0))
    size = len(has_order)
    told = sum_by(orders.groups, orders.refunded, size)
    rest = told + sum_by(entries.groups[is_compared], entries.cents[is_compared], size)
    by_table = _latest(orders.groups, orders.refunded_on, size)
    by_bill = _latest(entries.groups[is_compared], entries.days[is_compared], size)
    day = np.where(np.isnat(by_table), paid_on, by_table)
    day = np.where(rest < 0, by_bill, day)
    return Events(
        np.concatenate([entries.days[shown], day]), np.concatenate([-entries.cents[shown], rest])
    )


def _receipts(
    entries: _Entries, verdicts: Verdicts, paid_on: Days, has_order: Mask
) -> dict[str, Events]:
    """Return what came in, of it what was paid in an earlier month, the fees, and money without a receivable."""
    paid_in = paid_on[entries.groups].astype("M8[M]")
    crossed = has_order[entries.groups] & (paid_in < entries.days.astype("M8[M]"))
    twice = verdicts.states[entries.groups] == STATE_CODE[State.DUPLICATE_ENTRY]
    lone = np.where(has_order[entries.groups], 0, entries.cents - entries.aside)
    cents = {
        "received": entries.cents,
        "crossing": np.where(crossed, entries.cents, 0),
        "fees": np.where(entries.is_refund, 0, -entries.aside),
        State.DUPLICATE_ENTRY.value: np.where(twice, lone, 0),
        State.PAYMENT_ONLY.value: np.where(twice, 0, lone),
    }
    return {kind: Events(entries.days, part) for kind, part in cents.items()}


def _unsettled(cents: Cents, paid_on: Days, verdicts: Verdicts) -> pd.DataFrame:
    """Return the groups with something open, see `RollForward.unsettled`."""
    rows = np.flatnonzero(cents)
    is_due = verdicts.states[rows] != STATE_CODE[State.NOT_DUE]
    return pd.DataFrame({"paid_on": paid_on[rows], "cents": cents[rows], "is_due": is_due})


def _outside(left: Side, outside: Mask) -> tuple[int, int]:
    """Return how many orders with money the bill cannot tell of, and what they are owed."""
    left_out = outside[left.groups] & (left.cents != 0)
    return int(left_out.sum()), int(left.cents[left_out].sum())


def _span(right: Side) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last day of the bill."""
    days = right.frame["time"].to_numpy("datetime64[D]")
    return np.nanmin(days), np.nanmax(days)


def _latest(groups: NDArray[np.int64], days: Days, size: int) -> Days:
    """Return the latest day of each group, NaT where there is none."""
    latest = np.full(size, np.iinfo(np.int64).min)
    np.maximum.at(latest, groups, days.astype(np.int64))
    return latest.astype("datetime64[D]")
