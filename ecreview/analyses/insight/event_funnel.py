"""The funnel of people from an event log: who got how far, in order, within a window.

Unit of observation: the user. Definitions:
    reached step k: did steps 1 … k in this order, other events allowed between, the last one at most a window
    after the first; any first step may start again; events of the same second count in either order.
    step rate = users of step k ÷ users of step k − 1; overall rate = users of step k ÷ users of step 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.base import FUNNEL, Analysis, Choice, Inputs, Need
from ecreview.analyses.insight.event_words import EventStage, stage_of
from ecreview.analyses.insight.ordered import Reached, reach, reach_in_any_order, users_per_word
from ecreview.analyses.insight.steps import (
    DROP,
    INTERVAL,
    OVERALL_RATE,
    RATES,
    RATES_WITH_INTERVALS,
    STEP_RATE,
    Step,
    step_figure,
)
from ecreview.analyses.measures import codes_of
from ecreview.analyses.trust import trust_in
from ecreview.model.section import (
    Basis,
    BoxChart,
    Chart,
    Column,
    Figure,
    FunnelChart,
    Grid,
    Note,
    NoteKind,
    Section,
    Tone,
)
from ecreview.model.tables import EVENTS
from ecreview.model.text import Text, Unit, join_texts, same, say_count, say_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ecreview.model.grade import Grade

KEY = "event_funnel"
TITLE = Text(zh="行为漏斗", en="Event funnel")
DAY_SECONDS = 86_400
_USERS = Basis(time="event", unit="user")
# Favourites lead nowhere by themselves, so they stand beside the chain.
_CHAIN = tuple(s for s in EventStage if s is not EventStage.FAVOURITE)


@dataclass(frozen=True, slots=True)
class WordCount:
    """One event word: the stage it was taken for, how many events and users."""

    word: str
    stage: EventStage | None
    events: int
    users: int


@dataclass(frozen=True, slots=True)
class EventFunnelResult:
    """The funnel of users.

    Attributes:
        words: every event word, most users first.
        stages: stages of the chain that the log tells, in process order.
        reached: per stage.
        without_cart: payers within the window whose path did not go through the cart; None without both.
        mode, days: as chosen.
        unkeyed: events without a user, left out.
        grade: of the log, None where nothing limits it.
    """

    words: tuple[WordCount, ...]
    stages: tuple[EventStage, ...]
    reached: tuple[Reached, ...]
    without_cart: int | None
    mode: str
    days: int
    unkeyed: int
    grade: Grade | None = None


def analyze(inputs: Inputs) -> EventFunnelResult:
    """Return users per event word and per stage of the chain."""
    frame = inputs.dataset.tables["events"].frame
    period = inputs.scope.period
    time = frame["time"].to_numpy(dtype="datetime64[s]")
    inside = (time >= np.datetime64(period.start, "s")) & (time < np.datetime64(period.end, "s"))
    user, _ = codes_of(frame["user_key"])
    code, labels = codes_of(frame["event"])
    use = inside & (user >= 0) & (code >= 0)
    words = [str(label) for label in labels]
    of_word = [stage_of(word) for word in words]
    mode, days = str(inputs.options["mode"]), int(inputs.options["window"])
    log = _Log(user[use], time[use].astype(np.int64), code[use], of_word, mode, days)
    counted = _count_words(log, words)
    found = {c.stage for c in counted}
    stages = tuple(s for s in _CHAIN if s in found)
    reached = log.reach(stages)
    return EventFunnelResult(
        counted,
        stages,
        reached,
        _without_cart(log, stages, reached),
        mode,
        days,
        int((inside & frame["user_key"].isna().to_numpy()).sum()),
        trust_in(inputs, "events").grade,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Log:
    """The events inside the period, as arrays of shape (n,), with the stage of each code and the chosen mode."""

    user: NDArray[np.int64]
    seconds: NDArray[np.int64]
    code: NDArray[np.int64]
    of_word: list[EventStage | None]
    mode: str
    days: int

    def reach(self, stages: tuple[EventStage, ...]) -> tuple[Reached, ...]:
        """Return how many users reached each of the stages."""
        step_of = np.array([stages.index(s) if s in stages else -1 for s in self.of_word] or [-1])
        steps = step_of[self.code]
        if self.mode == "any":
            return reach_in_any_order(self.user, steps, len(stages))
        return reach(
            self.user,
            self.seconds,
            steps,
            count=len(stages),
            window=self.days * DAY_SECONDS,
            is_increasing=self.mode == "increasing",
        )


def _count_words(log: _Log, words: list[str]) -> tuple[WordCount, ...]:
    """Return users and events per word, most users first."""
    events = np.bincount(log.code, minlength=len(words))
    users = users_per_word(log.code, log.user, len(words))
    counted = [
        WordCount(word, stage, int(n), u)
        for word, stage, n, u in zip(words, log.of_word, events, users, strict=True)
        if n
    ]
    return tuple(sorted(counted, key=lambda c: (-c.users, c.word)))


def _without_cart(
    log: _Log, stages: tuple[EventStage, ...], reached: tuple[Reached, ...]
) -> int | None:
    """Return users who got to the end only where the cart may be skipped."""
    if EventStage.CART not in stages or len(stages) < 3:  # noqa: PLR2004 - something before and after it
        return None
    short = log.reach(tuple(s for s in stages if s is not EventStage.CART))
    return short[-1].users - reached[-1].users


def present(result: EventFunnelResult) -> Section:
    """Return the stages with step and overall rates, and users per event word."""
    has_chain = len(result.stages) > 1
    return Section(
        KEY,
        "insight",
        TITLE,
        answer=_answer(result),
        figures=tuple(_figures(result)),
        grids=(_stage_grid(result), _word_grid(result)) if has_chain else (_word_grid(result),),
        charts=_charts(result) if has_chain else (),
        notes=tuple(_notes(result)),
    )


def _steps(result: EventFunnelResult) -> list[tuple[EventStage, Step]]:
    """Return each later stage with the step that leads to it from the stage before."""
    title = Text(zh="到{stage}的单步转化率", en="Step rate to {stage}")
    users = [r.users for r in result.reached]
    return [
        (stage, Step(f"step_{stage.key}", title.fill(stage=stage.text), part, whole))
        for stage, part, whole in zip(result.stages[1:], users[1:], users, strict=False)
    ]


def _overall(result: EventFunnelResult) -> Step:
    """Return the whole way as one step."""
    first, last = result.reached[0].users, result.reached[-1].users
    return Step(OVERALL_RATE.key, OVERALL_RATE.title, last, first)


def _answer(result: EventFunnelResult) -> Text:
    """Return how many users reached each stage."""
    if len(result.stages) <= 1:
        return Text(
            zh="行为明细里认不出两个以上的环节，画不出漏斗。",
            en="Fewer than two stages can be told from the event log.",
        )
    parts = [
        Text(zh="{stage} {n} 人", en="{n} {stage}").fill(stage=s.text, n=say_count(r.users))
        for s, r in zip(result.stages, result.reached, strict=True)
    ]
    chain = join_texts(parts, zh=" → ", en=" → ")
    return Text(zh="{chain}，走完全程的占 {rate}。", en="{chain}; {rate} went all the way.").fill(
        chain=chain, rate=say_rate(_overall(result).rate)
    )


def _figures(result: EventFunnelResult) -> Iterator[Figure]:
    """Yield users per stage, and the rate of each step and of the whole way."""
    for stage, reached in zip(result.stages, result.reached, strict=True):
        yield Figure(
            f"users_{stage.key}",
            Text(zh="{stage}人数", en="Users: {stage}").fill(stage=stage.text),
            reached.users,
            Unit.COUNT,
            basis=_USERS,
            definition=_mode_text(result),
        )
    for _, step in _steps(result):
        yield step_figure(step, _USERS, result.grade, definition=_STEP)
    if len(result.stages) > 1:
        yield step_figure(_overall(result), _USERS, result.grade, definition=_OVERALL)


_STEP = Text(zh="这一步的用户 ÷ 上一步的用户", en="users of this step / users of the step before")
_OVERALL = Text(
    zh="最后一步的用户 ÷ 第一步的用户", en="users of the last step / users of the first step"
)


def _stage_grid(result: EventFunnelResult) -> Grid:
    """Return one row per stage."""
    first = result.reached[0].users
    steps = [None, *(step for _, step in _steps(result))]
    rows = []
    for stage, reached, step in zip(result.stages, result.reached, steps, strict=True):
        rate = step.rate if step else None
        ends = step.interval if step else None
        low, high = ends or (None, None)
        rows.append(
            {
                "stage": stage.key,
                "name": stage.text,
                "users": reached.users,
                "step_rate": rate,
                "low": low,
                "high": high,
                "overall_rate": reached.users / first if first else None,
                "drop": None if rate is None else 1 - rate,
                "median_s": reached.median_seconds,
            }
        )
    return Grid(
        "stages",
        Text(zh="各环节用户数", en="Users per stage"),
        (
            Column("stage", Text(zh="环节 ID", en="Stage id"), Unit.ID, is_shown=False),
            Column("name", Text(zh="环节", en="Stage")),
            Column("users", Text(zh="用户数", en="Users"), Unit.COUNT),
            STEP_RATE,
            *INTERVAL,
            OVERALL_RATE,
            DROP,
            Column(
                "median_s",
                Text(zh="从第一步起的中位时长", en="Median time from the first step"),
                Unit.SECONDS,
            ),
        ),
        pd.DataFrame(rows),
        caption=_mode_text(result),
    )


def _mode_text(result: EventFunnelResult) -> Text:
    """Return how reaching a stage is counted."""
    if result.mode == "any":
        return Text(
            zh="按用户去重；做过前面所有环节即算，不看先后和时间。",
            en="Distinct users who did all stages up to this one, whatever order and time.",
        )
    tie = (
        Text(zh="同一秒的行为必须分先后", en="events of one second do not follow each other")
        if result.mode == "increasing"
        else Text(zh="同一秒的行为不分先后", en="events of one second count in either order")
    )
    return Text(
        zh="按用户去重；按顺序走到即算，中间可以有别的行为，{tie}；从第一步到这一步不超过 {days} 天。",
        en="Distinct users who got there in order, other events allowed between, {tie}; at most {days} days from the first step.",
    ).fill(tie=tie, days=result.days)


def _word_grid(result: EventFunnelResult) -> Grid:
    """Return one row per event word."""
    rows = [
        {
            "event": c.word,
            "stage": c.stage.text if c.stage is not None else Text(zh="未归入环节", en="no stage"),
            "users": c.users,
            "events": c.events,
        }
        for c in result.words
    ]
    return Grid(
        "events",
        Text(zh="每种行为的用户数", en="Users per event"),
        (
            Column("event", Text(zh="行为", en="Event")),
            Column("stage", Text(zh="归入环节", en="Stage")),
            Column("users", Text(zh="用户数", en="Users"), Unit.COUNT),
            Column("events", Text(zh="次数", en="Events"), Unit.COUNT),
        ),
        pd.DataFrame(rows, columns=["event", "stage", "users", "events"]),
    )


def _charts(result: EventFunnelResult) -> tuple[Chart, ...]:
    """Return the stages as bars and the step rates with their intervals."""
    users = pd.DataFrame(
        {
            "stage": [s.text for s in result.stages],
            "value": [float(r.users) for r in result.reached],
        }
    )
    title = _answer(result)
    funnel = FunnelChart("funnel", title, _mode_text(result), title, Unit.COUNT, users)
    rates = BoxChart(
        "rates",
        RATES,
        Text(zh="点 = 比例，横线 = 95% 区间", en="Dot = share, line = 95 % interval"),
        RATES_WITH_INTERVALS,
        Unit.RATE,
        pd.DataFrame([_box(stage, step) for stage, step in _steps(result)]),
    )
    return funnel, rates


def _box(stage: EventStage, step: Step) -> dict[str, object]:
    """Return one step as a mark."""
    low, high = step.interval or (None, None)
    return {
        "label": stage.text,
        "value": step.rate,
        "low": low,
        "high": high,
        "tone": (Tone.ACTUAL if step.is_big_enough else Tone.UNKNOWN).value,
        "note": same(f"{step.part:,} / {step.whole:,}"),
    }


def _notes(result: EventFunnelResult) -> Iterator[Note]:
    """Yield payers past the cart, words without a stage, and events without a user."""
    if result.without_cart:
        yield Note(
            NoteKind.FINDING,
            Text(
                zh="另有 {n} 人没有先加购就走到了{last}，不在上面的链条里。",
                en="{n} further users got to {last} without filling a cart first; they are not in this chain.",
            ).fill(n=say_count(result.without_cart), last=result.stages[-1].text),
            evidence=(f"{KEY}/stages",),
        )
    unknown = [c.word for c in result.words if c.stage is None]
    if unknown:
        yield Note(
            NoteKind.LIMIT,
            Text(
                zh="这些行为没有归入任何环节：{words}。",
                en="These events belong to no stage: {words}.",
            ).fill(words=join_texts([same(w) for w in unknown])),
            evidence=(f"{KEY}/events",),
        )
    if result.unkeyed:
        yield Note(
            NoteKind.LIMIT,
            Text(
                zh="{n} 次行为没有用户标识，没有计入。",
                en="{n} events without a user id are left out.",
            ).fill(n=say_count(result.unkeyed)),
        )


ANALYSIS = Analysis(
    key=KEY,
    core="insight",
    title=TITLE,
    tab=FUNNEL,
    sheet="05",
    question=Text(zh="同一个人走到了哪一步？", en="How far did the same person get?"),
    needs=(Need("events", ("user_key", "event", "time")),),
    export=EVENTS.export,
    options=(
        Choice(
            "window",
            Text(zh="从第一步到最后一步", en="From the first to the last step"),
            (
                ("1", Text(zh="1 天内", en="within 1 day")),
                ("7", Text(zh="7 天内", en="within 7 days")),
                ("30", Text(zh="30 天内", en="within 30 days")),
            ),
            "7",
        ),
        Choice(
            "mode",
            Text(zh="先后顺序", en="Order"),
            (
                ("ordered", Text(zh="按顺序", en="in order")),
                ("increasing", Text(zh="按顺序，同一秒不算", en="in order, ties do not count")),
                ("any", Text(zh="不看顺序", en="in any order")),
            ),
            "ordered",
        ),
    ),
    analyze=analyze,
    present=present,
)
