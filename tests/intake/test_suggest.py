from __future__ import annotations

import random

import pytest

from ecreview.intake.recognise import map_columns, recognise
from ecreview.intake.relations import CONFIRMED, DOUBTED
from ecreview.intake.suggest import ALIKE, ENOUGH_NEEDED, SURE, suggest, suggestions
from ecreview.model.tables import table_spec
from tests.intake.cleaning import lines, raw_table


def told(text: str, table: str) -> dict[str, tuple[str, float]]:
    """Return column and certainty per field when the table is of that kind."""
    header, *body = lines(text)
    (offer,) = suggestions(raw_table(header, body), (table_spec(table),))
    return {field: (name, certainty) for field, name, certainty in offer.columns}


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


# G9, second header list, the fields told by name confirmed by their sum: 60 − 5 − 10 = 45, 60 − 5 = 55.
DISCOUNTS = """
    订单号 | 下单时间   | 商品总价(元) | 店铺优惠折扣(元) | 平台优惠折扣(元) | 用户实付金额(元) | 商家实收金额(元)
    1     | 2026-06-18 | 60.00       | 5.00            | 10.00           | 45.00          | 55.00
    2     | 2026-06-18 | 80.00       | 8.00            | 2.00            | 70.00          | 72.00
    3     | 2026-06-19 | 99.00       | 9.00            | 30.00           | 60.00          | 90.00
"""


def test_total_less_discounts_is_what_the_buyer_paid_and_confirms_all_five_amounts() -> None:
    found = told(DISCOUNTS, "orders")
    assert {field: name for field, (name, _) in found.items()} == {
        "order_id": "订单号",
        "created_at": "下单时间",
        "order_amount": "商品总价(元)",
        "shop_discount": "店铺优惠折扣(元)",
        "platform_discount": "平台优惠折扣(元)",
        "paid_amount": "用户实付金额(元)",
        "receivable": "商家实收金额(元)",
    }
    assert min(certainty for _, certainty in found.values()) >= CONFIRMED


def test_amounts_under_swapped_names_are_doubted() -> None:
    swapped = (
        DISCOUNTS.replace("用户实付", "X").replace("商家实收", "用户实付").replace("X", "商家实收")
    )
    found = told(swapped, "orders")
    assert found["paid_amount"] == ("用户实付金额(元)", DOUBTED)
    assert found["receivable"] == ("商家实收金额(元)", DOUBTED)


def test_quantity_times_price_settles_a_tie_between_two_amounts() -> None:
    found = told(
        """
        订单号 | 数量 | 单价  | 销售额 | 金额
        1     | 2   | 49.00 | 98.00 | 88.00
        2     | 3   | 10.00 | 30.00 | 25.00
        3     | 4   | 5.00  | 20.00 | 20.00
        """,
        "order_lines",
    )
    assert found["line_amount"] == ("销售额", CONFIRMED)


def test_quantity_times_price_finds_an_amount_that_no_name_tells() -> None:
    found = told(
        """
        订单号 | 数量 | 单价  | 合共   | 运费收入
        1     | 2   | 49.00 | 98.00 | 8.00
        2     | 3   | 10.00 | 30.00 | 8.00
        3     | 4   | 5.00  | 20.00 | 8.00
        """,
        "order_lines",
    )
    assert found["line_amount"] == ("合共", CONFIRMED)


# G9, first header list: 2 × 49.00 = 98.00 beside a freight of 8.00.
def test_sales_are_the_goods_that_quantity_and_price_confirm() -> None:
    found = told(
        """
        订单编号 | 商品中文名称 | 商品数量 | 商品销售单价 | 商品总金额 | 运费收入 | 日期       | SKU
        1       | 保温杯      | 2      | 49.00      | 98.00    | 8.00   | 2026-06-18 | A01
        2       | 雨伞        | 3      | 20.00      | 60.00    | 0.00   | 2026-06-18 | A02
        3       | 保温杯      | 4      | 49.00      | 196.00   | 8.00   | 2026-06-19 | A01
        """,
        "order_lines",
    )
    assert found["line_amount"][0] == "商品总金额"
    assert found["quantity"][0] == "商品数量"
    assert min(found[key][1] for key in ("line_amount", "quantity", "unit_price")) >= CONFIRMED
    assert [field for field, (name, _) in found.items() if name == "运费收入"] in ([], ["freight"])


