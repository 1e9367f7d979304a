"""What the calculator answers: one sentence, what else was asked for, and how far it moves; no screen in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.break_even import (
    Terms,
    break_even_orders,
    break_even_roas,
    break_even_roas_net,
    naive_roas,
    price_for,
    uplift_for,
)
from ecreview.analyses.sensitivity import order_levers, sensitivity_chart, sensitivity_grid
from ecreview.model.text import Text, say_cents, say_count, say_rate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecreview.model.section import BarChart, Grid


@dataclass(frozen=True, slots=True)
class Plan:
    """A price with all that goes with it, and what is wanted.

    Attributes:
        ads: ad cost as a share of what is paid.
        margin: wanted, as a share of what is kept.
        discount, fixed: cents.
    """

    terms: Terms
    ads: float = 0.0
    margin: float = 0.0
    discount: float = 0.0
    fixed: float = 0.0

    @property
    def profit(self) -> float:
        """Return what an order leaves after ads."""
        return self.terms.after_ads(self.ads)


def plan_of(values: Mapping[str, float | None]) -> Plan | None:
    """Return the plan of the numbers typed, None while price or cost are missing."""
    if not values["price"] or values["cost"] is None:
        return None
    known = {key: value or 0.0 for key, value in values.items()}
    wanted = {key: known.pop(key) for key in ("ads", "margin", "discount", "fixed")}
    return Plan(Terms(**known), **wanted)


def answer(plan: Plan, currency: str) -> Text:
    """Return in one sentence what an order leaves, from which ROAS ads pay, and the break-even price."""
    roas, price = break_even_roas(plan.terms), price_for(plan.terms, 0.0, plan.ads)
    return (_EARNS if plan.profit >= 0 else _LOSES).fill(
        price=say_cents(plan.terms.price, currency),
        amount=say_cents(abs(plan.profit), currency),
        roas=_NO_ROAS if roas is None else _ROAS.fill(roas=f"{roas:,.2f}"),
        least=_NO_PRICE if price is None else _LEAST.fill(price=say_cents(price, currency)),
    )


_EARNS = Text(
    zh="卖 {price}，扣掉退款、成本、费用和推广，每单赚 {amount}；{roas}，{least}。",
    en="At {price} an order earns {amount} after refunds, costs, fees and ads; {roas}, {least}.",
)
_LOSES = Text(
    zh="卖 {price}，扣掉退款、成本、费用和推广，每单亏 {amount}；{roas}，{least}。",
    en="At {price} an order loses {amount} after refunds, costs, fees and ads; {roas}, {least}.",
)
_ROAS = Text(zh="保本投产比 {roas}", en="ads break even at a ROAS of {roas}")
_NO_ROAS = Text(zh="不投推广也不赚，没有保本投产比", en="even without ads nothing is left for them")
_LEAST = Text(zh="保本价 {price}", en="the break-even price is {price}")
_NO_PRICE = Text(zh="没有哪个价格能保本", en="no price breaks even")


def further(plan: Plan, currency: str) -> tuple[Text, ...]:
    """Return what else was asked for: refunds in the ROAS, wanted margin, price cut, fixed costs."""
    lines = (_about_refunds(plan), _about_margin(plan, currency), _about_discount(plan, currency),
             _about_fixed(plan, currency))  # fmt: skip
    return tuple(line for line in lines if line is not None)


def _about_refunds(plan: Plan) -> Text | None:
    """Return the ROAS on both bases beside the naive one, None where refunds do not matter."""
    paid, kept = break_even_roas(plan.terms), break_even_roas_net(plan.terms)
    naive = naive_roas(plan.terms)
    if not plan.terms.refund_rate or paid is None or kept is None or naive is None:
        return None
    return _BASES.fill(paid=f"{paid:,.2f}", kept=f"{kept:,.2f}", naive=f"{naive:,.2f}")


def _about_margin(plan: Plan, currency: str) -> Text | None:
    """Return the price for the wanted margin, None where none is wanted."""
    if not plan.margin:
        return None
    price = price_for(plan.terms, plan.margin, plan.ads)
    words = _NO_MARGIN if price is None else _MARGIN
    return words.fill(margin=say_rate(plan.margin), price=say_cents(price, currency))


def _about_discount(plan: Plan, currency: str) -> Text | None:
    """Return how many more orders the price cut needs, None where none is asked for."""
    if not plan.discount:
        return None
    uplift = uplift_for(plan.terms, plan.discount, plan.ads)
    words = _NO_UPLIFT if uplift is None else _UPLIFT
    return words.fill(cut=say_cents(plan.discount, currency), more=say_rate(uplift))


def _about_fixed(plan: Plan, currency: str) -> Text | None:
    """Return how many orders bear the fixed costs, None where there are none."""
    if not plan.fixed:
        return None
    orders = break_even_orders(plan.profit, plan.fixed)
    words = _NO_VOLUME if orders is None else _VOLUME
    return words.fill(fixed=say_cents(plan.fixed, currency), n=say_count(orders))


_BASES = Text(
    zh="保本投产比按支付金额算 {paid}，按净销售额算 {kept}；不算退款会误以为 {naive} 就够了。",
    en="Break-even ROAS is {paid} on paid GMV and {kept} on net sales; forgetting refunds it looks like {naive}.",
)
_MARGIN = Text(
    zh="净利率要到 {margin}，得卖 {price}。", en="A margin of {margin} takes a price of {price}."
)
_NO_MARGIN = Text(
    zh="净利率要到 {margin}，卖什么价都做不到。", en="No price gives a margin of {margin}."
)
_UPLIFT = Text(
    zh="每单降 {cut} 后，单量要多 {more} 才赚得一样多。",
    en="A cut of {cut} needs {more} more orders to earn the same.",
)
_NO_UPLIFT = Text(
    zh="每单降 {cut} 后没有利润可补，多卖也补不回来。",
    en="With a cut of {cut} no number of orders earns the same.",
)
_VOLUME = Text(
    zh="固定费用 {fixed} 要卖 {n} 单才保本。",
    en="Fixed costs of {fixed} take {n:order|orders} to break even.",
)
_NO_VOLUME = Text(
    zh="每单不赚钱，固定费用 {fixed} 卖多少单都补不上。",
    en="An order leaves nothing, so no number of orders bears fixed costs of {fixed}.",
)


def how_far(plan: Plan, currency: str) -> tuple[Grid, BarChart] | None:
    """Return what an order leaves when refund rate, freight or commission turn out otherwise; None without any."""
    levers = order_levers(plan.terms)
    chart = sensitivity_chart(levers, _MOST, _CHART_CAPTION, currency)
    return None if chart is None else (sensitivity_grid(plan.profit, levers, _IF), chart)


_IF = Text(zh="如果这些变了，每单赚多少", en="What an order earns if these change")
_MOST = Text(
    zh="影响最大的是{lever}：变两成，每单差 {amount}",
    en="The {lever} matters most: a fifth more or less moves an order by {amount}",
)
_CHART_CAPTION = Text(
    zh="每单多赚或少赚，其他不变", en="Earned more or less per order, all else equal"
)
