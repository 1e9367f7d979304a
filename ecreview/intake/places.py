"""Province and city out of a place column; nothing else of an address leaves the worker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.formats.address import split_address

if TYPE_CHECKING:
    from collections.abc import Sequence

_STREET = re.compile(
    r"[\d,;，；路街号室楼栋弄巷]|.{31,}"
)  # no country, region or province has these
_WORD = pa.large_string()


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
    return pa.array([p for p, _ in places], _WORD), pa.array([c for _, c in places], _WORD)


def _place(word: str | None) -> Sequence[str | None]:
    """Return province (or country) and city of one word."""
    province, city = split_address(word)
    if province is None and word and not _STREET.search(word):
        return word, None
    return province, city
