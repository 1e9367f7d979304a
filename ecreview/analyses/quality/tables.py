"""The tables of the data check: ledgers, findings, days covered, totals stated by the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.quality.days_shown import coverage_grid
from ecreview.analyses.quality.grades import conclusion_grid, factor_grid
from ecreview.analyses.quality.log import log_grids
from ecreview.model.ledger import RowClass
from ecreview.model.section import BarChart, Column, Grid, Tone
from ecreview.model.text import Text, Unit, say, say_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.analyses.quality.quality import QualityResult

_CLASSES = {
    RowClass.HEADER: Text(zh="表头", en="Header"),
    RowClass.PREAMBLE: Text(zh="说明行", en="Preamble"),
    RowClass.BLANK: Text(zh="空行", en="Blank"),
    RowClass.FOOTER: Text(zh="合计行", en="Footer"),
    RowClass.KEPT: Text(zh="保留", en="Kept"),
    RowClass.DUPLICATE: Text(zh="合并重复", en="Merged"),
    RowClass.QUARANTINED: Text(zh="隔离", en="Quarantined"),
}
_TONES = {
    RowClass.KEPT: Tone.ACTUAL,
    RowClass.DUPLICATE: Tone.BASELINE,
    RowClass.QUARANTINED: Tone.BAD,
}
_FILE = Column("file", Text(zh="文件", en="File"))
_LEVELS = {
    "refused": Text(zh="✕ 拒收", en="✕ Refused"),
    "error": Text(zh="● 错误", en="● Error"),
    "warning": Text(zh="◆ 待确认", en="◆ To confirm"),
    "info": Text(zh="○ 已处理", en="○ Done"),
}
_AGREES = {True: Text(zh="一致", en="yes"), False: Text(zh="不一致", en="no")}


def quality_grids(result: QualityResult) -> Iterator[Grid]:
    """Yield the ledger, the findings, the coverage and the totals that files state about themselves."""
    if result.tables:
        yield _ledger_grid(result)
    if result.findings:
        yield _findings_grid(result)
    if result.coverage:
        yield coverage_grid(result.coverage)
    if result.factors:
        yield factor_grid(result.factors)
    if result.conclusions:
        yield conclusion_grid(result.conclusions)
    yield from log_grids(result.tables, result.operations)
    controls = _controls(result)
    if len(controls):
        yield Grid(
            "control_totals",
            Text(zh="文件自带的合计", en="Totals stated by the files"),
            (
                _FILE,
                Column("name", Text(zh="合计项", en="Total")),
                Column("stated", Text(zh="文件写的", en="Stated")),
                Column("computed", Text(zh="我们算的", en="Computed")),
                Column("agrees", Text(zh="一致", en="Agrees")),
            ),
            controls,
        )


def _ledger_grid(result: QualityResult) -> Grid:
    """Return one row per table: where its rows ended."""
    rows = [
        {
            "file": file.name,
            "sheet": table.sheet or "",
            "table": table.title,
            "total": table.ledger.total,
            **{c.value: n for c, n in table.ledger.counts.items()},
            "cents_kept": table.ledger.cents_kept,
            "cents_aside": table.ledger.cents_aside,
        }
        for file, table in result.tables
    ]
    frame = pd.DataFrame(rows).astype({"cents_kept": "Int64", "cents_aside": "Int64"})
    return Grid(
        "ledger",
        Text(zh="每一行去了哪里", en="Where every row ended"),
        (
            _FILE,
            Column("sheet", Text(zh="工作表", en="Sheet")),
            Column("table", Text(zh="识别为", en="Recognised as")),
            Column("total", Text(zh="总行数", en="Rows"), Unit.COUNT),
            *(Column(c.value, _CLASSES[c], Unit.COUNT) for c in RowClass),
            Column("cents_kept", Text(zh="保留金额", en="Amount kept"), Unit.CENTS),
            Column("cents_aside", Text(zh="未计入金额", en="Amount set aside"), Unit.CENTS),
        ),
        frame,
        caption=Text(
            zh="每张表：总行数 = 表头 + 说明行 + 空行 + 合计行 + 保留 + 合并重复 + 隔离。",
            en="Per table: rows = header + preamble + blank + footer + kept + merged + quarantined.",
        ),
    )


def _findings_grid(result: QualityResult) -> Grid:
    """Return the findings, those that touch most money first."""
    ordered = sorted(result.findings, key=lambda f: -abs(f.amount_cents or 0))
    frame = pd.DataFrame(
        [
            {
                "level": _LEVELS[f.kind.level.value],
                "code": f.kind.code,
                "what": f.message,
                "where": f.place.text,
                "count": f.count,
                "of": f.of,
                "amount_cents": f.amount_cents,
                "advice": f.kind.advice,
            }
            for f in ordered
        ]
    ).astype({"amount_cents": "Int64"})
    return Grid(
        "findings",
        Text(zh="发现的问题", en="What is imperfect"),
        (
            Column("level", Text(zh="级别", en="Level")),
            Column("code", Text(zh="代码", en="Code"), Unit.ID, is_shown=False),
            Column("what", Text(zh="发现了什么", en="What")),
            Column("where", Text(zh="在哪里", en="Where")),
            Column("count", Text(zh="处数", en="Count"), Unit.COUNT),
            Column("of", Text(zh="共", en="Of"), Unit.COUNT),
            Column("amount_cents", Text(zh="涉及金额", en="Amount"), Unit.CENTS),
            Column("advice", Text(zh="怎么办", en="What to do")),
        ),
        frame,
        caption=Text(zh="按涉及金额排序。", en="Ordered by the money touched."),
    )


def _controls(result: QualityResult) -> pd.DataFrame:
    """Return the totals that files state, beside ours; one row per total."""
    return pd.DataFrame(
        [
            {
                "file": file.name,
                "name": control.name,
                "stated": say(control.stated, Unit(control.unit), result.currency),
                "computed": say(control.computed, Unit(control.unit), result.currency),
                "agrees": _AGREES[control.agrees],
            }
            for file, table in result.tables
            for control in table.control_totals
        ]
    )


def row_charts(result: QualityResult) -> tuple[BarChart, ...]:
    """Return the row ledger as one stacked bar per table, and the rows left out on their own scale."""
    rows = _row_parts(result)
    if rows.empty:
        return ()
    total, kept = rows["value"].sum(), rows.loc[rows["tone"] == Tone.ACTUAL, "value"].sum()
    charts = [_row_chart("rows", _EVERY_ROW.fill(rate=say_rate(kept / total)), _ROWS_KEY, rows)]
    left_out = rows[rows["tone"] != Tone.ACTUAL]
    if len(left_out):
        sums = left_out.groupby("tone")["value"].sum()
        counts = {
            name: f"{sums.get(tone, 0):,}"
            for name, tone in (
                ("merged", Tone.BASELINE),
                ("bad", Tone.BAD),
                ("other", Tone.UNKNOWN),
            )
        }
        title = _LEFT_OUT.fill(n=f"{total - kept:,}")
        charts.append(_row_chart("rows_left_out", title, _LEFT_OUT_KEY.fill(**counts), left_out))
    return tuple(charts)


def _row_parts(result: QualityResult) -> pd.DataFrame:
    """Return the rows of each table by what became of them: label, series, value, tone; none of 0 rows."""
    rows = []
    for (_, table), label in zip(result.tables, _table_names(result), strict=True):
        counts = table.ledger.counts
        parts = {c: counts[c] for c in _TONES}
        rows += [
            {"label": label, "series": _CLASSES[c], "value": n, "tone": _TONES[c]}
            for c, n in parts.items()
        ]
        other = sum(counts.values()) - sum(parts.values())
        rows.append({"label": label, "series": _OTHER, "value": other, "tone": Tone.UNKNOWN})
    frame = pd.DataFrame(rows, columns=["label", "series", "value", "tone"])
    return frame[frame["value"] > 0]


def _table_names(result: QualityResult) -> list[Text]:
    """Return how people call each table, numbered where several have one name."""
    titles = [table.title for _, table in result.tables]
    return [
        title
        if titles.count(title) == 1
        else _NUMBERED.fill(name=title, n=titles[: i + 1].count(title))
        for i, title in enumerate(titles)
    ]


def _row_chart(key: str, title: Text, caption: Text, rows: pd.DataFrame) -> BarChart:
    """Return rows as stacked bars."""
    return BarChart(key, title, caption, title, Unit.COUNT, rows, is_stacked=True)


_OTHER = Text(zh="表头说明合计空行", en="Headers, notes, totals, blanks")
_NUMBERED = Text(zh="{name}（{n}）", en="{name} ({n})")
_EVERY_ROW = Text(
    zh="每张表的行都有去处，{rate} 进入分析", en="Every row has its place; {rate} are analysed"
)
_ROWS_KEY = Text(
    zh="行；整条是表里的全部行，蓝 = 保留",
    en="rows; the whole bar is all rows of the table, blue = kept",
)
_LEFT_OUT = Text(zh="放大看：没有进入分析的 {n} 行", en="Closer: the {n} rows left out")
_LEFT_OUT_KEY = Text(
    zh="灰蓝 = 合并重复 {merged} · 橙红 = 隔离 {bad} · 浅灰 = 表头说明合计空行 {other}",
    en="grey-blue = merged {merged} · red = quarantined {bad} · light grey = headers, notes, totals, blanks {other}",
)
