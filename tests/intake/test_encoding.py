from __future__ import annotations

import pytest

from ecreview.intake.encoding import BLANKS, SAMPLE_BYTES, TextShape, shape_of
from ecreview.intake.header import normalise_header
from ecreview.model.errors import FileRefused

KNOWN = frozenset(map(normalise_header, ("订单编号", "下单时间", "实付金额")))
ORDERS = "订单编号,下单时间,实付金额\nD1,2026-06-18 10:00:00,9.90\nD2,2026-06-18 11:00:00,19.90\n"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_known_names_tell_encoding_and_separator(
    codec: str, told: str, separator: str, ending: str
) -> None:
    text = ORDERS.replace(",", separator).replace("\n", ending)
    shape = shape_of(text.encode(codec), KNOWN)
    assert shape == TextShape(told, separator, 3, 0)


def test_big5_is_not_taken_for_gb18030_which_decodes_it_without_an_error() -> None:
    known = frozenset(map(normalise_header, ("訂單編號", "金額")))
    content = "訂單編號,金額\nD1,9.90\n".encode("big5")
    content.decode("gb18030")
    assert shape_of(content, known).encoding == "big5"


def test_the_header_may_stand_below_notes() -> None:
    text = "店铺，某某\n导出时间：2026-06-19\n" + ORDERS
    assert shape_of(text.encode("gb18030"), KNOWN).header == 2


def test_one_broken_line_does_not_change_the_encoding() -> None:
    content = ORDERS.encode() + "坏,行,1\n".encode("gb18030")
    assert shape_of(content, KNOWN).encoding == "utf-8"


def test_a_chinese_text_without_known_names_is_told_by_its_common_characters() -> None:
    text = "商品标题,数量\n夏季新款短袖上衣,3\n"
    assert shape_of(text.encode("gb18030"), frozenset()).encoding == "gb18030"


def test_a_western_text_is_told_by_its_single_letters() -> None:
    content = "name;town\nJosé;São Paulo\nAnna;Zürich\n".encode("cp1252")
    assert shape_of(content, frozenset()) == TextShape("cp1252", ";", 2, None)


def test_what_no_encoding_fits_is_asked_and_never_guessed() -> None:
    content = "訂單編號,金額\nD1,9.90\n".encode("big5")
    with pytest.raises(FileRefused) as refused:
        shape_of(content, frozenset())
    assert refused.value.code == "ENCODING_ASK"


def test_a_character_cut_by_the_sample_is_no_broken_byte() -> None:
    line = "夏" * 100 + "\n"
    content = (line * (SAMPLE_BYTES // len(line))).encode()
    assert shape_of(b"," + content, frozenset()).encoding == "utf-8"


def test_a_stated_separator_is_believed() -> None:
    assert shape_of(b"sep=;\na;b,c\n1;2,3\n", frozenset()).separator == ";"


@pytest.mark.parametrize(
    ("text", "separator", "width"),
    [
        ("a,b\n1,2\n", ",", 2),
        ("a;b\n1,5;2\n2,5;3\n", ";", 2),
        ("id  date  sum\n1  19970101  9.99\n2  19970102  1.00\n", BLANKS, 3),
        ("编号，金额\n1，2\n", "，", 2),
        ("only\n1\n2\n", ",", 1),
    ],
)
def test_without_known_names_the_regular_separator_is_taken(
    text: str, separator: str, width: int
) -> None:
    shape = shape_of(text.encode(), frozenset())
    assert (shape.separator, shape.width) == (separator, width)


def test_commas_inside_quotes_do_not_widen_the_table() -> None:
    text = 'name,note\na,"x, y"\nb,"z, w, v"\nc,d\n'
    assert shape_of(text.encode(), frozenset({"name"})).width == 2


def test_a_comma_inside_a_quoted_name_does_not_part_it() -> None:
    text = '"订单编号","备注,说明"\n"D1","x"\n'
    assert shape_of(text.encode(), KNOWN) == TextShape("utf-8", ",", 2, 0)
