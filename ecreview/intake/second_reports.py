"""Ad reports that tell the same spend: the rows of one side count, those of the other stay with `is_repeated`.

Reports of one platform, shop and ad tool tell the same money where the spend of one, in each of its periods, is
to the cent that of one or more others, and so are their clicks where both tell them: two plans of one budget
spend alike, but are not clicked alike. The side that spends in more rows counts, else the one report. Periods
of several reports with the same rows are one here, as merging makes them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import ints, put, text_column
from ecreview.intake.duplicates import codes_of, group_rows
from ecreview.intake.formats import FORMATS
from ecreview.intake.operations import is_undone
from ecreview.model.dataset import SOURCE_COLUMNS
from ecreview.model.finding_kinds import SPEND_TOLD_TWICE
from ecreview.model.findings import FIRST_ROWS, Finding, Place
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ecreview.intake.overlap import Export

    _Report = tuple[int, *tuple[str | None, ...]]  # number of the export, then the owner
    _Period = tuple[str, str | None]
    _Cells = Sequence["_Cell"]
    _Judge = Callable[[_Cells, _Cells], tuple[_Cells, _Cells]]

ALL, ONE, TWO = None, 1, 2  # how many other reports one is compared with
FEW = 6  # more others are not compared by twos
LITTLE = 0.05  # so much may parts exceed what is named their whole, while figures are not yet final
_PARTED = {form.key: (form.whole, form.parts) for form in FORMATS if form.whole}
_REPORT = ("export", "platform", "shop", "tool")
_PERIOD = ("date", "period_end")


class _Cell(NamedTuple):
    """What a report tells of a period: cents, clicks, how many rows spent, what they say, where they stand."""

    report: _Report
    period: _Period
    cents: int
    clicks: int
    spent: int
    same: tuple[int, ...]
    rows: tuple[int, ...]


def mark_repeats(
    exports: Sequence[Export], formats: Sequence[str | None]
) -> tuple[list[Export], list[Finding]]:
    """Return exports of ad spend, marked where others tell the same money, and what is marked.

    Args:
        exports: in the order in which they were made.
        formats: of the exports.
    """
    names = [f"{each.file} · {each.sheet}" if each.sheet else each.file for each in exports]
    roles = [_role(*each) for each in zip(formats, names, strict=True)]
    cells = sorted(_cells([each.frame for each in exports]), key=lambda cell: names[cell.report[0]])
    marks = [np.zeros(len(each.frame), dtype=np.bool_) for each in exports]
    counting: list[set[str]] = [set() for _ in exports]
    for told, others in _repeats(cells, roles):
        for cell in told:
            marks[cell.report[0]][[*cell.rows]] = True
            counting[cell.report[0]] |= {names[other.report[0]] for other in others}
    marked, findings = [], []
    for export, mark, told_by in zip(exports, marks, counting, strict=True):
        if told_by:
            findings.append(_finding(export, np.flatnonzero(mark), sorted(told_by)))
            mark[:] &= not is_undone(findings[-1], export.undo)
        marked.append(replace(export, frame=put(export.frame, "is_repeated", pa.array(mark))))
    return (marked if any(mark.any() for mark in marks) else list(exports)), findings


def _role(form: str | None, name: str) -> str:
    """Return whether an export calls itself a `whole` or a `part` of one, nothing where neither."""
    whole, parts = _PARTED.get(form or "", ("", ()))
    is_part = any(part in name for part in parts)
    return "part" if is_part else "whole" if whole and whole in name else ""


def _cells(frames: Sequence[pa.Table]) -> Iterator[_Cell]:
    """Yield what each export tells of each owner and period; rows without a date take no part."""
    table = pa.concat_tables(frames, promote_options="default").unify_dictionaries()
    said = [name for name in table.column_names if name not in SOURCE_COLUMNS]
    columns = {name: text_column(table, name) for name in (*_REPORT[1:], *_PERIOD)} | {
        "export": np.repeat(np.arange(len(frames)), [len(frame) for frame in frames]),
        "cents": ints(table, "spend"),
        "clicks": ints(table, "clicks"),
        "spent": ints(table, "spend") != 0,
        "same": group_rows([codes_of(text_column(table, name)) for name in said]),
        "row": np.concatenate([np.arange(len(frame)) for frame in frames]),
    }
    dated = pa.table(columns).filter(pc.field("date").is_valid()).sort_by("same")
    groups = dated.group_by([*_REPORT, *_PERIOD], use_threads=False)
    added = [(name, "sum") for name in ("cents", "clicks", "spent")]
    sums = groups.aggregate([*added, ("same", "list"), ("row", "list")])
    for each in sums.to_pylist():
        report, period = (tuple(each[name] for name in names) for names in (_REPORT, _PERIOD))
        same, rows = (tuple(each[name]) for name in ("same_list", "row_list"))
        told = (each["cents_sum"], each["clicks_sum"], each["spent_sum"])
        yield _Cell(report, period, *told, same, rows)


def _repeats(cells: _Cells, roles: Sequence[str]) -> Iterator[tuple[_Cells, _Cells]]:
    """Yield cells that do not count, with those that count in their place; the longest reports are asked first."""
    live: dict[_Report, list[_Cell]] = {}
    for cell in cells:
        live.setdefault(cell.report, []).append(cell)
    reports = sorted(live, key=lambda report: -len(live[report]))
    kin = {one: [each for each in reports if each[1:] == one[1:] and each != one] for one in live}
    choices: list[tuple[_Judge, _Report, Sequence[_Report]]] = [
        (_equal, one, others)
        for size, one in product((ALL, ONE, TWO), reports)
        if size != TWO or len(kin[one]) <= FEW
        for others in combinations(kin[one], size or max(len(kin[one]), 1))
    ]
    wholes, parts = (
        [one for one in reports if roles[one[0]] == role] for role in ("whole", "part")
    )
    choices += [(_named, one, [each for each in parts if each in kin[one]]) for one in wholes]
    for judge, one, others in choices:
        told, counting = judge(live[one], [cell for other in others for cell in live[other]])
        for report in {cell.report for cell in told}:
            live[report] = [cell for cell in live[report] if cell not in told]
        yield told, counting


def _equal(mine: _Cells, theirs: _Cells) -> tuple[_Cells, _Cells]:
    """Return the side that does not count and the other one; nothing where they tell other money."""
    dates = [cell.period[0] for cell in mine]
    near = [cell for cell in theirs if dates and min(dates) <= cell.period[0] <= max(dates)]
    own = {cell.same for cell in mine}
    beside = _sums(cell for cell in near if cell.same not in own)
    near = [cell for cell in near if cell.same not in own or not beside[cell.period]]
    merged = {cell.same: cell for cell in near}
    will_merge = {cell.same for cell in mine if cell.cents} <= merged.keys()
    clicks = sum(cell.clicks for cell in mine), sum(cell.clicks for cell in merged.values())
    if will_merge or _sums(mine) != _sums(near) or (all(clicks) and clicks[0] != clicks[1]):
        return (), ()
    shared = {cell.period for cell in mine} & {cell.period for cell in near}
    mine, near = ([cell for cell in side if cell.period in shared] for side in (mine, near))
    is_finer = sum(cell.spent for cell in mine) >= sum(cell.spent for cell in merged.values())
    return (near, mine) if is_finer else (mine, near)


def _named(whole: _Cells, parts: _Cells) -> tuple[_Cells, _Cells]:
    """Return the parts on the days of the whole, where they do not clearly exceed it, and the whole."""
    days = {cell.period for cell in whole}
    held = [cell for cell in parts if cell.period in days]
    is_within = 0 < _sums(held).total() <= (1 + LITTLE) * _sums(whole).total()
    return (held, whole) if is_within else ((), ())


def _sums(cells: Iterable[_Cell]) -> Counter[_Period]:
    """Return the spend per period; equal to another one whether periods without spend are there or not."""
    sums: Counter[_Period] = Counter()
    for cell in {cell.same: cell for cell in cells}.values():
        sums[cell.period] += cell.cents
    return sums


def _finding(export: Export, rows: NDArray[np.int64], counting: Sequence[str]) -> Finding:
    """Return which rows of an export count in other files."""
    first = export.frame["source_row"].take(pa.array(rows[:FIRST_ROWS])).to_pylist()
    place = Place(export.file, export.sheet, rows=tuple(first))
    cents = int(ints(export.frame, "spend")[rows].sum())
    values = (("other", Text(zh="、".join(counting), en=", ".join(counting))),)
    return Finding(SPEND_TOLD_TWICE, place, len(rows), len(export.frame), cents, values)
