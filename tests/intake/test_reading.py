from __future__ import annotations

import pytest

from ecreview.intake.clean import CleanTable, clean_table
from ecreview.intake.formats.base import Column, Direction, StandIn
from tests.intake.cleaning import by_name, codes, plain_format, raw_table, values


def cleaned(
    table: str, columns: tuple[Column, ...], header: list[str], *rows: list[str], **declared: str
) -> CleanTable:
    form = plain_format(table, columns=columns, **declared)
    raw = raw_table(header, rows)
    return clean_table(raw, form, by_name(raw, form), salt=b"")


WAY = Direction(("收支",), out=("支出",), into=("收入",))
LEDGER = (
    Column("txn_id", ("流水号",)),
    Column("time", ("时间",)),
    Column("amount", ("金额",), direction=WAY),
)


@pytest.mark.parametrize(
    ("written", "way", "cents"),
    [
        ("5.00", "支出", -500),
        ("-5.00", "支出", -500),
        ("5.00", "收入", 500),
        ("-5.00", "收入", 500),
        ("-5.00", "其他", -500),
        ("-5.00", "", -500),
    ],
)
def test_the_column_beside_an_amount_says_which_way_it_went(
    written: str, way: str, cents: int
) -> None:
    row = ["1", "2026-06-18", written, way]
    entries = cleaned("payments", LEDGER, ["流水号", "时间", "金额", "收支"], row)
    assert values(entries, "amount") == [cents]
    assert ("DIRECTION_UNKNOWN" in codes(entries)) is (way not in {"支出", "收入"})


def test_an_amount_written_with_the_other_sign_is_turned() -> None:
    columns = (Column("amount", ("扣费",), is_negated=True),)
    fees = cleaned("fees", columns, ["扣费"], ["-3.16"], ["0.50"])
    assert values(fees, "amount") == [316, -50]
    assert fees.ledger.cents_in == 266


ORDERS = (
    Column("order_id", ("订单号",)),
    Column("created_at", ("成交时间",), stand_in=StandIn("订单号", r"(\d{6})-\d+", r"20\1")),
    Column("order_amount", ("金额",)),
)


def test_a_blank_time_is_read_from_the_day_in_the_order_number_and_counted() -> None:
    orders = cleaned(
        "orders",
        ORDERS,
        ["订单号", "成交时间", "金额"],
        ["260618-11\t", "2026-06-17 23:59:59", "1.00"],
        ["260619-33\t", "\t", "2.00"],
        ["991399-44\t", "", "3.00"],  # month 13
        ["X55", "", "4.00"],
    )
    assert [str(time) for time in values(orders, "created_at")] == [
        "2026-06-17 23:59:59",
        "2026-06-19 00:00:00",
        "None",
        "None",
    ]
    (stood,) = [f for f in orders.findings if f.kind.code == "TIME_STOOD_IN"]
    assert (stood.count, stood.place.rows, stood.amount_cents) == (1, (3,), 200)
    assert orders.ledger.kept == 4
    assert "DATE_BLANK" in codes(orders)


PURCHASES = (
    Column("order_id", ("单号",)),
    Column("created_at", ("时间",)),
    Column("quantity", ("数量",)),
    Column("unit_price", ("单价",)),
    Column("line_paid", ("实付",)),
    Column("status_raw", ("状态",)),
)


def test_what_stands_on_the_first_line_of_an_order_holds_for_all_its_lines() -> None:
    lines = cleaned(
        "order_lines",
        PURCHASES,
        ["单号", "时间", "数量", "单价", "实付", "状态"],
        ["1", "2026-06-18", "100", "1.00", "306.00", "交易成功"],
        ["", "", "50", "2.00", "", ""],
        ["", "", "100", "1.00", "", ""],
        ["2", "2026-06-19", "1", "5.00", "5.00", "交易关闭"],
        order_amount_on="first_line",
    )
    assert values(lines, "order_id") == ["1", "1", "1", "2"]
    assert values(lines, "line_paid") == [10200, 10200, 10200, 500]
    assert values(lines, "status") == ["completed"] * 3 + ["closed_unpaid"]
    assert len({str(time) for time in values(lines, "created_at")[:3]}) == 1
    assert codes(lines) <= {"VALUES_TIDIED"}


