from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.cleaning import clean, codes, plain_format, values

PACKED = plain_format("order_lines", order_amount_on="packed")


def test_a_row_of_as_many_items_as_its_quantity_becomes_one_line_per_item() -> None:
    text = """
        order_id | line_id | product_id | title    | created_at | quantity | line_amount
        1        | 31;32   | 2001;2002  | 杯；伞   | 2026-06-18 | 2        | 50.01
        2        | 33      | 2003       | 袋       | 2026-06-18 | 1        | 7.00
    """
    lines = clean("order_lines", text, PACKED)
    assert values(lines, "line_id") == ["31", "32", "33"]
    assert values(lines, "product_id") == ["2001", "2002", "2003"]
    assert values(lines, "title") == ["杯", "伞", "袋"]
    assert values(lines, "quantity") == [1, 1, 1]
    assert values(lines, "line_amount") == [2501, 2500, 700]
    assert values(lines, "source_row") == [2, 2, 3]
    assert lines.ledger.kept == 2
    (split,) = [f for f in lines.findings if f.kind.code == "PACKED_SPLIT"]
    assert (split.count, split.amount_cents) == (1, 5001)
    assert "2 行" in split.message.zh


def test_a_quantity_that_fits_no_split_leaves_the_row_whole_and_says_so() -> None:
    text = """
        order_id | line_id | product_id | created_at | quantity | line_amount
        1        | 31;32   | 2001;2002  | 2026-06-18 | 5        | 90.00
    """
    lines = clean("order_lines", text, PACKED)
    assert values(lines, "product_id") == ["2001;2002"]
    assert values(lines, "quantity") == [5]
    assert values(lines, "line_amount") == [9000]
    assert "PACKED_KEPT" in codes(lines)


def test_amounts_are_shared_by_unit_price_where_the_items_have_one() -> None:
    # Each item of a row has the row's own price: equal shares; a row without a price likewise.
    text = """
        order_id | line_id | created_at | quantity | unit_price | line_amount | freight
        1        | 31;32   | 2026-06-18 | 2        | 30.00      | 59.99       | 0.01
        2        | 33;34   | 2026-06-18 | 2        |            | 10.00       |
    """
    lines = clean("order_lines", text, PACKED)
    assert values(lines, "line_amount") == [3000, 2999, 500, 500]
    assert values(lines, "freight") == [1, 0, None, None]


def test_a_title_with_a_semicolon_alone_packs_nothing() -> None:
    text = """
        order_id | line_id | title   | created_at | quantity | line_amount
        1        | 31      | 杯;白色 | 2026-06-18 | 2        | 50.00
    """
    lines = clean("order_lines", text, PACKED)
    assert values(lines, "title") == ["杯;白色"]
    assert codes(lines).isdisjoint({"PACKED_SPLIT", "PACKED_KEPT"})


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(0, 10**7)),
        min_size=1,
        max_size=8,
    )
)
def test_splitting_loses_no_cent(rows: list[tuple[int, int, int]]) -> None:
    body = [
        f"{n} | {';'.join(f'{n}-{i}' for i in range(items))} | 2026-06-18 | {quantity} | {cents / 100:.2f}"
        for n, (items, quantity, cents) in enumerate(rows)
    ]
    text = "\n".join(["order_id | line_id | created_at | quantity | line_amount", *body])
    lines = clean("order_lines", text, PACKED)
    assert sum(values(lines, "line_amount")) == sum(cents for *_, cents in rows)
    assert lines.ledger.is_balanced
