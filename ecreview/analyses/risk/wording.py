"""What an event is in words: one line with days, series, expected band, actual and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.model.metrics import metric
from ecreview.model.text import UNDEFINED, Text, same, say, say_cents, say_rate

if TYPE_CHECKING:
    from ecreview.analyses.risk.deviations import Event

DIRECTIONS = {-1: Text(zh="偏低", en="low"), 1: Text(zh="偏高", en="high")}
KINDS = {
    "point": Text(zh="单日", en="day"),
    "level_shift": Text(zh="台阶", en="level shift"),
    "missing": Text(zh="缺数据", en="missing"),
}
_WEEK = Text(zh="整周", en="week")
_DAYS = Text(zh="数日", en="days")


def say_event(event: Event, currency: str) -> Text:
    """Return the event in one sentence: when, what, expected, actual, money."""
    known, days = metric(event.series), event.period.text
    if event.kind == "missing":
        return _MISSING.fill(days=days, series=known.title)
    assert event.observed is not None  # noqa: S101 - set for all but missing days
    assert event.expected is not None  # noqa: S101 - set for all but missing days
    change = event.observed / event.expected - 1 if event.expected else None
    plus = "+" if change is not None and change > 0 else ""
    line = _LINE.fill(
        days=days,
        series=known.title,
        kind=_say_kind(event),
        word=DIRECTIONS[event.direction],
        expected=say_expected(event, currency),
        observed=say(event.observed, known.unit, currency),
        change=plus + say_rate(change).en,
    )
    if event.impact_cents is None:
        return Text(zh=f"{line.zh}。", en=f"{line.en}.")
    money = _MORE if event.impact_cents >= 0 else _LESS
    return money.fill(line=line, amount=say_cents(abs(event.impact_cents), currency))


def say_weight(event: Event, currency: str) -> Text:
    """Return the event in a few words: days, series and what it is worth, which is known."""
    assert event.impact_cents is not None  # noqa: S101 - the caller chose one whose impact is known
    weight = _GAINED if event.impact_cents >= 0 else _LOST
    return weight.fill(
        days=event.period.text,
        series=metric(event.series).title,
        amount=say_cents(abs(event.impact_cents), currency),
    )


_GAINED = Text(
    zh="{days} 的{series}，多了约 {amount}", en="{series} of {days}, about {amount} more"
)
_LOST = Text(zh="{days} 的{series}，少了约 {amount}", en="{series} of {days}, about {amount} less")


def say_what(event: Event) -> Text:
    """Return what kind of event it is, and to which side."""
    if event.kind == "missing":
        return KINDS["missing"]
    return _WHAT.fill(kind=_say_kind(event), word=DIRECTIONS[event.direction])


_WHAT = Text(zh="{kind}{word}", en="{kind}, {word}")


def say_expected(event: Event, currency: str) -> Text:
    """Return what was expected, in brackets its band or what it was compared with; undefined for missing days."""
    if event.expected is None:
        return same(UNDEFINED)
    unit = metric(event.series).unit
    band = Text(zh="（按上次同一活动）", en=" (as the same campaign last time)")
    if event.low is not None and event.high is not None:
        low, high = say(event.low, unit, currency), say(event.high, unit, currency)
        band = Text(zh=f"（{low.zh} ～ {high.zh}）", en=f" ({low.en}–{high.en})")
    return same("{expected}{band}").fill(expected=say(event.expected, unit, currency), band=band)


def _say_kind(event: Event) -> Text:
    """Return what kind of event it is."""
    if event.step > 1:
        return _WEEK
    return _DAYS if event.kind == "point" and event.end > event.start else KINDS[event.kind]


_LINE = Text(
    zh="{days} {series}{word}（{kind}）：预期 {expected}，实际 {observed}，{change}",
    en="{days}: {series} {word} ({kind}): expected {expected}, actual {observed}, {change}",
)
_MORE = Text(zh="{line}，多了约 {amount}。", en="{line}, about {amount} more.")
_LESS = Text(zh="{line}，少了约 {amount}。", en="{line}, about {amount} less.")
_MISSING = Text(
    zh="{days} 没有{series}的数据：是缺失，不是 0，请补传。",
    en="{days}: no data for {series}; missing, not 0. Please upload them.",
)
