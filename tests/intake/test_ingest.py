from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices, TableChoice
from ecreview.intake.worker import run_inline, run_isolated
from ecreview.model.dataset import Dataset, Upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.model.text import Text

PAIRS = Path(__file__).parents[1] / "formats"
OWN = "订单号,下单时间,订单金额\nA-1,2026-06-18 10:00:00,100.00\nA-2,2026-06-18 11:00:00,50.00\n"
UNKNOWN = "客户等级,备忘\n金,1\n银,2\n"


def text(name: str, content: str) -> Upload:
    return Upload.of(name, content.encode())


def golden(name: str) -> Upload:
    path = PAIRS / name
    return Upload.of(path.name, path.read_bytes())


def inline(*uploads: Upload, choices: Choices | None = None, salt: bytes = b"s") -> Dataset:
    return ingest(uploads, choices=choices or Choices(), salt=salt, run=run_inline)


def codes(dataset: Dataset) -> list[str]:
    return [finding.kind.code for finding in dataset.findings]


def frame(dataset: Dataset, table: str) -> pd.DataFrame:
    found = dataset.frame(table)
    assert found is not None
    return found


def test_a_file_becomes_a_table_with_its_receipt() -> None:
    dataset = inline(text("订单.csv", OWN))
    assert frame(dataset, "orders")["order_amount"].tolist() == [10_000, 5_000]
    (receipt,) = dataset.files
    (table,) = receipt.tables
    assert (receipt.name, receipt.error, table.format) == ("订单.csv", None, "generic-orders")
    assert table.ledger.is_balanced
    assert [column.field for column in table.columns] == ["order_id", "created_at", "order_amount"]


def test_the_same_content_twice_is_counted_once() -> None:
    dataset = inline(text("a.csv", OWN), text("b.csv", OWN))
    assert len(frame(dataset, "orders")) == 2
    assert [file.name for file in dataset.files] == ["a.csv", "b.csv"]
    assert dataset.files[1].tables == ()
    (told,) = [f for f in dataset.findings if f.kind.code == "FILE_DUPLICATE"]
    assert told.place.file == "b.csv"
    assert "a.csv" in told.message.zh


def test_a_refused_file_stands_with_its_reason_and_the_others_go_on() -> None:
    dataset = inline(text("空.csv", ""), text("订单.csv", OWN))
    empty, orders = dataset.files
    assert empty.error is not None
    assert empty.error.code == "FILE_EMPTY"
    assert (empty.digest, empty.size) == (Upload.of("", b"").digest, 0)
    assert orders.error is None
    assert len(frame(dataset, "orders")) == 2


def test_no_usable_file_makes_a_dataset_without_tables() -> None:
    assert inline(text("空.csv", "")).tables == {}
    assert inline().files == ()


def test_an_unknown_table_is_kept_apart_and_explained() -> None:
    dataset = inline(text("会员.csv", UNKNOWN))
    (table,) = dataset.files[0].tables
    assert (table.format, table.table) == (None, None)
    assert (table.ledger.total, table.ledger.header, table.ledger.quarantined) == (3, 1, 2)
    assert [column.name for column in table.columns] == ["客户等级", "备忘"]
    assert codes(dataset) == ["COLUMNS_UNKNOWN"]
    assert dataset.tables == {}


def test_a_header_without_rows_is_refused() -> None:
    (receipt,) = inline(text("订单.csv", "订单号,下单时间,订单金额\n")).files
    assert receipt.error is not None
    assert receipt.error.code == "NO_ROWS"


def test_a_person_may_say_what_an_unknown_table_is() -> None:
    file = text(
        "手工.csv", "单,何时,钱,状\nA-1,2026-06-18,100.00,好了\nA-2,2026-06-19,50.00,没付\n"
    )
    choice = TableChoice(
        "手工*",
        "orders",
        columns=(
            ("order_id", "单"),
            ("created_at", 1),
            ("order_amount", "钱"),
            ("status_raw", "状"),
        ),
        values=(("status", (("好了", "completed"), ("没付", "created_unpaid"))),),
    )
    assert inline(file).tables == {}
    orders = frame(inline(file, choices=Choices((choice,))), "orders")
    assert orders["order_amount"].tolist() == [10_000, 5_000]
    assert orders["status"].tolist() == ["completed", "created_unpaid"]
    assert orders["paid_gross"].tolist() == [10_000, 0]


