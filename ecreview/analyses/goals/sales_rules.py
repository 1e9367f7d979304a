"""Rules on how much is sold: visitors, funnel, spend per buyer, buyers, and what went well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.analyses.goals.gap import WORD_BASELINE, WORD_TARGET
from ecreview.analyses.goals.rules import (
    ADS,
    MERCHANDISING,
    OPERATIONS,
    Facts,
    Firing,
    Rule,
    reference_of,
    shortfall,
)
from ecreview.analyses.goals.vanity import top_channel
from ecreview.analyses.insight.steps import Step, step_grade
from ecreview.model.action import ActionKind
from ecreview.model.grade import worst
from ecreview.model.text import Text, same, say, say_cents, say_count, say_rate

if TYPE_CHECKING:
    from ecreview.analyses.goals.effects import Effect
    from ecreview.model.section import Figure

NEW_BUYERS_SHORT = 0.10
VISITORS_DOWN = 0.10
CHANNEL_SHARE = 0.60
SPEND_DOWN = 0.05
POSITIVE_PART = 0.05  # an effect of at least this part of the reference amount is worth repeating
_LEAK_TEXTS = {
    "cart_rate": Text(
        zh="改商品页卖点、价格锚点和凑单入口，把加购率从 {before} 提到 {after}",
        en="Rework selling points, price anchor and add-on offers on item pages: add-to-cart rate from {before} to {after}",
    ),
    "cart_order": Text(
        zh="提醒加购没下单的人（库存、优惠到期、凑单），把加购-下单比从 {before} 提到 {after}",
        en="Remind those with a filled cart (stock, expiring offer, add-ons): cart-to-order ratio from {before} to {after}",
    ),
    "pay_rate": Text(
        zh="拍下 30 分钟内催付，检查库存锁定和支付方式，把下单-支付转化率从 {before} 提到 {after}",
        en="Remind within 30 minutes of ordering, check stock locks and payment methods: order-to-pay rate from {before} to {after}",
    ),
    "order_pay_rate": Text(
        zh="拍下 30 分钟内催付，检查库存锁定和支付方式，把成交率从 {before} 提到 {after}",
        en="Remind within 30 minutes of ordering, check stock locks and payment methods: paid share of orders from {before} to {after}",
    ),
}


def _change(figure: Figure) -> float | None:
    """Return the relative change against target or baseline, None where it is unknown or that is 0."""
    reference = reference_of(figure)
    if not reference or figure.value is None:
        return None
    return (figure.value - reference) / reference


def _against(figure: Figure, currency: str) -> Text:
    """Return a figure beside its reference in words."""
    return Text(
        zh="{title} {value}，{word} {reference}", en="{title} {value}, {word} {reference}"
    ).fill(
        title=figure.title,
        value=figure.words(currency),
        word=WORD_BASELINE if figure.target is None else WORD_TARGET,
        reference=say(reference_of(figure), figure.unit, currency),
    )


def _new_buyers(facts: Facts) -> Firing | None:
    """Fire where new buyers fell short and visitors are the largest negative effect."""
    figure, effect = facts.headline("new_buyers"), facts.effect("uv")
    if figure is None or effect is None or not _is_worst(facts, effect):
        return None
    change = _change(figure)
    if change is None or change > -facts.threshold("RE-1", NEW_BUYERS_SHORT):
        return None
    return Firing(
        _against(figure, facts.currency),
        ("overview/new_buyers", "gap/effect_uv"),
        worst(facts.grade(figure), effect.grade),
        baseline=figure.value,
        target=reference_of(figure),
        worth=shortfall(effect),
    )


def _is_worst(facts: Facts, effect: Effect) -> bool:
    """Return whether the effect is the most negative one of the gap."""
    effects = facts.gap.effects if facts.gap else ()
    return effect.cents < 0 and all(effect.cents <= e.cents for e in effects)


def _fewer_visitors(facts: Facts) -> Firing | None:
    """Fire where visitors fell and conversion did not fall with them."""
    visitors, conversion = facts.headline("uv"), facts.headline("pay_cvr")
    change = _change(visitors) if visitors else None
    limit = facts.threshold("RE-6", VISITORS_DOWN)
    if visitors is None or change is None or change > -limit:
        return None
    if conversion is not None and (_change(conversion) or 0) <= -limit:
        return None
    effect = facts.effect("uv")
    reference = reference_of(visitors)
    return Firing(
        _against(visitors, facts.currency),
        ("overview/uv", "overview/pay_cvr"),
        worst(
            *(facts.grade(each) for each in (visitors, conversion) if each),
            effect.grade if effect else None,
        ),
        (("lost", say_count((reference or 0) - (visitors.value or 0))),),
        baseline=visitors.value,
        target=reference,
        worth=shortfall(effect) if effect else None,
    )


def _one_channel(facts: Facts) -> Firing | None:
    """Fire where one channel brings most of the paid amount."""
    figure = facts.headline("channel_share")
    share = figure.value if figure else None
    if figure is None or share is None or share < facts.threshold("RE-7", CHANNEL_SHARE):
        return None
    name, *_ = top_channel(facts.inputs, facts.inputs.scope.period)
    return Firing(
        Text(zh="“{name}”占支付金额 {share}", en="{name} brings {share} of the paid amount").fill(
            name=name, share=say_rate(share)
        ),
        ("overview/channel_share",),
        figure.grade,
        (("name", same(name)),),
        baseline=share,
    )


def _cart_leak(facts: Facts) -> Firing | None:
    """Fire where the cart is where most is lost: too few fill it, or too few order from it."""
    return _leak(facts, ("cart_rate", "cart_order"))


def _pay_leak(facts: Facts) -> Firing | None:
    """Fire where most is lost between order and payment."""
    return _leak(facts, ("pay_rate", "order_pay_rate"))


def _leak(facts: Facts, keys: tuple[str, ...]) -> Firing | None:
    """Fire where the step that leaks most is one of these."""
    found = facts.funnel
    leak = found.leak if found else None
    if found is None or leak is None or leak.key not in keys:
        return None
    funnel = next(f for f in found.funnels if leak in f.steps)
    return Firing(
        Text(
            zh="{title} {rate}，应为 {reference}：少走到 {lost} {unit}，相当于少卖 {amount}",
            en="{title} {rate}, should be {reference}: {lost} {unit} fewer, worth {amount}",
        ).fill(
            title=leak.title,
            rate=say_rate(leak.rate),
            reference=say_rate(leak.reference),
            lost=say_count(leak.lost),
            unit=funnel.unit,
            amount=say_cents(leak.lost_cents, facts.currency),
        ),
        (f"funnel/{leak.key}", f"funnel/{funnel.key}_steps"),
        step_grade(leak, funnel.grade(leak.key)),
        (("before", say_rate(leak.rate)), ("after", say_rate(leak.reference))),
        baseline=leak.rate,
        target=leak.reference,
        worth=_leak_worth(leak),
        text=_LEAK_TEXTS[leak.key],
        metric=leak.key,
    )


def _leak_worth(leak: Step) -> tuple[int, int, int] | None:
    """Return what the leak is worth; its range follows the interval of the step's rate."""
    value, ends = leak.lost_cents, leak.interval
    if value is None or leak.rate is None or leak.reference is None:
        return None
    if ends is None:
        return value, value, value
    per_rate = value / (leak.reference - leak.rate)
    low, high = (max(round(per_rate * (leak.reference - end)), 0) for end in (ends[1], ends[0]))
    return value, low, high


