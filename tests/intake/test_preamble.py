from __future__ import annotations

from datetime import date

import pytest

from ecreview.intake.clean import clean_table
from ecreview.intake.mapping import Mapping
from ecreview.intake.preamble import export_time, period_in_name, surroundings_of
from tests.intake.cleaning import clean, codes, plain_format, raw_table, values


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("商品推广_20260605_20260630.xlsx", (6, 5), (6, 30)),
        ("…20260605…20260630.xlsx", (6, 5), (6, 30)),
        ("【生意参谋平台】商品_全部_2026-06-18_2026-06-18.xls", (6, 18), (6, 18)),
        ("日报2026.06.18.xlsx", (6, 18), (6, 18)),
    ],
)
def test_the_period_of_a_name_is_its_first_and_last_day(
    name: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    assert period_in_name(name) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize(
    "name",
    ["ExportOrderList202606211000.csv", "商品推广.xlsx", "20261340.csv", "1782000000_订单.csv"],
)
def test_a_stamp_or_a_day_that_does_not_exist_is_no_period(name: str) -> None:
    assert period_in_name(name) is None


def test_lines_above_the_header_tell_period_shop_and_currency() -> None:
    raw = raw_table(
        ["日期", "花费"],
        [["2026-06-18", "1.00"]],
        above=[
            ["店铺名称：示例旗舰店", "币种：USD"],
            ["起始时间：2026-06-01 00:00:00  终止时间：2026-06-30 23:59:59"],
            ["导出时间：2026-07-02 10:00:00"],
        ],
    )
    told = surroundings_of(raw)
    assert told.period == (date(2026, 6, 1), date(2026, 6, 30))
    assert (told.shop, told.currency) == ("示例旗舰店", "USD")


def test_a_header_names_the_currency_and_two_of_them_tell_none() -> None:
    header = ["Amount spent (EGP)", "CPC (cost per link click) (EGP)", "CTR (all)"]
    assert surroundings_of(raw_table(header, [["1"] * 3])).currency == "EGP"
    assert surroundings_of(raw_table(["花费 (USD)", "花费 (EUR)"], [["1", "1"]])).currency is None


@pytest.mark.parametrize(
    ("name", "lines", "time"),
    [
        ("1782000000_订单.csv", (), "20260621080000"),  # 2026-06-21 00:00:00 UTC
        ("ExportOrderList202606211000.csv", (), "20260621100000"),
        ("账单.csv", ("#导出时间：[2026年06月21日 10:00:00]",), "20260621100000"),
        ("订单202606211000.csv", ("导出时间：2026-06-22 09:30:00",), "20260622093000"),
        ("订单.csv", ("起始时间：2026-06-01",), None),
    ],
)
def test_a_line_tells_when_a_file_was_exported_before_its_name_does(
    name: str, lines: tuple[str, ...], time: str | None
) -> None:
    assert export_time(name, lines) == time


AD = plain_format("ad_spend", period_from="file")


def test_rows_without_a_date_get_the_period_that_stands_beside_them() -> None:
    text = """
        entity_id | spend
        1         | 102.12
        2         | 80.00
    """
    ads = clean("ad_spend", text, AD)  # the file is called 订单.csv
    assert "date" not in ads.frame.column_names
    raw = raw_table(
        ["entity_id", "spend"],
        [["1", "102.12"]],
        above=[["起始时间：2026-06-05 终止时间：2026-06-30"]],
    )
    mapping = Mapping("ad_spend", (("entity_id", "entity_id"), ("spend", "spend")))
    told = clean_table(raw, AD, mapping, salt=b"")
    assert str(values(told, "date")[0]) == "2026-06-05 00:00:00"
    assert str(values(told, "period_end")[0]) == "2026-06-30 00:00:00"
    assert "PERIOD_FROM_NAME" in codes(told)


def test_rows_that_speak_of_several_days_are_told() -> None:
    text = """
        date       | period_end | spend
        2026-06-16 | 2026-06-16 | 1.00
        2026-06-16 | 2026-06-20 | 5.00
        2026-06-17 |            | 2.00
    """
    ads = clean("ad_spend", text)
    (finding,) = [f for f in ads.findings if f.kind.code == "PERIOD_ROW"]
    assert (finding.count, finding.place.rows) == (1, (3,))
    assert "PERIOD_ROW" not in codes(clean("ad_spend", "date | spend\n2026-06-16 | 1.00"))


def test_a_period_in_english_words_is_read_with_and_without_its_comma() -> None:
    for line in (["June 16, 2026 - June 20, 2026"], ["June 16", "2026 - June 20", "2026"]):
        around = surroundings_of(raw_table(["spend"], [["1"]], above=[line]))
        assert around.period == (date(2026, 6, 16), date(2026, 6, 20))


def test_three_letters_in_a_header_that_are_no_currency_name_none() -> None:
    assert surroundings_of(raw_table(["成交金额(GMV)"], [["1"]])).currency is None
    assert surroundings_of(raw_table(["成交金额(SGD)"], [["1"]])).currency == "SGD"