def test_a_choice_without_columns_takes_the_sure_ones() -> None:
    file = text(
        "o.csv",
        "order_id,order_purchase_timestamp,customer_id,总金额,应付金额\n1,2026-06-18,c,9.00,9.00\n",
    )
    assert inline(file).tables == {}  # two amounts: in doubt
    assert "COLUMN_MISSING" in codes(inline(file, choices=Choices((TableChoice("*", "orders"),))))
    fixed = text(
        "o.csv", "order_id,order_purchase_timestamp,销售额,退款编号\n1,2026-06-18,9.00,R-1\n"
    )
    assert inline(fixed).tables == {}
    orders = frame(inline(fixed, choices=Choices((TableChoice("*", "orders"),))), "orders")
    assert orders["order_amount"].tolist() == [900]


def test_a_choice_that_lacks_a_needed_column_says_which() -> None:
    choice = TableChoice(
        "*", "orders", columns=(("order_id", "订单号"), ("created_at", "下单时间"))
    )
    dataset = inline(text("订单.csv", OWN), choices=Choices((choice,)))
    assert dataset.tables == {}
    (told,) = dataset.findings
    assert told.kind.code == "COLUMN_MISSING"
    assert "订单金额" in told.message.zh


def test_a_table_that_a_person_leaves_out_is_not_complained_about() -> None:
    dataset = inline(text("订单.csv", OWN), choices=Choices((TableChoice("*", None),)))
    assert dataset.tables == {}
    assert dataset.findings == ()


def test_a_person_may_point_at_the_header_row() -> None:
    content = "订单号,下单时间,订单金额\n说明,说明,说明\n单,时,额\nA-1,2026-06-18,100.00\n"
    choice = TableChoice(
        "*",
        "orders",
        header_row=3,
        columns=(("order_id", "单"), ("created_at", "时"), ("order_amount", "额")),
    )
    dataset = inline(text("订单.csv", content), choices=Choices((choice,)))
    assert frame(dataset, "orders")["order_id"].tolist() == ["A-1"]
    assert dataset.files[0].tables[0].header_row == 3
    assert dataset.files[0].tables[0].ledger.is_balanced


def test_a_header_row_that_does_not_exist_changes_nothing() -> None:
    choice = TableChoice("*", "orders", header_row=99)
    assert len(frame(inline(text("订单.csv", OWN), choices=Choices((choice,))), "orders")) == 2


def test_equal_rows_are_merged_where_a_person_says_so() -> None:
    header = "订单号,下单时间,SKU,数量,销售额\n"
    row = "A-1,2026-06-18,A01,1,100.00\n"
    file = text("明细.csv", header + row + row)
    assert len(frame(inline(file), "order_lines")) == 2
    merging = Choices((TableChoice("*", "order_lines", duplicates="merge"),))
    assert len(frame(inline(file, choices=merging), "order_lines")) == 1


# fixtures.md §1: the second export has order 4 closed, order 1 unchanged.
def test_two_exports_of_the_same_orders_are_merged() -> None:
    path = PAIRS / "taobao_orders" / "54.csv"
    first = path.read_bytes()
    lines = first.decode("gb18030").splitlines(keepends=True)
    newer = lines[0] + lines[1] + lines[4].replace("等待买家付款", "交易关闭")
    later = Upload.of("ExportOrderList202606221000.csv", newer.encode("gb18030"))
    earlier = Upload.of("ExportOrderList202606211000.csv", first)
    for uploads in ((earlier, later), (later, earlier)):  # the time in the name decides
        dataset = inline(*uploads)
        orders = frame(dataset, "orders").sort_values("order_id")
        assert orders["status"].tolist() == [
            "completed", "completed", "closed_refunded", "closed_unpaid",
        ]  # fmt: skip
        assert orders["paid_gross"].sum() == 31_790
        assert orders["refunded"].sum() == 7_990
        assert orders["paid_net"].sum() == 23_800
        ledger = next(f for f in dataset.files if f.name == earlier.name).tables[0].ledger
        assert (ledger.kept, ledger.duplicate) == (2, 2)
        assert {"ROW_DUP", "ROW_SUPERSEDED"} <= set(codes(dataset))