def _less_spend(facts: Facts) -> Firing | None:
    """Fire where spend per buyer, or units per order, fell."""
    limit = facts.threshold("RE-17", SPEND_DOWN)
    effect = facts.effect("aov_buyer") or facts.effect("aov_order")
    if effect is not None and effect.cents >= 0:
        return None  # lower than the baseline perhaps, but not what the gap is made of
    for key in ("aov_buyer", "aov_order", "upt"):
        figure = facts.headline(key)
        change = _change(figure) if figure else None
        if figure is not None and change is not None and change <= -limit:
            return Firing(
                _against(figure, facts.currency),
                (f"overview/{key}",),
                worst(facts.grade(figure), effect.grade if effect else None),
                (
                    ("title", figure.title.inside()),
                    ("before", figure.words(facts.currency)),
                    ("after", say(reference_of(figure), figure.unit, facts.currency)),
                ),
                baseline=figure.value,
                target=reference_of(figure),
                worth=shortfall(effect) if effect else None,
                metric=key,
            )
    return None


def _went_well(facts: Facts) -> Firing | None:
    """Fire on the link that brought most, where it is a sizable part and well founded."""
    gap = facts.gap
    if gap is None or not gap.reference_cents:
        return None
    best = max(gap.effects, key=lambda e: (e.cents, e.key), default=None)
    part = facts.threshold("RE-42", POSITIVE_PART) * gap.reference_cents
    if best is None or best.cents < part or best.grade is None or not best.grade.is_conclusive:
        return None
    return Firing(
        Text(zh="{title}多带来 {amount}", en="{title} brought {amount} more").fill(
            title=best.title, amount=say_cents(best.cents, facts.currency)
        ),
        (f"gap/effect_{best.key}",),
        best.grade,
        (("title", best.title.inside()), ("value", say(best.after, best.unit, facts.currency))),
        baseline=best.after,
        target=best.after,
        metric=best.key,
    )


