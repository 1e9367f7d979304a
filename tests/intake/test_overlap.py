from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from ecreview.intake.overlap import Export, merge_exports
from ecreview.model.ledger import Ledger
from ecreview.model.tables import table_spec


def entries(name: str, *cents: int, txn: str | None = None) -> Export:
    """A ledger whose entries differ in their amount alone, with or without numbers."""
    rows = len(cents)
    frame = {
        "subject_raw": pa.array(["已结算"] * rows, pa.large_string()),
        "amount": pa.array(cents, pa.int64()),
        "source_file": pa.array([name] * rows, pa.large_string()),
        "source_row": pa.array(range(2, rows + 2), pa.int32()),
    }
    if txn is not None:
        frame["txn_id"] = pa.array([f"{txn}{i}" for i in range(rows)], pa.large_string())
    ledger = Ledger(rows + 1, header=1, kept=rows, cents_in=sum(cents), cents_kept=sum(cents))
    return Export(name, None, pa.table(frame), ledger)


def test_entries_without_a_number_are_not_doubled_beside_a_ledger_that_has_numbers() -> None:
    exports = (
        entries("结算.csv", 9_702, -800, -800),
        entries("流水.csv", -500, txn="t"),
        entries("结算 (1).csv", 9_702, -800),
    )
    merged = merge_exports(exports, table_spec("payments"))
    assert sorted(merged.table["amount"].to_pylist()) == [-800, -800, -500, 9_702]
    assert [(ledger.kept, ledger.duplicate) for ledger in merged.ledgers] == [
        (2, 1),
        (1, 0),
        (1, 1),
    ]


def test_dated_entries_without_a_number_in_a_numbered_ledger_are_known_again_by_all_their_cells() -> (
    None
):
    def ledger(name: str, *days: int) -> Export:
        both = entries(name, 4_062, *[-1_502] * len(days), txn="t")
        frame = both.frame.set_column(
            both.frame.column_names.index("txn_id"),
            "txn_id",
            pa.array(["t0", *[None] * len(days)], pa.large_string()),
        )
        times = pa.array([datetime(2026, 6, day) for day in (18, *days)], pa.timestamp("s"))
        return Export(name, None, frame.append_column("time", times), both.ledger)

    exports = (ledger("六月.csv", 20, 20), ledger("六月七月.csv", 20, 27))
    merged = merge_exports(exports, table_spec("payments"))
    assert sorted(merged.table["amount"].to_pylist()) == [-1_502, -1_502, -1_502, 4_062]
    assert [ledger.kept for ledger in merged.ledgers] == [2, 2]
