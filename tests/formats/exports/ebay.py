"""Exports of eBay: lines around the table, `--` for none, orders of several items over several rows."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_ORDERS = names(
    "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,"
    "Buyer Address 1,Buyer Address 2,Buyer City,Buyer State,Buyer Zip,Buyer Country,"
    "Ship To Name,Ship To Phone,Ship To Address 1,Ship To Address 2,Ship To City,"
    "Ship To State,Ship To Zip,Ship To Country,Item Number,Item Title,Custom Label,"
    "Sold Via Promoted Listings,Quantity,Sold For,Shipping And Handling,Seller Collected Tax,"
    "eBay Collected Tax,Total Price,eBay Collected Tax Included in Total,Payment Method,"
    "Sale Date,Paid On Date,Ship By Date,Minimum Estimated Delivery Date,"
    "Maximum Estimated Delivery Date,Shipped On Date,Feedback Left,Feedback Received,"
    "My Item Note,PayPal Transaction ID,Shipping Service,Tracking Number,Transaction ID,"
    "Variation Details,Global Shipping Program,Global Shipping Reference ID,"
    "Click And Collect,Click And Collect Reference Number,eBay Plus"
)
_TRANSACTIONS = names(
    "Transaction creation date,Type,Order number,Legacy order ID,Buyer username,Buyer name,"
    "Ship to city,Ship to province/region/state,Ship to zip,Ship to country,Net amount,"
    "Payout currency,Payout date,Payout ID,Payout method,Payout status,Reason for hold,"
    "Item ID,Transaction ID,Item title,Custom label,Quantity,Item subtotal,"
    "Shipping and handling,Seller collected tax,eBay collected tax,Final Value Fee - fixed,"
    'Final Value Fee - variable,"Very high ""item not as described"" fee",'
    "Below standard performance fee,International fee,Gross transaction amount,"
    "Transaction currency,Exchange rate,Reference ID,Description"
)
_PERSON = {
    "Buyer Name": "张示例",
    "Buyer Email": "buyer_001@example.invalid",
    "Ship To Name": "张示例",
    "Ship To Phone": "18600000000",
    "Ship To Address 1": "示例路1号",
    "Ship To City": "Albany",
    "Ship To State": "NY",
    "Ship To Zip": "00000",
}
_FIRST = {
    **_PERSON,
    "Sales Record Number": "101",
    "Order Number": "02-00000-00011",
    "Buyer Username": "buyer_001",
    "Item Number": "300000000011",
    "Item Title": "Steel cup, white",
    "Custom Label": "A01",
    "Quantity": "2",
    "Sold For": "$20.00",
    "Shipping And Handling": "$5.99",
    "Total Price": "$45.99",
    "eBay Collected Tax Included in Total": "No",
    "Sale Date": "Jun-18-26",
    "Paid On Date": "Jun-18-26",
    "Shipped On Date": "Jun-19-26",
    "Transaction ID": "0",
}
_NONE = dict.fromkeys(_TRANSACTIONS, "--")
_MOVED = {
    **_NONE,
    "Transaction creation date": "Jun 18, 2026",
    "Payout currency": "USD",
    "Payout ID": "7000000011",
    "Transaction currency": "USD",
}

EXPORTS = (
    Export(
        format="ebay-orders",
        case="51",
        name="eBay-OrdersReport-Jun-21-2026.csv",
        above=("",),
        header=_ORDERS,
        rows=rows(
            _ORDERS,
            _FIRST,
            {
                **_PERSON,
                "Sales Record Number": "102",
                "Order Number": "02-00000-00022",
                "Buyer Username": "buyer_002",
                "Shipping And Handling": "$0.00",
                "Total Price": "$110.00",
                "Sale Date": "Jun-19-26",
                "Paid On Date": "Jun-19-26",
            },
            {
                "Sales Record Number": "102",
                "Item Number": "300000000022",
                "Item Title": "Umbrella",
                "Custom Label": "B02",
                "Quantity": "1",
                "Sold For": "$60.00",
            },
            {
                "Sales Record Number": "102",
                "Item Number": "300000000011",
                "Item Title": "Steel cup, white",
                "Custom Label": "A01",
                "Quantity": "1",
                "Sold For": "$50.00",
            },
        ),
        below=("2,record(s) downloaded,from Jun-16-26 to Jun-20-26", "Seller ID : demo"),
    ),
    Export(
        format="ebay-orders",
        case="sep",
        name="eBay-OrdersReport-Jun-21-2026 (1).csv",
        above=("sep=,",),
        header=_ORDERS,
        rows=rows(_ORDERS, _FIRST),
        below=("1 record(s) downloaded", "Seller ID : demo"),
    ),
    Export(
        format="ebay-transactions",
        case="36",
        name="Transaction_report.csv",
        above=(
            '"Transaction report"',
            '"Start date","Jun 16, 2026"',
            '"End date","Jun 20, 2026"',
            "",
        ),
        header=_TRANSACTIONS,
        quoted=True,
        rows=rows(
            _TRANSACTIONS,
            {
                **_MOVED,
                "Type": "Order",
                "Order number": "02-00000-00011",
                "Buyer username": "buyer_001",
                "Buyer name": "张示例",
                "Net amount": "40.62",
                "Item ID": "300000000011",
                "Transaction ID": "500000000011",
                "Custom label": "A01",
                "Quantity": "2",
                "Item subtotal": "40.00",
                "Shipping and handling": "5.99",
                "eBay collected tax": "3.50",
                "Final Value Fee - fixed": "-0.30",
                "Final Value Fee - variable": "-5.07",
                "Gross transaction amount": "45.99",
            },
            {
                **_MOVED,
                "Transaction creation date": "Jun 19, 2026",
                "Type": "Refund",
                "Order number": "02-00000-00011",
                "Net amount": "-20.00",
                "Transaction ID": "500000000011",
                "Item subtotal": "-20.00",
                "Shipping and handling": "0",
                "Gross transaction amount": "-20.00",
            },
            {
                **_MOVED,
                "Transaction creation date": "Jun 19, 2026",
                "Type": "Shipping label",
                "Order number": "02-00000-00011",
                "Net amount": "-4.50",
                "Gross transaction amount": "-4.50",
            },
            {
                **_MOVED,
                "Transaction creation date": "Jun 20, 2026",
                "Type": "Other fee",
                "Net amount": "-1.10",
                "Gross transaction amount": "-1.10",
                "Description": "Promoted Listings - General fee",
            },
            {
                **_MOVED,
                "Transaction creation date": "Jun 20, 2026",
                "Type": "Payout",
                "Net amount": "-15.02",
                "Gross transaction amount": "-15.02",
            },
        ),
    ),
)