SALES_RULES: tuple[Rule, ...] = (
    Rule(
        "RE-1",
        ActionKind.FIX,
        Text(
            zh="把投放和内容挪到带来新客多的来源，补足新客",
            en="Shift ads and content to the sources that bring new buyers",
        ),
        ADS,
        "new_buyers",
        _new_buyers,
        days=14,
        effort=3,
        spends=True,
    ),
    Rule(
        "RE-6",
        ActionKind.FIX,
        Text(
            zh="补回 {lost} 人次访客：先补内容和活动位，再补投放",
            en="Win back {lost} daily visitors: content and placements first, then ads",
        ),
        ADS,
        "uv",
        _fewer_visitors,
        days=14,
        effort=3,
        spends=True,
    ),
    Rule(
        "RE-7",
        ActionKind.PREVENT,
        Text(
            zh="别只靠“{name}”：再试一个来源，给它定预算和目标",
            en="Do not lean on {name} alone: try a second source with its own budget and target",
        ),
        OPERATIONS,
        "channel_share",
        _one_channel,
        days=30,
        effort=3,
    ),
    Rule(
        "RE-13",
        ActionKind.FIX,
        _LEAK_TEXTS["cart_rate"],
        MERCHANDISING,
        "cart_rate",
        _cart_leak,
        days=14,
        effort=2,
    ),
    Rule(
        "RE-14",
        ActionKind.FIX,
        _LEAK_TEXTS["pay_rate"],
        Text(zh="客服", en="Customer service"),
        "pay_rate",
        _pay_leak,
        days=7,
        effort=1,
    ),
    Rule(
        "RE-17",
        ActionKind.FIX,
        Text(
            zh="重设搭配和满减门槛，把{title}从 {before} 提到 {after}",
            en="Reset bundles and thresholds: {title} from {before} to {after}",
        ),
        MERCHANDISING,
        "aov_buyer",
        _less_spend,
        days=14,
        effort=2,
    ),
    Rule(
        "RE-42",
        ActionKind.KEEP,
        Text(
            zh="把这次{title}做到 {value} 的做法写成清单，下次照做",
            en="Write down how {title} got to {value}, and repeat it next time",
        ),
        OPERATIONS,
        "gmv_pay",
        _went_well,
        days=14,
        effort=1,
    ),
)
