"""Groups of buyers found by KMeans, in plain words, or the statement that there are none.

Question: do the buyers fall into groups that differ, and how should each be treated?
Unit of observation: a buyer with a positive amount; the others are a group of their own.

Definitions:
    features: recency, frequency, amount after refunds, and what else the files tell (refunded share, share
        bought on campaign days, units per order), without near-constant ones and twins; or the plain
        published setting: recency, frequency and amount before refunds, log(1 + x), nothing cut.
    groups: see `ecreview.analyses.strategy.grouping`; numbered by their median amount, the highest first.
    names: from the two largest deviations of the group's median from that of all buyers, in robust units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ecreview.analyses.base import SEGMENTS, Analysis, Choice, Inputs, Need
from ecreview.analyses.customers import NO_BUYER_KEY, Buyers, buyers_of
from ecreview.analyses.limits import LIMITS, limit
from ecreview.analyses.strategy.features import (
    BASE,
    Feature,
    features_of,
    plain_points,
    rfm_features,
    shop_points,
)
from ecreview.analyses.strategy.grouping import (
    CANDIDATES,
    MIN_STABILITY,
    SCANNED,
    Trial,
    group_points,
)
from ecreview.analyses.strategy.groups import Group, describe_groups, empty_handed
from ecreview.analyses.strategy.shares import (
    AMOUNT_SHARE,
    BASIS,
    BUYER_SHARE,
    BUYERS,
    TREATMENT,
    Share,
    share_chart,
)
from ecreview.model.metrics import metric
from ecreview.model.section import Card, Column, Figure, Grid, Note, NoteKind, Reason, Section
from ecreview.model.text import Text, Unit, join_texts, say_cents, say_count, say_rate

KEY = "clusters"
TITLE = Text(zh="自动分群", en="Groups of buyers")

MIN_BUYERS = 200
MIN_REPEATERS = 0.30  # share that bought twice, unless another feature varies
_AMOUNT = Text(zh="金额", en="Amount")


@dataclass(frozen=True, slots=True, eq=False)
class ClustersResult:
    """The groups, or why there are none.

    Attributes:
        buyers: None without buyer ids.
        n: buyers with a positive amount.
        features: those that distances ran over; near-constant ones and twins are not among them.
        shown: those whose medians are told.
        groups: by number; empty where refused.
        trials: one per k tried.
        k: the number of groups, None where refused.
        currency: of the amounts.
    """

    buyers: Buyers | None
    n: int
    features: tuple[Feature, ...] = ()
    shown: tuple[Feature, ...] = ()
    groups: tuple[Group, ...] = ()
    trials: tuple[Trial, ...] = ()
    k: int | None = None
    currency: str = "CNY"

    @property
    def is_forced(self) -> bool:
        """Return whether a person chose k against the gates."""
        passed = any(t.k == self.k and t.verdict == "chosen" for t in self.trials)
        return self.k is not None and not passed


def analyze(inputs: Inputs) -> ClustersResult:
    """Return the groups of the buyers, none where the data do not support them."""
    buyers, plain = buyers_of(inputs), inputs.options.get("features") == "rfm"
    if buyers is None:
        return ClustersResult(None, 0)
    money = buyers.gross if plain else buyers.net
    use = money > 0
    features = rfm_features(buyers, money) if plain else features_of(inputs, buyers, money)
    features = tuple(replace(f, data=f.data[use]) for f in features)
    refused = ClustersResult(buyers, int(use.sum()), currency=inputs.settings.currency)
    if refused.n < MIN_BUYERS:
        return refused
    points, kept = (plain_points(features), features) if plain else shop_points(features)
    is_varied = any(f.key not in BASE for f in kept)
    if not is_varied and (buyers.orders[use] > 1).mean() < MIN_REPEATERS:
        return refused
    wanted = str(inputs.options.get("k", "auto"))
    found = group_points(points, k=int(wanted) if wanted.isdigit() else None)
    shown = tuple(f for f in features if f.key in BASE or f in kept)
    groups = describe_groups(found.labels, shown, money[use])
    if groups and not use.all():
        groups = (*groups, empty_handed(money[~use]))
    return replace(
        refused, features=kept, shown=shown, groups=groups, trials=found.trials, k=found.k
    )


def present(result: ClustersResult) -> Section:
    """Return the section: the groups, or the reason why there are none."""
    if result.buyers is None:
        return _refused(result, NO_BUYER_KEY, Reason.NO_BUYER_KEY)
    if result.k is None:
        return _refused(result, _why_not(result), Reason.BELOW_MIN_N)
    return Section(
        KEY,
        "strategy",
        TITLE,
        answer=_answer(result),
        figures=_figures(result),
        grids=(_group_grid(result), _trial_grid(result)),
        charts=(share_chart("groups", _shares(result), _AMOUNT),),
        notes=_notes(result),
    )


def _why_not(result: ClustersResult) -> Text:
    """Return why there are no groups."""
    refusal = LIMITS["L-25"]
    if result.n < MIN_BUYERS:
        return _TOO_FEW.fill(n=say_count(result.n), need=MIN_BUYERS) + refusal
    if not result.trials:
        return _TOO_ALIKE.fill(share=say_rate(MIN_REPEATERS)) + refusal
    return refusal


_TOO_FEW = Text(
    zh="样本不足：{n} 位买家，至少需要 {need} 位。",
    en="Sample too small: {n} buyers, at least {need} needed.",
)
_TOO_ALIKE = Text(
    zh="买过两次的不到 {share}，也没有别的特征能把买家分开。",
    en="Under {share} bought twice, and nothing else tells the buyers apart.",
)


def _refused(result: ClustersResult, why: Text, reason: Reason) -> Section:
    """Return the section without groups, and why; the trials are shown where there were any."""
    return Section(
        KEY,
        "strategy",
        TITLE,
        answer=why,
        figures=_figures(result, reason),
        grids=(_trial_grid(result),) if result.trials else (),
        notes=(Note(NoteKind.LIMIT, why),),
    )


def _shares(result: ClustersResult) -> list[Share]:
    """Return each group's share of all buyers and of their amount."""
    buyers = sum(g.buyers for g in result.groups)
    money = sum(g.amount_cents for g in result.groups)
    return [
        Share(g.name, g.buyers / buyers, g.amount_cents / money if money > 0 else np.nan)
        for g in result.groups
    ]


