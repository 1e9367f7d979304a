"""Rules on whether growth is healthy and numbers can be trusted: refunds, repurchase, money, data, goals."""

from __future__ import annotations

import numpy as np

from ecreview.analyses.costs import POINT_COVERAGE, profit_of
from ecreview.analyses.goals.goals import CONSISTENT
from ecreview.analyses.goals.rising_rates import more_ads, more_refunds
from ecreview.analyses.goals.rules import (
    CARE,
    FINANCE,
    OPERATIONS,
    Facts,
    Firing,
    Rule,
)
from ecreview.analyses.trust import sample_factor
from ecreview.model.action import ActionKind
from ecreview.model.grade import worst
from ecreview.model.text import Text, join_texts, say_cents, say_count, say_rate

REPURCHASE_DOWN = 0.20
REPURCHASE_BUYERS = 100
LAPSED_BUYERS = 10
RECONCILED = 0.98
_LAPSED_CODES = (0b011, 0b001)  # big buyers that stay away: important_keep, important_winback
_BOSS = Text(zh="老板", en="Owner")


def _less_repurchase(facts: Facts) -> Firing | None:
    """Fire where the share of buyers with a second order fell, on enough buyers of both periods."""
    found = facts.cohorts.repurchase if facts.cohorts else None
    if found is None or found.before is None:
        return None
    now, before = found.now, found.before
    if min(now.buyers, before.buyers) < REPURCHASE_BUYERS or not before.twice:
        return None
    rate, reference = now.twice / now.buyers, before.twice / before.buyers
    if rate / reference - 1 > -facts.threshold("RE-25", REPURCHASE_DOWN):
        return None
    return Firing(
        Text(
            zh="买两次以上的买家占 {rate}，对比期 {reference}",
            en="{rate} of buyers ordered twice, {reference} in the baseline",
        ).fill(rate=say_rate(rate), reference=say_rate(reference)),
        ("cohorts/rep_user",),
        found.trust.on(
            sample_factor(now.twice, now.buyers), sample_factor(before.twice, before.buyers)
        ).grade,
        (("before", say_rate(rate)), ("after", say_rate(reference))),
        baseline=rate,
        target=reference,
    )


def _lapsed_buyers(facts: Facts) -> Firing | None:
    """Fire where big buyers have stayed away for long."""
    rfm = facts.rfm
    if rfm is None or rfm.rule not in rfm.codes:
        return None
    lapsed = np.isin(rfm.codes[rfm.rule], _LAPSED_CODES)
    count, cents = int(lapsed.sum()), int(rfm.monetary[lapsed].sum())
    if count < facts.threshold("RE-26", LAPSED_BUYERS):
        return None
    return Firing(
        Text(
            zh="{n} 位买得多的老客很久没来，累计买过 {amount}",
            en="{n} big buyers have stayed away; they spent {amount} so far",
        ).fill(n=say_count(count), amount=say_cents(cents, facts.currency)),
        ("rfm/segments",),
        rfm.trust.on(sample_factor(count, len(lapsed))).grade,
        (("n", say_count(count)),),
    )


def _unreconciled(facts: Facts) -> Firing | None:
    """Fire where too little of the money due is confirmed by the bill."""
    bill = facts.quality.bill if facts.quality else None
    if bill is None:
        return None
    part, whole = bill.rate_amount
    limit = facts.threshold("RE-32", RECONCILED)
    if part / whole >= limit:
        return None
    cents = abs(bill.unexplained_cents)
    return Firing(
        Text(
            zh="对账率 {rate}，还有 {amount} 说不清", en="{rate} reconciled, {amount} unexplained"
        ).fill(rate=say_rate(part / whole), amount=say_cents(cents, facts.currency)),
        ("quality/rec_rate_amt", f"reconcile.{bill.key}/differences"),
        None,
        baseline=part / whole,
        target=limit,
        worth=(cents, cents, cents),
    )


def _missing_costs(facts: Facts) -> Firing | None:
    """Fire where costs are given but cover too little."""
    profit = profit_of(facts.inputs, facts.inputs.scope.period)
    limit = facts.threshold("RE-33", POINT_COVERAGE)
    if profit is None or profit.coverage >= limit:
        return None
    return Firing(
        Text(zh="{share} 的销售额没有成本", en="{share} of sales has no cost").fill(
            share=say_rate(profit.missing)
        ),
        ("overview/cost_cov",),
        None,
        (("share", say_rate(profit.coverage)),),
        baseline=profit.coverage,
        target=limit,
    )


