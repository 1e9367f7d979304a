"""Grids and charts of `refunds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.insight.refund_timing import EARLIER, OUTSIDE, UNDATED
from ecreview.analyses.insight.steps import INTERVAL
from ecreview.model.section import (
    BarChart,
    BoxChart,
    Column,
    Grid,
    Tone,
    TrendChart,
    WaterfallChart,
)
from ecreview.model.text import EMPTY, Text, Unit, join_texts, say_cents, say_rate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecreview.analyses.delays import DelayCurve
    from ecreview.analyses.insight.refund_causes import RefundCauses
    from ecreview.analyses.insight.refund_timing import RefundTiming

ORDERS_SHOWN = 500
DELAYS_SHOWN = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 89)
ALL_IN = 0.995  # the curve is drawn until so much is visible
REASONS_DRAWN = 10

BY_PAYMENT = Text(zh="归属支付日", en="By payment day")
BY_REFUND = Text(zh="按退款日", en="By refund day")
STEPS: Mapping[str, Text] = {
    OUTSIDE: Text(zh="期外才退的本期订单", en="Period's orders, refunded outside it"),
    UNDATED: Text(zh="没有退款时间", en="Without a day"),
    EARLIER: Text(zh="期内退的其他订单", en="Other orders, refunded in the period"),
}
_CURVES: Mapping[str, tuple[Text, Text]] = {
    "all": (Text(zh="付款", en="payment"), EMPTY),
    "pre_ship": (Text(zh="付款", en="payment"), Text(zh="发货前的退款：", en="Before shipping: ")),
    "post_ship": (Text(zh="发货", en="shipping"), Text(zh="发货后的退款：", en="After shipping: ")),
}


def reasons_grid(found: RefundCauses) -> Grid:
    """Return the reasons with counts and amounts, largest first."""
    frame = found.reasons.assign(
        reason=_texts([word or _NO_REASON for word in found.reasons["reason"]]),
        quality=_texts([_YES if is_so else EMPTY for is_so in found.reasons["is_quality"]]),
    )
    return Grid(
        "reasons",
        Text(zh="退款原因", en="Reasons of refunds"),
        (
            Column("reason", Text(zh="原因", en="Reason")),
            Column("orders", Text(zh="订单数", en="Orders"), Unit.COUNT),
            Column("refunds", Text(zh="退款笔数", en="Refunds"), Unit.COUNT),
            Column("cents", Text(zh="退款金额", en="Amount"), Unit.CENTS),
            Column("share", Text(zh="金额占比", en="Share of amount"), Unit.RATE),
            Column("quality", Text(zh="品质原因", en="Quality")),
            Column("is_quality", Text(zh="是否品质原因", en="Is quality"), is_shown=False),
        ),
        frame,
        caption=Text(
            zh="期内支付订单的退款，有退款明细的才计入；品质原因按词表判断，可在设置里改（refunds.quality_words）",
            en="refunds of orders paid in the period that the refunds table lists; quality goes by a list of words, editable in the settings (refunds.quality_words)",
        ),
    )


def _texts(words: Sequence[Text | str]) -> pd.Series:
    """Return a column of texts."""
    return pd.Series(words, dtype="object")


_NO_REASON = Text(zh="没有填写原因", en="No reason given")
_YES = Text(zh="是", en="yes")


def reasons_chart(found: RefundCauses) -> BarChart:
    """Return the largest reasons as bars, quality ones marked."""
    top = found.reasons.head(REASONS_DRAWN)
    first = top.iloc[0]
    title = Text(
        zh="退款最多的原因：{reason}，占 {share}", en="Most is refunded for: {reason}, {share}"
    ).fill(reason=first["reason"] or _NO_REASON, share=say_rate(float(first["share"])))
    frame = pd.DataFrame(
        {
            "label": [word or _NO_REASON for word in top["reason"]],
            "value": top["cents"].to_numpy(),
            "tone": np.where(top["is_quality"], Tone.BAD, Tone.ACTUAL),
        }
    )
    caption = Text(zh="退款金额；红 = 品质原因", en="amount refunded; red = quality")
    return BarChart("reasons", title, caption, title, Unit.CENTS, frame)


def daily_chart(daily: pd.DataFrame) -> TrendChart:
    """Return the refunds of each day on both bases."""
    parts = [
        daily[["date"]].assign(series=_texts([name] * len(daily)), value=daily[key], tone=tone)
        for key, name, tone in (
            ("cohort", BY_PAYMENT, Tone.ACTUAL),
            ("cash", BY_REFUND, Tone.BASELINE),
        )
        if daily[key].notna().any()
    ]
    title = Text(zh="每天的退款，两种口径", en="Refunds per day, on both bases")
    caption = Text(
        zh="归属支付日 = 那天付款的订单至今退了多少；按退款日 = 那天退出去多少",
        en="by payment day = refunded so far of the orders paid that day; by refund day = refunded on that day",
    )
    return TrendChart(
        "daily", title, caption, title, Unit.CENTS, pd.concat(parts, ignore_index=True)
    )


def bridge_grid(found: RefundTiming) -> Grid:
    """Return the orders that make the difference of both bases."""
    frame = found.orders.head(ORDERS_SHOWN)
    return Grid(
        "bridge_orders",
        Text(zh="两种口径差在哪些订单", en="Orders that make the difference"),
        (
            Column("order_id", Text(zh="订单编号", en="Order id"), Unit.ID),
            Column("paid", Text(zh="付款日", en="Paid"), Unit.DATE),
            Column("refunded", Text(zh="退款日", en="Refunded"), Unit.DATE),
            Column("why", Text(zh="差异原因", en="Why")),
            Column("cents", Text(zh="金额", en="Amount"), Unit.CENTS),
            Column("step", Text(zh="原因码", en="Step"), is_shown=False),
        ),
        frame.assign(why=_texts([STEPS[step] for step in frame["step"]])),
        caption=Text(
            zh="归属支付日的退款加上这些金额，就是按退款日的退款",
            en="refunds by payment day plus these amounts are the refunds by refund day",
        ),
        total=len(found.orders) if len(found.orders) > ORDERS_SHOWN else None,
    )


def bridge_chart(found: RefundTiming, currency: str) -> WaterfallChart:
    """Return the way from one basis to the other."""
    steps = [
        (BY_PAYMENT, found.cohort_cents, "total"),
        (STEPS[OUTSIDE], -found.outside_cents, "step"),
        (STEPS[UNDATED], -found.undated_cents, "step"),
        (STEPS[EARLIER], found.earlier_cents, "step"),
        (BY_REFUND, found.cash_cents, "total"),
    ]
    steps = [s for s in steps if s[1] or s[2] == "total"]
    title = Text(
        zh="退款归属支付日 {cohort}，按退款日 {cash}",
        en="Refunds by payment day {cohort}, by refund day {cash}",
    ).fill(
        cohort=say_cents(found.cohort_cents, currency), cash=say_cents(found.cash_cents, currency)
    )
    return WaterfallChart(
        key="bridge",
        title=title,
        caption=Text(
            zh="每根柱都能在下表找到订单", en="the orders of every bar are in the table below"
        ),
        alt=join_texts([s[0] + Text(zh=" ", en="") + say_cents(s[1], currency) for s in steps]),
        unit=Unit.CENTS,
        frame=pd.DataFrame(
            {
                "label": [s[0] for s in steps],
                "value": [s[1] for s in steps],
                "kind": [s[2] for s in steps],
                "tone": [Tone.TOTAL if s[2] == "total" else Tone.CAUTION for s in steps],
            }
        ),
        horizontal=False,
    )


def delay_grid(curves: Mapping[str, DelayCurve]) -> Grid:
    """Return the share of the final refunds that came within so many days, per curve."""
    parts = [_delay_frame(curve).assign(curve=key) for key, curve in curves.items()]
    frame = pd.concat(parts, ignore_index=True)
    return Grid(
        "delays",
        Text(zh="退款多久到齐", en="How long refunds take"),
        (
            Column("curve", Text(zh="曲线", en="Curve"), is_shown=False),
            Column("since", Text(zh="起算", en="Since")),
            Column("days", Text(zh="第几天", en="Day"), Unit.COUNT),
            Column("share", Text(zh="已见退款", en="Visible"), Unit.RATE),
            *INTERVAL,
        ),
        frame.assign(since=_texts([_CURVES[key][0] for key in frame["curve"]])),
        caption=_METHOD,
    )


_METHOD = Text(
    zh="链梯法（按往期订单，金额加权）；横线 = 95% 区间（按天重抽）",
    en="chain ladder over past orders, by amount; rule = 95% interval (days drawn anew)",
)


def delay_chart(key: str, curve: DelayCurve) -> BoxChart:
    """Return the share of the final refunds that came within so many days, with its interval."""
    frame = _delay_frame(curve)
    since, of = _CURVES[key]
    near = frame[frame["days"] <= _WEEK].iloc[-1]
    title = Text(
        zh="{of}到{since}后第 {days} 天，已见 {share} 的最终退款",
        en="{of}{share} of the final refunds are visible by day {days} after {since}",
    ).fill(of=of, since=since, days=int(near["days"]), share=say_rate(float(near["share"])))
    bars = frame[["low", "high"]].assign(
        label=_texts(
            [Text(zh=f"第 {d} 天" if d else "当天", en=f"Day {d}") for d in frame["days"]]
        ),
        value=frame["share"],
        tone=Tone.ACTUAL,
    )
    return BoxChart(f"delay_{key}", title, _METHOD, title, Unit.RATE, bars)


_WEEK = 7


def _delay_frame(curve: DelayCurve) -> pd.DataFrame:
    """Return the curve at the days people ask for, until all is in: days (0 = the same day), share, low, high."""
    until = int(np.argmax(curve.share[0] >= ALL_IN))
    days = [d for d in DELAYS_SHOWN if d < until] + [until]
    low, high = curve.band
    return pd.DataFrame(
        {
            "days": days,
            "share": curve.share[0, days],
            "low": np.minimum(low[days], curve.share[0, days]),
            "high": np.maximum(high[days], curve.share[0, days]),
        }
    )
