"""The public Olist files: quoted headers and cells as the set has them, orders without amounts, payments without times."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_ORDERS = names(
    "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"
)
_ITEMS = names(
    "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value"
)
_PAYMENTS = names("order_id,payment_sequential,payment_type,payment_installments,payment_value")
_TWO, _LATE, _LOST, _UNPAID = (f"{n:032x}" for n in (0xA11, 0xA22, 0xA33, 0xA44))
_CUP, _UMBRELLA = (f"{n:032x}" for n in (0xB11, 0xB22))
_SELLER = f"{0xC11:032x}"

EXPORTS = (
    Export(
        format="olist-orders",
        case="8",
        name="olist_orders_dataset.csv",
        header=_ORDERS,
        newline="\n",
        rows=rows(
            _ORDERS,
            {
                "order_id": _TWO,
                "customer_id": f"{0xD11:032x}",
                "order_status": "delivered",
                "order_purchase_timestamp": "2026-06-18 00:03:11",
                "order_approved_at": "2026-06-18 00:13:40",
                "order_delivered_carrier_date": "2026-06-19 15:00:00",
                "order_delivered_customer_date": "2026-06-25 18:00:00",
                "order_estimated_delivery_date": "2026-07-01 00:00:00",
            },
            {
                "order_id": _LATE,
                "customer_id": f"{0xD22:032x}",
                "order_status": "invoiced",
                "order_purchase_timestamp": "2026-06-18 09:30:00",
                "order_approved_at": "2026-06-19 10:00:00",
                "order_estimated_delivery_date": "2026-07-02 00:00:00",
            },
            {
                "order_id": _LOST,
                "customer_id": f"{0xD33:032x}",
                "order_status": "canceled",
                "order_purchase_timestamp": "2026-06-19 11:00:00",
                "order_estimated_delivery_date": "2026-07-02 00:00:00",
            },
            {
                "order_id": _UNPAID,
                "customer_id": f"{0xD44:032x}",
                "order_status": "created",
                "order_purchase_timestamp": "2026-06-20 20:00:00",
                "order_estimated_delivery_date": "2026-07-05 00:00:00",
            },
        ),
    ),
    Export(
        format="olist-items",
        case="7",
        name="olist_order_items_dataset.csv",
        header=_ITEMS,
        newline="\n",
        rows=rows(
            _ITEMS,
            *(
                {
                    "order_id": order,
                    "order_item_id": number,
                    "product_id": product,
                    "seller_id": _SELLER,
                    "shipping_limit_date": "2026-06-22 00:13:40",
                    "price": price,
                    "freight_value": freight,
                }
                for order, number, product, price, freight in (
                    (_TWO, "1", _CUP, "49.9", "7.65"),
                    (_TWO, "2", _CUP, "49.9", "7.65"),
                    (_LATE, "1", _UMBRELLA, "144.0", "8.77"),
                )
            ),
        ),
    ),
    Export(
        format="olist-payments",
        case="5",
        name="olist_order_payments_dataset.csv",
        header=_PAYMENTS,
        newline="\n",
        rows=rows(
            _PAYMENTS,
            *(
                {
                    "order_id": order,
                    "payment_sequential": number,
                    "payment_type": kind,
                    "payment_installments": "1",
                    "payment_value": value,
                }
                for order, number, kind, value in (
                    (_TWO, "1", "voucher", "50.0"),
                    (_TWO, "2", "voucher", "50.0"),
                    (_TWO, "3", "credit_card", "15.1"),
                    (_LATE, "1", "credit_card", "155.00"),
                    (_LOST, "1", "boleto", "30.25"),
                )
            ),
        ),
    ),
)
