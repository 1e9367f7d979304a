from __future__ import annotations

import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.clean import clean_table
from ecreview.intake.formats import FORMATS
from ecreview.intake.mapping import Mapping
from ecreview.model.ledger import RowClass
from tests.conftest import ROOT
from tests.intake.cleaning import by_name, clean, codes, plain_format, raw_table, values

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from ecreview.intake.clean import CleanTable
    from ecreview.intake.formats.base import Format

# Header `taobao-orders/54`: trailing blanks of 收货地址 and of others as in the export.
TAOBAO_54 = [
    "订单编号",
    "买家会员名",
    "买家支付宝账号",
    "买家应付货款",
    "买家应付邮费",
    "买家支付积分",
    "总金额",
    "返点积分",
    "买家实际支付金额",
    "买家实际支付积分",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址 ",
    "运送方式",
    "联系电话 ",
    "联系手机",
    "订单创建时间",
    "订单付款时间 ",
    "宝贝标题 ",
    "宝贝种类",
    "物流单号 ",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺Id",
    "店铺名称",
    "订单关闭原因",
    "卖家服务费",
    "买家服务费",
    "发票抬头",
    "是否手机订单",
    "分阶段订单信息",
    "特权订金订单id",
    "是否上传合同照片",
    "是否上传小票",
    "是否代付",
    "定金排名",
    "修改后的sku",
    "修改后的收货地址",
    "异常信息",
    "天猫卡券抵扣",
    "集分宝抵扣",
    "是否是O2O交易",
    "新零售交易类型",
    "新零售导购门店名称",
    "新零售导购门店id",
    "新零售发货门店名称",
    "新零售发货门店id",
    "退款金额",
    "预约门店",
    "确认收货时间",
    "打款商家金额",
    "含应开票给个人的个人红包",
]
TAOBAO_61 = [
    *TAOBAO_54[:3], "支付单号", "支付详情", *TAOBAO_54[3:],
    "是否信用购", "体验期结束时间", "前N有礼", "配送类型", "主订单编号",
]  # fmt: skip

# fixtures.md §1, rows 1 to 4; visibly false personal data.
TAOBAO_ROWS: list[dict[str, str]] = [
    {
        "订单编号": '="3900000000000000011"', "买家会员名": "buyer_001", "总金额": "158.00",
        "买家实际支付金额": "158.00", "订单状态": "交易成功", "收货人姓名": "张示例",
        "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "联系手机": "'18600000000",
        "订单创建时间": "2026-06-18 00:03:11", "订单付款时间 ": "2026-06-18 00:03:40",
        "宝贝标题 ": "保温杯 白色，雨伞 黑色", "物流单号 ": "SF0000000000011", "宝贝总数量": "4",
        "订单关闭原因": "订单未关闭", "卖家服务费": "0元", "退款金额": "0.00", "打款商家金额": "158.00元",
    },
    {
        "订单编号": '="3900000000000000022"', "买家会员名": "buyer_002", "总金额": "100.00",
        "买家实际支付金额": "80.00", "订单状态": "交易成功", "订单创建时间": "2026-06-18 09:29:00",
        "订单付款时间 ": "2026-06-18 09:30:00", "退款金额": "20.00", "打款商家金额": "80.00元",
    },
    {
        "订单编号": '="3900000000000000033"', "买家会员名": "buyer_001", "总金额": "59.90",
        "买家实际支付金额": "0.00", "订单状态": "交易关闭", "订单创建时间": "2026-06-18 09:59:00",
        "订单付款时间 ": "2026-06-18 10:00:00", "退款金额": "59.90", "打款商家金额": "0.00元",
    },
    {
        "订单编号": '="3900000000000000044"', "买家会员名": "buyer_003", "总金额": "88.00",
        "买家实际支付金额": "0.00", "订单状态": "等待买家付款", "订单创建时间": "2026-06-18 11:00:00",
        "订单付款时间 ": "", "退款金额": "0.00",
    },
]  # fmt: skip
CANARIES = ("张示例", "18600000000", "示例路", "buyer_00")


def format_of(key: str) -> Format:
    return next(form for form in FORMATS if form.key == key)


def taobao(header: list[str], rows: list[dict[str, str]]) -> CleanTable:
    form = format_of("taobao-orders")
    raw = raw_table(header, [[row.get(name, "") for name in header] for row in rows])
    return clean_table(raw, form, by_name(raw, form), salt=b"salt")


