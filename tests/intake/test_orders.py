from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecreview.intake.meaning import UNKNOWN_LISTED
from tests.intake.cleaning import clean, codes, plain_format, values

if TYPE_CHECKING:
    from ecreview.intake.formats.base import PaidBasis

NET = """
    order_id | created_at       | paid_at          | order_amount | paid_amount | refunded
    1        | 2026-06-18 00:00 |                  | 178.80       | 0.00        | 0.0
    2        | 2026-06-18 23:59 | 2026-06-19 00:00 | 21.00        | 21.00       | 0.0
    3        | 2026-06-18 23:59 | 2026-06-18 23:59 | 37.00        | 0.00        | 37.0
    4        | 2026-06-19 10:00 | 2026-06-19 10:01 | 50.00        | 30.00       | 20.0
"""


def test_a_paid_column_with_refunds_taken_off_gets_them_back() -> None:
    orders = clean("orders", NET)
    assert orders.facts == {"paid_basis": "net"}
    assert values(orders, "paid_gross") == [0, 2100, 3700, 5000]
    assert values(orders, "refunded") == [0, 0, 3700, 2000]
    assert values(orders, "paid_net") == [0, 2100, 0, 3000]
    (basis,) = [f for f in orders.findings if f.kind.code == "PAID_BASIS"]
    assert (basis.count, basis.of) == (2, 2)


def test_a_paid_column_before_refunds_stays_as_it_is() -> None:
    orders = clean(
        "orders", NET.replace("| 0.00        | 37.0", "| 37.00 | 37.0").replace("30.00", "50.00")
    )
    assert orders.facts == {"paid_basis": "gross"}
    assert values(orders, "paid_gross") == [0, 2100, 3700, 5000]
    assert values(orders, "paid_net") == [0, 2100, 0, 3000]
    assert "PAID_BASIS_GROSS" in codes(orders)


@pytest.mark.parametrize(
    ("declared", "gross"), [("net", [5000]), ("gross", [4000]), (None, [4000])]
)
def test_where_the_rows_do_not_tell_the_export_decides(
    declared: PaidBasis | None, gross: list[int]
) -> None:
    text = """
        order_id | created_at | paid_at    | order_amount | paid_amount | refunded
        1        | 2026-06-18 | 2026-06-18 | 60.00        | 40.00       | 10.00
    """
    orders = clean("orders", text, plain_format("orders", paid_basis=declared))
    assert values(orders, "paid_gross") == gross
    assert not {"PAID_BASIS", "PAID_BASIS_GROSS", "PAID_BASIS_MIXED"} & codes(orders)


def test_the_rows_overrule_what_the_export_declares() -> None:
    orders = clean("orders", NET, plain_format("orders", paid_basis="gross"))
    assert orders.facts == {"paid_basis": "net"}


def test_rows_of_both_kinds_are_an_error_and_the_majority_decides() -> None:
    text = """
        order_id | created_at | paid_at    | order_amount | paid_amount | refunded
        1        | 2026-06-18 | 2026-06-18 | 50.00        | 30.00       | 20.00
        2        | 2026-06-18 | 2026-06-18 | 50.00        | 30.00       | 20.00
        3        | 2026-06-18 | 2026-06-18 | 50.00        | 50.00       | 20.00
    """
    orders = clean("orders", text)
    (mixed,) = [f for f in orders.findings if f.kind.code == "PAID_BASIS_MIXED"]
    assert (mixed.count, mixed.place.rows) == (1, (4,))
    assert orders.facts == {"paid_basis": "net"}


def test_without_a_refund_column_nothing_is_said_about_refunds() -> None:
    text = """
        order_id | created_at | paid_at    | order_amount | paid_amount
        1        | 2026-06-18 | 2026-06-18 | 50.00        | 45.00
        2        | 2026-06-18 |            | 20.00        | 0
    """
    orders = clean("orders", text)
    assert values(orders, "paid_gross") == [4500, 0]
    assert not {"refunded", "paid_net", "refund_state"} & set(orders.frame.column_names)
    assert orders.facts == {}


def test_without_any_amount_what_was_paid_is_unknown_and_not_0() -> None:
    text = """
        order_id | created_at | paid_at    | status_raw
        1        | 2026-06-18 | 2026-06-18 | delivered
        2        | 2026-06-18 |            | canceled
    """
    orders = clean("orders", text)
    assert values(orders, "status") == ["completed", "closed_unpaid"]
    assert not {"paid_gross", "paid_net", "order_amount"} & set(orders.frame.column_names)
    assert orders.ledger.cents_in is None


def test_a_blank_refund_is_none_and_an_unreadable_one_is_unknown() -> None:
    text = """
        order_id | created_at | paid_at    | order_amount | refunded
        1        | 2026-06-18 | 2026-06-18 | 50.00        |
        2        | 2026-06-18 | 2026-06-18 | 20.00        | 见备注
    """
    orders = clean("orders", text)
    assert values(orders, "refunded") == [0, None]
    assert values(orders, "paid_net") == [5000, None]
    assert "NUMBER_BAD" in codes(orders)


def test_with_a_single_time_every_order_counts_as_paid_when_it_was_placed() -> None:
    text = """
        order_id | created_at       | order_amount
        1        | 2026-06-18 10:00 | 50.00
    """
    orders = clean("orders", text)
    assert values(orders, "paid_at") == values(orders, "created_at")
    assert values(orders, "paid_gross") == [5000]


