"""Amazon date range report (transactions): one row per order, refund or fee, in English or German.

The parts of a row make up its total. `Transfer` is money sent to the bank.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Subject
from ecreview.model.text import Text

FORMAT = Format(
    key="amazon-daterange",
    title=Text(zh="亚马逊日期范围报告", en="Amazon date range report"),
    platform="amazon",
    table="payments",
    columns=(
        Column("order_id", ("order id", "Bestellnummer")),
        Column("merchant_no", ("settlement id", "Abrechnungsnummer")),
        Column("time", ("date/time", "Datum/Uhrzeit")),
        Column("subject_raw", ("type", "Typ")),
        Column("note", ("description", "Beschreibung")),
        Column("sku_code", ("sku",)),
        Column("amount", ("total", "Gesamt")),
        Column(
            "part_goods",
            ("product sales", "Umsätze"),
            plus=(
                "gift wrap credits",
                "promotional rebates",
                "Gutschrift für Geschenkverpackung",
                "Rabatte aus Werbeaktionen",
            ),
        ),
        Column(
            "part_freight",
            ("shipping credits", "postage credits", "Gutschrift für Versandkosten"),
            plus=("fba fees", "Gebühren zu Versand durch Amazon"),
        ),
        Column("part_commission", ("selling fees", "Verkaufsgebühren")),
        Column("part_tech_fee", ("other transaction fees", "Andere Transaktionsgebühren")),
        Column(
            "part_tax",
            ("product sales tax", "Produktumsatzsteuer"),
            plus=(
                "shipping credits tax",
                "postage credits tax",
                "giftwrap credits tax",
                "Regulatory Fee",
                "Tax On Regulatory Fee",
                "promotional rebates tax",
                "marketplace withheld tax",
                "Steuer auf Versandgutschrift",
                "Steuer auf Geschenkverpackungsgutschriften",
                "Steuer auf Aktionsrabatte",
                "Einbehaltene Steuer auf Marketplace",
            ),
        ),
        Column("part_other", ("other", "Andere")),
    ),
    required=(
        ("date/time", "Datum/Uhrzeit"),
        ("settlement id", "Abrechnungsnummer"),
        ("product sales", "Umsätze"),
    ),
    subjects=(
        Subject("Order", "goods"),
        Subject("Bestellung", "goods"),
        Subject("Liquidations", "goods"),
        Subject("Refund", "refund"),
        Subject("Erstattung", "refund"),
        Subject("A-to-z Guarantee Claim", "refund"),
        Subject("Chargeback Refund", "refund"),
        Subject("Transfer", "withdraw"),
        Subject("Übertrag", "withdraw"),
        Subject("Debt", "deposit"),
        Subject("Service Fee", "marketing", note="Advertising"),
        Subject("Servicegebühr", "marketing", note="Werbekosten"),
        Subject("Service Fee", "tech_fee"),
        Subject("Servicegebühr", "tech_fee"),
        Subject("Amazon Fees", "tech_fee"),
        Subject("Deal Fee", "marketing"),
        Subject("FBA Inventory Fee", "tech_fee"),
        Subject("Versand durch Amazon Lagergebühr", "tech_fee"),
        Subject("FBA Customer Return Fee", "freight"),
        Subject("FBA Transaction fees", "freight"),
        Subject("Shipping Services", "freight"),
        Subject("Fee Adjustment", "commission"),
        Subject("Order_Retrocharge", "tax"),
        Subject("Refund_Retrocharge", "tax"),
        Subject("Bestellung_Wiedereinzug", "tax"),
        Subject("Adjustment", "compensation"),
        Subject("Anpassung", "compensation"),
    ),
    menu=Text(
        zh="亚马逊卖家平台 › 付款 › 日期范围报告 › 交易",
        en="Seller Central › Payments › Date range reports › Transaction",
    ),
    personal=("order postal", "Postleitzahl"),
    other=(
        "quantity", "marketplace", "account type", "fulfillment", "fulfilment", "order city", "order state",
        "tax collection model", "Transaction Status", "Transaction Release Date",
        "Menge", "Versand", "Ort der Bestellung", "Bundesland", "Steuererhebungsmodell", "Transaktionsstatus",
        "Freigabedatum der Transaktion",
    ),
)  # fmt: skip
