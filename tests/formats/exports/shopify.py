"""Exports of Shopify."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_ORDERS = names(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,"
    "Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,"
    "Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,"
    "Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,"
    "Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,"
    "Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,"
    "Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,"
    "Next Payment Due At,Payment References"
)
_PAYOUTS = names(
    "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,"
    "Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,"
    "Presentment Currency,Currency"
)
_PERSON = {
    "Billing Name": "张示例",
    "Billing Address1": "示例路1号",
    "Billing Zip": "'00000",
    "Billing Phone": "18600000000",
    "Shipping Name": "张示例",
    "Shipping Address1": "示例路1号",
    "Shipping Zip": "'00000",
    "Shipping City": "Albany",
    "Shipping Province": "NY",
    "Shipping Province Name": "New York",
}

EXPORTS = (
    Export(
        format="shopify-orders",
        case="79",
        name="orders_export_1.csv",
        header=_ORDERS,
        newline="\n",
        rows=rows(
            _ORDERS,
            {
                "Name": "#1001",
                "Email": "buyer_001@example.invalid",
                "Financial Status": "paid",
                "Paid at": "2026-06-18 10:15:10 -0400",
                "Fulfillment Status": "fulfilled",
                "Fulfilled at": "2026-06-19 09:00:00 -0400",
                "Currency": "USD",
                "Subtotal": "50.00",
                "Shipping": "4.99",
                "Taxes": "1.30",
                "Total": "56.29",
                "Discount Amount": "0.00",
                "Created at": "2026-06-18 10:15:00 -0400",
                "Lineitem quantity": "2",
                "Lineitem name": "=1+1特价",
                "Lineitem price": "10.00",
                "Lineitem sku": "A01",
                "Payment Method": "Shopify Payments",
                "Refunded Amount": "0.00",
                "Source": "web",
                **_PERSON,
            },
            {
                "Name": "#1001",
                "Email": "buyer_001@example.invalid",
                "Lineitem quantity": "1",
                "Lineitem name": "雨伞, 黑色",
                "Lineitem price": "30.00",
                "Lineitem sku": "B02",
            },
            {
                "Name": "#1003",
                "Email": "buyer_003@example.invalid",
                "Financial Status": "voided",
                "Currency": "USD",
                "Subtotal": "88.00",
                "Shipping": "0.00",
                "Taxes": "0.00",
                "Total": "88.00",
                "Created at": "2026-06-18 11:00:00 -0400",
                "Cancelled at": "2026-06-18 12:00:00 -0400",
                "Lineitem quantity": "1",
                "Lineitem name": "雨伞, 黑色",
                "Lineitem price": "88.00",
                "Lineitem sku": "B02",
                "Refunded Amount": "0.00",
                **_PERSON,
            },
            {
                "Name": "#1004",
                "Email": "buyer_002@example.invalid",
                "Financial Status": "partially_refunded",
                "Paid at": "2026-06-19 08:00:30 -0400",
                "Currency": "USD",
                "Subtotal": "20.00",
                "Shipping": "0.00",
                "Taxes": "0.00",
                "Total": "20.00",
                "Created at": "2026-06-19 08:00:00 -0400",
                "Lineitem quantity": "2",
                "Lineitem name": "=1+1特价",
                "Lineitem price": "10.00",
                "Lineitem sku": "A01",
                "Refunded Amount": "4.00",
                **_PERSON,
            },
        ),
    ),
    Export(
        format="shopify-payouts",
        case="17",
        name="payment_transactions_export_1.csv",
        header=_PAYOUTS,
        newline="\n",
        rows=rows(
            _PAYOUTS,
            {
                "Transaction Date": "2026-06-18 10:15:10 -0400",
                "Type": "charge",
                "Order": "#1001",
                "Card Brand": "visa",
                "Card Source": "online",
                "Payout Status": "paid",
                "Payout Date": "2026-06-21",
                "Payout ID": "99000000001",
                "Amount": "56.29",
                "Fee": "1.93",
                "Net": "54.36",
                "Currency": "USD",
            },
            {
                "Transaction Date": "2026-06-20 08:00:00 -0400",
                "Type": "refund",
                "Order": "#1004",
                "Payout Status": "paid",
                "Payout ID": "99000000001",
                "Amount": "-4.00",
                "Fee": "0.00",
                "Net": "-4.00",
                "Currency": "USD",
            },
            {
                "Transaction Date": "2026-06-21 00:00:00 -0400",
                "Type": "payout",
                "Payout Status": "paid",
                "Payout ID": "99000000001",
                "Amount": "-50.36",
                "Fee": "0.00",
                "Net": "-50.36",
                "Currency": "USD",
            },
        ),
    ),
)
