"""A choice made last month, applied to the file of this month: what changed is told, nothing fails or vanishes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices, TableChoice, suggest_choices
from ecreview.intake.recognise import ACCEPTED
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Dataset, TableReceipt, Upload

HEADER = "单子号,哪天买的,货款总额,优惠额,备忘"
ROWS = "A-1,2026-06-18 10:00:00,98.00,8.00,x\nA-2,2026-06-19 11:00:00,60.50,0.50,y\n"
COLUMNS = (
    ("order_id", "单子号"),
    ("created_at", "哪天买的"),
    ("order_amount", "货款总额"),
    ("shop_discount", "优惠额"),
)
SHAPES = ("text", "time", "number", "number", "text")
CHOICE = TableChoice(
    "六月*", "orders", columns=COLUMNS, seen=tuple(zip(HEADER.split(","), SHAPES, strict=True))
)


def read(
    header: str, *, name: str = "六月.csv", rows: str = ROWS, choice: TableChoice = CHOICE
) -> Dataset:
    content = f"{header}\n{rows}".encode()
    return ingest([Upload.of(name, content)], choices=Choices((choice,)), run=run_inline)


def told(dataset: Dataset) -> dict[str, str]:
    """Return the messages about what changed by their codes."""
    found = [f for f in dataset.findings if f.kind.code.startswith("DRIFT")]
    return {f.kind.code: f.message.zh for f in found}


def receipt(dataset: Dataset) -> TableReceipt:
    return dataset.files[0].tables[0]


def test_an_unchanged_file_is_read_without_a_word() -> None:
    dataset = read(HEADER)
    assert told(dataset) == {}
    assert dataset.tables["orders"].frame["order_amount"].tolist() == [9_800, 6_050]
    assert receipt(dataset).score == 1.0


def test_a_renamed_needed_column_is_read_with_a_notice() -> None:
    dataset = read(HEADER.replace("货款总额", "货款的总额"))
    assert dataset.tables["orders"].frame["order_amount"].tolist() == [9_800, 6_050]
    assert told(dataset) == {
        "DRIFT_RENAMED": "“货款总额”没有了，“货款的总额”按“订单金额”读取，看来是改了名。"
    }
    assert receipt(dataset).score >= ACCEPTED


def test_a_column_that_now_has_a_customary_name_is_read_with_a_notice() -> None:
    dataset = read(HEADER.replace("货款总额", "订单金额"))
    assert dataset.tables["orders"].frame["order_amount"].tolist() == [9_800, 6_050]
    assert set(told(dataset)) == {"DRIFT_RENAMED"}


def test_a_doubtful_new_name_of_a_needed_column_is_asked_about_and_filled_in() -> None:
    dataset = read(HEADER.replace("哪天买的", "成交那天"))
    assert set(told(dataset)) == {"DRIFT_ASKED"}
    assert {f.kind.code for f in dataset.findings} >= {"COLUMN_MISSING"}
    table = receipt(dataset)
    assert table.suggested == "orders"
    offered = {
        field: (name, certainty) for field, name, certainty in dict(table.suggestions)["orders"]
    }
    assert offered["order_amount"] == ("货款总额", 1.0)
    assert offered["created_at"][0] == "成交那天"
    assert offered["created_at"][1] < ACCEPTED
    assert table.ledger.is_balanced


def test_a_doubtful_new_name_of_another_column_leaves_the_table_in_use_but_unsure() -> None:
    dataset = read(HEADER.replace("优惠额", "让利额"))
    orders = dataset.tables["orders"].frame
    assert orders["order_amount"].tolist() == [9_800, 6_050]
    assert "shop_discount" not in orders.columns
    assert set(told(dataset)) == {"DRIFT_ASKED"}
    assert receipt(dataset).score < ACCEPTED


def test_a_column_without_a_successor_is_told_with_the_field_it_fed() -> None:
    rows = "A-1,2026-06-18 10:00:00,98.00,x\nA-2,2026-06-19 11:00:00,60.50,y\n"
    dataset = read(HEADER.replace(",优惠额", ""), rows=rows)
    assert told(dataset) == {"DRIFT_GONE": "上次用作“店铺优惠”的“优惠额”没有了，也没有相近的列。"}


def test_new_and_unused_missing_columns_are_told() -> None:
    rows = "A-1,2026-06-18 10:00:00,98.00,8.00,1,2\nA-2,2026-06-19 11:00:00,60.50,0.50,1,2\n"
    dataset = read(HEADER.replace("备忘", "主播,场次"), rows=rows)
    assert told(dataset) == {
        "DRIFT_NEW": "比上次多了 2 列：主播、场次。",
        "DRIFT_LESS": "比上次少了 1 列，都没有用到：备忘。",
    }
    assert len(dataset.tables["orders"].frame) == 2


def test_the_header_may_stand_in_another_row_by_now() -> None:
    moved = read(f"成交记录,,,,\n店铺,示例店,,,\n{HEADER}", choice=replace(CHOICE, header_row=1))
    assert receipt(moved).header_row == 3
    assert len(moved.tables["orders"].frame) == 2


def test_a_file_of_any_name_with_the_same_columns_is_read_alike() -> None:
    assert len(read(HEADER, name="全新.csv").tables["orders"].frame) == 2
    other = "单子号,收件,件数,仓,备忘"
    assert read(other, name="全新.csv", rows="A-1,x,1,y,z\n").tables == {}


def test_a_field_that_was_left_without_a_column_stays_without_one() -> None:
    header = HEADER.replace("备忘", "退款金额")
    choice = replace(CHOICE, seen=tuple((name, "") for name in header.split(",")))
    rows = ROWS.replace(",x", ",1.00").replace(",y", ",1.00")
    table = receipt(read(header, rows=rows, choice=choice))
    assert {c.name: c.field for c in table.columns}["退款金额"] is None


@pytest.mark.parametrize("header", ["订单号,下单时间,国内销售额", "订单号,下单时间,退款总金额"])
def test_a_needed_column_told_by_a_part_of_its_name_must_be_confirmed(header: str) -> None:
    rows = "1,2026-06-18,9.00\n"
    dataset = read(header, rows=rows, choice=TableChoice("*", "orders"))
    assert dataset.tables == {}
    assert {f.kind.code for f in dataset.findings} == {"COLUMN_MISSING"}
    table = receipt(dataset)
    assert ("order_amount", header.split(",")[2], 0.7) in dict(table.suggestions)["orders"]


def test_what_was_saved_from_a_review_reads_the_same_file_without_drift() -> None:
    first = read(HEADER)
    saved = Choices.from_json(suggest_choices(first.files).to_json())
    again = read(HEADER, choice=saved.tables[0])
    assert told(again) == {}
    assert again.tables["orders"].frame["order_amount"].tolist() == [9_800, 6_050]
