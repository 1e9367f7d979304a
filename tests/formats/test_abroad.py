"""What orders and amounts the exports of platforms abroad come to once they are one dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.assemble import Part, assemble
from ecreview.intake.clean_file import clean_file
from ecreview.intake.wire import FileAnswer, load
from tests.formats.exports import EXPORTS
from tests.formats.test_golden import MADE

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset


def dataset_of(*wanted: tuple[str, str]) -> Dataset:
    """Return the dataset of the exports of that format and case."""
    receipts, parts = [], []
    for number, key in enumerate(wanted):
        export = next(e for e in EXPORTS if (e.format, e.case) == key)
        said, frames = clean_file(export.name, export.content)
        answer = load(FileAnswer, said)
        receipts.append(answer.receipt)
        frame = pa.ipc.open_stream(frames["0"]).read_all()
        parts.append(Part(number, 0, frame, answer.facts[0]))
    return assemble(receipts, parts)


def paid(dataset: Dataset) -> dict[str, int]:
    """Return the cents paid per order."""
    orders = dataset.tables["orders"].frame
    return dict(zip(orders["order_id"], orders["paid_gross"].tolist(), strict=True))


def test_totals_of_shopify_orders_count_once_and_voided_ones_not_at_all() -> None:
    dataset = dataset_of(("shopify-orders", "79"), ("shopify-payouts", "17"))
    assert paid(dataset) == {"#1001": 5_629, "#1003": 0, "#1004": 2_000}
    assert dataset.tables["orders"].frame["refunded"].sum() == 400
    assert set(dataset.tables["orders"].frame["currency"]) == {"USD"}


def test_the_amount_of_a_tiktok_order_on_all_its_rows_counts_once() -> None:
    orders = paid(dataset_of(("tiktok-orders", "ph")))
    assert orders["5830000000000000011"] == 23_800
    assert orders["5830000000000000022"] == 0


def test_an_amazon_order_is_paid_when_placed_unless_it_is_pending_or_cancelled() -> None:
    orders = paid(dataset_of(("amazon-orders", "31")))
    assert orders == {"111-0000000-0000011": 14_800, "111-0000000-0000022": 0}


def test_an_ebay_order_over_several_rows_is_one() -> None:
    assert paid(dataset_of(("ebay-orders", "51"))) == {
        "02-00000-00011": 4_599,
        "02-00000-00022": 11_000,
    }


def test_spend_in_another_currency_than_the_orders_is_told() -> None:
    told = dataset_of(("etsy-items", "33"), ("meta-ads", "21")).findings
    (mixed,) = [finding for finding in told if finding.kind.code == "CURRENCY_MIXED"]
    assert "EGP, USD" in mixed.message.en


def test_two_tables_of_one_ga4_file_are_read_apart_and_share_the_period_above_the_first() -> None:
    day, channel = MADE["ga4-daily", "day"], MADE["ga4-channels", "channel"]
    content = day.content + b"\n" + channel.with_(above=()).content
    said, frames = clean_file("free-form.csv", content)
    tables = load(FileAnswer, said).receipt.tables
    assert [(table.sheet, table.format) for table in tables] == [
        (None, "ga4-daily"),
        ("2", "ga4-channels"),
    ]
    assert sum(table.ledger.total for table in tables) == content.count(b"\n")
    sources = pa.ipc.open_stream(frames["1"]).read_all()
    assert {str(day) for day in sources["date"].to_pylist()} == {"2026-06-16 00:00:00"}


def test_channels_of_one_day_are_rows_of_their_own() -> None:
    channels = MADE["ga4-channels", "channel"]
    dated = channels.with_(
        header=("Date", *channels.header), rows=tuple(("20260618", *row) for row in channels.rows)
    )
    said, frames = clean_file(dated.name, dated.content)
    (table,) = load(FileAnswer, said).receipt.tables
    assert (table.format, table.ledger.kept) == ("ga4-channels", 2)
    assert len(pa.ipc.open_stream(frames["0"]).read_all()) == 2
