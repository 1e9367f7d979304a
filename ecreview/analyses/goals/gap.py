"""Where the gap arose: which link of the chain makes up how much of the difference, exact to the cent.

Unit of observation: the period against its target, or against the baseline where there is no target.
gap = actual − reference, in cents; the effects of the links are Shapley parts (independent of the links'
order) and sum to the gap; LMDI stands beside them as a cross-check; chain substitution is an option.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import VERDICT, Analysis, Choice, Inputs, Need
from ecreview.analyses.goals.effects import DAILY_SPEND, RESIDUAL, Effect, effects_of
from ecreview.analyses.identity import Sides, against_targets, between, decimal, scaled_to_target
from ecreview.analyses.limits import limit
from ecreview.model.grade import Grade, worst
from ecreview.model.metrics import metric
from ecreview.model.section import (
    Column,
    Figure,
    Grid,
    Note,
    NoteKind,
    Reason,
    Section,
    Tone,
    WaterfallChart,
)
from ecreview.model.text import Text, Unit, join_texts, say, say_cents

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "gap"
TITLE = Text(zh="差距归因", en="Gap attribution")
CAUSES_SHOWN = 3
CAUSE_PART = 0.05  # a link that makes up less of the gap is not called a cause
WORD_TARGET = Text(zh="目标", en="target")
WORD_BASELINE = Text(zh="对比期", en="baseline")

_DAILY_BUYERS = Note(
    NoteKind.DEFINITION,
    Text(
        zh="链条里的支付买家按日报各天相加，和访客同一口径；客单价也除以它，所以与按期内去重买家算的客单价不同。",
        en="The chain counts paying buyers day by day like its visitors, and divides spend by them; spend per distinct buyer of the period is another number.",
    ),
    evidence=("overview/pay_cvr", "overview/aov_buyer"),
)
_SCALED = Text(
    zh="只定了支付金额的目标，没有各环节的目标：假设转化率和客单价与对比期相同，第一环按比例放大到目标。",
    en="Only the paid amount has a target: the other links are assumed as in the baseline, and the first one scaled to the target.",
)
_UNEVEN = Text(
    zh="本期与对比期的天数不同，差距里含天数的影响。",
    en="The two periods differ in length; the gap contains that difference.",
)
_TOTAL_ONLY = Text(
    zh="只能看出总差距。补上访客数、支付转化率、客单价的目标，或给出对比期，就能拆到每一环。",
    en="Only the total gap can be told. Add targets of visitors, conversion and spend per buyer, or a baseline, to cut it into links.",
)
_NOT_MULTIPLYING = Text(
    zh="各环节目标相乘不等于支付金额目标，相差的部分单列为“目标之间对不上”。",
    en="The targets of the links do not multiply to the target of the paid amount; the difference stands apart.",
)


@dataclass(frozen=True, slots=True)
class GapResult:
    """The gap and its parts.

    Attributes:
        reference: `target`, `baseline`, or None where there is nothing to compare with.
        actual_cents, reference_cents: None where unknown.
        effects: in the chain's order; empty where only the total is known.
        is_assumed: whether the target's structure is the baseline's, scaled.
        is_chain: whether the parts are by chain substitution instead of Shapley.
        is_uneven: whether period and baseline differ in length.
    """

    reference: str | None
    actual_cents: int | None
    reference_cents: int | None
    effects: tuple[Effect, ...] = ()
    is_assumed: bool = False
    is_chain: bool = False
    is_uneven: bool = False
    grade: Grade | None = None
    currency: str = "CNY"

    @property
    def gap_cents(self) -> int | None:
        """Return actual − reference, None where one is unknown."""
        if self.actual_cents is None or self.reference_cents is None:
            return None
        return self.actual_cents - self.reference_cents

    @property
    def drivers(self) -> tuple[Effect, ...]:
        """Return the effects that go the gap's way, largest first; not those without enough data."""
        gap = self.gap_cents or 0
        same = [e for e in self.effects if e.cents * gap > 0 and e.grade is not Grade.D]
        return tuple(sorted(same, key=lambda e: (-abs(e.cents), e.key)))


def analyze(inputs: Inputs) -> GapResult:
    """Return the gap to the target, else to the baseline, cut into the links of the chain."""
    scope, goals = inputs.scope, inputs.goals
    now = inputs.measures.totals(scope.period)
    before = inputs.measures.totals(scope.baseline) if scope.baseline else None
    target = goals.target("gmv_pay", scope.period)
    sides = against_targets(goals, scope.period, now)
    if target is None and sides is not None:
        target = float(prod(sides.before))
    if target is not None:
        if sides is None and before is not None:
            sides = scaled_to_target(decimal(target), before, now)
        return _result(inputs, "target", round(target), sides)
    if before is None or before.gmv_pay is None:
        return GapResult(None, now.gmv_pay, None)
    return _result(inputs, "baseline", before.gmv_pay, between(before, now))


