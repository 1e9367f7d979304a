"""Olist orders (`olist_orders_dataset.csv`): one row per order with its times and its status, but no amount."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.customary import customary_names
from ecreview.model.tables import ORDERS
from ecreview.model.text import Text

FORMAT = Format(
    key="olist-orders",
    title=Text(zh="Olist 订单", en="Olist orders"),
    platform="olist",
    table="orders",
    columns=(
        Column("order_id", ("order_id",)),
        Column("created_at", ("order_purchase_timestamp",)),
        Column("paid_at", ("order_approved_at",)),
        Column("shipped_at", ("order_delivered_carrier_date",)),
        Column("received_at", ("order_delivered_customer_date",)),
        Column("status_raw", ("order_status",)),
    ),
    required=(
        ("order_id",),
        ("order_status",),
        ("order_purchase_timestamp",),
        ("order_approved_at",),
    ),
    # With amounts joined to it, it is another table: they must not be passed over.
    negative=("payment_value", "price", "amount", *customary_names(ORDERS, "order_amount")),
    lacks=("order_amount",),
    constants={"currency": "BRL"},
    is_buyerless=True,
    remark=Text(
        zh="customer_id 每笔订单一个，认不出回头客，没有用作买家标识；订单金额由商品明细相加得出。",
        en="customer_id is one per order and tells no returning buyer, so it does not serve as the buyer; order"
        " amounts are added up from the order items.",
    ),
    menu=Text(
        zh="Olist 公开数据集：olist_orders_dataset.csv",
        en="Olist public data set: olist_orders_dataset.csv",
    ),
    other=("customer_id", "order_estimated_delivery_date"),
)
