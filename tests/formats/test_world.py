"""What the made-up exports of one shop come to when they are loaded together, or one after another."""

from __future__ import annotations

import io
import zipfile
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import SOURCE_COLUMNS, Dataset, Upload
from tests.formats.test_golden import HERE, MADE, export_of

if TYPE_CHECKING:
    from tests.formats.exports.base import Export

_ON_WAY = "6917000000000000022"


def golden(name: str) -> Upload:
    return export_of(HERE / f"{name}.expected.json")


def dataset_of(*uploads: Upload) -> Dataset:
    dataset = ingest(uploads, run=run_inline)
    assert not [file.error for file in dataset.files if file.error]
    return dataset


def with_cells(export: Export, row: int, **cells: str) -> Export:
    """Return the export with some cells of a row changed."""
    rows = [list(cells) for cells in export.rows]
    for name, cell in cells.items():
        rows[row][export.header.index(name)] = cell
    return export.with_(rows=tuple(map(tuple, rows)))


def status_of(dataset: Dataset, order: str) -> str:
    orders = dataset.tables["orders"].frame
    (status,) = orders["status"][orders["order_id"] == order]
    return str(status)


# --- the whole world ---

WORLD = (
    "taobao_orders/54",
    "taobao_lines/27",
    "taobao_refunds/42",
    "alipay_ledger/12",
    "own_cost/kept",
)


def test_orders_lines_refunds_payments_and_costs_of_one_shop_fit_together() -> None:
    frames = {key: t.frame for key, t in dataset_of(*map(golden, WORLD)).tables.items()}
    orders, lines, payments = frames["orders"], frames["order_lines"], frames["payments"]
    assert len(orders) == 4
    assert orders["refunded"].sum() == 7_990
    refunds = frames["refunds"]
    assert refunds["amount"][refunds["status"] == "done"].sum() == 7_990

    completed = orders[orders["status"] == "completed"]
    assert set(completed["order_id"]) <= set(payments["order_id"])
    assert len(completed) == 2
    cents = payments.groupby("subject", observed=True)["amount"].sum()
    assert (cents["goods"], cents["refund"]) == (25_800, -2_000)
    assert cents["goods"] + cents["refund"] == completed["paid_net"].sum() == 23_800

    first = lines[lines["order_id"] == "3900000000000000011"]
    assert first["line_paid"].sum() == 15_800


def test_sold_lines_other_than_gifts_have_a_cost_whatever_the_width_of_their_code() -> None:
    frames = {key: t.frame for key, t in dataset_of(*map(golden, WORLD)).tables.items()}
    lines, costs = frames["order_lines"], frames["product_costs"]
    sold = lines[lines["status"].isin(["shipped", "completed"]) & (lines["line_paid"] > 0)]
    assert set(sold["sku_code"].str.casefold()) <= set(costs["sku_code"].str.casefold())


def test_a_newer_taobao_export_closes_an_unpaid_order_and_repeats_the_others() -> None:
    old = Upload.of("ExportOrderList202606211000.csv", golden("taobao_orders/54").content)
    text = old.content.decode("gb18030").replace("等待买家付款", "交易关闭")
    new = Upload.of("ExportOrderList202606221000.csv", text.encode("gb18030"))
    for uploads in ((old, new), (new, old)):
        dataset = dataset_of(*uploads)
        assert len(dataset.tables["orders"].frame) == 4
        assert status_of(dataset, "3900000000000000044") == "closed_unpaid"
        assert status_of(dataset, "3900000000000000011") == "completed"
        kept = {file.name: file.tables[0].ledger.kept for file in dataset.files}
        assert kept == {old.name: 0, new.name: 4}


