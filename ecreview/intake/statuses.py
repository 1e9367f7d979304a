"""Status words of orders and refunds, as the platforms write them, and what they stand for.

A word says how far an order is. Whether it was paid is told by payment time and amount, never by the word:
a closed order is `closed_refunded` where it was paid and `closed_unpaid` where it was not.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "unknown"
PAID_STATUSES = ("paid_unshipped", "shipped", "completed")
CLOSED_STATUSES = ("closed_unpaid", "closed_refunded")

# formats.md §9; words of all platforms, so that a hand-kept file is understood as well.
ORDER_WORDS: Mapping[str, str] = {
    "等待买家付款": "created_unpaid",
    "等待付款": "created_unpaid",
    "待付款": "created_unpaid",
    "待支付": "created_unpaid",
    "未付款": "created_unpaid",
    "pending": "created_unpaid",
    "authorized": "created_unpaid",
    "created": "created_unpaid",
    "买家已付款,等待卖家发货": "paid_unshipped",
    "买家已付款": "paid_unshipped",
    "卖家部分发货": "paid_unshipped",
    "等待出库": "paid_unshipped",
    "等待发货": "paid_unshipped",
    "待发货": "paid_unshipped",
    "待配货": "paid_unshipped",
    "备货中": "paid_unshipped",
    "已付款": "paid_unshipped",
    "已支付": "paid_unshipped",
    "paid": "paid_unshipped",
    "approved": "paid_unshipped",
    "invoiced": "paid_unshipped",
    "processing": "paid_unshipped",
    "卖家已发货,等待买家确认": "shipped",
    "卖家已发货": "shipped",
    "等待确认收货": "shipped",
    "已发货,待收货": "shipped",
    "已发货": "shipped",
    "待收货": "shipped",
    "shipped": "shipped",
    "partially_refunded": "shipped",
    "交易成功": "completed",
    "交易完成": "completed",
    "完成": "completed",
    "已完成": "completed",
    "已收货": "completed",
    "已签收": "completed",
    "delivered": "completed",
    "completed": "completed",
    "交易关闭": "closed_unpaid",
    "交易失败": "closed_unpaid",
    "取消": "closed_unpaid",
    "已取消": "closed_unpaid",
    "关闭": "closed_unpaid",
    "已关闭": "closed_unpaid",
    "voided": "closed_unpaid",
    "canceled": "closed_unpaid",
    "cancelled": "closed_unpaid",
    "unavailable": "closed_unpaid",
    "已退款": "closed_refunded",
    "refunded": "closed_refunded",
}
REFUND_WORDS: Mapping[str, str] = {
    "没有申请退款": "none",
    "无退款申请": "none",
    "未申请退款": "none",
    "无售后": "none",
    "无售后或售后取消": "none",
    "换货成功": "none",
    "售后处理中": "open",
    "退款中": "open",
    "退款处理中": "open",
    "买家已经申请退款,等待卖家同意": "open",
    "卖家已经同意退款,等待买家退货": "open",
    "买家已经退货,等待卖家确认收货": "open",
    "退款成功": "full",
    "同意退款,退款成功": "full",
    "全部退款": "full",
    "全额退款": "full",
    "部分退款": "partial",
    "售后完成": "full",
    "售后关闭": "rejected",
    "退款关闭": "rejected",
    "已撤销": "rejected",
    "售后单失败": "rejected",
    "卖家拒绝退款": "rejected",
}


def plain_word(word: str) -> str:
    """Return a status word as it is looked up: one spelling of widths, blanks and case.

    Examples:
        >>> plain_word("买家已付款，等待卖家发货 ")
        '买家已付款,等待卖家发货'
    """
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def read_status(
    words: list[str], own: Mapping[str, str], common: Mapping[str, str] = ORDER_WORDS
) -> dict[str, str]:
    """Return the canonical status of each word, UNKNOWN where nobody knows it.

    A platform that writes the refund behind the status (`已发货，退款成功`) means a closed order.

    Args:
        words: as in the file.
        own: words of the export, or chosen by a person; they go before the common ones.
        common: words of all platforms.
    """
    itself = {status: status for status in common.values()}
    known = {plain_word(word): status for word, status in {**itself, **common, **own}.items()}
    return {word: _look_up(plain_word(word), known) for word in words}


def _look_up(word: str, known: Mapping[str, str]) -> str:
    """Return the status of a plain word."""
    if word in known:
        return known[word]
    return "closed_refunded" if word.endswith(",退款成功") else UNKNOWN
