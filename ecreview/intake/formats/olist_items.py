"""Olist order items (`olist_order_items_dataset.csv`): one row per unit, with its price and its postage."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import put, text_column
from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.numbering import NUMBER, name_rows
from ecreview.model.text import Text


def name_units(table: pa.Table) -> pa.Table:
    """Return the lines, one unit each, named by their order; the product's id is the only code there is.

    order_id, product_id, number_in_order → line_id, sku_code, quantity
    """
    table = put(name_rows(table, "line_id"), "sku_code", text_column(table, "product_id"))
    return put(table, "quantity", pa.array(np.ones(len(table), dtype=np.int64)))


FORMAT = Format(
    key="olist-items",
    title=Text(zh="Olist 订单商品明细", en="Olist order items"),
    platform="olist",
    table="order_lines",
    columns=(
        Column("order_id", ("order_id",)),
        Column(NUMBER, ("order_item_id",)),
        Column("product_id", ("product_id",)),
        Column("promised_at", ("shipping_limit_date",)),
        Column("line_amount", ("price",)),
        Column("freight", ("freight_value",)),
    ),
    required=(("order_id",), ("order_item_id",), ("price",), ("freight_value",)),
    negative=("order_purchase_timestamp", "payment_value"),
    lacks=("quantity",),
    constants={"currency": "BRL"},
    is_buyerless=True,
    menu=Text(
        zh="Olist 公开数据集：olist_order_items_dataset.csv",
        en="Olist public data set: olist_order_items_dataset.csv",
    ),
    other=("seller_id",),
    prepare=name_units,
)