def _result(inputs: Inputs, reference: str, cents: int, sides: Sides | None) -> GapResult:
    """Return the result against a reference amount."""
    now = inputs.measures.totals(inputs.scope.period)
    baseline = inputs.scope.baseline
    is_chain = inputs.options.get("method") == "chain"
    effects: tuple[Effect, ...] = ()
    if sides is not None and now.gmv_pay is not None:
        is_compared = reference == "baseline" or sides.is_assumed
        effects = effects_of(
            inputs,
            sides,
            now.gmv_pay - cents,
            is_chain=is_chain,
            baseline=baseline if is_compared else None,
        )
    return GapResult(
        reference,
        now.gmv_pay,
        cents,
        effects,
        is_assumed=sides is not None and sides.is_assumed,
        is_chain=is_chain,
        is_uneven=reference == "baseline"
        and baseline is not None
        and baseline.days != inputs.scope.period.days,
        grade=worst(*(e.grade for e in effects)),
        currency=inputs.settings.currency,
    )


def present(result: GapResult) -> Section:
    """Return the waterfall, the table of effects and the causes in order of money."""
    return Section(
        KEY,
        "goals",
        TITLE,
        answer=_answer(result),
        figures=_figures(result),
        grids=(_grid(result),) if result.effects else (),
        charts=(_waterfall(result),) if result.effects else (),
        notes=(*_causes(result), *_limits(result)),
    )


def _answer(result: GapResult) -> Text:
    """Return the gap in one sentence with what makes up most of it."""
    gap = result.gap_cents
    if gap is None:
        return Text(
            zh="没有目标，也没有对比期，看不出差距。",
            en="No target and no period to compare with, so there is no gap to tell.",
        )
    sentence = Text(
        zh="比{reference}{more} {amount}", en="{amount} {more} than the {reference}"
    ).fill(
        reference=_reference(result),
        amount=say_cents(abs(gap), result.currency),
        more=more_or_less(gap),
    )
    if not result.drivers:
        return Text(zh=f"{sentence.zh}。", en=f"{sentence.en}.")
    main = result.drivers[0]
    return Text(
        zh="{sentence}，主要在{link}（{effect}）。",
        en="{sentence}, mainly through {link} ({effect}).",
    ).fill(
        sentence=sentence,
        link=main.title.inside(),
        effect=with_sign(main.cents, say_cents(main.cents, result.currency)),
    )


def _reference(result: GapResult) -> Text:
    """Return the word for what is compared with."""
    return WORD_TARGET if result.reference == "target" else WORD_BASELINE


def more_or_less(change: float) -> Text:
    """Return the word for the direction of a change."""
    return Text(zh="多", en="more") if change >= 0 else Text(zh="少", en="less")


def with_sign(change: float, words: Text) -> Text:
    """Return a worded change with its sign, plus included."""
    return Text(zh=f"+{words.zh}", en=f"+{words.en}") if change > 0 else words


def _figures(result: GapResult) -> tuple[Figure, ...]:
    """Return gap, actual and reference, and one figure per effect."""
    gap = result.gap_cents
    known = metric("gap")
    head = Figure(
        "gap",
        known.title,
        gap,
        Unit.CENTS,
        grade=result.grade,
        reason=None if gap is not None else Reason.NOT_OBSERVED,
        target=0 if result.reference == "target" else None,
        definition=known.formula,
    )
    return (head, *(_effect_figure(e) for e in result.effects))


def _effect_figure(effect: Effect) -> Figure:
    """Return an effect as a figure, so that causes and actions can point at it."""
    return Figure(
        f"effect_{effect.key}",
        Text(zh="{link}的影响", en="Effect of {link}").fill(link=effect.title),
        effect.cents,
        Unit.CENTS,
        grade=effect.grade,
        low=effect.low_cents,
        high=effect.high_cents,
        definition=Text(
            zh="各环节影响之和等于差距；上下限是换一种替代顺序的结果",
            en="the parts of all links sum to the gap; low and high are those of other orders of change",
        ),
    )


def _grid(result: GapResult) -> Grid:
    """Return one row per link in the chain's order."""
    gap = result.gap_cents or 0
    rows = [
        {
            "factor": e.key,
            "name": e.title,
            "before": say(e.before, e.unit, result.currency),
            "after": say(e.after, e.unit, result.currency),
            "effect_cents": e.cents,
            "share": e.cents / gap if gap else None,
            "lmdi_cents": None if e.lmdi_cents is None else round(e.lmdi_cents),
        }
        for e in result.effects
    ]
    return Grid(
        "effects",
        Text(zh="每一环的影响", en="Effect of each link"),
        (
            Column("factor", Text(zh="指标", en="Metric"), Unit.ID, is_shown=False),
            Column("name", Text(zh="环节", en="Link")),
            Column("before", _reference(result)),
            Column("after", Text(zh="本期", en="This period")),
            Column("effect_cents", Text(zh="影响", en="Effect"), Unit.CENTS),
            Column("share", Text(zh="占差距", en="Share of the gap"), Unit.RATE),
            Column("lmdi_cents", Text(zh="LMDI 复核", en="LMDI cross-check"), Unit.CENTS),
        ),
        pd.DataFrame(rows).astype({"lmdi_cents": "Int64"}),
        caption=_method(result),
    )