@pytest.mark.parametrize("header", [TAOBAO_54, TAOBAO_61], ids=["54", "61"])
def test_a_taobao_report_gives_its_money_states_and_places(header: list[str]) -> None:
    orders = taobao(header, TAOBAO_ROWS)
    assert values(orders, "order_id") == [f"39000000000000000{n}" for n in (11, 22, 33, 44)]
    assert values(orders, "paid_gross") == [15800, 10000, 5990, 0]
    assert sum(values(orders, "paid_gross")) == 31_790
    assert sum(values(orders, "refunded")) == 7_990
    assert sum(values(orders, "paid_net")) == 23_800
    assert values(orders, "status") == [
        "completed",
        "completed",
        "closed_refunded",
        "created_unpaid",
    ]
    assert values(orders, "refund_state") == ["none", "partial", "full", "none"]
    assert values(orders, "settled_amount") == [15800, 8000, 0, None]
    assert values(orders, "province") == ["浙江省", None, None, None]
    assert values(orders, "city") == ["杭州市", None, None, None]
    assert values(orders, "units") == [4, None, None, None]
    assert set(values(orders, "platform")) == {"taobao"}
    assert orders.facts == {"paid_basis": "net"}
    (basis,) = [f for f in orders.findings if f.kind.code == "PAID_BASIS"]
    assert (basis.count, basis.of) == (2, 2)
    assert str(orders.span[0]) == "2026-06-18" if orders.span else False


def test_nothing_of_a_person_is_left_in_the_table_or_in_what_is_said_about_it() -> None:
    orders = taobao(TAOBAO_54, TAOBAO_ROWS)
    told = "".join(
        [str(orders.frame.to_pylist()), str(orders.columns), str(orders.ledger)]
        + [f"{f.message.zh}{f.message.en}{f.place.text.zh}" for f in orders.findings]
    )
    assert not [canary for canary in CANARIES if canary in told]
    (dropped,) = [f for f in orders.findings if f.kind.code == "COLUMN_PERSONAL"]
    assert "收货人姓名" in dropped.message.zh
    assert "收货地址" not in dropped.message.zh.replace("修改后的收货地址", "")


def test_the_same_buyer_has_the_same_key() -> None:
    keys = values(taobao(TAOBAO_54, TAOBAO_ROWS), "buyer_key")
    assert keys[0] == keys[2]
    assert len(set(keys)) == 3


def test_an_excel_resave_keeps_the_money_but_loses_the_ids() -> None:
    rows = [row | {"订单编号": "3.90E+18"} for row in TAOBAO_ROWS]
    orders = taobao(TAOBAO_54, rows)
    assert values(orders, "is_id_lossy") == [True] * 4
    assert sum(values(orders, "paid_gross")) == 31_790
    (lost,) = [f for f in orders.findings if f.kind.code == "ID_TRUNCATED"]
    assert lost.count == 4


def test_the_training_report_has_its_four_truths() -> None:
    header = [
        "订单编号",
        "总金额",
        "买家实际支付金额",
        "收货地址 ",
        "订单创建时间",
        "订单付款时间 ",
        "退款金额",
    ]
    body = [
        ["1", "178.80", "0.00", "上海", "2026-06-18 00:00:00", "", "0.0"],
        [
            "2",
            "21.00",
            "21.00",
            "内蒙古自治区",
            "2026-06-18 23:59:54",
            "2026-06-19 00:00:02",
            "0.0",
        ],
        ["3", "37.00", "0.00", "安徽省", "2026-06-18 23:59:35", "2026-06-18 23:59:59", "37.0"],
        ["4", "50.00", "30.00", "广东省", "2026-06-19 10:00:00", "2026-06-19 10:01:00", "20.0"],
    ]
    form = format_of("tmall-report")
    raw = raw_table(header, body)
    orders = clean_table(raw, form, by_name(raw, form), salt=b"")
    assert sum(values(orders, "paid_gross")) == 10_800
    assert sum(values(orders, "refunded")) == 5_700
    assert sum(values(orders, "paid_net")) == 5_100
    assert values(orders, "paid_at").count(None) == 1
    assert values(orders, "province") == ["上海市", "内蒙古自治区", "安徽省", "广东省"]


@pytest.mark.real_data
def test_the_public_report_gives_the_published_totals(real_data: Callable[[str], Path]) -> None:
    path = real_data("tmall_order_report/tmall_order_report.csv")
    cells = pa_csv.read_csv(
        path,
        read_options=pa_csv.ReadOptions(column_names=[f"c{i}" for i in range(7)]),
        convert_options=pa_csv.ConvertOptions(
            column_types={f"c{i}": pa.string() for i in range(7)}
        ),
    )
    header, *body = [list(row.values()) for row in cells.to_pylist()]
    form = format_of("tmall-report")
    raw = raw_table(header, body)
    orders = clean_table(raw, form, by_name(raw, form), salt=b"salt")
    assert orders.ledger.kept == 28_010
    assert orders.frame["paid_at"].null_count == 28_010 - 24_087
    assert pc.sum(orders.frame["paid_gross"]).as_py() == 247_482_307
    assert pc.sum(orders.frame["refunded"]).as_py() == 57_233_592
    assert pc.sum(orders.frame["paid_net"]).as_py() == 190_248_715
    assert orders.facts == {"paid_basis": "net"}
    (basis,) = [f for f in orders.findings if f.kind.code == "PAID_BASIS"]
    assert (basis.count, basis.of) == (5_646, 5_646)


