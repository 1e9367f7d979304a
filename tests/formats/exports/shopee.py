"""Exports of Shopee and Lazada."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_ORDERS = names(
    "Order ID,Order Status,Cancel reason,Return / Refund Status,Tracking Number*,"
    "Shipping Option,Estimated Ship Out Date,Ship Time,Order Creation Date,Order Paid Time,"
    "Parent SKU Reference No.,Product Name,SKU Reference No.,Variation Name,Original Price,"
    "Deal Price,Quantity,Returned quantity,Product Subtotal,Total Discount(PHP),"
    "Price Discount(from Seller)(PHP),Shopee Rebate(PHP),Seller Voucher(PHP),"
    "Shopee Voucher(PHP),Products' Price Paid by Buyer (PHP),Buyer Paid Shipping Fee,"
    "Shipping Rebate Estimate,Service Fee,Grand Total,Estimated Shipping Fee,"
    "Username (Buyer),Receiver Name,Phone Number,Delivery Address,Town,District,City,"
    "Province,Zip Code,Remark from buyer,Order Complete Time,Note"
)
_SHOPEE_RETURNS = names(
    "Return ID,Order ID,Order Creation Date,Product Name,SKU,Return Quantity,Return Reason,"
    "Return Creation Time"
)
_LAZADA_RETURNS = names("Order ID,Return Order ID,Order Date,Return Order Date,Seller SKU ID")

_PERSON = {
    "Username (Buyer)": "buyer_001",
    "Receiver Name": "张示例",
    "Phone Number": "18600000000",
    "Delivery Address": "示例路1号",
    "City": "Makati",
    "Province": "Metro Manila",
}
_TWO_LINES = {
    **_PERSON,
    "Order ID": "260618SAMPLE11",
    "Order Status": "Completed",
    "Order Creation Date": "2026-06-18 22:05",
    "Order Paid Time": "2026-06-18 22:06",
    "Buyer Paid Shipping Fee": "30.00",
    "Grand Total": "268.00",
}

EXPORTS = (
    Export(
        format="shopee-orders",
        case="ph",
        name="Order.all.20260616_20260620.xlsx",
        header=_ORDERS,
        sheet="orders",
        rows=rows(
            _ORDERS,
            {
                **_TWO_LINES,
                "Product Name": "保温杯 白色",
                "SKU Reference No.": "A01",
                "Original Price": "99.00",
                "Deal Price": "89.00",
                "Quantity": "2",
                "Product Subtotal": "178.00",
            },
            {
                **_TWO_LINES,
                "Product Name": "雨伞 黑色",
                "SKU Reference No.": "B02",
                "Original Price": "60.00",
                "Deal Price": "60.00",
                "Quantity": "1",
                "Product Subtotal": "60.00",
            },
            {
                **_PERSON,
                "Order ID": "260619SAMPLE22",
                "Order Status": "Cancelled",
                "Cancel reason": "Cancelled by buyer",
                "Order Creation Date": "2026-06-19 08:00",
                "Product Name": "雨伞 黑色",
                "SKU Reference No.": "B02",
                "Deal Price": "60.00",
                "Quantity": "1",
                "Product Subtotal": "60.00",
                "Grand Total": "60.00",
            },
        ),
    ),
    Export(
        format="shopee-returns",
        case="8",
        name="return_20260621.csv",
        header=_SHOPEE_RETURNS,
        encoding="utf-8-sig",
        rows=rows(
            _SHOPEE_RETURNS,
            {
                "Return ID": "167600000000011.0",
                "Order ID": "260618SAMPLE11",
                "Order Creation Date": "2026-06-18 22:05",
                "Product Name": "保温杯 白色",
                "SKU": "A01",
                "Return Quantity": "1",
                "Return Reason": "Damaged item",
                "Return Creation Time": "2026-06-20 10:00",
            },
        ),
    ),
    Export(
        format="lazada-returns",
        case="5",
        name="ReturnOrders.xlsx",
        header=_LAZADA_RETURNS,
        sheet="Sheet1",
        rows=rows(
            _LAZADA_RETURNS,
            {
                "Order ID": 167600000000011.0,
                "Return Order ID": 267600000000011.0,
                "Order Date": "2026-06-17 09:00:00",
                "Return Order Date": "2026-06-20 11:00:00",
                "Seller SKU ID": "A01",
            },
            {
                "Order ID": "167600000000022.0",
                "Return Order ID": "267600000000022.0",
                "Order Date": "2026-06-18 09:00:00",
                "Return Order Date": "2026-06-20 12:00:00",
                "Seller SKU ID": "B02",
            },
        ),
    ),
)
