from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
import pyzipper

from ecreview.intake import archive
from ecreview.intake.archive import members_of, unpacked_bytes
from ecreview.intake.clean_file import clean_file
from ecreview.intake.read import read_file
from ecreview.intake.wire import FileAnswer, load
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused
from ecreview.model.ledger import RowClass
from tests.intake.books import book, number, parts_of, row, text, zipped

KNOWN = frozenset(("订单编号", "实付金额"))
CSV = "订单编号,实付金额\nD1,9.90\n".encode()
ORDERS = row(1, text("A1", "订单编号"), text("B1", "实付金额")) + row(2, number("B2", "9.9"))
LEDGER = (Path(__file__).parents[1] / "formats" / "alipay_ledger" / "12.csv").read_bytes()
SUMMARY = "#支付宝账务汇总查询\n类型,收入笔数,收入金额\n合计,2,20.00\n".encode("gb18030")


def sheets_of(content: bytes, *passwords: str) -> list[str | None]:
    return [s.sheet for s in read_file(Upload.of("a.zip", content), KNOWN, passwords).sheets]


def found(content: bytes) -> list[tuple[str, str | None]]:
    file = read_file(Upload.of("a.zip", content), KNOWN)
    return [(finding.kind.code, finding.place.sheet) for finding in file.findings]


def refusal(content: bytes, *passwords: str) -> str:
    with pytest.raises(FileRefused) as refused:
        read_file(Upload.of("a.zip", content), KNOWN, passwords)
    return refused.value.code


def with_gbk_name(name: str, content: bytes) -> bytes:
    """Return a zip that names its file in GBK without saying so, as exports from China do."""
    written = name.encode("gb18030")
    placeholder = "x" * len(written)
    return zipped({placeholder: content}).replace(placeholder.encode(), written)


def locked(parts: dict[str, bytes], password: str) -> bytes:
    """Return a zip of which each file is encrypted by AES."""
    target = io.BytesIO()
    with pyzipper.AESZipFile(
        target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as book:
        book.setpassword(password.encode())
        for name, content in parts.items():
            book.writestr(name, content)
    return target.getvalue()


def zip_crypto(name: str, content: bytes, password: bytes) -> bytes:
    """Return a zip of one stored file under the old encryption, written out from its definition."""
    crc = zlib.crc32(content)
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [zlib.crc32(bytes([i]), 0xFFFFFFFF) ^ 0xFFFFFFFF for i in range(256)]

    def update(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 255] ^ (keys[0] >> 8)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ (keys[1] >> 24)) & 255] ^ (keys[2] >> 8)

    for byte in password:
        update(byte)
    coded = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + content:
        mix = (keys[2] & 0xFFFF) | 2
        coded.append(byte ^ ((mix * (mix ^ 1)) >> 8) & 255)
        update(byte)
    plain = zipfile.ZipInfo(name)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr(plain, bytes(coded))
    raw = bytearray(target.getvalue())
    central = raw.index(b"PK\x01\x02")
    for flags, crc_at, size_at in ((6, 14, 22), (central + 8, central + 16, central + 24)):
        raw[flags] |= 1
        raw[crc_at : crc_at + 4] = crc.to_bytes(4, "little")
        raw[size_at : size_at + 4] = len(content).to_bytes(4, "little")
    return bytes(raw)


def test_each_table_of_a_zip_is_a_sheet_named_by_its_file() -> None:
    content = zipped({"订单.csv": CSV, "退款/明细.xlsx": book(ORDERS)})
    file = read_file(Upload.of("六月.zip", content), KNOWN)
    assert [(s.file, s.sheet) for s in file.sheets] == [
        ("六月.zip", "订单.csv"),
        ("六月.zip", "退款/明细.xlsx"),
    ]
    assert file.engine == "zip · csv · utf-8 · , / xlsx"
    assert [(f.kind.code, f.place.file) for f in file.findings] == [("SHEET_MANY", "六月.zip")]


def test_the_sheets_of_a_book_in_a_zip_keep_their_names_apart() -> None:
    content = zipped({"店铺.xlsx": zipped(parts_of(("一", ORDERS), ("二", ORDERS)))})
    assert sheets_of(content) == ["店铺.xlsx · 一", "店铺.xlsx · 二"]


def test_a_name_in_gbk_without_a_mark_is_shown_as_it_was_written() -> None:
    name = "2088_账务明细(汇总).csv"
    assert sheets_of(with_gbk_name(name, CSV)) == [name]


def test_what_is_no_table_is_named_and_the_tables_are_read() -> None:
    content = zipped(
        {"说明.pdf": b"%PDF-1.7", "__MACOSX/._订单.csv": b"\x00\x05\x16", "订单.csv": CSV}
    )
    assert sheets_of(content) == ["订单.csv"]
    assert found(content) == [
        ("ARCHIVE_SKIPPED", "说明.pdf"),
        ("ARCHIVE_SKIPPED", "__MACOSX/._订单.csv"),
    ]


