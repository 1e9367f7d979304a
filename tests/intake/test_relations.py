from __future__ import annotations

import numpy as np
import pytest

from ecreview.intake.relations import (
    HOLDING_SHARE,
    RELATIONS,
    TELLING_ROWS,
    Relation,
    adds_up,
    completed,
    confirmed,
    doubted,
)
from ecreview.model.tables import table_spec

PRODUCT = Relation("line_amount", ("quantity", "unit_price"), is_product=True)
NET = Relation("paid_amount", ("order_amount",), ("shop_discount",))


def holds(relation: Relation, **columns: list[float]) -> bool:
    names = {name: name for name in columns}
    return relation.holds(names, {name: np.array(cells) for name, cells in columns.items()})


@pytest.mark.parametrize("table", RELATIONS)
def test_relations_speak_of_fields_of_their_table(table: str) -> None:
    keys = {field.key for field in table_spec(table).fields}
    assert {field for relation in RELATIONS[table] for field in relation.fields} <= keys


def test_a_product_holds_to_the_cent() -> None:
    assert holds(
        PRODUCT, quantity=[2, 3, 4], unit_price=[0.1, 0.7, 33.33], line_amount=[0.2, 2.1, 133.32]
    )
    assert not holds(
        PRODUCT, quantity=[2, 3, 4], unit_price=[0.1, 0.7, 33.33], line_amount=[0.2, 2.1, 133.33]
    )


def test_discounts_are_taken_off_whatever_sign_the_file_gives_them() -> None:
    for sign in (1, -1):
        less = [sign * 5.0, sign * 8.0, sign * 9.0]
        assert holds(NET, order_amount=[60, 80, 99], shop_discount=less, paid_amount=[55, 72, 90])


def test_rows_that_only_repeat_an_amount_tell_nothing() -> None:
    rows = [1.0] * TELLING_ROWS
    assert not holds(
        PRODUCT, quantity=rows, unit_price=[9.0] * TELLING_ROWS, line_amount=[9.0] * TELLING_ROWS
    )
    assert not holds(
        NET, order_amount=[60, 80, 99], shop_discount=[0, 0, 0], paid_amount=[60, 80, 99]
    )


def test_one_row_in_twenty_may_disagree() -> None:
    assert HOLDING_SHARE == 0.95
    for wrong, is_held in ((1, True), (2, False)):
        amounts = [20.0] * (20 - wrong) + [7.0] * wrong
        assert (
            holds(PRODUCT, quantity=[2.0] * 20, unit_price=[10.0] * 20, line_amount=amounts)
            is is_held
        )


def test_cells_without_a_number_are_left_out() -> None:
    nan = float("nan")
    assert holds(
        PRODUCT, quantity=[2, 3, 4, nan], unit_price=[2, 2, 2, 2], line_amount=[4, 6, 8, 9]
    )


AMOUNTS = {
    "件": np.array([2.0, 3.0, 4.0]),
    "价": np.array([5.0, 6.0, 7.0]),
    "额": np.array([10.0, 18.0, 28.0]),
    "运": np.array([8.0, 8.0, 8.0]),
}


def test_the_one_column_that_makes_a_relation_hold_is_found() -> None:
    found = completed("order_lines", {"quantity": "件", "unit_price": "价"}, {}, AMOUNTS)
    assert found["line_amount"] == "额"


def test_where_two_columns_make_it_hold_none_is_found() -> None:
    twice = {**AMOUNTS, "额 (2)": AMOUNTS["额"]}
    assert "line_amount" not in completed(
        "order_lines", {"quantity": "件", "unit_price": "价"}, {}, twice
    )


def test_a_tie_is_settled_among_its_own_columns_only() -> None:
    names = {"quantity": "件", "unit_price": "价"}
    assert "line_amount" not in completed("order_lines", names, {"line_amount": ("运",)}, AMOUNTS)


def test_a_column_in_whose_place_another_would_fit_is_doubted() -> None:
    names = {"quantity": "件", "unit_price": "价", "line_amount": "运"}
    assert confirmed("order_lines", names, AMOUNTS) == frozenset()
    assert doubted("order_lines", names, AMOUNTS, frozenset()) == {"line_amount"}
    right = {**names, "line_amount": "额"}
    assert confirmed("order_lines", right, AMOUNTS) == right.keys()
    assert doubted("order_lines", right, AMOUNTS, frozenset(right)) == frozenset()


def test_lines_add_up_to_the_total_on_their_rows() -> None:
    orders = np.array([0, 0, 1, 1])
    lines = np.array([30.0, 20.0, 5.0, 7.5])
    assert adds_up(orders, lines, np.array([50.0, 50.0, 12.5, 12.5]))
    assert not adds_up(orders, np.array([50.0, 50.0, 12.5, 12.5]), lines)
    assert not adds_up(np.arange(4), lines, lines)