@pytest.mark.real_data
def test_the_uci_lines_keep_every_row_and_round_every_line(
    real_data: Callable[[str], Path],
) -> None:
    path = real_data("uci_online_retail/online_retail.parquet")
    cells = pq.read_table(path).to_pydict()
    header = list(cells)
    cells["CustomerID"] = ["" if v is None or isnan(v) else str(v) for v in cells["CustomerID"]]
    body = list(
        zip(*([None if v is None else str(v) for v in cells[h]] for h in header), strict=True)
    )
    form = format_of("generic-lines")
    raw = raw_table(header, body)
    lines = clean_table(raw, form, by_name(raw, form), salt=b"salt")
    cent = Decimal("0.01")
    exact = sum(
        (Decimal(str(q)) * Decimal(str(p))).quantize(cent, ROUND_HALF_UP)
        for q, p in zip(cells["Quantity"], cells["UnitPrice"], strict=True)
    )
    counts = {f.kind.code: f.count for f in lines.findings}
    assert lines.ledger.kept == 541_909
    assert lines.ledger.cents_in == int(exact * 100)
    assert counts["ROW_REPEATED"] == 5_268
    assert counts["BUYER_UNKNOWN"] == 135_080
    assert counts["RETURN_LINES"] == 10_624
    assert pc.count_distinct(lines.frame["order_id"]).as_py() == 25_900
    assert pc.count_distinct(lines.frame["buyer_key"].cast(pa.large_string())).as_py() == 4_372
    assert [str(day) for day in lines.span or ()] == ["2010-12-01", "2011-12-09"]


AMOUNTS = st.sampled_from(["1.00", "¥2,000.50", "（3.10）", "--", "见备注", "0.005", ""])
IDS = st.sampled_from(["A1", "A2", '="A3"', "", "合计", "4E+18"])
TIMES = st.sampled_from(["2026-06-18", "2026/6/19 24:00", "昨天", ""])
ROWS = st.lists(st.tuples(IDS, TIMES, AMOUNTS), max_size=12)


def orders_of(rows: list[tuple[str, str, str]]) -> CleanTable:
    header = ["order_id", "created_at", "order_amount"]
    raw = raw_table(header, rows)
    mapping = Mapping("orders", tuple((name, name) for name in header))
    return clean_table(raw, plain_format("orders"), mapping, salt=b"")


@settings(deadline=None)
@given(ROWS)
def test_no_row_and_no_cent_is_lost(rows: list[tuple[str, str, str]]) -> None:
    orders = orders_of(rows)
    ledger = orders.ledger
    assert ledger.is_balanced
    assert sum(ledger.counts.values()) == len(rows) + 1
    assert ledger.counts[RowClass.KEPT] == orders.frame.num_rows
    listed = [entry.row for entry in ledger.aside] + values(orders, "source_row")
    assert len(listed) == len(set(listed)) == ledger.kept + ledger.duplicate + ledger.quarantined


@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_totals_nor_classes(
    rows: list[tuple[str, str, str]], shuffler: random.Random
) -> None:
    first = ("A9", "2026-06-18", "9.00")  # only the first row may describe the columns
    shuffled = rows.copy()
    shuffler.shuffle(shuffled)
    one, other = orders_of([first, *rows]), orders_of([first, *shuffled])
    assert one.ledger.counts == other.ledger.counts
    assert one.ledger.cents_in == other.ledger.cents_in
    identical = len(set(rows)) == len({row[0] for row in rows})  # no two versions of one order
    if identical:
        assert one.ledger.cents_kept == other.ledger.cents_kept


@settings(deadline=None)
@given(ROWS)
def test_cleaning_what_is_clean_changes_nothing(rows: list[tuple[str, str, str]]) -> None:
    once = orders_of(rows)
    again = orders_of(
        [
            (row["order_id"], str(row["created_at"] or ""), f"{row['order_amount'] / 100:.2f}")
            for row in once.frame.to_pylist()
        ]
    )
    columns = ["order_id", "created_at", "paid_at", "order_amount", "paid_gross"]
    assert again.frame.select(columns).equals(once.frame.select(columns))
    assert again.ledger.duplicate == again.ledger.quarantined == 0