# G9, first header list, without a word for the amount: what is asked about is never the freight.
def test_sales_are_never_guessed_to_be_the_freight() -> None:
    found = told(
        """
        订单编号 | 商品数量 | 商品销售单价 | 运费收入 | 日期
        1       | 1      | 49.00      | 49.00  | 2026-06-18
        2       | 1      | 10.00      | 10.00  | 2026-06-18
        3       | 1      | 5.00       | 5.00   | 2026-06-18
        """,
        "order_lines",
    )
    assert "line_amount" not in found
    assert told("订单号|下单时间|运费收入\n1|2026-06-18|8.00", "orders").get("order_amount") is None


# Order A has lines of 30.00 and 20.00, order B of 5.00 and 7.50; 总计 stands on each of their rows.
ORDER_TOTALS = """
    订单号 | 数量 | {line} | {total}
    A     | 1   | 30.00 | 50.00
    A     | 1   | 20.00 | 50.00
    B     | 1   | 5.00  | 12.50
    B     | 1   | 7.50  | 12.50
"""


def test_lines_that_add_up_to_the_order_are_the_amount_of_the_line() -> None:
    found = told(ORDER_TOTALS.format(line="货款金额", total="总计"), "order_lines")
    assert found["line_amount"] == ("货款金额", CONFIRMED)


def test_the_total_of_an_order_on_each_of_its_lines_is_doubted_as_amount_of_the_line() -> None:
    found = told(ORDER_TOTALS.format(line="小计", total="商品总价"), "order_lines")
    assert found["line_amount"] == ("商品总价", DOUBTED)


def test_an_order_id_that_repeats_in_orders_must_be_confirmed() -> None:
    rows = "\n".join(f"{i // 3}|2026-06-18|9.00" for i in range(9))
    name, certainty = told(f"订单号|下单时间|订单金额\n{rows}", "orders")["order_id"]
    assert name == "订单号"
    assert certainty < SURE
    assert told(f"订单号|数量|x\n{rows.replace('2026-06-18', '1')}", "order_lines")["order_id"] == (
        "订单号",
        1.0,
    )


def test_thousands_on_each_row_are_no_number_of_pieces() -> None:
    assert told("订单号|数量\n1|260618\n2|260619", "order_lines")["quantity"][1] < SURE


@pytest.mark.parametrize(("cell", "is_rate"), [("12%", True), ("0.12", True), ("12.00", False)])
def test_a_rate_lies_between_0_and_1_or_has_a_percent_sign(cell: str, *, is_rate: bool) -> None:
    assert ("discount" in told(f"订单号|数量|折扣\n1|1|{cell}", "order_lines")) is is_rate


def test_long_numbers_are_no_amounts() -> None:
    assert "order_amount" not in told("订单号|金额|销售额\n1|x|260618000000000011", "orders")


def test_cells_alone_tell_the_one_column_that_fits_and_a_person_is_asked() -> None:
    found = told(
        """
        单号 | 哪天买的            | 总价  | 谁
        A001 | 2026-06-18 10:00:00 | 12.50 | 甲
        A002 | 2026-06-18 11:00:00 | 7.50  | 乙
        """,
        "orders",
    )
    assert found == {
        "order_id": ("单号", ALIKE),
        "created_at": ("哪天买的", ALIKE),
        "order_amount": ("总价", ALIKE),
    }


def test_of_two_columns_whose_cells_fit_alike_none_is_told() -> None:
    assert told("单号|甲|乙\nA-1|2026-06-18|2026-06-19", "orders") == {"order_id": ("单号", ALIKE)}


def test_the_order_of_the_rows_does_not_change_a_suggestion() -> None:
    header, *body = lines(DISCOUNTS)
    first = suggest(raw_table(header, body))
    for seed in range(3):
        turned = random.Random(seed).sample(body, len(body))  # noqa: S311 - a shuffle
        assert suggest(raw_table(header, turned)) == first


def test_a_column_of_small_numbers_whose_header_names_an_id_is_no_quantity() -> None:
    rows = "A1|1|9.90\nA1|2|5.10\nA2|1|7.00"
    assert "quantity" not in told(f"order_id|order_item_id|price\n{rows}", "order_lines")
    assert told(f"order_id|pcs|price\n{rows}", "order_lines")["quantity"][0] == "pcs"


def test_headers_that_are_the_english_titles_of_fields_are_understood() -> None:
    found = told("Date|Impressions|Spend\n2026-06-18|900|12.50", "ad_spend")
    assert {key: name for key, (name, _) in found.items()} == {
        "date": "Date", "impressions": "Impressions", "spend": "Spend",
    }  # fmt: skip