def test_an_order_amount_repeated_on_every_line_is_shared_out_to_the_cent() -> None:
    # fixtures.md §4: three lines of 100.00, the order paid 250.00.
    row = ["300", "2026-06-18", "1", "100.00", "250.00", "完成"]
    lines = cleaned(
        "order_lines",
        PURCHASES,
        ["单号", "时间", "数量", "单价", "实付", "状态"],
        row, [*row[:3], "100.00", "250.00", "完成"], ["300", "2026-06-18", "2", "50.00", "250.00", "完成"],
        order_amount_on="every_line",
    )  # fmt: skip
    assert values(lines, "line_paid") == [8334, 8333, 8333]


def test_cash_on_delivery_counts_as_paid_when_ordered() -> None:
    columns = (*PURCHASES, Column("paid_at", ("付款",)))
    header = ["单号", "时间", "数量", "单价", "实付", "状态", "付款"]
    lines = cleaned(
        "order_lines",
        columns,
        header,
        ["1", "2026-06-18 08:00:00", "1", "60.00", "60.00", "等待出库", "0001-01-01 00:00:00"],
        ["2", "2026-06-18 08:00:00", "1", "80.00", "80.00", "取消", "0001-01-01 00:00:00"],
    )
    assert [str(time) for time in values(lines, "paid_at")] == ["2026-06-18 08:00:00", "None"]
    assert values(lines, "status") == ["paid_unshipped", "closed_unpaid"]


def test_of_several_spellings_of_a_deduction_the_first_one_present_is_taken_off() -> None:
    columns = (
        Column("time", ("时间",)),
        Column("amount", ("订单",), (("申请退款", "退款"), "红包")),
    )
    header = ["时间", "订单", "退款", "申请退款", "红包"]
    newer = cleaned("payments", columns, header, ["2026-06-18", "100.00", "15.00", "20.00", "1.00"])
    assert values(newer, "amount") == [7900]
    older = cleaned("payments", columns, header[:3], ["2026-06-18", "100.00", "15.00"])
    assert values(older, "amount") == [8500]


PARTS = (
    Column("time", ("时间",)),
    Column("amount", ("结算",)),
    Column("part_affiliate", ("达人佣金",), plus=("团长佣金", "服务商佣金"), is_negated=True),
)


def test_columns_of_one_kind_are_added_up() -> None:
    entries = cleaned(
        "payments",
        PARTS,
        ["时间", "结算", "达人佣金", "团长佣金"],
        ["2026-06-25", "1.00", "10.00", "2.00"],
        ["2026-06-25", "2.00", "", "3.00"],
        ["2026-06-25", "3.00", "", ""],
        ["2026-06-25", "4.00", "1.00", "?"],
    )
    assert values(entries, "part_affiliate") == [-1200, -300, None, None]
    (bad,) = [f for f in entries.findings if f.kind.code == "NUMBER_BAD"]
    assert bad.place.rows == (5,)


def test_a_blank_code_is_read_from_another_column_and_told() -> None:
    lines = cleaned(
        "order_lines",
        (
            Column("order_id", ("单号",)),
            Column("quantity", ("数量",)),
            Column("sku_code", ("规格编码",), stand_in=StandIn("商品编码")),
        ),
        ["单号", "数量", "规格编码", "商品编码"],
        ["1", "1", "A01", "A"],
        ["2", "1", "\t", "B02\t"],
        ["3", "1", "", ""],
    )
    assert values(lines, "sku_code") == ["A01", "B02", None]
    (stood,) = [f for f in lines.findings if f.kind.code == "CELL_STOOD_IN"]
    assert (stood.count, stood.place.rows) == (1, (3,))