def _vain_growth(facts: Facts) -> Firing | None:
    """Fire where the amount grew while the business got worse."""
    overview = facts.overview
    vanity = overview.vanity if overview else None
    figure = facts.headline("gmv_pay")
    if vanity is None or not vanity.is_red or figure is None:
        return None
    names = join_texts([s.title for s in vanity.worse])
    return Firing(
        Text(
            zh="支付金额涨了，{names}却变差",
            en="The paid amount rose, but these got worse: {names}",
        ).fill(names=names),
        ("overview/gmv_pay", *(f"overview/{s.key}" for s in vanity.worse if facts.headline(s.key))),
        worst(figure.grade, *(s.grade for s in vanity.worse)),
        (("names", names),),
    )


def _contradicting_goals(facts: Facts) -> Firing | None:
    """Fire where the targets of the links do not multiply to the target of the amount."""
    both = facts.goals.product_and_target if facts.goals else None
    if both is None:
        return None
    off = abs(both[0] / both[1] - 1)
    if off < facts.threshold("RE-41", CONSISTENT):
        return None
    return Firing(
        Text(
            zh="访客、转化率、客单价的目标相乘，与支付金额目标相差 {off}",
            en="The targets of the links multiply to {off} off the target",
        ).fill(off=say_rate(off)),
        ("goals/targets",),
        None,
    )


TRUST_RULES: tuple[Rule, ...] = (
    Rule(
        "RE-24",
        ActionKind.FIX,
        Text(
            zh="按退款理由查前 10 个商品的描述、尺码和发货承诺，把退款率从 {before} 降到 {after}",
            en="Check description, sizes and delivery promise of the ten items refunded most: refund rate from {before} to {after}",
        ),
        OPERATIONS,
        "refund_rate_amt",
        more_refunds,
        days=14,
        effort=2,
    ),
    Rule(
        "RE-25",
        ActionKind.FIX,
        Text(
            zh="给首单买家发第二单权益，把复购买家占比从 {before} 提到 {after}",
            en="Offer first-time buyers a second-order benefit: share of repeat buyers from {before} to {after}",
        ),
        CARE,
        "rep_user",
        _less_repurchase,
        days=30,
        effort=2,
    ),
    Rule(
        "RE-26",
        ActionKind.SEIZE,
        Text(
            zh="一对一联系 {n} 位很久没来的高价值老客",
            en="Contact {n} valuable buyers who stayed away, one by one",
        ),
        CARE,
        "buyers_paid",
        _lapsed_buyers,
        days=14,
        effort=2,
    ),
    Rule(
        "RE-30",
        ActionKind.FIX,
        Text(
            zh="复核费用结构，停掉不赚钱的计划，把推广费比从 {before} 降到 {after}",
            en="Review spending and stop plans that do not pay: ad cost ratio from {before} to {after}",
        ),
        FINANCE,
        "fee_ratio",
        more_ads,
        days=7,
        effort=2,
    ),
    Rule(
        "RE-32",
        ActionKind.PREVENT,
        Text(
            zh="先清对账差异清单，再谈利润",
            en="Clear the list of differences before talking about profit",
        ),
        FINANCE,
        "rec_rate_amt",
        _unreconciled,
        days=7,
        effort=2,
        mends_data=True,
    ),
    Rule(
        "RE-33",
        ActionKind.PREVENT,
        Text(
            zh="补全成本表（现在覆盖 {share}）", en="Complete the cost list (it covers {share} now)"
        ),
        FINANCE,
        "cost_cov",
        _missing_costs,
        days=7,
        effort=1,
        mends_data=True,
    ),
    Rule(
        "RE-40",
        ActionKind.FIX,
        Text(zh="暂缓加预算，先修：{names}", en="Hold the budget and mend first: {names}"),
        _BOSS,
        "gmv_pay",
        _vain_growth,
        days=7,
        effort=1,
    ),
    Rule(
        "RE-41",
        ActionKind.FIX,
        Text(
            zh="重设目标，让访客 × 转化率 × 客单价等于支付金额",
            en="Reset the targets so that visitors × conversion × spend make the paid amount",
        ),
        _BOSS,
        "attainment",
        _contradicting_goals,
        days=7,
        effort=1,
    ),
)
