"""Province and city out of an address or a place column; nothing else of an address leaves the worker."""

from __future__ import annotations

import re

import pyarrow as pa

from ecreview.intake.columns import TEXT

_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_PROVINCES = (
    "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
)  # fmt: skip
_REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
_FULL_NAMES = (
    {name: f"{name}市" for name in _MUNICIPALITIES}
    | {name: f"{name}省" for name in _PROVINCES}
    | _REGIONS
)
_CITY_ENDS = ("市", "州", "盟", "地区")

_STREET = re.compile(r"[\d,;，；路街号室楼栋弄巷]|.{31,}")  # no country or province has these


def full_province(word: str) -> str | None:
    """Return the full name of the province that the word begins with, or None.

    Examples:
        >>> full_province("上海"), full_province("内蒙古自治区"), full_province("示例路")
        ('上海市', '内蒙古自治区', None)
    """
    return next((full for short, full in _FULL_NAMES.items() if word.startswith(short)), None)


def split_address(address: str | None) -> tuple[str | None, str | None]:
    """Return province and city of an address whose parts are separated by blanks.

    Examples:
        >>> split_address("吉林省 通化市 柳河县 示例路1号(135300)")
        ('吉林省', '通化市')
        >>> split_address("示例路1号"), split_address("上海")
        ((None, None), ('上海市', None))
    """
    province, city, *_ = [*(address or "").split(), "", ""]
    full = full_province(province)
    return full, city if full and city.endswith(_CITY_ENDS) else None


def read_province(words: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return province and city that each word names; null where it may be more of an address than that.

    Args:
        words: large_string of provinces, addresses or country names.

    Examples:
        >>> provinces, cities = read_province(pa.array(["吉林省 通化市 柳河县 示例路1号", "EIRE", "示例路2号"]))
        >>> provinces.to_pylist(), cities.to_pylist()
        (['吉林省', 'EIRE', None], ['通化市', None, None])
    """
    places = [_place(word) for word in words.to_pylist()]
    return pa.array([p for p, _ in places], TEXT), pa.array([c for _, c in places], TEXT)


def _place(word: str | None) -> tuple[str | None, str | None]:
    """Return province (or country) and city of one word."""
    province, city = split_address(word)
    if province is None and word and not _STREET.search(word):
        return word, None
    return province, city
