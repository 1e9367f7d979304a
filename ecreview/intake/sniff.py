"""What a file is, told by its bytes, never by its name."""

from __future__ import annotations

import io
import json
import re
import zipfile
from enum import StrEnum

from ecreview.intake.readers.compound import (
    ENCRYPTED_STREAMS,
    MAGIC,
    WORKBOOK_STREAMS,
    open_compound,
)
from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import (
    FILE_ARCHIVE,
    FILE_DAMAGED,
    FILE_EMPTY,
    FILE_HTML_PAGE,
    FILE_NOT_TABLE,
    FILE_PASSWORD,
    FILE_UNKNOWN,
)
from ecreview.model.text import Text

HEAD_BYTES = 4_096
CONTROL_SHARE = 0.01  # text holds tabs and line ends, hardly any other control character
NUL_SHARE = 0.025  # UTF-16 writes every digit, separator and line end with a zero byte
JSON_BYTES = 1 << 20  # a service message is short; longer text that begins with [ is read as text

BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ\x00", b"(\xb5/\xfd")
_BARE_BIFF = re.compile(
    rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00"
)  # a book without container
_CONTROLS = bytes(range(1, 9)) + b"\x0b" + bytes(range(14, 32)) + b"\x7f"
_LOCK_FILE_BYTES = 165
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|script)\b", re.IGNORECASE)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"

_PICTURE = Text(zh="图片", en="a picture")
_KNOWN_OTHERS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", Text(zh=" PDF 文件", en="a PDF file")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"PAR1", Text(zh=" Parquet 数据文件", en="a Parquet data file")),
    (b"SQLite format 3\x00", Text(zh=" SQLite 数据库", en="an SQLite database")),
)
_LOCK_FILE = Text(
    zh=" Excel 打开表格时留下的临时文件（名字以 ~$ 开头）",
    en="the temporary file that Excel keeps beside an open workbook (its name begins with ~$)",
)
_BINARY = Text(zh="内容不明的文件", en="a file of unknown content")


class Kind(StrEnum):
    """The kinds of files that can be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    HTML = "html"
    XML = "xml"
    GZIP = "gz"
    ZIP = "zip"
    TEXT = "text"


def sniff(content: bytes) -> Kind:
    """Return the kind of the file.

    Raises:
        FileRefused: empty, an archive, a page, a picture, encrypted, damaged or unknown.

    Examples:
        >>> sniff("订单编号,金额".encode("gb18030")).value
        'text'
    """
    if not content:
        raise FileRefused(FILE_EMPTY)
    if content.startswith(_ZIPS):
        return _zip_kind(content)
    if content.startswith(MAGIC):
        return _compound_kind(content)
    if content.startswith(_GZIP):
        return Kind.GZIP
    if content.startswith(_ARCHIVES):
        raise FileRefused(FILE_ARCHIVE)
    if _BARE_BIFF.match(content):
        return Kind.XLS
    _refuse_others(content)
    return _text_kind(content)


def is_archive(content: bytes) -> bool:
    """Return whether the file is a zip of other files, no workbook.

    Raises:
        FileRefused: it is a damaged zip.
    """
    return content.startswith(_ZIPS) and _zip_kind(content) is Kind.ZIP


def _zip_kind(content: bytes) -> Kind:
    """Return which workbook a zip is, or that it is an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = {i.filename.replace("\\", "/").casefold() for i in book.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileRefused(FILE_DAMAGED) from error
    if any(name.endswith("workbook.bin") for name in names):
        return Kind.XLSB
    if "content.xml" in names:
        return Kind.ODS
    if any(name.startswith("xl/") for name in names) or "[content_types].xml" in names:
        return Kind.XLSX
    return Kind.ZIP


def _compound_kind(content: bytes) -> Kind:
    """Return whether a compound file holds an old book."""
    names = open_compound(content).entries
    if any(name in names for name in WORKBOOK_STREAMS):
        return Kind.XLS
    if any(name in names for name in ENCRYPTED_STREAMS):
        raise FileRefused(FILE_PASSWORD)
    raise FileRefused(FILE_UNKNOWN, what=_BINARY)


def _refuse_others(content: bytes) -> None:
    """Refuse files that are known not to be tables, and what is no text at all."""
    for magic, what in _KNOWN_OTHERS:
        if content.startswith(magic):
            raise FileRefused(FILE_UNKNOWN, what=what)
    if len(content) == _LOCK_FILE_BYTES and content[0] < len(content) and b"\x00" in content:
        raise FileRefused(FILE_UNKNOWN, what=_LOCK_FILE)
    head = content[:HEAD_BYTES]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > CONTROL_SHARE * len(head) and not _looks_utf16(head):
        raise FileRefused(FILE_UNKNOWN, what=_BINARY)
    if len(content) == 1:
        raise FileRefused(FILE_UNKNOWN, what=_BINARY)


def _looks_utf16(head: bytes) -> bool:
    """Return whether the bytes may be UTF-16 or UTF-32: a mark, or zero bytes on one side only."""
    if head.startswith(BYTE_ORDER_MARKS):
        return True
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    return most > NUL_SHARE * len(head) and least <= most // 10


def _text_kind(content: bytes) -> Kind:
    """Return which kind of text it is."""
    text = content.removeprefix(BYTE_ORDER_MARKS[0]).lstrip()
    if _PAGE.match(text):
        return _page_kind(content)
    if text.startswith(b"<?xml"):
        return _xml_kind(text)
    if text[:1] in (b"{", b"[") and _is_json(text):
        raise FileRefused(FILE_NOT_TABLE)
    return Kind.TEXT


def _page_kind(content: bytes) -> Kind:
    """Return HTML where the page holds a table at all."""
    if b"<table" not in content.lower():
        raise FileRefused(FILE_HTML_PAGE)
    return Kind.HTML


def _xml_kind(text: bytes) -> Kind:
    """Return which table an XML text holds."""
    head = text[:HEAD_BYTES]
    if _SPREADSHEET_XML in head:
        return Kind.XML
    if b"<html" in head.lower():
        return _page_kind(text)
    raise FileRefused(FILE_NOT_TABLE)


def _is_json(text: bytes) -> bool:
    """Return whether a short text is JSON."""
    if len(text) > JSON_BYTES:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
