"""Goals: which were reached, by how much they were missed, and how the amount built up day by day.

Unit of observation: a target whose period is exactly the period under review. Definitions:
    attainment = actual ÷ target; where lower is better, target ÷ actual. No target is not a target of 0.
    gap = actual − target; in yuan where the metric is money or a link of the chain (its effect).
    pacing = cumulative actual against a straight line to the target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import VERDICT, Analysis, Inputs, Need
from ecreview.analyses.goals.gap import GapResult
from ecreview.analyses.goals.overview import OverviewResult
from ecreview.analyses.goals.pacing import pacing_charts, pacing_of
from ecreview.analyses.goals.targets import unknown_targets
from ecreview.analyses.headlines import NET
from ecreview.model.grade import Grade
from ecreview.model.metrics import metric
from ecreview.model.section import Column, Figure, Grid, Note, NoteKind, Reason, Section
from ecreview.model.tables import TARGETS
from ecreview.model.text import Text, Unit, same, say, say_cents, say_points, say_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.model.scope import Goal

KEY = "goals"
TITLE = Text(zh="目标达成", en="Goals")
CONSISTENT = 0.02  # features GO-4: targets whose product misses the target by this much are flagged
_LONG_TERM = frozenset({"rep_30", "rep_user", "new_buyers", "gsv", "contrib", "gross", "gross_margin",
                        "refund_rate_amt", "refund_rate_ord", "fee_ratio"})  # fmt: skip
_STATUS = {
    True: Text(zh="达成", en="reached"),
    False: Text(zh="没达成", en="missed"),
    None: Text(zh="数据不足", en="not enough data"),
}
_ONE_SIDED = Text(
    zh="目标只看销售，没有用户沉淀、利润或退款的目标；只盯成交额容易忽略长期。",
    en="All targets are about sales, none about customers, profit or refunds; that overlooks the long run.",
)


@dataclass(frozen=True, slots=True)
class Attained:
    """One target with what became of it.

    Attributes:
        actual: None where undefined.
        gap_cents: what the gap is worth, None where that cannot be said.
        final: ends between which a net number will come to rest, None = open; both None for other numbers.
        grade: of the actual value.
    """

    goal: Goal
    actual: float | None
    gap_cents: int | None
    final: tuple[float | None, float | None] = (None, None)
    grade: Grade | None = None

    @property
    def attainment(self) -> float | None:
        """Return actual ÷ target, turned round where lower is better; None where undefined."""
        if self.actual is None:
            return None
        lower = metric(self.goal.metric).better == "lower"
        part, whole = (self.goal.target, self.actual) if lower else (self.actual, self.goal.target)
        return part / whole if whole else None

    @property
    def is_reached(self) -> bool | None:
        """Return whether the target was reached, None where that cannot be told, or not before refunds are in."""
        if self.actual is None or self.grade is Grade.D:
            return None
        verdicts = {self._reaches(end) for end in self._ends}
        return verdicts.pop() if len(verdicts) == 1 else None

    @property
    def _ends(self) -> tuple[float | None, float | None]:
        """Return the lowest and the highest it may be in the end, None = open."""
        return (self.actual, self.actual) if self.final == (None, None) else self.final

    def _reaches(self, end: float | None) -> bool:
        """Return whether a value reaches the target; an open end is one that does not."""
        if end is None:
            return False
        is_lower = metric(self.goal.metric).better == "lower"
        return end <= self.goal.target if is_lower else end >= self.goal.target


@dataclass(frozen=True, slots=True, eq=False)
class GoalsResult:
    """The targets of the period.

    Attributes:
        rows: one per target of the whole shop for exactly this period.
        others: how many targets are for other periods, shops or channels.
        unknown: metric names that nobody knows.
        product: what the targets of visitors, conversion and spend multiply to, None where one is missing.
        pacing: day, series words and cumulative cents, see `pacing_of`; empty without a target of the amount.
    """

    rows: tuple[Attained, ...]
    others: int
    unknown: tuple[str, ...]
    product: float | None
    pacing: pd.DataFrame
    currency: str

    @property
    def amount(self) -> Attained | None:
        """Return the target of the paid amount, None without one."""
        return next((r for r in self.rows if r.goal.metric == "gmv_pay"), None)

    @property
    def product_and_target(self) -> tuple[float, float] | None:
        """Return what the links multiply to, and the target of the amount; None where one is missing or 0."""
        target = self.amount.goal.target if self.amount else None
        return (self.product, target) if self.product is not None and target else None


def analyze(inputs: Inputs) -> GoalsResult:
    """Return attainment and gap per target, the pacing and whether the targets multiply."""
    period = inputs.scope.period
    here = [g for g in inputs.goals.items if g.period == period and not g.scope]
    overview, gap = inputs.result(OverviewResult), inputs.result(GapResult)
    values = {f.key: f.value for f in overview.figures} if overview else {}
    final = {f.key: (f.low, f.high) for f in overview.figures if f.key in NET} if overview else {}
    grades = {f.key: f.grade for f in overview.figures} if overview else {}
    rows = tuple(
        Attained(
            g,
            values.get(g.metric),
            _worth(g, values.get(g.metric), gap),
            final.get(g.metric, (None, None)),
            grades.get(g.metric),
        )
        for g in here
    )
    return GoalsResult(
        rows,
        len(inputs.goals.items) - len(here),
        unknown_targets(inputs.dataset),
        _product(inputs),
        pacing_of(inputs),
        inputs.settings.currency,
    )


def _worth(goal: Goal, actual: float | None, gap: GapResult | None) -> int | None:
    """Return the gap in cents: of money itself, of a link its effect, else None."""
    if actual is not None and metric(goal.metric).unit is Unit.CENTS and goal.metric != "aov_buyer":
        return round(actual - goal.target)
    if gap is None or gap.reference != "target" or gap.is_assumed:
        return None
    same_name = (e for e in gap.effects if e.title == metric(goal.metric).title)
    return next((e.cents for e in same_name), None)


def _product(inputs: Inputs) -> float | None:
    """Return visitors × conversion × spend per buyer of the targets, None where one is missing."""
    product = 1.0
    for key in ("uv", "pay_cvr", "aov_buyer"):
        target = inputs.goals.target(key, inputs.scope.period)
        if target is None:
            return None
        product *= target
    return product


def present(result: GoalsResult) -> Section:
    """Return attainment per target, the pacing chart, and what is odd about the targets."""
    return Section(
        KEY,
        "goals",
        TITLE,
        answer=_answer(result),
        figures=(_attainment(result),),
        grids=(_grid(result),) if result.rows else (),
        charts=pacing_charts(result.pacing, result.currency),
        notes=tuple(_notes(result)),
    )


def _answer(result: GoalsResult) -> Text:
    """Return how many targets were reached, and which was missed by most."""
    if not result.rows:
        return Text(
            zh="没有本期的目标。填上目标，就能看达成和差在哪一环。",
            en="There is no target for this period. Add some to see what was reached.",
        )
    judged = [r for r in result.rows if r.is_reached is not None]
    reached = [r for r in judged if r.is_reached]
    sentence = Text(zh="{n} 个目标达成 {k} 个", en="{k} of {n} targets reached").fill(
        n=len(result.rows), k=len(reached)
    )
    missed = [r for r in judged if not r.is_reached]
    if not missed:
        return Text(zh=f"{sentence.zh}。", en=f"{sentence.en}.")
    worst = min(missed, key=lambda r: (r.attainment or 0, r.goal.metric))
    return Text(
        zh="{sentence}；差得最多的是{title}，达成 {rate}。",
        en="{sentence}; the one missed by most is {title}, {rate} attained.",
    ).fill(
        sentence=sentence, title=metric(worst.goal.metric).title, rate=say_rate(worst.attainment)
    )


def _attainment(result: GoalsResult) -> Figure:
    """Return the attainment of the paid amount."""
    known, row = metric("attainment"), result.amount
    value = row.attainment if row else None
    return Figure(
        "attainment",
        known.title,
        value,
        Unit.RATE,
        numerator=row.actual if row else None,
        denominator=row.goal.target if row else None,
        grade=row.grade if row else None,
        reason=None if value is not None else Reason.NOT_OBSERVED,
        definition=known.formula,
    )


def _grid(result: GoalsResult) -> Grid:
    """Return one row per target."""
    rows = [
        {
            "metric": r.goal.metric,
            "name": metric(r.goal.metric).title,
            "target": _words(r.goal.target, r.goal.metric, result.currency),
            "actual": _words(r.actual, r.goal.metric, result.currency),
            "attainment": r.attainment,
            "gap": _gap_words(r, result.currency),
            "gap_cents": r.gap_cents,
            "status": _STATUS[r.is_reached],
            "owner": same(r.goal.owner),
        }
        for r in result.rows
    ]
    return Grid(
        "targets",
        Text(zh="目标与达成", en="Targets and attainment"),
        (
            Column("metric", Text(zh="指标 ID", en="Metric id"), Unit.ID, is_shown=False),
            Column("name", Text(zh="指标", en="Metric")),
            Column("target", Text(zh="目标", en="Target")),
            Column("actual", Text(zh="实际", en="Actual")),
            Column("attainment", Text(zh="达成率", en="Attainment"), Unit.RATE),
            Column("gap", Text(zh="差距", en="Gap")),
            Column("gap_cents", Text(zh="值多少钱", en="Worth"), Unit.CENTS),
            Column("status", Text(zh="结果", en="Outcome")),
            Column("owner", Text(zh="负责人", en="Owner")),
        ),
        pd.DataFrame(rows).astype({"gap_cents": "Int64"}),
        caption=Text(
            zh="越低越好的指标，达成率 = 目标 ÷ 实际。",
            en="Where lower is better, attainment is target ÷ actual.",
        ),
    )


def _words(value: float | None, key: str, currency: str) -> Text:
    """Return a value of a metric in words."""
    return say(value, metric(key).unit, currency)


def _gap_words(row: Attained, currency: str) -> Text:
    """Return actual − target in words, rates in percentage points."""
    if row.actual is None:
        return say(None, Unit.COUNT)
    gap = row.actual - row.goal.target
    if metric(row.goal.metric).unit is Unit.RATE:
        return say_points(gap)
    return _words(gap, row.goal.metric, currency)


def _notes(result: GoalsResult) -> Iterator[Note]:
    """Yield contradictions between targets, unbalanced targets, and targets that were not used."""
    both = result.product_and_target
    if both is not None and abs(both[0] / both[1] - 1) >= CONSISTENT:
        yield _inconsistent(*both, result.currency)
    if result.rows and not any(r.goal.metric in _LONG_TERM for r in result.rows):
        yield Note(NoteKind.LIMIT, _ONE_SIDED)
    if result.unknown:
        names = same("、".join(result.unknown))
        yield Note(
            NoteKind.LIMIT,
            Text(
                zh="目标表里这些指标认不出来，没有计入：{names}。",
                en="Unknown metrics in the target table, left out: {names}.",
            ).fill(names=names),
        )
    if result.others:
        yield Note(
            NoteKind.LIMIT,
            Text(
                zh="另有 {n} 个目标不是本期或不是全店的，没有计入。",
                en="{n} further targets are for other periods or parts of the shop, left out.",
            ).fill(n=result.others),
        )


def _inconsistent(product: float, target: float, currency: str) -> Note:
    """Return that the targets of the links do not multiply to the target of the amount."""
    return Note(
        NoteKind.FINDING,
        Text(
            zh="目标自相矛盾：访客 × 转化率 × 客单价 = {product}，支付金额目标是 {target}，相差 {off}。",
            en="The targets contradict each other: visitors × conversion × spend = {product}, the target is {target}, {off} apart.",
        ).fill(
            product=say_cents(product, currency),
            target=say_cents(target, currency),
            off=say_rate(abs(product / target - 1)),
        ),
        evidence=(f"{KEY}/targets",),
        amount_cents=round(product - target),
        title=Text(zh="目标对不上", en="Targets do not multiply"),
    )


ANALYSIS = Analysis(
    key=KEY,
    core="goals",
    title=TITLE,
    tab=VERDICT,
    sheet="02",
    question=Text(zh="哪些目标达成了，差多少？", en="Which targets were reached?"),
    needs=(Need("orders", or_else=(Need("traffic_daily"),)),),
    export=TARGETS.export,
    after=("overview", "gap"),
    analyze=analyze,
    present=present,
)