def _method(result: GapResult) -> Text:
    """Return how the parts were made and that they sum."""
    names = join_texts([e.title for e in result.effects], zh=" → ", en=" → ")
    if result.is_chain:
        return Text(
            zh="连环替代，替代顺序：{order}；换个顺序结果会变。合计等于差距。",
            en="Chain substitution in the order {order}; another order gives other parts. They sum to the gap.",
        ).fill(order=names)
    return Text(
        zh="沙普利分解，与顺序无关；链条：{order}。合计等于差距，分毫不差。",
        en="Shapley parts, independent of order; chain: {order}. They sum to the gap to the cent.",
    ).fill(order=names)


def _waterfall(result: GapResult) -> WaterfallChart:
    """Return the horizontal waterfall from the reference (0) to the gap."""
    gap = result.gap_cents or 0
    steps = [
        {
            "label": e.title,
            "value": e.cents,
            "kind": "step",
            "tone": Tone.GOOD.value if e.cents >= 0 else Tone.BAD.value,
        }
        for e in result.effects
    ]
    total = {
        "label": Text(zh="合计差额", en="Gap"),
        "value": gap,
        "kind": "total",
        "tone": Tone.TOTAL.value,
    }
    return WaterfallChart(
        "waterfall",
        _chart_title(result),
        Text(
            zh="0 = {reference} {amount}。每一环让支付金额多或少多少，合计正好是差额。",
            en="0 = {reference} {amount}. How much more or less each link brought; together they are the gap.",
        ).fill(
            reference=_reference(result), amount=say_cents(result.reference_cents, result.currency)
        ),
        Text(zh="差距瀑布图：{answer}", en="Waterfall of the gap: {answer}").fill(
            answer=_answer(result)
        ),
        Unit.CENTS,
        pd.DataFrame([*steps, total]),
    )


def _chart_title(result: GapResult) -> Text:
    """Return what the waterfall shows, with its largest bar."""
    gap = result.gap_cents or 0
    words = (
        Text(zh="差 {gap}", en="{gap} short") if gap < 0 else Text(zh="多 {gap}", en="{gap} more")
    )
    amount = words.fill(gap=say_cents(abs(gap), result.currency))
    if not result.drivers:
        return amount
    main = result.drivers[0]
    return Text(zh="{amount}里，{link}占了 {part}", en="{amount}: {link} makes up {part}").fill(
        amount=amount, link=main.title, part=say_cents(abs(main.cents), result.currency)
    )


def _causes(result: GapResult) -> Iterator[Note]:
    """Return the links that go the gap's way as cause cards, largest first."""
    return (
        Note(
            NoteKind.CAUSE if effect.cents < 0 else NoteKind.FINDING,
            Text(
                zh="{link}：{reference} {before}，本期 {after}，{direction} {amount}。",
                en="{link}: {before} in the {reference}, {after} now; {amount} {direction}.",
            ).fill(
                link=effect.title,
                reference=_reference(result),
                before=say(effect.before, effect.unit, result.currency),
                after=say(effect.after, effect.unit, result.currency),
                amount=say_cents(abs(effect.cents), result.currency),
                direction=Text(zh="少卖", en="less sold")
                if effect.cents < 0
                else Text(zh="多卖", en="more sold"),
            ),
            evidence=("gap/effects", f"gap/effect_{effect.key}"),
            amount_cents=effect.cents,
            grade=effect.grade,
            title=effect.meaning,
        )
        for effect in result.drivers[:CAUSES_SHOWN]
        if abs(effect.cents) >= CAUSE_PART * abs(result.gap_cents or 0)
    )


def _limits(result: GapResult) -> Iterator[Note]:
    """Yield what the parts cannot say."""
    if result.effects:
        yield limit("L-11")
    if result.is_assumed:
        yield Note(NoteKind.LIMIT, _SCALED)
    if result.is_uneven:
        yield Note(NoteKind.LIMIT, _UNEVEN)
    if result.gap_cents is not None and not result.effects:
        yield Note(NoteKind.LIMIT, _TOTAL_ONLY)
    if any(e.key == RESIDUAL for e in result.effects):
        yield Note(NoteKind.LIMIT, _NOT_MULTIPLYING)
    if any(e.title == DAILY_SPEND for e in result.effects):
        yield _DAILY_BUYERS


ANALYSIS = Analysis(
    key=KEY,
    core="goals",
    title=TITLE,
    tab=VERDICT,
    sheet="14",
    question=Text(zh="差距出在哪一环？", en="Which link makes up the gap?"),
    needs=(Need("orders", or_else=(Need("traffic_daily", ("pay_amount",)),)),),
    options=(
        Choice(
            "method",
            Text(zh="分解方法", en="Method"),
            (
                ("shapley", Text(zh="沙普利分解（默认）", en="Shapley (default)")),
                ("chain", Text(zh="连环替代", en="Chain substitution")),
            ),
            "shapley",
        ),
    ),
    analyze=analyze,
    present=present,
)
