from __future__ import annotations

import pytest

from tests.intake.cleaning import clean, codes, values

CASES = """
    refund_id | amount | status
    1         | 1.00   | {word}
"""


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("退款成功", "done"),
        ("完成", "done"),
        ("买家已经申请退款，等待卖家同意", "open"),
        ("待收货", "open"),
        ("退款关闭", "rejected"),
        ("已撤销", "rejected"),
        ("审核不通过", "rejected"),
    ],
)
def test_a_refund_is_done_open_or_rejected(word: str, state: str) -> None:
    refunds = clean("refunds", CASES.format(word=word))
    assert values(refunds, "status") == [state]
    assert "STATUS_UNKNOWN" not in codes(refunds)


def test_a_word_nobody_knows_stays_and_is_told() -> None:
    refunds = clean("refunds", CASES.format(word="转线下"))
    assert values(refunds, "status") == ["转线下"]
    assert "STATUS_UNKNOWN" in codes(refunds)