def _answer(result: ClustersResult) -> Text:
    """Return how many groups there are and what the one with the highest amounts carries."""
    first = _shares(result)[0]
    return Text(
        zh="{n} 位买家分成 {k} 群：{people} 的“{name}”贡献 {money} 的金额。",
        en="{n} buyers fall into {k} groups: {people} of them, “{name}”, carry {money} of the amount.",
    ).fill(
        n=say_count(result.n),
        k=str(result.k),
        people=say_rate(first.people),
        name=first.name,
        money=say_rate(first.money),
    )


def _figures(result: ClustersResult, reason: Reason | None = None) -> tuple[Figure, ...]:
    """Return how many buyers were grouped, and into how many groups; undefined where there is a reason."""
    return tuple(
        Figure(
            key,
            metric(key).title,
            None if reason else value,
            Unit.COUNT,
            n=result.n,
            basis=BASIS,
            reason=reason,
            better=None,
        )
        for key, value in (("clustered_buyers", result.n), ("cluster_count", result.k))
    )


def _group_grid(result: ClustersResult) -> Grid:
    """Return one row per group with its medians."""
    rows = [
        {
            "group": group.number,
            "name": group.name,
            "buyers": group.buyers,
            "buyer_share": share.people,
            "amount_cents": group.amount_cents,
            "amount_share": share.money,
            "text": _say_weight(share),
            **dict(group.medians),
            "treatment": group.treatment,
        }
        for group, share in zip(result.groups, _shares(result), strict=True)
    ]
    columns = (
        Column("group", Text(zh="群", en="Group"), Unit.COUNT),
        Column("name", Text(zh="特点", en="What they are like")),
        BUYERS,
        BUYER_SHARE,
        Column("amount_cents", _AMOUNT, Unit.CENTS),
        AMOUNT_SHARE,
        Column("text", Text(zh="一句话", en="In a sentence"), is_shown=False),
        *(Column(f.key, f.title, f.unit) for f in result.shown),
        TREATMENT,
    )
    frame = pd.DataFrame(rows, columns=[c.key for c in columns])
    caption = Text(
        zh="各特征为每群的中位数，按每人金额从高到低排；看整份文件",
        en="features are medians of the group, the highest amount per buyer first; over the whole file",
    )
    lines = tuple(feature.key for feature in result.shown)
    return Grid(
        "groups",
        Text(zh="每一群是什么样的人", en="The groups"),
        columns,
        frame,
        caption,
        card=Card("name", ("buyers", "buyer_share"), "amount_share", "text", lines, "treatment"),
    )


def _say_weight(share: Share) -> Text:
    """Return how much a buyer of the group brings beside the average buyer."""
    if np.isnan(share.money) or share.money <= 0:
        return Text(zh="没有留下金额。", en="They leave no money behind.")
    return Text(
        zh="每人金额是全体平均的 {times} 倍。", en="Each brings {times} times the average amount."
    ).fill(times=f"{share.money / share.people:.2g}")


