"""The canonical tables: one spec each, its grain, its natural key and the meaning of its columns."""

from __future__ import annotations

from ecreview.model.shop_tables import (
    ACTIONS,
    CALENDAR,
    CS_DAILY,
    INVENTORY,
    MEMBERS,
    PRODUCT_COSTS,
    PURCHASES,
    RISKS,
    SHIPMENTS,
    SHOP_SCORES,
    STOCK_MOVES,
    TARGETS,
    TICKETS,
)
from ecreview.model.table_spec import (
    CANONICAL_STATUS,
    MEMORY_SHEET,
    PARTS,
    REFUND_STATES,
    SUBJECTS,
    TRANSFER_SUBJECTS,
    TableSpec,
)
from ecreview.model.trade_tables import (
    ERP_ORDERS,
    FEES,
    ORDER_LINES,
    ORDERS,
    PAYMENTS,
    REFUNDS,
    SECOND_BILLS,
)
from ecreview.model.traffic_tables import (
    AD_SPEND,
    EVENTS,
    TRAFFIC_DAILY,
    TRAFFIC_PRODUCT,
    TRAFFIC_SOURCE,
)

__all__ = [
    "ACTIONS",
    "AD_SPEND",
    "CALENDAR",
    "CANONICAL_STATUS",
    "CS_DAILY",
    "ERP_ORDERS",
    "EVENTS",
    "FEES",
    "INVENTORY",
    "MEMBERS",
    "MEMORY_SHEET",
    "ORDERS",
    "ORDER_LINES",
    "PARTS",
    "PAYMENTS",
    "PRODUCT_COSTS",
    "PURCHASES",
    "REFUNDS",
    "REFUND_STATES",
    "RISKS",
    "SECOND_BILLS",
    "SHIPMENTS",
    "SHOP_SCORES",
    "STOCK_MOVES",
    "SUBJECTS",
    "TABLES",
    "TARGETS",
    "TICKETS",
    "TRAFFIC_DAILY",
    "TRAFFIC_PRODUCT",
    "TRAFFIC_SOURCE",
    "TRANSFER_SUBJECTS",
    "TableSpec",
    "table_spec",
]

TABLES: tuple[TableSpec, ...] = (
    ORDERS,
    ORDER_LINES,
    ERP_ORDERS,
    REFUNDS,
    PAYMENTS,
    SECOND_BILLS,
    FEES,
    TRAFFIC_DAILY,
    TRAFFIC_SOURCE,
    TRAFFIC_PRODUCT,
    AD_SPEND,
    PRODUCT_COSTS,
    INVENTORY,
    STOCK_MOVES,
    PURCHASES,
    SHIPMENTS,
    TICKETS,
    CS_DAILY,
    SHOP_SCORES,
    MEMBERS,
    EVENTS,
    TARGETS,
    RISKS,
    ACTIONS,
    CALENDAR,
)


def table_spec(key: str) -> TableSpec:
    """Return the spec of that table word.

    Raises:
        KeyError: no such table.
    """
    for spec in TABLES:
        if spec.key == key:
            return spec
    raise KeyError(f"no table {key}")
