"""A made-up shop with everything that the analyses look at."""

from __future__ import annotations

import pandas as pd

from ecreview.model.scope import Scope
from tests.builders import Row, dataset, period


def _orders() -> list[Row]:
    """Return forty days of orders of made-up buyers, a third of whom come back."""
    return [
        {
            "order_id": f"{day}-{n}",
            "paid_at": None if n == 0 else stamp,
            "created_at": stamp,
            "order_amount": 8_000 + 37 * n + day,
            "refunded": 2_000 if n % 5 == 1 else 0,
            "units": 1 + n % 3,
            "buyer_key": f"b{(day * 11 + n * 17) % 260}",
            "channel": "直播" if n % 3 else "搜索",
            "platform": "taobao",
        }
        for day in range(40)
        for n in range(12)
        for stamp in [str(pd.Timestamp("2026-05-12 09:00:00") + pd.Timedelta(days=day, minutes=n))]
    ]


def _traffic() -> list[Row]:
    return [
        {
            "date": str((pd.Timestamp("2026-05-12") + pd.Timedelta(days=day)).date()),
            "uv": 900 - day * 9, "pv": 3_000, "fav_users": 80, "cart_users": 90, "order_buyers": 12,
            "pay_buyers": 11, "ad_spend": 30_000 + day * 900,
        }
        for day in range(40)
    ]  # fmt: skip


def _payments() -> list[Row]:
    """Return the receipts of the paid orders three days later, those of the last days not yet."""
    return [
        {
            "order_id": row["order_id"],
            "time": str(pd.Timestamp(row["paid_at"]) + pd.Timedelta(days=3)),
            "amount": row["order_amount"] - row["refunded"],
            "subject": "goods",
        }
        for row in _orders()
        if row["paid_at"] and row["paid_at"] < "2026-06-17"
    ]


EVENTS = [
    {"user_key": f"u{i}", "event": word, "time": f"2026-06-10 1{hour}:00:00"}
    for i in range(60)
    for hour, word in enumerate(("view", "cart", "pay"))
    if i % (hour + 1) == 0
]
SCOPE = Scope(period("2026-06-01", "2026-06-20"), period("2026-05-12", "2026-05-31"))
RICH = dataset(orders=_orders(), traffic=_traffic(), events=EVENTS, payments=_payments())