# fixtures.md §11: orders, lines, refunds, ledger and cost of one made-up campaign.
def test_the_files_of_one_campaign_fit_together() -> None:
    dataset = inline(
        golden("taobao_orders/54.csv"),
        golden("taobao_lines/27.xlsx"),
        golden("taobao_refunds/42.xlsx"),
        golden("alipay_ledger/12.csv"),
        golden("own_cost/template.xlsx"),
    )
    orders, lines = frame(dataset, "orders"), frame(dataset, "order_lines")
    payments, refunds = frame(dataset, "payments"), frame(dataset, "refunds")
    assert (len(orders), len(lines)) == (4, 6)
    assert lines["line_amount"].sum() == orders["order_amount"].sum() == 40_590
    assert (
        refunds.loc[refunds["status"] == "done", "amount"].sum()
        == orders["refunded"].sum()
        == 7_990
    )
    by_subject = payments.groupby("subject", observed=True)["amount"].sum().to_dict()
    assert by_subject == {
        "goods": 25_800,
        "refund": -2_000,
        "commission": -316,
        "withdraw": -50_000,
    }
    completed = orders.loc[orders["status"] == "completed", "paid_net"].sum()
    assert by_subject["goods"] + by_subject["refund"] == completed == 23_800
    assert not dataset.tables["orders"].is_derived


def test_the_version_depends_on_content_and_choices_but_not_on_the_salt() -> None:
    one = inline(text("a.csv", OWN))
    assert one.version == inline(text("a.csv", OWN), salt=b"other").version
    assert one.version != inline(text("a.csv", OWN.replace("50", "60"))).version
    choice = Choices((TableChoice("*", None),))
    assert one.version != inline(text("a.csv", OWN), choices=choice).version


def test_buyers_are_the_same_under_one_salt_and_others_under_another() -> None:
    file = golden("generic_orders/own.csv")
    keys = [
        frame(inline(file, salt=salt), "orders")["buyer_key"].tolist()
        for salt in (b"a", b"a", b"b")
    ]
    assert keys[0] == keys[1]
    assert not set(keys[0]) & set(keys[2])
    assert keys[0][0] == keys[0][2]  # the same customer twice


def test_progress_is_told_file_by_file() -> None:
    told: list[tuple[str, int, int]] = []

    def listen(what: Text, done: int, of: int) -> None:
        told.append((what.en, done, of))

    ingest([text("a.csv", OWN), text("b.csv", UNKNOWN)], run=run_inline, progress=listen)
    assert told == [("Read a.csv", 1, 2), ("Read b.csv", 2, 2)]


def test_a_worker_of_its_own_gives_the_same_dataset() -> None:
    uploads = [golden("taobao_orders/54.csv"), golden("jd_personal/bill.csv")]
    apart = ingest(uploads, salt=b"s", run=run_isolated)
    here = inline(*uploads)
    assert apart.files == here.files
    assert apart.findings == here.findings
    assert apart.version == here.version
    pd.testing.assert_frame_equal(frame(apart, "orders"), frame(here, "orders"))


# --- real data, published or counted in data/README.md ---


def real(path: Path) -> Upload:
    return Upload.of(path.name, path.read_bytes())


@pytest.mark.real_data
def test_the_retail_workbook_gives_its_published_revenue(real_data: Callable[[str], Path]) -> None:
    dataset = inline(real(real_data("uci_online_retail/Online Retail (rebuilt).xlsx")))
    ledger = dataset.files[0].tables[0].ledger
    assert (ledger.kept, ledger.total, ledger.is_balanced) == (541_909, 541_910, True)
    lines = frame(dataset, "order_lines")
    sold = lines[lines["buyer_key"].notna() & (lines["quantity"] > 0) & (lines["unit_price"] > 0)]
    assert len(sold) == 397_884
    assert sold["line_amount"].sum() == 891_140_790
    orders = frame(dataset, "orders")
    known = orders[orders["buyer_key"].notna()]
    assert (len(known), known["buyer_key"].nunique()) == (18_532, 4_338)
    assert known["order_amount"].sum() == 891_140_790
    assert lines["is_return"].sum() == 10_624


@pytest.mark.real_data
def test_the_tmall_file_gives_its_published_sums(real_data: Callable[[str], Path]) -> None:
    dataset = inline(real(real_data("tmall_order_report/tmall_order_report.csv")))
    orders = frame(dataset, "orders")
    assert len(orders) == 28_010
    assert orders["paid_at"].notna().sum() == 24_087
    assert orders["order_amount"].sum() == 299_576_061
    assert orders["paid_gross"].sum() == 247_482_307
    assert orders["refunded"].sum() == 57_233_592
    assert orders["paid_net"].sum() == 190_248_715
    assert orders["province"].nunique() == 31
    assert dataset.tables["orders"].facts["paid_basis"] == "net"
    (gap,) = [f for f in dataset.findings if f.kind.code == "DAYS_MISSING"]
    assert dict(gap.values)["days"] == "2020-02-08、2020-02-16"


