"""The stock equation: movements listed or made of other tables, what cannot be told, and the laws."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.model.scope import Period, Scope, Settings
from ecreview.model.text import Unit
from ecreview.reconcile import stock
from ecreview.reconcile.base import Reconciliation, State, Tally
from tests.builders import Row, dataset
from tests.reconcile.laws import assert_conserved, assert_same_backwards

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset

SCOPE = Scope(Period(date(2026, 6, 1), date(2026, 7, 1)))


def snapshot(sku: str, opening: int | None, closing: int | None, **more: Any) -> list[Row]:
    """The stock of 1 June and of 20 June."""
    counted = {"2026-06-01": opening, "2026-06-20": closing}
    rows = [{"date": day, "sku_code": sku, "on_hand": n} for day, n in counted.items()]
    return [row | more for row in rows if row["on_hand"] is not None]


def move(sku: str | None, quantity: int, day: str = "2026-06-10", **more: Any) -> Row:
    kind = "in" if quantity > 0 else "out"
    return {"date": day, "sku_code": sku, "kind": kind, "quantity": quantity} | more


def run(data: Dataset) -> Reconciliation:
    assert stock.PAIR.is_ready(data)
    return stock.reconcile(data, SCOPE, Settings())


def reconcile(snapshots: list[Row], **tables: Any) -> Reconciliation:
    return run(dataset(inventory=snapshots, **tables))


def reasons(result: Reconciliation) -> dict[str, tuple[str, int, str]]:
    columns = ["order_id", "state", "difference_cents", "reason"]
    rows = result.differences[columns].fillna({"order_id": ""}).to_numpy().tolist()
    return {sku: (state, pieces, reason.zh) for sku, state, pieces, reason in rows}


def test_opening_plus_in_minus_out_and_adjustments_makes_the_closing() -> None:
    """100 + 50 − 80 − 2 = 68."""
    moves = [move("A", 50), move("A", -80), move("A", -2, kind="adjust")]
    result = reconcile(snapshot("A", 100, 68), stock_moves=moves)
    assert result.unit is Unit.COUNT
    assert result.states == {State.MATCHED: Tally(2, 3, -32, -32, keys=1)}


def test_codes_are_joined_however_they_are_written() -> None:
    result = reconcile(snapshot("a-01", 5, 4), stock_moves=[move("Ａ-01 ", -1)])
    assert list(result.states) == [State.MATCHED]


@pytest.mark.parametrize(
    ("closing", "state", "reason"),
    [
        (91, "amount_differs", "实际库存多于推算：请查漏记的入库、盘盈，或盘点错误"),
        (89, "amount_differs", "实际库存少于推算：请查漏记的出库、盘亏、报损，或盘点错误"),
    ],
)
def test_one_piece_apart_is_a_difference(closing: int, state: str, reason: str) -> None:
    result = reconcile(snapshot("A", 100, closing), stock_moves=[move("A", -10)])
    assert reasons(result) == {"A": (state, closing - 90, reason)}


def test_stock_that_changed_without_a_movement_and_movements_without_stock_are_listed() -> None:
    result = reconcile(snapshot("A", 10, 7), stock_moves=[move("B", -4)])
    assert reasons(result) == {
        "A": ("order_only", -3, "没有一笔出入库"),
        "B": ("payment_only", 4, "两次快照里都没有这个编码"),
    }


def test_all_warehouses_count_and_those_with_one_snapshot_do_not() -> None:
    new_house = {"date": "2026-06-20", "sku_code": "A", "on_hand": 30, "warehouse": "义乌"}
    snapshots = [
        *snapshot("A", 100, 60, warehouse="杭州"),
        *snapshot("A", 0, 40, warehouse="广州"),
        new_house,
    ]
    moves = [
        move("A", -40, warehouse="杭州", kind="adjust"),
        move("A", 40, warehouse="广州", kind="adjust"),
        move("A", 30, warehouse="义乌"),
    ]
    result = reconcile(snapshots, stock_moves=moves)
    assert result.states[State.MATCHED] == Tally(4, 2, 0, 0, keys=1)
    assert result.states[State.NOT_DUE] == Tally(1, 1, 0, 30, keys=1)


def test_snapshots_between_the_first_and_the_last_change_nothing() -> None:
    between = {"date": "2026-06-10", "sku_code": "A", "on_hand": 777}
    result = reconcile([*snapshot("A", 10, 9), between], stock_moves=[move("A", -1)])
    assert result.states == {State.MATCHED: Tally(3, 1, -1, -1, keys=1)}


@pytest.mark.parametrize(("opening", "closing"), [(None, 9), (9, None)])
def test_a_sku_of_one_snapshot_cannot_be_told(opening: int | None, closing: int | None) -> None:
    snapshots = [*snapshot("A", opening, closing), *snapshot("B", 2, 1)]
    result = reconcile(snapshots, stock_moves=[move("B", -1), move("A", 4)])
    assert reasons(result)["A"][0] == "not_due"
    assert reasons(result)["A"][2] == "期初或期末快照里没有这个编码，变动算不出来"


def test_movements_outside_the_snapshots_do_not_count() -> None:
    moves = [move("A", -1), move("A", -5, "2026-05-31"), move("A", -7, "2026-06-21")]
    result = reconcile(snapshot("A", 10, 9), stock_moves=moves)
    assert result.states[State.MATCHED] == Tally(2, 1, -1, -1, keys=1)
    assert reasons(result) == {"A": ("not_due", 12, "不在期初和期末快照之间")}


@pytest.mark.parametrize(
    ("closing", "window"), [(7, "2026-06-02 起、2026-06-21 前"), (8, "2026-06-01 起、2026-06-20 前")]
)  # fmt: skip
def test_a_snapshot_is_taken_before_or_after_the_work_of_its_day(closing: int, window: str) -> None:
    """Two pieces left on the opening day, three on the closing day."""
    moves = [move("A", -2, "2026-06-01"), move("A", -3, "2026-06-20")]
    result = reconcile(snapshot("A", 10, closing), stock_moves=moves)
    assert result.states[State.MATCHED].right_rows == 1
    assert window in result.notes[0].zh


def test_snapshots_with_a_time_are_taken_at_that_time() -> None:
    snapshots = [
        {"date": "2026-06-01 09:00", "sku_code": "A", "on_hand": 10},
        {"date": "2026-06-20 09:00", "sku_code": "A", "on_hand": 8},
    ]
    moves = [
        move("A", -9, "2026-06-01 08:59"),
        move("A", -2, "2026-06-01 09:00"),
        move("A", -9, "2026-06-20 09:00"),
    ]
    result = reconcile(snapshots, stock_moves=moves)
    assert result.states[State.MATCHED] == Tally(2, 1, -2, -2, keys=1)


# --- without a list of movements --------------------------------------------------------------------


def bought(sku: str, quantity: int, received_at: str | None = "2026-06-10") -> Row:
    fields = {"ordered_at": "2026-06-02", "sku_code": sku, "quantity": quantity}
    return fields | {"received_at": received_at}


def sold(sku: str | None, quantity: int, shipped_at: str | None = "2026-06-10") -> Row:
    return {"order_id": "1", "sku_code": sku, "quantity": quantity, "shipped_at": shipped_at}


def returned(sku: str, quantity: int, kind: str, status: str = "done") -> Row:
    fields = {"refund_id": f"{sku}{kind}{status}", "sku_code": sku, "quantity": quantity}
    return fields | {"type": kind, "status": status, "amount": 1, "finished_at": "2026-06-15"}


def test_purchases_shipped_items_and_returns_make_the_movements() -> None:
    """100 + 50 bought − 80 shipped + 3 returned = 73."""
    result = reconcile(
        snapshot("A", 100, 73),
        purchases=[bought("A", 50), bought("A", 500, None)],
        order_lines=[sold("A", 80), sold("A", 9, None)],
        refunds=[
            returned("A", 3, "退货退款"),
            returned("A", 4, "仅退款"),
            returned("A", 5, "退货退款", "open"),
        ],
    )
    assert result.states[State.MATCHED] == Tally(2, 3, -27, -27, keys=1)
    assert sorted(r.zh for r in result.differences["reason"]) == [
        "未发货",
        "没有退货入库",
        "采购未到货",
    ]
    assert result.unexplained_cents == 0


def test_the_time_of_shipping_may_stand_on_the_order() -> None:
    line = {"order_id": "1", "sku_code": "A", "quantity": 1}
    order = {"order_id": "1", "paid_at": "2026-06-09", "shipped_at": "2026-06-10"}
    result = reconcile(snapshot("A", 10, 9), orders=[order], order_lines=[line])
    assert result.states[State.MATCHED].right_cents == -1


def test_more_stock_without_purchases_is_a_missing_record_and_no_difference() -> None:
    result = reconcile(snapshot("A", 10, 30), order_lines=[sold("A", 5)])
    assert reasons(result) == {"A": ("not_due", 25, "还缺入库记录")}
    assert result.unexplained_cents == 0
    assert "采购到货、退货入库、其他渠道出库和盘点调整不在文件里" in result.notes[1].zh


def test_less_stock_without_sales_is_a_missing_record_and_no_difference() -> None:
    result = reconcile(snapshot("A", 10, 8), purchases=[bought("A", 5)])
    assert reasons(result) == {"A": ("not_due", -7, "还缺出库记录")}


def test_items_without_a_code_are_told_together() -> None:
    lines = [sold("A", 1), sold(None, 4), sold(None, 5)]
    result = reconcile(snapshot("A", 10, 9), order_lines=lines)
    assert result.states[State.NOT_DUE] == Tally(0, 2, 0, -9, keys=1)
    assert reasons(result) == {"": ("not_due", 9, "没有商家编码")}


def test_one_snapshot_or_no_movements_make_no_equation() -> None:
    one_day = snapshot("A", 10, None)
    assert not stock.PAIR.is_ready(dataset(inventory=one_day, stock_moves=[move("A", -1)]))
    assert not stock.PAIR.is_ready(dataset(inventory=snapshot("A", 10, 9)))
    assert not stock.PAIR.is_ready(dataset(stock_moves=[move("A", -1)]))


DAYS = st.sampled_from(["2026-05-01", "2026-06-01", "2026-06-10", "2026-06-20", "2026-07-01"])
SKUS = st.sampled_from("ABCD")
HOUSES = st.sampled_from(["x", "y"])


@given(
    st.dictionaries(
        st.tuples(SKUS, DAYS.filter(lambda day: "-06-" in day), HOUSES),
        st.integers(-5, 50),
        min_size=1,
    ),
    st.lists(st.tuples(SKUS | st.none(), st.integers(-9, 9), DAYS, HOUSES), min_size=1, max_size=8),
)
def test_every_row_is_in_one_state_and_no_piece_is_lost(
    snapshots: dict[tuple[str, str, str], int],
    moves: list[tuple[str | None, int, str, str]],
) -> None:
    held = [*snapshot("Z", 1, 1, warehouse="x")]
    held += [
        {"date": day, "sku_code": sku, "warehouse": house, "on_hand": n}
        for (sku, day, house), n in snapshots.items()
    ]
    listed = [move(sku, n, day, warehouse=house) for sku, n, day, house in moves]
    result = assert_same_backwards(run, dataset(inventory=held, stock_moves=listed))
    assert_conserved(result, len(held), len(listed))
    assert result.right_cents == sum(n for _, n, *_ in moves)
