"""Every file of the twelve public sets through `inspect`: what it is, that no row is lost, and its known dirt.

What is expected stands in `tests.cli.real_sets`; what lies behind the counts is counted here again from the rows.
"""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from ecreview import cli
from ecreview.model.tables import TABLES
from tests.cli.real_sets import (
    FILES,
    RETAIL,
    UNKNOWN,
    counts_of,
    frame_of,
    physical_rows,
    read,
    repeats,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Find = Callable[[str], Path]

pytestmark = pytest.mark.real_data


WORDS = {None, *(spec.key for spec in TABLES)}


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_told_and_keeps_its_rows_its_cells_and_its_dirt(
    real_data: Find, name: str
) -> None:
    path, told = real_data(name), FILES[name]
    dataset = read(path)
    (file,) = dataset.files
    if told.kind.isupper():
        assert (file.error.code if file.error else None, file.tables) == (told.kind, ())
        return
    (table,) = file.tables
    known = told.kind != UNKNOWN
    assert (table.format, table.suggested) == (told.kind if known else None, told.looks_like)
    assert table.header_row == told.header
    rows = table.ledger
    assert rows.total == sum(rows.counts.values()) == physical_rows(path)
    assert (rows.kept if known else rows.quarantined) == told.rows
    assert rows.header == (told.header is not None)
    assert rows.duplicate == rows.preamble == rows.blank == rows.footer == 0
    assert rows.quarantined == (told.counts.get("ROW_CUT", 0) if known else told.rows)
    width = told.rows * told.width
    assert table.contents.filled == width - told.blank
    assert {s.name: s.cents for s in table.contents.sums} == told.sums
    counts = counts_of(dataset)
    assert {code: counts[code] for code in told.counts} == told.counts
    assert counts["COLUMNS_UNKNOWN"] == (0 if known else told.rows)


def test_the_table_names_every_file_of_the_folder(real_data: Find) -> None:
    root = real_data("README.md").parent
    found = {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file() and p.parent != root}
    assert found == FILES.keys()


def test_the_whole_folder_in_one_call_refuses_what_it_must_and_loses_no_row(
    real_data: Find, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [real_data(name) for name in FILES if name != RETAIL]
    assert cli.main(["inspect", *map(str, paths), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "ecreview.inspect/1"
    assert [file["name"] for file in told["files"]] == [path.name for path in paths]
    for file, path in zip(told["files"], paths, strict=True):
        kind = FILES[str(path.relative_to(real_data("README.md").parent))].kind
        assert (file["error"] or {}).get("code") == (kind if kind.isupper() else None)
        for table in file["tables"]:
            assert table["table"] in WORDS
            rows = table["rows"]
            assert rows.pop("total") == sum(rows.values()) == physical_rows(path)


# --- what is behind the counts -------------------------------------------------------------------------------------


def test_retail_lines_are_what_the_parquet_of_the_same_rows_says(real_data: Find) -> None:
    rows = pq.read_table(real_data("uci_online_retail/online_retail.parquet")).to_pydict()
    cents = [
        int((Decimal(str(q)) * Decimal(str(p)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
        for q, p in zip(rows["Quantity"], rows["UnitPrice"], strict=True)
    ]
    dataset = read(real_data(RETAIL))
    ledger = dataset.files[0].tables[0].ledger
    assert ledger.cents_in == ledger.cents_kept == sum(cents)
    assert sum(q > 0 and c <= 0 for q, c in zip(rows["Quantity"], cents, strict=True)) == 1_185
    lines = frame_of(dataset, "order_lines")
    cancelled = lines[lines["order_id"].str.startswith("C")]
    assert (len(cancelled), cancelled["order_id"].nunique()) == (9_288, 3_836)
    assert (lines["title"].isna().sum(), (lines["unit_price"] <= 0).sum()) == (1_454, 2_517)
    codes = lines["sku_code"].value_counts()
    assert {code: codes[code] for code in ("POST", "DOT", "M", "C2", "BANK CHARGES")} == {
        "POST": 1_256, "DOT": 710, "M": 571, "C2": 144, "BANK CHARGES": 37,
    }  # fmt: skip


def test_the_superstore_keeps_its_loss_lines_and_its_repeated_items(real_data: Find) -> None:
    lines = frame_of(read(real_data("superstore_zh/超市.xls")), "order_lines")
    assert ((lines["profit"] < 0).sum(), (lines["profit"] == 0).sum()) == (2_023, 160)
    ids = lines["order_id"].str.split("·").str[0]  # as in the file: shared ids are split by buyer
    assert repeats(zip(ids, lines["title"], strict=True)) == 15


def test_the_behaviour_log_has_its_counts_but_for_the_cut_row(real_data: Find) -> None:
    events = frame_of(read(real_data("taobao_userbehavior/UserBehavior.csv")), "events")
    # README counts the last row, whose time is cut off, among its 75,873 views: it cannot be dated and is set aside.
    assert events["event"].value_counts().to_dict() == {
        "pv": 75_873 - 1, "cart": 4_497, "fav": 2_356, "buy": 1_750,
    }  # fmt: skip
    inside = events["time"].between("2017-11-25", "2017-12-04", inclusive="left")
    assert ((~inside).sum(), str(events["time"].min())) == (35, "2017-09-11 16:16:39")
