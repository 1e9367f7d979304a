"""The break-even and pricing calculator: filled from the review, answered in one sentence, then how far it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ecreview.app.charts import draw_chart
from ecreview.app.grids import draw_grid
from ecreview.app.pricing import answer, further, how_far, plan_of
from ecreview.app.pricing_fields import FIELDS, given_by, starts
from ecreview.app.words import plain, safe
from ecreview.model.text import Text, Unit, currency_sign, join_texts

if TYPE_CHECKING:
    from ecreview.app.pricing import Plan
    from ecreview.app.pricing_fields import Field, Given
    from ecreview.review import Review

KEY = "calculator"
COLUMNS, NARROWEST = 4, 150  # pixels; two inputs side by side on a phone
SCALE = 100  # cents of a yuan, percent of a whole

_TITLE = Text(zh="保本与定价计算器", en="Break-even and pricing calculator")
_EMPTY = Text(
    zh="填上每单售价和商品成本，就能算出保本投产比和保本价。",
    en="Fill in price and cost of goods to see break-even ROAS and price.",
)
_ORIGIN = Text(
    zh="已按你的数据填好：{known}。其余是假设，请改成实际值。",
    en="Filled from your data: {known}. All else is assumed; please put in your own numbers.",
)
_SOURCE = Text(zh="来自你的数据：{source}。", en="From your data: {source}.")
_AS_ROAS = Text(zh="推广按投产比填", en="Ads as ROAS")
_ROAS = Text(zh="推广投产比", en="ROAS of ads")
_UNIT = Text(zh="{title}（{unit}）", en="{title} ({unit})")
_YUAN = Text(zh="元", en="CNY")


def draw_calculator(review: Review) -> None:
    """Draw the calculator, filled with what the review knows."""
    currency, given = review.settings.currency, given_by(review)
    with st.container(border=True):
        st.markdown(f"#### :material/calculate: {plain(_TITLE)}")
        told = st.container()
        values = _ask(given, currency)
        if given:
            names = [field.title.inside() for field in FIELDS if field.key in given]
            st.caption(safe(_ORIGIN.fill(known=join_texts(names))))
        plan = plan_of(values)
        with told:
            _tell(plan, currency)
        if plan is not None:
            _how_far(plan, currency)


def _tell(plan: Plan | None, currency: str) -> None:
    """Draw the answer, and below it what else was asked for."""
    if plan is None:
        st.markdown(plain(_EMPTY))
        return
    st.markdown(f"**{safe(answer(plan, currency))}**")
    for line in further(plan, currency):
        st.markdown(safe(line))


def _how_far(plan: Plan, currency: str) -> None:
    """Draw how far the answer moves: table and chart side by side."""
    found = how_far(plan, currency)
    if found is None:
        return
    grid, chart = found
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_grid(grid, currency=currency, key=f"{KEY}/sensitivity")
    with right:
        draw_chart(chart, currency=currency)


def _ask(given: dict[str, Given], currency: str) -> dict[str, float | None]:
    """Draw the inputs and return what they say, in cents and fractions."""
    as_roas = st.toggle(plain(_AS_ROAS), key=f"{KEY}/as_roas", persist_state="session")
    grid = st.grid(COLUMNS, min_column_width=NARROWEST)
    values: dict[str, float | None] = {}
    first = starts(given)
    for field in FIELDS:
        start = first[field.key]
        with grid.container():
            if field.key == "ads" and as_roas:
                values["ads"] = _ask_roas(start)
            else:
                values[field.key] = _ask_one(field, start, given.get(field.key), currency)
    return values


def _ask_one(field: Field, start: float | None, known: Given | None, currency: str) -> float | None:
    """Draw one input and return its value; a new start value makes a new input."""
    is_rate = field.unit is Unit.RATE
    yuan = plain(_YUAN) if currency == "CNY" else currency_sign(currency).strip()
    title = plain(_UNIT.fill(title=field.title, unit="%" if is_rate else yuan))
    typed = st.number_input(
        title,
        min_value=0.0,
        max_value=None if field.most is None else field.most * SCALE,
        value=None if start is None else round(start * (SCALE if is_rate else 1 / SCALE), 2),
        step=1.0,
        format="%.2f",
        key=f"{KEY}/{field.key}/{start}",
        help=safe(_SOURCE.fill(source=known.source) if known else field.hint),
        persist_state="session",
    )
    if typed is None:
        return None
    return typed / SCALE if is_rate else typed * SCALE


def _ask_roas(ratio: float | None) -> float:
    """Draw the input for the ROAS and return the ad cost ratio it means; 0 means no ads."""
    roas = st.number_input(
        plain(_ROAS),
        min_value=0.0,
        value=round(1 / ratio, 2) if ratio else 0.0,
        step=0.1,
        format="%.2f",
        key=f"{KEY}/roas/{ratio}",
        persist_state="session",
    )
    return 1 / roas if roas else 0.0
