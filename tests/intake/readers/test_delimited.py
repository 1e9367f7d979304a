from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.encoding import shape_of
from ecreview.intake.header import normalise_header
from ecreview.intake.readers.delimited import FAST_FROM_BYTES, _read_tolerant, read_delimited
from ecreview.model.errors import FileRefused

if TYPE_CHECKING:
    from ecreview.intake.raw import RawSheet

KNOWN = frozenset(map(normalise_header, ("订单编号", "下单时间", "实付金额")))
HEAD = "订单编号,下单时间,实付金额\n"


def read(text: str | bytes) -> RawSheet:
    content = text.encode() if isinstance(text, str) else text
    sheet, _ = read_delimited("订单.csv", content, KNOWN)
    return sheet


def rows_of(sheet: RawSheet) -> list[tuple[object, ...]]:
    columns = [column.to_pylist() for column in sheet.cells.columns]
    return list(zip(sheet.rows.tolist(), *columns, strict=True))


def aside_of(sheet: RawSheet) -> list[tuple[int, str]]:
    return [(aside.row, aside.kind.code) for aside in sheet.aside]


def orders(count: int) -> str:
    return "".join(f"D{i},2026-06-18 10:00:00,9.90\n" for i in range(count))


def test_cells_come_as_they_stand_with_the_line_they_stand_on() -> None:
    sheet = read(HEAD + "D1,,9.90\n\nD2,\t2026 ,1\n")
    assert rows_of(sheet) == [
        (1, "订单编号", "下单时间", "实付金额"),
        (2, "D1", "", "9.90"),
        (3, "", "", ""),
        (4, "D2", "\t2026 ", "1"),
    ]
    assert sheet.total == 4


def test_a_line_with_a_broken_byte_is_set_aside_alone() -> None:
    content = HEAD.encode("gb18030") + b"D1,2026,\xff\nD2,2026,1\n"
    sheet = read(content)
    assert aside_of(sheet) == [(2, "ROW_ENCODING")]
    assert [row[:2] for row in rows_of(sheet)] == [(1, "订单编号"), (3, "D2")]
    assert sheet.findings[0].place.rows == (2,)


def test_a_zero_byte_in_a_line_sets_it_aside() -> None:
    assert aside_of(read(HEAD + "D1,2026\x00,1\nD2,2026,1\n")) == [(2, "ROW_ENCODING")]


def test_a_quote_that_never_closes_costs_one_line() -> None:
    sheet = read(HEAD + 'D1,"2026,1\nD2,2026,2\nD3,2026,3\n')
    assert aside_of(sheet) == [(2, "ROW_QUOTE")]
    assert [row[1] for row in rows_of(sheet)] == ["订单编号", "D2", "D3"]


def test_a_quote_left_open_until_another_line_closes_it_costs_one_line_too() -> None:
    sheet = read(HEAD + 'D1,"2026,1\nD2,2026,2\nD3,"2026",3\n')
    assert aside_of(sheet) == [(2, "ROW_QUOTE")]
    assert [row[1] for row in rows_of(sheet)] == ["订单编号", "D2", "D3"]


def test_a_line_break_inside_quotes_is_part_of_the_cell() -> None:
    sheet = read(HEAD + 'D1,"第一行\n第二行, 还有 ""引号""",1\nD2,2026,2\n')
    assert rows_of(sheet)[1] == (2, "D1", '第一行\n第二行, 还有 "引号"', "1")
    assert rows_of(sheet)[2][0] == 4
    assert sheet.aside == ()


def test_quotes_inside_a_bare_cell_are_just_characters() -> None:
    assert rows_of(read(HEAD + 'D1,5" 屏,1\n'))[1] == (2, "D1", '5" 屏', "1")


def test_a_row_that_is_too_wide_is_set_aside_unless_the_rest_is_blank() -> None:
    sheet = read(HEAD + "D1,2026,1,多\nD2,2026,2, ,\n")
    assert aside_of(sheet) == [(2, "ROW_WIDTH")]
    assert rows_of(sheet)[1] == (3, "D2", "2026", "2")


def test_a_short_row_is_kept_and_told() -> None:
    sheet = read(HEAD + "D1,2026\nD2,2026,2\n")
    assert rows_of(sheet)[1] == (2, "D1", "2026", "")
    assert [(f.kind.code, f.count, f.place.rows) for f in sheet.findings] == [
        ("ROW_SHORT", 1, (2,))
    ]


def test_a_footer_of_one_cell_is_no_short_row() -> None:
    assert read(HEAD + "D1,2026,1\n#导出时间：2026-06-19\n").findings == ()


