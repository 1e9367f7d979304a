"""Exports of Etsy: two-digit years, dates in words, `--` for none, a deposit's amount in its title."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_ITEMS = names(
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,"
    "Shipping Discount,Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,"
    "Listing ID,Date Paid,Date Shipped,Ship Name,Ship Address1,Ship Address2,Ship City,"
    "Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,Listings Type,"
    "Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU"
)
_ORDERS = names(
    "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,"
    "Payment Method,Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,"
    "Ship Country,Currency,Order Value,Coupon Code,Coupon Details,Discount Amount,"
    "Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,"
    "Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount,Buyer,"
    "Order Type,Payment Type"
)
_STATEMENT = names("Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details")
_OF_ORDER = {
    "Sale Date": "06/18/26",
    "Buyer": "buyer_001",
    "Order Shipping": "5.00",
    "Order Sales Tax": "2.60",
    "Currency": "USD",
    "Date Paid": "06/18/2026",
    "Date Shipped": "06/19/2026",
    "Ship Name": "张示例",
    "Ship Address1": "示例路1号",
    "Ship City": "ALBANY",
    "Ship State": "NY",
    "Ship Zipcode": "00000",
    "Order ID": "3000000011",
    "Order Type": "online",
    "Listings Type": "listing",
    "Payment Type": "online_cc",
}
_BOOKED = dict.fromkeys(_STATEMENT, "--") | {"Currency": "USD"}
_BOOKED_CAD = _BOOKED | {"Currency": "CAD"}

EXPORTS = (
    Export(
        format="etsy-items",
        case="33",
        name="EtsySoldOrderItems2026-6.csv",
        header=_ITEMS,
        newline="\n",
        rows=rows(
            _ITEMS,
            {
                **_OF_ORDER,
                "Item Name": "Steel cup, white",
                "Quantity": "2",
                "Price": "16.00",
                "Discount Amount": "3.20",
                "Item Total": "32.00",
                "Transaction ID": "4000000011",
                "Listing ID": "1000000011",
                "SKU": "A01",
            },
            {
                **_OF_ORDER,
                "Item Name": "Umbrella",
                "Quantity": "1",
                "Price": "18.00",
                "Discount Amount": "0.00",
                "Item Total": "18.00",
                "Transaction ID": "4000000012",
                "Listing ID": "1000000022",
                "SKU": "B02",
            },
        ),
    ),
    Export(
        format="etsy-orders",
        case="33",
        name="EtsySoldOrders2026-6.csv",
        header=_ORDERS,
        newline="\n",
        rows=rows(
            _ORDERS,
            {
                "Sale Date": "06/18/26",
                "Order ID": "3000000011",
                "Buyer User ID": "buyer_001",
                "Full Name": "张示例",
                "First Name": "张示例",
                "Number of Items": "3",
                "Payment Method": "Credit Card",
                "Date Shipped": "06/19/26",
                "Street 1": "示例路1号",
                "Ship City": "ALBANY",
                "Ship State": "NY",
                "Ship Zipcode": "00000",
                "Currency": "USD",
                "Order Value": "50.00",
                "Discount Amount": "3.20",
                "Shipping": "5.00",
                "Sales Tax": "2.60",
                "Order Total": "54.40",
                "Status": "Completed",
                "Card Processing Fees": "1.88",
                "Order Net": "52.52",
                "Adjusted Order Total": "0.00",
                "Buyer": "buyer_001",
            },
        ),
    ),
    Export(
        format="etsy-statement",
        case="usd",
        name="etsy_statement_2026_6.csv",
        header=_STATEMENT,
        encoding="utf-8-sig",
        newline="\n",
        quoted=True,
        rows=rows(
            _STATEMENT,
            {
                **_BOOKED,
                "Date": "June 18, 2026",
                "Type": "Sale",
                "Title": "Payment for Order #3000000011",
                "Info": "Order #3000000011",
                "Amount": "$16.08",
                "Net": "$16.08",
            },
            {
                **_BOOKED,
                "Date": "June 18, 2026",
                "Type": "Fee",
                "Title": "Transaction fee: Steel cup, white",
                "Info": "Order #3000000011",
                "Fees & Taxes": "-$0.98",
                "Net": "-$0.98",
            },
            {
                **_BOOKED,
                "Date": "June 20, 2026",
                "Type": "Deposit",
                "Title": "$15.10 sent to your bank account",
            },
        ),
    ),
    Export(
        format="etsy-statement",
        case="cad",
        name="etsy_statement_2026_6 (1).csv",
        header=_STATEMENT,
        encoding="utf-8-sig",
        newline="\n",
        quoted=True,
        rows=rows(
            _STATEMENT,
            {
                **_BOOKED_CAD,
                "Date": "June 18, 2026",
                "Type": "Sale",
                "Title": "Payment for Order #3000000022",
                "Info": "Order #3000000022",
                "Amount": "CA$76.00",
                "Net": "CA$76.00",
            },
            {
                **_BOOKED_CAD,
                "Date": "June 19, 2026",
                "Type": "Marketing",
                "Title": "Etsy Ads",
                "Info": "Bill for June 18",
                "Fees & Taxes": "-CA$5.02",
                "Net": "-CA$5.02",
            },
            {
                **_BOOKED_CAD,
                "Date": "June 20, 2026",
                "Type": "Deposit",
                "Title": "CA$70.98 sent to your bank account",
            },
        ),
    ),
)
