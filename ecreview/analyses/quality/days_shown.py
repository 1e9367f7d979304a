"""The days covered, told: one sentence, a grid of all shops and files, a heat map of the days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.measures import day_number, day_of
from ecreview.analyses.quality.coverage import SNAPSHOTS
from ecreview.model.section import Column, Grid, HeatmapChart, Note, NoteKind
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY, Text, Unit, join_texts, say_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.analyses.quality.coverage import Covered
    from ecreview.model.scope import Period

GRID = "coverage"
STRETCHES_NAMED = 5
KINDS_NAMED = 2
MOST_DAYS = 45  # longer periods are drawn by week
MOST_ROWS, MOST_COLUMNS = 40, 125  # at most 5,000 cells
_WEEK, _MONDAY = 7, 3  # day 0 was a Thursday

_WHOLE = Text(zh="本期 {n} 天全部覆盖", en="All {n:day|days} of the period are covered")
_MISSES = Text(zh="{kind}缺 {days}", en="{kind}: no data for {days}")
_NOTHING = Text(zh="{kind}没有本期的数据", en="{kind}: no data of the period")
_MORE = Text(zh="另有 {n} 类表也缺", en="{n:other file has|other files have} gaps too")
_CUT = Text(zh="{kind}的最后一天 {day} 不完整", en="{kind}: the last day, {day}, is not over")
_STRETCH = Text(zh="{first} ～ {last}", en="{first} – {last}")
_MANY = Text(zh="{days}（共 {n} 天）", en="{days} ({n} days)")
_EVERY = Text(zh="全部 {n} 天", en="all {n:day|days}")
_OF = Text(zh="{days} / {of} 天", en="{days} of {of:day|days}")
_OUTSIDE = Text(
    zh="本期以外也有缺口：{gaps}。缺的是数据，不是 0。",
    en="Days are missing outside the period too: {gaps}. They are missing, not 0.",
)
_KEY = Text(
    zh="{cell}；斜线 = 缺数据或不完整，空格 = 店休，或行数太少、看不出缺没缺",
    en="{cell}; hatched = missing or not over, blank = closed, or too few rows to tell",
)
_BY_DAY = Text(zh="一格一天", en="a cell is a day")
_BY_WEEK = Text(
    zh="一格一周（写的是周一），数字 = 有数据的天占几成",
    en="a cell is a week (named by its Monday) with the share of its days that have data",
)


def say_coverage(covered: Sequence[Covered]) -> Text:
    """Return what is missing of the period, or that nothing is; empty without dated tables."""
    if not covered:
        return EMPTY
    names = _names(covered)
    gaps = [_say_gap(name, c) for name, c in zip(names, covered, strict=True) if c.missing]
    cuts = [
        _CUT.fill(kind=name, day=say_date(c.cut_short))
        for name, c in zip(names, covered, strict=True)
        if c.cut_short is not None and c.period.start <= c.cut_short < c.period.end
    ]
    said = gaps[:KINDS_NAMED] or [_WHOLE.fill(n=covered[0].period.days)]
    more = [_MORE.fill(n=len(gaps) - KINDS_NAMED)] if len(gaps) > KINDS_NAMED else []
    return join_texts([*said, *more, *cuts[:1]], zh="；", en="; ")


def _say_gap(name: Text, covered: Covered) -> Text:
    """Return which days of the period a file lacks."""
    if not covered.days:
        return _NOTHING.fill(kind=name)
    return _MISSES.fill(kind=name, days=_say_days(covered.missing))


def _say_days(days: Sequence[date]) -> Text:
    """Return the first stretches of days in words, and how many days there are in all."""
    numbers = np.array([day_number(day) for day in days])
    stretches = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    named = join_texts([_say_stretch(stretch) for stretch in stretches[:STRETCHES_NAMED]])
    if len(days) == len(stretches) <= STRETCHES_NAMED:
        return named
    return _MANY.fill(days=named, n=len(days))


def _say_stretch(days: NDArray[np.int64]) -> Text:
    """Return a day, or the first and last of several."""
    first, last = (say_date(day_of(int(day))) for day in (days[0], days[-1]))
    return first if len(days) == 1 else _STRETCH.fill(first=first, last=last)


def _names(covered: Sequence[Covered]) -> list[Text]:
    """Return how people call each kind of file, with its shop where several have one."""
    titles = [table_spec(c.table).title for c in covered]
    times = Counter(titles)
    return [
        join_texts([c.shop, title], zh=" · ", en=" · ") if times[title] > 1 and c.shop.zh else title
        for c, title in zip(covered, titles, strict=True)
    ]


def outside_note(covered: Sequence[Covered]) -> tuple[Note, ...]:
    """Return which days are missing outside the period, where any is."""
    gaps = [
        _MISSES.fill(kind=name, days=_say_days(c.missing_outside))
        for name, c in zip(_names(covered), covered, strict=True)
        if c.missing_outside
    ]
    if not gaps:
        return ()
    text = _OUTSIDE.fill(gaps=join_texts(gaps, zh="；", en="; "))
    return (Note(NoteKind.LIMIT, text, (f"quality/{GRID}",)),)


def coverage_grid(covered: Sequence[Covered]) -> Grid:
    """Return one row per shop and kind of file."""
    rows = [
        {
            "shop": c.shop,
            "table": c.table,
            "kind": table_spec(c.table).title,
            "first": c.first,
            "last": c.last,
            "days": c.days,
            "of": c.expected,
            "missing": _say_missing(c),
            "partial": c.cut_short,
            "outside": _say_days(c.missing_outside) if c.missing_outside else EMPTY,
        }
        for c in covered
    ]
    return Grid(
        GRID,
        Text(zh="每张表覆盖的日期", en="Days that each file covers"),
        (
            Column("shop", Text(zh="店铺", en="Shop")),
            Column("table", Text(zh="表编码", en="Table word"), Unit.ID, is_shown=False),
            Column("kind", Text(zh="表", en="Table")),
            Column("first", Text(zh="最早", en="First"), Unit.DATE),
            Column("last", Text(zh="最晚", en="Last"), Unit.DATE),
            Column("days", Text(zh="期内有数据的天数", en="Days with data"), Unit.COUNT),
            Column("of", Text(zh="应有的天数", en="Days that should have some"), Unit.COUNT),
            Column("missing", Text(zh="期内缺的日期", en="Missing in the period")),
            Column("partial", Text(zh="不完整的最后一天", en="Last day, not over"), Unit.DATE),
            Column("outside", Text(zh="期外缺的日期", en="Missing outside it")),
        ),
        pd.DataFrame(rows),
        caption=Text(
            zh="日报里访客为 0 的一天也是有数据。订单、日报一天没有行就算缺；退款、账单等平时每天只有几行的表，预计该有 7 行以上却一行没有才算缺。",
            en="A report row of 0 visitors is data. Orders and reports lack a day without a row; tables of a few rows a day, such as refunds, only where 7 or more were to be expected and none is there.",
        ),
    )


def _say_missing(covered: Covered) -> Text:
    """Return the missing days of the period, nothing where there are none."""
    if not covered.missing:
        return EMPTY
    return _say_days(covered.missing) if covered.days else _EVERY.fill(n=len(covered.missing))


def coverage_chart(covered: Sequence[Covered]) -> tuple[HeatmapChart, ...]:
    """Return the days of the period as a heat map, files with gaps first where there are too many."""
    named = [
        pair
        for pair in zip(_names(covered), covered, strict=True)
        if pair[1].table not in SNAPSHOTS
    ]
    if not named:
        return ()
    if len(named) > MOST_ROWS:
        named.sort(key=lambda pair: not pair[1].missing)
    cells = _cells(covered[0].period)
    frame = pd.concat([_row(name, c, cells) for name, c in named[:MOST_ROWS]], ignore_index=True)
    title = say_coverage(covered)
    caption = _KEY.fill(cell=_BY_WEEK if cells.is_weekly else _BY_DAY)
    return (
        HeatmapChart(GRID, title, caption, title, Unit.RATE, frame, has_labels=cells.is_weekly),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The columns of the heat map.

    Attributes:
        names: of the columns.
        column: of each day of the period, −1 before the first one drawn.
    """

    names: list[str]
    column: NDArray[np.int64]
    is_weekly: bool


