"""The cash of the campaign day by day: what was paid, what came in, and what ads and purchases took.

Unit of observation: a day of the period that the bill covers; all lines add up from its first day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.model.section import Tone, TrendChart
from ecreview.model.text import Text, Unit, say_cents, say_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.reconcile.rollforward import RollForward


@dataclass(frozen=True, slots=True, eq=False)
class CashCurve:
    """Money added up over the period.

    Attributes:
        days: datetime64[D], one per day.
        lines: cents per day, added up, by key: paid, received, and of ads and purchases those that are known.
    """

    days: NDArray[np.datetime64]
    lines: Mapping[str, NDArray[np.int64]]

    @property
    def net(self) -> NDArray[np.int64] | None:
        """Return received − spent, added up; None where no spending is known."""
        spent = [self.lines[key] for key in _SPENDING if key in self.lines]
        return self.lines["received"] - np.sum(spent, axis=0) if spent else None


def cash_curve(inputs: Inputs, roll: RollForward) -> CashCurve | None:
    """Return the curve over the days of the period that the bill covers, None where it covers none."""
    rows = roll.over(inputs.scope.period)
    if rows.empty:
        return None
    start, end = rows["start"].to_numpy("M8[D]")[0], rows["end"].to_numpy("M8[D]")[0]
    days = np.arange(start, end + 1)
    first = int((start - roll.first) // np.timedelta64(1, "D")) + 1
    flows = {key: roll.flows[key][first : first + len(days)] for key in ("paid", "received")}
    spent = {"ads": _ads(inputs, days), "purchases": _purchases(inputs, days)}
    known = flows | {key: cents for key, cents in spent.items() if cents is not None}
    return CashCurve(days, {key: np.cumsum(cents) for key, cents in known.items()})


def _ads(inputs: Inputs, days: NDArray[np.datetime64]) -> NDArray[np.int64] | None:
    """Return the ad spend per day: of the shop's daily report, else of ad reports by day.

    None where neither tells of all days: a day without a row is no day without spend.
    """
    series = inputs.measures.daily("ad_spend")
    if series is not None:
        values = series.between(days[0].astype(object), len(days))
        return None if np.isnan(values).any() else values.astype(np.int64)
    frame = inputs.dataset.frame("ad_spend")
    if frame is None:
        return None
    if "is_repeated" in frame.columns:
        frame = frame[~frame["is_repeated"].to_numpy(dtype=np.bool_)]
    is_long = "period_end" in frame.columns and (frame["period_end"] > frame["date"]).any()
    return None if is_long else _per_day(frame["date"], frame["spend"], days)


def _purchases(inputs: Inputs, days: NDArray[np.datetime64]) -> NDArray[np.int64] | None:
    """Return what suppliers were paid per day, None where no purchase has an amount and a day of payment."""
    frame = inputs.dataset.frame("purchases")
    if frame is None or not {"paid_at", "paid_amount"} <= {*frame.columns}:
        return None
    return _per_day(frame["paid_at"], frame["paid_amount"], days)


def _per_day(
    times: pd.Series, amounts: pd.Series, days: NDArray[np.datetime64]
) -> NDArray[np.int64]:
    """Return the cents of each day."""
    at = times.to_numpy("datetime64[D]") - days[0]
    inside = (at >= np.timedelta64(0, "D")) & (at < np.timedelta64(len(days), "D"))
    return sum_by(at[inside].astype(np.int64), cents_of(amounts)[inside], len(days))


def curve_chart(curve: CashCurve, currency: str) -> TrendChart:
    """Return the lines; the title names the day on which cash was shortest, else what was paid and came in."""
    title = _title(curve, currency)
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "date": curve.days.astype("M8[s]"),
                    "series": pd.Series([name] * len(curve.days), dtype="object"),
                    "value": curve.lines[key].astype(np.float64),
                    "tone": tone.value,
                }
            )
            for key, (name, tone) in _LINES.items()
            if key in curve.lines
        ],
        ignore_index=True,
    )
    return TrendChart("curve", title, _CAPTION, title, Unit.CENTS, frame)


def _title(curve: CashCurve, currency: str) -> Text:
    """Return what the lines say."""
    net = curve.net
    if net is not None and net.min() < 0:
        worst = int(net.argmin())
        return _SHORT.fill(
            day=say_date(curve.days[worst].astype(object)),
            amount=say_cents(-int(net[worst]), currency),
        )
    return _PAID.fill(
        paid=say_cents(int(curve.lines["paid"][-1]), currency),
        received=say_cents(int(curve.lines["received"][-1]), currency),
    )


_SPENDING = ("ads", "purchases")
_LINES = {
    "paid": (Text(zh="累计支付", en="Paid"), Tone.BASELINE),
    "received": (Text(zh="累计到账", en="Received"), Tone.ACTUAL),
    "ads": (Text(zh="累计推广花费", en="Ads"), Tone.BAD),
    "purchases": (Text(zh="累计采购付款", en="Purchases"), Tone.CAUTION),
}
_SHORT = Text(
    zh="资金最紧的一天是 {day}：到账比花出去的少 {amount}",
    en="Cash was shortest on {day}: {amount} less received than spent",
)
_PAID = Text(zh="买家付了 {paid}，到账 {received}", en="Buyers paid {paid}, {received} arrived")
_CAPTION = Text(
    zh="从本期第一天起累计。支付未扣退款；到账已扣费用和退款；推广和采购只画文件里有的。",
    en="Added up from the first day of the period. Paid is before refunds, received after fees and refunds; "
    "ads and purchases as far as the files tell.",
)
