from __future__ import annotations

import pytest

from ecreview.intake.formats.base import Subject
from tests.intake.cleaning import clean, codes, plain_format, values

SUBJECTS = (
    Subject("货款结算入账", "goods"),
    Subject("转账", "affiliate", note="淘宝客"),
    Subject("保证金", "deposit", is_part=True),
    Subject("提现", "withdraw"),
)
LEDGER = plain_format("payments", subjects=SUBJECTS)


def test_the_first_subject_that_fits_counts_and_moved_money_is_marked() -> None:
    text = """
        txn_id | time       | amount  | subject_raw  | note
        1      | 2026-06-18 | 28.90   | 货款结算入账 |
        2      | 2026-06-18 | -1.00   | 转账         | 淘宝客佣金退款
        3      | 2026-06-18 | -500.00 | 充值保证金   |
        4      | 2026-06-18 | -300.00 | 提现         |
        5      | 2026-06-18 | -7.00   |              |
    """
    entries = clean("payments", text, LEDGER)
    assert values(entries, "subject") == ["goods", "affiliate", "deposit", "withdraw", "other"]
    assert values(entries, "is_transfer") == [False, False, True, True, False]
    assert "SUBJECT_UNKNOWN" not in codes(entries)


def test_a_type_that_nobody_knows_is_counted_as_other_and_told_with_its_money() -> None:
    text = """
        txn_id | time       | amount | subject_raw
        1      | 2026-06-18 | -3.00  | 神秘扣款
        2      | 2026-06-18 | -4.50  | 神秘扣款
        3      | 2026-06-18 | -2.00  | 提现
    """
    entries = clean("payments", text, LEDGER)
    assert values(entries, "subject") == ["other", "other", "withdraw"]
    (unknown,) = [f for f in entries.findings if f.kind.code == "SUBJECT_UNKNOWN"]
    assert (unknown.count, unknown.amount_cents) == (2, -750)
    assert "神秘扣款" in unknown.message.zh


@pytest.mark.parametrize(("amount", "differs"), [("1.84", False), ("1.85", True)])
def test_parts_that_do_not_make_the_amount_are_told(amount: str, *, differs: bool) -> None:
    text = f"""
        txn_id | time       | amount   | part_goods | part_refund | part_subsidy | part_tech_fee
        1      | 2026-06-18 | {amount} | 28.90      | -27.78      | 0.81         | -0.09
        2      | 2026-06-18 | 5.00     |            |             |              |
    """
    entries = clean("payments", text)
    assert ("PARTS_DIFFER" in codes(entries)) is differs
    assert values(entries, "amount") == [round(float(amount) * 100), 500]


def test_parts_that_are_all_zero_are_no_breakdown() -> None:
    text = """
        txn_id | time       | amount  | part_goods | part_refund
        1      | 2026-06-18 | -300.00 | 0.00       | 0.00
    """
    assert "PARTS_DIFFER" not in codes(clean("payments", text))
