"""What is known of the files of the twelve public sets, and the same files counted without the project.

The figures are those of the data folder's README; where a count of ours means something else, it is said there.
Rows and cells are counted with `csv`, in the XML of the workbook, and in the records of the old book.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import olefile

from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from ecreview.model.dataset import Dataset

Row = dict[str, str]
UNKNOWN = "unknown"  # opens the mapping form; its rows are set aside, each of them counted
SERIES = {  # folder → name → points
    "artificialNoAnomaly": dict.fromkeys(
        ("art_daily_no_noise", "art_daily_perfect_square_wave", "art_daily_small_noise", "art_flatline",
         "art_noisy"), 4_032,
    ),
    "artificialWithAnomaly": dict.fromkeys(
        ("art_daily_flatmiddle", "art_daily_jumpsdown", "art_daily_jumpsup", "art_daily_nojump",
         "art_increase_spike_density", "art_load_balancer_spikes"), 4_032,
    ),
    "realAdExchange": {
        "exchange-2_cpc_results": 1_624, "exchange-2_cpm_results": 1_624,
        "exchange-3_cpc_results": 1_538, "exchange-3_cpm_results": 1_538,
        "exchange-4_cpc_results": 1_643, "exchange-4_cpm_results": 1_643,
    },
}  # fmt: skip
RETAIL = "uci_online_retail/Online Retail (rebuilt).xlsx"
REFERENCE = "uci_online_retail/reference/yussufgit_"


@dataclass(frozen=True)
class Told:
    """What a file must be told to be.

    Attributes:
        kind: key of the format, UNKNOWN, or the code of a refusal.
        rows: data rows (README).
        header: row number of the header, None without one.
        width: columns.
        blank: empty cells below the header (README: missing values).
        sums: money columns → cents.
        counts: code of a finding → its count.
        looks_like: the table offered first in the mapping form.
    """

    kind: str
    rows: int = 0
    header: int | None = 1
    width: int = 0
    blank: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    looks_like: str | None = None


FILES: dict[str, Told] = {
    RETAIL: Told(
        "generic-lines", 541_909, width=8, blank=135_080 + 1_454,
        # Amounts of 0 or less that are no returns: 1,181 by their price, 4 that round to 0 cents.
        counts={"BUYER_UNKNOWN": 135_080, "ROW_REPEATED": 5_268, "RETURN_LINES": 10_624, "ZERO_LINES": 1_185},
    ),
    "tmall_order_report/tmall_order_report.csv": Told(
        "tmall-report", 28_010, width=7, blank=3_923,
        sums={"总金额": 299_576_061, "买家实际支付金额": 190_248_715, "退款金额": 57_233_592},
        counts={"DAYS_MISSING": 2, "PAID_BASIS": 5_646, "BUYER_NONE": 28_010},
    ),
    "olist_sample/olist_orders_dataset.csv": Told(
        "olist-orders", 8_135, width=8, blank=146 + 1_782 + 2_965,
        counts={"BUYER_NONE": 8_135, "EXPORT_REMARK": 8_135, "ORDERS_WITHOUT_AMOUNT": 8_135},
    ),
    "olist_sample/olist_order_items_dataset.csv": Told(
        "olist-items", 8_365, width=7, sums={"price": 109_326_435, "freight_value": 17_228_839},
        counts={"BUYER_NONE": 8_365},
    ),
    "olist_sample/olist_order_payments_dataset.csv": Told(
        "olist-payments", 8_924, width=5, sums={"payment_value": 142_860_281}
    ),
    # No table of a review holds stars of products, people, or a dictionary.
    "olist_sample/olist_order_reviews_dataset.csv": Told(UNKNOWN, 8_225, width=7, blank=7_245 + 4_112),
    "olist_sample/olist_customers_dataset.csv": Told(UNKNOWN, 8_135, width=5),
    # README names the missing category of 111 products: name, description and photos miss in the same rows.
    "olist_sample/olist_products_dataset.csv": Told(UNKNOWN, 5_460, width=9, blank=4 * 111),
    "olist_sample/olist_sellers_dataset.csv": Told(UNKNOWN, 1_610, width=4),
    "olist_sample/product_category_name_translation.csv": Told(UNKNOWN, 71, width=2),
    # `sale_count` runs on from day to day: taken for a day's sales it would be wrong, so nobody guesses.
    "double11_cosmetics/cosmetic_full.csv": Told(UNKNOWN, 27_598, width=7, blank=2 * 2_354),
    "double11_cosmetics/双十一淘宝美妆数据.csv": Told(UNKNOWN, 8_769, width=7, blank=2 * 1_885),
    # Purchases without the number of an order.
    "cdnow/CDNOW_master.txt": Told(UNKNOWN, 69_659, width=4),
    "cdnow/CDNOW_sample.txt": Told(UNKNOWN, 6_919, header=None, width=5, counts={"NO_HEADER": 1}),
    "cdnow/cdnow_customers_summary_with_transactions.csv": Told(UNKNOWN, 2_357, width=5),
    "superstore_zh/超市.xls": Told(
        "generic-lines", 9_935, width=20,
        sums={"销售额": 1_598_434_300, "利润": 212_244_000},
        counts={"ORDERS_SHARED": 1_395},
    ),
    "payment_bills/example-alipay-records.csv": Told("KIND_MISMATCH"),
    "payment_bills/example-wechat-records.csv": Told("KIND_MISMATCH"),
    "taobao_userbehavior/UserBehavior.csv": Told(
        "event-log", 84_475, header=None, width=5, counts={"ROW_CUT": 1, "NO_HEADER": 1}
    ),
    "ads_kag_conversion/KAG_conversion_data.csv": Told(UNKNOWN, 1_143, width=12, looks_like="ad_spend"),
    # What people bought in two years, one line each: no table of a campaign.
    "marketing_campaign/marketing_campaign.csv": Told(UNKNOWN, 2_240, width=29, blank=24),
    "clickstream_ecom/ecom.csv.gz": Told("event-log", 31_106, width=8, counts={"ROW_REPEATED": 30}),
    "nab/labels/combined_labels.json": Told("FILE_NOT_TABLE"),
    "nab/labels/combined_windows.json": Told("FILE_NOT_TABLE"),
    **{
        f"nab/{folder}/{name}.csv": Told(UNKNOWN, points, width=2)
        for folder, series in SERIES.items()
        for name, points in series.items()
    },
    "uci_online_retail/online_retail.parquet": Told("FILE_UNKNOWN"),
    # Its columns are called 0 to 12: names that look like values are no header that can be told.
    f"{REFERENCE}cohort_retention.csv": Told(
        UNKNOWN, 14, header=None, width=14, blank=78, counts={"NO_HEADER": 1}
    ),
    f"{REFERENCE}rfm_segments.csv": Told(UNKNOWN, 4_340, width=9),
    f"{REFERENCE}segment_summary.csv": Told(UNKNOWN, 6, width=7),
}  # fmt: skip

# --- the same files, counted without the project -----------------------------------------------------------------


def text_of(path: Path) -> str:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return content.decode("utf-8-sig")


def cells_of(path: Path) -> list[list[str]]:
    """Return the records of a text file, the header among them."""
    text = text_of(path)
    if path.suffix == ".txt":
        return [line.split() for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text, ""), delimiter=";" if ";" in text[:20] else ","))


def records_of(path: Path) -> list[Row]:
    header, *body = cells_of(path)
    return [dict(zip(header, row, strict=True)) for row in body]


def rows_of_old_book(path: Path) -> int:
    """Return how many rows hold a cell, by the records of the BIFF stream: text, number, packed numbers."""
    with olefile.OleFileIO(path) as book:
        stream = book.openstream("Workbook").read()
    at, rows = 0, set()
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind in (0x00FD, 0x0203, 0x027E, 0x00BD):
            rows.add(struct.unpack_from("<H", stream, at + 4)[0])
        at += 4 + size
    return len(rows)


def physical_rows(path: Path) -> int:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return book.read("xl/worksheets/sheet1.xml").count(b"<row ")
    return rows_of_old_book(path) if path.suffix == ".xls" else len(cells_of(path))


def repeats(rows: Iterable[Any]) -> int:
    """Return how many rows equal an earlier one."""
    return sum(n - 1 for n in Counter(rows).values())


# --- through the intake ---------------------------------------------------------------------------------------------


@cache
def read(*paths: Path, choices: str = "") -> Dataset:
    """Return the dataset of the files; both `run_isolated` and the printing are in the test of the whole call."""
    uploads = [Upload.of(path.name, path.read_bytes()) for path in paths]
    return ingest(uploads, choices=Choices.from_json(choices or '{"tables": []}'), run=run_inline)


def chosen(**entries: Mapping[str, Any]) -> str:
    """Return a mapping of one table per word of its table, for all files."""
    tables = [
        {"file": "*", "table": table, "columns": columns} for table, columns in entries.items()
    ]
    return json.dumps({"tables": tables})


def counts_of(dataset: Dataset) -> Counter[str]:
    counts: Counter[str] = Counter()
    for finding in dataset.findings:
        counts[finding.kind.code] += finding.count
    return counts


def frame_of(dataset: Dataset, table: str) -> pd.DataFrame:
    frame = dataset.frame(table)
    assert frame is not None
    return frame
