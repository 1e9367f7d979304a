"""Anomalies and opportunities: days on which the shop did not run as usual, and what that was worth.

Question: on which days did sales, traffic or refunds leave their usual band, by how much money?
Unit of observation: the shop-day (the shop-week where a day has few cases).

Definitions:
    expected band: see `ecreview.analyses.risk.detector`; series: see `ecreview.analyses.risk.signals`.
    point: days off the band; level_shift: a step that lasts, or five and more days off to one side;
        missing: days without data.
    observed, expected, low, high: per day (week) of the finding, in the unit of the series.
    impact: Σ (observed − expected) × what one unit is worth; positive = an opportunity.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.base import RISK, Analysis, Inputs, Need
from ecreview.analyses.campaigns import calendar_of
from ecreview.analyses.headlines import headline
from ecreview.analyses.limits import limit
from ecreview.analyses.risk.campaign_days import off_plan, ordinary_level, plan_from_last_time
from ecreview.analyses.risk.detector import FULL_DAYS, Detection, detect
from ecreview.analyses.risk.deviations import Event, events_of, missing_days, planned_events, rank
from ecreview.analyses.risk.signals import Watched, watch
from ecreview.analyses.risk.wording import (
    DIRECTIONS,
    KINDS,
    say_event,
    say_expected,
    say_weight,
    say_what,
)
from ecreview.analyses.trust import trust_in
from ecreview.model.calendar import CALENDAR_END, Campaign
from ecreview.model.grade import Grade, worst
from ecreview.model.metrics import metric
from ecreview.model.section import (
    Band,
    Basis,
    Chart,
    Column,
    Figure,
    Grid,
    Note,
    NoteKind,
    Reason,
    Section,
    Tone,
    TrendChart,
)
from ecreview.model.text import EMPTY, Text, Unit, join_texts, same, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecreview.model.scope import Period

KEY = "anomalies"
TITLE = Text(zh="异常与机会", en="Anomalies and opportunities")

TOLD_FIRST = 5
CHARTS = 3
ONE_DAY = timedelta(days=1)

_DIRECTIONS = {-1: "down", 0: None, 1: "up"}
_OPERATIONS = Text(zh="运营", en="Operations")
_OWNERS = {
    "refunded": Text(zh="客服", en="Customer service"),
    "uv": Text(zh="推广", en="Traffic"),
}
_DRIVERS = ("uv", "pay_cvr", "orders_paid")  # looked at in this order for what moved as well


@dataclass(frozen=True, slots=True, eq=False)
class AnomaliesResult:
    """What left its usual band.

    Attributes:
        watched: the series with enough days, each with what was expected of it.
        short: comparable days of the longest series, where none has enough.
        events: by the money they are about.
        questions: days whose peak may be a campaign that the calendar does not tell.
        bands: campaigns and days without data, for the charts.
        period: under review.
        data_end: last day of the data.
        grades: how far each series can be trusted, by its key.
        currency: of the amounts.
    """

    watched: tuple[tuple[Watched, Detection], ...]
    short: int
    events: tuple[Event, ...]
    questions: tuple[date, ...]
    bands: tuple[Band, ...]
    period: Period
    data_end: date
    grades: Mapping[str, Grade | None]
    currency: str = "CNY"

    @property
    def told(self) -> list[Event]:
        """Return the events of the period whose impact is known, each told once.

        Of events that share days and direction only the one worth most is among them.
        """
        told: list[Event] = []
        for event in self.events:
            is_inside = event.start < self.period.end and event.end >= self.period.start
            if event.impact_cents is None or not is_inside:
                continue
            if not any(event.overlaps(t) and event.direction == t.direction for t in told):
                told.append(event)
        return told

    @property
    def missing(self) -> list[Event]:
        """Return the stretches of days without data."""
        return [event for event in self.events if event.kind == "missing"]


def analyze(inputs: Inputs) -> AnomaliesResult:
    """Return the events of all series, and the questions they raise."""
    calendar = calendar_of(inputs.dataset, inputs.settings)
    series = watch(inputs.measures, calendar)
    watched = [(w, detect(w.signal, w.phases, shifts=w.step == 1)) for w in series if w.is_enough]
    missing = missing_days(inputs.measures)
    events, questions = list(missing), set()
    for one, found in watched:
        events += [*events_of(one, found), *_against_last_time(one, calendar)]
        questions |= {one.day(int(i)) for i in np.flatnonzero(found.asks)}
    return AnomaliesResult(
        tuple(watched),
        max((w.comparable for w in series), default=0),
        rank(events),
        tuple(sorted(questions)),
        _bands(calendar, missing, inputs.measures.first_day, inputs.measures.last_day),
        inputs.scope.period,
        inputs.measures.last_day,
        {one.key: _grade(inputs, one) for one, _ in watched},
        inputs.settings.currency,
    )


def _grade(inputs: Inputs, watched: Watched) -> Grade | None:
    """Return the worst of the days and recognition of its table, and of a sample that is indicative only."""
    is_daily = inputs.measures.orders is None or headline(watched.key).basis.time == "day"
    few = Grade.C if watched.step == 1 and watched.comparable < FULL_DAYS else None
    return worst(trust_in(inputs, "traffic_daily" if is_daily else "orders").grade, few)


def _against_last_time(watched: Watched, calendar: Sequence[Campaign]) -> list[Event]:
    """Return the campaign days far off what the same campaign reached when it was last in the data."""
    if watched.step > 1:
        return []
    signal, phases = watched.signal, watched.phases
    plan = plan_from_last_time(signal, phases, calendar, watched.start)
    expected = signal.worded(ordinary_level(signal, phases) + np.log(plan))
    return planned_events(watched, off_plan(signal, phases, plan), expected)


def _bands(
    calendar: Sequence[Campaign], missing: Sequence[Event], first: date, last: date
) -> tuple[Band, ...]:
    """Return the campaigns within the data and the days without data."""
    campaigns = [
        Band(max(c.start, first), min(c.end - ONE_DAY, last), c.name)
        for c in sorted(calendar, key=lambda c: c.start)
        if c.start <= last and c.end > first
    ]
    gaps = {(e.start, e.end): Band(e.start, e.end, KINDS["missing"], Tone.UNKNOWN) for e in missing}
    return (*campaigns, *gaps.values())


def present(result: AnomaliesResult) -> Section:
    """Return the section: what was found, ranked by money, and what the calendar should tell."""
    return Section(
        KEY,
        "risk",
        TITLE,
        answer=_answer(result),
        figures=_figures(result),
        grids=(_grid(result),),
        charts=_charts(result),
        notes=_notes(result),
    )


def _answer(result: AnomaliesResult) -> Text:
    """Return the event of the period that is worth most."""
    if not result.watched:
        return limit("L-26").text
    told = result.told
    if not told:
        return Text(
            zh="本期各项指标都在预期范围内，没有发现异常。",
            en="All series ran within their expected bands; nothing stands out.",
        )
    first = say_weight(told[0], result.currency)
    if len(told) == 1:
        return Text(
            zh="本期有 1 处偏离预期：{first}。", en="One departure from the expected band: {first}."
        ).fill(first=first)
    return Text(
        zh="本期有 {n} 处偏离预期，影响最大的是 {first}。",
        en="{n} departures from the expected band; the largest: {first}.",
    ).fill(n=len(told), first=first)


def _figures(result: AnomaliesResult) -> tuple[Figure, ...]:
    """Return how many departures cost and brought money, and how many days have no data."""
    told = result.told
    worse = sum((e.impact_cents or 0) < 0 for e in told)
    missing = {e.start + i * ONE_DAY for e in result.missing for i in range(e.period.days)}
    reason = None if result.watched else Reason.BELOW_MIN_N
    counts = (
        ("anomaly_count", worse, reason),
        ("opportunity_count", len(told) - worse, reason),
        ("missing_days", len(missing), None),
    )
    return tuple(
        Figure(
            key,
            metric(key).title,
            None if why else count,
            Unit.COUNT,
            n=result.short,
            basis=Basis(time="day"),
            reason=why,
            better=metric(key).better,
        )
        for key, count, why in counts
    )


def _grid(result: AnomaliesResult) -> Grid:
    """Return one row per finding, by money."""
    columns = (
        Column("date", Text(zh="开始", en="From"), Unit.DATE),
        Column("end", Text(zh="结束", en="To"), Unit.DATE),
        Column("series", Text(zh="指标编码", en="Series"), is_shown=False),
        Column("name", Text(zh="指标", en="Metric")),
        Column("what", Text(zh="类型", en="Kind")),
        Column("kind", Text(zh="类型编码", en="Kind key"), is_shown=False),
        Column("direction", Text(zh="方向编码", en="Direction key"), is_shown=False),
        Column("actual", Text(zh="实际", en="Actual")),
        Column("band", Text(zh="预期（区间）", en="Expected (band)")),
        Column("observed", Text(zh="实际值", en="Observed"), Unit.NUMBER, is_shown=False),
        Column("expected", Text(zh="预期值", en="Expected"), Unit.NUMBER, is_shown=False),
        Column("low", Text(zh="区间下限", en="Low"), Unit.NUMBER, is_shown=False),
        Column("high", Text(zh="区间上限", en="High"), Unit.NUMBER, is_shown=False),
        Column("impact_cents", Text(zh="金额影响", en="Impact"), Unit.CENTS),
        Column("n", Text(zh="可比天数", en="Days compared"), Unit.COUNT),
        Column("grade", Text(zh="等级", en="Grade")),
        Column("text", Text(zh="说明", en="In words"), is_shown=False),
        Column("driver", Text(zh="可能的来处", en="Where it may come from")),
        Column("owner", Text(zh="谁来看", en="Who looks into it")),
    )
    rows = [_row(event, result) for event in result.events]
    frame = pd.DataFrame(rows, columns=[c.key for c in columns]).astype({"impact_cents": "Int64"})
    caption = Text(
        zh="按金额排序；实际与预期是期间每天（低量指标为每周）的均值",
        en="by money; actual and expected are means per day (per week for small series)",
    )
    return Grid(
        "findings",
        Text(zh="异常与机会清单", en="Anomalies and opportunities"),
        columns,
        frame,
        caption,
    )


def _row(event: Event, result: AnomaliesResult) -> dict[str, object]:
    """Return the grid row of an event."""
    known = metric(event.series)
    return {
        "date": event.start,
        "end": event.end,
        "series": event.series,
        "name": known.title,
        "what": say_what(event),
        "kind": event.kind,
        "direction": _DIRECTIONS[event.direction],
        "actual": say(event.observed, known.unit, result.currency),
        "band": say_expected(event, result.currency),
        "observed": event.observed,
        "expected": event.expected,
        "low": event.low,
        "high": event.high,
        "impact_cents": event.impact_cents,
        "n": event.n,
        "grade": None if event.kind == "missing" else result.grades.get(event.series),
        "text": say_event(event, result.currency),
        "driver": _driver(event, result.events),
        "owner": Text(zh="数据", en="Data")
        if event.kind == "missing"
        else _OWNERS.get(event.series, _OPERATIONS),
    }


def _driver(event: Event, events: Sequence[Event]) -> Text:
    """Return which driving series moved the same way on the same days; a hint, no cause."""
    if event.kind == "missing":
        return Text(zh="没有上传", en="Not uploaded")
    drivers = _DRIVERS[: _DRIVERS.index(event.series)] if event.series in _DRIVERS else _DRIVERS
    moved = [
        metric(key).title
        for key in drivers
        if any(
            e.series == key and e.direction == event.direction and e.overlaps(event) for e in events
        )
    ]
    if not moved:
        return Text(zh="待查", en="To be looked into")
    return Text(zh="同期{names}也{word}", en="{names} {word} as well").fill(
        names=join_texts(moved), word=DIRECTIONS[event.direction]
    )


def _charts(result: AnomaliesResult) -> tuple[Chart, ...]:
    """Return the series that matter most: those of the dearest events, at least the first one."""
    dear = list(dict.fromkeys(e.series for e in result.told))
    first = ["gmv_pay", *(w.key for w, _ in result.watched)]
    order = list(dict.fromkeys([*dear, *first]))[: max(1, min(CHARTS, len(dear)))]
    by_key = {w.key: (w, found) for w, found in result.watched}
    return tuple(_chart(*by_key[key], result) for key in order if key in by_key)


def _chart(watched: Watched, found: Detection, result: AnomaliesResult) -> TrendChart:
    """Return one series with its band and its events marked."""
    name, unit = metric(watched.key).title, metric(watched.key).unit
    mine = [e for e in result.events if e.series == watched.key and e.impact_cents is not None]
    days = [watched.day(i) for i in range(len(watched.phases))]
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(pd.Series(days)).astype("datetime64[s]"),
            "series": [name] * len(days),
            "value": watched.shown(watched.signal.observed),
            "tone": Tone.ACTUAL,
            "low": np.where(watched.is_ordinary, watched.shown(found.low), np.nan),
            "high": np.where(watched.is_ordinary, watched.shown(found.high), np.nan),
            "mark": [_mark(day, mine) for day in days],
        }
    )
    lead = next((e for e in (*result.told, *mine) if e.series == watched.key), None)
    title = say_event(lead, result.currency) if lead else _QUIET.fill(name=name)
    caption = Text(
        zh="阴影 = 预期范围；活动日不与平日比较；断开处没有数据",
        en="shade = expected band; campaign days are not compared with ordinary ones; gaps have no data",
    )
    return TrendChart(watched.key, title, caption, title, unit, frame, result.bands)


_QUIET = Text(zh="{name}都在预期范围内", en="{name} ran within its expected band")


def _mark(day: date, events: Sequence[Event]) -> str | None:
    """Return the tone of the mark on a day; of a step that lasts only its first day is marked."""
    for event in events:
        if event.start == day or (event.kind == "point" and event.start <= day <= event.end):
            return Tone.GOOD if (event.impact_cents or 0) >= 0 else Tone.BAD
    return None


def _notes(result: AnomaliesResult) -> tuple[Note, ...]:
    """Return the dearest events of the period, the questions, and what was not looked at."""
    if not result.watched:
        return (limit("L-26"),)
    notes = [
        Note(
            NoteKind.FINDING,
            say_event(event, result.currency),
            (f"{KEY}/findings",),
            event.impact_cents,
            result.grades.get(event.series),
            title=_OPPORTUNITY if (event.impact_cents or 0) >= 0 else _ANOMALY,
        )
        for event in result.told[:TOLD_FIRST]
    ]
    notes += _missing_notes(result)
    if result.questions:
        days = join_texts([same(day.isoformat()) for day in result.questions])
        notes.append(Note(NoteKind.LIMIT, _CAMPAIGN.fill(days=days), title=_QUESTION))
    if result.short < FULL_DAYS and all(w.step == 1 for w, _ in result.watched):
        notes.append(Note(NoteKind.LIMIT, _FEW_DAYS.fill(n=result.short, need=FULL_DAYS)))
    if result.data_end >= CALENDAR_END:
        notes.append(Note(NoteKind.LIMIT, _CALENDAR_OVER.fill(day=CALENDAR_END.isoformat())))
    return (*notes, limit("L-1", data_end=result.data_end.isoformat()))


def _missing_notes(result: AnomaliesResult) -> list[Note]:
    """Return one note per source with days that have no data."""
    notes = []
    for key in dict.fromkeys(e.series for e in result.missing):
        mine = [e.period for e in result.missing if e.series == key]
        first = join_texts([period.text for period in mine[:TOLD_FIRST]])
        more = _MORE_GAPS if len(mine) > TOLD_FIRST else EMPTY
        text = _GAPS.fill(
            n=sum(period.days for period in mine), series=metric(key).title, days=first, more=more
        )
        notes.append(Note(NoteKind.LIMIT, text, (f"{KEY}/findings",)))
    return notes


_GAPS = Text(
    zh="{n} 天没有{series}的数据（{days}{more}）：是缺失，不是 0，请补传。",
    en="Days without data for {series}: {n} ({days}{more}); missing, not 0. Please upload them.",
)
_MORE_GAPS = Text(zh="等", en=" and more")

_ANOMALY = Text(zh="异常", en="Anomaly")
_OPPORTUNITY = Text(zh="机会", en="Opportunity")
_QUESTION = Text(zh="是活动吗", en="Was it a campaign?")
_CAMPAIGN = Text(
    zh="{days} 明显高于平日，活动日历里没有：是活动日吗？日历可能差一天。确认前不算异常。",
    en="{days}: far above an ordinary day and not in the campaign calendar. Campaign days? The calendar may be off by a day. Not counted as anomalies until confirmed.",
)
_FEW_DAYS = Text(
    zh="可比的只有 {n} 天（不足 {need} 天），只报偏差 30% 以上的日子，仅供参考。",
    en="Only {n} comparable days (under {need}): only departures of 30% and more are reported, indicative only.",
)
_CALENDAR_OVER = Text(
    zh="内置活动日历只到 {day}，之后的大促请在活动日历里补上。",
    en="The shipped campaign calendar ends on {day}; add later campaigns to your calendar.",
)

ANALYSIS = Analysis(
    key=KEY,
    core="risk",
    title=TITLE,
    tab=RISK,
    sheet="13",
    question=Text(
        zh="哪些日子不正常，影响多少钱？",
        en="Which days were not as usual, and what was that worth?",
    ),
    needs=(Need("orders", ("created_at",), (Need("traffic_daily", ("date", "uv")),)),),
    analyze=analyze,
    present=present,
)
