"""Small canonical tables for the tests of assembly, and what came out of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ecreview.intake.assemble import Part, assemble
from ecreview.model.dataset import FileReceipt, TableReceipt
from ecreview.model.fields import Kind
from ecreview.model.ledger import Ledger
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ecreview.model.dataset import Dataset

TEXT = pa.large_string()
TYPES = {
    Kind.ID: TEXT,
    Kind.TEXT: pa.dictionary(pa.int32(), TEXT),
    Kind.KEY: pa.dictionary(pa.int32(), TEXT),
    Kind.CATEGORY: pa.dictionary(pa.int32(), TEXT),
    Kind.CENTS: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.RATE: pa.float64(),
    Kind.SECONDS: pa.float64(),
    Kind.TIME: pa.timestamp("s"),
    Kind.FLAG: pa.bool_(),
}
Rows = list[dict[str, Any]]


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 6, day, hour)


def frame(table: str, rows: Rows) -> pa.Table:
    """The rows as cleaning hands them over; the header stands in row 1."""
    spec = table_spec(table)
    names = [f.key for f in spec.fields if any(f.key in row for row in rows)]
    columns = {
        name: pa.array([row.get(name) for row in rows], TYPES[spec.field(name).kind])
        for name in names
    }
    return pa.table(columns | {"source_row": pa.array(range(2, len(rows) + 2), pa.int32())})


def put_together(
    *given_tables: tuple[str, Rows], facts: Sequence[Mapping[str, str]] = (), platform: str = "p"
) -> Dataset:
    """The dataset of tables, each from a file of its own: a.csv, b.csv …"""
    receipts, parts = [], []
    for number, (table, rows) in enumerate(given_tables):
        amount = table_spec(table).amount
        cents = sum(row.get(amount) or 0 for row in rows) if amount else None
        ledger = Ledger(len(rows) + 1, header=1, kept=len(rows), cents_in=cents, cents_kept=cents)
        receipt = TableReceipt(
            None,
            "f",
            EMPTY,
            platform,
            table,
            1.0,
            EMPTY,
            1,
            ledger if amount else Ledger(len(rows) + 1, header=1, kept=len(rows)),
        )
        receipts.append(FileReceipt(f"{'abcd'[number]}.csv", str(number), 1, "csv", (receipt,)))
        parts.append(Part(number, 0, frame(table, rows), facts[number] if facts else {}))
    return assemble(receipts, parts)


def codes(dataset: Dataset) -> list[str]:
    return [finding.kind.code for finding in dataset.findings]


def orders(dataset: Dataset) -> pd.DataFrame:
    found = dataset.frame("orders")
    assert found is not None
    return found


def order(number: str, amount: int = 100, **more: Any) -> dict[str, Any]:
    return {"order_id": number, "created_at": at(18), "order_amount": amount} | more


def line(number: str, quantity: int, amount: int, **more: Any) -> dict[str, Any]:
    return {
        "order_id": number, "created_at": at(18), "quantity": quantity, "line_amount": amount,
    } | more  # fmt: skip