def test_a_table_that_cannot_be_read_is_an_error_beside_those_that_can() -> None:
    content = zipped({"坏.xlsx": b"PK\x03\x04", "内.zip": zipped({"a.csv": CSV}), "订单.csv": CSV})
    assert found(content) == [("ARCHIVE_UNREAD", "坏.xlsx"), ("ARCHIVE_UNREAD", "内.zip")]


def test_a_file_of_which_the_checksum_is_wrong_does_not_end_the_others() -> None:
    content = bytearray(zipped({"订单.csv": CSV, "退款.csv": CSV}, level=0))
    content[content.index(b"9.90")] = ord("8")
    assert found(bytes(content)) == [("ARCHIVE_UNREAD", "订单.csv")]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"说明.pdf": b"%PDF-1.7"}, "ARCHIVE_NO_TABLE"),
        ({}, "ARCHIVE_NO_TABLE"),
        ({"内.zip": zipped({"a.csv": CSV})}, "FILE_ARCHIVE"),
        ({"坏.xlsx": b"PK\x03\x04"}, "FILE_DAMAGED"),
        ({"头.csv": "订单编号,实付金额\n".encode()}, "NO_ROWS"),
    ],
)
def test_an_archive_without_a_readable_table_is_refused(
    parts: dict[str, str | bytes], code: str
) -> None:
    assert refusal(zipped(parts)) == code


def test_unpacked_bytes_are_limited_as_those_of_an_upload_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "UPLOAD_BYTES", len(CSV))
    assert sheets_of(zipped({"a.csv": CSV})) == ["a.csv"]
    assert refusal(zipped({"a.csv": CSV + b"D2,1\n"})) == "FILE_BOMB"


LOCKED = [locked({"订单.csv": CSV}, "618618"), zip_crypto("a.csv", CSV, b"618618")]


@pytest.mark.parametrize("content", LOCKED, ids=["AES", "ZipCrypto"])
def test_a_zip_with_a_password_is_opened_by_any_of_those_given(content: bytes) -> None:
    assert refusal(content) == "FILE_PASSWORD"
    assert refusal(content, "wrong", "") == "FILE_PASSWORD_WRONG"
    (member,) = members_of(content, ("wrong", "618618"))
    assert member.content == CSV


def test_no_password_is_shown_where_a_file_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(Upload.of("a.zip", LOCKED[0]), KNOWN, ("secret-618",))
    assert "secret-618" not in f"{refused.value!r} {refused.value.text}"


def test_a_damaged_encrypted_file_never_gives_data() -> None:
    content = bytearray(LOCKED[0])
    content[60] ^= 1
    assert refusal(bytes(content), "618618") == "FILE_PASSWORD_WRONG"


def test_the_details_of_an_alipay_zip_are_used_and_its_summary_is_told() -> None:
    names = ("2088_账务明细(汇总).csv", "2088_账务明细.csv")
    said, frames = clean_file("2088.zip", zipped({names[0]: SUMMARY, names[1]: LEDGER}))
    answer = load(FileAnswer, said)
    alone, own = clean_file(names[1], LEDGER)
    assert [t.format for t in answer.receipt.tables] == [None, "alipay-ledger"]
    assert answer.receipt.tables[1].ledger == load(FileAnswer, alone).receipt.tables[0].ledger
    assert frames["1"] == own["0"]
    told = [(f.kind.code, f.place.sheet, f.count) for f in answer.findings]
    assert ("ARCHIVE_SUMMARY", names[0], 1) in told
    assert not any(code == "COLUMNS_UNKNOWN" for code, _, _ in told)
    assert answer.receipt.tables[0].ledger.counts[RowClass.KEPT] == 0


def test_a_summary_that_comes_alone_is_an_unknown_table_like_any_other() -> None:
    answer = load(FileAnswer, clean_file("2088.zip", zipped({"汇总.csv": SUMMARY}))[0])
    assert "COLUMNS_UNKNOWN" in [finding.kind.code for finding in answer.findings]


def test_a_worker_gets_the_room_of_the_tables_in_an_archive_but_never_more_than_of_an_upload() -> (
    None
):
    packed = zipped({"a.csv": CSV * 1_000, "b.csv": CSV})
    assert unpacked_bytes(packed) == 1_001 * len(CSV)
    assert unpacked_bytes(packed[:-9]) == len(packed) - 9
    assert unpacked_bytes(book(ORDERS)) == len(book(ORDERS))
    assert unpacked_bytes(CSV) == len(CSV)
