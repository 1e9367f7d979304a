"""Pairs of tables against each other, to the cent; one file per pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.reconcile import orders_lines, orders_payments

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.base import Pair, Reconciliation

PAIRS: tuple[Pair, ...] = (orders_payments.PAIR, orders_lines.PAIR)


def reconcile_all(dataset: Dataset, scope: Scope, settings: Settings) -> tuple[Reconciliation, ...]:
    """Return the reconciliation of every pair whose tables were given."""
    return tuple(
        pair.reconcile(dataset, scope, settings) for pair in PAIRS if pair.is_ready(dataset)
    )
