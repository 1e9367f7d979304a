"""What the exports of Pinduoduo, Kuaishou, Xiaohongshu and the WeChat shop come to, beyond their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.derive import orders_from_lines
from ecreview.intake.wire import FileAnswer, load
from tests.formats.exports import kuaishou, pinduoduo, wxshop, xiaohongshu

if TYPE_CHECKING:
    from tests.formats.exports.base import Export


def cleaned(export: Export) -> tuple[FileAnswer, pa.Table | None]:
    said, frames = clean_file(export.name, export.content)
    frame = pa.ipc.open_stream(frames["0"]).read_all() if "0" in frames else None
    return load(FileAnswer, said), frame


def orders_of(export: Export) -> pa.Table:
    _, lines = cleaned(export)
    assert lines is not None
    orders = orders_from_lines(lines)
    assert orders is not None
    return orders


def found(export: Export) -> set[str]:
    return {finding.kind.code for finding in cleaned(export)[0].findings}


def case(module: object, form: str, name: str) -> Export:
    exports: tuple[Export, ...] = module.EXPORTS  # type: ignore[attr-defined]
    return next(e for e in exports if (e.format, e.case) == (form, name))


@pytest.mark.parametrize("name", ["23", "23-book", "wide"])
def test_a_refunded_order_of_pinduoduo_keeps_what_was_paid_and_a_cancelled_one_has_nothing(
    name: str,
) -> None:
    orders = orders_of(case(pinduoduo, "pdd-orders", name))
    assert orders["paid_gross"].to_pylist() == [8_500, 106_000, 3_000, 0]
    assert pc.sum(orders["paid_net"]).as_py() == 8_500 + 3_000
    effective = pc.and_(pc.equal(orders["refunded"], 0), pc.is_valid(orders["paid_at"]))
    assert pc.sum(orders["receivable"].filter(effective)).as_py() == 9_000 + 3_000
    assert "buyer_key" not in orders.column_names


def test_an_order_over_two_rows_is_one_order_paid_once() -> None:
    for export in (
        case(pinduoduo, "pdd-orders", "combination"),
        case(wxshop, "wxshop-orders", "57"),
    ):
        orders = orders_of(export)
        assert orders["paid_gross"].to_pylist() == [9_000]


def test_a_total_that_is_more_than_its_rows_is_a_gap_that_is_told() -> None:
    answer, _ = cleaned(pinduoduo.STATES_MORE)
    (gap,) = [f for f in answer.findings if f.kind.code == "CONTROL_TOTAL_DIFFERS"]
    assert gap.amount_cents == 39_788
    assert dict(gap.values)["stated"] == "500.00"


def test_a_period_that_nothing_says_is_asked_for() -> None:
    answer, frame = cleaned(pinduoduo.OVER_A_PERIOD.with_(name="商品推广.xlsx"))
    assert frame is None
    assert [f.kind.code for f in answer.findings] == ["COLUMN_MISSING"]


@pytest.mark.parametrize(
    "export",
    [
        case(kuaishou, "kuaishou-settlement", "40"),
        case(xiaohongshu, "xhs-settlement", "23"),
    ],
    ids=lambda export: export.format,
)
def test_the_parts_of_a_settlement_make_its_amount(export: Export) -> None:
    assert "PARTS_DIFFER" not in found(export)
    amount = export.header.index("动账金额" if "动账金额" in export.header else "实际结算金额(元)")
    wrong = [list(cells) for cells in export.rows]
    wrong[0][amount] = "1.00"
    assert "PARTS_DIFFER" in found(export.with_(rows=tuple(map(tuple, wrong))))


def test_what_names_a_withdrawal_is_one_whatever_its_type_says() -> None:
    _, entries = cleaned(case(wxshop, "wxshop-ledger", "12"))
    assert entries is not None
    moved = entries.filter(entries["is_transfer"])
    assert moved["amount"].to_pylist() == [-50_000]


def test_identical_entries_of_a_ledger_without_numbers_are_all_kept() -> None:
    ledger = case(pinduoduo, "pdd-ledger", "7")
    twice = ledger.with_(rows=(*ledger.rows, ledger.rows[0]))
    answer, entries = cleaned(twice)
    assert entries is not None
    assert len(entries) == len(ledger.rows) + 1
    assert "ROW_REPEATED" in {finding.kind.code for finding in answer.findings}
