"""Totals that a file states about itself, beside the same totals of the rows read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.columns import known_ints
from ecreview.intake.numerals import MAX_COUNT, read_number, to_cents
from ecreview.intake.rows import cells_at
from ecreview.model import finding_kinds as kinds
from ecreview.model.findings import Finding
from ecreview.model.ledger import ControlTotal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.ledger import Amounts
    from ecreview.intake.raw import RawTable
    from ecreview.intake.rows import RowsByClass
    from ecreview.intake.typed import TypedColumn
    from ecreview.model.findings import Place

_GRAND = re.compile(r"合计|总计|汇总|总和|(?i:grand total|total)")  # not 小计, not an average


def control_totals(
    raw: RawTable,
    rows: RowsByClass,
    *,
    control: Mapping[str, str],
    amounts: Amounts | None,
    stated: Amounts | None,
) -> tuple[ControlTotal, ...]:
    """Return every total that the file states, in row order.

    A name with 收入 speaks of positive amounts, one with 支出 of negative ones, any other of all.

    Args:
        raw: the table.
        rows: its rows by class.
        control: regular expression → name, for lines above and below the rows.
        amounts: leading money of all data rows, duplicates and quarantined ones in.
        stated: leading money of the rows that sum up others, read like that of the data rows.
    """
    around = np.sort(np.concatenate([raw.above, rows.notes, rows.totals]))
    found = [total for line in lines_at(raw, around) for total in _stated(line, control, amounts)]
    if amounts is not None and stated is not None:
        found.extend(_summed(raw, rows, stated, amounts))
    return tuple(found)


def summary_totals(
    raw: RawTable,
    rows: RowsByClass,
    summary: Mapping[str, str],
    columns: Mapping[str, TypedColumn],
    amounts: Amounts | None,
) -> tuple[ControlTotal, ...]:
    """Return what a second table below the rows states.

    Args:
        raw: the table.
        rows: its rows by class; the second table's header among `header`, its row among `totals`.
        summary: see `Format.summary`.
        columns: the data rows, typed.
        amounts: leading money of the data rows.
    """
    if not summary or not len(rows.totals) or not len(rows.header):
        return ()
    cells = raw.sheet.cells.take(pa.array([rows.header[-1], rows.totals[-1]])).to_pylist()
    names, values = (list(row.values()) for row in cells)
    found = []
    for name, value in zip(names, values, strict=True):
        meant = summary.get(name or "")
        stated = _cents(value)
        if meant and stated is not None:
            computed = _compared(meant, columns, amounts)
            found.append(ControlTotal(name, abs(stated), computed, "cents"))
    return tuple(found)


def stated_totals(
    raw: RawTable, rows: RowsByClass, name: str, amounts: Amounts | None
) -> tuple[ControlTotal, ...]:
    """Return what the rows that sum up the others state in a column of their own.

    Args:
        raw: the table.
        rows: its rows by class.
        name: header of that column; empty = there is none.
        amounts: leading money of the data rows.
    """
    if name not in raw.names or amounts is None or not len(rows.totals):
        return ()
    cells = cells_at(raw, name, rows.totals).to_pylist()
    stated = [cents for cents in map(_cents, cells) if cents is not None]
    return (ControlTotal(name, sum(stated), amounts.total(), "cents"),) if stated else ()


def _compared(
    meant: str, columns: Mapping[str, TypedColumn], amounts: Amounts | None
) -> int | None:
    """Return the size of the sum that a stated one speaks of, None where nothing comparable was read."""
    if meant in _SIDES:
        return None if amounts is None else abs(amounts.total(_SIDES[meant](amounts.cents)))
    if meant not in columns:
        return None
    return abs(int(known_ints(columns[meant].per_row())[0].sum()))


_SIDES: Mapping[str, Callable[[NDArray[np.int64]], NDArray[np.bool_]]] = {
    "in": lambda cents: cents > 0,
    "out": lambda cents: cents < 0,
}


def lines_at(raw: RawTable, positions: NDArray[np.int64]) -> Iterator[str]:
    """Yield the rows as lines of text."""
    for row in raw.sheet.cells.take(pa.array(positions)).to_pylist():
        yield ",".join(cell for cell in row.values() if cell)


def _stated(
    line: str, control: Mapping[str, str], amounts: Amounts | None
) -> Iterator[ControlTotal]:
    """Yield the totals that a line states."""
    for pattern, name in control.items():
        for groups in (found.groupdict() for found in re.finditer(pattern, line)):
            side = _side(name, amounts)
            if groups.get("count"):
                count = None if side is None else int(side.sum())
                yield ControlTotal(name, int(groups["count"].replace(",", "")), count, "count")
            stated = _cents(groups.get("amount"))
            if stated is not None:
                cents = None if side is None or amounts is None else abs(amounts.total(side))
                yield ControlTotal(name, abs(stated), cents, "cents")


def _side(name: str, amounts: Amounts | None) -> NDArray[np.bool_] | None:
    """Return the rows that a total of that name speaks of, None without money."""
    if amounts is None:
        return None
    if "收入" in name:
        return np.asarray(amounts.cents > 0)
    return np.asarray(amounts.cents < 0) if "支出" in name else amounts.known


def _summed(
    raw: RawTable, rows: RowsByClass, stated: Amounts, amounts: Amounts
) -> Iterator[ControlTotal]:
    """Yield the amounts that total rows of the table state.

    Of several total rows each sums up the rows since the one before it, unless it states the whole.
    """
    told = [
        (at, line.split(",")[0], cents)
        for row, (at, line) in enumerate(zip(rows.totals, lines_at(raw, rows.totals), strict=True))
        if (cents := stated.of(row)) is not None and _GRAND.search(line.split(",")[0])
    ]
    start, whole = 0, amounts.total()
    for at, name, cents in told:
        block = amounts.total((rows.data >= start) & (rows.data < at))
        start = at
        sums_all = len(told) == 1 or (cents == whole and cents != block)
        yield ControlTotal(name, cents, whole if sums_all else block, "cents")


def _cents(text: str | None) -> int | None:
    """Return the cents that a text says, None where it says none."""
    number = read_number(text) if text else None
    if number is None or abs(number[0]) >= MAX_COUNT / 100:
        return None
    return int(to_cents(np.array([number[0]]))[0][0])


def control_findings(
    totals: tuple[ControlTotal, ...], place: Place, of: int
) -> tuple[Finding, ...]:
    """Return one finding per total that differs from the rows read, of which there are so many."""
    return tuple(
        Finding(
            kinds.CONTROL_TOTAL_DIFFERS,
            place,
            1,
            of,
            abs(t.stated - t.computed) if t.unit == "cents" else None,
            (("name", t.name), ("stated", _say(t.stated, t)), ("computed", _say(t.computed, t))),
        )
        for t in totals
        if t.computed is not None and not t.agrees
    )


def _say(value: int, total: ControlTotal) -> str:
    """Return a total in full: a headline's rounding would hide the difference."""
    return f"{value / 100:,.2f}" if total.unit == "cents" else f"{value:,}"
