"""Files of the public sets that nobody recognises, read through a small mapping: no row, no cent is lost."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest

from tests.cli.real_sets import (
    FILES,
    REFERENCE,
    cells_of,
    chosen,
    counts_of,
    frame_of,
    read,
    records_of,
    repeats,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Find = Callable[[str], Path]

pytestmark = pytest.mark.real_data


def test_reviews_with_line_breaks_are_one_record_each_and_repeated_ids_are_told(
    real_data: Find,
) -> None:
    path = real_data("olist_sample/olist_order_reviews_dataset.csv")
    records = records_of(path)
    assert (text_of(path).count("\n"), len(records)) == (8_885, 8_225)
    assert repeats(r["review_id"] for r in records) == 34
    columns = {
        "ticket_id": "review_id",
        "order_id": "order_id",
        "opened_at": "review_creation_date",
    }
    dataset = read(path, choices=chosen(tickets=columns))
    ledger = dataset.files[0].tables[0].ledger
    assert (ledger.kept, ledger.duplicate, ledger.quarantined) == (8_225 - 34, 34, 0)
    assert counts_of(dataset)["ROW_REPLACED"] == 34


@pytest.mark.parametrize(
    ("name", "table", "columns", "missing"),
    [
        ("customers", "members", {"buyer_key": "customer_unique_id"}, "是否会员"),
        ("products", "inventory", {"sku_code": "product_id", "on_hand": "product_photos_qty"}, "快照日期"),
        ("order_reviews", "tickets", {"ticket_id": "review_id", "order_id": "order_id"}, "提交时间"),
    ],
)  # fmt: skip
def test_a_table_without_what_it_needs_says_which_column_is_missing(
    real_data: Find, name: str, table: str, columns: Mapping[str, str], missing: str
) -> None:
    path = real_data(f"olist_sample/olist_{name}_dataset.csv")
    dataset = read(path, choices=chosen(**{table: columns}))
    (finding,) = dataset.findings
    assert (finding.kind.code, finding.message.zh) == ("COLUMN_MISSING", f"缺少“{missing}”。")
    assert dataset.files[0].tables[0].ledger.quarantined == len(records_of(path))


SHELF = {"date": "update_time", "product_id": "id", "title": "title", "shop": "店名"}


@pytest.mark.parametrize(("name", "twice"), [("cosmetic_full", 86), ("双十一淘宝美妆数据", 19)])
def test_repeated_rows_of_the_product_sheet_are_merged_and_told(
    real_data: Find, name: str, twice: int
) -> None:
    path = real_data(f"double11_cosmetics/{name}.csv")
    assert repeats(map(tuple, cells_of(path))) == twice
    ledger = (
        (dataset := read(path, choices=chosen(traffic_product=SHELF))).files[0].tables[0].ledger
    )
    assert (ledger.kept + twice, ledger.duplicate) == (
        FILES[f"double11_cosmetics/{name}.csv"].rows,
        twice,
    )
    assert counts_of(dataset)["ROW_DUP"] == twice


def test_a_file_that_is_the_beginning_of_another_adds_no_row(real_data: Find) -> None:
    paths = [real_data(n) for n in FILES if n.startswith("double11")]
    dataset = read(*paths, choices=chosen(traffic_product=SHELF))
    distinct = len({tuple(row) for path in paths for row in cells_of(path)[1:]})
    assert len(frame_of(dataset, "traffic_product")) == distinct == 27_512
    ledgers = [file.tables[0].ledger for file in dataset.files]
    assert [ledger.kept + ledger.duplicate for ledger in ledgers] == [27_598, 8_769]


def test_purchases_without_order_numbers_are_read_as_entries_of_a_ledger(real_data: Find) -> None:
    path = real_data("cdnow/CDNOW_master.txt")
    dataset = read(path, choices=chosen(payments={"time": "date", "amount": "dollar_value"}))
    ledger = dataset.files[0].tables[0].ledger
    assert (ledger.kept, ledger.cents_in, ledger.cents_kept) == (69_659, 250_031_563, 250_031_563)
    entries = frame_of(dataset, "payments")
    assert (entries["amount"] == 0).sum() == 80
    assert [str(entries["time"].agg(f).date()) for f in ("min", "max")] == [
        "1997-01-01",
        "1998-06-30",
    ]
    assert counts_of(dataset)["ROW_REPEATED"] == repeats(map(tuple, cells_of(path))) == 255


def test_a_file_without_a_header_is_mapped_by_position(real_data: Find) -> None:
    path = real_data("cdnow/CDNOW_sample.txt")
    ledger = read(path, choices=chosen(payments={"time": 2, "amount": 4})).files[0].tables[0].ledger
    cents = sum(round(float(row[4]) * 100) for row in cells_of(path))
    assert (ledger.kept, ledger.cents_kept) == (6_919, cents)


def test_the_ad_report_gives_its_campaigns_and_its_rows_without_a_click(real_data: Find) -> None:
    path = real_data("ads_kag_conversion/KAG_conversion_data.csv")
    columns = {
        "date": "Date", "spend": "Spent", "impressions": "Impressions", "clicks": "Clicks",
        "plan": "xyz_campaign_id", "attributed_orders": "Total_Conversion",
    }  # fmt: skip
    dataset = read(path, choices=chosen(ad_spend=columns))
    ledger, ads = dataset.files[0].tables[0].ledger, frame_of(dataset, "ad_spend")
    assert (ledger.kept, ledger.cents_kept) == (1_143, 5_870_523)
    assert ads.groupby("plan", observed=True)[["impressions", "clicks", "attributed_orders"]].sum().to_dict("index") == {
        "916": {"impressions": 482_925, "clicks": 113, "attributed_orders": 58},
        "936": {"impressions": 8_128_187, "clicks": 1_984, "attributed_orders": 537},
        "1178": {"impressions": 204_823_716, "clicks": 36_068, "attributed_orders": 2_669},
    }  # fmt: skip
    silent = ads[(ads["clicks"] == 0) & (ads["spend"] == 0)]
    assert (len(silent), (silent["attributed_orders"] > 0).sum()) == (207, 204)
    assert ads["date"].dt.date.nunique() == 31


def test_people_are_read_without_loss_and_nobody_is_merged(real_data: Find) -> None:
    path = real_data("marketing_campaign/marketing_campaign.csv")
    columns = {"buyer_key": "ID", "is_member": "Response", "joined_at": "Dt_Customer"}
    dataset = read(path, choices=chosen(members=columns))
    assert dataset.files[0].tables[0].ledger.kept == 2_240
    members, records = frame_of(dataset, "members"), records_of(path)
    assert (members["buyer_key"].nunique(), members["is_member"].sum()) == (2_240, 334)  # 14.91 %
    days = {date.fromisoformat(r["Dt_Customer"]) for r in records}
    assert set(members["joined_at"].dt.date) == days
    # 182 rows equal another one in all but the ID: other people, so nothing is merged.
    assert repeats(tuple(r.values())[1:] for r in records) == 182


@pytest.mark.parametrize("name", ["exchange-2_cpc", "exchange-4_cpm"])
def test_a_bare_time_series_is_read_once_a_person_says_what_it_is(
    real_data: Find, name: str
) -> None:
    path = real_data(f"nab/realAdExchange/{name}_results.csv")
    dataset = read(path, choices=chosen(payments={"time": "timestamp", "amount": "value"}))
    values = [Decimal(r["value"]) for r in records_of(path)]
    cents = sum(int((v * 100).quantize(Decimal(1), ROUND_HALF_UP)) for v in values)
    ledger = dataset.files[0].tables[0].ledger
    assert (ledger.kept, ledger.cents_kept) == (len(values), cents)
    odd = sum(v * 100 != int(v * 100) for v in values)
    assert counts_of(dataset)["AMOUNT_SUBCENT"] == odd


def test_a_header_of_numbers_is_taken_where_a_person_points_at_it(real_data: Find) -> None:
    path = real_data(f"{REFERENCE}cohort_retention.csv")
    entry = {"file": "*", "header_row": 1, "table": None}
    (table,) = read(path, choices=json.dumps({"tables": [entry]})).files[0].tables
    assert (table.ledger.header, table.ledger.quarantined) == (1, 13)
    assert [column.name for column in table.columns] == ["cohort_month", *map(str, range(13))]


@pytest.mark.parametrize(
    ("name", "header", "rows", "encoding", "amount"),
    [("alipay", 25, 10, "gb18030", "金额"), ("wechat", 17, 27, "utf-8", "金额(元)")],
)
def test_a_personal_bill_is_refused_but_read_whole_where_a_person_insists(
    real_data: Find, name: str, header: int, rows: int, encoding: str, amount: str
) -> None:
    path = real_data(f"payment_bills/example-{name}-records.csv")
    dataset = read(path, choices=chosen(payments={"time": "交易时间", "amount": amount}))
    (table,) = dataset.files[0].tables
    lines = path.read_bytes().decode(encoding).splitlines()
    ledger = table.ledger
    assert (table.header_row, ledger.total, ledger.kept) == (header, len(lines), rows)
    assert ledger.preamble + ledger.blank == header - 1
    names = [cell.strip() for cell in lines[header - 1].split(",")]
    records = [dict(zip(names, r, strict=False)) for r in csv.reader(lines[header:])]
    cents = sum(round(float(r[amount].strip().lstrip("¥")) * 100) for r in records)
    assert ledger.cents_kept == cents
