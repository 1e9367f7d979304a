from __future__ import annotations

import pytest

from ecreview.intake.places import read_province
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
