from __future__ import annotations

import pytest

from tests.intake.cleaning import clean, codes, values


def moves(*rows: tuple[str, str]) -> str:
    """The text of a list of movements: kind and quantity."""
    lines = [f"2026-06-18 | A01 | {kind} | {quantity}" for kind, quantity in rows]
    return "\n".join(["date | sku_code | kind | quantity", *lines])


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("采购入库", "in"), ("退货入库", "in"), ("Receipt", "in"), ("销售出库", "out"), ("采购退货出库", "out"),
        ("盘盈入库", "adjust"), ("盘亏出库", "adjust"), ("调拨", "adjust"), ("调拨出库", "adjust"), ("out", "out"),
    ],
)  # fmt: skip
def test_a_word_says_whether_stock_came_went_or_was_set_right(word: str, kind: str) -> None:
    assert values(clean("stock_moves", moves((word, "0"))), "kind") == [kind]


def test_a_list_with_signs_is_read_as_it_stands_with_its_reversals() -> None:
    table = clean(
        "stock_moves", moves(("入库", "500"), ("出库", "-4"), ("出库", "-2"), ("出库", "1"), ("入库", "-3"))
    )  # fmt: skip
    assert values(table, "quantity") == [500, -4, -2, 1, -3]
    assert values(table, "kind") == ["in", "out", "out", "out", "in"]
    assert "MOVES_SIGNED" not in codes(table)


def test_in_a_list_without_signs_what_goes_out_is_taken_away() -> None:
    table = clean(
        "stock_moves",
        moves(
            ("入库", "500"),
            ("出库", "4"),
            ("出库", "-1"),
            ("盘亏", "2"),
            ("盘盈", "3"),
            ("调拨", "6"),
        ),
    )
    assert values(table, "quantity") == [500, -4, 1, -2, 3, 6]
    (signed,) = [f for f in table.findings if f.kind.code == "MOVES_SIGNED"]
    assert (signed.count, signed.of) == (3, 6)


def test_a_word_that_nobody_knows_is_told_and_the_sign_says_what_it_was() -> None:
    table = clean("stock_moves", moves(("其他", "5"), ("其他", "-5"), ("", "-1"), ("入库", "")))
    assert values(table, "kind") == ["in", "out", "out", "in"]
    assert values(table, "quantity") == [5, -5, -1, None]
    (unknown,) = [f for f in table.findings if f.kind.code == "MOVE_UNKNOWN"]
    assert (unknown.count, dict(unknown.values)["example"]) == (2, "其他")


def test_a_list_without_kinds_says_by_its_signs() -> None:
    text = "date | sku_code | quantity\n2026-06-18 | A01 | -4\n2026-06-18 | A01 | 9"
    assert values(clean("stock_moves", text), "kind") == ["out", "in"]


def test_equal_movements_are_real_and_told() -> None:
    table = clean("stock_moves", moves(("出库", "-1"), ("出库", "-1")))
    assert values(table, "quantity") == [-1, -1]
    assert "ROW_REPEATED" in codes(table)
