"""Troubles planted on some of the orders: what a careful reader and a reconciliation have to find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecreview.samples.days import SECOND_FROM, START

if TYPE_CHECKING:
    import numpy as np

    from ecreview.samples.world import Order

# What is planted on plain orders of the first week, and how often.
PLAIN_PLANTS = {
    "amount_unreadable": 1,  # 总金额 says 见备注
    "id_blank": 1,
    "id_truncated": 1,
    "row_repeated": 3,
    "amount_differs": 4,
    "within_tolerance": 2,
    "order_only": 3,
    "duplicate_entry": 3,
}
UNSETTLED_REFUNDS = 5


def plant(orders: tuple[Order, ...], rng: np.random.Generator) -> tuple[Order, ...]:
    """Return the orders with troubles planted on some of them, one at most on each."""
    plain = [
        i for i, order in enumerate(orders)
        if order.paid and order.refund_kind == "none"
        and START <= order.created.date() < SECOND_FROM
    ]  # fmt: skip
    late = [i for i, order in enumerate(orders) if order.refund_kind.endswith("after_receipt")]
    names = [name for name, many in PLAIN_PLANTS.items() for _ in range(many)]
    chosen = dict(zip(rng.choice(plain, len(names), replace=False).tolist(), names, strict=True))
    chosen |= dict.fromkeys(
        rng.choice(late, UNSETTLED_REFUNDS, replace=False).tolist(), "refund_unsettled"
    )
    return tuple(replace(order, plant=chosen.get(i, "")) for i, order in enumerate(orders))
