"""Exports of TikTok Shop: TABs behind the values, descriptions below the header, rows that all say `r="1"`."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, row, rows, tabbed

_ORDERS = names(
    "Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,"
    "SKU ID,Seller SKU,Product Name,Variation,Quantity,Sku Quantity of return,"
    "SKU Unit Original Price,SKU Subtotal Before Discount,SKU Platform Discount,"
    "SKU Seller Discount,SKU Subtotal After Discount,Shipping Fee After Discount,"
    "Original Shipping Fee,Shipping Fee Seller Discount,Shipping Fee Platform Discount,"
    "Payment platform discount,Taxes,Order Amount,Order Refund Amount,Created Time,Paid Time,"
    "RTS Time,Shipped Time,Delivered Time,Cancelled Time,Cancel By,Cancel Reason,"
    "Fulfillment Type,Warehouse Name,Tracking ID,Delivery Option,Shipping Provider Name,"
    "Buyer Message,Buyer Username,Recipient,Phone #,Country,Region,Province,Municipality,"
    "Barangay,Detail Address,Additional address information,Payment Method,Weight(kg),"
    "Product Category,Package ID,Seller Note,Checked Status,Checked Marked by"
)
_SETTLEMENT = names(
    "Order/adjustment ID\t,Type\t,Order created time,Order settled time,Currency,"
    "Total settlement amount,Total revenue,Subtotal after seller discounts,"
    "Subtotal before discounts,Seller discounts,Refund subtotal after seller discounts,"
    "Total fees,Transaction fee,TikTok Shop commission fee,Seller shipping fee,"
    "Affiliate commission,Ajustment amount,Related order ID"
)

_DESCRIPTIONS = row(
    _ORDERS,
    {name: f"Description of {name}" for name in _ORDERS}
    | {"Order ID": "Platform unique order ID.", "Order Amount": "Total of the order."},
)
_BLANK = dict.fromkeys(map(str, _ORDERS), "")  # each cell is written, with its TAB
_PERSON = {
    "Buyer Username": "buyer_001",
    "Recipient": "张示例",
    "Phone #": "18600000000",
    "Detail Address": "示例路1号",
    "Province": "Metro Manila",
    "Municipality": "Makati",
}
_CUP = {"SKU ID": "1730000000000000011", "Seller SKU": "A01", "Product Name": "保温杯 白色"}
_UMBRELLA = {"SKU ID": "1730000000000000022", "Seller SKU": "B02", "Product Name": "雨伞 黑色"}
_TWO_LINES = {
    **_PERSON,
    "Order ID": "5830000000000000011",
    "Order Status": "จัดส่งแล้ว",
    "Order Substatus": "ระหว่างการขนส่ง",
    "Order Amount": "238",
    "Order Refund Amount": "0",
    "Created Time": "18/06/2026 22:05:43",
    "Paid Time": "18/06/2026 22:06:00",
    "Shipped Time": "19/06/2026 08:00:00",
    "Tracking ID": "PH00000000011",
}
_SETTLED = {
    "Type\t": "Order",
    "Order created time": "2026/06/18",
    "Order settled time": "2026/06/20",
    "Currency": "PHP",
    "Total fees": "0",
    "Ajustment amount": "0",
}

EXPORTS = (
    Export(
        format="tiktok-orders",
        case="ph",
        name="All order-2026-06-21-10_00.xlsx",
        header=_ORDERS,
        sheet="OrderSKUList",
        all_rows_one=True,
        rows=(
            _DESCRIPTIONS,
            *rows(
                _ORDERS,
                tabbed(
                    {
                        **_BLANK,
                        **_TWO_LINES,
                        **_CUP,
                        "Quantity": "2",
                        "SKU Unit Original Price": "89",
                        "SKU Subtotal Before Discount": "178",
                        "SKU Subtotal After Discount": "178",
                    }
                ),
                tabbed(
                    {
                        **_BLANK,
                        **_TWO_LINES,
                        **_UMBRELLA,
                        "Quantity": "1",
                        "SKU Unit Original Price": "60",
                        "SKU Subtotal Before Discount": "60",
                        "SKU Subtotal After Discount": "60",
                    }
                ),
                tabbed(
                    {
                        **_BLANK,
                        **_PERSON,
                        "Order ID": "5830000000000000022",
                        "Order Status": "Canceled",
                        "Cancelation/Return Type": "Cancel",
                        "Product Name": "雨伞 黑色",
                        "SKU ID": "1730000000000000022",
                        "Quantity": "1",
                        "SKU Unit Original Price": "60",
                        "SKU Subtotal Before Discount": "60",
                        "SKU Subtotal After Discount": "60",
                        "Order Amount": "60",
                        "Order Refund Amount": "0",
                        "Created Time": "17/06/2026 10:00:00",
                        "Cancelled Time": "17/06/2026 10:30:00",
                    }
                ),
                tabbed(
                    {
                        **_BLANK,
                        **_PERSON,
                        **_CUP,
                        "Order ID": "5830000000000000033",
                        "Order Status": "Completed",
                        "Quantity": "1",
                        "SKU Unit Original Price": "100",
                        "SKU Subtotal Before Discount": "100",
                        "SKU Subtotal After Discount": "100",
                        "Order Amount": "100",
                        "Order Refund Amount": "20",
                        "Created Time": "16/06/2026 09:00:00",
                        "Paid Time": "16/06/2026 09:01:00",
                    }
                ),
            ),
        ),
    ),
    Export(
        format="tiktok-orders",
        case="us",
        name="To Ship order-2026-06-21.csv",
        header=_ORDERS,
        encoding="utf-8-sig",
        newline="\n",
        rows=(
            _DESCRIPTIONS,
            *rows(
                _ORDERS,
                tabbed(
                    {
                        **_PERSON,
                        **_CUP,
                        "Order ID": "5830000000000000044",
                        "Order Status": "To ship",
                        "Quantity": "2",
                        "SKU Unit Original Price": "9.99",
                        "SKU Subtotal Before Discount": "19.98",
                        "SKU Seller Discount": "2.00",
                        "SKU Subtotal After Discount": "17.98",
                        "Shipping Fee After Discount": "4.02",
                        "Taxes": "1.44",
                        "Order Amount": "23.44",
                        "Created Time": "06/18/2026 10:00:00 AM",
                        "Paid Time": "06/18/2026 09:30:00 PM",
                    }
                ),
            ),
        ),
    ),
    Export(
        format="tiktok-settlement",
        case="ph",
        name="income_20260621.xlsx",
        header=_SETTLEMENT,
        sheet="Order details",
        rows=rows(
            _SETTLEMENT,
            {
                **_SETTLED,
                "Order/adjustment ID\t": "5830000000000000011",
                "Total settlement amount": "214.20",
                "Total revenue": "238.00",
                "Subtotal after seller discounts": "238.00",
                "Subtotal before discounts": "238.00",
                "Refund subtotal after seller discounts": "0",
                "Total fees": "-23.80",
                "Transaction fee": "-4.76",
                "TikTok Shop commission fee": "-19.04",
            },
            {
                **_SETTLED,
                "Order/adjustment ID\t": "5830000000000000033",
                "Type\t": "Refund",
                "Total settlement amount": "-20.00",
                "Total revenue": "-20.00",
                "Subtotal after seller discounts": "0",
                "Refund subtotal after seller discounts": "-20.00",
            },
            {
                **_SETTLED,
                "Order/adjustment ID\t": "7000000000000000011",
                "Type\t": "GMV Payment for TikTok Ads",
                "Total settlement amount": "-50.00",
                "Total revenue": "0",
                "Subtotal after seller discounts": "0",
                "Refund subtotal after seller discounts": "0",
                "Ajustment amount": "-50.00",
            },
        ),
    ),
)
