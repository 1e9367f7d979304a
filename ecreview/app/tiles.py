"""Figures as tiles, and the definition (口径) behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

from ecreview.app.words import md_escape, plain, safe
from ecreview.model.metrics import METRICS
from ecreview.model.text import Text, Unit, join_texts, say, say_points, say_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.section import Figure

_FORMULAS = {metric.key: metric for metric in METRICS}
_BESIDE_TARGET = Text(zh="比目标", en="vs target")
_BESIDE_BASELINE = Text(zh="比对比期", en="vs baseline")
_TARGET = Text(zh="目标 {value}", en="Target {value}")
_BASELINE = Text(zh="对比期 {value}", en="Baseline {value}")
_SAMPLE = Text(zh="n = {n}", en="n = {n}")
_DIVIDED = Text(zh="{numerator} ÷ {denominator}", en="{numerator} / {denominator}")
_INTERVAL = Text(zh="95% 区间 {low} ～ {high}", en="95% interval {low} – {high}")
_DEFINITIONS = Text(zh="口径", en="Definitions")
_COUNTABLE = frozenset({Unit.CENTS, Unit.COUNT})
COLUMNS = 4
NARROWEST = 150  # pixels; two tiles side by side on a phone
SPARKLINE_DAYS = 3  # fewer points draw no line worth seeing


@dataclass(frozen=True, slots=True)
class Delta:
    """How a figure stands beside its target, or beside the baseline where there is no target.

    Attributes:
        size: without a sign; the arrow tells the direction.
        colour: green for the good direction, red for the bad one, grey for neither.
    """

    size: Text
    arrow: Literal["up", "down", "off"]
    colour: Literal["green", "red", "gray"]
    beside: Text


def delta_of(figure: Figure) -> Delta | None:
    """Return the difference of a figure, None where there is nothing to compare with."""
    beside = _BESIDE_BASELINE if figure.target is None else _BESIDE_TARGET
    other = figure.baseline if figure.target is None else figure.target
    if figure.value is None or other is None:
        return None
    difference = figure.value - other
    if figure.unit is Unit.RATE:
        size = say_points(abs(difference))
    elif other:
        size = say_rate(abs(difference / other))
    else:
        return None
    words = Text(zh=size.zh, en=size.en.lstrip("+"))
    if not difference:
        return Delta(words, "off", "gray", beside)
    is_up = difference > 0
    return Delta(words, "up" if is_up else "down", _colour(figure, is_up=is_up), beside)


def _colour(figure: Figure, *, is_up: bool) -> Literal["green", "red", "gray"]:
    """Return the colour of a difference in that direction."""
    if figure.better is None:
        return "gray"
    return "green" if is_up == (figure.better == "higher") else "red"


def compared(figure: Figure, currency: str) -> Text:
    """Return target and baseline in one line; the reason where the figure is undefined."""
    if figure.value is None and figure.reason is not None:
        return figure.reason.text
    parts = [
        words.fill(value=say(value, figure.unit, currency))
        for words, value in ((_TARGET, figure.target), (_BASELINE, figure.baseline))
        if value is not None
    ]
    return join_texts(parts, zh=" · ", en=" · ")


def definition(figure: Figure, currency: str) -> Text:
    """Return what the figure means and rests on: formula, division, sample, interval, basis."""
    metric = _FORMULAS.get(figure.key)
    parts = [figure.definition if figure.definition.zh or metric is None else metric.formula]
    if metric is not None and metric.trap.zh:
        parts.append(metric.trap)
    if figure.numerator is not None and figure.denominator is not None:
        parts.append(_divided(figure, currency))
    if figure.n is not None:
        parts.append(_SAMPLE.fill(n=f"{figure.n:,}"))
    if figure.low is not None and figure.high is not None:
        low, high = (say(v, figure.unit, currency) for v in (figure.low, figure.high))
        parts.append(_INTERVAL.fill(low=low, high=high))
    parts.append(figure.basis.text)
    return join_texts([p for p in parts if p.zh], zh="；", en="; ")


def _divided(figure: Figure, currency: str) -> Text:
    """Return numerator and denominator; cents where the figure is money or names a money base."""
    numerator = say(figure.numerator, _part_unit(figure), currency)
    denominator = say(figure.denominator, _base_unit(figure), currency)
    return _DIVIDED.fill(numerator=numerator, denominator=denominator)


def _part_unit(figure: Figure) -> Unit:
    """Return the unit of the numerator."""
    return Unit.CENTS if figure.unit is Unit.CENTS or figure.key in _MONEY_RATES else Unit.COUNT


def _base_unit(figure: Figure) -> Unit:
    """Return the unit of the denominator."""
    return Unit.CENTS if figure.key in _MONEY_RATES else Unit.COUNT


_MONEY_RATES = frozenset(
    {"refund_rate_amt", "fee_ratio", "gross_margin", "cost_cov", "attainment", "rec_rate_amt"}
)


def tiles(figures: Sequence[Figure], *, currency: str) -> None:
    """Draw the figures as tiles of equal height: four in a row, two on a phone."""
    if not figures:
        return
    grid = st.grid(COLUMNS, min_column_width=NARROWEST)
    for figure in figures:
        with grid.container(border=True, height="stretch", gap=None):
            _tile(figure, currency)


def _tile(figure: Figure, currency: str) -> None:
    """Draw one figure: value, difference, line of the days, target and baseline."""
    delta = delta_of(figure)
    grade = f" :gray-badge[{figure.grade.value}]" if figure.grade else ""
    trend = [value for value in figure.trend if value is not None]
    st.metric(
        f"{safe(figure.title)}{grade}",
        plain(figure.words(currency)),
        plain(delta.size) if delta else None,
        delta_color=delta.colour if delta else "off",
        delta_arrow=delta.arrow if delta else "off",
        delta_description=plain(delta.beside) if delta else None,
        chart_data=trend if len(trend) >= SPARKLINE_DAYS else None,
        help=md_escape(plain(definition(figure, currency))),
    )
    beside = compared(figure, currency)
    if beside.zh:
        st.caption(safe(beside))


def definitions(figures: Sequence[Figure], *, currency: str) -> None:
    """Draw the pop-over with the definition of every figure on the page."""
    with st.popover(plain(_DEFINITIONS), type="tertiary", icon=":material/info:"):
        for figure in figures:
            st.markdown(f"**{safe(figure.title)}** {safe(figure.words(currency))}")
            grade = f"{figure.grade.value} {plain(figure.grade.verdict)} · " if figure.grade else ""
            st.caption(f"{grade}{safe(definition(figure, currency))}")
