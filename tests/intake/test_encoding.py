from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.encoding import BLANKS, SAMPLE_BYTES, TextShape, shape_of
from ecreview.intake.header import normalise_header
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused

if TYPE_CHECKING:
    from ecreview.intake.raw import RawFile

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


# --- the whole grid: nine ways to write, three separators, three line ends, with and without quotes ---

SIMPLE = [
    ["订单编号", "买家实际支付金额", "订单状态", "订单创建时间", "宝贝标题"],
    ["3911000000000000001", "19.90", "交易成功", "2026-06-18 10:00:00", "夏季短袖上衣"],
    ["3911000000000000002", "29.90", "交易关闭", "2026-06-18 11:00:00", "保温杯"],
]
RARE = [*SIMPLE[:2], [*SIMPLE[2][:4], "㐂𠮷杯"]]  # four bytes each in GB18030
TRADITIONAL = [
    ["訂單編號", "買家實際支付金額", "訂單狀態", "訂單創建時間", "寶貝標題"],
    ["3911000000000000001", "19.90", "交易成功", "2026-06-18 10:00:00", "夏季短袖上衣"],
]
WAYS = {
    "utf-8": (SIMPLE, "utf-8", b""),
    "utf-8-sig": (SIMPLE, "utf-8", b"\xef\xbb\xbf"),
    "gbk": (SIMPLE, "gbk", b""),
    "gb18030": (RARE, "gb18030", b""),
    "utf-16-le": (SIMPLE, "utf-16-le", b""),
    "utf-16-be": (SIMPLE, "utf-16-be", b""),
    "utf-16-le with mark": (SIMPLE, "utf-16-le", b"\xff\xfe"),
    "utf-16-be with mark": (SIMPLE, "utf-16-be", b"\xfe\xff"),
    "big5": (TRADITIONAL, "big5", b""),
}
GRID = list(product(WAYS, (",", "\t", ";"), ("\n", "\r\n", "\r"), (False, True)))
NAMES = known_names()


def written(way: str, separator: str, ending: str, *, is_quoted: bool) -> bytes:
    rows, codec, mark = WAYS[way]
    lines = [separator.join(f'"{c}"' if is_quoted else c for c in row) for row in rows]
    return mark + "".join(line + ending for line in lines).encode(codec)


def read(content: bytes, encoding: str | None = None) -> RawFile:
    return read_file(Upload.of("订单.csv", content), NAMES, encoding=encoding)


def cells_of(file: RawFile) -> list[list[str]]:
    columns = (column.to_pylist() for column in file.sheets[0].cells.columns)
    return [list(row) for row in zip(*columns, strict=True)]


def test_the_grid_has_162_files() -> None:
    assert len(GRID) == 162


@pytest.mark.parametrize(("way", "separator", "ending", "is_quoted"), GRID)
def test_the_text_is_right_or_the_question_is_asked(
    way: str, separator: str, ending: str, *, is_quoted: bool
) -> None:
    content = written(way, separator, ending, is_quoted=is_quoted)
    if way == "big5":  # no format knows traditional names
        with pytest.raises(FileRefused) as asked:
            read(content)
        assert asked.value.code == "ENCODING_ASK"
        assert "big5" in dict(asked.value.previews)
        assert cells_of(read(content, "big5")) == WAYS[way][0]
    else:
        assert cells_of(read(content)) == WAYS[way][0]


@pytest.mark.parametrize("known", [2, 3])
@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16-le"])
def test_two_or_three_known_names_are_enough(known: int, codec: str) -> None:
    names = ["订单编号", "订单状态", "买家实际支付金额"][:known]
    header = ",".join([*names, "甲乙", "丙丁"])
    row = ",".join(["值"] * (known + 2))
    content = f"{header}\n{row}\n".encode(codec)
    assert cells_of(read(content))[0] == header.split(",")


PLAIN = "".join(f"{i},2.00,plain\n" for i in range(9_000))
LATE = "Order ID,Total,Item\n" + PLAIN + "9001,2.00,夏季新款短袖上衣\n9002,3.00,春季男装外套\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_letters_beyond_the_first_bytes_tell_too(codec: str, ending: str) -> None:
    content = LATE.replace("\n", ending).encode(codec)
    assert content[: SAMPLE_BYTES + 1].isascii()
    file = read(content)
    assert cells_of(file)[-1] == ["9002", "3.00", "春季男装外套"]
    assert file.sheets[0].aside == ()


@pytest.mark.parametrize(
    ("item", "codec", "told"),
    [
        ("夏季新款短袖上衣", "gb18030", "gb18030"),
        ("夏季新款短袖上衣", "utf-8", "utf-8"),
        ("杯", "utf-8", "utf-8"),
        ("José", "cp1252", "cp1252"),
    ],
)
def test_names_of_plain_letters_leave_the_encoding_to_the_text(
    item: str, codec: str, told: str
) -> None:
    content = f"Order ID,Total,Item\n1,2.00,{item}\n2,3.00,{item}\n".encode(codec)
    file = read(content)
    assert file.engine == f"csv · {told} · ,"
    assert cells_of(file)[1][2] == item


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("주문번호,상품명,수량\n1,여름 티셔츠 반팔 신상품 무료배송,2\n", "cp949"),
        ("Order ID,Total,Item\n1,2,겨울 코트 남성용 신상품 무료배송 특가\n", "cp949"),
        ("注文番号,商品名,数量\n1,夏のTシャツ,2\n", "cp932"),
        ("注文番号,商品名,数量\n1,夏のTシャツ,2\n", "euc_jp"),
        ("注文番号,商品名,注文日時,支払方法,合計金額\n1,保温瓶,,代金引換,1\n", "euc_jp"),
        ("甲欄,乙欄\n夏季新款短袖上衣,3\n", "big5"),
        ("Заказ;Сумма\nПлатье;12\n", "cp1251"),
        ("Order ID,Total,Item\n1,2,杯\n2,3,伞\n", "gb18030"),  # too little to be sure
    ],
)
def test_a_text_in_another_script_is_never_taken_for_chinese_or_western(
    text: str, codec: str
) -> None:
    with pytest.raises(FileRefused) as asked:
        read(text.encode(codec))
    assert asked.value.code == "ENCODING_ASK"


def test_one_broken_byte_costs_its_line_and_not_the_encoding() -> None:
    lines = ["订单编号,买家实际支付金额", "1,夏", "2,秋", "3,冬"]
    content = bytearray("\n".join(lines).encode())
    content[content.index("秋".encode())] = 0xFF
    file = read(bytes(content))
    assert [aside.row for aside in file.sheets[0].aside] == [3]
    assert [row[1] for row in cells_of(file)[1:]] == ["夏", "冬"]


def test_a_character_cut_at_the_end_costs_the_last_line() -> None:
    content = "订单编号,宝贝标题\n1,上衣\n2,保温杯".encode("gb18030")[:-1]
    file = read(content)
    assert [aside.row for aside in file.sheets[0].aside] == [3]
    assert cells_of(file)[-1] == ["1", "上衣"]
