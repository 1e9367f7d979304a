"""Five orders of June and their entries: matched, refunded, unpaid, short, not due, and one without an order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ecreview.model.scope import Period, Scope

if TYPE_CHECKING:
    from tests.builders import Row

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))
ORDERS: list[Row] = [
    {"order_id": "1", "paid_at": "2026-06-10", "order_amount": 15_800, "refunded": 0},
    {"order_id": "2", "paid_at": "2026-06-10", "order_amount": 10_000, "refunded": 2_000},
    {"order_id": "3", "created_at": "2026-06-10", "order_amount": 8_800, "refunded": 0},
    {"order_id": "4", "paid_at": "2026-06-10", "order_amount": 5_000, "refunded": 0},
    {"order_id": "5", "paid_at": "2026-06-20", "order_amount": 700, "refunded": 0},
]
ENTRIES: list[Row] = [
    {"order_id": "1", "amount": 15_800, "subject": "goods"},
    {"order_id": "1", "amount": -316, "subject": "commission"},
    {"order_id": "2", "amount": 10_000, "subject": "goods"},
    {"order_id": "2", "amount": -2_000, "subject": "refund"},
    {"order_id": "4", "amount": 4_000, "subject": "goods"},
    {"order_id": "9", "amount": 1_500, "subject": "goods"},
    {"order_id": None, "amount": -9_000, "subject": "withdraw"},
]
