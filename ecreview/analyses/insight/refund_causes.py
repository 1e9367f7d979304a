"""Why and when orders are refunded: reasons, quality, before and after shipping. Used by `refunds`.

Unit of observation: the order paid in the period, with its refunds whenever they came. Definitions:
    before shipping: a refund earlier than the shipping of its order, or of an order that was never shipped.
    quality reason: its words contain one of the quality words. The words are editable: option
        `refunds.quality_words` of the settings, parted by commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.maturity import MIN_TIMED, is_before_shipping

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.refund_events import RefundEvents
    from ecreview.model.scope import Period, Settings

QUALITY_OPTION = "refunds.quality_words"
QUALITY_WORDS = (
    "质量", "破损", "损坏", "瑕疵", "坏了", "掉色", "褪色", "起球", "开线", "开胶", "变质", "过期", "漏液",
    "异味", "假冒", "假货", "描述不符", "做工", "材质不符", "无法使用", "功能故障",
    "defect", "quality", "damaged", "broken", "faulty", "not as described", "counterfeit", "expired",
)  # fmt: skip
_PARTED = re.compile(r"[,，、;；\n]")
_BLANK = ""  # no reason given


@dataclass(frozen=True, slots=True, eq=False)
class RefundCauses:
    """Orders of a period by why and when they were refunded.

    Attributes:
        paid: orders paid in the period.
        before, after: of these, orders with a refund before or after shipping; None where the files do not tell,
            or tell it of less than nine tenths of the refunded amount.
        quality: of these, orders refunded for quality; None likewise.
        reasons: reason ("" = none given), orders, refunds, cents, share (of the amount), is_quality; largest first.
    """

    paid: int
    before: int | None
    after: int | None
    quality: int | None
    reasons: pd.DataFrame


def quality_words(settings: Settings) -> tuple[str, ...]:
    """Return the words of a quality reason, those of the settings where they have some."""
    told = [word.strip() for word in _PARTED.split(str(settings.options.get(QUALITY_OPTION, "")))]
    return tuple(word for word in told if word) or QUALITY_WORDS


def causes_of(inputs: Inputs, events: RefundEvents, period: Period) -> RefundCauses | None:
    """Return the orders of the period by why and when they were refunded, None without orders."""
    orders = inputs.measures.orders
    if orders is None:
        return None
    paid = orders.paid_in(period)
    mine = (events.row >= 0) & paid[events.row]
    is_before = is_before_shipping(orders, events)
    before = after = None
    needed = MIN_TIMED * int(orders.refunded[paid].sum())
    if is_before is not None and int(events.cents[mine & events.is_timed].sum()) >= needed:
        before = _orders(events, mine & is_before)
        after = _orders(events, mine & events.is_timed & ~is_before)
    has_reasons = "reason" in events.frame.columns and events.frame["reason"].notna().any()
    has_all = has_reasons and int(events.cents[mine].sum()) >= needed
    reasons, is_quality = _reasons(events, mine, quality_words(inputs.settings))
    return RefundCauses(
        int(paid.sum()),
        before,
        after,
        _orders(events, mine & is_quality) if has_all else None,
        reasons if has_reasons else reasons.iloc[:0],
    )


def _orders(events: RefundEvents, use: NDArray[np.bool_]) -> int:
    """Return how many orders these refunds are of."""
    return len(np.unique(events.row[use]))


def _reasons(
    events: RefundEvents, mine: NDArray[np.bool_], words: tuple[str, ...]
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Return the reasons of these refunds, and which of all refunds are for quality."""
    told = events.frame.get("reason", pd.Series(_BLANK, index=events.frame.index))
    told = told.astype("object").fillna(_BLANK).astype(str)
    sought = re.compile("|".join(re.escape(w) for w in words), re.IGNORECASE)
    by_word = {word: bool(sought.search(word)) for word in told.unique()}
    frame = pd.DataFrame({"reason": told.to_numpy(), "row": events.row, "cents": events.cents})[
        mine
    ]
    sums = frame.groupby("reason", as_index=False).agg(
        orders=("row", "nunique"), refunds=("row", "size"), cents=("cents", "sum")
    )
    sums = sums.sort_values(["cents", "reason"], ascending=[False, True], ignore_index=True)
    whole = int(sums["cents"].sum())
    sums["share"] = sums["cents"] / whole if whole else np.nan
    sums["is_quality"] = sums["reason"].map(by_word).astype(bool)
    return sums, told.map(by_word).to_numpy(dtype=bool)
