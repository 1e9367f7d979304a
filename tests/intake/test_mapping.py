from __future__ import annotations

import json

import pytest

from ecreview.intake.mapping import (
    NO_CHOICES,
    Choices,
    Mapping,
    MappingUnreadable,
    TableChoice,
    suggest_choices,
)
from ecreview.intake.recognise import map_columns, recognise
from ecreview.intake.suggest import ENOUGH_NEEDED, suggest
from ecreview.model.dataset import ColumnSample, FileReceipt, TableReceipt
from ecreview.model.ledger import Ledger
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY
from tests.intake.cleaning import lines, raw_table

CHOICE = TableChoice(
    file="*.csv",
    table="orders",
    sheet="订单",
    header_row=3,
    columns=(("order_id", "单号"), ("order_amount", 2)),
    values=(("status", (("已付", "paid_unshipped"),)),),
    duplicates="merge",
)


# G9, first header list: sales come from 商品总金额, never from 运费收入.
def test_sales_are_the_total_of_the_goods_and_never_the_freight() -> None:
    header = [
        "订单编号",
        "商品中文名称",
        "商品数量",
        "商品销售单价",
        "商品总金额",
        "运费收入",
        "日期",
        "SKU",
    ]
    raw = raw_table(header, [["1", "保温杯", "2", "49.00", "98.00", "8.00", "2026-06-18", "A01"]])
    form = recognise(raw).format
    assert form is not None
    mapping = map_columns(raw, form)
    assert mapping.table == "order_lines"
    assert mapping.source("line_amount") == "商品总金额"
    assert mapping.source("quantity") == "商品数量"
    assert "运费收入" not in dict(mapping.columns).values()


# G9, second header list: five amounts, all different.
def test_paid_receivable_and_both_discounts_are_told_apart() -> None:
    raw = raw_table(
        [
            "商品", "订单号", "订单状态", "商品总价(元)", "店铺优惠折扣(元)", "平台优惠折扣(元)",
            "用户实付金额(元)", "商家实收金额(元)", "商品数量(件)", "发货时间",
        ],
        [
            ["保温杯", "260618-600000000000011", "已收货", "60.00", "5.00", "10.00", "45.00", "55.00",
             "1", "2026-06-18 12:00:00"],
            ["雨伞", "260618-600000000000022", "待发货", "40.00", "0.00", "3.00", "37.00", "40.00",
             "1", ""],
        ],
    )  # fmt: skip
    assert recognise(raw).format is None  # the time of the order is missing: a person is asked
    likely = suggest(raw)
    told = {name: field for field, name, _ in likely.columns}
    assert likely.table == "orders"
    assert told["商品总价(元)"] == "order_amount"
    assert told["店铺优惠折扣(元)"] == "shop_discount"
    assert told["平台优惠折扣(元)"] == "platform_discount"
    assert told["用户实付金额(元)"] == "paid_amount"
    assert told["商家实收金额(元)"] == "receivable"
    assert told["商品数量(件)"] == "units"
    assert told["发货时间"] == "shipped_at"
    assert len(set(told.values())) == len(told)


def test_a_column_whose_cells_do_not_suit_the_field_is_not_suggested() -> None:
    header, *body = lines("""
        订单号 | 下单时间   | 订单金额 | 退款金额
        A-1   | 2026-06-18 | 98.00   | 见备注
        A-2   | 2026-06-19 | 60.00   | 见备注
    """)
    told = {field: name for field, name, _ in suggest(raw_table(header, body)).columns}
    assert told["order_amount"] == "订单金额"
    assert "refunded" not in told


def test_two_columns_that_suit_a_field_alike_leave_it_open() -> None:
    header, *body = lines("""
        订单号 | 下单时间   | 订单金额 | 应付金额
        A-1   | 2026-06-18 | 98.00   | 90.00
    """)
    told = {field for field, _, _ in suggest(raw_table(header, body)).columns}
    assert "order_amount" not in told
    assert {"order_id", "created_at"} <= told


def test_a_header_that_only_contains_a_customary_name_is_less_sure() -> None:
    header, *body = lines("""
        订单号 | 下单时间   | 订单金额 | 国内运费
        A-1   | 2026-06-18 | 98.00   | 8.00
    """)
    told = {name: (field, score) for field, name, score in suggest(raw_table(header, body)).columns}
    assert told["订单金额"] == ("order_amount", 1.0)
    assert told["国内运费"] == ("freight", 0.7)


def test_personal_columns_are_never_suggested() -> None:
    header, *body = lines("""
        订单号 | 下单时间   | 订单金额 | 买家账号电话
        A-1   | 2026-06-18 | 98.00   | 18600000000
    """)
    assert "买家账号电话" not in {name for _, name, _ in suggest(raw_table(header, body)).columns}


@pytest.mark.parametrize(
    ("header", "table"),
    [("订单号|下单时间|国家", "orders"), ("订单号|备忘|国家", None)],
)
def test_half_of_the_needed_fields_must_be_found(header: str, table: str | None) -> None:
    assert 1 / 3 < ENOUGH_NEEDED < 2 / 3
    names = header.split("|")
    raw = raw_table(names, [["A-1", "2026-06-18", "x"]])
    assert suggest(raw, (table_spec("orders"),)).table == table


