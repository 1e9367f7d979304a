"""Orders of any shop, one row per order, by the customary names of its columns."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.intake.formats.customary import customary_columns, customary_names
from ecreview.intake.formats.personal import PERSONAL
from ecreview.model.tables import ORDER_LINES, ORDERS
from ecreview.model.text import Text

FORMAT = Format(
    key="generic-orders",
    title=Text(zh="订单表（通用）", en="Orders (any shop)"),
    platform="",
    table="orders",
    columns=customary_columns(ORDERS),
    required=(
        customary_names(ORDERS, "order_id"),
        customary_names(ORDERS, "created_at"),
        customary_names(ORDERS, "order_amount"),
    ),
    # A product code makes a row an item of an order.
    negative=(
        *customary_names(ORDER_LINES, "sku_code"),
        *customary_names(ORDER_LINES, "line_id"),
        "退款编号",
    ),
    personal=PERSONAL,
    is_generic=True,
)