def test_without_a_payment_time_the_amount_tells_what_is_paid() -> None:
    text = """
        order_id | created_at | order_amount | paid_amount
        1        | 2026-06-18 | 50.00        | 50.00
        2        | 2026-06-18 | 50.00        | 0.00
    """
    assert [t is None for t in values(clean("orders", text), "paid_at")] == [False, True]


STATUS = """
    order_id | created_at       | paid_at          | order_amount | status_raw
    1        | 2026-06-18 10:00 | 2026-06-18 10:01 | 50.00        | 交易成功
    2        | 2026-06-18 10:00 | 2026-06-18 10:01 | 50.00        | 交易关闭
    3        | 2026-06-18 10:00 |                  | 50.00        | 交易关闭
    4        | 2026-06-18 10:00 |                  | 50.00        | 等待买家付款
    5        | 2026-06-18 10:00 | 2026-06-18 10:01 | 50.00        | 外星人签收
"""


def test_a_closed_order_was_refunded_where_it_was_paid() -> None:
    orders = clean("orders", STATUS)
    assert values(orders, "status") == [
        "completed", "closed_refunded", "closed_unpaid", "created_unpaid", "unknown",
    ]  # fmt: skip
    assert [t is None for t in values(orders, "paid_at")] == [False, False, True, True, False]


def test_an_unknown_status_word_is_listed_and_can_be_explained() -> None:
    (unknown,) = [f for f in clean("orders", STATUS).findings if f.kind.code == "STATUS_UNKNOWN"]
    assert (unknown.count, unknown.place.rows) == (1, (6,))
    assert "外星人签收" in unknown.message.zh
    explained = clean("orders", STATUS, words={"status": {"外星人签收": "completed"}})
    assert values(explained, "status")[-1] == "completed"
    assert "STATUS_UNKNOWN" not in codes(explained)


def test_without_payment_time_and_amount_the_status_is_the_only_witness() -> None:
    text = """
        order_id | created_at | order_amount | status_raw
        1        | 2026-06-18 | 50.00        | 交易成功
        2        | 2026-06-18 | 50.00        | 交易关闭
        3        | 2026-06-18 | 50.00        | 等待买家付款
    """
    orders = clean("orders", text)
    assert values(orders, "paid_gross") == [5000, 0, 0]
    assert values(orders, "status") == ["completed", "closed_unpaid", "created_unpaid"]


def test_a_blank_payment_time_of_a_paid_order_is_stood_in_for_and_told() -> None:
    text = """
        order_id | created_at       | paid_at          | order_amount | paid_amount | status_raw
        1        | 2026-06-18 10:00 |                  | 50.00        | 50.00       | 已发货
        2        | 2026-06-18 10:00 | 2026-06-18 10:05 | 50.00        | 50.00       | 已发货
        3        | 2026-06-18 10:00 |                  | 50.00        | 50.00       | 待付款
    """
    orders = clean("orders", text)
    assert [str(t) for t in values(orders, "paid_at")] == [
        "2026-06-18 10:00:00", "2026-06-18 10:05:00", "None",
    ]  # fmt: skip
    assert "PAID_TIME_BLANK" in codes(orders)


def test_a_payment_before_the_order_is_told() -> None:
    text = """
        order_id | created_at       | paid_at          | order_amount
        1        | 2026-06-18 10:00 | 2026-06-18 09:59 | 50.00
        2        | 2026-06-18 10:00 | 2026-06-18 10:00 | 50.00
    """
    (early,) = [f for f in clean("orders", text).findings if f.kind.code == "PAID_BEFORE_ORDERED"]
    assert early.place.rows == (2,)


def test_money_that_came_back_tells_the_refund_state_and_words_tell_the_rest() -> None:
    text = """
        order_id | created_at | paid_at    | order_amount | refunded | refund_state | status_raw
        1        | 2026-06-18 | 2026-06-18 | 50.00        | 20.00    | 退款成功     | 交易成功
        2        | 2026-06-18 | 2026-06-18 | 50.00        | 50.00    | 退款成功     | 交易关闭
        3        | 2026-06-18 | 2026-06-18 | 50.00        | 0        | 退款中       | 已发货
        4        | 2026-06-18 | 2026-06-18 | 50.00        | 0        | 退款关闭     | 交易成功
        5        | 2026-06-18 | 2026-06-18 | 50.00        | 0        | 没有申请退款 | 交易成功
        6        | 2026-06-18 | 2026-06-18 | 50.00        | 0        |              | 交易成功
    """
    orders = clean("orders", text)
    assert values(orders, "refund_state") == ["partial", "full", "open", "rejected", "none", "none"]
    assert values(orders, "status")[0] == "completed"


def test_many_unknown_words_are_told_in_few_findings() -> None:
    rows = "\n".join(f"{i} | 2026-06-18 | 1.00 | 怪{i}" for i in range(UNKNOWN_LISTED + 3))
    orders = clean("orders", f"order_id | created_at | order_amount | status_raw\n{rows}")
    counts = [f.count for f in orders.findings if f.kind.code == "STATUS_UNKNOWN"]
    assert sorted(counts) == [1] * UNKNOWN_LISTED + [3]


def test_a_person_explains_the_words_of_both_states() -> None:
    text = """
        order_id | created_at | order_amount | status_raw | refund_state
        1        | 2026-06-18 | 50.00        | 怪         | 奇
    """
    words = {"status_raw": {"怪": "created_unpaid"}, "refund_state": {"奇": "open"}}
    orders = clean("orders", text, words=words)
    assert values(orders, "status_raw") == ["怪"]
    assert values(orders, "status") == ["created_unpaid"]
    assert values(orders, "refund_state") == ["open"]
    assert "STATUS_UNKNOWN" not in codes(orders)
