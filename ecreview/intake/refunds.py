"""What a row of a refunds table means: whether the money went back, is asked for still, or never will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.intake.columns import category, has, map_words, put, text_column
from ecreview.intake.meaning import Context, Meaning, distinct, list_unknown
from ecreview.intake.statuses import REFUND_WORDS, UNKNOWN, read_status
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

# How far a refund is, by what its word says of the order.
_PROGRESS = {"full": "done", "partial": "done", "none": "rejected"}

# Words of after-sales cases, beside those of the orders' refund column.
CASE_WORDS: Mapping[str, str] = {
    "完成": "done",
    "已完成": "done",
    "售后完成": "done",
    "退款完成": "done",
    "已退款": "done",
    "待审核": "open",
    "待处理": "open",
    "待收货": "open",
    "待用户发货": "open",
    "待客户发货": "open",
    "待用户确认": "open",
    "待客户反馈": "open",
    "处理中": "open",
    "退款待处理": "open",
    "取消": "rejected",
    "已取消": "rejected",
    "关闭": "rejected",
    "已关闭": "rejected",
    "审核关闭": "rejected",
    "审核不通过": "rejected",
    "已拒绝": "rejected",
}


def settle_refunds(table: pa.Table, context: Context) -> Meaning:
    """Return the refunds with `done`, `open` or `rejected` for the words of their status.

    A word that nobody knows stays as it is and is told.

    status (as in the file) → status
    """
    if not has(table, "status"):
        return Meaning(table)
    own = {**CASE_WORDS, **context.refund_states}
    states = read_status(distinct(table, "status"), own, REFUND_WORDS)
    unknown = [word for word, state in states.items() if state == UNKNOWN]
    known = {
        word: _PROGRESS.get(state, state) for word, state in states.items() if state != UNKNOWN
    }
    told = category(map_words(text_column(table, "status"), known))
    findings = list_unknown(table, context, "status", unknown, kinds.STATUS_UNKNOWN)
    return Meaning(put(table, "status", told), findings)
