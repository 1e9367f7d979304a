"""Orders, lines, costs and entries in few words, and the profit of June over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecreview.analyses.margins.profit import Profit, profit_of
from ecreview.model.costs import CostSettings
from ecreview.model.scope import Settings
from tests.builders import Row, dataset, inputs, period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.analyses.base import Inputs

JUNE = period("2026-06-01", "2026-06-30")


def paid(number: str, amount: int, day: str = "2026-06-10", refunded: int = 0, **more: Any) -> Row:
    """Return a paid order."""
    return {
        "order_id": number,
        "paid_at": day,
        "order_amount": amount,
        "refunded": refunded,
        **more,
    }


def line(order: str, sku: str | None, amount: int, quantity: int = 1, **more: Any) -> Row:
    """Return an item line."""
    return {"order_id": order, "sku_code": sku, "quantity": quantity, "line_amount": amount, **more}


def cost(sku: str, cents: int, **more: Any) -> Row:
    """Return a row of the cost list."""
    return {"sku_code": sku, "unit_cost": cents, **more}


def booked(subject: str | None, order: str | None, cents: int, **more: Any) -> Row:
    """Return an entry of the bill."""
    return {"order_id": order, "time": "2026-06-20", "amount": cents, "subject": subject, **more}


def given(orders: Sequence[Row], costs: CostSettings | None = None, **tables: Any) -> Inputs:
    """Return what the analyses see of these tables in June."""
    settings = Settings(costs=costs or CostSettings())
    return inputs(dataset(orders=orders, **tables), JUNE, settings=settings)


def profit(orders: Sequence[Row], costs: CostSettings | None = None, **tables: Any) -> Profit:
    """Return the profit of June."""
    found = profit_of(given(orders, costs, **tables), JUNE)
    assert found is not None
    return found
