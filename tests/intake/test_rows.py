from __future__ import annotations

import pytest

from ecreview.intake.rows import classify_rows, without_descriptions
from ecreview.model.fields import Kind
from tests.intake.cleaning import lines, raw_table


def classes(
    text: str, *, keys: tuple[str, ...], footer: tuple[str, ...] = ()
) -> dict[str, list[int]]:
    """Return row numbers as Excel shows them, per class."""
    header, *body = lines(text)
    raw = raw_table(header, body)
    rows = classify_rows(raw, keys=keys, footer=footer)
    typed = {
        name: Kind.TIME if name == "time" else Kind.CENTS
        for name in header
        if name in {"time", "amount"}
    }
    rows = without_descriptions(raw, rows, key=keys[0] if keys else None, typed=typed)
    return {
        name: raw.sheet.rows[getattr(rows, name)].tolist()
        for name in ("data", "header", "blank", "totals", "notes")
        if len(getattr(rows, name))
    }


@pytest.mark.parametrize(
    "word",
    [
        "合计",
        "总计",
        "汇总",
        "小计",
        "合计：",
        "合计 (2 笔)",
        "平均值",
        "Total",
        "Grand Total",
        "total:",
    ],
)
def test_a_total_row_is_no_record(word: str) -> None:
    text = f"""
        id    | time       | amount
        A1    | 2026-06-18 | 1.00
        {word}|            | 1.00
    """
    assert classes(text, keys=("id", "time", "amount")) == {"data": [2], "totals": [3]}


@pytest.mark.parametrize(
    "line",
    ["#----列表结束----", "#支出合计：0笔，共0.00元", "导出时间：2026-06-21", "备注：只含已付款", "共 12 条",
     "2 record(s) downloaded", "Seller ID : demo"],
)  # fmt: skip
def test_a_line_below_the_rows_is_a_note(line: str) -> None:
    text = f"""
        id    | time       | amount
        A1    | 2026-06-18 | 1.00
        {line}|            |
    """
    assert classes(text, keys=("id", "time", "amount")) == {"data": [2], "notes": [3]}


def test_a_row_without_any_key_and_with_hardly_a_cell_is_a_note() -> None:
    text = """
        title        | id | more | amount
        没有更多数据 |    |      |
        x            |    | y    |
        x            |    | y    | 1
    """
    assert classes(text, keys=("id", "amount")) == {"data": [4], "notes": [2, 3]}


def test_a_footer_of_the_export_is_told_by_its_own_pattern() -> None:
    text = """
        id   | time | amount | more
        本期 | x    | y      | z
    """
    # No key is filled but `id`, which is the footer itself.
    assert classes(text, keys=("id",), footer=("^本期",)) == {"notes": [2]}


def test_a_footer_whose_words_stand_in_the_key_column_is_one() -> None:
    text = """
        no  | id                   | amount
        101 | 02-00011             | 1.00
        1   | record(s) downloaded |
    """
    told = classes(text, keys=("id",), footer=(r"^record\(s\) downloaded",))
    assert told == {"data": [2], "notes": [3]}


def test_a_row_without_text_is_blank_wherever_it_stands() -> None:
    text = """
        id | amount
        A1 | 1
           |
        A2 | 2
           |
    """
    assert classes(text, keys=("id", "amount")) == {"data": [2, 4], "blank": [3, 5]}


def test_a_header_that_comes_again_is_a_header() -> None:
    text = """
        id | amount
        A1 | 1
        id | amount
        A2 | 2
    """
    assert classes(text, keys=("id", "amount")) == {"data": [2, 4], "header": [3]}


def test_a_record_whose_first_cell_reads_total_is_a_record() -> None:
    text = """
        title | id | amount
        Total | A1 | 1
        合计  |    | 1
    """
    assert classes(text, keys=("id", "amount")) == {"data": [2], "totals": [3]}


def test_an_order_number_that_starts_with_a_hash_is_a_record() -> None:
    text = """
        id     | amount
        #1001  | 1
        #AB12  | 2
    """
    assert classes(text, keys=("id", "amount")) == {"data": [2, 3]}


def test_a_row_without_an_id_but_with_money_is_a_record_to_be_quarantined() -> None:
    text = """
        id | time       | amount
           | 2026-06-18 | 1.00
    """
    assert classes(text, keys=("id", "time", "amount")) == {"data": [2]}


def test_rows_that_describe_the_columns_are_header() -> None:
    text = """
        id              | time              | amount
        Platform unique | The time of order | 收入+支出
        A1              | 2026-06-18        | 1.00
    """
    assert classes(text, keys=("id", "time", "amount")) == {"data": [3], "header": [2]}


def test_an_unreadable_record_with_an_id_describes_nothing() -> None:
    text = """
        id | time   | amount
        A1 | 见备注 | 见备注
        A  | 昨天   | --
    """
    assert classes(text, keys=("id", "time", "amount")) == {"data": [2, 3]}
    first = text.replace("A1 | 见备注 | 见备注\n", "")
    assert classes(first, keys=("id", "time", "amount")) == {"data": [2]}


def test_a_table_without_keys_only_loses_blank_rows_and_footers() -> None:
    text = """
        a    | b
        x    | y
             |
        合计 | 3
    """
    assert classes(text, keys=()) == {"data": [2], "blank": [3], "totals": [4]}


def test_a_line_that_says_who_made_the_list_is_no_record() -> None:
    rows = [
        ["A1", "1.00", "x"],
        ["制表：李示例"],
        ["日期：2026-06-30", "审核：王示例"],
        ["备货：A2", "2.00", "y"],
    ]
    found = classify_rows(raw_table(["单号", "金额", "品名"], rows), keys=("单号",))
    assert found.data.tolist() == [1, 4]
    assert found.notes.tolist() == [2, 3]
