from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.lines import line_amounts
from tests.intake.cleaning import clean, codes, plain_format, values


@settings(deadline=None)
@given(st.integers(-80_995, 80_995), st.integers(0, 10**7))
def test_quantity_times_price_is_rounded_half_up_per_line(quantity: int, thousandths: int) -> None:
    exact = Decimal(quantity) * Decimal(thousandths) / 1000
    expected = int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))
    got = line_amounts(pa.array([quantity]), pa.array([float(Decimal(thousandths) / 1000)]))
    assert got.to_pylist() == [expected]


def test_an_amount_is_computed_only_where_the_file_gives_none() -> None:
    text = """
        order_id | created_at | quantity | unit_price
        A        | 2026-06-18 | 2        | 49.00
        A        | 2026-06-18 | 3        | 2.555
        A        | 2026-06-18 |          | 2.00
    """
    assert values(clean("order_lines", text), "line_amount") == [9800, 767, None]
    given_amount = text.replace("unit_price", "line_amount")
    assert values(clean("order_lines", given_amount), "line_amount") == [4900, 256, 200]


def test_returns_and_gifts_are_kept_and_marked() -> None:
    text = """
        order_id | created_at | quantity | unit_price
        A        | 2026-06-18 | 2        | 5.00
        A        | 2026-06-18 | 1        | 0.00
        C1       | 2026-06-19 | -2       | 5.00
        C2       | 2026-06-19 | -1       | 0
        B        | 2026-06-19 | 1        | -11062.06
    """
    lines = clean("order_lines", text)
    assert values(lines, "is_return") == [False, False, True, True, False]
    assert values(lines, "is_gift") == [False, True, False, False, False]
    counts = {f.kind.code: f.count for f in lines.findings}
    assert (counts["RETURN_LINES"], counts["ZERO_LINES"]) == (2, 2)
    assert lines.ledger.cents_in == 1000 - 1000 - 1_106_206


LINES = """
    order_id | created_at | paid_at    | quantity | line_amount | line_paid | refunded   | status_raw
    11       | 2026-06-18 | 2026-06-18 | 2        | 98.00       | 98.00     | 无退款申请 | 交易成功
    22       | 2026-06-18 | 2026-06-18 | 2        | 100.00      | 80.00     | 20.00      | 交易成功
    33       | 2026-06-18 | 2026-06-18 | 1        | 59.90       | 0.00      | 59.90      | 交易关闭
"""


@pytest.mark.parametrize(
    ("text", "basis"),
    [(LINES, "net"), (LINES.replace("80.00 ", "100.00").replace("| 0.00", "| 59.90"), "gross")],
)
def test_the_paid_amount_of_a_line_is_before_refunds_whatever_the_file_has(
    text: str, basis: str
) -> None:
    form = plain_format("order_lines", zero_words=("无退款申请",))
    lines = clean("order_lines", text, form)
    assert lines.facts == {"paid_basis": basis}
    assert values(lines, "line_paid") == [9800, 10000, 5990]
    assert values(lines, "refund_state") == ["none", "partial", "full"]
    assert values(lines, "status") == ["completed", "completed", "closed_refunded"]


@pytest.mark.parametrize(
    ("where", "paid"),
    [("every_line", ["10.00", "10.00", "10.00"]), ("first_line", ["10.00", "", ""])],
)
def test_an_order_amount_is_shared_out_over_its_lines_to_the_cent(
    where: str, paid: list[str]
) -> None:
    rows = "\n".join(f"A | 2026-06-18 | 1 | 3.00 | {p}" for p in paid)
    text = f"order_id | created_at | quantity | line_amount | line_paid\n{rows}\nB | 2026-06-18 | 1 | 5.00 | 5.00"
    lines = clean("order_lines", text, plain_format("order_lines", order_amount_on=where))
    assert values(lines, "line_paid") == [334, 333, 333, 500]


@pytest.mark.parametrize("back", [["4.00", "", ""], ["", "", "4.00"]])
def test_the_refund_of_an_order_counts_on_whichever_line_it_stands(back: list[str]) -> None:
    rows = "\n".join(f"A | 2026-06-18 | 1 | 4.00 | {b}" for b in back)
    text = f"order_id | created_at | quantity | line_amount | refunded\n{rows}"
    lines = clean("order_lines", text, plain_format("order_lines", order_amount_on="first_line"))
    assert values(lines, "refunded") == [134, 133, 133]


def test_unexplained_lines_raise_no_finding_about_refunds() -> None:
    text = """
        order_id | created_at | quantity | line_amount
        A        | 2026-06-18 | 1        | 3.00
    """
    lines = clean("order_lines", text)
    assert codes(lines) == set()
    assert "refund_state" not in lines.frame.column_names


def test_a_refund_without_an_amount_is_taken_as_all_that_was_paid_and_told() -> None:
    text = """
        order_id | created_at | quantity | line_amount | line_paid | status_raw        | refund_state
        A        | 2026-06-18 | 1        | 9.00        | 8.00      | 已发货，退款成功  |
        B        | 2026-06-18 | 1        | 5.00        | 5.00      | 已收货            | 退款成功
        C        | 2026-06-18 | 1        | 3.00        | 3.00      | 已收货            | 无售后或售后取消
        D        | 2026-06-18 | 1        | 2.00        | 0         | 未发货，退款成功  | 退款成功
    """
    lines = clean("order_lines", text, plain_format("order_lines", refunds_in_full=True))
    assert values(lines, "refunded") == [800, 500, 0, 0]
    assert values(lines, "refund_state") == ["full", "full", "none", "none"]
    (told,) = [f for f in lines.findings if f.kind.code == "REFUND_IN_FULL"]
    assert (told.count, told.place.rows) == (2, (2, 3))


@pytest.mark.parametrize("where", ["every_line", "first_line"])
def test_amounts_that_differ_within_an_order_are_those_of_its_lines(where: str) -> None:
    text = """
        order_id | created_at | quantity | line_amount | line_paid
        A        | 2026-06-18 | 1        | 3.00        | 2.00
        A        | 2026-06-18 | 1        | 7.00        | 6.50
        A        | 2026-06-18 | 1        | 1.00        |
        B        | 2026-06-18 | 1        | 3.00        | 4.00
        B        | 2026-06-18 | 1        | 1.00        | 4.00
    """
    lines = clean("order_lines", text, plain_format("order_lines", order_amount_on=where))
    assert values(lines, "line_paid") == [200, 650, None, 300, 100]


def test_a_gift_may_be_named_and_have_a_price() -> None:
    text = """
        order_id | created_at | quantity | line_amount | is_gift
        A        | 2026-06-18 | 1        | 3.00        | 否
        A        | 2026-06-18 | 1        | 0.50        | 是
        A        | 2026-06-18 | 1        | 0           |
    """
    assert values(clean("order_lines", text), "is_gift") == [False, True, True]


def test_a_line_without_amount_and_price_was_worth_what_was_paid_for_it() -> None:
    text = """
        order_id | created_at | quantity | line_paid
        A        | 2026-06-18 | 1        | 500.00
        A        | 2026-06-18 | 2        | 500.00
    """
    lines = clean("order_lines", text, plain_format("order_lines", order_amount_on="every_line"))
    assert values(lines, "line_amount") == [25000, 25000]
