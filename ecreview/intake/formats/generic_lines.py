"""Order lines of any shop, one row per item, by the customary names of its columns.

Seen in the UCI Online Retail workbook and in the Chinese superstore sample (`订单 Id`).
"""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.intake.formats.customary import customary_columns, customary_names
from ecreview.intake.formats.personal import PERSONAL
from ecreview.model.tables import ORDER_LINES
from ecreview.model.text import Text

FORMAT = Format(
    key="generic-lines",
    title=Text(zh="订单明细表（通用）", en="Order lines (any shop)"),
    platform="",
    table="order_lines",
    columns=customary_columns(ORDER_LINES),
    required=(
        customary_names(ORDER_LINES, "order_id"),
        customary_names(ORDER_LINES, "created_at"),
        customary_names(ORDER_LINES, "quantity"),
        (
            *customary_names(ORDER_LINES, "line_amount"),
            *customary_names(ORDER_LINES, "unit_price"),
        ),
        (
            *customary_names(ORDER_LINES, "sku_code"),
            *customary_names(ORDER_LINES, "title"),
        ),
    ),
    negative=("退款编号",),
    order_amount_on="line",
    personal=PERSONAL,
    other=("利润率", "记录数", "制造商", "国家", "地区", "细分", "邮寄方式"),  # superstore sample
    is_generic=True,
)