def test_an_order_number_that_lost_its_digits_keeps_its_money() -> None:
    whole = golden("taobao_orders/54").content.decode("gb18030")
    text = whole.replace('"=""3900000000000000022"""', "3.90E+18")
    dataset = dataset_of(Upload.of("ExportOrderList202606211000.csv", text.encode("gb18030")))
    orders = dataset.tables["orders"].frame
    assert orders["paid_gross"].sum() == 31_790
    assert orders["is_id_lossy"].sum() == 1
    assert "ID_TRUNCATED" in {finding.kind.code for finding in dataset.findings}


# --- Douyin: which of two exports is newer ---


def _douyin_pair() -> tuple[Upload, Upload]:
    """Return an export and a later one, in which the order on its way has arrived."""
    old = MADE["douyin-orders", "74"]
    new = with_cells(old, 1, 订单状态="已完成", 订单完成时间="2026-06-21 10:00:00")
    return Upload.of(old.name, old.content), Upload.of("1782100000_订单.csv", new.content)


def test_the_newer_douyin_export_wins_whichever_is_uploaded_last() -> None:
    old, new = _douyin_pair()
    assert status_of(dataset_of(old), _ON_WAY) == "shipped"
    for uploads in ((old, new), (new, old)):
        dataset = dataset_of(*uploads)
        assert status_of(dataset, _ON_WAY) == "completed"
        assert len(dataset.tables["orders"].frame) == 5


def test_renamed_douyin_exports_do_not_move_an_order_backwards() -> None:
    old, new = _douyin_pair()
    renamed = Upload.of("新订单.csv", new.content), Upload.of("旧订单.csv", old.content)
    assert status_of(dataset_of(*renamed), _ON_WAY) == "completed"


def test_a_case_of_after_sales_makes_a_completed_douyin_order_a_refunded_one() -> None:
    dataset = dataset_of(golden("douyin_orders/74"), golden("douyin_aftersales/12"))
    orders = dataset.tables["orders"].frame.set_index("order_id")
    assert orders.loc["6917000000000000011", "refunded"] == 2_778


def test_no_ciphertext_of_a_douyin_buyer_is_in_the_dataset() -> None:
    dataset = dataset_of(*_douyin_pair())
    left = " ".join(table.frame.to_csv() for table in dataset.tables.values()) + str(dataset.files)
    assert "##" not in left
    assert "$$" not in left


# --- one report in other wrappings ---


def test_a_zip_of_ad_reports_gives_what_the_reports_give() -> None:
    report = MADE["wxt-item", "76"]
    days = [
        report,
        report.with_(
            rows=tuple(
                tuple("2026-06-19" if c == "2026-06-18" else c for c in r) for r in report.rows
            )
        ),
    ]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, day in enumerate(days):
            archive.writestr(f"商品报表_{number}.csv", day.content)
    zipped = dataset_of(Upload.of("商品报表.zip", buffer.getvalue())).tables["ad_spend"].frame
    alone = dataset_of(golden("wxt_item/76")).tables["ad_spend"].frame
    assert zipped["spend"].sum() == 2 * alone["spend"].sum()
    assert zipped["date"].nunique() == 2


def test_fractions_and_percentages_of_an_ad_report_are_the_same_report() -> None:
    text, book = (
        dataset_of(golden(f"wxt_item/{name}")).tables["ad_spend"].frame
        for name in ("76", "fractions")
    )
    columns = [name for name in text if name not in SOURCE_COLUMNS]
    assert text[columns].to_csv() == book[columns].to_csv()


def _of_part(name: str, *spends: str) -> Upload:
    """Return the report of a part of the 千川 ads, made from that of all of them."""
    whole = MADE["qianchuan", "days"]
    rows = [(row[0], cents, *row[2:]) for row, cents in zip(whole.rows, spends, strict=True)]
    part = whole.with_(name=f"全域推广_{name}.xlsx", sheet=name, rows=tuple(rows))
    return Upload.of(part.name, part.content)


QIANCHUAN = (
    golden("qianchuan/days"),
    _of_part("推商品", "70.00", "20.00"),
    _of_part("推直播间", "30.00", "30.00"),
)


