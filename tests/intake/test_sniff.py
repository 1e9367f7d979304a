from __future__ import annotations

import gzip

import pytest

from ecreview.intake.sniff import Kind, sniff
from ecreview.model.errors import FileRefused
from tests.intake.books import book, number, row, zipped

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (book(row(1, number("A1", "1"))), Kind.XLSX),
        (zipped({"XL\\workbook.xml": "<workbook/>"}), Kind.XLSX),
        (zipped({"xl/workbook.bin": b"\x83\x01\x00"}), Kind.XLSB),
        (zipped({"mimetype": "x", "content.xml": "<office/>"}), Kind.ODS),
        ("订单编号,金额\n1,2\n".encode("gb18030"), Kind.TEXT),
        ("订单编号,金额\n1,2\n".encode("utf-16"), Kind.TEXT),
        ("订单编号,金额\n1,2\n".encode("utf-16-le"), Kind.TEXT),
        (b"  <HTML><body><table><tr><td>1</td></tr></table>", Kind.HTML),
        (b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", Kind.HTML),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            Kind.XML,
        ),
        (gzip.compress(b"a,b\n"), Kind.GZIP),
        (zipped({"orders.csv": "a,b"}), Kind.ZIP),
        (b"[note] a,b\n1,2\n", Kind.TEXT),
    ],
)
def test_the_bytes_tell_the_kind(content: bytes, kind: Kind) -> None:
    assert sniff(content) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"%PDF-1.7 ...", "FILE_UNKNOWN"),
        (b"\x89PNG\r\n\x1a\n....", "FILE_UNKNOWN"),
        (bytes(range(256)) * 10, "FILE_UNKNOWN"),
        (b"\x06admin" + b"\x00" * 159, "FILE_UNKNOWN"),
        (b"x", "FILE_UNKNOWN"),
        (b"PK\x03\x04", "FILE_DAMAGED"),
        (b"Rar!\x1a\x07\x00....", "FILE_ARCHIVE"),
        (b"7z\xbc\xaf'\x1c....", "FILE_ARCHIVE"),
        (COMPOUND + b"\x00" * 600, "FILE_DAMAGED"),
        (b"<!DOCTYPE html><html><form>login</form></html>", "FILE_HTML_PAGE"),
        (b'{"success": false, "msg": "expired"}', "FILE_NOT_TABLE"),
        (b'<?xml version="1.0"?><error/>', "FILE_NOT_TABLE"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        sniff(content)
    assert refused.value.code == code


def test_a_picture_is_called_a_picture() -> None:
    with pytest.raises(FileRefused) as refused:
        sniff(b"\xff\xd8\xff\xe0")
    assert "图片" in refused.value.text.zh
    assert "a picture" in refused.value.text.en


@pytest.mark.parametrize(
    ("content", "word"), [(b"PAR1\x15\x04", "Parquet"), (b"SQLite format 3\x00\x10", "SQLite")]
)
def test_a_file_of_data_that_is_no_spreadsheet_is_called_by_its_name(
    content: bytes, word: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        sniff(content)
    assert word in refused.value.text.zh
    assert word in refused.value.text.en
