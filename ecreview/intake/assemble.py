"""Clean tables of many files → one dataset: exports merged, orders derived, gaps named, frames for analysis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import constant, put
from ecreview.intake.derive import (
    orders_from_lines,
    refunds_from_returns,
    refunds_into_orders,
    split_shared_orders,
)
from ecreview.intake.overlap import Export, merge_exports
from ecreview.model.dataset import SOURCE_COLUMNS, Dataset, Table
from ecreview.model.finding_kinds import DAYS_MISSING, DAYS_SPARSE, ORDERS_DERIVED, ORDERS_SHARED
from ecreview.model.findings import Finding, Place, sort_findings
from ecreview.model.tables import TABLES, table_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecreview.model.dataset import FileReceipt
    from ecreview.model.ledger import Ledger
    from ecreview.model.tables import TableSpec

LEADING = ("orders", "traffic_daily", "payments", "events")  # the first one given is asked for gaps
DAYS_NAMED = 5
SPARSE_SHARE = 0.2  # from here on missing days are the nature of the data, not gaps in it
MIXED = "mixed"  # a fact on which the files of a table disagree


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One clean table as the worker handed it back.

    Attributes:
        file: number of the file's receipt.
        table: number of the table's receipt in it.
        frame: its rows.
        facts: what reading found out about it.
    """

    file: int
    table: int
    frame: pa.Table
    facts: Mapping[str, str]


def assemble(
    receipts: Sequence[FileReceipt],
    parts: Sequence[Part],
    *,
    findings: Sequence[Finding] = (),
    version: str = "",
) -> Dataset:
    """Return the dataset.

    Args:
        receipts: one per upload, in upload order.
        parts: the clean tables of all files, in the order in which the exports were made.
        findings: of the files.
        version: digest of what went in.
    """
    files, told = list(receipts), list(findings)
    given: dict[str, pa.Table] = {}
    facts: dict[str, Mapping[str, str]] = {}
    for spec in TABLES:
        own = [part for part in parts if receipts[part.file].tables[part.table].table == spec.key]
        if own:
            merged = merge_exports([_export(part, receipts) for part in own], spec)
            given[spec.key], facts[spec.key] = merged.table, _common([part.facts for part in own])
            told += merged.findings
            for part, ledger in zip(own, merged.ledgers, strict=True):
                files[part.file] = _with_ledger(files[part.file], part.table, ledger)
    derived, of_derived = _derive(given)
    tables = _with_refunds(given | derived)
    told += [*of_derived, *_missing_days(tables)]
    frames = {
        key: Table(
            table_spec(key), to_frame(table, table_spec(key)), facts.get(key, {}), key not in given
        )
        for key, table in tables.items()
    }
    return Dataset(frames, tuple(files), sort_findings(told), version)


def _export(part: Part, receipts: Sequence[FileReceipt]) -> Export:
    """Return a part with platform and source columns, beside the ledger of its sheet."""
    receipt = receipts[part.file]
    table, frame = receipt.tables[part.table], part.frame
    constants = {"source_file": receipt.name, "source_sheet": table.sheet}
    if table.platform and "platform" not in frame.column_names:
        constants["platform"] = table.platform
    for name, word in constants.items():
        frame = put(frame, name, constant(word, len(frame)))
    return Export(receipt.name, table.sheet, frame, table.ledger)


def _common(facts: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the facts of several files as facts of their table."""
    names = dict.fromkeys(name for each in facts for name in each)
    said = {name: {each[name] for each in facts if name in each} for name in names}
    return {name: words.pop() if len(words) == 1 else MIXED for name, words in said.items()}


def _with_ledger(receipt: FileReceipt, table: int, ledger: Ledger) -> FileReceipt:
    """Return the receipt with the ledger of one of its tables replaced."""
    tables = list(receipt.tables)
    tables[table] = replace(tables[table], ledger=ledger)
    return replace(receipt, tables=tuple(tables))


def _derive(given: Mapping[str, pa.Table]) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return what order lines tell where no orders were given: orders, refunds, and the lines told apart."""
    lines = given.get("order_lines")
    if lines is None or "orders" in given:
        return {}, []
    lines, shared = split_shared_orders(lines)
    orders = orders_from_lines(lines)
    if orders is None:
        return {}, []
    place = Place(_first_file(lines))
    told = [Finding(ORDERS_DERIVED, place, len(lines), len(lines))]
    if shared:
        told.append(Finding(ORDERS_SHARED, place, shared, len(orders)))
    refunds = None if "refunds" in given else refunds_from_returns(lines, orders)
    tables = {"order_lines": lines, "orders": orders, "refunds": refunds}
    return {key: table for key, table in tables.items() if table is not None}, told


def _with_refunds(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables with the refunds counted in the orders that they name."""
    if not {"orders", "refunds"} <= tables.keys():
        return tables
    return tables | {"orders": refunds_into_orders(tables["orders"], tables["refunds"])}


def _first_file(table: pa.Table) -> str:
    """Return the name of the file of the first row."""
    return str(table["source_file"][0].as_py())


def _missing_days(tables: Mapping[str, pa.Table]) -> Iterable[Finding]:
    """Yield the days without a row inside the span of the leading dated table; many are told as one fact."""
    key = next((key for key in LEADING if key in tables and len(tables[key])), None)
    if key is None:
        return
    times = tables[key][table_spec(key).time].drop_null()
    days = np.unique(times.to_numpy().astype("datetime64[D]"))
    span = np.arange(days[0], days[-1] + 1) if len(days) else days
    missing = np.setdiff1d(span, days)
    place = Place(_first_file(tables[key]))
    if len(missing) >= SPARSE_SHARE * len(span) > 0:
        values = (("span", f"{len(span):,}"),)
        yield Finding(DAYS_SPARSE, place, len(days), len(span), values=values)
    elif len(missing):
        named = "、".join(str(day) for day in missing[:DAYS_NAMED])
        more = "…" if len(missing) > DAYS_NAMED else ""
        values = (("days", named + more),)
        yield Finding(DAYS_MISSING, place, len(missing), len(span), values=values)


def to_frame(table: pa.Table, spec: TableSpec) -> pd.DataFrame:
    """Return the table as analyses read it: columns in the order of the spec, then the source columns."""
    order = [field.key for field in spec.fields] + list(SOURCE_COLUMNS)
    return pd.DataFrame(
        {name: _series(table[name]) for name in order if name in table.column_names}, copy=False
    )


def _series(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Return one column; whole numbers stay whole where some are unknown, an unknown flag is no."""
    if pa.types.is_boolean(column.type):
        column = pc.fill_null(column, fill_value=False)
    is_gappy = pa.types.is_int64(column.type) and column.null_count > 0
    series: pd.Series[Any] = column.to_pandas(
        types_mapper={pa.int64(): pd.Int64Dtype()}.get if is_gappy else None
    )
    return series
