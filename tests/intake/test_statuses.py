from __future__ import annotations

import pytest

from ecreview.intake.statuses import ORDER_WORDS, REFUND_WORDS, read_status
from ecreview.model.tables import CANONICAL_STATUS, REFUND_STATES


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("等待买家付款", "created_unpaid"),
        ("买家已付款，等待卖家发货", "paid_unshipped"),
        ("买家已付款,等待卖家发货", "paid_unshipped"),
        (" 买家已付款，等待卖家发货 ", "paid_unshipped"),
        ("卖家已发货，等待买家确认", "shipped"),
        ("交易成功", "completed"),
        ("交易关闭", "closed_unpaid"),
        ("待发货", "paid_unshipped"),
        ("已发货，待收货", "shipped"),
        ("已发货，退款成功", "closed_refunded"),
        ("等待出库", "paid_unshipped"),
        ("Delivered", "completed"),
        ("外星人签收", "unknown"),
    ],
)
def test_a_status_word_is_understood_in_all_its_spellings(word: str, status: str) -> None:
    assert read_status([word], {}) == {word: status}


def test_words_of_the_export_or_of_a_person_go_first() -> None:
    assert read_status(["交易成功", "怪"], {"怪": "shipped", "交易成功": "unknown"}) == {
        "交易成功": "unknown",
        "怪": "shipped",
    }


def test_only_canonical_words_come_out() -> None:
    assert set(ORDER_WORDS.values()) <= set(CANONICAL_STATUS)
    assert set(REFUND_WORDS.values()) <= set(REFUND_STATES)
