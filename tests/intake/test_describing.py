from __future__ import annotations

import pytest

from tests.intake.cleaning import clean


def samples(name: str, *cells: str) -> tuple[str, ...]:
    rows = "\n".join(f"{i} | 2026-06-18 | 1.00 | {cell}" for i, cell in enumerate(cells))
    orders = clean("orders", f"order_id | created_at | order_amount | {name}\n{rows}")
    return {column.name: column.samples for column in orders.columns}[name]


def test_a_sample_is_a_row_of_the_file_and_the_fullest_rows_are_shown() -> None:
    assert samples("channel", "a", "a", "", "b", "c", "d") == ("a", "a", "b")


def test_the_samples_of_all_columns_come_from_the_same_rows() -> None:
    orders = clean(
        "orders",
        """order_id | created_at | order_amount | channel | city
        1 | 2026-06-18 | 1.00 | a |
        2 | 2026-06-18 | 2.00 | b | y
        3 | 2026-06-18 | 3.00 |   |
        4 | 2026-06-18 | 4.00 | c | z""",
    )
    shown = {column.name: column.samples for column in orders.columns}
    assert shown["order_id"] == ("1", "2", "4")
    assert shown["channel"] == ("a", "b", "c")
    assert shown["city"] == ("", "y", "z")


def test_a_long_cell_is_cut() -> None:
    assert samples("title", "杯" * 30) == ("杯" * 19 + "…",)


@pytest.mark.parametrize("name", ["收货人姓名", "联系手机", "buyer_key", "Shipping Street"])
def test_a_personal_column_shows_nothing(name: str) -> None:
    assert samples(name, "示例") == ()


@pytest.mark.parametrize(
    "cell",
    [
        "13800138000",
        "联系 13800138000",
        "11010119900307123X",
        "a@example.invalid",
        "浙江省 杭州市 西湖区 示例路1号",
        "t**1",
    ],
)
def test_cells_that_look_like_a_person_are_not_shown_whatever_the_header(cell: str) -> None:
    assert samples("备用列", "ok", cell) == ()


def test_columns_say_which_field_they_feed() -> None:
    orders = clean(
        "orders", "order_id | created_at | order_amount | 其他\n1 | 2026-06-18 | 1.00 | x"
    )
    assert [(c.name, c.field, c.score) for c in orders.columns] == [
        ("order_id", "order_id", 1.0),
        ("created_at", "created_at", 1.0),
        ("order_amount", "order_amount", 1.0),
        ("其他", None, 0.0),
    ]
