"""Figures as tiles, and the definition (口径) behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from ecreview.app.words import md_escape, plain, safe
from ecreview.model.metrics import BY_KEY
from ecreview.model.text import Text, join_texts, say, say_points, say_rate
from ecreview.report.figures import difference_of, say_references, units_of_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.section import Figure
    from ecreview.report.figures import Difference

_TO_TARGET = Text(zh="比目标", en="vs target")
_TO_BASELINE = Text(zh="比对比期", en="vs baseline")
_COLOURS: dict[bool | None, Literal["green", "red", "gray"]] = {
    True: "green",
    False: "red",
    None: "gray",
}
_SAMPLE = Text(zh="n = {n}", en="n = {n}")
_DIVIDED = Text(zh="{numerator} ÷ {denominator}", en="{numerator} / {denominator}")
_INTERVAL = Text(zh="95% 区间 {low} ～ {high}", en="95% interval {low} – {high}")
_DEFINITIONS = Text(zh="口径", en="Definitions")
COLUMNS = 4
NARROWEST = 150  # pixels; two tiles side by side on a phone
SPARKLINE_DAYS = 3  # fewer points draw no line worth seeing


def definition(figure: Figure, currency: str) -> Text:
    """Return what the figure means and rests on: formula, division, sample, interval, basis."""
    metric = BY_KEY.get(figure.key)
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
    """Return numerator and denominator, each in its unit."""
    parts = (figure.numerator, figure.denominator)
    above, below = (
        say(v, unit, currency) for v, unit in zip(parts, units_of_parts(figure), strict=True)
    )
    return _DIVIDED.fill(numerator=above, denominator=below)


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
    apart = difference_of(figure)
    grade = f" :gray-badge[{figure.grade.value}]" if figure.grade else ""
    trend = [value for value in figure.trend if value is not None]
    st.metric(
        f"{safe(figure.title)}{grade}",
        plain(figure.words(currency)),
        plain(_size(apart)) if apart else None,
        delta_color=_COLOURS[apart.is_good] if apart else "off",
        delta_arrow=_arrow(apart),
        delta_description=plain(_TO_TARGET if apart.is_to_target else _TO_BASELINE)
        if apart
        else None,
        chart_data=trend if len(trend) >= SPARKLINE_DAYS else None,
        help=md_escape(plain(definition(figure, currency))),
    )
    beside = say_references(figure, currency)
    if beside.zh:
        st.caption(safe(beside))


def _size(apart: Difference) -> Text:
    """Return a difference without its sign: the arrow tells the direction."""
    return say_points(abs(apart.size)) if apart.is_points else say_rate(abs(apart.size))


def _arrow(apart: Difference | None) -> Literal["up", "down", "off"]:
    """Return the direction of a difference."""
    if apart is None or not apart.size:
        return "off"
    return "up" if apart.size > 0 else "down"


def definitions(figures: Sequence[Figure], *, currency: str) -> None:
    """Draw the pop-over with the definition of every figure on the page."""
    with st.popover(plain(_DEFINITIONS), type="tertiary", icon=":material/info:"):
        for figure in figures:
            st.markdown(f"**{safe(figure.title)}** {safe(figure.words(currency))}")
            grade = f"{figure.grade.value} {plain(figure.grade.verdict)} · " if figure.grade else ""
            st.caption(f"{grade}{safe(definition(figure, currency))}")
