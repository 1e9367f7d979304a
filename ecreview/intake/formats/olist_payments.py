"""Olist order payments (`olist_order_payments_dataset.csv`): what buyers paid, by means of payment, without a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.intake.formats.numbering import NUMBER, name_rows
from ecreview.model.text import Text

if TYPE_CHECKING:
    import pyarrow as pa


def name_payments(table: pa.Table) -> pa.Table:
    """Return the payments, named by their order.

    order_id, number_in_order → txn_id
    """
    return name_rows(table, "txn_id")


FORMAT = Format(
    key="olist-payments",
    title=Text(zh="Olist 订单收款", en="Olist order payments"),
    platform="olist",
    table="payments",
    columns=(
        Column("order_id", ("order_id",)),
        Column(NUMBER, ("payment_sequential",)),
        Column("amount", ("payment_value",)),
    ),
    required=(("order_id",), ("payment_sequential",), ("payment_value",)),
    negative=("order_purchase_timestamp", "price"),
    lacks=("time",),
    subjects=(Subject("", "goods"),),
    constants={"currency": "BRL"},
    menu=Text(
        zh="Olist 公开数据集：olist_order_payments_dataset.csv",
        en="Olist public data set: olist_order_payments_dataset.csv",
    ),
    other=("payment_type", "payment_installments"),
    prepare=name_payments,
)
