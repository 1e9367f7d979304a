from __future__ import annotations

import gzip
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake import guard, unzip
from ecreview.intake.guard import check_grid, check_size, survey_book
from ecreview.intake.unzip import inflate
from ecreview.model.errors import FileRefused
from tests.intake.books import book, number, parts_of, row, sheet_xml, text, zipped

SHEET = "xl/worksheets/sheet1.xml"


def code_of(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        survey_book(content)
    return refused.value.code


def test_an_honest_book_passes_with_its_cells_counted() -> None:
    survey = survey_book(book(row(1, text("A1", "金额")) + row(2, number("A2", "9.9"))))
    assert survey.sheets[SHEET].values == 2
    assert not survey.has_macros


def test_two_cells_far_apart_are_refused_before_anybody_lays_them_out() -> None:
    content = book(row(1, number("A1", "1")) + row(1_048_576, number("XFD1048576", "2")))
    assert len(content) < 3_000
    assert code_of(content) == "GRID_TOO_BIG"


def test_a_million_rows_by_twenty_pass_and_one_row_more_than_a_sheet_has_does_not() -> None:
    check_grid(1_000_001, 20, 20_000_020)
    check_grid(1_048_576, 1, 2)
    with pytest.raises(FileRefused):
        check_grid(1_048_577, 1, 1_048_577)
    with pytest.raises(FileRefused):
        check_grid(1, 16_385, 16_385)


def test_a_large_grid_must_be_a_quarter_full() -> None:
    check_grid(1_000_000, 20, 0)
    check_grid(1_000_000, 24, 6_000_000)
    with pytest.raises(FileRefused):
        check_grid(1_000_000, 24, 5_999_999)
    with pytest.raises(FileRefused):
        check_grid(1_000_000, 81, 81_000_000)


def test_a_row_that_holds_only_formatting_does_not_make_the_grid_large() -> None:
    rows = row(1, number("A1", "1")) + row(1_048_576, '<c r="XFD1048576" s="1"/>')
    assert survey_book(book(rows)).sheets[SHEET].rows == 1


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>',
        '<?xml version="1.0"?>' + "<!-- -->" * 2_000 + "<!DOCTYPE x><worksheet/>",
        '<?xml version="1.0"?><!ENTITY % a SYSTEM "http://127.0.0.1/"><worksheet/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused_in_whatever_encoding(part: str | bytes) -> None:
    parts = parts_of(("订单", ""))
    parts["docProps/custom.xml"] = part
    assert code_of(zipped(parts)) == "FILE_UNSAFE_XML"


def test_an_encoding_that_would_hide_a_declaration_is_refused() -> None:
    parts = parts_of(("订单", ""))
    parts[SHEET] = '<?xml version="1.0" encoding="utf-7"?><worksheet/>'
    assert code_of(zipped(parts)) == "FILE_DAMAGED"


def test_an_old_opendocument_may_name_its_document_type_but_not_define_one() -> None:
    manifest = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD" "Manifest.dtd"><m/>'
    parts: dict[str, str | bytes] = {"content.xml": "<office/>", "META-INF/manifest.xml": manifest}
    survey_book(zipped(parts))
    parts["content.xml"] = "<!DOCTYPE o [<!ELEMENT a ANY>]><office/>"
    assert code_of(zipped(parts)) == "FILE_UNSAFE_XML"


def test_a_part_of_zeros_is_a_bomb() -> None:
    parts = parts_of(("订单", ""))
    parts["xl/media/image1.png"] = b"\x00" * (unzip.RATIO_FROM_BYTES + 1)
    assert code_of(zipped(parts)) == "FILE_BOMB"


def test_a_small_file_may_be_packed_as_tightly_as_it_likes() -> None:
    parts = parts_of(("订单", row(1, number("A1", "1")) + "<row/>" * 1_000_000))
    survey_book(zipped(parts, level=9))


def test_too_many_parts_are_a_bomb() -> None:
    exact = {f"xl/{i}.xml": "" for i in range(unzip.ENTRIES)}
    survey_book(zipped({**exact}, level=0))
    assert code_of(zipped({**exact, "xl/more.xml": ""}, level=0)) == "FILE_BOMB"


def test_one_long_text_shown_by_many_cells_is_a_bomb() -> None:
    parts = parts_of(("订单", '<row r="1">' + '<c t="s"><v>0</v></c>' * 70_000 + "</row>"))
    long = "x" * 32_000
    parts["xl/sharedStrings.xml"] = f'<sst uniqueCount="1"><si><t>{long}</t></si></sst>'
    assert code_of(zipped(parts)) == "FILE_BOMB"


def test_one_long_text_among_many_short_ones_is_no_bomb() -> None:
    parts = parts_of(("订单", '<row r="1">' + '<c t="s"><v>1</v></c>' * 70_000 + "</row>"))
    strings = f"<si><t>{'x' * 32_000}</t></si><si><t>a</t></si>"
    parts["xl/sharedStrings.xml"] = f'<sst uniqueCount="2">{strings}</sst>'
    survey_book(zipped(parts))


def test_a_count_of_texts_that_cannot_be_true_is_damage() -> None:
    parts = parts_of(("订单", ""))
    parts["xl/sharedStrings.xml"] = '<sst uniqueCount="4294967295"><si><t>a</t></si></sst>'
    assert code_of(zipped(parts)) == "FILE_DAMAGED"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("xl/a.xml", "XL/A.xml"), "FILE_DAMAGED"),
        (("xl/a.xml", "../evil.xml"), "FILE_DAMAGED"),
        (("xl/a.xml", "xl\\..\\..\\evil.xml"), "FILE_DAMAGED"),
    ],
)
def test_names_of_parts_that_clash_or_lead_out_are_damage(
    names: tuple[str, ...], code: str
) -> None:
    assert code_of(zipped(dict.fromkeys(names, "<a/>"))) == code


