"""What a reconciliation tells: figures with their parts, grids of fixed columns, a bridge that closes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ecreview.model.grade import Grade
from ecreview.model.scope import Scope, Settings
from ecreview.model.section import Reason
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.present import LISTED, present_reconciliation, why_apart
from tests.builders import dataset
from tests.reconcile.june import ENTRIES, ORDERS, SCOPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.section import Section
    from tests.builders import Row


def section(
    orders: Sequence[Row] = ORDERS, entries: Sequence[Row] = ENTRIES, **tables: Any
) -> Section:
    timed = [{"time": "2026-06-12"} | entry for entry in entries]
    data = dataset(orders=orders, payments=timed, **tables)
    return present_reconciliation(reconcile_all(data, SCOPE, Settings())[0])


@pytest.mark.parametrize(
    "scope", [replace(SCOPE, shops=("甲店",)), replace(SCOPE, channels=("直播",))]
)
def test_a_filter_changes_no_sum_and_the_page_says_so(scope: Scope) -> None:
    data = dataset(orders=ORDERS, payments=[{"time": "2026-06-12"} | entry for entry in ENTRIES])
    plain, filtered = (reconcile_all(data, each, Settings())[0] for each in (SCOPE, scope))
    assert filtered.difference_cents == plain.difference_cents
    assert "不随上面的筛选变" in filtered.notes[-1].zh
    assert len(filtered.notes) == len(plain.notes) + 1


def test_files_without_a_common_order_are_called_strangers() -> None:
    strange = section(entries=[{"order_id": "x", "amount": 100, "subject": "goods"}])
    assert "没有一个订单号相同" in strange.notes[0].text.zh
    assert not any("没有一个订单号相同" in note.text.zh for note in section().notes)


def test_figures_carry_their_parts() -> None:
    """Due: orders 1, 2 and 4 (15,800 + 8,000 + 5,000); matched: 1 and 2."""
    told = section()
    amount, count, unexplained = told.figures
    assert told.key == "reconcile.orders.payments"
    assert (amount.key, amount.numerator, amount.denominator) == ("rec_rate_amt", 23_800, 28_800)
    assert amount.value == pytest.approx(23_800 / 28_800)
    assert amount.grade is Grade.C
    assert (count.key, count.numerator, count.denominator, count.n) == ("rec_rate_cnt", 2, 3, 3)
    assert (unexplained.key, unexplained.value, unexplained.n) == ("unexplained", -500, 2)


def test_nothing_due_gives_an_undefined_rate_not_zero() -> None:
    told = section(orders=ORDERS[2:3])
    assert told.figures[0].value is None
    assert told.figures[0].reason is Reason.ZERO_DENOMINATOR
    assert told.figures[0].grade is None


def test_the_answer_names_both_sums_and_what_is_left() -> None:
    answer = section().answer
    assert answer.zh == (
        "订单应收 ¥295.00，账单收支净额 ¥289.84，相差 ¥5.16：按原因解释 ¥10.16，未解释 −¥5.00，共 2 处。"
    )


def test_the_grid_of_differences_has_exactly_the_columns_of_the_record() -> None:
    grid = next(g for g in section().grids if g.key == "differences")
    assert [c.key for c in grid.columns] == list(grid.frame.columns)
    assert list(grid.frame.columns) == [
        "state", "name", "order_id", "left_cents", "right_cents", "difference_cents", "reason",
        "left_source", "right_source",
    ]  # fmt: skip
    assert [c.key for c in grid.columns if not c.is_shown] == ["state"]
    assert grid.total == 3
    assert dict(grid.sums)["difference_cents"] == grid.frame["difference_cents"].sum() == 8_500
    assert grid.frame["state"].tolist() == ["amount_differs", "payment_only", "transfer"]
    assert [n.zh for n in grid.frame["name"]] == ["金额差异", "有款无单", "非经营流水"]


def test_money_not_due_is_listed_apart_from_the_differences() -> None:
    waiting = next(g for g in section().grids if g.key == "not_due")
    assert waiting.frame["left_cents"].tolist() == [700]


def test_the_states_sum_to_the_files() -> None:
    frame = next(g for g in section().grids if g.key == "states").frame
    money = ["left_rows", "right_rows", "left_cents", "right_cents", "difference_cents"]
    assert frame[money].iloc[:-1].sum().tolist() == frame[money].iloc[-1].tolist()
    assert frame[money].iloc[-1].tolist() == [5, 7, 29_500, 19_984, 9_516]


def test_why_the_files_are_apart_is_told_by_reason_and_by_open_state() -> None:
    """29,500 owed, 28,984 in the bill without the withdrawal: 3.16 fees, 7.00 not due, 10.00 and −15.00 open."""
    data = dataset(orders=ORDERS, payments=[{"time": "2026-06-12"} | entry for entry in ENTRIES])
    why = why_apart(reconcile_all(data, SCOPE, Settings()))
    assert why is not None
    assert why.zh == (
        "相差 ¥5.16：费用 ¥3.16，还没到期 ¥7.00，金额差异 ¥10.00（1 处），有款无单 −¥15.00（1 处）。"
    )


def test_what_is_not_due_is_said_to_be_no_difference() -> None:
    assert section().notes[0].text.zh == "结算尚未到期，¥7.00 列为未到结算期，不算差异。"


def test_offsetting_differences_are_told_in_absolute_terms_too() -> None:
    assert "绝对值相加是 ¥25.00" in section().notes[1].text.zh


def test_long_lists_are_cut_and_say_so() -> None:
    entries = [{"order_id": f"x{i}", "amount": i, "subject": "goods"} for i in range(1, LISTED + 2)]
    grid = next(g for g in section(entries=entries).grids if g.key == "differences")
    assert (len(grid.frame), grid.total) == (LISTED, LISTED + 1)


def test_lines_are_told_in_their_own_words() -> None:
    lines = [{"order_id": "8", "quantity": 1, "line_amount": 100}]
    data = dataset(orders=ORDERS[:1], order_lines=lines)
    told = present_reconciliation(reconcile_all(data, SCOPE, Settings())[0])
    states = [s.zh for s in told.grids[0].frame["state"]]
    assert states == ["有订单无明细", "有明细无订单", "合计"]
    assert told.charts == ()
