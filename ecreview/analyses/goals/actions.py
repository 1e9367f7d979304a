"""What to do first: the rules that fired, with owner, date, check metric and what they may bring.

Unit of observation: the rule. Worth is in paid amount unless its sentence says otherwise; actions are ranked
by it and never added up, since they overlap. Rules that contradict each other are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import ACTIONS, Analysis, Inputs
from ecreview.analyses.goals.gap import GapResult
from ecreview.analyses.goals.goals import GoalsResult
from ecreview.analyses.goals.overview import OverviewResult
from ecreview.analyses.goals.rules import Facts, Firing, Rule
from ecreview.analyses.goals.sales_rules import SALES_RULES
from ecreview.analyses.goals.trust_rules import TRUST_RULES
from ecreview.analyses.insight.cohorts import CohortsResult
from ecreview.analyses.insight.funnel import FunnelResult
from ecreview.analyses.limits import limit
from ecreview.analyses.quality.quality import QualityResult
from ecreview.analyses.strategy.rfm import RfmResult
from ecreview.model.action import Action
from ecreview.model.metrics import metric
from ecreview.model.section import Column, Grid, Note, NoteKind, Section
from ecreview.model.text import Text, Unit, join_texts, say, say_cents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

KEY = "actions"
TITLE = Text(zh="行动清单", en="Actions")
RULES: tuple[Rule, ...] = SALES_RULES + TRUST_RULES
GUARDS = frozenset({"RE-40", "RE-30"})  # while one of these fires, nothing spends more on traffic
_HOLD = Text(
    zh="（推广费比或退款等没修好之前，不加投放预算）",
    en="(no extra ad budget until what got worse is mended)",
)
_TO_ESTIMATE = Text(zh="待估", en="to be estimated")
# Cents per step of effort: 10,000 yuan and more are worth starting with.
_HIGH_PER_EFFORT = 1_000_000
_MEDIUM_PER_EFFORT = 100_000


@dataclass(frozen=True, slots=True)
class ActionsResult:
    """The suggested actions, most valuable first.

    Attributes:
        unchecked: what was not given, so that the rules on it could not be checked.
    """

    actions: tuple[Action, ...]
    unchecked: tuple[Text, ...]
    currency: str


def analyze(inputs: Inputs) -> ActionsResult:
    """Return the actions of the rules that fired."""
    facts = Facts(
        inputs,
        inputs.result(OverviewResult),
        inputs.result(GoalsResult),
        inputs.result(GapResult),
        inputs.result(FunnelResult),
        inputs.result(CohortsResult),
        inputs.result(RfmResult),
        inputs.result(QualityResult),
    )
    return ActionsResult(
        suggest(facts, inputs.measures.last_day),
        tuple(_unchecked(inputs)),
        inputs.settings.currency,
    )


def _unchecked(inputs: Inputs) -> Iterator[Text]:
    """Yield what is missing for some of the rules."""
    measures, dataset = inputs.measures, inputs.dataset
    if inputs.scope.baseline is None and not inputs.goals.items:
        yield Text(zh="目标或对比期", en="targets or a baseline")
    if measures.traffic is None:
        yield Text(zh="每日流量", en="daily traffic")
    if measures.orders is None or not measures.orders.has_buyers:
        yield Text(zh="买家标识", en="buyer ids")
    if not dataset.has("payments"):
        yield Text(zh="账单", en="a bill")
    if not dataset.has("product_costs"):
        yield Text(zh="成本表", en="a cost list")


def suggest(facts: Facts, data_end: date, rules: tuple[Rule, ...] = RULES) -> tuple[Action, ...]:
    """Return one action per rule that fired, contradictions merged, by what they may bring."""
    fired = [(rule, firing) for rule in rules if (firing := rule.fire(facts)) is not None]
    is_held = any(rule.key in GUARDS for rule, _ in fired)
    actions = [_action(rule, firing, data_end, is_held=is_held) for rule, firing in fired]
    return tuple(
        sorted(
            actions, key=lambda a: (a.worth_cents is None, -(a.worth_cents or 0), a.effort, a.id)
        )
    )


def _action(rule: Rule, firing: Firing, data_end: date, *, is_held: bool) -> Action:
    """Return the action of a rule that fired; one that spends is held back while a guard fires."""
    text = (firing.text or rule.text).fill(**dict(firing.values))
    worth = firing.worth or (None, None, None)
    return Action(
        rule.key,
        rule.kind,
        text + _HOLD if rule.spends and is_held else text,
        firing.metric or rule.metric,
        rule.owner,
        why=firing.why,
        baseline=firing.baseline,
        target=firing.target,
        due=data_end + timedelta(days=rule.days),
        effort=rule.effort,
        worth_cents=worth[0],
        worth_low=worth[1],
        worth_high=worth[2],
        evidence=firing.evidence,
        grade=firing.grade,
    )


def present(result: ActionsResult) -> Section:
    """Return the actions as a list to work on."""
    return Section(
        KEY,
        "action",
        TITLE,
        answer=_answer(result),
        grids=(_grid(result),) if result.actions else (),
        notes=_notes(result),
        actions=result.actions,
    )


def _answer(result: ActionsResult) -> Text:
    """Return how many actions there are, and the first one."""
    if not result.actions:
        return Text(zh="没有触发任何建议。", en="No rule fired.")
    first = result.actions[0]
    if len(result.actions) == 1:
        return Text(zh="先做这件事：{text}。", en="One thing to do: {text}.").fill(text=first.text)
    return Text(zh="先做这 {n} 件事，第一件：{text}。", en="{n} things to do, first: {text}.").fill(
        n=len(result.actions), text=first.text
    )


def _grid(result: ActionsResult) -> Grid:
    """Return one row per action."""
    rows = [
        {
            "rank": rank,
            "id": action.id,
            "kind": action.kind.text,
            "text": action.text,
            "why": action.why,
            "worth_cents": action.worth_cents,
            "worth": _range(action, result.currency),
            "owner": action.owner,
            "due": action.due,
            "check": _check(action, result.currency),
            "effort": action.effort,
            "priority": priority(action),
        }
        for rank, action in enumerate(result.actions, start=1)
    ]
    return Grid(
        "actions",
        TITLE,
        (
            Column("rank", Text(zh="序号", en="No."), Unit.COUNT),
            Column("id", Text(zh="规则", en="Rule"), Unit.ID, is_shown=False),
            Column("kind", Text(zh="类型", en="Kind")),
            Column("text", Text(zh="先做什么", en="What to do")),
            Column("why", Text(zh="凭什么", en="Why")),
            Column("worth_cents", Text(zh="值多少钱", en="Worth"), Unit.CENTS),
            Column("worth", Text(zh="区间", en="Range")),
            Column("owner", Text(zh="负责人", en="Owner")),
            Column("due", Text(zh="截止", en="Due"), Unit.DATE),
            Column("check", Text(zh="怎么算做到", en="Done when")),
            Column("effort", Text(zh="费力程度（1 ～ 5）", en="Effort (1–5)"), Unit.COUNT),
            Column("priority", Text(zh="优先级", en="Priority")),
        ),
        pd.DataFrame(rows).astype({"worth_cents": "Int64"}),
        caption=Text(
            zh="按值多少钱排序；各项有重叠，不能相加。",
            en="Ordered by worth; the actions overlap and must not be added up.",
        ),
    )


def _range(action: Action, currency: str) -> Text:
    """Return low to high in words."""
    if action.worth_low is None or action.worth_high is None:
        return _TO_ESTIMATE
    if action.worth_low == action.worth_high:
        return say_cents(action.worth_low, currency)
    low, high = say_cents(action.worth_low, currency), say_cents(action.worth_high, currency)
    return Text(zh="{low} ～ {high}", en="{low} – {high}").fill(low=low, high=high)


def _check(action: Action, currency: str) -> Text:
    """Return which metric tells that it is done, from what to what."""
    known = metric(action.metric)
    if action.target is None:
        return known.title
    sign = "≤" if known.better == "lower" else "≥"
    return Text(zh="{title} {sign} {target}", en="{title} {sign} {target}").fill(
        title=known.title, sign=sign, target=say(action.target, known.unit, currency)
    )


def priority(action: Action) -> Text:
    """Return worth against effort in words; without a worth it is to be estimated, never low."""
    if action.worth_cents is None:
        return _TO_ESTIMATE
    per_effort = action.worth_cents / action.effort
    if per_effort >= _HIGH_PER_EFFORT:
        return Text(zh="高", en="high")
    return (
        Text(zh="中", en="medium") if per_effort >= _MEDIUM_PER_EFFORT else Text(zh="低", en="low")
    )


def _notes(result: ActionsResult) -> tuple[Note, ...]:
    """Return what was not checked."""
    if not result.actions:
        nothing = Text(zh="无", en="nothing")
        missing = join_texts(result.unchecked) if result.unchecked else nothing
        return (limit("L-35", missing=missing),)
    return (
        Note(
            NoteKind.DEFINITION,
            Text(
                zh="建议只来自本次数据触发的规则；截止日从数据截止日算起，负责人是岗位，请改成人名。",
                en="Suggestions come from rules that fired on these data; due dates count from the end of the data, owners are roles: put in names.",
            ),
        ),
    )


ANALYSIS = Analysis(
    key=KEY,
    core="action",
    title=TITLE,
    tab=ACTIONS,
    sheet="16",
    question=Text(
        zh="先做什么，谁做，什么时候做完？", en="What comes first, who does it, by when?"
    ),
    needs=(),
    after=("overview", "goals", "gap", "funnel", "cohorts", "rfm", "quality"),
    analyze=analyze,
    present=present,
)