@pytest.mark.real_data
def test_the_superstore_book_gives_its_sums(real_data: Callable[[str], Path]) -> None:
    dataset = inline(real(real_data("superstore_zh/超市.xls")))
    lines = frame(dataset, "order_lines")
    assert len(lines) == 9_935
    assert lines["line_amount"].sum() == 1_598_434_300
    assert lines["profit"].sum() == 212_244_000
    assert lines["quantity"].sum() == 37_436
    assert lines["buyer_key"].nunique() == 771
    (shared,) = [f for f in dataset.findings if f.kind.code == "ORDERS_SHARED"]
    assert shared.count == 1_395
    orders = frame(dataset, "orders")
    assert orders["order_amount"].sum() == 1_598_434_300
    assert orders["buyer_key"].nunique() == 771


@pytest.mark.real_data
def test_the_behaviour_log_without_a_header_loses_only_its_cut_line(
    real_data: Callable[[str], Path],
) -> None:
    dataset = inline(real(real_data("taobao_userbehavior/UserBehavior.csv")))
    ledger = dataset.files[0].tables[0].ledger
    assert (ledger.total, ledger.kept, ledger.quarantined) == (84_476, 84_475, 1)
    users = frame(dataset, "events").groupby("event", observed=True)["user_key"].nunique()
    assert users.to_dict() == {"pv": 813, "cart": 601, "fav": 305, "buy": 559}


@pytest.mark.real_data
def test_the_click_log_gives_its_known_users(real_data: Callable[[str], Path]) -> None:
    events = frame(inline(real(real_data("clickstream_ecom/ecom.csv.gz"))), "events")
    assert (len(events), events["user_key"].nunique(), events["session_id"].nunique()) == (
        31_106, 600, 3_605,
    )  # fmt: skip
    users = events.groupby("event", observed=True)["user_key"].nunique()
    assert (users["catalog"], users["add_to_cart"], users["purchase"]) == (600, 522, 328)
    assert events["channel"].value_counts()["organic"] == 11_151


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["alipay", "wechat"])
def test_bills_of_persons_are_refused_by_name(real_data: Callable[[str], Path], name: str) -> None:
    (receipt,) = inline(real(real_data(f"payment_bills/example-{name}-records.csv"))).files
    assert receipt.error is not None
    assert receipt.error.code == "KIND_MISMATCH"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("double11_cosmetics/cosmetic_full.csv", 27_598),
        ("ads_kag_conversion/KAG_conversion_data.csv", 1_143),
        ("marketing_campaign/marketing_campaign.csv", 2_240),
        ("nab/realAdExchange/exchange-2_cpc_results.csv", 1_624),
        ("olist_sample/olist_order_reviews_dataset.csv", 8_225),
    ],
)
def test_tables_of_other_kinds_are_left_alone(
    real_data: Callable[[str], Path], name: str, rows: int
) -> None:
    dataset = inline(real(real_data(name)))
    (table,) = dataset.files[0].tables
    assert table.format is None
    assert table.ledger.quarantined == rows
    assert table.ledger.is_balanced
    assert dataset.tables == {}


@pytest.mark.parametrize(
    ("said", "day", "is_asked"),
    [
        ("{}", "2025-06-07", True),
        ('{"dates": "day_first"}', "2025-07-06", False),
        ('{"dates": "month_first"}', "2025-06-07", False),
    ],
)
def test_a_person_says_whether_the_day_comes_first(said: str, day: str, *, is_asked: bool) -> None:
    file = text("订单.csv", "订单号,下单时间,订单金额\nA-1,06/07/2025,100.00\n")
    entry = {"file": "订单.csv"} | json.loads(said)
    dataset = inline(file, choices=Choices.from_json(json.dumps({"tables": [entry]})))
    assert [str(t.date()) for t in frame(dataset, "orders")["created_at"]] == [day]
    assert ("DATE_AMBIGUOUS" in codes(dataset)) is is_asked


def test_a_date_without_a_year_takes_it_from_the_name_of_the_file() -> None:
    content = "订单号,下单时间,订单金额\nA-1,06-18,100.00\n"
    named = inline(text("订单_2026-06-01_2026-06-30.csv", content))
    assert [str(t.date()) for t in frame(named, "orders")["created_at"]] == ["2026-06-18"]
    unnamed = inline(text("订单.csv", content))
    assert "DATE_BAD" in codes(unnamed)
