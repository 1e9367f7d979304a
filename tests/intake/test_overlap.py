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


def settlement(name: str, *rows: tuple[str, str, int], status: str = "已结算") -> Export:
    """Entries (order, product, cents) of one settlement, which has one number for them all."""
    both = entries(name, *(cents for _, _, cents in rows))
    columns = {
        "txn_id": ["S0001"] * len(rows),
        "order_id": [order for order, _, _ in rows],
        "product_id": [product for _, product, _ in rows],
        "status_raw": [status] * len(rows),
    }
    frame = both.frame
    for key, words in columns.items():
        frame = frame.append_column(key, pa.array(words, pa.large_string()))
    return Export(name, None, frame, both.ledger)


def test_under_the_number_of_a_settlement_order_and_product_tell_equal_amounts_apart() -> None:
    exports = (
        settlement("上.csv", ("1", "a", 5_000), ("1", "b", 5_000)),
        settlement("下.csv", ("2", "a", 5_000), ("1", "b", 5_000)),
    )
    merged = merge_exports(exports, table_spec("payments"))
    assert merged.table["order_id"].to_pylist() == ["1", "2", "1"]


def test_an_entry_of_a_settlement_is_known_again_with_a_newer_status() -> None:
    exports = (
        settlement("早.csv", ("1", "a", 5_000), status="待结算"),
        settlement("晚.csv", ("1", "a", 5_000)),
    )
    merged = merge_exports(exports, table_spec("payments"))
    assert merged.table["status_raw"].to_pylist() == ["已结算"]


def test_an_entry_whose_order_number_is_damaged_is_known_again_by_its_transaction() -> None:
    def cut(name: str) -> Export:
        both = entries(name, 4_062, txn="t")
        frame = both.frame.append_column("is_id_lossy", pa.array([True]))
        return Export(name, None, frame, both.ledger)

    merged = merge_exports((cut("六月.csv"), cut("六月中.csv")), table_spec("payments"))
    assert len(merged.table) == 1
