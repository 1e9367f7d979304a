from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.header import (
    HEADER_SEARCH_ROWS,
    find_tables,
    header_key,
    hits,
    normalise_header,
)
from ecreview.intake.raw import RawSheet, RawTable

KNOWN = frozenset(map(normalise_header, ("订单编号", "实付金额", "退款金额", "下单时间", "收入")))


def sheet(*rows: str) -> RawSheet:
    """Return a sheet of rows written as `a|b|c`."""
    cells = [row.split("|") for row in rows]
    width = max(map(len, cells))
    columns = zip(*(row + [""] * (width - len(row)) for row in cells), strict=True)
    table = pa.table({f"c{i}": pa.array(column) for i, column in enumerate(columns)})
    numbers = np.arange(1, len(rows) + 1, dtype=np.int64)
    return RawSheet("订单.csv", None, table, numbers, len(rows))


def table(*rows: str) -> RawTable:
    (found,) = find_tables(sheet(*rows), KNOWN)
    return found


def codes(found: RawTable) -> list[str]:
    return [finding.kind.code for finding in found.sheet.findings]


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("订单编号 ", "订单编号"),
        ("\ufeff订单\u200b编号\t", "订单编号"),
        ("实付金额（元）", "实付金额(元)"),
        ("动帐金额", "动账金额"),
        ("Order　ID", "orderid"),
        ("ＡＢＣ", "abc"),
        ('"商品\n标题"', "商品标题"),
    ],
)
def test_spelling_of_a_name_does_not_matter(written: str, compared: str) -> None:
    assert normalise_header(written) == compared


@given(st.text())
def test_comparing_twice_changes_nothing(name: str) -> None:
    once = normalise_header(name)
    assert normalise_header(once) in {once, once.strip("\"'`")}


@pytest.mark.parametrize("name", ["收入(元)", "收入(+元)", "收入(-元)"])
def test_the_unit_of_money_is_taken_off_at_the_second_try(name: str) -> None:
    assert header_key(name) == "收入"
    assert hits([name], KNOWN) == 1


@pytest.mark.parametrize("name", ["Amount spent (EGP)", "Amount spent（USD）", "Amount spent"])
def test_the_currency_of_money_is_taken_off_likewise(name: str) -> None:
    assert header_key(name) == "amountspent"


def test_three_letters_that_are_no_currency_stay_in_a_name() -> None:
    assert header_key("Clicks (all)") == "clicks(all)"
    assert header_key("成交金额(GMV)") == "成交金额(gmv)"


def test_a_chosen_header_row_names_its_columns_as_a_found_one_does() -> None:
    rows = sheet("订单编号|实付金额|下单时间", "单||单", "1|2|3")
    (found,) = find_tables(rows, KNOWN, header_row=2)
    assert (found.header_row, found.names, found.columns) == (2, ("单", "c1", "单 (2)"), (0, 1, 2))
    assert (found.body.tolist(), found.above.tolist()) == ([2], [0])
    (as_found,) = find_tables(rows, KNOWN, header_row=9)
    assert as_found.header_row == 1


def test_a_header_in_the_first_row_leaves_the_rest_as_body() -> None:
    found = table("订单编号|实付金额", "D1|9.90", "D2|1.00")
    assert (found.header_row, found.names, found.columns) == (1, ("订单编号", "实付金额"), (0, 1))
    assert found.body.tolist() == [1, 2]
    assert codes(found) == []


def test_notes_above_the_header_are_kept_apart_and_told() -> None:
    found = table("店铺|某某", "", "订单编号|实付金额", "D1|9.90")
    assert found.header_row == 3
    assert found.above.tolist() == [0, 1]
    assert codes(found) == ["HEADER_FOUND"]
    assert found.sheet.findings[0].message.zh == "表头在第 3 行，上面的 2 行按说明跳过。"


@pytest.mark.parametrize(("notes", "row"), [(HEADER_SEARCH_ROWS - 1, HEADER_SEARCH_ROWS)])
def test_a_header_on_the_last_searched_row_is_found(notes: int, row: int) -> None:
    assert table(*["说明"] * notes, "订单编号|实付金额", "D1|9.90").header_row == row


