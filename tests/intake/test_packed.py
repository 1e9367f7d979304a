from __future__ import annotations

import pytest
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
        f"{n} | {';'.join(f'{n}000-{i}' for i in range(items))} | 2026-06-18 | {quantity} | {cents / 100:.2f}"
        for n, (items, quantity, cents) in enumerate(rows)
    ]
    text = "\n".join(["order_id | line_id | created_at | quantity | line_amount", *body])
    lines = clean("order_lines", text, PACKED)
    assert sum(values(lines, "line_amount")) == sum(cents for *_, cents in rows)
    assert lines.ledger.is_balanced


def test_a_packed_row_stays_whole_where_a_person_says_so() -> None:
    text = """
        order_id | line_id | created_at | quantity | line_amount
        1        | 31;32   | 2026-06-18 | 2        | 50.01
    """
    lines = clean("order_lines", text, PACKED, undo=frozenset(["PACKED_SPLIT"]))
    assert values(lines, "line_id") == ["31;32"]
    assert values(lines, "line_amount") == [5001]
    assert [finding.kind.code for finding in lines.undone] == ["PACKED_SPLIT"]


# --- orders that an ERP ships as one ---

MERGED = """
    order_id            | created_at | quantity | line_amount | refunded | unit_cost
    3900000000000000022{}3900000000000000033 | 2026-06-18 | 3 | 100.01 | 0.03 | 12.50
    3900000000000000044 | 2026-06-18 | 1        | 7.00        | 0.00     | 3.00
"""


@pytest.mark.parametrize("joint", [",", ";", "，", "；", " , ", "; "])
def test_a_row_of_several_orders_becomes_one_line_per_order_shared_evenly(joint: str) -> None:
    lines = clean("erp_orders", MERGED.format(joint))
    assert values(lines, "order_id") == [
        "3900000000000000022",
        "3900000000000000033",
        "3900000000000000044",
    ]
    assert values(lines, "line_amount") == [5001, 5000, 700]
    assert values(lines, "refunded") == [2, 1, 0]
    assert values(lines, "quantity") == [2, 1, 1]
    assert values(lines, "unit_cost") == [1250, 1250, 300]
    assert values(lines, "source_row") == [2, 2, 3]
    assert "is_id_lossy" not in lines.frame.column_names
    assert (lines.ledger.kept, lines.ledger.cents_kept) == (2, 10_701)
    (told,) = [f for f in lines.findings if f.kind.code == "PACKED_ORDERS"]
    assert (told.count, told.of, told.amount_cents) == (1, 2, 10_001)
    assert "2 行" in told.message.zh
    assert "平均分摊" in told.message.zh


@pytest.mark.parametrize(
    "number",
    [
        "A001,",
        ",A001",
        "A001,,A002",
        "A001,补发",
        "A001,A 02",
        "3.9E+18,3.9E+18",
        "A001/A002",
        "3,900,618",
    ],
)
def test_a_cell_whose_parts_are_not_all_order_numbers_stays_whole(number: str) -> None:
    text = f"""
        order_id | created_at | quantity | line_amount
        {number} | 2026-06-18 | 2        | 50.01
    """
    lines = clean("erp_orders", text)
    assert values(lines, "order_id") == [number]
    assert values(lines, "line_amount") == [5001]
    assert "PACKED_ORDERS" not in codes(lines)


def test_lines_of_a_platform_are_never_split_by_their_order_number() -> None:
    assert len(clean("order_lines", MERGED.format(",")).frame) == 2


def test_an_amount_of_the_whole_merged_order_is_shared_over_its_lines_first() -> None:
    # 90.00 was paid for both lines together: 60.00 and 30.00 by amount, then half to each order.
    form = plain_format("erp_orders", order_amount_on="every_line", shared=("line_paid",))
    text = """
        order_id  | created_at | sku_code | quantity | line_amount | line_paid
        A001,A002| 2026-06-18 | A        | 2        | 80.00       | 90.00
        A001,A002| 2026-06-18 | B        | 2        | 40.00       | 90.00
        A001      | 2026-06-18 | C        | 1        | 11.00       | 10.00
    """
    lines = clean("erp_orders", text, form)
    assert values(lines, "order_id") == ["A001", "A002", "A001", "A002", "A001"]
    assert values(lines, "line_paid") == [3000, 3000, 1500, 1500, 1000]


def test_merged_orders_stay_one_row_where_a_person_says_so() -> None:
    lines = clean("erp_orders", MERGED.format(","), undo=frozenset(["PACKED_ORDERS"]))
    assert values(lines, "line_amount") == [10_001, 700]
    assert [finding.kind.code for finding in lines.undone] == ["PACKED_ORDERS"]
    assert "PACKED_ORDERS" not in codes(lines)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(-9, 9), st.integers(-(10**7), 10**7)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([",", ";"]),
)
def test_splitting_orders_loses_no_cent_and_no_unit(
    rows: list[tuple[int, int, int]], joint: str
) -> None:
    body = [
        f"{joint.join(f'{n}000-{i}' for i in range(orders))} | 2026-06-18 | {quantity} | {cents / 100:.2f}"
        for n, (orders, quantity, cents) in enumerate(rows)
    ]
    text = "\n".join(["order_id | created_at | quantity | line_amount", *body])
    lines = clean("erp_orders", text)
    assert len(lines.frame) == sum(orders for orders, *_ in rows)
    assert sum(values(lines, "quantity")) == sum(quantity for _, quantity, _ in rows)
    assert sum(values(lines, "line_amount")) == sum(cents for *_, cents in rows)
    assert lines.ledger.is_balanced