def _cells(period: Period) -> _Cells:
    """Return the columns of a period: its days, or the weeks of a longer one, the latest ones."""
    days = np.arange(period.days) + day_number(period.start)
    is_weekly = period.days > MOST_DAYS
    begins = days - (days + _MONDAY) % _WEEK if is_weekly else days
    columns, at = np.unique(begins, return_inverse=True)
    dropped = max(len(columns) - MOST_COLUMNS, 0)
    has_years = period.start.year != period.last.year
    form = "%y-%m-%d" if has_years else "%m-%d"
    names = [day_of(int(day)).strftime(form) for day in columns[dropped:]]
    return _Cells(names, np.maximum(at - dropped, -1), is_weekly)


def _row(name: Text, covered: Covered, cells: _Cells) -> pd.DataFrame:
    """Return the cells of one file: share of days with data, and whether none is missing."""
    use = cells.column >= 0
    at, size = cells.column[use], len(cells.names)
    seen, missing = (
        np.bincount(at, weights=part[covered.inside][use], minlength=size)
        for part in (covered.has_rows, covered.is_missing)
    )
    cut = np.zeros(len(cells.column))
    if covered.cut_short is not None and covered.cut_short < covered.period.end:
        place = (covered.cut_short - covered.period.start) // timedelta(days=1)
        cut[max(place, 0)] = place >= 0
    is_cut = np.bincount(at, weights=cut[use], minlength=size) > 0
    expected = seen + missing
    with np.errstate(invalid="ignore"):
        value = np.where(expected > 0, seen / expected, np.nan)
    return pd.DataFrame(
        {
            "row": [name] * size,
            "note": [_OF.fill(days=covered.days, of=covered.expected)] * size,
            "column": cells.names,
            "value": value,
            "complete": (missing == 0) & ~is_cut,
        }
    )
