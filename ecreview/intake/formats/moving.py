"""Words that the ledgers of several shops share, wherever they stand in the type of an entry."""

from __future__ import annotations

from ecreview.intake.formats.base import Subject

MOVED_OR_BACK = (
    Subject("提现", "withdraw", is_part=True),
    Subject("保证金", "deposit", is_part=True),
    Subject("充值", "deposit", is_part=True),
    Subject("退款", "refund", is_part=True),
    Subject("运费险", "freight_insurance", is_part=True),
)
