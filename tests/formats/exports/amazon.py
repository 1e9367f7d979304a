"""Exports of Amazon: quoted comma-separated reports and flat files parted by TABs."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, rows

_RANGE = names(
    "date/time,settlement id,type,order id,sku,description,quantity,marketplace,account type,"
    "fulfillment,order city,order state,order postal,tax collection model,product sales,"
    "product sales tax,shipping credits,shipping credits tax,gift wrap credits,"
    "giftwrap credits tax,Regulatory Fee,Tax On Regulatory Fee,promotional rebates,"
    "promotional rebates tax,marketplace withheld tax,selling fees,fba fees,"
    "other transaction fees,other,total"
)
_RANGE_DE = names(
    "Datum/Uhrzeit,Abrechnungsnummer,Typ,Bestellnummer,SKU,Beschreibung,Menge,Marketplace,"
    "Versand,Ort der Bestellung,Bundesland,Postleitzahl,Steuererhebungsmodell,Umsätze,"
    "Produktumsatzsteuer,Gutschrift für Versandkosten,Steuer auf Versandgutschrift,"
    "Gutschrift für Geschenkverpackung,Steuer auf Geschenkverpackungsgutschriften,"
    "Rabatte aus Werbeaktionen,Steuer auf Aktionsrabatte,Einbehaltene Steuer auf Marketplace,"
    "Verkaufsgebühren,Gebühren zu Versand durch Amazon,Andere Transaktionsgebühren,Andere,"
    "Gesamt"
)
_SETTLEMENT = names(
    "settlement-id,settlement-start-date,settlement-end-date,deposit-date,total-amount,"
    "currency,transaction-type,order-id,merchant-order-id,adjustment-id,shipment-id,"
    "marketplace-name,amount-type,amount-description,amount,fulfillment-id,posted-date,"
    "posted-date-time,order-item-code,merchant-order-item-id,merchant-adjustment-item-id,sku,"
    "quantity-purchased,promotion-id"
)
_ORDERS = names(
    "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,"
    "fulfillment-channel,sales-channel,order-channel,ship-service-level,product-name,sku,"
    "asin,item-status,quantity,currency,item-price,item-tax,shipping-price,shipping-tax,"
    "gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,ship-city,"
    "ship-state,ship-postal-code,ship-country,promotion-ids,is-business-order,"
    "purchase-order-number,price-designation"
)
_DAY = names(
    "Date,Ordered Product Sales,Ordered Product Sales - B2B,Units Ordered,"
    "Units Ordered - B2B,Total Order Items,Total Order Items - B2B,Page Views - Total,"
    "Page Views - Total - B2B,Sessions - Total,Sessions - Total - B2B,"
    "Featured Offer Percentage,Featured Offer Percentage - B2B,Unit Session Percentage,"
    "Unit Session Percentage - B2B,Average Offer Count,Average Parent Items"
)
_PRODUCT = names(
    "(Parent) ASIN,(Child) ASIN,Title,SKU,Sessions - Total,Sessions - Total - B2B,"
    "Session Percentage - Total,Session Percentage - Total - B2B,Page Views - Total,"
    "Page Views - Total - B2B,Page Views Percentage - Total,"
    "Page Views Percentage - Total - B2B,Featured Offer (Buy Box) Percentage,"
    "Featured Offer (Buy Box) Percentage - B2B,Units Ordered,Units Ordered - B2B,"
    "Unit Session Percentage,Unit Session Percentage - B2B,Ordered Product Sales,"
    "Ordered Product Sales - B2B,Total Order Items,Total Order Items - B2B"
)

_NOTHING = dict.fromkeys(_RANGE[14:], "0")
_NICHTS = dict.fromkeys(_RANGE_DE[13:], "0")
_OF_ORDER = {"order city": "Albany", "order state": "NY", "order postal": "00000"}
_SETTLED = {
    "settlement-id": "20000000011",
    "transaction-type": "Order",
    "order-id": "111-0000000-0000011",
    "marketplace-name": "Amazon.com",
    "posted-date": "2026-06-18",
    "posted-date-time": "2026-06-18 08:05:07 UTC",
    "sku": "A01",
}
_ABGERECHNET = {
    **_SETTLED,
    "order-id": "303-0000000-0000011",
    "marketplace-name": "Amazon.de",
    "posted-date": "18.06.2026",
    "posted-date-time": "18.06.2026 08:05:07 UTC",
}


def _settled(kind: str, what: str, amount: str) -> dict[str, str]:
    return {**_SETTLED, "amount-type": kind, "amount-description": what, "amount": amount}


def _abgerechnet(kind: str, what: str, amount: str) -> dict[str, str]:
    return {**_ABGERECHNET, "amount-type": kind, "amount-description": what, "amount": amount}


EXPORTS = (
    Export(
        format="amazon-daterange",
        case="30",
        name="2026Jun16-2026Jun20CustomTransaction.csv",
        above=(
            '"Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions"',
            '"All amounts in USD, unless specified"',
            '"Definitions:"',
        ),
        header=_RANGE,
        quoted=True,
        rows=rows(
            _RANGE,
            {
                **_NOTHING,
                **_OF_ORDER,
                "date/time": "Jun 18, 2026 1:05:07 AM PDT",
                "settlement id": "20000000011",
                "type": "Order",
                "order id": "111-0000000-0000011",
                "sku": "A01",
                "description": 'Steel cup, "white"',
                "quantity": "1",
                "product sales": "76.00",
                "product sales tax": "6.08",
                "marketplace withheld tax": "-6.08",
                "selling fees": "-5.00",
                "fba fees": "-5.55",
                "total": "65.45",
            },
            {
                **_NOTHING,
                **_OF_ORDER,
                "date/time": "Jun 19, 2026 2:00:00 PM PDT",
                "settlement id": "20000000011",
                "type": "Refund",
                "order id": "111-0000000-0000022",
                "sku": "A01",
                "description": 'Steel cup, "white"',
                "quantity": "1",
                "product sales": "-38.00",
                "product sales tax": "-3.04",
                "marketplace withheld tax": "3.04",
                "selling fees": "5.00",
                "other": "1.62",
                "total": "-31.38",
            },
            {
                **_NOTHING,
                "date/time": "Jun 19, 2026 11:00:00 PM PDT",
                "settlement id": "20000000011",
                "type": "Service Fee",
                "description": "Subscription",
                "other transaction fees": "-12.00",
                "total": "-12.00",
            },
            {
                **_NOTHING,
                "date/time": "Jun 20, 2026 12:00:00 AM PDT",
                "settlement id": "20000000011",
                "type": "Transfer",
                "description": "To your account ending in: 000",
                "other": "-22.07",
                "total": "-22.07",
            },
            {
                **_NOTHING,
                **_OF_ORDER,
                "date/time": "Jun 20, 2026 9:30:00 AM PDT",
                "settlement id": "20000000022",
                "type": "Order",
                "order id": "111-0000000-0000033",
                "sku": "B02",
                "description": "Umbrella",
                "quantity": "20",
                "product sales": "1,076.00",
                "product sales tax": "86.08",
                "shipping credits": "10.00",
                "shipping credits tax": "0.80",
                "promotional rebates": "-20.00",
                "promotional rebates tax": "-1.60",
                "marketplace withheld tax": "-85.28",
                "selling fees": "-161.40",
                "fba fees": "-9.60",
                "total": "895.00",
            },
        ),
    ),
    Export(
        format="amazon-daterange",
        case="de",
        name="2026Juni16-2026Juni20Transaktion.csv",
        above=('"Alle Beträge in EUR, sofern nicht anders gekennzeichnet"', '"Definitionen:"'),
        header=_RANGE_DE,
        quoted=True,
        rows=rows(
            _RANGE_DE,
            {
                **_NICHTS,
                "Datum/Uhrzeit": "18.06.2026 00:05:07 MESZ",
                "Abrechnungsnummer": "20000000033",
                "Typ": "Bestellung",
                "Bestellnummer": "303-0000000-0000011",
                "SKU": "B02",
                "Beschreibung": "Regenschirm",
                "Menge": "20",
                "Postleitzahl": "00000",
                "Umsätze": "1.076,00",
                "Produktumsatzsteuer": "204,44",
                "Verkaufsgebühren": "-161,40",
                "Gebühren zu Versand durch Amazon": "-4,60",
                "Gesamt": "1.114,44",
            },
            {
                **_NICHTS,
                "Datum/Uhrzeit": "19.06.2026 08:00:00 MESZ",
                "Abrechnungsnummer": "20000000033",
                "Typ": "Servicegebühr",
                "Beschreibung": "Werbekosten",
                "Andere Transaktionsgebühren": "-12,34",
                "Gesamt": "-12,34",
            },
            {
                **_NICHTS,
                "Datum/Uhrzeit": "20.06.2026 09:00:00 MESZ",
                "Abrechnungsnummer": "20000000033",
                "Typ": "Übertrag",
                "Andere": "-1.102,10",
                "Gesamt": "-1.102,10",
            },
        ),
    ),
    Export(
        format="amazon-settlement-v2",
        case="24",
        name="20000000011.txt",
        header=_SETTLEMENT,
        separator="\t",
        newline="\n",
        rows=rows(
            _SETTLEMENT,
            {
                "settlement-id": "20000000011",
                "settlement-start-date": "2026-06-05 00:00:00 UTC",
                "settlement-end-date": "2026-06-19 00:00:00 UTC",
                "deposit-date": "2026-06-21 00:00:00 UTC",
                "total-amount": "44.10",
                "currency": "USD",
            },
            _settled("ItemPrice", "Principal", "76.00"),
            _settled("ItemPrice", "Tax", "6.08"),
            _settled("ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "-6.08"),
            _settled("ItemFees", "Commission", "-11.40"),
            _settled("ItemFees", "FBAPerUnitFulfillmentFee", "-5.55"),
            {
                **_settled("ItemPrice", "Principal", "-12.00"),
                "transaction-type": "Refund",
                "order-id": "111-0000000-0000022",
                "adjustment-id": "amzn1:crow:0000022",
            },
            {
                "settlement-id": "20000000011",
                "transaction-type": "ServiceFee",
                "amount-type": "Cost of Advertising",
                "amount-description": "TransactionTotalAmount",
                "amount": "-2.95",
                "posted-date": "2026-06-19",
                "posted-date-time": "2026-06-19 16:00:00 UTC",
            },
        ),
    ),
    Export(
        format="amazon-settlement-v2",
        case="eu",
        name="20000000044.txt",
        header=_SETTLEMENT,
        separator="\t",
        newline="\n",
        rows=rows(
            _SETTLEMENT,
            {
                "settlement-id": "20000000044",
                "settlement-start-date": "05.06.2026 00:00:00 UTC",
                "settlement-end-date": "19.06.2026 00:00:00 UTC",
                "deposit-date": "21.06.2026 00:00:00 UTC",
                "total-amount": "12,34",
                "currency": "EUR",
            },
            _abgerechnet("ItemPrice", "Principal", "20,00"),
            _abgerechnet("ItemFees", "Commission", "-3,00"),
            _abgerechnet("ItemFees", "FBAPerUnitFulfillmentFee", "-4,66"),
        ),
    ),
    Export(
        format="amazon-orders",
        case="31",
        name="50000000011.txt",
        header=_ORDERS,
        separator="\t",
        newline="\n",
        rows=rows(
            _ORDERS,
            {
                "amazon-order-id": "111-0000000-0000011",
                "purchase-date": "2026-06-18T14:15:00+00:00",
                "order-status": "Shipped",
                "fulfillment-channel": "Amazon",
                "sales-channel": "Amazon.com",
                "product-name": "+保温杯",
                "sku": "A01",
                "asin": "B0CHILD011",
                "item-status": "Shipped",
                "quantity": "2",
                "currency": "USD",
                "item-price": "98.00",
                "item-tax": "7.84",
                "shipping-price": "5.00",
                "item-promotion-discount": "10.00",
                "ship-promotion-discount": "5.00",
                "ship-city": "ALBANY",
                "ship-state": "NY",
                "ship-postal-code": "00000",
                "ship-country": "US",
            },
            {
                "amazon-order-id": "111-0000000-0000011",
                "purchase-date": "2026-06-18T14:15:00+00:00",
                "order-status": "Shipped",
                "sales-channel": "Amazon.com",
                "sku": "B02",
                "asin": "B0CHILD022",
                "quantity": "1",
                "currency": "USD",
                "item-price": "60.00",
                "ship-state": "NY",
            },
            {
                "amazon-order-id": "111-0000000-0000022",
                "purchase-date": "2026-06-19T02:00:00+00:00",
                "order-status": "Pending",
                "sales-channel": "Amazon.com",
                "sku": "B02",
                "asin": "B0CHILD022",
                "quantity": "1",
                "currency": "USD",
                "item-price": "59.90",
            },
            {
                "amazon-order-id": "111-0000000-0000033",
                "purchase-date": "2026-06-19T03:00:00+00:00",
                "order-status": "Cancelled",
                "sales-channel": "Amazon.com",
                "sku": "A01",
                "asin": "B0CHILD011",
                "quantity": "0",
            },
        ),
    ),
    Export(
        format="amazon-report-day",
        case="17",
        name="BusinessReport-21-06-26.csv",
        header=_DAY,
        encoding="utf-8-sig",
        rows=rows(
            _DAY,
            {
                "Date": "6/16/26",
                "Ordered Product Sales": "$1,076.00",
                "Ordered Product Sales - B2B": "$0.00",
                "Units Ordered": "20",
                "Total Order Items": "18",
                "Page Views - Total": "2,300",
                "Sessions - Total": "1,514",
                "Featured Offer Percentage": "99.89%",
                "Unit Session Percentage": "1.32%",
            },
            {
                "Date": "6/18/26",
                "Ordered Product Sales": "$98.00",
                "Ordered Product Sales - B2B": "$0.00",
                "Units Ordered": "2",
                "Total Order Items": "1",
                "Page Views - Total": "310",
                "Sessions - Total": "225",
                "Featured Offer Percentage": "97.00%",
                "Unit Session Percentage": "0.89%",
            },
        ),
    ),
    Export(
        format="amazon-report-product",
        case="child",
        name="BusinessReport_2026-06-16_2026-06-20.csv",
        header=_PRODUCT,
        encoding="utf-8-sig",
        rows=rows(
            _PRODUCT,
            {
                "(Parent) ASIN": "B0PARENT01",
                "(Child) ASIN": "B0CHILD011",
                "Title": "保温杯 白色",
                "SKU": "A01",
                "Sessions - Total": "1,700",
                "Page Views - Total": "2,100",
                "Featured Offer (Buy Box) Percentage": "100.00%",
                "Units Ordered": "140",
                "Unit Session Percentage": "8.24%",
                "Ordered Product Sales": "$2,800.00",
                "Total Order Items": "135",
            },
            {
                "(Parent) ASIN": "B0PARENT01",
                "(Child) ASIN": "B0CHILD022",
                "Title": "雨伞 黑色",
                "SKU": "B02",
                "Sessions - Total": "300",
                "Page Views - Total": "450",
                "Units Ordered": "0",
                "Ordered Product Sales": "$0.00",
                "Total Order Items": "0",
            },
        ),
    ),
)
