"""Exports that tell the same money, such as a ledger and a settlement report: one counts, the other checks it.

A format says to which others it yields. Its rows stand aside on the days that one of those covers; on other
days, and where it came alone, they count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, text_column
from ecreview.intake.formats import FORMATS
from ecreview.model.finding_kinds import SECOND_BILL
from ecreview.model.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ecreview.model.dataset import FileReceipt

_TITLES = {form.key: form.title for form in FORMATS}
_YIELDS = {form.key: frozenset(form.yields_to) for form in FORMATS if form.yields_to}


def part_second_bills(
    given: Mapping[str, pa.Table], receipts: Sequence[FileReceipt]
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return the tables with rows of second bills moved out of `payments`, and what was moved."""
    payments = given.get("payments")
    own = _formats(payments, receipts) if payments is not None else {}
    yielding = [form for form in own if _YIELDS.get(form, frozenset()) & own.keys()]
    if payments is None or not yielding:
        return dict(given), []
    days = pc.floor_temporal(payments["time"], unit="day").cast(pa.int64())
    day = pc.fill_null(days, 0).to_numpy()
    second = np.zeros(len(payments), dtype=np.bool_)
    told: list[Finding] = []
    for form in sorted(yielding):
        others = sorted(_YIELDS[form] & own.keys())
        spans = [(day[own[other]].min(), day[own[other]].max()) for other in others]
        is_covered = np.any([(day >= first) & (day <= last) for first, last in spans], axis=0)
        moved = own[form] & is_covered
        if moved.any():
            second |= moved
            told.append(_finding(payments, moved, form, others[0]))
    rest, beside = payments.filter(pa.array(~second)), payments.filter(pa.array(second))
    tables = {**given, "payments": rest}
    return (tables | {"second_bills": beside} if len(beside) else tables), told


def _formats(payments: pa.Table, receipts: Sequence[FileReceipt]) -> dict[str, NDArray[np.bool_]]:
    """Return the rows of each format."""
    files, sheets = (
        np.asarray(text_column(payments, name).fill_null("").to_numpy(zero_copy_only=False))
        for name in ("source_file", "source_sheet")
    )
    found: dict[str, NDArray[np.bool_]] = {}
    for file in receipts:
        for table in file.tables:
            if table.table == "payments" and table.format:
                rows = (files == file.name) & (sheets == (table.sheet or ""))
                found[table.format] = found.get(table.format, False) | rows
    return {form: rows for form, rows in found.items() if rows.any()}


def _finding(payments: pa.Table, moved: NDArray[np.bool_], form: str, other: str) -> Finding:
    """Return what was moved of one format."""
    rows = payments.filter(pa.array(moved))
    place = Place(rows["source_file"][0].as_py())
    cents = int(ints(rows, "amount").sum()) if has(rows, "amount") else None
    values = (("bill", _TITLES[form]), ("other", _TITLES[other]))
    return Finding(SECOND_BILL, place, len(rows), len(payments), cents, values)
