"""What the last review gives to the next one: its goals, where none are uploaded for the period."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecreview import cli
from ecreview.memory.memory import Memory, goals_carried
from ecreview.model.scope import Goal, Goals, Period, Scope
from ecreview.review import review
from tests.builders import dataset, period
from tests.memory.workbooks import GOALS, Table, edited

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

JUNE, JULY = period("2026-06-01", "2026-06-30"), period("2026-07-01", "2026-07-31")
MEMORY = Memory(goals=Goals((Goal("gmv_pay", 100, JUNE), Goal("uv", 7, JULY))))
DATA = dataset(orders=[{"order_id": "1", "paid_at": "2026-06-18 10:00:00", "order_amount": 90}])


def test_only_goals_of_the_period_are_carried() -> None:
    assert goals_carried(Goals(), MEMORY, JUNE) == (Goal("gmv_pay", 100, JUNE),)
    assert goals_carried(Goals(), None, JUNE) == ()


def test_an_uploaded_goal_for_the_period_leaves_the_old_ones_out() -> None:
    assert goals_carried(Goals((Goal("uv", 5, JUNE),)), MEMORY, JUNE) == ()
    assert goals_carried(Goals((Goal("uv", 5, JULY),)), MEMORY, JUNE) == MEMORY.goals.items[:1]


def test_a_review_keeps_its_memory_and_uses_its_goals() -> None:
    made = review(DATA, scope=Scope(JUNE), memory=MEMORY)
    assert made.memory is MEMORY
    assert made.goals.items == MEMORY.goals.items[:1]


def test_goals_given_by_hand_are_the_only_ones() -> None:
    assert review(DATA, scope=Scope(JUNE), goals=Goals(), memory=MEMORY).goals == Goals()


def orders_csv(folder: Path) -> Path:
    path = folder / "orders.csv"
    header = (
        "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,退款金额"
    )
    row = '="3900000000000000011",b1,90.00,90.00,交易成功,2026-06-18 00:03:11,2026-06-18 00:03:40,0.00'
    path.write_bytes(f"{header}\r\n{row}\r\n".encode("gb18030"))
    return path


def last_review(folder: Path, start: date, last: date) -> Path:
    """Return a workbook in which 100 yuan are meant to be paid in these days."""

    def plan(book: Any) -> None:
        Table.of(book, GOALS).write(0, start=start, last=last, target=100)

    path = folder / "old.xlsx"
    path.write_bytes(edited(plan))
    return path


def test_the_command_takes_the_goals_of_the_last_review_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = Period(*(JUNE.shifted(17).start, JUNE.shifted(18).start))
    old, record = last_review(tmp_path, day.start, day.last), tmp_path / "r.json"
    call = ["review", str(orders_csv(tmp_path)), "--last-review", str(old), "--json", str(record)]
    assert cli.main(call) == 0
    said = capsys.readouterr().err
    assert "old.xlsx：2 个目标、3 件行动、0 个风险" in said
    assert "没有上传本期的目标，用了上次复盘里为本期填的 1 个。" in said
    sections = {s["key"]: s for s in json.loads(record.read_text(encoding="utf-8"))["sections"]}
    # 90 yuan paid of 100 meant
    assert sections["goals"]["figures"][0]["value"] == pytest.approx(0.9)


def test_goals_of_other_days_are_not_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = last_review(tmp_path, JULY.start, JULY.last)
    assert cli.main(["review", str(orders_csv(tmp_path)), "--last-review", str(old)]) == 0
    assert "没有上传本期的目标" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code"), [("no.xlsx", "FILE_MISSING"), ("orders.csv", "NOT_A_REVIEW")]
)
def test_a_last_review_that_is_none_is_a_wrong_call(
    name: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = orders_csv(tmp_path)
    assert cli.main(["review", str(orders), "--last-review", str(tmp_path / name)]) == 64
    assert f"[{code}]" in capsys.readouterr().err