@pytest.mark.parametrize(
    ("last", "is_cut"),
    [("D2,20", True), ("D2", True), ("D2,2026,2", False), ("合计：1 笔", False), ("", False)],
)
def test_a_last_line_without_an_end_that_is_short_was_cut(last: str, is_cut: bool) -> None:  # noqa: FBT001
    sheet = read(HEAD + "D1,2026,1\n" + last)
    assert aside_of(sheet) == ([(3, "ROW_CUT")] if is_cut else [])


@pytest.mark.parametrize(("count", "is_cut"), [(19, False), (20, True)])
def test_a_blank_last_cell_is_a_cut_where_no_row_before_has_one(count: int, is_cut: bool) -> None:  # noqa: FBT001
    sheet = read(HEAD + orders(count) + "D99,2026,")
    assert [code for _, code in aside_of(sheet)] == ["ROW_CUT"] * is_cut


def test_a_short_last_line_that_has_its_end_is_only_short() -> None:
    assert aside_of(read(HEAD + "D1,2026,1\nD2,20\n")) == []


def test_columns_parted_by_blanks() -> None:
    sheet = read(" id  date  sum\n 1  19970101  9.99\n 2  19970102  1.00\n")
    assert rows_of(sheet)[1] == (2, "1", "19970101", "9.99")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(ending: str) -> None:
    sheet = read((HEAD + "D1,2026,1\nD2,2026,2\n").replace("\n", ending))
    assert sheet.rows.tolist() == [1, 2, 3]


def test_a_long_cell_is_read_whole() -> None:
    long = "长" * 200_000
    assert rows_of(read(f'{HEAD}D1,"{long}",1\n'))[1][2] == long


def test_a_large_clean_file_with_notes_and_footer_is_read_as_the_careful_reader_reads_it() -> None:
    text = "#说明\n\n" + HEAD + orders(5_000) + "#合计,5000\n#结束\n"
    content = text.encode("gb18030")
    assert len(content) > FAST_FROM_BYTES
    fast, shape = read_delimited("a.csv", content, KNOWN)
    slow = _read_tolerant(content, shape)
    assert fast.rows.tolist() == slow.numbers == list(range(1, 5_006))
    assert fast.cells.combine_chunks().equals(slow.tables[0])
    assert fast.total == 5_005


@pytest.mark.parametrize(
    "odd",
    [
        "D,2026\n",
        "D,2026,1,2\n",
        "\n",
        'D,"20\n26",1\n',
        "D,2026\x00,1\n",
        'D,"2026,1\n',
        "D,20\r26,1\n",
    ],
)
def test_one_odd_line_in_a_large_file_changes_nothing_else(odd: str) -> None:
    content = (HEAD + orders(3_000) + odd + orders(3_000)).encode()
    sheet = read(content)
    slow = _read_tolerant(content, shape_of(content, KNOWN))
    assert sheet.rows.tolist() == slow.numbers
    assert sum(row[1] == "D2999" for row in rows_of(sheet)) == 2
    assert sheet.total == len(sheet.rows) + len(sheet.aside)


def test_lines_that_are_all_blank_hold_no_data() -> None:
    with pytest.raises(FileRefused) as refused:
        read("\n\n,,\n")
    assert refused.value.code == "NO_DATA"


def test_one_word_is_no_table() -> None:
    with pytest.raises(FileRefused) as refused:
        read("hello world\n")
    assert refused.value.code == "FILE_NOT_TABLE"


def test_more_columns_than_any_export_has_are_refused() -> None:
    assert read(",".join(map(str, range(500))) + "\n").cells.num_columns == 500
    with pytest.raises(FileRefused) as refused:
        read(",".join(map(str, range(501))) + "\n")
    assert refused.value.code == "GRID_TOO_BIG"


LINES = ["D1,2026,1", 'D2,"a\nb",2', 'D3,"open,3', "", "D4,1", "D5,1,2,3", "合计", "\ufffd,,"]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12), st.booleans())
def test_each_row_is_kept_or_set_aside_and_each_line_is_counted_once(
    lines: list[str],
    ends: bool,  # noqa: FBT001
) -> None:
    sheet = read(HEAD + "\n".join(lines) + "\n" * ends)
    numbers = sorted([*sheet.rows.tolist(), *(aside.row for aside in sheet.aside)])
    assert len(set(numbers)) == len(numbers) == sheet.total
    assert numbers[0] == 1


@pytest.mark.parametrize("count", [2, FAST_FROM_BYTES // 20])
def test_a_name_in_quotes_may_hold_a_line_break(count: int) -> None:
    head = '订单编号,"下单\n时间",实付金额\n'
    sheet = read(head + orders(count))
    assert (sheet.total, sheet.aside) == (count + 1, ())
    assert [row[:3] for row in rows_of(sheet)[:2]] == [
        (1, "订单编号", "下单\n时间"),
        (3, "D0", "2026-06-18 10:00:00"),
    ]
    assert sheet.rows[-1] == count + 2