def _trial_grid(result: ClustersResult) -> Grid:
    """Return the trials: why so many groups and not another number."""
    frame = pd.DataFrame(
        {
            "k": [t.k for t in result.trials],
            "silhouette": [t.silhouette for t in result.trials],
            "stability": pd.array([t.stability for t in result.trials], dtype="Float64"),
            "smallest_share": [t.smallest_share for t in result.trials],
            "verdict": [t.verdict for t in result.trials],
            "why": [_VERDICTS[t.verdict] for t in result.trials],
        }
    )
    return Grid(
        "k_table",
        Text(zh="为什么是这个群数", en="Why this number of groups"),
        (
            Column("k", Text(zh="群数", en="Groups"), Unit.COUNT),
            Column("silhouette", Text(zh="轮廓系数", en="Silhouette"), Unit.NUMBER),
            Column(
                "stability", Text(zh="稳定度（10 分位）", en="Stability (10th pct)"), Unit.NUMBER
            ),
            Column("smallest_share", Text(zh="最小一群", en="Smallest group"), Unit.RATE),
            Column("verdict", Text(zh="编码", en="Key"), is_shown=False),
            Column("why", Text(zh="结论", en="Verdict")),
        ),
        frame,
        caption=_TRIALS.fill(low=CANDIDATES[0], high=CANDIDATES[-1], need=f"{MIN_STABILITY:.2f}"),
    )


_TRIALS = Text(
    zh="轮廓系数越高，群越分得开；在 {low} ～ {high} 群里从分得最开的试起，重抽样本的稳定度要到 {need}",
    en="the higher the silhouette, the further apart; from {low} to {high} groups the furthest apart is tried first, its stability over redrawn samples must reach {need}",
)
_VERDICTS = {
    "chosen": Text(zh="选用", en="chosen"),
    "weaker": Text(
        zh="可用性未测：分得不如选用的开", en="not tested: less far apart than the chosen one"
    ),
    "small": Text(zh="最小一群太小", en="smallest group too small"),
    "unstable": Text(zh="不稳", en="unstable"),
    "unclear": Text(zh="打乱特征也能分成这样", en="shuffled features do as well"),
    "outside": Text(zh="不在候选范围", en="not a candidate"),
}


def _notes(result: ClustersResult) -> tuple[Note, ...]:
    """Return one card per group, and what the groups cannot say."""
    notes = []
    for group, share in zip(result.groups, _shares(result), strict=True):
        text = _CARD.fill(
            n=say_count(group.buyers),
            people=say_rate(share.people),
            money=say_rate(share.money),
            amount=say_cents(group.amount_cents, result.currency),
            treatment=group.treatment,
        )
        notes.append(
            Note(NoteKind.FINDING, text, (f"{KEY}/groups",), group.amount_cents, title=group.name)
        )
    if result.is_forced:
        notes.append(Note(NoteKind.LIMIT, _FORCED.fill(k=str(result.k))))
    used = _USED.fill(n=len(result.features), names=join_texts([f.title for f in result.features]))
    return (*notes, limit("L-31"), Note(NoteKind.DEFINITION, used))


_CARD = Text(
    zh="{n} 人（{people}），金额 {amount}（{money}）。建议：{treatment}。",
    en="{n} buyers ({people}), {amount} ({money}). What usually pays: {treatment}.",
)
_USED = Text(
    zh="用到 {n} 个特征：{names}。种子固定，同样的数据得到同样的群。",
    en="{n} features: {names}. The seed is fixed; the same data give the same groups.",
)
_FORCED = Text(
    zh="{k} 群是手动指定的，没有通过稳定性检验，仅供参考。",
    en="{k} groups were set by hand and did not pass the gates; indicative only.",
)

ANALYSIS = Analysis(
    key=KEY,
    core="strategy",
    title=TITLE,
    tab=SEGMENTS,
    sheet="09",
    question=Text(
        zh="买家自然分成哪几群，各该怎么对待？",
        en="Do the buyers fall into groups, and how should each be treated?",
    ),
    needs=(Need("orders", ("paid_at",)),),
    export=NO_BUYER_KEY,
    after=("cohorts", "rfm"),
    options=(
        Choice(
            "features",
            Text(zh="按什么分", en="Grouped by"),
            (
                ("shop", Text(zh="全部可用特征", en="All that is known")),
                ("rfm", Text(zh="只用 R、F、M", en="R, F and M only")),
            ),
            "shop",
        ),
        Choice(
            "k",
            Text(zh="群数", en="Number of groups"),
            (
                ("auto", Text(zh="自动", en="Automatic")),
                *((str(k), Text(zh=f"{k} 群", en=f"{k} groups")) for k in SCANNED),
            ),
            "auto",
        ),
    ),
    analyze=analyze,
    present=present,
)
