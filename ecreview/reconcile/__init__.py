"""Pairs of tables against each other, to the cent; one file per pair."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecreview.model.text import Text
from ecreview.reconcile import (
    orders_erp,
    orders_lines,
    orders_payments,
    orders_refunds,
    orders_shipments,
    payments_second,
    stock,
    traffic_orders,
)

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.base import Pair, Reconciliation

WHOLE = Text(
    zh="对账看两边的全部店铺和渠道，不随上面的筛选变。",
    en="Files are compared over all shops and channels, whatever is filtered.",
)
PAIRS: tuple[Pair, ...] = (
    orders_payments.PAIR,
    orders_lines.PAIR,
    traffic_orders.PAIR,
    orders_refunds.PAIR,
    orders_erp.PAIR,
    orders_shipments.PAIR,
    payments_second.PAIR,
    stock.PAIR,
)


def reconcile_all(dataset: Dataset, scope: Scope, settings: Settings) -> tuple[Reconciliation, ...]:
    """Return the reconciliation of every pair whose tables were given; files are compared as a whole."""
    found = [pair.reconcile(dataset, scope, settings) for pair in PAIRS if pair.is_ready(dataset)]
    notes = (WHOLE,) if scope.shops or scope.channels else ()
    return tuple(replace(r, currency=settings.currency, notes=(*r.notes, *notes)) for r in found)
