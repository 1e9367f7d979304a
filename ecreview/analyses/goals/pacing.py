"""How the paid amount built up day by day, against a straight line to the target and the baseline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.section import Chart, Tone, TrendChart
from ecreview.model.text import Text, Unit, join_texts, say_cents, say_date

if TYPE_CHECKING:
    from datetime import date

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import Measures
    from ecreview.model.scope import Period

_TARGET = Text(zh="目标", en="Target")
_ACTUAL = Text(zh="本期", en="This period")
_BASELINE = Text(zh="对比期", en="Baseline")
_CUMULATIVE = Text(
    zh="累计支付金额；目标按天均摊", en="Cumulative; the target is spread evenly over the days"
)
_NO_TARGET = Text(zh="累计支付金额", en="Cumulative paid amount")


def pacing_of(inputs: Inputs) -> pd.DataFrame:
    """Return cumulative cents per day: date, series, value, tone; target, this period, baseline."""
    scope = inputs.scope
    actual = _cumulative(inputs.measures, scope.period)
    if actual is None:
        return pd.DataFrame(columns=["date", "series", "value", "tone"])
    lines = []
    target = inputs.goals.target("gmv_pay", scope.period)
    if target is not None:
        steps = np.arange(1, scope.period.days + 1) * (target / scope.period.days)
        lines.append((_TARGET, steps, Tone.TARGET))
    lines.append((_ACTUAL, actual, Tone.ACTUAL))
    before = _cumulative(inputs.measures, scope.baseline) if scope.baseline else None
    if before is not None:
        lines.append((_BASELINE, before[: scope.period.days], Tone.BASELINE))
    frames = [_line(scope.period.start, *line) for line in lines]
    return pd.concat(frames, ignore_index=True)


def _line(start: date, series: Text, values: np.ndarray, tone: Tone) -> pd.DataFrame:
    """Return one cumulative line as rows, dated from the first day of the period."""
    days = [pd.Timestamp(start + timedelta(days=i)) for i in range(len(values))]
    return pd.DataFrame({"date": days, "series": series, "value": values, "tone": tone.value})


def _cumulative(measures: Measures, period: Period) -> np.ndarray | None:
    """Return cumulative paid cents per day up to the data's end; a missing day adds nothing."""
    series = measures.daily("gmv_pay")
    if series is None:
        return None
    end = min(period.days, (measures.last_day - period.start).days + 1)
    known = np.nan_to_num(series.between(period.start, end))
    return np.cumsum(known) if known.any() else None


def pacing_charts(pacing: pd.DataFrame, currency: str) -> tuple[Chart, ...]:
    """Return the pacing chart where the amount has at least two days."""
    if pacing["date"].nunique() < 2:  # noqa: PLR2004 - one point is no line
        return ()
    return (
        TrendChart(
            "pacing",
            _pacing_title(pacing, currency),
            _CUMULATIVE if _has_target(pacing) else _NO_TARGET,
            _pacing_words(pacing, currency),
            Unit.CENTS,
            pacing,
        ),
    )


def _has_target(pacing: pd.DataFrame) -> bool:
    """Return whether one of the lines is the target."""
    return bool((pacing["tone"] == Tone.TARGET.value).any())


def _pacing_title(pacing: pd.DataFrame, currency: str) -> Text:
    """Return how far the amount is from its straight line on the last day with data."""
    lines = dict(iter(pacing.groupby("tone", sort=False)))
    actual = lines[Tone.ACTUAL.value]
    last, value = actual["date"].iloc[-1], float(actual["value"].iloc[-1])
    words = {"day": say_date(last.date()), "amount": say_cents(value, currency)}
    if not _has_target(pacing):
        return Text(zh="到 {day} 累计支付 {amount}", en="{amount} paid by {day}").fill(**words)
    ahead = value - float(lines[Tone.TARGET.value]["value"].iloc[len(actual) - 1])
    side = Text(zh="超前", en="ahead of") if ahead >= 0 else Text(zh="落后", en="behind")
    return Text(
        zh="到 {day} 累计支付 {amount}，比目标进度{side} {ahead}",
        en="{amount} paid by {day}, {ahead} {side} the target",
    ).fill(**words, side=side, ahead=say_cents(abs(ahead), currency))


def _pacing_words(pacing: pd.DataFrame, currency: str) -> Text:
    """Return where the lines end, for a person who cannot see them."""
    ends = [
        Text(zh="{series} {amount}", en="{series} {amount}").fill(
            series=series, amount=say_cents(float(rows["value"].iloc[-1]), currency)
        )
        for series in (_TARGET, _ACTUAL, _BASELINE)
        if len(rows := pacing[[s == series for s in pacing["series"]]])
    ]
    return join_texts(ends)