def test_columns_come_in_the_order_and_types_of_the_spec() -> None:
    text = """
        order_amount | order_id | created_at | buyer_key | freight | is_id_lossy | title | channel
        10.00        | A        | 2026-06-18 | 张示例    |         | 是         | cup   | 直通车
    """
    frame = clean("orders", text).frame
    category = pa.dictionary(pa.int32(), pa.large_string())
    assert {field.name: field.type for field in frame.schema} == {
        "order_id": pa.large_string(),
        "buyer_key": category,
        "created_at": pa.timestamp("s"),
        "paid_at": pa.timestamp("s"),
        "order_amount": pa.int64(),
        "freight": pa.int64(),
        "paid_gross": pa.int64(),
        "title": category,
        "channel": category,
        "is_id_lossy": pa.bool_(),
        "source_row": pa.int32(),
    }
    assert frame.column_names[0] == "order_id"
    assert frame["freight"].to_pylist() == [None]
    assert frame["source_row"].to_pylist() == [2]


def test_a_column_that_the_spec_does_not_know_is_seen_by_the_last_step_only() -> None:
    seen: list[list[str]] = []

    def prepare(table: pa.Table) -> pa.Table:
        seen.append(table["helper"].to_pylist())
        return table

    text = """
        order_id | created_at | order_amount | helper
        A        | 2026-06-18 | 10.00        | x
    """
    orders = clean("orders", text, plain_format("orders", prepare=prepare))
    assert seen == [["x"]]
    assert "helper" not in orders.frame.column_names


def test_a_table_without_rows_is_empty_and_balanced() -> None:
    orders = clean("orders", "order_id | created_at | order_amount")
    assert orders.frame.num_rows == 0
    assert orders.ledger.total == orders.ledger.header == 1
    assert orders.span is None


@pytest.mark.parametrize(
    ("name", "header", "cells", "expected"),
    [
        ("uv", "uv", ["11,269", "2.0", "1.2万"], [11269, 2, 12000]),
        ("bounce_rate", "跳失率", ["78.15%", "0.7", ""], [0.7815, 0.7, None]),
        ("bounce_rate", "跳失率(%)", ["78.15", "70%", ""], [0.7815, 0.7, None]),
        ("avg_stay_s", "平均停留时长", ["12.5", "1:02", "--"], [12.5, 62.0, None]),
    ],
)
def test_each_kind_of_column_reads_its_own_way(
    name: str, header: str, cells: list[str], expected: list[Any]
) -> None:
    rows = [[f"2026-06-1{i}", "1", cell] for i, cell in enumerate(cells)]
    raw = raw_table(["date", "uv ", header], rows)
    mapping = Mapping("traffic_daily", (("date", "date"), (name, header)))
    traffic = clean_table(raw, plain_format("traffic_daily"), mapping, salt=b"")
    assert values(traffic, name) == pytest.approx(expected) if name != "bounce_rate" else True
    assert [v if v is None else round(v, 9) for v in values(traffic, name)] == expected


def test_what_cleaning_changed_is_told_with_a_sample() -> None:
    text = """
        order_id               | created_at | order_amount
        ="3900000000000000011" | 2026-06-18 | ¥1,234.50
        2                      | 2026-06-18 | 12.345
        3                      | 2026-06-18 | 1.2万
    """
    found = {(f.kind.code, f.place.column): f for f in clean("orders", text).findings}
    tidied = dict(found["VALUES_TIDIED", "order_amount"].values)
    assert (tidied["before"], tidied["after"]) == ("¥1,234.50", "1234.5")
    assert found["VALUES_TIDIED", "order_id"].count == 1
    assert found["AMOUNT_SUBCENT", "order_amount"].count == 1
    assert found["AMOUNT_ROUNDED", "order_amount"].count == 1


def test_buyers_without_a_name_are_counted_and_masked_ones_are_no_buyers() -> None:
    text = """
        order_id | created_at | order_amount | buyer_key
        1        | 2026-06-18 | 10.00        | t**1
        2        | 2026-06-18 | 20.00        |
        3        | 2026-06-18 | 30.00        | buyer_001
    """
    orders = clean("orders", text)
    assert [key is None for key in values(orders, "buyer_key")] == [True, True, False]
    found = {f.kind.code: (f.count, f.amount_cents) for f in orders.findings}
    assert found["BUYER_MASKED"] == (1, 1000)
    assert found["BUYER_UNKNOWN"] == (1, 2000)


def test_ambiguous_days_are_told() -> None:
    text = """
        order_id | created_at | order_amount
        1        | 06/07/2025 | 10.00
    """
    orders = clean("orders", text)
    assert "DATE_AMBIGUOUS" in codes(orders)
    assert str(values(orders, "created_at")[0]) == "2025-06-07 00:00:00"


def test_cleaning_itself_brings_no_pandas_into_the_worker() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, ecreview.intake.clean; print('pandas' in sys.modules)"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    assert seen.stdout.strip() == "False"
