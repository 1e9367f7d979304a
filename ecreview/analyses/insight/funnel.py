"""The funnel from report totals: where visitors and orders are lost, and what that costs.

Unit of observation: daily visitors (人次) for 访客 → 收藏、加购 → 下单 → 支付, orders for 下单 → 支付 → 未退款;
the two are never divided by each other. Definitions:
    step rate = those who took the step ÷ those of the last mandatory stage (the cart may be skipped).
    cart-to-order = ordering buyers ÷ cart visitors: a ratio of groups that are not nested, without interval.
    overall rate = stage ÷ first stage.
    loss = (reference rate − actual) × previous stage, valued at the downstream reference rates and the spend
    per buyer of the period; single-step what-ifs that do not add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import FUNNEL, Analysis, Inputs, Need
from ecreview.analyses.insight.funnel_stages import Funnel, order_funnel, people_funnel
from ecreview.analyses.insight.steps import (
    DROP,
    INTERVAL,
    OVERALL_RATE,
    RATES,
    RATES_WITH_INTERVALS,
    STEP_RATE,
    Step,
    step_figure,
    step_grade,
)
from ecreview.analyses.limits import limit
from ecreview.model.section import (
    BoxChart,
    Column,
    Figure,
    FunnelChart,
    Grid,
    Note,
    NoteKind,
    Section,
    Tone,
)
from ecreview.model.tables import TRAFFIC_DAILY
from ecreview.model.text import (
    EMPTY,
    Text,
    Unit,
    join_texts,
    say_cents,
    say_count,
    say_points,
    say_rate,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "funnel"
TITLE = Text(zh="转化漏斗", en="Funnel")


@dataclass(frozen=True, slots=True)
class FunnelResult:
    """Up to two funnels: visitors, and orders."""

    funnels: tuple[Funnel, ...]
    has_events: bool
    currency: str

    @property
    def leak(self) -> Step | None:
        """Return the leak of the first funnel that has one."""
        return next((f.leak for f in self.funnels if f.leak is not None), None)


def analyze(inputs: Inputs) -> FunnelResult:
    """Return the funnels that the files allow, compared with target and baseline."""
    found = (people_funnel(inputs), order_funnel(inputs))
    return FunnelResult(
        tuple(f for f in found if f is not None),
        inputs.dataset.has("events"),
        inputs.settings.currency,
    )


def present(result: FunnelResult) -> Section:
    """Return the funnels, the steps with their intervals, and where most is lost."""
    return Section(
        KEY,
        "insight",
        TITLE,
        answer=_answer(result),
        figures=tuple(_figures(result)),
        grids=tuple(grid for f in result.funnels for grid in (_stage_grid(f), _step_grid(f))),
        charts=tuple(chart for f in result.funnels for chart in (_funnel_chart(f), _step_chart(f))),
        notes=tuple(_notes(result)),
    )


def _answer(result: FunnelResult) -> Text:
    """Return what becomes of a hundred visitors (or orders), and where most is lost."""
    if not result.funnels:
        return Text(zh="没有足够的环节，画不出漏斗。", en="Too few stages for a funnel.")
    head = _hundred(result.funnels[0])
    leak = result.leak
    if leak is None:
        return Text(zh="{head}。", en="{head}.").fill(head=head)
    return Text(zh="{head}；漏得最多的是{leak}。", en="{head}; most is lost at: {leak}.").fill(
        head=head, leak=leak.title
    )


def _hundred(funnel: Funnel) -> Text:
    """Return how many of a hundred reach each later stage."""
    first = funnel.stages[0].value
    if not first:
        return Text(zh="第一环没有人", en="Nobody entered the first stage")
    hundred = [f"{s.value / first * 100:,.1f}".removesuffix(".0") for s in funnel.stages[1:]]
    parts = [s.clause.fill(n=n) for s, n in zip(funnel.stages[1:], hundred, strict=True)]
    return join_texts([funnel.opening + parts[0], *parts[1:]], zh="，", en=", ")


def _figures(result: FunnelResult) -> Iterator[Figure]:
    """Yield every stage and every step as a figure."""
    for funnel in result.funnels:
        for stage in funnel.stages:
            yield Figure(
                stage.key,
                stage.title,
                stage.value,
                Unit.COUNT,
                basis=funnel.basis,
                grade=funnel.grade(stage.key),
                target=stage.target,
                baseline=stage.before,
                definition=funnel.counted,
            )
        for step in funnel.steps:
            yield step_figure(step, funnel.basis, funnel.grade(step.key))


def _stage_grid(funnel: Funnel) -> Grid:
    """Return one row per stage: count, step rate, overall rate, drop-off."""
    rows = []
    first = funnel.stages[0].value
    for stage, last in funnel.pairs:
        rate = stage.value / last.value if stage is not last and last.value else None
        rows.append(
            {
                "stage": stage.key,
                "name": stage.title,
                "value": stage.value,
                "unit": funnel.unit,
                "step_rate": rate,
                "overall_rate": stage.value / first if first else None,
                "drop": None if rate is None else 1 - rate,
                "target": stage.target,
                "baseline": stage.before,
            }
        )
    return Grid(
        f"{funnel.key}_stages",
        Text(zh="各环节人数（{unit}）", en="Stages ({unit})").fill(unit=funnel.unit),
        (
            Column("stage", Text(zh="指标", en="Metric"), Unit.ID, is_shown=False),
            Column("name", Text(zh="环节", en="Stage")),
            Column("value", Text(zh="本期", en="This period"), Unit.COUNT),
            Column("unit", Text(zh="单位", en="Unit")),
            STEP_RATE,
            OVERALL_RATE,
            DROP,
            Column("target", Text(zh="目标", en="Target"), Unit.COUNT),
            Column("baseline", Text(zh="对比期", en="Baseline"), Unit.COUNT),
        ),
        pd.DataFrame(rows),
        caption=Text(
            zh="收藏和加购可以跳过：它们之后的单步转化率除以最后一个必经环节。",
            en="Saving and the cart may be skipped: later step rates are divided by the last mandatory stage.",
        ),
    )


def _step_grid(funnel: Funnel) -> Grid:
    """Return one row per step: rate with interval, comparison, what its shortfall is worth."""
    frame = pd.DataFrame([_step_row(s) for s in funnel.steps]).astype({"lost_cents": "Int64"})
    return Grid(
        f"{funnel.key}_steps",
        Text(zh="每一步", en="Each step"),
        (
            Column("step", Text(zh="指标", en="Metric"), Unit.ID, is_shown=False),
            Column("name", Text(zh="步骤", en="Step")),
            Column("part", Text(zh="走到的", en="Took it"), Unit.COUNT),
            Column("whole", Text(zh="可能走到的", en="Could"), Unit.COUNT),
            Column("rate", Text(zh="比例", en="Share"), Unit.RATE),
            *INTERVAL,
            Column("target", Text(zh="目标", en="Target"), Unit.RATE),
            Column("baseline", Text(zh="对比期", en="Baseline"), Unit.RATE),
            Column("verdict", Text(zh="与对比期", en="Against the baseline")),
            Column(
                "detectable",
                Text(zh="可检出的最小差异", en="Smallest detectable difference"),
                Unit.RATE,
            ),
            Column("lost", Text(zh="少走到的", en="Lost"), Unit.NUMBER),
            Column("lost_cents", Text(zh="相当于少卖", en="Worth"), Unit.CENTS),
        ),
        frame,
        caption=Text(
            zh="“相当于少卖”是单步假设（只有这一步回到目标或对比期），各步不能相加；要能相加的，看差距归因。",
            en="“Worth” is a what-if of one step alone; the steps do not add up. For parts that do, see the gap attribution.",
        ),
    )


def _step_row(step: Step) -> dict[str, object]:
    """Return a step as a row; a sample too small for a percentage shows its counts only."""
    low, high = step.interval or (None, None)
    return {
        "step": step.key,
        "name": step.title,
        "part": step.part,
        "whole": step.whole,
        "rate": step.rate if step.is_big_enough else None,
        "low": low,
        "high": high,
        "target": step.target,
        "baseline": step.rate_before,
        "verdict": step.verdict,
        "detectable": step.detectable,
        "lost": step.lost,
        "lost_cents": step.lost_cents,
    }


def _funnel_chart(funnel: Funnel) -> FunnelChart:
    """Return the stages as bars, with target and baseline where known."""
    frame = pd.DataFrame(
        {
            "stage": [s.title for s in funnel.stages],
            "value": [float(s.value) for s in funnel.stages],
            "target": pd.Series([s.target for s in funnel.stages], dtype="float64"),
            "baseline": pd.Series([s.before for s in funnel.stages], dtype="float64"),
        }
    ).dropna(axis="columns", how="all")
    return FunnelChart(
        f"{funnel.key}_funnel",
        _hundred(funnel),
        Text(
            zh="{unit}；竖线 = 目标，空圈 = 对比期",
            en="{unit}; tick = target, open circle = baseline",
        ).fill(unit=funnel.unit),
        Text(zh="漏斗图：{parts}", en="Funnel: {parts}").fill(parts=_hundred(funnel)),
        Unit.COUNT,
        frame,
    )


def _step_chart(funnel: Funnel) -> BoxChart:
    """Return the step rates with their intervals; the ratio carries a star and no interval."""
    return BoxChart(
        f"{funnel.key}_rates",
        _step_title(funnel),
        Text(
            zh="点 = 本期，横线 = 95% 区间；带 * 的是比值，没有区间",
            en="Dot = this period, line = 95 % interval; * marks a ratio, which has none",
        ),
        RATES_WITH_INTERVALS,
        Unit.RATE,
        pd.DataFrame([_box(step) for step in funnel.steps]),
    )


def _box(step: Step) -> dict[str, object]:
    """Return a step as a mark: coloured where it differs from the reference beyond its interval."""
    low, high = step.interval or (None, None)
    star = "" if step.is_nested else " *"
    note = EMPTY
    if not step.is_big_enough:
        words = Text(zh="{part} / {whole} · 样本不足", en="{part} / {whole} · too few")
        note = words.fill(part=say_count(step.part), whole=say_count(step.whole))
    return {
        "label": Text(zh=f"{step.title.zh}{star}", en=f"{step.title.en}{star}"),
        "value": step.rate,
        "low": low,
        "high": high,
        "tone": _tone(step).value,
        "note": note,
    }


def _tone(step: Step) -> Tone:
    """Return good or bad only where the reference lies outside the interval."""
    if not step.is_big_enough:
        return Tone.UNKNOWN
    ends, reference = step.interval, step.reference
    if ends is None or reference is None or ends[0] <= reference <= ends[1]:
        return Tone.ACTUAL
    return Tone.GOOD if ends[0] > reference else Tone.BAD


def _step_title(funnel: Funnel) -> Text:
    """Return which step fell short, or that none did."""
    leak = funnel.leak
    if leak is None or leak.rate is None or leak.reference is None:
        return RATES
    return Text(zh="{leak}低 {points}", en="{leak} is {points} lower").fill(
        leak=leak.title, points=say_points(abs(leak.rate - leak.reference))
    )


def _notes(result: FunnelResult) -> Iterator[Note]:
    """Yield the leak with its worth, stages larger than their predecessor, and the limits."""
    for funnel in result.funnels:
        if funnel.leak is not None:
            yield _leak_note(funnel, funnel.leak, result.currency)
        yield from _larger_stages(funnel)
    if any(not s.is_nested for f in result.funnels for s in f.steps):
        yield limit("L-6")
    if any(f.key == "people" for f in result.funnels):
        yield limit("L-5")
    if not result.has_events:
        yield limit("L-19")


def _leak_note(funnel: Funnel, leak: Step, currency: str) -> Note:
    """Return what the largest leak is worth."""
    return Note(
        NoteKind.FINDING,
        Text(
            zh="{leak} {rate}，{reference} {before}：少走到 {lost} {unit}，相当于少卖 {amount}。",
            en="{leak} {rate} against {before} in the {reference}: {lost} {unit} fewer, worth {amount}.",
        ).fill(
            leak=leak.title,
            rate=say_rate(leak.rate),
            reference=Text(zh="对比期", en="baseline")
            if leak.target is None
            else Text(zh="目标", en="target"),
            before=say_rate(leak.reference),
            lost=say_count(leak.lost),
            unit=funnel.unit,
            amount=say_cents(leak.lost_cents, currency),
        ),
        evidence=(f"{KEY}/{leak.key}", f"{KEY}/{funnel.key}_steps"),
        amount_cents=-(leak.lost_cents or 0),
        grade=step_grade(leak, funnel.grade(leak.key)),
    )


def _larger_stages(funnel: Funnel) -> Iterator[Note]:
    """Yield stages with more people than the mandatory one before: never clipped, to be explained."""
    for stage, last in funnel.pairs:
        if stage.value > last.value:
            yield Note(
                NoteKind.LIMIT,
                Text(
                    zh="{stage} {n} 多于{last} {m}：多半是统计口径或时间不同（如前几天加购、当天下单），请核对。",
                    en="{stage} {n} exceeds {last} {m}: most likely counted differently or on other days (a cart of an earlier day); please check.",
                ).fill(
                    stage=stage.title,
                    n=say_count(stage.value),
                    last=last.title,
                    m=say_count(last.value),
                ),
                evidence=(f"{KEY}/{stage.key}", f"{KEY}/{last.key}"),
            )


ANALYSIS = Analysis(
    key=KEY,
    core="insight",
    title=TITLE,
    tab=FUNNEL,
    sheet="05",
    question=Text(zh="人在哪一步走掉了？", en="At which step do people leave?"),
    needs=(Need("traffic_daily", or_else=(Need("orders"),)),),
    export=TRAFFIC_DAILY.export,
    analyze=analyze,
    present=present,
)
