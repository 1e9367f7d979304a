"""What holds for all rows of a table - platform, shop, currency, period - and its last steps to canonical form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import constant, has, known, put
from ecreview.intake.control import lines_at
from ecreview.intake.preamble import export_time
from ecreview.intake.rows import cells_at
from ecreview.intake.tabling import conform
from ecreview.model import finding_kinds as kinds
from ecreview.model.text import EMPTY

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from ecreview.intake.noticing import Spot
    from ecreview.intake.preamble import Surroundings
    from ecreview.intake.raw import RawTable
    from ecreview.intake.rows import RowsByClass
    from ecreview.intake.task import Task
    from ecreview.model.findings import Finding
    from ecreview.model.tables import TableSpec


def finish(table: pa.Table, task: Task, around: Surroundings, rows: NDArray[np.int64]) -> pa.Table:
    """Return the table after the format's own last step, in canonical types."""
    form = task.form
    said = {"platform": form.platform, "shop": around.shop, "currency": around.currency}
    for name, word in {**said, **form.constants}.items():
        if word and not known(table, name).any():
            table = put(table, name, constant(word, table.num_rows))
    table = _with_period(table, task, around)
    if form.prepare is not None:
        table = form.prepare(table)
    return conform(table, task.spec, rows)


def with_stated_currency(around: Surroundings, task: Task, rows: RowsByClass) -> Surroundings:
    """Return the surroundings with the currency that the rows of totals name, where nothing above does."""
    name = task.names.get("currency")
    if around.currency or name is None:
        return around
    words = set(cells_at(task.raw, name, rows.totals).to_pylist()) - {None, ""}
    return replace(around, currency=words.pop()) if len(words) == 1 else around


def _with_period(table: pa.Table, task: Task, around: Surroundings) -> pa.Table:
    """Return the table with the period that its surroundings say, where its rows have no date."""
    time = task.spec.time
    if around.period is None or task.form.period_from != "file" or time is None or has(table, time):
        return table
    for name, day in zip((time, "period_end"), around.period, strict=True):
        table = put(table, name, pa.repeat(pa.scalar(day, pa.date32()), len(table)))
    return table


def findings_beside(task: Task, around: Surroundings, spot: Spot) -> tuple[Finding, ...]:
    """Return what holds for all rows: the period beside the table, no buyers, what its figures are."""
    every = np.ones(len(spot.rows), dtype=np.bool_)
    findings: tuple[Finding, ...] = ()
    if around.period is not None and task.form.period_from == "file" and not task.has_time:
        period = " ～ ".join(dict.fromkeys(str(day) for day in around.period))
        findings = spot.finding(
            kinds.PERIOD_FROM_NAME, every, where=around.period_place, period=period
        )
    if task.form.is_buyerless:
        findings = (*findings, *spot.finding(kinds.BUYER_NONE, every))
    if task.form.remark != EMPTY:
        findings = (*findings, *spot.finding(kinds.EXPORT_REMARK, every, remark=task.form.remark))
    return findings


def exported_at(raw: RawTable, rows: RowsByClass) -> dict[str, str]:
    """Return when the file says that it was exported, where it says so."""
    around = np.sort(np.concatenate([raw.above, rows.notes]))
    time = export_time("", [line for line in lines_at(raw, around) if line])
    return {"exported_at": time} if time else {}


def sum_of(frame: pa.Table, spec: TableSpec) -> int | None:
    """Return the leading money of the clean table, None where it has none."""
    if spec.amount is None or not has(frame, spec.amount):
        return None
    return pc.sum(frame[spec.amount]).as_py() or 0


def span_of(frame: pa.Table, spec: TableSpec) -> tuple[date, date] | None:
    """Return the first and last day of the table, None where it is undated."""
    if spec.time is None or not has(frame, spec.time):
        return None
    ends = pc.min_max(frame[spec.time]).as_py()
    return None if ends["min"] is None else (ends["min"].date(), ends["max"].date())