def test_an_encrypted_part_asks_for_the_password_to_be_removed() -> None:
    content = bytearray(zipped({"xl/workbook.xml": "<workbook/>"}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(content)) == "FILE_PASSWORD"


def test_a_flipped_byte_is_noticed_by_the_checksum() -> None:
    content = bytearray(zipped({"xl/workbook.xml": "<workbook/>"}, level=0))
    content[content.index(b"<workbook") + 3] ^= 1
    assert code_of(bytes(content)) == "FILE_DAMAGED"


def test_a_part_larger_than_it_declares_is_damage() -> None:
    content = bytearray(zipped({"xl/workbook.xml": "<workbook/>" * 10}))
    at = content.rindex(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 11)
    assert code_of(bytes(content)) == "FILE_DAMAGED"


@given(st.integers(0, 1_000))
def test_a_book_cut_anywhere_gives_a_named_code(cut: int) -> None:
    content = book(row(1, text("A1", "金额")))
    piece = content[: cut * len(content) // 1_001]
    assert code_of(piece) in {"FILE_DAMAGED", "FILE_UNSAFE_XML"}


def test_a_utf16_sheet_is_counted_like_any_other() -> None:
    parts = parts_of(("订单", ""))
    part = sheet_xml(row(1, number("A1", "1"), number("B1", "2"))).replace("UTF-8", "UTF-16")
    parts[SHEET] = part.encode("utf-16")
    assert survey_book(zipped(parts)).sheets[SHEET].values == 2


def test_uploads_up_to_the_limit_are_read() -> None:
    check_size(b"\x00" * 10)
    with pytest.raises(FileRefused) as refused:
        check_size(memoryview(bytearray(guard.UPLOAD_BYTES + 1)))  # type: ignore[arg-type]
    assert refused.value.code == "FILE_TOO_BIG"
    assert "300 MB" in refused.value.text.zh


@pytest.mark.parametrize("beyond", [-1, 0, 1, 100, 258, 5_000])
def test_a_part_whose_last_bytes_do_not_fit_into_its_last_piece_is_whole(beyond: int) -> None:
    part = b"a" * (2 * unzip.CHUNK_BYTES + beyond)
    content = zipped({"a.bin": part}, level=1)
    (entry,) = unzip.entries_of(content)
    assert b"".join(unzip.unpack(content, entry)) == part


def test_a_gzip_file_is_unpacked_up_to_the_limit() -> None:
    packed = gzip.compress(b"a" * 1_000)
    assert inflate(packed, 1_000) == b"a" * 1_000
    with pytest.raises(FileRefused) as refused:
        inflate(packed, 999)
    assert refused.value.code == "FILE_BOMB"


@pytest.mark.parametrize("content", [gzip.compress(b"abc" * 100)[:-9], b"\x1f\x8bnonsense"])
def test_a_gzip_file_cut_short_is_damage(content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        inflate(content, 1_000)
    assert refused.value.code == "FILE_DAMAGED"


def test_bytes_behind_a_gzip_file_are_not_passed_over() -> None:
    with pytest.raises(FileRefused) as refused:
        inflate(gzip.compress(b"a,b\n") * 2, 1_000)
    assert refused.value.code == "FILE_DAMAGED"


def test_an_opendocument_repeats_rows_to_the_last_one_and_no_further() -> None:
    def content(repeats: int) -> bytes:
        row = f'<table:table-row table:number-rows-repeated="{repeats}"/>'
        return zipped({"content.xml": f"<office><table:table>{row}</table:table></office>"})

    survey_book(content(1_048_576))
    assert code_of(content(999_999_999)) == "GRID_TOO_BIG"