def test_the_order_of_the_columns_does_not_change_a_suggestion() -> None:
    header, *body = lines("""
        订单号 | 下单时间   | 订单金额 | 退款金额 | 运费
        A-1   | 2026-06-18 | 98.00   | 0       | 8.00
    """)
    turned = raw_table(header[::-1], [row[::-1] for row in body])
    assert set(suggest(turned).columns) == set(suggest(raw_table(header, body)).columns)


def test_choices_are_saved_and_read_back_unchanged() -> None:
    choices = Choices((CHOICE, TableChoice("b.xlsx", None)))
    assert Choices.from_json(choices.to_json()) == choices
    assert Choices.from_json(NO_CHOICES.to_json()) == NO_CHOICES


def test_a_saved_choice_has_the_shape_of_mapping_json() -> None:
    assert json.loads(Choices((CHOICE,)).to_json()) == {
        "tables": [
            {
                "file": "*.csv",
                "sheet": "订单",
                "table": "orders",
                "header_row": 3,
                "columns": {"order_id": "单号", "order_amount": 2},
                "values": {"status": {"已付": "paid_unshipped"}},
                "duplicates": "merge",
            }
        ]
    }


@pytest.mark.parametrize(
    ("file", "sheet", "is_for"),
    [("6月.csv", "订单", True), ("6月.xlsx", "订单", False), ("6月.csv", "说明", False)],
)
def test_a_choice_is_for_the_files_and_the_sheet_it_names(
    file: str, sheet: str, *, is_for: bool
) -> None:
    assert CHOICE.is_for(file, sheet) is is_for
    assert bool(Choices((CHOICE,)).about(file, sheet)) is is_for


def test_a_choice_names_columns_by_header_or_by_position() -> None:
    assert CHOICE.mapping(("单号", "x", "金额")) == Mapping(
        "orders", (("order_id", "单号"), ("order_amount", "金额"))
    )


def test_a_column_that_is_not_there_any_more_is_left_out() -> None:
    assert CHOICE.mapping(("编号", "x")).columns == ()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("orders", {"status_raw": {"好了": "completed"}}),
        ("order_lines", {"status": {"好了": "closed_refunded"}, "refund_state": {"退": "partial"}}),
        ("orders", {"channel": {"直播间": "任何词"}}),
        ("refunds", {"status": {"成功": "done"}}),
    ],
)
def test_status_words_are_chosen_from_the_canonical_ones_and_others_freely(
    table: str, values: dict[str, dict[str, str]]
) -> None:
    said = json.dumps({"tables": [{"file": "*", "table": table, "values": values}]})
    assert Choices.from_json(said).tables[0].words == values


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ('{"tables": [{"file": "*", "table": "order"}]}', "orders"),
        (
            '{"tables": [{"file": "*", "table": "orders", "columns": {"order_no": "x"}}]}',
            "order_id",
        ),
        ('{"tables": [{"file": "*", "table": "orders", "columms": {}}]}', "columns"),
        ('{"tables": [{"file": "*", "table": "orders", "duplicates": "drop"}]}', "merge"),
        (
            '{"tables": [{"file": "*", "table": "orders", "values": {"status_raw": {"好": "done"}}}]}',
            "completed",
        ),
        (
            '{"tables": [{"file": "*", "table": "orders", "values": {"refund_state": {"退": "x"}}}]}',
            "partial",
        ),
    ],
)
def test_an_unknown_word_is_refused_with_the_words_allowed(said: str, named: str) -> None:
    with pytest.raises(MappingUnreadable) as error:
        Choices.from_json(said)
    assert error.value.code == "MAPPING_UNREADABLE"
    assert named in error.value.text.zh
    assert named in error.value.text.en


@pytest.mark.parametrize("said", ["", "[]", '{"tables": [{}]}', '{"tables": [3]}'])
def test_what_is_no_mapping_is_refused(said: str) -> None:
    with pytest.raises(MappingUnreadable):
        Choices.from_json(said)


def test_receipts_make_a_first_version_to_edit() -> None:
    columns = (
        ColumnSample("单号", (), "order_id", 1.0),
        ColumnSample("备注", (), None, 0.0),
    )
    recognised = TableReceipt(
        "订单",
        "taobao-orders",
        EMPTY,
        "taobao",
        "orders",
        1.0,
        EMPTY,
        1,
        Ledger(1),
        columns=columns,
    )
    unknown = TableReceipt(
        None, None, EMPTY, None, None, 0.2, EMPTY, 1, Ledger(1), suggested="events"
    )
    files = [
        FileReceipt("订单[1].xlsx", "", 0, "xlsx", (recognised,)),
        FileReceipt("b.csv", "", 0, "csv", (unknown,)),
    ]
    first, second = suggest_choices(files).tables
    assert (first.table, first.columns) == ("orders", (("order_id", "单号"),))
    assert first.is_for("订单[1].xlsx", "订单")
    assert (second.table, second.columns) == ("events", ())
