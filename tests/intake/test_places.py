from __future__ import annotations

import pytest

from ecreview.intake.places import full_province, read_province, split_address
from tests.intake.cleaning import words


@pytest.mark.parametrize(
    ("text", "province", "city"),
    [
        ("浙江省 杭州市 西湖区 示例路1号(310000)", "浙江省", "杭州市"),
        ("吉林省 通化市 柳河县 示例镇(135300)", "吉林省", "通化市"),
        ("上海", "上海市", None),
        ("上海市", "上海市", None),
        ("安徽省", "安徽省", None),
        ("内蒙古自治区", "内蒙古自治区", None),
        ("广西", "广西壮族自治区", None),
        ("United Kingdom", "United Kingdom", None),
        ("SP", "SP", None),
        (None, None, None),
    ],
)
def test_a_place_is_cut_to_province_and_city(
    text: str | None, province: str | None, city: str | None
) -> None:
    provinces, cities = read_province(words(text))
    assert (provinces[0].as_py(), cities[0].as_py()) == (province, city)


@pytest.mark.parametrize(
    "text", ["示例路1号", "示例街道三号楼", "12 Sample Street", "Sample St, Flat B"]
)
def test_what_may_be_a_street_is_not_kept(text: str) -> None:
    assert read_province(words(text))[0].to_pylist() == [None]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("吉林省 通化市 柳河县 示例路1号(135300)", ("吉林省", "通化市")),
        ("新疆 伊犁哈萨克自治州 伊宁市", ("新疆维吾尔自治区", "伊犁哈萨克自治州")),
        ("上海 上海市 浦东新区", ("上海市", "上海市")),
        ("浙江省", ("浙江省", None)),
        ("浙江省 西湖区", ("浙江省", None)),
        ("示例路1号 吉林省", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_an_address_gives_province_and_city_and_nothing_else(
    address: str | None, place: tuple[str | None, str | None]
) -> None:
    assert split_address(address) == place


def test_every_province_has_one_full_name() -> None:
    assert full_province("内蒙古") == full_province("内蒙古自治区") == "内蒙古自治区"
    assert full_province("黑龙江省") == "黑龙江省"
