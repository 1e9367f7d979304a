"""Cohorts and repurchase: who came back, and how soon.

Question: of those who bought for the first time in a month, how many came back in the months after?
Unit of observation: a buyer with at least one paid order in the files; a visit is a day with a paid order.

Definitions:
    cohort: day, week (ISO, named by its Monday) or month of the buyer's first paid order in the files.
    age k: calendar periods after the cohort's own; a cell is complete only if that period ended by the data
        end. Incomplete cells have no rate and stay out of averages.
    repurchase: see `ecreview.analyses.insight.repurchase`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecreview.analyses.base import CUSTOMERS, Analysis, Choice, Inputs, Need
from ecreview.analyses.customers import NO_BUYER_KEY, Buyers, buyers_of
from ecreview.analyses.insight.cohort_cells import cohort_cells, count_cohorts
from ecreview.analyses.insight.repurchase import (
    CURVE_MIN_BUYERS,
    CURVE_MIN_EVENTS,
    FULL_HISTORY_DAYS,
    REPEAT_DAYS,
    Repurchase,
    curve_chart,
    curve_grid,
    measure_repurchase,
    repurchase_figures,
    undefined_figures,
)
from ecreview.analyses.limits import limit
from ecreview.analyses.measures import day_of
from ecreview.model.section import Chart, Column, Grid, HeatmapChart, Note, NoteKind, Section
from ecreview.model.text import Text, Unit, say_count, say_date, say_rate

KEY = "cohorts"
TITLE = Text(zh="复购与留存", en="Repurchase and retention")

CHART_COHORTS, CHART_AGE = 24, 12
COMPARABLE_BUYERS = 100  # cohorts this large are compared in a headline

_AGES = {
    "day": Text(zh="第 {k} 天", en="Day {k}"),
    "week": Text(zh="第 {k} 周", en="Week {k}"),
    "month": Text(zh="第 {k} 个月", en="Month {k}"),
}


@dataclass(frozen=True, slots=True, eq=False)
class CohortsResult:
    """Return behaviour of the buyers.

    Attributes:
        repurchase: None without buyer ids; then the cells are empty.
        step: day, week or month.
        cells: see `cohort_cells`.
        cohorts: how many there are before the cut.
        platforms: how many platforms the orders come from.
    """

    repurchase: Repurchase | None
    step: str
    cells: pd.DataFrame
    cohorts: int = 0
    platforms: int = 1

    @property
    def buyers(self) -> Buyers | None:
        """Return the buyers, None without buyer ids."""
        return None if self.repurchase is None else self.repurchase.buyers

    @property
    def averages(self) -> pd.DataFrame:
        """Return Σ returned / Σ size per age over the cohorts complete at it: k, buyers, size, rate, cohorts."""
        whole = self.cells[self.cells["complete"]]
        sums = whole.groupby("k", as_index=False).agg(
            buyers=("buyers", "sum"), size=("size", "sum"), cohorts=("size", "size")
        )
        sums.insert(3, "rate", sums["buyers"] / sums["size"])
        return sums


def analyze(inputs: Inputs) -> CohortsResult:
    """Return the cohorts, the repurchase variants and the curve; empty without buyer ids."""
    step = str(inputs.options.get("step", "month"))
    buyers = buyers_of(inputs)
    if buyers is None:
        return CohortsResult(None, step, pd.DataFrame())
    return CohortsResult(
        measure_repurchase(inputs, buyers),
        step,
        cohort_cells(buyers, step),
        count_cohorts(buyers, step),
        _platforms(inputs),
    )


def _platforms(inputs: Inputs) -> int:
    """Return how many platforms the orders come from."""
    orders = inputs.measures.orders
    assert orders is not None  # noqa: S101 - there are buyers, so there are orders
    return int(orders.frame["platform"].nunique()) if "platform" in orders.frame.columns else 1


def present(result: CohortsResult) -> Section:
    """Return the section; without buyer ids every figure says so."""
    found = result.repurchase
    if found is None:
        return Section(
            KEY,
            "insight",
            TITLE,
            answer=NO_BUYER_KEY,
            figures=undefined_figures(),
            notes=(Note(NoteKind.LIMIT, NO_BUYER_KEY),),
        )
    unfinished = _UNFINISHED.fill(day=say_date(day_of(found.buyers.end_day)))
    has_curve = found.touch_day is not None
    return Section(
        KEY,
        "insight",
        TITLE,
        answer=_answer(found),
        figures=repurchase_figures(found),
        grids=(*_grids(result, unfinished), *((curve_grid(found),) if has_curve else ())),
        charts=(*_heatmap(result, unfinished), *((curve_chart(found),) if has_curve else ())),
        notes=_notes(result, found),
    )


def _answer(found: Repurchase) -> Text:
    """Return the 30-day rate with its counts, or why there is none, and who bought twice."""
    returned, observed = found.within
    first = _ANSWER_NONE.fill(days=REPEAT_DAYS)
    if observed:
        first = _ANSWER_WITHIN.fill(
            days=REPEAT_DAYS,
            rate=say_rate(returned / observed),
            n=say_count(returned),
            of=say_count(observed),
        )
    return _ANSWER.fill(
        first=first, buyers=say_count(found.now.buyers), twice=say_count(found.now.twice)
    )


_ANSWER_WITHIN = Text(
    zh="首单后 {days} 天内再买的占 {rate}（{n} / {of} 人）",
    en="{rate} bought again within {days} days ({n} of {of} buyers)",
)
_ANSWER_NONE = Text(
    zh="还没有买家观察满 {days} 天，{days} 日复购率暂不能算",
    en="No buyer has been observed for {days} days yet, so there is no {days}-day rate",
)
_ANSWER = Text(
    zh="{first}；本期 {buyers} 位买家里 {twice} 位买了两次以上。",
    en="{first}; {twice} of {buyers} buyers of the period bought twice or more.",
)


def _grids(result: CohortsResult, unfinished: Text) -> tuple[Grid, Grid]:
    """Return the cells in long form, and the averages per age."""
    size = Column("size", Text(zh="新客数", en="Cohort size"), Unit.COUNT)
    buyers = Column("buyers", Text(zh="回来的人数", en="Buyers back"), Unit.COUNT)
    rate = Column("rate", Text(zh="留存率", en="Retention"), Unit.RATE)
    age = Column("k", Text(zh="第几期", en="Age"), Unit.COUNT)
    cohort = Column("cohort", Text(zh="首购期", en="First purchase"))
    complete = Column("complete", Text(zh="已结束", en="Complete"))
    cut = result.cohorts > result.cells["cohort"].nunique()
    return (
        Grid(
            "retention",
            Text(zh="同期群留存", en="Cohort retention"),
            (cohort, age, buyers, size, rate, complete),
            result.cells,
            caption=unfinished,
            total=result.cohorts if cut else None,
        ),
        Grid(
            "average",
            Text(zh="各期平均（只算已结束的格）", en="Average per age (complete cells only)"),
            (
                age,
                buyers,
                size,
                rate,
                Column("cohorts", Text(zh="同期群数", en="Cohorts"), Unit.COUNT),
            ),
            result.averages,
        ),
    )


_UNFINISHED = Text(
    zh="每格 = 该期首次购买的人里，第 k 期再次付款的比例；没过完的期留空，不参与平均（数据到 {day}）",
    en="Each cell: of those who first bought in the period, the share that paid again k periods later; unfinished periods are blank and left out of averages (data up to {day})",
)


def _heatmap(result: CohortsResult, unfinished: Text) -> tuple[Chart, ...]:
    """Return the latest cells as a heat map, nothing where no cohort is old enough."""
    cells = result.cells[result.cells["k"].between(1, CHART_AGE)]
    latest = cells["cohort"].drop_duplicates().iloc[-CHART_COHORTS:]
    cells = cells[cells["cohort"].isin(latest)]
    if cells.empty:
        return ()
    frame = pd.DataFrame(
        {
            "row": cells["cohort"].to_numpy(),
            "note": [_PEOPLE.fill(n=say_count(n)) for n in cells["size"]],
            "column": [_AGES[result.step].fill(k=k) for k in cells["k"]],
            "value": cells["rate"].to_numpy(),
            "complete": cells["complete"].to_numpy(),
        }
    )
    title = _heatmap_title(result)
    return (HeatmapChart("retention", title, unfinished, title, Unit.RATE, frame),)


_PEOPLE = Text(zh="{n} 人", en="{n} buyers")


def _heatmap_title(result: CohortsResult) -> Text:
    """Return what the first age says: the weakest cohort beside the average."""
    cells = result.cells
    first = cells[(cells["k"] == 1) & cells["complete"] & (cells["size"] >= COMPARABLE_BUYERS)]
    if len(first) < 2:  # noqa: PLR2004 - one cohort has nothing to be compared with
        return Text(zh="各期新客之后回来的比例", en="Share of each cohort that came back")
    worst = first.sort_values("rate", kind="stable").iloc[0]
    return Text(
        zh="{age}回来得最少的是 {cohort}：{low}，平均 {mean}",
        en="{age}: cohort {cohort} came back least, {low} against {mean} on average",
    ).fill(
        age=_AGES[result.step].fill(k=1),
        cohort=str(worst["cohort"]),
        low=say_rate(float(worst["rate"])),
        mean=say_rate(int(first["buyers"].sum()) / int(first["size"].sum())),
    )


def _notes(result: CohortsResult, found: Repurchase) -> tuple[Note, ...]:
    """Return the day to touch buyers again, and what the numbers cannot say."""
    buyers, variants = found.buyers, Note(NoteKind.DEFINITION, _VARIANTS)
    if found.touch_day is None:
        notes = [variants, Note(NoteKind.LIMIT, _TOO_FEW)]
    else:
        text = _TOUCH.fill(reach=found.reach, day=found.touch_day)
        notes = [Note(NoteKind.FINDING, text, evidence=(f"{KEY}/curve",)), variants]
    if buyers.history_days < FULL_HISTORY_DAYS:
        notes.append(limit("L-7", days=buyers.history_days))
    if buyers.unidentified_orders:
        text = _UNIDENTIFIED.fill(n=say_count(buyers.unidentified_orders))
        notes.append(Note(NoteKind.LIMIT, text, amount_cents=buyers.unidentified_gross))
    if result.platforms > 1:
        notes.append(limit("L-28"))
    return tuple(notes)


_TOUCH = Text(
    zh="{reach} 天内回来的人里，一半在首单后 {day} 天内就回来了；想促第二单，宜在这之前触达。",
    en="Of those who came back within {reach} days, half did so by day {day}; a nudge for the second order belongs before it.",
)
_VARIANTS = Text(
    zh="四种复购率口径不同，不能混用：30 日复购率只看观察满 30 天的买家；按人数、按天、按次数的只看本期。",
    en="The four repurchase rates differ and must not be mixed: the 30-day one looks at buyers observed for 30 days, the others at the review period only.",
)
_UNIDENTIFIED = Text(
    zh="{n} 笔支付订单没有买家标识，不计入复购和留存。",
    en="{n} paid orders have no buyer id and are left out of repurchase and retention.",
)
_TOO_FEW = Text(
    zh=f"买家不足 {CURVE_MIN_BUYERS} 人或回来的不足 {CURVE_MIN_EVENTS} 人，不画复购曲线。",
    en=f"Fewer than {CURVE_MIN_BUYERS} buyers or {CURVE_MIN_EVENTS} returns: no repurchase curve.",
)

ANALYSIS = Analysis(
    key=KEY,
    core="insight",
    title=TITLE,
    tab=CUSTOMERS,
    sheet="08",
    question=Text(
        zh="第一次来的人，之后回来了多少、多久回来？",
        en="Of those who came for the first time, how many came back, and how soon?",
    ),
    needs=(Need("orders", ("paid_at",)),),
    export=NO_BUYER_KEY,
    options=(
        Choice(
            "step",
            Text(zh="首购期", en="Cohort by"),
            (
                ("day", Text(zh="按天", en="Day")),
                ("week", Text(zh="按周", en="Week")),
                ("month", Text(zh="按月", en="Month")),
            ),
            "month",
        ),
    ),
    analyze=analyze,
    present=present,
)