def test_a_header_below_the_searched_rows_is_not_taken() -> None:
    found = table(*["说明"] * HEADER_SEARCH_ROWS, "订单编号|实付金额", "D1|9.90")
    assert found.header_row is None


def test_group_titles_above_the_header_are_notes() -> None:
    found = table("订单信息||金额信息|", "订单编号|下单时间|实付金额|退款金额", "D1|2026|9|0")
    assert found.header_row == 2
    assert found.names == ("订单编号", "下单时间", "实付金额", "退款金额")


def test_a_header_merged_over_two_rows_is_joined() -> None:
    found = table("订单编号|下单时间|金额|", "||实付金额|其他", "D1|2026-06-18|9|0")
    assert found.header_row == 2
    assert found.names == ("订单编号", "下单时间", "实付金额", "金额/其他")
    assert codes(found) == ["HEADER_MULTI"]


def test_a_row_of_values_below_the_header_is_never_joined_to_it() -> None:
    found = table("订单编号|下单时间|实付金额|", "D1||9.90|备注")
    assert found.header_row == 1


def test_repeated_names_are_numbered_and_told() -> None:
    found = table("订单编号|实付金额|实付金额 |实付金额", "D1|1|2|3")
    assert found.names == ("订单编号", "实付金额", "实付金额 (2)", "实付金额 (3)")
    assert [f.message.zh for f in found.sheet.findings] == ["“实付金额”出现 3 次，用了第一列。"]


def test_columns_without_a_name_are_named_by_place_or_left_out_where_empty() -> None:
    found = table("订单编号||实付金额|", "D1|x|9|")
    assert found.names == ("订单编号", "c1", "实付金额")
    assert found.columns == (0, 1, 2)
    assert codes(found) == ["COLUMN_BLANK"]


def test_invisible_characters_do_not_stay_in_a_name() -> None:
    assert table("\u200b订单编号\u200b|实付\xa0 金额", "D1|1").names == ("订单编号", "实付 金额")


def test_a_file_without_a_header_keeps_its_first_row_as_data() -> None:
    found = table("1|2268318|pv|1511544070", "1|2333346|buy|1511561733")
    assert found.header_row is None
    assert found.names == ("c0", "c1", "c2", "c3")
    assert found.body.tolist() == [0, 1]
    assert codes(found) == ["NO_HEADER"]


def test_unknown_names_above_values_are_taken_as_the_header() -> None:
    found = table("报表", "渠道|花费|点击", "搜索|12.5|3", "信息流|9|1")
    assert found.header_row == 2
    assert found.names == ("渠道", "花费", "点击")


def test_a_first_row_that_recurs_below_is_data() -> None:
    assert table("搜索|张三", "搜索|李四", "信息流|张三").header_row is None


def test_titles_of_groups_above_the_header_belong_to_it_and_a_shop_does_not() -> None:
    titled = table("导出|", "申请||处理|", "订单编号|实付金额|结果|时间", "D1|9.90|好|早")
    assert (titled.header_row, titled.upper, titled.above.tolist()) == (3, 1, [0])
    assert titled.names == ("订单编号", "实付金额", "结果", "时间")
    noted = table("店铺|示例|", "订单编号|实付金额|结果", "D1|9.90|好")
    assert (noted.upper, noted.above.tolist()) == (0, [0])


def test_an_empty_sheet_has_no_table() -> None:
    assert find_tables(sheet("|", "|"), KNOWN) == ()


@given(st.lists(st.sampled_from(["D1|9.90", "|", "合计|9.90", "订单编号|实付金额"]), min_size=1))
def test_every_row_is_above_the_header_or_below_it_or_the_header(rows: list[str]) -> None:
    for found in find_tables(sheet(*rows), KNOWN):
        header = found.header_row is not None
        assert len(found.above) + found.upper + header + len(found.body) == len(rows)