@pytest.mark.parametrize("uploads", list(permutations(QIANCHUAN)))
def test_spend_of_all_ads_and_of_their_parts_counts_once(uploads: tuple[Upload, ...]) -> None:
    dataset = dataset_of(*uploads)
    ads = dataset.tables["ad_spend"].frame
    assert len(ads) == 6
    assert ads["spend"][~ads["is_repeated"]].sum() == 15_000
    assert set(ads["source_file"][ads["is_repeated"]]) == {"全域推广_全部.xlsx"}
    assert [file.tables[0].ledger.kept for file in dataset.files] == [2, 2, 2]


def test_hours_of_ads_in_two_files_all_count() -> None:
    hours = MADE["jzt-hour", "hours"]
    total, rows = hours.rows[0], hours.rows[1:]
    halves = [
        hours.with_(name=f"{name}.csv", rows=(total, *half))
        for name, half in (("上午", rows[:12]), ("下午", rows[12:]))
    ]
    ads = dataset_of(*(Upload.of(half.name, half.content) for half in halves)).tables["ad_spend"]
    assert ads.frame["spend"].sum() == 3_600
    assert "is_repeated" not in ads.frame.columns


def test_costs_of_sold_goods_are_all_kept_in_one_file_and_merged_over_two() -> None:
    costs = golden("jst_cost/13")
    again = Upload.of("聚水潭成本 (1).csv", _as_text(MADE["jst-cost", "13"]))
    for uploads in ((costs,), (costs, again)):
        frame = dataset_of(*uploads).tables["erp_orders"].frame
        assert len(frame) == 3


def _as_text(export: Export) -> bytes:
    """Return the bytes of a workbook's sheet as text."""
    return export.with_(sheet=None, encoding="utf-8").content


def test_orders_are_joined_to_the_erp_by_the_number_that_the_shop_gave() -> None:
    """The order …011 was split by the ERP, …022 and …033 were merged by it."""
    frames = dataset_of(golden("taobao_orders/54"), golden("jst_orders/47")).tables
    orders, lines = frames["orders"].frame, frames["erp_orders"].frame
    joined = orders.merge(lines, on="order_id", suffixes=("", "_erp"))
    assert joined.groupby("order_id")["line_amount"].sum().to_dict() == {
        "3900000000000000011": 15_800,
        "3900000000000000022": 5_000,
        "3900000000000000033": 5_000,
    }
    assert set(lines["order_id"]) <= set(orders["order_id"])
    assert lines["quantity"].sum() == 5


def test_an_order_that_got_no_unit_of_a_merged_row_keeps_its_money() -> None:
    """One unit for 100.01 went out for two orders; no platform tells them, so the ERP stands in."""
    orders = dataset_of(golden("wdt_orders/merged")).tables["orders"].frame
    told = orders.set_index("order_id")
    assert told["order_amount"].to_dict() == {
        "3900000000000000022": 5_001,
        "3900000000000000033": 5_000,
        "3900000000000000044": 6_000,
    }
    assert told["units"].tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    "above",
    [
        (("描述相符评分", "物流服务评分", "服务态度评分"), ("4.86", "4.91", "4.88"), ""),
        (("指标", "描述相符评分", "物流服务评分"), ("近180天评分", "4.86", "4.91"), ""),
        (("近180天评分", "4.86", "4.91"), ""),
        (),
    ],
)
def test_scores_by_day_are_read_whatever_block_stands_above_them(above: tuple[object, ...]) -> None:
    export = MADE["sycm-dsr", "8"]
    upload = Upload.of(export.name, export.with_(above=above).content)
    dataset = dataset_of(upload)
    assert dataset.tables["shop_scores"].frame["reviews"].tolist() == [1_120, 212, 0]
    (file,) = dataset.files
    assert sum(table.ledger.total for table in file.tables) == len(above) + 4
